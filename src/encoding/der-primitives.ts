import { byteAt, fromHex } from '../core/bytes.ts'
import { KNOWN_OIDS } from '../core/object-identifiers.ts'
import { type Oid, oidFromContents } from '../core/oid.ts'
import { type Ok, ok, type Result, refused } from '../core/result.ts'
import { type Instant, utc } from '../core/time.ts'

/** Real identifiers have at most some twenty octets; text conversion of longer ones costs the square of the length. */
const MAX_OID_OCTETS = 64

/** Contents octets of an OBJECT IDENTIFIER. @standard X.690, clause 8.19 */
export function oidContents(
  bytes: Uint8Array,
  start: number,
  end: number,
): Result<Oid, 'oid-value' | 'oid-too-long'> {
  const known = KNOWN[slotOf(bytes, start, end)]
  if (known !== undefined && sameOctets(known.contents, bytes, start, end)) return known.result
  if (end - start > MAX_OID_OCTETS) return refused('oid-too-long', start)
  if (end === start || byteAt(bytes, end - 1) >= 0x80) return refused('oid-value', start)
  let first = true
  for (let i = start; i < end; i++) {
    const octet = byteAt(bytes, i)
    if (first && octet === 0x80) return refused('oid-value', i)
    first = octet < 0x80
  }
  return ok(oidFromContents(bytes, start, end))
}

/** Tells candidates apart; the octets decide. */
function slotOf(bytes: Uint8Array, start: number, end: number): number {
  const last = end - start > MAX_OID_OCTETS ? start + MAX_OID_OCTETS : end
  let hash = end - start
  for (let i = start; i < last; i++) hash = (hash * 31 + byteAt(bytes, i)) & 0xffff
  return hash & (SLOTS - 1)
}

const SLOTS = 1024

/**
 * Identifiers that most certificates use, found by their octets without building text. Where two would share a slot,
 * the later one has it and the other is read like any identifier.
 */
const KNOWN: readonly (Known | undefined)[] = tableOf(KNOWN_OIDS)

interface Known {
  readonly contents: Uint8Array
  readonly result: Ok<Oid>
}

function tableOf(identifiers: readonly Oid[]): readonly (Known | undefined)[] {
  const table = new Array<Known | undefined>(SLOTS).fill(undefined)
  for (const identifier of identifiers) {
    const contents = fromHex(identifier)
    table[slotOf(contents, 0, contents.length)] = { contents, result: ok(identifier) }
  }
  return table
}

function sameOctets(contents: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (contents.length !== end - start) return false
  for (let i = 0; i < contents.length; i++) if (contents[i] !== bytes[start + i]) return false
  return true
}

/** `YYMMDDHHMMSSZ`; years 50 to 99 are of the last century. @standard RFC 5280, section 4.1.2.5.1 */
export function utcTime(bytes: Uint8Array, start: number, end: number): Instant | undefined {
  if (end - start !== 13) return undefined
  const year = twoDigits(bytes, start)
  return fields(bytes, { year: year < 50 ? 2000 + year : 1900 + year, start: start + 2 })
}

/** `YYYYMMDDHHMMSSZ`, no fraction. @standard RFC 5280, section 4.1.2.5.2 */
export function generalizedTime(bytes: Uint8Array, start: number, end: number): Instant | undefined {
  if (end - start !== 15) return undefined
  return fields(bytes, { year: twoDigits(bytes, start) * 100 + twoDigits(bytes, start + 2), start: start + 4 })
}

function fields(bytes: Uint8Array, at: { readonly year: number; readonly start: number }): Instant | undefined {
  const { year, start } = at
  if (byteAt(bytes, start + 10) !== Z) return undefined
  return utc(
    year,
    twoDigits(bytes, start),
    twoDigits(bytes, start + 2),
    twoDigits(bytes, start + 4),
    twoDigits(bytes, start + 6),
    twoDigits(bytes, start + 8),
  )
}

const ZERO = 0x30
const Z = 0x5a

/** NaN where an octet is no digit, which no calendar accepts. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = byteAt(bytes, at) - ZERO
  const ones = byteAt(bytes, at + 1) - ZERO
  if (tens < 0 || tens > 9 || ones < 0 || ones > 9) return Number.NaN
  return tens * 10 + ones
}
