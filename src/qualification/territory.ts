import { attributeTexts, type Name } from '../certificate/name/name.ts'
import { ATTRIBUTE } from '../core/object-identifiers.ts'
import { ok, type Result, refused } from '../core/result.ts'
import { once } from './once.ts'

export type TerritoryReason =
  /** The name has no countryName. */
  | 'country-missing'
  /** It has several, and they differ. */
  | 'country-ambiguous'
  /** It is not two letters of ASCII. */
  | 'country-malformed'

/**
 * The territory whose list is asked: the issuer's country, upper case, in the spelling of the lists.
 *
 * @returns `EL` for GR and `UK` for GB; any other code as it is, whether or not a list exists for it.
 * @standard ETSI TS 119 615 V1.4.1, clause 4.4 (PRO-4.4.4-01)
 */
export function territoryOf(issuer: Name): Result<string, TerritoryReason> {
  const countries = attributeTexts(issuer, ATTRIBUTE.countryName)
  // Before folding: a ligature becomes two letters of ASCII when it is upper-cased.
  if (!countries.every(country => /^[A-Za-z]{2}$/.test(country))) return refused('country-malformed')

  const folded = once(countries.map(each => each.toUpperCase()))
  const [country] = folded
  if (country === undefined) return refused('country-missing')
  if (folded.length > 1) return refused('country-ambiguous')

  return ok(SPELLING_OF_LISTS.get(country) ?? country)
}

const SPELLING_OF_LISTS: ReadonlyMap<string, string> = new Map([
  ['GB', 'UK'],
  ['GR', 'EL'],
])
