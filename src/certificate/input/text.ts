import { type Result, refused } from '../../core/result.ts'
import { readBase64, readHex } from '../../encoding/octet-text.ts'
import { percentDecode, withoutWrittenBreaks } from '../../encoding/text-escapes.ts'
import { isText, textFrom } from '../../encoding/text-octets.ts'
import type { InputReason, Recognised } from './form.ts'
import { recogniseOctets, type Wrapping } from './octets.ts'
import { recognisePem } from './pem.ts'

/**
 * What a text is read as is decided by its characters before anything is decoded; docs/decisions.md has the
 * order.
 */
export function recogniseText(given: string, wrapping: Wrapping): Result<Recognised, InputReason> {
  const text = withoutMark(given)
  const marked: Wrapping =
    text === given ? wrapping : { ...wrapping, notes: [...wrapping.notes, 'byte-order-mark'] }
  const trimmed = text.trim()
  if (trimmed === '') return refused('empty', 0)
  const found = isPercentEncoded(trimmed) ? recognisePercent(trimmed, marked) : recognisePlain(text, marked)
  return found.ok || text === given ? found : moved(found, given.length - text.length)
}

/** The mark of UTF-8, as one character or as the three of its octets. */
function withoutMark(text: string): string {
  if (text.startsWith('\ufeff')) return text.slice(1)
  return text.startsWith('\u00ef\u00bb\u00bf') ? text.slice(3) : text
}

function moved<T>(found: Result<T, InputReason>, by: number): Result<T, InputReason> {
  return found.ok || found.offset === undefined ? found : refused(found.reason, found.offset + by)
}

/** Every encoder of this kind writes white space as an escape, and every PEM text has white space. */
function isPercentEncoded(text: string): boolean {
  return text.includes('%') && !/\s/.test(text)
}

/** Offsets in what was decoded are not those of the input, so none is told. */
function recognisePercent(text: string, wrapping: Wrapping): Result<Recognised, InputReason> {
  const decoded = percentDecode(text)
  if (!decoded.ok) return refused('malformed-percent-encoding')
  const plain = withoutMark(decoded.value)
  if (plain.includes('-----BEGIN+')) return refused('form-encoded')
  if (isWithinSyntax(plain)) return refused('unknown-form')
  const found = recognisePlain(plain, { ...wrapping, notes: [...wrapping.notes, 'percent-encoded'] })
  return found.ok ? found : refused(found.reason)
}

/**
 * Whether a block begins behind something else than white space: then the escapes are those of a value inside
 * of a larger syntax, such as a header with several pairs, which has to be taken apart first.
 */
function isWithinSyntax(text: string): boolean {
  const begin = text.indexOf('-----BEGIN ')
  return begin > 0 && !/\s/.test(text.charAt(begin - 1))
}

function recognisePlain(text: string, wrapping: Wrapping): Result<Recognised, InputReason> {
  if (text.includes('-----BEGIN ')) return recognisePem(text, wrapping)
  if (DAMAGED_ARMOUR.test(text)) return refused('malformed-armour')
  const unbroken = withoutWrittenBreaks(text)
  const noted: Wrapping =
    unbroken === text ? wrapping : { ...wrapping, notes: [...wrapping.notes, 'written-breaks'] }
  return HEX_OF_DER.test(unbroken) ? recogniseHex(unbroken, noted) : recogniseBase64(unbroken, noted)
}

/** A BEGIN line with other hyphens than five, or an END line alone. */
const DAMAGED_ARMOUR = /BEGIN (?:X509 )?(?:CERTIFICATE|PKCS7|CMS)|-----END |END CERTIFICATE/

/**
 * 30 8x: a SEQUENCE with a long length. As base64 it would begin with octets that neither DER nor text begins
 * with.
 */
const HEX_OF_DER = /^\s*30[:\s]?8[0-4]/

function recogniseHex(text: string, wrapping: Wrapping): Result<Recognised, InputReason> {
  const octets = readHex(text)
  if (!octets.ok) return refused('malformed-hex', octets.offset)
  const found = recogniseOctets(octets.value, { ...wrapping, form: 'hex' })
  return found.ok ? found : refused(found.reason)
}

function recogniseBase64(text: string, wrapping: Wrapping): Result<Recognised, InputReason> {
  const read = readBase64(text)
  if (!read.ok && !BASE64_OF_DER.test(text)) return refused('unknown-form')
  if (!read.ok) return refused(read.reason === 'truncated' ? 'truncated' : 'malformed-base64', read.offset)
  const { octets, alphabet } = read.value
  const found = isText(octets)
    ? recogniseInner(textFrom(octets), wrapping)
    : recogniseOctets(octets, { ...wrapping, form: alphabet })
  return found.ok ? found : refused(found.reason)
}

/** The three octets that every certificate begins with, at least the first two of their characters. */
const BASE64_OF_DER = /^\s*MI/

/** Base64 of text: PEM, and nothing that would have to be decoded once more. */
function recogniseInner(text: string, wrapping: Wrapping): Result<Recognised, InputReason> {
  const plain = withoutMark(text)
  if (!plain.includes('-----BEGIN ')) return refused('unknown-form')
  return recognisePem(plain, { ...wrapping, form: 'base64-pem' })
}
