import type { Check } from '../requirements/finding.ts'
import { bothMoments } from './both-moments.ts'
import { checksOf } from './checks.ts'
import { claimsOf, underTheRegulation } from './claims.ts'
import type { QualificationInput } from './evidence.ts'
import { literalOutcome } from './literal.ts'
import { answersAt, type Situation } from './moment.ts'
import type { Qualification } from './qualification.ts'
import { inWords, qualifyingServices } from './report.ts'
import { linkedServices } from './service-match.ts'
import { territoryOf } from './territory.ts'
import { VALUES } from './words.ts'

/**
 * Decides whether a certificate is a qualified one, for websites, seals and signatures, at issuance and at the moment of
 * use. The list is asked as it is today for both moments; the text's own outcome stands beside the decision.
 *
 * @throws TypeError when the list handed in is of another territory than the issuer's.
 * @standard ETSI TS 119 615 V1.4.1, clauses 4.3 and 4.4
 */
export function qualify(input: QualificationInput): {
  readonly qualification: Qualification
  readonly checks: readonly Check[]
} {
  const situation = situationOf(input)
  const issuance = answersAt(situation, input.certificate.validity.notBefore)
  const validation = answersAt(situation, input.at)

  const website = bothMoments(issuance.answers.website, validation.answers.website)
  const seal = bothMoments(issuance.answers.seal, validation.answers.seal)
  const signature = bothMoments(issuance.answers.signature, validation.answers.signature)

  const qualification: Qualification = {
    website: inWords(website, VALUES.website),
    seal: inWords(seal, VALUES.seal),
    signature: inWords(signature, VALUES.signature),
    literal: literalOutcome(input),
    services: qualifyingServices(situation, issuance.at, validation.at),
  }
  return { qualification, checks: checksOf({ situation, issuance, validation, qualification }) }
}

function situationOf({ certificate, territory, links, elsewhere }: QualificationInput): Situation {
  const ofIssuer = territoryOf(certificate.issuer)
  const { list } = territory
  if (list && ofIssuer.ok && list.territory !== ofIssuer.value) {
    throw new TypeError(`a list of ${list.territory} for an issuer of ${ofIssuer.value}`)
  }
  return {
    certificate,
    territory: ofIssuer,
    evidence: territory,
    services: list ? linkedServices(links, list) : [],
    elsewhere: [...new Set(elsewhere)].sort(),
    claims: underTheRegulation(claimsOf(certificate)),
  }
}
