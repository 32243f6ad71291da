import { byteAt } from '../core/bytes.ts'

const UTF8 = 0x0c
const NUMERIC = 0x12
const PRINTABLE = 0x13
const TELETEX = 0x14
const IA5 = 0x16
const VISIBLE = 0x1a
const UNIVERSAL = 0x1c
const BMP = 0x1e

/** Whether an identifier octet is that of a character string which certificates use. */
export function isStringTag(tag: number): boolean {
  return (
    tag === UTF8 ||
    tag === PRINTABLE ||
    tag === IA5 ||
    tag === NUMERIC ||
    tag === TELETEX ||
    tag === VISIBLE ||
    tag === UNIVERSAL ||
    tag === BMP
  )
}

/**
 * Decodes a character string, and refuses what its type cannot hold. NUL is refused in every type: no name contains
 * one, and software that ends text there would read another name. TeletexString is read as Latin-1, as is the practice.
 *
 * @param tag Identifier octet of the string type.
 * @returns The text; undefined where an octet does not fit the type.
 * @standard X.690, clause 8.23; RFC 5280, section 4.1.2.4
 */
export function textOf(tag: number, bytes: Uint8Array, start: number, end: number): string | undefined {
  const allowed = ALLOWED[tag]
  if (allowed !== undefined) {
    const text = octets(bytes, start, end, allowed)
    return text === undefined && tag === UTF8 ? utf8(bytes, start, end) : text
  }
  if (tag === UNIVERSAL) return fourOctets(bytes, start, end)
  if (tag === BMP) return twoOctets(bytes, start, end)
  return undefined
}

function table(pick: (code: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, code) => (pick(code) ? 1 : 0))
}

const isPrintable = (code: number): boolean => /[A-Za-z0-9 '()+,\-./:=?]/.test(String.fromCharCode(code))

/** By tag: 1 for each octet that the type may hold. For UTF8String its ASCII part; the rest has a decoder of its own. */
const ALLOWED: readonly (Uint8Array | undefined)[] = Array.from({ length: VISIBLE + 1 }, (_, tag) => {
  switch (tag) {
    case UTF8:
    case IA5:
      return table(code => code > 0 && code < 0x80)
    case NUMERIC:
      return table(code => code === 0x20 || (code >= 0x30 && code <= 0x39))
    case PRINTABLE:
      return table(code => code < 0x80 && isPrintable(code))
    case TELETEX:
      return table(code => code > 0)
    case VISIBLE:
      return table(code => code >= 0x20 && code < 0x7f)
    default:
      return undefined
  }
})

/**
 * Octets to characters of the same number; undefined where one is not allowed. Eight at a time, which takes a fifth of
 * the time of one call with all of them.
 */
function octets(bytes: Uint8Array, start: number, end: number, allowed: Uint8Array): string | undefined {
  let text = ''
  let i = start
  for (; i + 8 <= end; i += 8) {
    const a = byteAt(bytes, i)
    const b = byteAt(bytes, i + 1)
    const c = byteAt(bytes, i + 2)
    const d = byteAt(bytes, i + 3)
    const e = byteAt(bytes, i + 4)
    const f = byteAt(bytes, i + 5)
    const g = byteAt(bytes, i + 6)
    const h = byteAt(bytes, i + 7)
    const first = byteAt(allowed, a) & byteAt(allowed, b) & byteAt(allowed, c) & byteAt(allowed, d)
    const second = byteAt(allowed, e) & byteAt(allowed, f) & byteAt(allowed, g) & byteAt(allowed, h)
    if ((first & second) === 0) return undefined
    text += String.fromCharCode(a, b, c, d, e, f, g, h)
  }
  if (i + 4 <= end) {
    const [a, b, c, d] = [byteAt(bytes, i), byteAt(bytes, i + 1), byteAt(bytes, i + 2), byteAt(bytes, i + 3)]
    if ((byteAt(allowed, a) & byteAt(allowed, b) & byteAt(allowed, c) & byteAt(allowed, d)) === 0) return undefined
    text += String.fromCharCode(a, b, c, d)
    i += 4
  }
  for (; i < end; i++) {
    const octet = byteAt(bytes, i)
    if (allowed[octet] !== 1) return undefined
    text += CHARACTERS[octet]
  }
  return text
}

const CHARACTERS = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code))

const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Overlong forms, surrogates and code points above 10FFFF make the decoder throw: the platform's way to say no. */
function utf8(bytes: Uint8Array, start: number, end: number): string | undefined {
  try {
    return withoutNul(STRICT_UTF8.decode(bytes.subarray(start, end)))
  } catch {
    return undefined
  }
}

/** BMPString: UTF-16BE without surrogates (it has only the basic plane). */
function twoOctets(bytes: Uint8Array, start: number, end: number): string | undefined {
  if ((end - start) % 2 !== 0) return undefined
  let text = ''
  for (let i = start; i < end; i += 2) {
    const unit = byteAt(bytes, i) * 256 + byteAt(bytes, i + 1)
    if (unit >= 0xd800 && unit <= 0xdfff) return undefined
    text += String.fromCharCode(unit)
  }
  return withoutNul(text)
}

function fourOctets(bytes: Uint8Array, start: number, end: number): string | undefined {
  if ((end - start) % 4 !== 0) return undefined
  let text = ''
  for (let i = start; i < end; i += 4) {
    const high = byteAt(bytes, i) * 256 + byteAt(bytes, i + 1)
    const point = high * 65_536 + byteAt(bytes, i + 2) * 256 + byteAt(bytes, i + 3)
    if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return undefined
    text += String.fromCodePoint(point)
  }
  return withoutNul(text)
}

function withoutNul(text: string): string | undefined {
  return text.includes('\0') ? undefined : text
}
