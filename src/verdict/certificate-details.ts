import type { Certificate } from '../certificate/certificate.ts'
import type { GeneralName } from '../certificate/general-name.ts'
import { formatName } from '../certificate/name/name.ts'
import { findAuthority } from '../certificate/psd2/authorities.ts'
import { readPublicKey } from '../certificate/public-key.ts'
import { signatureAlgorithmOf } from '../certificate/signature-algorithm.ts'
import { toHex } from '../core/bytes.ts'
import { EXTENSION, METHOD } from '../core/object-identifiers.ts'
import { type Oid, oidText } from '../core/oid.ts'
import type { Instant } from '../core/time.ts'
import { formatAddress } from '../encoding/ip.ts'
import { type NamedIdentifier, named } from './identifier-names.ts'

/** What `qwac inspect --json` tells beyond the members that all reports have. */
export interface CertificateDetails {
  /** What the key is; null where it cannot be read, and a finding says why. */
  readonly key: { readonly type: string; readonly bits?: number; readonly curve?: string } | null
  /** By what its issuer signed: `ecdsa SHA-256`; a dotted identifier where it is unknown. */
  readonly signature: string
  readonly keyUsage: readonly string[]
  readonly purposes: readonly NamedIdentifier[]
  readonly policies: readonly NamedIdentifier[]
  readonly statements: readonly NamedIdentifier[]
  /** All names of subjectAltName, each with its form. */
  readonly names: readonly { readonly form: string; readonly text: string }[]
  readonly extensions: readonly { readonly oid: string; readonly critical: boolean }[]
  readonly addresses: {
    /** Where the issuer's certificate is. */
    readonly issuer: readonly string[]
    readonly ocsp: readonly string[]
    readonly crl: readonly string[]
  }
  /** A precertificate of RFC 6962, which nobody may rely on. */
  readonly precertificate: boolean
  /** Too short-lived to be revoked (EN 319 412-1). */
  readonly shortTerm: boolean
  /** The authority that NCAId names, as the list of the standard calls it; null where it has none. */
  readonly authority: { readonly id: string; readonly name: string } | null
  /** Whole days from the moment that was asked about to notAfter, negative beyond it; null where none was. */
  readonly daysLeft: number | null
}

/** @param at The moment from which the days that are left are counted. */
export function detailsOf(certificate: Certificate, authorityId: string, at?: Instant): CertificateDetails {
  const { extensions, validity } = certificate
  const { keyUsage = {}, extendedKeyUsage = [], certificatePolicies = [], subjectAltName = [] } = extensions
  return {
    key: keyOf(certificate),
    signature: signatureOf(certificate),
    keyUsage: Object.entries(keyUsage).flatMap(([use, isSet]) => (isSet ? [use] : [])),
    purposes: extendedKeyUsage.map(named),
    policies: certificatePolicies.map(({ policyIdentifier }) => named(policyIdentifier)),
    statements: (extensions.qcStatements?.all ?? []).map(({ id }) => named(id)),
    names: subjectAltName.map(name => ({ form: name.form, text: textOf(name) })),
    extensions: extensions.all.map(({ id, critical }) => ({ oid: oidText(id), critical })),
    addresses: {
      issuer: locations(certificate, METHOD.caIssuers),
      ocsp: locations(certificate, METHOD.ocsp),
      crl: (extensions.crlDistributionPoints ?? []).flatMap(({ fullName = [] }) => fullName.map(textOf)),
    },
    precertificate: extensions.all.some(({ id }) => id === EXTENSION.ctPoison),
    shortTerm: extensions.all.some(({ id }) => id === EXTENSION.validityAssuredShortTerm),
    authority: authorityOf(authorityId),
    daysLeft: at === undefined ? null : Math.floor((validity.notAfter - at) / DAY),
  }
}

const DAY = 86_400_000

function keyOf({ publicKey }: Certificate): CertificateDetails['key'] {
  const key = readPublicKey(publicKey)
  return key.ok ? key.value : null
}

function signatureOf({ signatureAlgorithm }: Certificate): string {
  const known = signatureAlgorithmOf(signatureAlgorithm)
  if (!known.ok) return oidText(signatureAlgorithm.algorithm)
  return 'hash' in known.value ? `${known.value.scheme} ${known.value.hash}` : known.value.scheme
}

function locations({ extensions }: Certificate, id: Oid): readonly string[] {
  return (extensions.authorityInfoAccess ?? []).flatMap(({ method, location }) =>
    method === id ? [textOf(location)] : [],
  )
}

function authorityOf(id: string): CertificateDetails['authority'] {
  const [, country = '', code = ''] = /^([A-Z]{2})-(.+)$/s.exec(id) ?? []
  const found = findAuthority(country, code)
  return found === undefined ? null : { id: found.id, name: found.name }
}

/** A general name as one text. */
function textOf(name: GeneralName): string {
  switch (name.form) {
    case 'rfc822Name':
    case 'dNSName':
    case 'uniformResourceIdentifier':
      return name.text
    case 'directoryName':
      return formatName(name.name)
    case 'iPAddress':
      return formatAddress(name.octets) ?? toHex(name.octets)
    case 'registeredID':
      return oidText(name.id)
    case 'otherName':
      return `${oidText(name.type)} ${toHex(name.value)}`
    case 'x400Address':
    case 'ediPartyName':
      return toHex(name.value)
    default:
      return name satisfies never
  }
}
