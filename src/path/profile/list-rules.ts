import type { ProfileRule, Subject } from './rule.ts'

const LISTED: readonly Subject[] = ['list']
const NOBODY: readonly Subject[] = []

const LISTS =
  'Meaning does not hang on it, but who breaks it cannot be relied on to keep a list. Lists of the authorities on trusted lists come as they are.'

/** What the profiles ask of the revocation lists that are given beside a path. */
export const LIST_RULES = {
  'list-number': {
    asks: 'A revocation list has a number.',
    of: { rfc5280: LISTED, webpki: LISTED, eidas: NOBODY },
    because: LISTS,
    source: 'RFC 5280, section 5.2.3',
  },
  'list-criticality': {
    asks: 'The distribution point and the base of a revocation list are critical; its number and the keys and places that it names are not.',
    of: { rfc5280: LISTED, webpki: LISTED, eidas: NOBODY },
    because: LISTS,
    source: 'RFC 5280, sections 5.2.1 and 5.2.3 to 5.2.7',
  },
  'list-dates': {
    asks: 'Dates before 2050 in a revocation list are written as UTCTime.',
    of: { rfc5280: LISTED, webpki: LISTED, eidas: NOBODY },
    because: LISTS,
    source: 'RFC 5280, sections 5.1.2.4 to 5.1.2.6',
  },
  'list-repeats': {
    asks: 'No serial number stands twice in a revocation list of one issuer.',
    of: { rfc5280: LISTED, webpki: LISTED, eidas: NOBODY },
    because: LISTS,
    source: 'RFC 5280, section 5.1.2.6; CA/Browser Forum Baseline Requirements, 7.2.2',
  },
  'list-place': {
    asks: 'The names of the distribution point of a revocation list are addresses or directory names.',
    of: { rfc5280: LISTED, webpki: LISTED, eidas: NOBODY },
    because: LISTS,
    source: 'RFC 5280, sections 4.2.1.13 and 5.2.5',
  },
  'list-address': {
    asks: 'The names of the distribution point of a revocation list are addresses.',
    of: { rfc5280: NOBODY, webpki: LISTED, eidas: NOBODY },
    because: 'The suite of NIST holds users of RFC 5280 to directory names, whole and relative.',
    source: 'CA/Browser Forum Baseline Requirements, 7.2.2.1',
  },
  'list-of-others': {
    asks: 'A revocation list speaks for its own issuer alone.',
    of: { rfc5280: NOBODY, webpki: LISTED, eidas: NOBODY },
    because:
      'RFC 5280 lets one authority keep the lists of others, and the suite of NIST holds users to that.',
    source: 'CA/Browser Forum Baseline Requirements, 7.2.2.1',
  },
} as const satisfies Readonly<Record<string, ProfileRule>>
