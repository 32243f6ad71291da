import type { AuthorityKeyIdentifier, DistributionPoint } from '../../certificate/extensions.ts'
import type { GeneralName } from '../../certificate/general-name.ts'
import {
  readAuthorityKeyIdentifier,
  readDistributionPointName,
  readDistributionPoints,
} from '../../certificate/read-basic-extensions.ts'
import { readAlternativeNames } from '../../certificate/read-general-name.ts'
import { byteAt, toHex } from '../../core/bytes.ts'
import type { Draft } from '../../core/draft.ts'
import { EXTENSION } from '../../core/object-identifiers.ts'
import { type Oid, oid } from '../../core/oid.ts'
import type { DerReader } from '../../encoding/der/der.ts'
import { MAX_CRL_EXTENSIONS } from './limits.ts'

/**
 * The extensions of a revocation list. One whose value is not of its type makes the list unreadable, because
 * nobody can say what it would have limited.
 *
 * @standard RFC 5280, section 5.2
 */
export interface CrlExtensions {
  readonly authorityKeyIdentifier?: AuthorityKeyIdentifier
  readonly issuerAltName?: readonly GeneralName[]
  /** From 0; at most 20 octets. */
  readonly crlNumber?: bigint
  /** BaseCRLNumber. Present: the list is a delta to the complete list of this number, or of any later one. */
  readonly deltaCrlIndicator?: bigint
  readonly issuingDistributionPoint?: IssuingDistributionPoint
  readonly freshestCrl?: readonly DistributionPoint[]
  /** Which of them are critical. */
  readonly critical: readonly Oid[]
  /** Critical extensions whose meaning this library does not know. */
  readonly unrecognised: readonly Oid[]
}

/** What a list is limited to. @standard RFC 5280, section 5.2.5 */
export interface IssuingDistributionPoint {
  /** The whole value, DER. */
  readonly bytes: Uint8Array
  readonly fullName?: readonly GeneralName[]
  /** One RelativeDistinguishedName, DER, under the tag of the choice. */
  readonly nameRelativeToCrlIssuer?: Uint8Array
  readonly onlyContainsUserCerts: boolean
  readonly onlyContainsCaCerts: boolean
  readonly onlyContainsAttributeCerts: boolean
  readonly indirectCrl: boolean
  /** ReasonFlags: the BIT STRING's octets. Absent: all reasons. */
  readonly onlySomeReasons?: Uint8Array
}

export const CRL_NUMBER = oid('2.5.29.20')
export const DELTA_CRL_INDICATOR = oid('2.5.29.27')
export const ISSUING_DISTRIBUTION_POINT = oid('2.5.29.28')

type Read = (value: DerReader, record: Draft<CrlExtensions>) => void

const READERS: ReadonlyMap<Oid, Read> = new Map<Oid, Read>([
  [
    EXTENSION.authorityKeyIdentifier,
    (value, record) => {
      record.authorityKeyIdentifier = readAuthorityKeyIdentifier(value)
    },
  ],
  [
    EXTENSION.issuerAltName,
    (value, record) => {
      record.issuerAltName = readAlternativeNames(value)
    },
  ],
  [
    CRL_NUMBER,
    (value, record) => {
      record.crlNumber = readCrlNumber(value)
    },
  ],
  [
    DELTA_CRL_INDICATOR,
    (value, record) => {
      record.deltaCrlIndicator = readCrlNumber(value)
    },
  ],
  [
    ISSUING_DISTRIBUTION_POINT,
    (value, record) => {
      record.issuingDistributionPoint = readIssuingDistributionPoint(value)
    },
  ],
  [
    EXTENSION.freshestCrl,
    (value, record) => {
      record.freshestCrl = readDistributionPoints(value)
    },
  ],
])

/** Reads Extensions: at least one, none of them twice. */
export function readCrlExtensions(reader: DerReader): CrlExtensions {
  const sequence = reader.sequence()
  if (!sequence.more) sequence.fail('value-missing')
  const ids = new Set<Oid>()
  const critical: Oid[] = []
  const unrecognised: Oid[] = []
  const record: Draft<CrlExtensions> = { critical, unrecognised }
  while (sequence.more) {
    const start = sequence.offset
    const { id, isCritical, isUnrecognised } = readExtension(sequence.sequence(), record)
    if (ids.has(id)) sequence.fail('value-repeated', start)
    if (ids.size >= MAX_CRL_EXTENSIONS) sequence.fail('too-many-elements', start)
    ids.add(id)
    if (isCritical) critical.push(id)
    if (isUnrecognised) unrecognised.push(id)
  }
  return record
}

function readExtension(reader: DerReader, record: Draft<CrlExtensions>) {
  const id = reader.oid()
  const isCritical = reader.flag()
  const read = READERS.get(id)
  const inner = reader.encapsulated()
  reader.finish()
  read?.(inner, record)
  if (read !== undefined) inner.finish()
  return { id, isCritical, isUnrecognised: isCritical && read === undefined }
}

/** @standard RFC 5280, section 5.2.3 */
function readCrlNumber(reader: DerReader): bigint {
  const start = reader.offset
  const octets = reader.integer()
  // A leading zero octet only keeps the number positive (X.690, 8.3).
  const isTooLong = octets.length > 20 && !(octets.length === 21 && byteAt(octets, 0) === 0)
  if (byteAt(octets, 0) >= 0x80 || isTooLong) {
    reader.fail('value-out-of-range', start)
    return 0n
  }
  return BigInt(`0x0${toHex(octets)}`)
}

/** It must say something, and limit the list to one kind of certificate at most. */
function readIssuingDistributionPoint(reader: DerReader): IssuingDistributionPoint {
  const start = reader.offset
  const point = reader.sequence()
  if (!point.more) point.fail('value-missing')
  const name: Draft<Pick<DistributionPoint, 'fullName' | 'nameRelativeToCrlIssuer'>> = {}
  if (point.peek() === 0xa0) readDistributionPointName(point.constructed(0xa0), name)
  const onlyContainsUserCerts = readFlag(point, 0x81)
  const onlyContainsCaCerts = readFlag(point, 0x82)
  const onlySomeReasons = point.peek() === 0x83 ? point.namedBits(0x83) : undefined
  const indirectCrl = readFlag(point, 0x84)
  const onlyContainsAttributeCerts = readFlag(point, 0x85)
  point.finish()
  const kinds = [onlyContainsUserCerts, onlyContainsCaCerts, onlyContainsAttributeCerts]
  if (kinds.filter(isOnly => isOnly).length > 1) reader.fail('value-inconsistent', start)
  return {
    bytes: reader.since(start),
    ...name,
    onlyContainsUserCerts,
    onlyContainsCaCerts,
    onlyContainsAttributeCerts,
    indirectCrl,
    ...(onlySomeReasons && { onlySomeReasons }),
  }
}

/** A BOOLEAN DEFAULT FALSE under an implicit tag: false must be absent (X.690, 11.5). */
function readFlag(reader: DerReader, tag: number): boolean {
  if (reader.peek() !== tag) return false
  const start = reader.offset
  if (!reader.boolean(tag)) reader.fail('default-encoded', start)
  return true
}
