import type { Claims } from './claims.ts'
import { type Judgement, no, unknown, yes } from './judgement.ts'
import { column, tableAnswer } from './qc-table.ts'
import type { Reading } from './reading.ts'
import { LISTED_AS, PURPOSES, type Purpose, type Qualifier, type Reason } from './words.ts'

/**
 * CHECK_1, CHECK_2 and CHECK_3: whether a certificate is qualified for a purpose, by what the services that
 * stand for this purpose say of it.
 *
 * @param reading Of the services with the purpose's additional information, and of no others.
 * @standard ETSI TS 119 615 V1.4.1, clause 4.4 (PRO-4.4.4-08 to -31)
 */
export function judge(purpose: Purpose, reading: Reading, claims: Claims): Judgement {
  const { statuses, qualifiers } = reading
  if (statuses.size === 0) return no(NO_SERVICE[purpose])
  if (statuses.size > 1) return unknown('contradictory-status')
  if (statuses.has('withdrawn')) return no('withdrawn')
  if (!statuses.has('granted')) return unknown('list-status', [STATUS_WORD])
  if (reading.unknownCritical) return unknown('unknown-critical-extension')
  if (contradict(purpose, qualifiers)) {
    return unknown('contradictory-qualifiers', [
      `WARNING_${TABLE[purpose]}_TL_Inconsistency_in_applying_qualifiers`,
    ])
  }
  return judgeByTable(purpose, qualifiers, claims)
}

/**
 * Whether what was captured cannot be meant together (PRO-4.4.4-12, -20, -28): both qualified and not, or for
 * another purpose than the service's own; for signatures also for legal persons.
 */
function contradict(purpose: Purpose, qualifiers: ReadonlySet<Qualifier>): boolean {
  if (qualifiers.has('NotQualified') && qualifiers.has('QCStatement')) return true
  if (purpose === 'signature' && qualifiers.has('QCForLegalPerson')) return true
  return PURPOSES.some(other => other !== purpose && qualifiers.has(LISTED_AS[other].qualifier))
}

function judgeByTable(purpose: Purpose, qualifiers: ReadonlySet<Qualifier>, claims: Claims): Judgement {
  const notQualified = column(purpose, qualifiers) === 2
  // Column 2 answers without a look at the certificate; every other column depends on what it says.
  if (!claims.readable && !notQualified) return unknown('qc-statements-malformed')

  const words = claims.typeCount > 1 ? [SEVERAL_TYPES_WORD] : []
  const answer = tableAnswer(purpose, claims, qualifiers)
  if (answer === 'yes') return yes(words)
  if (notQualified) return no('not-qualified', words)
  return answer === 'no' ? no(whyNot(claims, qualifiers), words) : cannotSay(purpose, claims, words)
}

function whyNot({ compliance, legislation }: Claims, qualifiers: ReadonlySet<Qualifier>): Reason {
  if (compliance || qualifiers.has('QCStatement')) return 'other-type'
  return legislation.length > 0 ? 'other-legislation' : 'no-compliance'
}

function cannotSay(purpose: Purpose, { purposes }: Claims, words: readonly string[]): Judgement {
  if (purposes.length > 0) return unknown('several-types', words)
  return unknown('type-unknown', [...words, `WARNING_${TABLE[purpose]}_Not_Enough_Info_on_QC_Type`])
}

/** How sub-statuses call the check of a purpose. */
export const TABLE: Readonly<Record<Purpose, 'T1' | 'T2' | 'T3'>> = {
  signature: 'T1',
  seal: 'T2',
  website: 'T3',
}

const NO_SERVICE = {
  signature: 'no-signature-service',
  seal: 'no-seal-service',
  website: 'no-web-service',
} as const satisfies Readonly<Record<Purpose, Reason>>

const STATUS_WORD = 'ERROR_Service_Status_Noncompliance_with_TS119612'
const SEVERAL_TYPES_WORD = 'WARNING_CERT_Inconsistency_in_QcType_qualifiers_Non-compliance_with_EN319412-5'
