import { ok, type Result, refused } from '../core/result.ts'
import { textFrom } from './text-octets.ts'

/**
 * Undoes percent-encoding, once. A plus sign stays a plus sign: it is one of the characters of base64, and
 * only the encoding of HTML forms, which this is not, gives it another meaning.
 *
 * @returns The text, one character for each octet; or `malformed` with the offset of the sign that begins no
 *   escape.
 * @standard RFC 3986, section 2.1
 */
export function percentDecode(text: string): Result<string, 'malformed'> {
  const octets = new Uint8Array(text.length)
  let length = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code !== PERCENT) {
      octets[length++] = octetOf(code)
      continue
    }
    const high = hexDigit(text.charCodeAt(at + 1))
    const low = hexDigit(text.charCodeAt(at + 2))
    if (high < 0 || low < 0) return refused('malformed', at)
    octets[length++] = (high << 4) | low
    at += 2
  }
  return ok(textFrom(octets.subarray(0, length)))
}

const PERCENT = 0x25

/** What stands for a character that no octet stands for: none of the alphabets in use has it. */
const ASTERISK = 0x2a

function octetOf(code: number): number {
  return code <= 0xff ? code : ASTERISK
}

/** The value of a hexadecimal digit; -1 for any other character, and for the end of a text. */
export function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  const lower = code | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1
}

/**
 * Replaces line breaks and tabs that were written out (`\n`: a backslash and a letter) by as many spaces, so
 * that offsets stay. The alphabets of base64 and hexadecimal have no backslash, and no character beyond
 * Latin-1, for which an asterisk stands where anything was replaced. One pass: as many replacements in a text
 * would cost a hundred times as much.
 */
export function withoutWrittenBreaks(text: string): string {
  if (!text.includes('\\')) return text
  const octets = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const isBreak = code === BACKSLASH && isBreakLetter(text.charCodeAt(at + 1))
    if (isBreak) octets[at++] = SPACE
    octets[at] = isBreak ? SPACE : octetOf(code)
  }
  return textFrom(octets)
}

const BACKSLASH = 0x5c
const SPACE = 0x20

/** The letters n, r and t. */
function isBreakLetter(code: number): boolean {
  return code === 0x6e || code === 0x72 || code === 0x74
}
