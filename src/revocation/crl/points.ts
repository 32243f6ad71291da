import type { Certificate } from '../../certificate/certificate.ts'
import type { DistributionPoint } from '../../certificate/extensions.ts'
import type { GeneralName } from '../../certificate/general-name.ts'
import { nameKey, sameName } from '../../certificate/name/match.ts'
import { type Attribute, type Name, readAttributeValue } from '../../certificate/name/name.ts'
import { equalBytes, toHex } from '../../core/bytes.ts'
import { readDer } from '../../encoding/der/der.ts'

/** A distribution point by the names to which the list's own is compared. */
export interface Point {
  /** Texts that are equal exactly when the names are. */
  readonly names: readonly string[]
  /** Absent: the issuer of the certificate. */
  readonly crlIssuer?: readonly GeneralName[]
  /** ReasonFlags: the BIT STRING's octets. Absent: all reasons. */
  readonly reasons?: Uint8Array
}

/**
 * The distribution points of a certificate, and after them the one that every certificate has: lists of its
 * issuer, by the issuer's own name, for all reasons.
 *
 * @standard RFC 5280, sections 4.2.1.13 and 6.3.3
 */
export function pointsOf({ extensions, issuer }: Certificate): readonly Point[] {
  const named = (extensions.crlDistributionPoints ?? []).map(point => asPoint(point, issuer))
  return [...named, { names: [directoryKey(issuer)] }]
}

/** Without a name of its own, a point has that of its CRL issuer (6.3.3 (b)(2)(i)). */
function asPoint(point: DistributionPoint, issuer: Name): Point {
  const { crlIssuer, reasons } = point
  const base = directoryNames(crlIssuer ?? [])[0] ?? issuer
  const names = pointNames(point, base) ?? (crlIssuer ?? []).map(generalNameKey)
  return { names, ...(crlIssuer && { crlIssuer }), ...(reasons && { reasons }) }
}

/**
 * The names of a distribution point, as texts that are equal exactly when the names are.
 *
 * @param base The name that a relative one goes on from.
 * @returns Undefined where it has none.
 */
export function pointNames(
  { fullName, nameRelativeToCrlIssuer }: Pick<DistributionPoint, 'fullName' | 'nameRelativeToCrlIssuer'>,
  base: Name,
): readonly string[] | undefined {
  if (fullName !== undefined) return fullName.map(generalNameKey)
  if (nameRelativeToCrlIssuer === undefined) return undefined
  const attributes = relativeName(nameRelativeToCrlIssuer)
  return attributes === undefined ? [] : [directoryKey({ rdns: [...base.rdns, attributes] })]
}

/** Undefined where it is no set of attributes: then it is no name, and equal to none. */
function relativeName(octets: Uint8Array): readonly Attribute[] | undefined {
  const read = readDer(octets, LIMITS, reader => {
    const set = reader.constructed(0xa1)
    const attributes: Attribute[] = []
    while (set.more) {
      const attribute = set.sequence()
      attributes.push(readAttributeValue(attribute, attribute.oid()))
    }
    return attributes
  })
  return read.ok && read.value.length > 0 ? read.value : undefined
}

const LIMITS = { bytes: 65_536, depth: 8, elements: 1000 }

function directoryKey(name: Pick<Name, 'rdns'>): string {
  return `directoryName ${nameKey(name)}`
}

/**
 * Text is compared as it stands: of an address that is written in two ways nobody can say that both are one
 * place.
 */
function generalNameKey(name: GeneralName): string {
  switch (name.form) {
    case 'directoryName':
      return directoryKey(name.name)
    case 'otherName':
      return `${name.form} ${name.type} ${toHex(name.value)}`
    case 'registeredID':
      return `${name.form} ${name.id}`
    case 'iPAddress':
      return `${name.form} ${toHex(name.octets)}`
    case 'x400Address':
    case 'ediPartyName':
      return `${name.form} ${toHex(name.value)}`
    case 'rfc822Name':
    case 'dNSName':
    case 'uniformResourceIdentifier':
      return `${name.form} ${name.text}`
    default:
      return name satisfies never
  }
}

export function directoryNames(names: readonly GeneralName[]): readonly Name[] {
  return names.flatMap(name => (name.form === 'directoryName' ? [name.name] : []))
}

/** Whether a name is one of those of somebody. */
export function isNamed(name: Name, names: readonly GeneralName[]): boolean {
  return directoryNames(names).some(each => sameName(each, name))
}

/** Whether two optional octet strings are both absent, or equal. */
export function sameOctets(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === undefined || b === undefined ? a === b : equalBytes(a, b)
}
