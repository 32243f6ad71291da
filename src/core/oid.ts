import { toHex } from './bytes.ts'

declare const oidBrand: unique symbol

/**
 * An object identifier, kept as the octets of its DER contents in lower-case hexadecimal: `551d0f` is
 * 2.5.29.15. Two identifiers are equal exactly when their octets are, so no arithmetic on arcs can make one
 * look like another. Write one with {@link oid}, show one with {@link oidText}.
 *
 * @standard X.690, clause 8.19
 */
export type Oid = string & { readonly [oidBrand]: 'Oid' }

/**
 * Writes an identifier in the source of a program: `oid('2.5.29.15')`.
 *
 * @throws RangeError when the text is not dotted decimal arcs.
 */
export function oid(dotted: string): Oid {
  const identifier = parseOid(dotted)
  if (identifier === undefined) throw new RangeError(`not an object identifier: ${dotted}`)
  return interned(identifier)
}

/**
 * The same text in the one copy that engines keep of names: two of them are compared by address, not letter
 * by letter.
 */
function interned(identifier: Oid): Oid {
  return (Symbol.for(identifier).description ?? identifier) as Oid
}

/**
 * Reads an identifier that somebody else wrote; undefined where the text is not dotted decimal arcs of at
 * most 39 digits.
 */
export function parseOid(dotted: string): Oid | undefined {
  if (dotted.length > MAX_DOTTED || !/^[012](?:\.(?:0|[1-9]\d{0,38}))+$/.test(dotted)) return undefined
  const [first = 0n, second = 0n, ...rest] = dotted.split('.').map(BigInt)
  if (first < 2n && second > 39n) return undefined
  return [first * 40n + second, ...rest].map(base128).join('') as Oid
}

/** Far longer than any identifier in use; a bound on the arithmetic. */
const MAX_DOTTED = 1024

function base128(arc: bigint): string {
  let text = (arc & 0x7fn).toString(16).padStart(2, '0')
  for (let rest = arc >> 7n; rest > 0n; rest >>= 7n) {
    text = ((rest & 0x7fn) | 0x80n).toString(16) + text
  }
  return text
}

/** Dotted decimal, for people and reports; decisions compare the {@link Oid} itself. */
export function oidText(identifier: Oid): string {
  let text = ''
  let arc = 0
  let start = 0
  for (let i = 0; i < identifier.length; i += 2) {
    const octet = digitAt(identifier, i) * 16 + digitAt(identifier, i + 1)
    arc = arc * 128 + (octet & 0x7f)
    if (octet >= 0x80) continue
    // Seven octets hold 49 bits, which a number holds exactly.
    const exact = i - start <= 12 ? arc : wideArc(identifier.slice(start, i + 2))
    text = start === 0 ? firstArcs(exact) : `${text}.${exact}`
    arc = 0
    start = i + 2
  }
  return text
}

/** By its code, because numbers of text cost more than all the rest. Digits and then lower-case letters. */
function digitAt(identifier: Oid, index: number): number {
  const code = identifier.charCodeAt(index)
  return code < 0x3a ? code - 0x30 : code - 0x57
}

function wideArc(digits: string): bigint {
  let arc = 0n
  for (let i = 0; i < digits.length; i += 2)
    arc = (arc << 7n) | BigInt(Number.parseInt(digits.slice(i, i + 2), 16) & 0x7f)
  return arc
}

/** The first two arcs share a number: 40 times the first, and the second. */
function firstArcs(head: number | bigint): string {
  if (head < 40) return `0.${head}`
  if (head < 80) return `1.${Number(head) - 40}`
  return `2.${typeof head === 'bigint' ? head - 80n : head - 80}`
}

/** Keeps contents octets that a reader of DER has checked. */
export function oidFromContents(bytes: Uint8Array, start: number, end: number): Oid {
  return toHex(bytes, start, end) as Oid
}

/** What a reader hands out after a failure; equal to no identifier. */
export const NO_OID = '' as Oid
