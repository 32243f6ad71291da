import { fromBase64 } from '../core/bytes.ts'
import { ok, type Result, refused } from '../core/result.ts'
import { hexDigit } from './text-escapes.ts'
import { textFrom } from './text-octets.ts'

export type OctetText = 'base64' | 'base64url'

/**
 * Reads base64 without armour, in either alphabet. White space may stand anywhere; padding is optional,
 * because the octets do not depend on it. The bits that it would cut off must be zero all the same.
 *
 * @returns The octets and the alphabet (`base64url` where one of its two characters stands in the text);
 *   `malformed` with the offset of the character that does not fit; `truncated` where the last octet is not
 *   whole.
 * @standard RFC 4648, sections 4 and 5
 */
export function readBase64(
  text: string,
): Result<{ readonly octets: Uint8Array; readonly alphabet: OctetText }, 'malformed' | 'truncated'> {
  const isUrl = /[-_]/.test(text)
  const other = isUrl ? text.search(/[+/]/) : -1
  if (other >= 0) return refused('malformed', other)
  const standard = isUrl ? inStandardAlphabet(text) : text
  const octets = fromBase64(withPadding(standard))
  if (octets.ok) return ok({ octets: octets.value, alphabet: isUrl ? 'base64url' : 'base64' })
  const offset = octets.offset ?? 0
  return offset >= text.length ? refused('truncated', text.length) : refused('malformed', offset)
}

/** Character by character: a million replacements in a text cost a hundred times as much. */
function inStandardAlphabet(text: string): string {
  const codes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) codes[i] = standardCode(text.charCodeAt(i))
  return textFrom(codes)
}

function standardCode(code: number): number {
  if (code === 0x2d) return 0x2b
  if (code === 0x5f) return 0x2f
  return code < 0x80 ? code : 0x2a
}

function withPadding(text: string): string {
  if (text.includes('=')) return text
  let count = 0
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > SPACE) count++
  const missing = (4 - (count % 4)) % 4
  return missing < 3 ? text + '='.repeat(missing) : text
}

/** White space stands at it and below it. */
const SPACE = 0x20

/**
 * Reads octets in hexadecimal: two digits each, in either case, with colons, white space or nothing between
 * them.
 *
 * @returns The octets; or `malformed` with the offset of the first character that does not fit.
 */
export function readHex(text: string): Result<Uint8Array, 'malformed'> {
  const octets = new Uint8Array(text.length >> 1)
  let length = 0
  for (let at = 0; at < text.length; ) {
    if (isBetween(text.charCodeAt(at))) {
      at++
      continue
    }
    const high = hexDigit(text.charCodeAt(at))
    const low = hexDigit(text.charCodeAt(at + 1))
    if (high < 0 || low < 0) return refused('malformed', high < 0 ? at : at + 1)
    octets[length++] = (high << 4) | low
    at += 2
  }
  return ok(octets.subarray(0, length))
}

/** A colon, a space, a tab or a line break. */
function isBetween(code: number): boolean {
  return code === 0x3a || code === 0x20 || (code >= 0x09 && code <= 0x0d)
}
