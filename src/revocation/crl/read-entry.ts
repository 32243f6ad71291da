import type { GeneralName } from '../../certificate/general-name.ts'
import { readGeneralNames } from '../../certificate/read-general-name.ts'
import { byteAt } from '../../core/bytes.ts'
import type { Draft } from '../../core/draft.ts'
import { type Oid, oid } from '../../core/oid.ts'
import { type DerReader, readDer } from '../../encoding/der/der.ts'
import { utcTime } from '../../encoding/der/primitives.ts'
import { TAG } from '../../encoding/der/tag.ts'
import { REVOCATION_REASONS } from '../status.ts'
import type { RevokedEntry } from './entries.ts'
import { plainEntryEnd } from './plain-entry.ts'
import { endOf } from './walk.ts'

/** Makes a record of the entry at an offset of a list that was read. */
export function readEntry(bytes: Uint8Array, at: number): RevokedEntry {
  return readPlainEntry(bytes, at) ?? readAnyEntry(bytes, at)
}

/** The form that nearly all have, without a reader: undefined where the entry is of another one. */
function readPlainEntry(bytes: Uint8Array, at: number): RevokedEntry | undefined {
  const end = plainEntryEnd(bytes, at, bytes.length)
  if (end === 0) return undefined
  const time = at + 4 + byteAt(bytes, at + 3)
  const revocationDate = utcTime(bytes, time + 2, time + 15)
  if (revocationDate === undefined) return undefined
  const entry = { serialNumber: bytes.subarray(at + 4, time), revocationDate }
  const reason = time + 15 === end ? undefined : REVOCATION_REASONS[byteAt(bytes, end - 1)]
  return reason === undefined ? entry : { ...entry, reason }
}

function readAnyEntry(bytes: Uint8Array, at: number): RevokedEntry {
  const read = readDer(bytes.subarray(at, endOf(bytes, at)), LIMITS, readFields)
  // The whole list was read before, this entry included.
  if (!read.ok) throw new RangeError('the octets of the list have changed since it was read')
  return read.value
}

/** The reader of the list has set the limits. */
const LIMITS = { bytes: Number.MAX_SAFE_INTEGER, depth: 32, elements: Number.MAX_SAFE_INTEGER }

function readFields(reader: DerReader): RevokedEntry {
  const sequence = reader.sequence()
  const entry = { serialNumber: sequence.integer(), revocationDate: sequence.time() }
  return sequence.more ? { ...entry, ...readExtensions(sequence.sequence()) } : entry
}

type EntryExtensions = Draft<Pick<RevokedEntry, 'reason' | 'invalidityDate' | 'certificateIssuer'>>

function readExtensions(sequence: DerReader): EntryExtensions {
  const record: EntryExtensions = {}
  while (sequence.more) {
    const extension = sequence.sequence()
    const id = extension.oid()
    extension.flag()
    const value = extension.encapsulated()
    READERS.get(id)?.(value, record)
  }
  return record
}

const READERS: ReadonlyMap<Oid, (value: DerReader, record: EntryExtensions) => void> = new Map([
  [oid('2.5.29.21'), readReason],
  [oid('2.5.29.24'), readInvalidityDate],
  [oid('2.5.29.29'), readCertificateIssuer],
])

/** @standard RFC 5280, section 5.3.1 */
function readReason(value: DerReader, record: EntryExtensions): void {
  const reason = REVOCATION_REASONS[byteAt(value.octetString(TAG.enumerated), 0)]
  if (reason !== undefined) record.reason = reason
}

/** @standard RFC 5280, section 5.3.2 */
function readInvalidityDate(value: DerReader, record: EntryExtensions): void {
  record.invalidityDate = value.generalizedTime()
}

/** @standard RFC 5280, section 5.3.3 */
function readCertificateIssuer(value: DerReader, record: EntryExtensions): void {
  const names: readonly GeneralName[] = readGeneralNames(value.sequence(), 'name')
  record.certificateIssuer = names
}
