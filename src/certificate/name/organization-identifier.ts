import { ok, type Result, refused } from '../../core/result.ts'
import type { DerReader } from '../../encoding/der/der.ts'
import { TAG } from '../../encoding/der/tag.ts'

/**
 * The subject's organizationIdentifier, taken apart: which registry, of which country, and the number there.
 *
 * @standard ETSI EN 319 412-1; CA/Browser Forum EV Guidelines, section 9.2.8 (for the state or province)
 */
export interface OrganizationIdentifier {
  /** `PSD`, `NTR`, `VAT`, `LEI` … or two letters of a national scheme (`XX:`). */
  readonly scheme: string
  /** ISO 3166-1 alpha-2, upper case; `XG` for worldwide schemes. */
  readonly country: string
  /** Part of the country that keeps the register, where it is not the whole: `DE` in `NTRUS+DE-…`. */
  readonly stateOrProvince?: string
  /** What follows the hyphen. Opaque text. */
  readonly reference: string
}

/** Case matters: `psdes-…` is malformed, and no character is folded into a match. */
export function parseOrganizationIdentifier(text: string): Result<OrganizationIdentifier, 'malformed'> {
  if (text.length > MAX_LENGTH) return refused('malformed')
  const match = IDENTIFIER.exec(text)
  if (match === null) return refused('malformed')
  const { 1: scheme = match[2], 3: country, 4: stateOrProvince, 5: reference } = match
  if (scheme === undefined || country === undefined || reference === undefined) return refused('malformed')
  if (isBlank(reference)) return refused('malformed')
  if (stateOrProvince === undefined) return ok({ scheme, country, reference })
  return ok({ scheme, country, stateOrProvince, reference })
}

/** Longer than any registration; a bound on what the pattern below sees. */
const MAX_LENGTH = 256
const IDENTIFIER = /^(?:([A-Z]{3})|([A-Z]{2}):)([A-Z]{2})(?:\+([A-Z0-9]{1,3}))?-(.+)$/s

/**
 * The number under which an authority admitted a payment service provider.
 *
 * @standard ETSI TS 119 495, clause 5.2.1 (GEN-5.2.1-3)
 */
export interface AuthorizationNumber {
  /** ISO 3166-1 alpha-2 country of the authority, upper case. */
  readonly country: string
  /** The authority's short name: two to eight letters, A to Z. */
  readonly authority: string
  /** The number itself. Opaque text; it may contain further hyphens, dots and spaces (`C 56251`). */
  readonly number: string
}

export type AuthorizationNumberReason = 'other-scheme' | 'malformed'

/**
 * Reads an authorisation number out of a subject's `organizationIdentifier`.
 *
 * @param text The attribute as decoded, e.g. `PSDES-BDE-3DFD21`. Case matters.
 * @returns The three parts; or `other-scheme` where the text belongs to another registration scheme (`VAT…`,
 *   `NTR…`), which is lawful; or `malformed` where it claims `PSD` but breaks the shape.
 * @standard ETSI TS 119 495, clause 5.2.1 (GEN-5.2.1-3)
 */
export function parseAuthorizationNumber(
  text: string,
): Result<AuthorizationNumber, AuthorizationNumberReason> {
  if (!text.startsWith('PSD')) return refused('other-scheme')
  const hyphen = text.indexOf('-', AUTHORITY_AT)
  const isNumbered = text.length <= MAX_LENGTH && text[AUTHORITY_AT - 1] === '-' && hyphen + 1 < text.length
  const hasAuthority = hyphen >= AUTHORITY_AT + 2 && hyphen <= AUTHORITY_AT + 8
  if (!isNumbered || !hasAuthority || !areCapitals(text, COUNTRY_AT, AUTHORITY_AT - 1))
    return refused('malformed')
  const number = text.slice(hyphen + 1)
  if (!areCapitals(text, AUTHORITY_AT, hyphen) || isBlank(number)) return refused('malformed')
  return ok({
    country: text.slice(COUNTRY_AT, AUTHORITY_AT - 1),
    authority: text.slice(AUTHORITY_AT, hyphen),
    number,
  })
}

/** White space alone is no number: it would be one identity for all whose number was left out. */
function isBlank(number: string): boolean {
  return number.trim() === ''
}

const COUNTRY_AT = 'PSD'.length
const AUTHORITY_AT = 'PSDES-'.length

function areCapitals(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x41 || code > 0x5a) return false
  }
  return true
}

/** @standard CA/Browser Forum EV Guidelines, section 9.8.2 (extension 2.23.140.3.1) */
export interface CabfOrganizationIdentifier {
  /** Three letters: `PSD`, `NTR`, `VAT` … */
  readonly scheme: string
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  readonly stateOrProvince?: string
  readonly reference: string
}

export function readCabfOrganizationIdentifier(reader: DerReader): CabfOrganizationIdentifier {
  const sequence = reader.sequence()
  const scheme = sequence.text(TAG.printableString)
  const country = sequence.text(TAG.printableString)
  const stateOrProvince = sequence.peek() === 0x80 ? sequence.text(0x80, TAG.printableString) : undefined
  const reference = sequence.text(TAG.utf8String)
  sequence.finish()
  if (stateOrProvince === undefined) return { scheme, country, reference }
  return { scheme, country, stateOrProvince, reference }
}
