import type { PurposeAnswer } from './moment.ts'
import { once } from './once.ts'
import type { Answer, Reason } from './words.ts'

/** The answer for both moments together, with the reasons that decided it. */
export interface Combined {
  readonly atIssuance: Answer
  readonly atValidation: Answer
  readonly result: Answer
  readonly reasons: readonly Reason[]
}

/**
 * Qualified only when it was at issuance and is at validation. One no is a no; only the moments that led to
 * the result give their reasons. What lay between the two moments is not asked.
 *
 * @standard ETSI TS 119 615 V1.4.1, clause 4.4 (PRO-4.4.4-34, -36)
 */
export function bothMoments(issuance: PurposeAnswer, validation: PurposeAnswer): Combined {
  const result = worse(issuance.answer, validation.answer)
  return {
    atIssuance: issuance.answer,
    atValidation: validation.answer,
    result,
    reasons: result === 'yes' ? [] : reasonsFor(result, issuance, validation),
  }
}

function reasonsFor(result: Answer, issuance: PurposeAnswer, validation: PurposeAnswer): Combined['reasons'] {
  const now = validation.answer === result ? validation.reasons : NONE
  const then = issuance.answer === result ? issuance.reasons : NONE
  const reasons = now.map(each => atValidation(each, issuance))
  if (then.length === 0) return once(reasons)
  return once(reasons.concat(then.map(each => atIssuance(each, validation))))
}

const NONE: readonly Reason[] = []

function worse(a: Answer, b: Answer): Answer {
  if (a === 'no' || b === 'no') return 'no'
  return a === 'yes' && b === 'yes' ? 'yes' : 'unknown'
}

function atValidation(reason: Reason, issuance: PurposeAnswer): Reason {
  return reason === 'withdrawn' && issuance.answer === 'yes' ? 'withdrawn-after-issuance' : reason
}

function atIssuance(reason: Reason, validation: PurposeAnswer): Reason {
  switch (reason) {
    case 'not-listed':
      return 'not-listed-at-issuance'
    case 'withdrawn':
      return 'not-granted-at-issuance'
    case 'no-web-service':
      return validation.answer === 'yes' ? 'web-type-added-after-issuance' : reason
    default:
      return reason
  }
}
