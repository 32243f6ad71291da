import type { Certificate } from '../../certificate/certificate.ts'
import type { GeneralName } from '../../certificate/general-name.ts'
import { attributeTexts, isEmptyName } from '../../certificate/name/name.ts'
import { ATTRIBUTE } from '../../core/object-identifiers.ts'
import { parseAddress } from '../../encoding/ip.ts'
import { describe } from './describe.ts'
import { type Comparable, comparableName, type Kind, kindOf } from './general-subtree.ts'

/** A name as it stands in a certificate. What is made of it is made when it is first asked for, and once. */
export class CertificateName {
  readonly name: GeneralName
  readonly kind: Kind
  #comparable: Comparable | 'not-read' | undefined = 'not-read'
  #shown: string | undefined

  constructor(name: GeneralName) {
    this.name = name
    this.kind = kindOf(name)
  }

  /** Undefined where it is none of its form. */
  get comparable(): Comparable | undefined {
    if (this.#comparable === 'not-read') this.#comparable = comparableName(this.name)
    return this.#comparable
  }

  /** For people to read. */
  get shown(): string {
    this.#shown ??= describe(this.name)
    return this.#shown
  }
}

/**
 * Every name that constraints are about. The e-mail addresses of the subject count even where an alternative
 * name stands beside them: RFC 5280 asks for them only without one, but there is software that reads them in
 * either case.
 *
 * @standard RFC 5280, section 4.2.1.10
 */
export function namesOf(certificate: Certificate): readonly CertificateName[] {
  const { subject, extensions } = certificate
  const directory: readonly GeneralName[] = isEmptyName(subject)
    ? []
    : [{ form: 'directoryName', name: subject }]
  const addresses = attributeTexts(subject, ATTRIBUTE.emailAddress)
  const mailboxes = addresses.map((text): GeneralName => ({ form: 'rfc822Name', text }))
  const alternatives = extensions.subjectAltName ?? []
  const hasHost = alternatives.some(({ form }) => form === 'dNSName' || form === 'iPAddress')
  const hosts = hasHost ? [] : hostsOf(certificate)
  return [...directory, ...mailboxes, ...alternatives, ...hosts].map(name => new CertificateName(name))
}

/**
 * Without a domain name or an address among the alternative names, common names that can be hosts, unless
 * they are those of an authority. They are no names of the holder here, but there is software that takes them
 * for some (RFC 2818, section 3.1), and it must not find what an authority was not allowed to vouch for.
 */
function hostsOf({ subject, extensions }: Certificate): readonly GeneralName[] {
  if (extensions.basicConstraints?.ca === true) return []
  return attributeTexts(subject, ATTRIBUTE.commonName)
    .filter(text => text.includes('.'))
    .map(hostNamed)
    .filter(name => comparableName(name) !== undefined)
}

/** Constraints on domain names are not about an address, wherever it is written. */
function hostNamed(text: string): GeneralName {
  const octets = parseAddress(text)
  return octets?.length === 4 ? { form: 'iPAddress', octets } : { form: 'dNSName', text }
}
