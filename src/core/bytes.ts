import { ok, type Result, refused } from './result.ts'

/**
 * Whether two byte strings are equal. Not in constant time: for public objects only. Four octets at a time,
 * because names, keys and certificates are compared all the time, and a step of the loop costs more than a
 * comparison.
 */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a === b) return true
  const { length } = a
  if (length !== b.length) return false
  let i = 0
  for (; i + 4 <= length; i += 4)
    if (a[i] !== b[i] || a[i + 1] !== b[i + 1] || a[i + 2] !== b[i + 2] || a[i + 3] !== b[i + 3]) return false
  for (; i < length; i++) if (a[i] !== b[i]) return false
  return true
}

/** Whether one byte string stands somewhere in another. */
export function includesBytes(whole: Uint8Array, part: Uint8Array): boolean {
  for (let start = 0; start + part.length <= whole.length; start++) {
    if (equalBytes(whole.subarray(start, start + part.length), part)) return true
  }
  return false
}

/**
 * Orders byte strings as DER orders the elements of a SET OF: octet by octet, a prefix first (X.690, 11.6).
 */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length)
  for (let i = 0; i < shared; i++) {
    const difference = byteAt(a, i) - byteAt(b, i)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/**
 * Octets in memory of their own, as they are at this moment. By their memory, because a view of another type
 * has other elements than octets.
 */
export function ownBytes({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(new Uint8Array(buffer, byteOffset, byteLength))
}

export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/**
 * The octet at an index; 0 beyond the ends. The index is compared first, because one access out of bounds
 * makes the engine suspect all later ones of the same line. Loops that cannot leave the bounds index
 * directly.
 */
export function byteAt(bytes: Uint8Array, index: number): number {
  return index >= 0 && index < bytes.length ? (bytes[index] ?? 0) : 0
}

const HEX = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, '0'))

/**
 * Lower-case hexadecimal, two digits an octet, of the octets from `start` up to `end`. Eight at a time,
 * because each joining of texts has its price, and whoever reads what was joined pays once more.
 */
export function toHex(bytes: Uint8Array, start = 0, end: number = bytes.length): string {
  const last = Math.min(end, bytes.length) - 8
  let text = ''
  let i = start
  for (; i <= last; i += 8) text += hexOfEight(bytes, i)
  for (; i < end; i++) text += HEX[byteAt(bytes, i)]
  return text
}

function hexOfEight(bytes: Uint8Array, i: number): string {
  return String.fromCharCode(
    high(bytes, i),
    low(bytes, i),
    high(bytes, i + 1),
    low(bytes, i + 1),
    high(bytes, i + 2),
    low(bytes, i + 2),
    high(bytes, i + 3),
    low(bytes, i + 3),
    high(bytes, i + 4),
    low(bytes, i + 4),
    high(bytes, i + 5),
    low(bytes, i + 5),
    high(bytes, i + 6),
    low(bytes, i + 6),
    high(bytes, i + 7),
    low(bytes, i + 7),
  )
}

/** Codes of the two digits of an octet. */
function high(bytes: Uint8Array, i: number): number {
  return DIGITS[(bytes[i] ?? 0) >> 4] ?? 0
}

function low(bytes: Uint8Array, i: number): number {
  return DIGITS[(bytes[i] ?? 0) & 0x0f] ?? 0
}

const DIGITS = Uint8Array.from('0123456789abcdef', digit => digit.charCodeAt(0))

/**
 * Reads hexadecimal digits written in the source of a program.
 *
 * @throws RangeError when the text is not an even number of hexadecimal digits.
 */
export function fromHex(text: string): Uint8Array {
  if (!/^(?:[0-9a-fA-F]{2})*$/.test(text)) throw new RangeError('not hexadecimal')
  return Uint8Array.from({ length: text.length / 2 }, (_, i) =>
    Number.parseInt(text.slice(i * 2, i * 2 + 2), 16),
  )
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const SPACE = 64
const OTHER = 65
const SEXTETS = Uint8Array.from({ length: 128 }, (_, code) => {
  if (code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d) return SPACE
  const value = ALPHABET.indexOf(String.fromCharCode(code))
  return value < 0 ? OTHER : value
})

/**
 * Decodes base64. White space may stand anywhere (XML and PEM break lines); the padding must be complete and
 * the bits that it cuts off must be zero, so that one byte string has one encoding.
 *
 * @returns The octets; or `malformed` with the index of the first character that does not fit.
 * @standard RFC 4648, sections 3.5 and 4
 */
export function fromBase64(text: string): Result<Uint8Array, 'malformed'> {
  const bytes = new Uint8Array(Math.ceil((text.length * 3) / 4))
  let length = 0
  let buffer = 0
  let bits = 0
  let count = 0
  for (let i = 0; i < text.length; i++) {
    const sextet = SEXTETS[text.charCodeAt(i)] ?? OTHER
    if (sextet < 64) {
      buffer = (buffer << 6) | sextet
      bits += 6
      count++
      if (bits >= 8) {
        bits -= 8
        bytes[length++] = buffer >>> bits
        buffer &= (1 << bits) - 1
      }
    } else if (sextet === OTHER) {
      return isPadding(text.slice(i), count) && buffer === 0
        ? ok(bytes.subarray(0, length))
        : refused('malformed', i)
    }
  }
  return count % 4 === 0 ? ok(bytes.subarray(0, length)) : refused('malformed', text.length)
}

function isPadding(rest: string, count: number): boolean {
  if (rest.length > MAX_PADDING) return false
  const padding = rest.replace(/[ \t\r\n]/g, '')
  return (count % 4 === 2 && padding === '==') || (count % 4 === 3 && padding === '=')
}

/** `==` with line breaks and indentation around it; more than this is no padding. */
const MAX_PADDING = 4096

/** @standard RFC 4648, section 4 */
export function toBase64(bytes: Uint8Array): string {
  const text = encodeSextets(bytes, ALPHABET)
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=')
}

/** Encodes with the alphabet for addresses, without padding. @standard RFC 4648, section 5 */
export function toBase64Url(bytes: Uint8Array): string {
  return encodeSextets(bytes, URL_ALPHABET)
}

function encodeSextets(bytes: Uint8Array, alphabet: string): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 3) {
    const group = (byteAt(bytes, i) << 16) | (byteAt(bytes, i + 1) << 8) | byteAt(bytes, i + 2)
    const characters = Math.min(bytes.length - i, 3) + 1
    for (let c = 0; c < characters; c++) text += alphabet.charAt((group >> (18 - 6 * c)) & 0x3f)
  }
  return text
}

const URL_ALPHABET = `${ALPHABET.slice(0, 62)}-_`
