import { byteAt } from '../core/bytes.ts'
import type { Oid } from '../core/oid.ts'
import type { DerReader } from '../encoding/der.ts'
import type {
  AccessDescription,
  AuthorityKeyIdentifier,
  BasicConstraints,
  DirectoryAttribute,
  DistributionPoint,
  KeyUsage,
} from './extensions.ts'
import type { GeneralName } from './general-name.ts'
import { readGeneralName, readGeneralNames } from './read-general-name.ts'

/** Reads the values of a SEQUENCE OF that must have at least one. */
export function readAtLeastOne<T>(reader: DerReader, read: (item: DerReader) => T): readonly T[] {
  const sequence = reader.sequence()
  if (!sequence.more) sequence.fail('value-missing')
  const items: T[] = []
  while (sequence.more) items.push(read(sequence))
  return items
}

/** SubjectAltName, IssuerAltName. A thousand names are more than any certificate has and less than an attack needs. */
export function readGeneralNamesExtension(reader: DerReader, bytes: Uint8Array): readonly GeneralName[] {
  const start = reader.offset
  const names = readGeneralNames(reader.sequence(), bytes)
  if (names.length > MAX_NAMES) reader.fail('too-many-elements', start)
  return names
}

const MAX_NAMES = 1000

/** @standard RFC 5280, section 4.2.1.3 */
export function readKeyUsage(reader: DerReader): KeyUsage {
  const start = reader.offset
  const octets = reader.namedBits()
  if (octets.length === 0 || octets.length > 2) reader.fail('value-out-of-range', start)
  const bits = (byteAt(octets, 0) << 8) | byteAt(octets, 1)
  const bit = (number: number): boolean => (bits & (0x8000 >> number)) !== 0
  return {
    digitalSignature: bit(0),
    nonRepudiation: bit(1),
    keyEncipherment: bit(2),
    dataEncipherment: bit(3),
    keyAgreement: bit(4),
    keyCertSign: bit(5),
    cRLSign: bit(6),
    encipherOnly: bit(7),
    decipherOnly: bit(8),
  }
}

/** @standard RFC 5280, section 4.2.1.9 */
export function readBasicConstraints(reader: DerReader): BasicConstraints {
  const sequence = reader.sequence()
  const ca = sequence.flag()
  const pathLength = sequence.more ? sequence.smallInteger() : undefined
  sequence.finish()
  return pathLength === undefined ? { ca } : { ca, pathLength }
}

/** @standard RFC 5280, section 4.2.1.12 */
export function readExtendedKeyUsage(reader: DerReader): readonly Oid[] {
  return readAtLeastOne(reader, item => item.oid())
}

/** Issuer and serial number stand together or not at all. @standard RFC 5280, section 4.2.1.1 */
export function readAuthorityKeyIdentifier(reader: DerReader, bytes: Uint8Array): AuthorityKeyIdentifier {
  const start = reader.offset
  const sequence = reader.sequence()
  const keyIdentifier = sequence.peek() === 0x80 ? sequence.octetString(0x80) : undefined
  const authorityCertIssuer =
    sequence.peek() === 0xa1 ? readGeneralNames(sequence.constructed(0xa1), bytes) : undefined
  const authorityCertSerialNumber = sequence.peek() === 0x82 ? sequence.integer(0x82) : undefined
  sequence.finish()
  if ((authorityCertIssuer === undefined) !== (authorityCertSerialNumber === undefined)) {
    reader.fail('value-inconsistent', start)
  }
  return {
    ...(keyIdentifier && { keyIdentifier }),
    ...(authorityCertIssuer && { authorityCertIssuer }),
    ...(authorityCertSerialNumber && { authorityCertSerialNumber }),
  }
}

/** @standard RFC 5280, section 4.2.1.8 */
export function readDirectoryAttributes(reader: DerReader): readonly DirectoryAttribute[] {
  return readAtLeastOne(reader, item => {
    const attribute = item.sequence()
    const type = attribute.oid()
    const set = attribute.setOf()
    if (!set.more) set.fail('value-missing')
    const values: Uint8Array[] = []
    while (set.more) values.push(set.any())
    attribute.finish()
    return { type, values }
  })
}

/** @standard RFC 5280, sections 4.2.2.1 and 4.2.2.2 */
export function readAccessDescriptions(reader: DerReader, bytes: Uint8Array): readonly AccessDescription[] {
  return readAtLeastOne(reader, item => {
    const description = item.sequence()
    const method = description.oid()
    const location = readGeneralName(description, bytes)
    description.finish()
    return { method, location }
  })
}

/** @standard RFC 5280, sections 4.2.1.13 and 4.2.1.15 */
export function readDistributionPoints(reader: DerReader, bytes: Uint8Array): readonly DistributionPoint[] {
  return readAtLeastOne(reader, item => readDistributionPoint(item.sequence(), bytes))
}

/** A point without a name and without a CRL issuer would point nowhere. */
function readDistributionPoint(point: DerReader, bytes: Uint8Array): DistributionPoint {
  const start = point.offset
  const name = point.peek() === 0xa0 ? readDistributionPointName(point.constructed(0xa0), bytes) : {}
  const reasons = point.peek() === 0x81 ? point.namedBits(0x81) : undefined
  const crlIssuer = point.peek() === 0xa2 ? readGeneralNames(point.constructed(0xa2), bytes) : undefined
  point.finish()
  if (!('fullName' in name) && crlIssuer === undefined) point.fail('value-missing', start)
  return { ...name, ...(reasons && { reasons }), ...(crlIssuer && { crlIssuer }) }
}

export function readDistributionPointName(
  choice: DerReader,
  bytes: Uint8Array,
): Pick<DistributionPoint, 'fullName' | 'nameRelativeToCrlIssuer'> {
  const start = choice.offset
  if (choice.peek() === 0xa0) {
    const fullName = readGeneralNames(choice.constructed(0xa0), bytes)
    choice.finish()
    return { fullName }
  }
  const relative = choice.constructed(0xa1)
  while (relative.more) relative.any()
  const end = choice.offset
  choice.finish()
  return { nameRelativeToCrlIssuer: bytes.subarray(start, end) }
}
