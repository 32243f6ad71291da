import { byteAt } from '../../core/bytes.ts'

const CONSTRUCTED = 0x20
const BOOLEAN = 0x01
const BIT_STRING = 0x03
const OCTET_STRING = 0x04
const HIGHER = 0x1f
const INDEFINITE = 0x80

/** What reading may cost at most. */
export interface BerBudget {
  /** Values, those inside of strings included. */
  readonly values: number
  /** Octets of all values together: one stands in each value around it again, and may be copied with each. */
  readonly octets: number
}

/**
 * Whether octets of BER cost more to read than a budget allows. Values inside of strings count, because
 * readers look for values there too. What a reader of BER costs is known by this before it is called. Octets
 * that are no BER count as far as they are.
 *
 * An identifier that is longer than any exceeds every budget, and so does a BOOLEAN of a thousand octets.
 *
 * One pass without recursion: a constructed value is stepped into, and the end of one of indefinite length
 * counts as a value.
 */
export function exceedsBudget(bytes: Uint8Array, { values, octets }: BerBudget): boolean {
  const ranges: (readonly [start: number, end: number])[] = [[0, bytes.length]]
  let count = 0
  let sum = 0
  for (let range = ranges.pop(); range !== undefined; range = ranges.pop()) {
    const [start, end] = range
    for (let at = start; at < end; ) {
      const tag = byteAt(bytes, at)
      const { content, length } = headerAt(bytes, behindTag(bytes, at))
      const behind = Math.min(end, content + length)
      sum += behind - at
      const isTooLong = (isIdentifier(tag) && length > LONGEST_IDENTIFIER) || isLong(tag, behind - content)
      if (++count > values || sum > octets || isTooLong) return true
      at = (tag & CONSTRUCTED) === 0 ? content + length : content
      if (tag === OCTET_STRING) ranges.push([content, behind])
      if (tag === BIT_STRING) ranges.push([content + 1, behind])
    }
  }
  return false
}

/** OBJECT IDENTIFIER and RELATIVE-OID: readers make something of every arc. */
function isIdentifier(tag: number): boolean {
  return tag === 0x06 || tag === 0x0d
}

/** As in DER here; the longest in use has some twenty octets. */
const LONGEST_IDENTIFIER = 64

/**
 * BOOLEAN has one octet (X.690, 8.2.1), but readers take a longer one, and as often as it has octets. Its
 * number may be written as a higher one.
 */
function isLong(tag: number, octets: number): boolean {
  const number = tag & ~CONSTRUCTED
  return (number === BOOLEAN || number === HIGHER) && octets > LONGEST_BOOLEAN
}

/** Octets of a string may look like a BOOLEAN, so what is within the length of a key or a signature is none. */
const LONGEST_BOOLEAN = 1_024

/** Higher tag numbers stand in octets of their own (X.690, 8.1.2.4). */
function behindTag(bytes: Uint8Array, at: number): number {
  let behind = at + 1
  if ((byteAt(bytes, at) & 0x1f) === 0x1f) while (byteAt(bytes, behind++) >= 0x80);
  return behind
}

/**
 * Where contents begin, and how long they are: without end where the length is indefinite, or told in more
 * than eight octets.
 */
function headerAt(bytes: Uint8Array, at: number): { readonly content: number; readonly length: number } {
  const first = byteAt(bytes, at)
  if (first < 0x80) return { content: at + 1, length: first }
  const content = at + 1 + (first & 0x7f)
  if (first === INDEFINITE || content > at + 9) return { content, length: Number.POSITIVE_INFINITY }
  let length = 0
  for (let octet = at + 1; octet < content; octet++) length = length * 256 + byteAt(bytes, octet)
  return { content, length }
}
