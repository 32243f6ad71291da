import { type Check, notApplicable, satisfied, violated } from '../../requirements/finding.ts'
import { PSD2 } from '../../requirements/psd2.ts'
import type { Certificate } from '../certificate.ts'
import { inForceFrom } from '../profile/in-force.ts'
import { type Deviation, type DeviationReason, deviation, type Psd2Code } from './deviations.ts'
import { holderDeviations } from './holder-rules.ts'
import { hasPsd2Statement, psd2ReadingOf } from './reading.ts'
import { statementDeviations } from './statement-rules.ts'

/**
 * Every way in which a certificate with a PSD2 statement departs from TS 119 495: in the encoding of the statement, in what
 * it says, and in the certificate around it.
 *
 * @returns Nothing where there is no statement; `unreadable` alone where it cannot be read without doubt.
 */
export function findPsd2Deviations(certificate: Certificate): readonly Deviation[] {
  if (!hasPsd2Statement(certificate)) return []
  const reading = psd2ReadingOf(certificate)
  if (reading === undefined) return [deviation('psd2.encoding', 'unreadable')]
  return [
    ...reading.deviations,
    ...statementDeviations(reading.statement, certificate.validity.notBefore),
    ...holderDeviations(certificate, reading.statement),
  ]
}

/**
 * Judges the PSD2 statement, requirement by requirement. What the policy tolerates stays violated, as a warning. Of a
 * statement that cannot be read, nothing but that is judged.
 *
 * @param tolerated What the policy tolerates; nothing unless told.
 * @standard ETSI TS 119 495 V1.8.1, clause 5.2
 */
export function checkPsd2(
  certificate: Certificate,
  tolerated: readonly DeviationReason[] = [],
): readonly Check[] {
  if (!hasPsd2Statement(certificate)) return CODES.map(code => notApplicable(code))
  const deviations = findPsd2Deviations(certificate)
  const isUnreadable = deviations.some(({ reason }) => reason === 'unreadable')
  const judged = isUnreadable ? CODES.filter(code => code === 'psd2.encoding') : CODES
  return judged.flatMap(code => {
    const found = deviations.filter(each => each.code === code)
    if (certificate.validity.notBefore < (inForceFrom(code) ?? 0)) return [notApplicable(code)]
    if (found.length === 0) return [satisfied(code)]
    return found.map(each => checkOf(each, tolerated.includes(each.reason)))
  })
}

const CODES: readonly Psd2Code[] = Object.keys(PSD2).filter(isPsd2Code)

function isPsd2Code(code: string): code is Psd2Code {
  return Object.hasOwn(PSD2, code)
}

function checkOf({ code, reason, offset, facts }: Deviation, isTolerated: boolean): Check {
  const located = offset === undefined ? facts : { ...facts, offset }
  if (!isTolerated) return violated(code, reason, located)
  return { ...violated(code, reason, { ...located, tolerated: true }), severity: 'warning' }
}
