import type { CertificateDefect } from './mint-options.ts'
import type { ListDefect, ServiceDefect } from './test-world.ts'

/**
 * What a judge should make of a defect, read off the standards and not off this library.
 *
 * @standard ETSI TS 119 615, clauses 4.1 to 4.4 and Table 3; ETSI TS 119 495, clause 5
 */
export interface Expectation {
  /** Whether it is a QWAC: at issuance, at the moment of validation, and both taken together. */
  readonly website?: { readonly atIssuance: Answer; readonly atValidation: Answer; readonly result: Answer }
  /** Words that must be among the reasons. */
  readonly reasonsInclude?: readonly string[]
  /** Whether it is qualified for seals. */
  readonly seal?: { readonly result: 'QC_For_eSeal' | 'Not_Qualified_For_eSeal' }
  /** What counts of the PSD2 statement, read together with the subject; null where there is none. */
  readonly psd2?: Partial<Psd2Expectation> | null
  /** Absent where it is a matter of policy. */
  readonly verdict?: 'failed' | 'indeterminate'
}

interface Psd2Expectation {
  /**
   * `refused`: its encoding is not that of the standard, and nothing in it counts unless a policy tolerates
   * that.
   */
  readonly reading: 'strict' | 'refused'
  readonly roles: readonly string[]
  readonly otherRoles: readonly { readonly oid: string; readonly name: string }[]
  readonly authority: { readonly id: string; readonly name: string }
  /** Null where the subject's organizationIdentifier has another form than that of TS 119 495. */
  readonly authorizationNumber: string | null
}

type Answer = 'QWAC' | 'Not_QWAC' | 'INDET_QWAC'

const QUALIFIED = website('QWAC', 'QWAC', 'QWAC')
const NOT_QUALIFIED = website('Not_QWAC', 'Not_QWAC', 'Not_QWAC')
const UNKNOWN = website('INDET_QWAC', 'INDET_QWAC', 'INDET_QWAC')

const PAYMENTS: Psd2Expectation = {
  reading: 'strict',
  roles: ['PSP_PI', 'PSP_AI'],
  otherRoles: [],
  authority: { id: 'LU-CSSF', name: 'Commission for the Supervision of Financial Sector' },
  authorizationNumber: 'TEST0001',
}

/** Nothing here tells of revocation or of a register: a certificate without defect is not yet accepted. */
export const SOUND: Expectation = { website: QUALIFIED, psd2: PAYMENTS, verdict: 'indeterminate' }

const REFUSED_LIST: Expectation = { website: UNKNOWN, verdict: 'indeterminate' }

const NOT_LISTED: Expectation = {
  website: NOT_QUALIFIED,
  reasonsInclude: ['not-listed', 'not-listed-at-issuance'],
  verdict: 'failed',
}

const QUALIFIED_PAYMENTS: Expectation = { website: QUALIFIED, psd2: PAYMENTS }
const UNREADABLE_STATEMENT: Expectation = { website: QUALIFIED, psd2: { reading: 'refused', roles: [] } }

function qualifiedWith(psd2: Partial<Psd2Expectation>): Expectation {
  return { website: QUALIFIED, psd2: { ...PAYMENTS, ...psd2 } }
}

/**
 * Where no verdict stands, it is a matter of policy: a deviation from TS 119 495 does not make a certificate
 * less qualified, and qualification does not heal it.
 */
