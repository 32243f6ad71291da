import { byteAt, fromHex } from '../../core/bytes.ts'
import { KNOWN_OIDS } from '../../core/object-identifiers.ts'
import { type Oid, oidFromContents } from '../../core/oid.ts'
import { type Ok, ok, type Result, refused } from '../../core/result.ts'
import { type Instant, instant, utc } from '../../core/time.ts'

/** Why contents octets are no INTEGER of DER; undefined where they are one. @standard X.690, clause 8.3 */
export function integerDefect(
  bytes: Uint8Array,
  start: number,
  end: number,
): 'integer-empty' | 'integer-not-minimal' | undefined {
  if (start === end) return 'integer-empty'
  if (end - start === 1) return undefined
  const first = bytes[start] ?? 0
  const isNegative = (bytes[start + 1] ?? 0) >= 0x80
  return first === (isNegative ? 0xff : 0) ? 'integer-not-minimal' : undefined
}

/**
 * The number that contents octets of an INTEGER mean; undefined beyond six octets, which a number holds
 * exactly.
 */
export function integerValue(octets: Uint8Array): number | undefined {
  if (octets.length > 6) return undefined
  let value = byteAt(octets, 0) >= 0x80 ? -1 : 0
  for (const octet of octets) value = value * 256 + octet
  return value
}

/**
 * Why contents octets are no BIT STRING of DER; undefined where they are one. @standard X.690, clauses 8.6
 * and 11.2.1
 */
export function bitStringDefect(
  bytes: Uint8Array,
  start: number,
  end: number,
): 'bit-string-unused-bits' | 'bit-string-padding' | undefined {
  const unused = start === end ? 8 : (bytes[start] ?? 0)
  if (unused > 7 || (end - start === 1 && unused !== 0)) return 'bit-string-unused-bits'
  const padding = (bytes[end - 1] ?? 0) & ((1 << unused) - 1)
  return padding === 0 ? undefined : 'bit-string-padding'
}

/** @standard X.690, clause 8.8 */
export function nullDefect(_bytes: Uint8Array, start: number, end: number): 'null-not-empty' | undefined {
  return start === end ? undefined : 'null-not-empty'
}

/**
 * Real identifiers have at most some twenty octets; text conversion of longer ones costs the square of the
 * length.
 */
const MAX_OID_OCTETS = 64

/** Contents octets of an OBJECT IDENTIFIER. @standard X.690, clause 8.19 */
export function oidContents(
  bytes: Uint8Array,
  start: number,
  end: number,
): Result<Oid, 'oid-value' | 'oid-too-long'> {
  for (let known = KNOWN[slotOf(bytes, start, end)]; known !== undefined; known = known.next) {
    if (sameOctets(known.contents, bytes, start, end)) return known.result
  }
  if (end - start > MAX_OID_OCTETS) return refused('oid-too-long', start)
  if (end === start || (bytes[end - 1] ?? 0) >= 0x80) return refused('oid-value', start)
  let first = true
  for (let i = start; i < end; i++) {
    const octet = bytes[i] ?? 0
    if (first && octet === 0x80) return refused('oid-value', i)
    first = octet < 0x80
  }
  return ok(oidFromContents(bytes, start, end))
}

/** Tells candidates apart by their length and their last two octets; all octets decide. */
function slotOf(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 2) return 0
  return ((end - start) * 67 + (bytes[end - 2] ?? 0) * 13 + (bytes[end - 1] ?? 0) * 5) & (SLOTS - 1)
}

const SLOTS = 1024

/** Identifiers that most certificates use, found by their octets without building text. */
const KNOWN: readonly (Known | undefined)[] = tableOf(KNOWN_OIDS)

interface Known {
  readonly contents: Uint8Array
  readonly result: Ok<Oid>
  /** Another identifier of the same slot. */
  readonly next: Known | undefined
}

function tableOf(identifiers: readonly Oid[]): readonly (Known | undefined)[] {
  const table = new Array<Known | undefined>(SLOTS).fill(undefined)
  for (const identifier of identifiers) {
    const contents = fromHex(identifier)
    const slot = slotOf(contents, 0, contents.length)
    table[slot] = { contents, result: ok(identifier), next: table[slot] }
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
  return fields(bytes, start + 2, year < 50 ? 2000 + year : 1900 + year)
}

/** `YYYYMMDDHHMMSSZ`, no fraction. @standard RFC 5280, section 4.1.2.5.2 */
export function generalizedTime(bytes: Uint8Array, start: number, end: number): Instant | undefined {
  if (end - start !== 15) return undefined
  return fields(bytes, start + 4, twoDigits(bytes, start) * 100 + twoDigits(bytes, start + 2))
}

/** What follows the year: `MMDDHHMMSSZ`. */
function fields(bytes: Uint8Array, start: number, year: number): Instant | undefined {
  if ((bytes[start + 10] ?? 0) !== Z) return undefined
  return utc(
    year,
    twoDigits(bytes, start),
    twoDigits(bytes, start + 2),
    twoDigits(bytes, start + 4),
    twoDigits(bytes, start + 6),
    twoDigits(bytes, start + 8),
  )
}

/** Stands for a moment that could not be read; nobody sees it, because the reading as a whole is refused. */
export const NO_TIME = instant('9999-12-31T23:59:59Z')

const ZERO = 0x30
const Z = 0x5a

/** NaN where an octet is no digit, which no calendar accepts. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] ?? 0) - ZERO
  const ones = (bytes[at + 1] ?? 0) - ZERO
  if (tens < 0 || tens > 9 || ones < 0 || ones > 9) return Number.NaN
  return tens * 10 + ones
}
