import { ok, type Result, refused } from '../core/result.ts'

/**
 * Undoes percent-encoding, once. A plus sign stays a plus sign: it is one of the characters of base64, and only the
 * encoding of HTML forms, which this is not, gives it another meaning.
 *
 * @returns The text, one character for each octet; or `malformed` with the offset of the sign that begins no escape.
 * @standard RFC 3986, section 2.1
 */
export function percentDecode(text: string): Result<string, 'malformed'> {
  let decoded = ''
  let from = 0
  for (let at = text.indexOf('%'); at >= 0; at = text.indexOf('%', from)) {
    const digits = text.slice(at + 1, at + 3)
    if (!OCTET.test(digits)) return refused('malformed', at)
    decoded += text.slice(from, at) + String.fromCharCode(Number.parseInt(digits, 16))
    from = at + 3
  }
  return ok(decoded + text.slice(from))
}

const OCTET = /^[0-9a-fA-F]{2}$/

/**
 * Replaces line breaks and tabs that were written out (`\n`: a backslash and a letter) by as many spaces, so that
 * offsets stay. The alphabets of base64 and hexadecimal have no backslash.
 */
export function withoutWrittenBreaks(text: string): string {
  return text.includes('\\') ? text.replace(/\\[nrt]/g, '  ') : text
}