export const OF_CERTIFICATES: Readonly<Record<CertificateDefect, Expectation>> = {
  'wrong-signature': NOT_LISTED,
  expired: { website: QUALIFIED, verdict: 'failed' },
  // Its issuance lies ahead, of which no list can speak; RFC 5280, section 4.1.2.5, decides.
  'not-yet-valid': { psd2: PAYMENTS, verdict: 'failed' },
  'issuer-not-listed': NOT_LISTED,
  'no-psd2-statement': { website: QUALIFIED, psd2: null },
  // Table 3, row 1b, column 1.
  'esign-type': { website: NOT_QUALIFIED, verdict: 'failed' },

  'flat-roles': UNREADABLE_STATEMENT,
  // The extension does not hold statements (RFC 3739, section 3.2.6), so it cannot be said which row of Table
  // 3 counts.
  'bare-statement': { website: UNKNOWN, psd2: { reading: 'refused', roles: [] } },
  'printable-authority': UNREADABLE_STATEMENT,
  // REG-5.2.2-5: a role is what identifier and name say together.
  'long-role-names': qualifiedWith({ roles: [] }),
  // Table 3, row 11, column 1.
  'no-qc-compliance': { website: NOT_QUALIFIED, verdict: 'failed' },
  // Table 3, row 1, column 1.
  'no-qc-type': { website: NOT_QUALIFIED, verdict: 'failed' },
  // GEN-5.2.1-3 is a recommendation: the identifier may be of another scheme, and then holds no number of an
  // authority.
  'organization-identifier-without-scheme': qualifiedWith({ authorizationNumber: null }),
  'three-letter-country': qualifiedWith({ authorizationNumber: null }),
  'authority-mismatch': QUALIFIED_PAYMENTS,
  // The number is opaque: what stands after the authority, whatever it looks like.
  'repeated-prefix': qualifiedWith({ authorizationNumber: 'PSDLU-CSSF-TEST0001' }),
  'newline-in-issuer': QUALIFIED_PAYMENTS,
  'no-organization': QUALIFIED_PAYMENTS,
  'repeated-roles': QUALIFIED_PAYMENTS,
  'no-extended-key-usage': QUALIFIED_PAYMENTS,
  'email-protection': QUALIFIED_PAYMENTS,

  'authority-without-country': qualifiedWith({ authority: { ...PAYMENTS.authority, id: 'CSSF' } }),
  'role-name-mismatch': qualifiedWith({ roles: ['PSP_AI'] }),
  'explicit-tag': UNREADABLE_STATEMENT,
  // Table 3, the row of seals with QcCompliance, column 1.
  'seal-as-website': { website: NOT_QUALIFIED, verdict: 'failed' },
  'unknown-role': qualifiedWith({
    roles: [],
    otherRoles: [{ oid: '1.3.6.1.4.1.32473.1', name: 'TEST_ROLE' }],
  }),
  'new-role': qualifiedWith({ roles: [...PAYMENTS.roles, 'VOP_RS'] }),
  'authority-not-applicable': qualifiedWith({ authority: { id: 'NA', name: 'NA' } }),
}

/** Certificates without a defect, by the authority that issued them and what they are for. */
export const BY_ISSUER = {
  'through-intermediate': SOUND,
  'through-cross-certificate': SOUND,
  'from-another-territory': SOUND,
  // Withdrawn ninety days ago; the certificate is thirty days old.
  'issuer-withdrawn': { website: NOT_QUALIFIED, reasonsInclude: ['withdrawn'], verdict: 'failed' },
  'issuer-withdrawn-since': {
    website: website('QWAC', 'Not_QWAC', 'Not_QWAC'),
    reasonsInclude: ['withdrawn-after-issuance'],
    verdict: 'failed',
  },
  // Table 3, the row of websites with QcCompliance, column 4.
  'issuer-taken-over': SOUND,
  // Table 2, the row of seals with QcCompliance, column 1; and the same row of Table 3.
  seal: { website: NOT_QUALIFIED, seal: { result: 'QC_For_eSeal' }, verdict: 'failed' },
} satisfies Readonly<Record<string, Expectation>>

export const OF_LISTS_OF_LISTS: Readonly<Record<ListDefect, Expectation>> = {
  'digest-broken': REFUSED_LIST,
  'signer-not-announced': REFUSED_LIST,
  expired: REFUSED_LIST,
}

export const OF_NATIONAL_LISTS: Readonly<Record<ListDefect | ServiceDefect, Expectation>> = {
  'digest-broken': REFUSED_LIST,
  'signer-not-announced': REFUSED_LIST,
  expired: { verdict: 'indeterminate' },
  'service-withdrawn': { website: NOT_QUALIFIED, reasonsInclude: ['withdrawn'], verdict: 'failed' },
  'service-granted-then-withdrawn': {
    website: website('QWAC', 'Not_QWAC', 'Not_QWAC'),
    reasonsInclude: ['withdrawn-after-issuance'],
    verdict: 'failed',
  },
  'service-withdrawn-then-granted': {
    website: website('Not_QWAC', 'QWAC', 'Not_QWAC'),
    reasonsInclude: ['not-granted-at-issuance'],
    verdict: 'failed',
  },
  'service-not-for-websites': {
    website: NOT_QUALIFIED,
    reasonsInclude: ['no-web-service'],
    verdict: 'failed',
  },
  // Table 3, row 3, column 2.
  'criteria-not-qualified': { website: NOT_QUALIFIED, verdict: 'failed' },
  'criteria-of-others': SOUND,
}

function website(atIssuance: Answer, atValidation: Answer, result: Answer) {
  return { atIssuance, atValidation, result }
}
