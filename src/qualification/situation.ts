import type { Certificate } from '../certificate/certificate.ts'
import { isBeforeRegulation } from './directive.ts'
import type { QualificationInput, TerritoryEvidence } from './evidence.ts'
import { createListedFacts, type ListedFacts } from './listed-facts.ts'
import { once } from './once.ts'
import { type LinkedService, linkedServices, type ServicesAt, servicesAt, sharing } from './service-match.ts'
import type { StatedFacts } from './stated-facts.ts'

/** What every step looks at, found out once. */
export interface Situation extends StatedFacts {
  readonly certificate: Certificate
  readonly evidence: TerritoryEvidence
  readonly services: readonly LinkedService[]
  readonly issuance: ServicesAt
  readonly validation: ServicesAt
  /**
   * Whether the same services stand in the same states at both, under the same law: then both have the same
   * answers.
   */
  readonly isSteady: boolean
  /** In alphabetical order. */
  readonly elsewhere: readonly string[]
}

/**
 * @param facts What lists and certificates say, where it is kept for other certificates.
 * @throws TypeError when the list handed in is of another territory than the issuer's.
 */
export function situationOf(
  { certificate, at, territory: evidence, links, elsewhere }: QualificationInput,
  facts: ListedFacts = createListedFacts(),
): Situation {
  const { territory, stated, claims, issuer, capture } = facts.stated(certificate)
  const { list } = evidence
  if (list && territory.ok && list.territory !== territory.value) {
    throw new TypeError(`a list of ${list.territory} for an issuer of ${territory.value}`)
  }
  const services = list ? linkedServices(links, list, facts) : []
  const { notBefore } = certificate.validity
  const issuance = servicesAt(services, notBefore)
  const validation = sharing(servicesAt(services, at), issuance)
  return {
    certificate,
    territory,
    evidence,
    services,
    issuance,
    validation,
    isSteady: validation.candidates === issuance.candidates && !isBeforeRegulation(at, notBefore),
    elsewhere: elsewhere.length < 2 ? elsewhere : once(elsewhere).toSorted(),
    claims,
    stated,
    issuer,
    capture,
  }
}
