import { byteAt } from '../core/bytes.ts'
import { ok, type Result, refused } from '../core/result.ts'

type TextResult = Result<string, 'string-character'>

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
 * @standard X.690, clause 8.23; RFC 5280, section 4.1.2.4
 */
export function textOf(tag: number, bytes: Uint8Array, start: number, end: number): TextResult {
  if (tag === UNIVERSAL) return fourOctets(bytes, start, end)
  if (tag === BMP) return twoOctets(bytes, start, end)
  const allowed = ALLOWED.get(tag)
  if (allowed === undefined) return refused('string-character', start)
  for (let i = start; i < end; i++) {
    const octet = byteAt(bytes, i)
    if (octet >= 0x80 && tag === UTF8) return utf8(bytes, start, end)
    if (allowed[octet] !== 1) return refused('string-character', i)
  }
  return ok(latin1(bytes, start, end))
}

function table(pick: (code: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, code) => (pick(code) ? 1 : 0))
}

const isPrintable = (code: number): boolean => /[A-Za-z0-9 '()+,\-./:=?]/.test(String.fromCharCode(code))

const ALLOWED: ReadonlyMap<number, Uint8Array> = new Map([
  [UTF8, table(code => code > 0 && code < 0x80)],
  [NUMERIC, table(code => code === 0x20 || (code >= 0x30 && code <= 0x39))],
  [PRINTABLE, table(code => code < 0x80 && isPrintable(code))],
  [TELETEX, table(code => code > 0)],
  [IA5, table(code => code > 0 && code < 0x80)],
  [VISIBLE, table(code => code >= 0x20 && code < 0x7f)],
])

const STEP = 1024

function latin1(bytes: Uint8Array, start: number, end: number): string {
  if (end - start <= STEP) return String.fromCharCode(...bytes.subarray(start, end))
  let text = ''
  for (let i = start; i < end; i += STEP) text += latin1(bytes, i, Math.min(i + STEP, end))
  return text
}

const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Overlong forms, surrogates and code points above 10FFFF make the decoder throw: the platform's way to say no. */
function utf8(bytes: Uint8Array, start: number, end: number): TextResult {
  try {
    return withoutNul(STRICT_UTF8.decode(bytes.subarray(start, end)), start)
  } catch {
    return refused('string-character', start)
  }
}

/** BMPString: UTF-16BE without surrogates (it has only the basic plane). */
function twoOctets(bytes: Uint8Array, start: number, end: number): TextResult {
  if ((end - start) % 2 !== 0) return refused('string-character', start)
  let text = ''
  for (let i = start; i < end; i += 2) {
    const unit = byteAt(bytes, i) * 256 + byteAt(bytes, i + 1)
    if (unit >= 0xd800 && unit <= 0xdfff) return refused('string-character', i)
    text += String.fromCharCode(unit)
  }
  return withoutNul(text, start)
}

function fourOctets(bytes: Uint8Array, start: number, end: number): TextResult {
  if ((end - start) % 4 !== 0) return refused('string-character', start)
  let text = ''
  for (let i = start; i < end; i += 4) {
    const high = byteAt(bytes, i) * 256 + byteAt(bytes, i + 1)
    const point = high * 65_536 + byteAt(bytes, i + 2) * 256 + byteAt(bytes, i + 3)
    if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return refused('string-character', i)
    text += String.fromCodePoint(point)
  }
  return withoutNul(text, start)
}

function withoutNul(text: string, start: number): TextResult {
  return text.includes('\0') ? refused('string-character', start) : ok(text)
}
