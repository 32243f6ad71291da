import { EXTENSION, QC_STATEMENT } from '../../core/object-identifiers.ts'
import type { Instant } from '../../core/time.ts'
import { type Check, notApplicable, satisfied, violated } from '../../requirements/finding.ts'
import { PSD2 } from '../../requirements/psd2.ts'
import type { Certificate } from '../certificate.ts'
import { inForceFrom } from '../profile/in-force.ts'
import { type Deviation, type DeviationReason, deviation, isTolerated, type Psd2Code } from './deviations.ts'
import { addHolderDeviations } from './holder-rules.ts'
import { hasPsd2Statement, psd2ReadingOf } from './reading.ts'
import { addStatementDeviations } from './statement-rules.ts'

/**
 * Every way in which a certificate with a PSD2 statement departs from TS 119 495: in the encoding of the
 * statement, in what it says, and in the certificate around it.
 *
 * @returns Nothing where there is no statement; `unreadable` alone where it cannot be read without doubt.
 */
export function findPsd2Deviations(certificate: Certificate): readonly Deviation[] {
  if (!hasPsd2Statement(certificate)) return []
  const reading = psd2ReadingOf(certificate)
  if (reading === undefined) return [unreadable(certificate)]
  const deviations: Deviation[] = [...reading.deviations]
  addStatementDeviations(reading.statement, certificate.validity.notBefore, deviations)
  addHolderDeviations(certificate, reading.statement, deviations)
  return deviations
}

/** Where a reading ends that cannot go on. */
function unreadable({ extensions }: Certificate): Deviation {
  const { malformed = [] } = extensions.qcStatements ?? extensions.bareQcStatement ?? {}
  const around = extensions.malformed.find(({ id }) => id === EXTENSION.qcStatements)
  const { reason = '', offset = 0 } = malformed.find(({ id }) => id === QC_STATEMENT.psd2) ?? around ?? {}
  return { ...deviation('psd2.encoding', 'unreadable', { defect: reason }), offset }
}

/**
 * Judges the PSD2 statement, requirement by requirement. What the policy tolerates stays violated, as a
 * warning. Of a statement that cannot be read, nothing but that is judged.
 *
 * @param tolerated What the policy tolerates; nothing unless told.
 * @standard ETSI TS 119 495 V1.8.1, clause 5.2
 */
export function checkPsd2(
  certificate: Certificate,
  tolerated: readonly DeviationReason[] = [],
): readonly Check[] {
  if (!hasPsd2Statement(certificate)) return NOT_APPLICABLE
  const deviations = findPsd2Deviations(certificate)
  const isUnreadable = deviations.some(({ reason }) => reason === 'unreadable')
  const { notBefore } = certificate.validity
  const isLater = (from: Instant | undefined): boolean => from !== undefined && notBefore < from
  const codes = isUnreadable ? ENCODING : CODES
  // Nearly all have none, and then there is one check for each requirement.
  if (deviations.length === 0)
    return codes.map(([code, from]) => (isLater(from) ? notApplicable(code) : satisfied(code)))
  const checks: Check[] = []
  for (const [code, from] of codes) {
    if (isLater(from)) checks.push(notApplicable(code))
    else addChecks(code, { deviations, tolerated }, checks)
  }
  return checks
}

interface Found {
  readonly deviations: readonly Deviation[]
  readonly tolerated: readonly DeviationReason[]
}

function addChecks(code: Psd2Code, { deviations, tolerated }: Found, checks: Check[]): void {
  const before = checks.length
  for (const each of deviations) {
    if (each.code === code) checks.push(checkOf(each, isTolerated(each.reason, tolerated)))
  }
  if (checks.length === before) checks.push(satisfied(code))
}

/** Every requirement, and the first moment at which it is in force. */
const CODES: readonly (readonly [Psd2Code, Instant | undefined])[] = Object.keys(PSD2)
  .filter(isPsd2Code)
  .map(code => [code, inForceFrom(code)])

const ENCODING = CODES.filter(([code]) => code === 'psd2.encoding')

const NOT_APPLICABLE: readonly Check[] = CODES.map(([code]) => notApplicable(code))

function isPsd2Code(code: string): code is Psd2Code {
  return Object.hasOwn(PSD2, code)
}

function checkOf({ code, reason, offset, facts }: Deviation, isTolerated: boolean): Check {
  const located = offset === undefined ? facts : { ...facts, offset }
  if (!isTolerated) return violated(code, reason, located)
  return { ...violated(code, reason, { ...located, tolerated: true }), severity: 'warning' }
}
