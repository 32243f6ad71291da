import { ATTRIBUTE } from '../../core/object-identifiers.ts'
import type { Oid } from '../../core/oid.ts'

/** The descriptors that every reader knows. @standard RFC 4514, section 3 */
export const DESCRIPTOR_4514: ReadonlyMap<Oid, string> = new Map([
  [ATTRIBUTE.commonName, 'CN'],
  [ATTRIBUTE.localityName, 'L'],
  [ATTRIBUTE.stateOrProvinceName, 'ST'],
  [ATTRIBUTE.organizationName, 'O'],
  [ATTRIBUTE.organizationalUnitName, 'OU'],
  [ATTRIBUTE.countryName, 'C'],
  [ATTRIBUTE.streetAddress, 'STREET'],
  [ATTRIBUTE.domainComponent, 'DC'],
  [ATTRIBUTE.userId, 'UID'],
])

/** Those, the others of RFC 4519, and organizationIdentifier of X.520, which all tools print by its name. */
export const DESCRIPTOR: ReadonlyMap<Oid, string> = new Map([
  ...DESCRIPTOR_4514,
  [ATTRIBUTE.surname, 'sn'],
  [ATTRIBUTE.serialNumber, 'serialNumber'],
  [ATTRIBUTE.title, 'title'],
  [ATTRIBUTE.description, 'description'],
  [ATTRIBUTE.businessCategory, 'businessCategory'],
  [ATTRIBUTE.postalCode, 'postalCode'],
  [ATTRIBUTE.name, 'name'],
  [ATTRIBUTE.givenName, 'givenName'],
  [ATTRIBUTE.initials, 'initials'],
  [ATTRIBUTE.generationQualifier, 'generationQualifier'],
  [ATTRIBUTE.dnQualifier, 'dnQualifier'],
  [ATTRIBUTE.organizationIdentifier, 'organizationIdentifier'],
])

/**
 * Longer names of the same types, which RFC 4519 and X.520 give beside the short ones; RFC 2985 for the last.
 */
const LONG_NAMES: readonly (readonly [string, Oid])[] = [
  ['commonName', ATTRIBUTE.commonName],
  ['surname', ATTRIBUTE.surname],
  ['countryName', ATTRIBUTE.countryName],
  ['localityName', ATTRIBUTE.localityName],
  ['stateOrProvinceName', ATTRIBUTE.stateOrProvinceName],
  ['streetAddress', ATTRIBUTE.streetAddress],
  ['organizationName', ATTRIBUTE.organizationName],
  ['organizationalUnitName', ATTRIBUTE.organizationalUnitName],
  ['domainComponent', ATTRIBUTE.domainComponent],
  ['userId', ATTRIBUTE.userId],
  ['pseudonym', ATTRIBUTE.pseudonym],
  ['emailAddress', ATTRIBUTE.emailAddress],
]

const TYPE_BY_WORD: ReadonlyMap<string, Oid> = new Map([
  ...[...DESCRIPTOR].map(([type, word]) => [word.toLowerCase(), type] as const),
  ...LONG_NAMES.map(([word, type]) => [word.toLowerCase(), type] as const),
])

/** The type that a descriptor stands for, in whatever case it is written (RFC 4512, 1.4). */
export function attributeTypeOf(descriptor: string): Oid | undefined {
  return TYPE_BY_WORD.get(descriptor.toLowerCase())
}
