import { byteAt } from '../../core/bytes.ts'

const CONSTRUCTED = 0x20
const BIT_STRING = 0x03
const OCTET_STRING = 0x04

/**
 * Whether octets hold more values in BER than so many, those inside of strings included, because readers look for values
 * there too. What a reader of BER costs is known by this before it is called. Octets that are no BER count as far as they are.
 *
 * One pass without recursion: a constructed value is stepped into, and the end of one of indefinite length counts as a value.
 */
export function holdsMoreValues(bytes: Uint8Array, most: number): boolean {
  const ranges: (readonly [start: number, end: number])[] = [[0, bytes.length]]
  let count = 0
  for (let range = ranges.pop(); range !== undefined; range = ranges.pop()) {
    const [start, end] = range
    for (let at = start; at < end; ) {
      if (++count > most) return true
      const tag = byteAt(bytes, at)
      const { content, length } = headerAt(bytes, behindTag(bytes, at))
      at = (tag & CONSTRUCTED) === 0 ? content + length : content
      if (tag === OCTET_STRING) ranges.push([content, Math.min(at, end)])
      if (tag === BIT_STRING) ranges.push([content + 1, Math.min(at, end)])
    }
  }
  return false
}

/** Higher tag numbers stand in octets of their own (X.690, 8.1.2.4). */
function behindTag(bytes: Uint8Array, at: number): number {
  let behind = at + 1
  if ((byteAt(bytes, at) & 0x1f) === 0x1f) while (byteAt(bytes, behind++) >= 0x80);
  return behind
}

/** Where contents begin, and how long they are: without end where the length is told in more than eight octets. */
function headerAt(bytes: Uint8Array, at: number): { readonly content: number; readonly length: number } {
  const first = byteAt(bytes, at)
  if (first < 0x80) return { content: at + 1, length: first }
  const content = at + 1 + (first & 0x7f)
  if (content > at + 9) return { content, length: Number.POSITIVE_INFINITY }
  let length = 0
  for (let octet = at + 1; octet < content; octet++) length = length * 256 + byteAt(bytes, octet)
  return { content, length }
}
