import { TAG } from './tag.ts'

const STRING_TAGS: ReadonlySet<number> = new Set([
  TAG.utf8String,
  TAG.numericString,
  TAG.printableString,
  TAG.teletexString,
  TAG.ia5String,
  TAG.visibleString,
  TAG.universalString,
  TAG.bmpString,
])

/** Whether an identifier octet is that of a character string which certificates use. */
export function isStringTag(tag: number): boolean {
  return STRING_TAGS.has(tag)
}

/**
 * Decodes a character string, and refuses what its type cannot hold. NUL is refused in every type: no name
 * contains one, and software that ends text there would read another name. TeletexString is read as Latin-1,
 * as is the practice.
 *
 * @param tag Identifier octet of the string type.
 * @returns The text; undefined where an octet does not fit the type.
 * @standard X.690, clause 8.23; RFC 5280, section 4.1.2.4
 */
export function textOf(tag: number, bytes: Uint8Array, start: number, end: number): string | undefined {
  const allowed = ALLOWED[tag]
  if (allowed !== undefined && fits(bytes, start, end, allowed)) return characters(bytes, start, end)
  if (tag === TAG.utf8String) return shortUtf8(bytes, start, end) ?? utf8(bytes, start, end)
  if (tag === TAG.universalString) return fourOctets(bytes, start, end)
  if (tag === TAG.bmpString) return twoOctets(bytes, start, end)
  return undefined
}

function table(pick: (code: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, code) => (pick(code) ? 1 : 0))
}

const isPrintable = (code: number): boolean => /[A-Za-z0-9 '()+,\-./:=?]/.test(String.fromCharCode(code))

/**
 * By tag: 1 for each octet that the type may hold. For UTF8String its ASCII part; the rest has a decoder of
 * its own.
 */
const ALLOWED: readonly (Uint8Array | undefined)[] = Array.from(
  { length: TAG.visibleString + 1 },
  (_, tag) => {
    switch (tag) {
      case TAG.utf8String:
      case TAG.ia5String:
        return table(code => code > 0 && code < 0x80)
      case TAG.numericString:
        return table(code => code === 0x20 || (code >= 0x30 && code <= 0x39))
      case TAG.printableString:
        return table(code => code < 0x80 && isPrintable(code))
      case TAG.teletexString:
        return table(code => code > 0)
      case TAG.visibleString:
        return table(code => code >= 0x20 && code < 0x7f)
      default:
        return undefined
    }
  },
)

function fits(bytes: Uint8Array, start: number, end: number, allowed: Uint8Array): boolean {
  let all = 1
  for (let i = start; i < end; i++) all &= allowed[bytes[i] ?? 0] ?? 0
  return all === 1
}

/**
 * Octets to characters of the same number. Many at a time, because each call and each joining of texts has
 * its price.
 */
function characters(bytes: Uint8Array, start: number, end: number): string {
  let text = ''
  let i = start
  for (; i + 8 <= end; i += 8) text += eight(bytes, i)
  if (i + 4 <= end) {
    text += four(bytes, i)
    i += 4
  }
  for (; i < end; i++) text += CHARACTERS[bytes[i] ?? 0]
  return text
}

function eight(bytes: Uint8Array, i: number): string {
  return String.fromCharCode(
    bytes[i] ?? 0,
    bytes[i + 1] ?? 0,
    bytes[i + 2] ?? 0,
    bytes[i + 3] ?? 0,
    bytes[i + 4] ?? 0,
    bytes[i + 5] ?? 0,
    bytes[i + 6] ?? 0,
    bytes[i + 7] ?? 0,
  )
}

function four(bytes: Uint8Array, i: number): string {
  return String.fromCharCode(bytes[i] ?? 0, bytes[i + 1] ?? 0, bytes[i + 2] ?? 0, bytes[i + 3] ?? 0)
}

const CHARACTERS = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code))

/**
 * Letters of Europe take two octets and its dashes and quotation marks three, and names of holders and
 * issuers are full of them: read here, a short text costs a fraction of what a call of the decoder does.
 * Undefined where there is anything else, which is for the decoder to judge.
 */
function shortUtf8(bytes: Uint8Array, start: number, end: number): string | undefined {
  if (end - start > SHORT) return undefined
  let text = ''
  let plain = start
  for (let i = start; i < end; i++) {
    const octet = bytes[i] ?? 0
    if (octet === 0) return undefined
    if (octet < 0x80) continue
    const code = octet === PUNCTUATION ? punctuationAt(bytes, i + 1, end) : letterAt(bytes, i, end)
    if (code === undefined) return undefined
    text += characters(bytes, plain, i) + String.fromCharCode(code)
    i += octet === PUNCTUATION ? 2 : 1
    plain = i + 1
  }
  return text + characters(bytes, plain, end)
}

/** A character of two octets. */
function letterAt(bytes: Uint8Array, start: number, end: number): number | undefined {
  const first = bytes[start] ?? 0
  const second = start + 1 < end ? (bytes[start + 1] ?? 0) : 0
  if (first < FIRST_OF_TWO || first > LAST_OF_TWO || (second & 0xc0) !== 0x80) return undefined
  return ((first & 0x1f) << 6) | (second & 0x3f)
}

/**
 * What stands behind {@link PUNCTUATION}: its characters are neither overlong nor surrogates, whatever
 * follows.
 */
function punctuationAt(bytes: Uint8Array, start: number, end: number): number | undefined {
  if (start + 2 > end) return undefined
  const second = bytes[start] ?? 0
  const third = bytes[start + 1] ?? 0
  if ((second & 0xc0) !== 0x80 || (third & 0xc0) !== 0x80) return undefined
  return 0x2000 | ((second & 0x3f) << 6) | (third & 0x3f)
}

/** First octet of the characters 2000 to 2FFF. */
const PUNCTUATION = 0xe2

/** Octets of a text that is not worth a call of the decoder. */
const SHORT = 128

/**
 * First octets of characters of two: those below would be overlong, those above begin longer ones (RFC 3629,
 * section 4).
 */
const FIRST_OF_TWO = 0xc2
const LAST_OF_TWO = 0xdf

const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Overlong forms, surrogates and code points above 10FFFF make the decoder throw: the platform's way to say
 * no.
 */
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
    const unit = (bytes[i] ?? 0) * 256 + (bytes[i + 1] ?? 0)
    if (unit >= 0xd800 && unit <= 0xdfff) return undefined
    text += String.fromCharCode(unit)
  }
  return withoutNul(text)
}

function fourOctets(bytes: Uint8Array, start: number, end: number): string | undefined {
  if ((end - start) % 4 !== 0) return undefined
  let text = ''
  for (let i = start; i < end; i += 4) {
    const high = (bytes[i] ?? 0) * 256 + (bytes[i + 1] ?? 0)
    const point = high * 65_536 + (bytes[i + 2] ?? 0) * 256 + (bytes[i + 3] ?? 0)
    if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return undefined
    text += String.fromCodePoint(point)
  }
  return withoutNul(text)
}

function withoutNul(text: string): string | undefined {
  return text.includes('\0') ? undefined : text
}
