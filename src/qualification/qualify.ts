import type { Check } from '../requirements/finding.ts'
import { bothMoments } from './both-moments.ts'
import { checksOf } from './checks.ts'
import type { QualificationInput } from './evidence.ts'
import type { ListedFacts } from './listed-facts.ts'
import { literalOutcome } from './literal.ts'
import { answersAt } from './moment.ts'
import type { Qualification } from './qualification.ts'
import { inWords, momentFacts, qualifyingServices } from './report.ts'
import { situationOf } from './situation.ts'
import { VALUES } from './words.ts'

/**
 * Decides whether a certificate is a qualified one, for websites, seals and signatures, at issuance and at
 * the moment of use. The list is asked as it is today for both moments; the text's own outcome stands beside
 * the decision.
 *
 * @param facts What lists and certificates say, read once for many questions. It changes no answer.
 * @throws TypeError when the list handed in is of another territory than the issuer's.
 * @standard ETSI TS 119 615 V1.4.1, clauses 4.3 and 4.4
 */
export function qualify(
  input: QualificationInput,
  facts?: ListedFacts,
): {
  readonly qualification: Qualification
  readonly checks: readonly Check[]
} {
  const situation = situationOf(input, facts)
  const issuance = answersAt(situation, situation.issuance)
  const validation = answersAt(situation, situation.validation, issuance)

  const website = bothMoments(issuance.answers.website, validation.answers.website)
  const seal = bothMoments(issuance.answers.seal, validation.answers.seal)
  const signature = bothMoments(issuance.answers.signature, validation.answers.signature)

  const qualification: Qualification = {
    website: inWords(website, VALUES.website),
    seal: inWords(seal, VALUES.seal),
    signature: inWords(signature, VALUES.signature),
    literal: literalOutcome(situation),
    services: qualifyingServices(situation),
  }
  const told = { issuance: momentFacts(issuance), validation: momentFacts(validation) }
  return { qualification, checks: checksOf({ situation, issuance, validation, qualification, told }) }
}
