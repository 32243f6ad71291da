import { LIST_RULES } from './list-rules.ts'
import type { Profile, ProfileRule, Role, Subject } from './rule.ts'

export type { Profile, ProfileRule, Role } from './rule.ts'

const ALL: readonly Role[] = ['anchor', 'authority', 'leaf']
const BELOW: readonly Role[] = ['authority', 'leaf']
const AUTHORITIES: readonly Role[] = ['anchor', 'authority']
const NOBODY: readonly Role[] = []

const ISSUANCE =
  'It binds whoever issues, and path validation does not look at it; who accepts a list of a supervisory body as anchors accepts what that body let pass.'
const WEBSITES =
  'Browsers hold the authorities of the web to it; other authorities never promised it, and some lawful qualified certificates break it.'

const MAIL = 'It binds the authorities of mailboxes, and nobody else.'

/**
 * The rules that differ between the profiles. A rule that is not here is the same in all of them: signatures,
 * names that chain, validity, name constraints, policies, path length, authority and key usage of
 * authorities, critical extensions.
 */
export const PROFILE_RULES = {
  'anchor-certificate': {
    asks: 'An anchor that is given as a certificate is valid, an authority by its own words, and what it constrains is constrained.',
    of: { rfc5280: ['anchor'], webpki: ['anchor'], eidas: NOBODY },
    because:
      'An anchor is a name and a key, and a trusted list says no more than that. A certificate that somebody hands over as an anchor holds limits that its maker set for it (RFC 5937), and keeping them can only refuse more.',
    source: 'RFC 5280, section 6.1.1 (d) and section 6.2; RFC 5937, section 3',
  },
  'nested-purposes': {
    asks: 'An authority with extended key usages has the purpose that is asked for, or any, among them.',
    of: { rfc5280: ['authority'], webpki: ['authority'], eidas: NOBODY },
    because:
      'RFC 5280 leaves it open; all engines of the web nest purposes. Authorities on trusted lists were entitled by the list and write purposes of many kinds.',
    source: 'RFC 5280, section 4.2.1.12; CA/Browser Forum Baseline Requirements',
  },
  'dated-algorithms': {
    asks: 'RSA keys below 3,000 bits sign until the end of 2028 only.',
    of: { rfc5280: NOBODY, webpki: NOBODY, eidas: ALL },
    because: 'The European catalogue dates its algorithms; the other two name 2,048 bits without an end.',
    source: 'ETSI TS 119 312',
  },
  'serial-number': {
    asks: 'The serial number is neither zero nor longer than 20 octets.',
    of: { rfc5280: BELOW, webpki: BELOW, eidas: ['leaf'] },
    because: `${ISSUANCE} Of an anchor nobody asks it: roots that all trust have the number zero.`,
    source: 'RFC 5280, section 4.1.2.2',
  },
  'positive-serial-number': {
    asks: 'The serial number is not negative.',
    of: { rfc5280: NOBODY, webpki: BELOW, eidas: ['leaf'] },
    because:
      'RFC 5280 asks users to cope with the negative numbers that there are, and the suite of NIST holds them to that.',
    source: 'RFC 5280, section 4.1.2.2',
  },
  'validity-encoding': {
    asks: 'Dates before 2050 are written as UTCTime.',
    of: { rfc5280: NOBODY, webpki: BELOW, eidas: ['leaf'] },
    because: 'What is meant is clear, and the suite of NIST holds users of RFC 5280 to accepting it.',
    source: 'RFC 5280, section 4.1.2.5',
  },
  'authority-key-identifier': {
    asks: 'A certificate that is not self-signed names the key of its issuer.',
    of: { rfc5280: ALL, webpki: ALL, eidas: NOBODY },
    because: ISSUANCE,
    source: 'RFC 5280, section 4.2.1.1',
  },
  'subject-key-identifier': {
    asks: 'The certificate of an authority has a key identifier.',
    of: { rfc5280: AUTHORITIES, webpki: AUTHORITIES, eidas: NOBODY },
    because: ISSUANCE,
    source: 'RFC 5280, section 4.2.1.2',
  },
  'critical-by-mistake': {
    asks: 'Key identifiers, access descriptions, the freshest CRL and directory attributes are not critical.',
    of: { rfc5280: ALL, webpki: ALL, eidas: NOBODY },
    because: ISSUANCE,
    source: 'RFC 5280, sections 4.2.1.1, 4.2.1.2, 4.2.1.8, 4.2.1.15 and 4.2.2',
  },
  'any-policy-inhibited-not-critical': {
    asks: 'The inhibition of anyPolicy is critical.',
    of: { rfc5280: ALL, webpki: ALL, eidas: NOBODY },
    because: ISSUANCE,
    source: 'RFC 5280, section 4.2.1.14',
  },
  'policy-constraints-not-critical': {
    asks: 'Policy constraints are critical.',
    of: { rfc5280: NOBODY, webpki: ALL, eidas: NOBODY },
    because:
      'RFC 3280 left it open, and the suite of NIST holds users to accepting the constraints unmarked. They are applied in either case.',
    source: 'RFC 5280, section 4.2.1.11; RFC 3280, section 4.2.1.12',
  },
  'policy-constraints-without-policies': {
    asks: 'Policy constraints that are not critical are those of an authority with policies of its own.',
    of: { rfc5280: AUTHORITIES, webpki: NOBODY, eidas: NOBODY },
    because:
      'Where RFC 5280 leaves unmarked constraints to be accepted, they must at least be able to be kept: an authority that has no policy itself leaves none for what is below it (6.1.3 (e)). The web refuses all that are not marked.',
    source: 'RFC 5280, sections 4.2.1.11 and 6.1.3 (e)',
  },
  'name-constraints-not-critical': {
    asks: 'Name constraints are critical.',
    of: { rfc5280: ALL, webpki: NOBODY, eidas: NOBODY },
    because:
      'The authorities of the web may leave the mark out for the sake of old software. They are applied in either case.',
    source: 'RFC 5280, section 4.2.1.10; CA/Browser Forum Baseline Requirements, 7.1.2.5.2',
  },
  'name-constraints-of-leaf': {
    asks: 'Only authorities constrain names.',
    of: { rfc5280: ['leaf'], webpki: ['leaf'], eidas: NOBODY },
    because: ISSUANCE,
    source: 'RFC 5280, section 4.2.1.10',
  },
  'basic-constraints-not-critical': {
    asks: 'The basic constraints of an authority are critical.',
    of: { rfc5280: ['anchor'], webpki: AUTHORITIES, eidas: NOBODY },
    because:
      'The algorithm of RFC 5280 accepts an intermediate without the mark, and the suite of NIST holds users to that; about anchors it says nothing.',
    source: 'RFC 5280, section 4.2.1.9',
  },
  'signs-without-authority': {
    asks: 'A key that may sign certificates is that of an authority.',
    of: { rfc5280: ['leaf'], webpki: ['leaf'], eidas: NOBODY },
    because: ISSUANCE,
    source: 'RFC 5280, sections 4.2.1.3 and 4.2.1.9',
  },
  'path-length-without-authority': {
    asks: 'Only authorities whose key usage says that they sign certificates limit the length of paths.',
    of: { rfc5280: BELOW, webpki: BELOW, eidas: NOBODY },
    because: ISSUANCE,
    source: 'RFC 5280, section 4.2.1.9',
  },
  'host-name-syntax': {
    asks: 'Domain names among the alternative names are names that hosts can have: without underscores, and no addresses.',
    of: { rfc5280: ['authority', 'leaf'], webpki: ['authority', 'leaf'], eidas: NOBODY },
    because: ISSUANCE,
    source: 'RFC 5280, section 4.2.1.6; RFC 1034, section 3.5; RFC 1123, section 2.1',
  },
  'empty-issuer': {
    asks: 'The issuer has a name.',
    of: { rfc5280: ALL, webpki: ALL, eidas: NOBODY },
    because: ISSUANCE,
    source: 'RFC 5280, section 4.1.2.4',
  },
  'empty-subject': {
    asks: 'An authority has a name.',
    of: { rfc5280: AUTHORITIES, webpki: AUTHORITIES, eidas: NOBODY },
    because: ISSUANCE,
    source: 'RFC 5280, section 4.1.2.6',
  },
  'only-name-not-critical': {
    asks: 'Where the subject is empty, the alternative names are there and critical.',
    of: { rfc5280: ['leaf'], webpki: ['leaf'], eidas: NOBODY },
    because: ISSUANCE,
    source: 'RFC 5280, section 4.2.1.6',
  },
  'not-version-3': {
    asks: 'The certificate is of version 3.',
    of: { rfc5280: NOBODY, webpki: ALL, eidas: NOBODY },
    because: 'RFC 5280 accepts an end entity of any version; an intermediate of version 1 is refused by all.',
    source: 'CA/Browser Forum Baseline Requirements, 7.1.1',
  },
  'authority-as-leaf': {
    asks: 'What ends the path is not an authority.',
    of: { rfc5280: NOBODY, webpki: ['leaf'], eidas: NOBODY },
    because: 'RFC 5280 lets a path end in whatever certificate is asked about.',
    source: 'CA/Browser Forum Baseline Requirements, 7.1.2.7.8',
  },
  'no-alternative-name': {
    asks: 'The leaf has alternative names.',
    of: { rfc5280: NOBODY, webpki: ['leaf'], eidas: NOBODY },
    because: WEBSITES,
    source: 'CA/Browser Forum Baseline Requirements, 7.1.2.7.12',
  },
  'alternative-name-critical': {
    asks: 'Alternative names beside a subject are not critical.',
    of: { rfc5280: NOBODY, webpki: ['leaf'], eidas: NOBODY },
    because: WEBSITES,
    source: 'CA/Browser Forum Baseline Requirements, 7.1.2.7.12',
  },
  'authority-without-key-usage': {
    asks: 'The certificate of an authority says what its key is for.',
    of: { rfc5280: NOBODY, webpki: AUTHORITIES, eidas: NOBODY },
    because: 'The algorithm of RFC 5280 takes silence for consent.',
    source: 'CA/Browser Forum Baseline Requirements, 7.1.2.10.7; RFC 5280, section 6.1.4 (n)',
  },
  'root-key-identifier': {
    asks: 'A root that names the key of its issuer names its own, by the identifier alone.',
    of: { rfc5280: NOBODY, webpki: ['anchor'], eidas: NOBODY },
    because: WEBSITES,
    source: 'CA/Browser Forum Baseline Requirements, 7.1.2.1.3',
  },
  'root-with-purposes': {
    asks: 'A root has no extended key usages.',
    of: { rfc5280: NOBODY, webpki: ['anchor'], eidas: NOBODY },
    because: WEBSITES,
    source: 'CA/Browser Forum Baseline Requirements, 7.1.2.1.2',
  },
  'website-purposes': {
    asks: 'Extended key usages of a leaf are present, not critical, and name no other purposes than those of TLS.',
    of: { rfc5280: NOBODY, webpki: ['leaf'], eidas: NOBODY },
    because: 'RFC 5280 takes absent purposes, and anyExtendedKeyUsage, for every purpose.',
    source: 'CA/Browser Forum Baseline Requirements, 7.1.2.7.10',
  },
  'website-authority-purposes': {
    asks: 'Extended key usages of an authority name none that those of a leaf must not name, except any purpose by itself.',
    of: { rfc5280: NOBODY, webpki: ['authority'], eidas: NOBODY },
    because: WEBSITES,
    source: 'CA/Browser Forum Baseline Requirements, 7.1.2.2.4 and 7.1.2.10.6',
  },
  'website-key-usage': {
    asks: 'The key usage of a leaf, where it has one, is for signatures and for what its kind of key does in TLS: encipherment with RSA, agreement on a curve. A key on a curve is for signatures in any case.',
    of: { rfc5280: NOBODY, webpki: ['leaf'], eidas: NOBODY },
    because: WEBSITES,
    source: 'CA/Browser Forum Baseline Requirements, 7.1.2.7.11',
  },
  'key-of-other-kind': {
    asks: 'Keys are RSA with whole octets, or on a curve of NIST.',
    of: { rfc5280: NOBODY, webpki: ALL, eidas: NOBODY },
    because: 'The European catalogue and RFC 5280 know more kinds, such as the curves of Brainpool.',
    source: 'CA/Browser Forum Baseline Requirements, 6.1.5 and 7.1.3.1',
  },
  'common-name': {
    asks: 'Common names are spelled as one of the alternative names.',
    of: { rfc5280: NOBODY, webpki: NOBODY, eidas: NOBODY },
    because:
      'No profile asks it by itself: a common name decides nothing here, and authorities outside of the web write what they like into it. Who wants to hold websites to it asks for it by `commonNames`.',
    source: 'CA/Browser Forum Baseline Requirements, 7.1.4.3',
  },
  'distribution-point-place': {
    asks: 'The names of distribution points are addresses or directory names.',
    of: { rfc5280: ALL, webpki: ALL, eidas: NOBODY },
    because: ISSUANCE,
    source: 'RFC 5280, section 4.2.1.13',
  },
  'distribution-point-address': {
    asks: 'Distribution points have addresses, and nothing beside them.',
    of: { rfc5280: NOBODY, webpki: ['authority', 'leaf'], eidas: NOBODY },
    because: WEBSITES,
    source: 'CA/Browser Forum Baseline Requirements, 7.1.2.11.2',
  },
  'mail-purposes': {
    asks: 'For e-mail: extended key usages of a leaf are present, and neither those of a leaf nor those of an authority name websites, code, time stamps or any purpose.',
    of: { rfc5280: NOBODY, webpki: ['authority', 'leaf'], eidas: NOBODY },
    because: MAIL,
    source: 'CA/Browser Forum S/MIME Baseline Requirements, 7.1.2.2 (g) and 7.1.2.3 (f)',
  },
  'mail-key-usage': {
    asks: 'For e-mail: the key usage of a leaf is present.',
    of: { rfc5280: NOBODY, webpki: ['leaf'], eidas: NOBODY },
    because: `${MAIL} That it is critical is recommended there, and not demanded.`,
    source: 'CA/Browser Forum S/MIME Baseline Requirements, 7.1.2.3 (e)',
  },
  'mail-authority-key-usage': {
    asks: 'For e-mail: an authority may sign revocation lists.',
    of: { rfc5280: NOBODY, webpki: ['authority'], eidas: NOBODY },
    because: MAIL,
    source: 'CA/Browser Forum S/MIME Baseline Requirements, 7.1.2.2 (e)',
  },
  'mail-key': {
    asks: 'For e-mail: keys are RSA with whole octets, on a curve of NIST, or of EdDSA.',
    of: { rfc5280: NOBODY, webpki: ALL, eidas: NOBODY },
    because: MAIL,
    source: 'CA/Browser Forum S/MIME Baseline Requirements, 6.1.5',
  },
  ...LIST_RULES,
} as const satisfies Readonly<Record<string, ProfileRule>>

export type RuleName = keyof typeof PROFILE_RULES

/** Whether a profile asks something of a certificate in a role, or of a list. */
export function asks(profile: Profile, rule: RuleName, subject: Subject): boolean {
  const { of }: ProfileRule = PROFILE_RULES[rule]
  return of[profile].includes(subject)
}
