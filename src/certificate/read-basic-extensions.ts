import { byteAt } from '../core/bytes.ts'
import type { Draft } from '../core/draft.ts'
import type { Oid } from '../core/oid.ts'
import type { DerReader } from '../encoding/der/der.ts'
import type {
  AccessDescription,
  AuthorityKeyIdentifier,
  BasicConstraints,
  DirectoryAttribute,
  DistributionPoint,
  KeyUsage,
} from './extensions.ts'
import { readGeneralName, readGeneralNames } from './read-general-name.ts'

/** Reads the values of a SEQUENCE OF that must have at least one. */
export function readAtLeastOne<T>(reader: DerReader, read: (item: DerReader) => T): readonly T[] {
  const sequence = reader.sequence()
  const items = [read(sequence)]
  while (sequence.more) items.push(read(sequence))
  return items
}

/** @standard RFC 5280, section 4.2.1.3 */
export function readKeyUsage(reader: DerReader): KeyUsage {
  const start = reader.offset
  const octets = reader.namedBits()
  if (octets.length === 0 || octets.length > 2) reader.fail('value-out-of-range', start)
  const bits = (byteAt(octets, 0) << 8) | byteAt(octets, 1)
  return {
    digitalSignature: (bits & 0x8000) !== 0,
    nonRepudiation: (bits & 0x4000) !== 0,
    keyEncipherment: (bits & 0x2000) !== 0,
    dataEncipherment: (bits & 0x1000) !== 0,
    keyAgreement: (bits & 0x0800) !== 0,
    keyCertSign: (bits & 0x0400) !== 0,
    cRLSign: (bits & 0x0200) !== 0,
    encipherOnly: (bits & 0x0100) !== 0,
    decipherOnly: (bits & 0x0080) !== 0,
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
export function readAuthorityKeyIdentifier(reader: DerReader): AuthorityKeyIdentifier {
  const start = reader.offset
  const sequence = reader.sequence()
  const identifier: Draft<AuthorityKeyIdentifier> = {}
  if (sequence.peek() === 0x80) identifier.keyIdentifier = sequence.octetString(0x80)
  const hasIssuer = sequence.peek() === 0xa1
  if (hasIssuer) identifier.authorityCertIssuer = readGeneralNames(sequence.constructed(0xa1), 'name')
  const hasSerialNumber = sequence.peek() === 0x82
  if (hasSerialNumber) identifier.authorityCertSerialNumber = sequence.integer(0x82)
  sequence.finish()
  if (hasIssuer !== hasSerialNumber) reader.fail('value-inconsistent', start)
  return identifier
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
export function readAccessDescriptions(reader: DerReader): readonly AccessDescription[] {
  return readAtLeastOne(reader, item => {
    const description = item.sequence()
    const method = description.oid()
    const location = readGeneralName(description, 'location')
    description.finish()
    return { method, location }
  })
}

/** @standard RFC 5280, sections 4.2.1.13 and 4.2.1.15 */
export function readDistributionPoints(reader: DerReader): readonly DistributionPoint[] {
  return readAtLeastOne(reader, item => readDistributionPoint(item.sequence()))
}

/** A point without a name of either form and without a CRL issuer would point nowhere. */
function readDistributionPoint(point: DerReader): DistributionPoint {
  const start = point.offset
  const record: Draft<DistributionPoint> = {}
  if (point.peek() === 0xa0) readDistributionPointName(point.constructed(0xa0), record)
  if (point.peek() === 0x81) record.reasons = point.namedBits(0x81)
  if (point.peek() === 0xa2) record.crlIssuer = readGeneralNames(point.constructed(0xa2), 'name')
  point.finish()
  const { fullName, nameRelativeToCrlIssuer, crlIssuer } = record
  if ((fullName ?? nameRelativeToCrlIssuer ?? crlIssuer) === undefined) point.fail('value-missing', start)
  return record
}

/** A CHOICE: names, or the last part of the name of the CRL's issuer. */
export function readDistributionPointName(
  choice: DerReader,
  point: Draft<Pick<DistributionPoint, 'fullName' | 'nameRelativeToCrlIssuer'>>,
): void {
  const start = choice.offset
  if (choice.peek() === 0xa0) {
    point.fullName = readGeneralNames(choice.constructed(0xa0), 'location')
    choice.finish()
    return
  }
  const relative = choice.constructed(0xa1)
  while (relative.more) relative.any()
  point.nameRelativeToCrlIssuer = choice.since(start)
  choice.finish()
}
