import { catalogue, type ReasonOf } from '../requirements/catalogue.ts'
import { type Check, type Facts, satisfied, undetermined, violated } from '../requirements/finding.ts'
import { certificateChecks } from './certificate-checks.ts'
import type { Decided } from './decided.ts'
import { listChecks } from './list-checks.ts'
import type { MomentAnswers } from './moment.ts'
import { serviceChecks } from './service-checks.ts'
import { PURPOSES, type Reason } from './words.ts'

/** One finding for each step, in the order of the steps; the last one decides. */
export function checksOf(decided: Decided): readonly Check[] {
  return listChecks(decided).concat(
    serviceChecks(decided),
    certificateChecks(decided),
    singleType(decided),
    literalAgrees(decided),
    websiteAuthentication(decided),
  )
}

function singleType({ qualification, issuance, validation }: Decided): Check {
  const facts = { signature: qualification.signature.result, seal: qualification.seal.result }
  if (areTwoTypes(issuance) || areTwoTypes(validation)) {
    return undetermined('qualification.single-type', 'two-types', facts)
  }
  return isOtherOpen(issuance) || isOtherOpen(validation)
    ? undetermined('qualification.single-type', 'other-purpose-open', facts)
    : satisfied('qualification.single-type', facts)
}

function areTwoTypes({ answers }: MomentAnswers): boolean {
  return PURPOSES.some(purpose => answers[purpose].reasons.includes('two-types'))
}

function isOtherOpen({ answers: { signature, seal } }: MomentAnswers): boolean {
  return signature.answer === 'unknown' || seal.answer === 'unknown'
}

function literalAgrees({ qualification: { website, literal } }: Decided): Check {
  const { status, subStatus, results } = literal
  const facts = { decision: website.result, status, subStatus, results }
  const passed = status !== 'PROCESS_FAILED' && results.includes('QWAC')
  return passed === (website.result === 'QWAC')
    ? satisfied('qualification.literal-outcome', facts)
    : violated('qualification.literal-outcome', 'outcome-differs', facts)
}

const WEBSITE = 'qualification.website-authentication'

function websiteAuthentication({ qualification: { website }, told }: Decided): Check {
  const facts: Facts = {
    atIssuance: website.atIssuance,
    atValidation: website.atValidation,
    reasons: website.reasons,
    issuance: told.issuance,
    validation: told.validation,
  }
  if (website.result === 'QWAC') return satisfied(WEBSITE, facts)
  // The first reason decided; without any, nothing was settled.
  const [reason = 'path-undetermined'] = website.reasons.filter(isDeciding)
  return website.result === 'Not_QWAC'
    ? violated(WEBSITE, reason, facts)
    : undetermined(WEBSITE, reason, facts)
}

function isDeciding(reason: Reason): reason is ReasonOf<typeof WEBSITE> {
  return Object.hasOwn(catalogue[WEBSITE].reasons, reason)
}
