import type { Certificate } from '../certificate/certificate.ts'
import type { Result } from '../core/result.ts'
import { type Capturing, captureFor } from './capture.ts'
import { type Claims, claimsOf, underTheRegulation } from './claims.ts'
import { isBeforeRegulation } from './directive.ts'
import type { QualificationInput, TerritoryEvidence } from './evidence.ts'
import { createListedFacts, type ListedFacts } from './listed-facts.ts'
import { once } from './once.ts'
import { type IssuerNames, issuerNames } from './provider-name.ts'
import { type LinkedService, linkedServices, type ServicesAt, servicesAt, sharing } from './service-match.ts'
import { territoryOf } from './territory.ts'

/** What every step looks at, found out once. */
export interface Situation {
  readonly certificate: Certificate
  readonly territory: Result<string>
  readonly evidence: TerritoryEvidence
  readonly services: readonly LinkedService[]
  readonly issuance: ServicesAt
  readonly validation: ServicesAt
  /** Whether the same services stand in the same states at both, under the same law: then both have the same answers. */
  readonly isSteady: boolean
  /** In alphabetical order. */
  readonly elsewhere: readonly string[]
  /** As counted under the Regulation. */
  readonly claims: Claims
  /** As written. */
  readonly stated: Claims
  readonly issuer: IssuerNames
  readonly capture: Capturing
}

/**
 * @param facts What lists say, where it is kept for other certificates.
 * @throws TypeError when the list handed in is of another territory than the issuer's.
 */
export function situationOf(
  { certificate, at, territory: evidence, links, elsewhere }: QualificationInput,
  facts: ListedFacts = createListedFacts(),
): Situation {
  const territory = territoryOf(certificate.issuer)
  const { list } = evidence
  if (list && territory.ok && list.territory !== territory.value) {
    throw new TypeError(`a list of ${list.territory} for an issuer of ${territory.value}`)
  }
  const services = list ? linkedServices(links, list, facts) : []
  const stated = claimsOf(certificate)
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
    claims: underTheRegulation(stated),
    stated,
    issuer: issuerNames(certificate.issuer),
    capture: captureFor(certificate),
  }
}
