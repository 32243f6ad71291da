import type { CertificateDefect, ListDefect, ServiceDefect } from './test-world.ts'

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
  /** The PSD2 statement, read together with the subject; null where there is none. */
  readonly psd2?: Psd2Expectation | null
  /** Absent where it is a matter of policy. */
  readonly verdict?: 'failed' | 'indeterminate'
}

interface Psd2Expectation {
  readonly roles: readonly string[]
  readonly otherRoles: readonly { readonly oid: string; readonly name: string }[]
  readonly authority: { readonly id: string; readonly name: string }
  readonly authorizationNumber: string
}

type Answer = 'QWAC' | 'Not_QWAC' | 'INDET_QWAC'

const QUALIFIED = website('QWAC', 'QWAC', 'QWAC')
const NOT_QUALIFIED = website('Not_QWAC', 'Not_QWAC', 'Not_QWAC')
const UNKNOWN = website('INDET_QWAC', 'INDET_QWAC', 'INDET_QWAC')

const PAYMENTS: Psd2Expectation = {
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

export const OF_CERTIFICATES: Readonly<Record<CertificateDefect, Expectation>> = {
  'wrong-signature': NOT_LISTED,
  expired: { website: QUALIFIED, verdict: 'failed' },
  'unknown-role': {
    website: QUALIFIED,
    psd2: { ...PAYMENTS, roles: [], otherRoles: [{ oid: '1.3.6.1.4.1.32473.1', name: 'TEST_ROLE' }] },
  },
  'no-psd2-statement': { website: QUALIFIED, psd2: null },
  // Table 3, row 1b, column 1.
  'esign-type': { website: NOT_QUALIFIED, verdict: 'failed' },
  // Table 3, row 11, column 1.
  'no-qc-compliance': { website: NOT_QUALIFIED, verdict: 'failed' },
  'issuer-not-listed': NOT_LISTED,
}

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
