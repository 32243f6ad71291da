import { prepare, sameName } from '../certificate/name/match.ts'
import { attributeTexts, type Name } from '../certificate/name/name.ts'
import { ATTRIBUTE } from '../core/object-identifiers.ts'
import type { ProviderFacts } from './listed-facts.ts'
import type { Candidate } from './service-match.ts'

/** How an issuer is called in a certificate. The texts are prepared for comparison. */
export interface IssuerNames {
  readonly name: Name
  readonly organizations: readonly string[]
  readonly commonNames: readonly string[]
}

export function issuerNames(name: Name): IssuerNames {
  return {
    name,
    organizations: attributeTexts(name, ATTRIBUTE.organizationName).map(prepare),
    commonNames: attributeTexts(name, ATTRIBUTE.commonName).map(prepare),
  }
}

/** The names of whoever took the services over. */
export function successorNames(candidates: readonly Candidate[]): readonly string[] {
  return candidates.flatMap(({ service, state }) => [
    ...(service.states.get(service.service)?.successors ?? []),
    ...state.successors,
  ])
}

/**
 * Whether the issuer, as the certificate names it, is the provider that the list names: its organizationName, or
 * without one its commonName, is among the names without regard to case and space; or, again without an
 * organizationName, its whole name is that of the service's identity.
 *
 * @param successors Names to look among besides the providers' own.
 * @standard ETSI TS 119 615 V1.4.1, clause 4.4 (PRO-4.4.4-06)
 */
export function isNamed(
  { name, organizations, commonNames }: IssuerNames,
  candidates: readonly Candidate[],
  successors: readonly string[] = [],
): boolean {
  const wanted = organizations.length > 0 ? organizations : commonNames
  if (candidates.some(({ provider }) => isAmong(wanted, provider))) return true
  if (successors.some(successor => wanted.includes(prepare(successor)))) return true
  if (organizations.length > 0) return false

  return candidates.some(({ service: { service } }) =>
    service.certificates.some(each => each.ok && sameName(each.certificate.subject, name)),
  )
}

function isAmong(wanted: readonly string[], { prepared }: ProviderFacts): boolean {
  return wanted.some(name => prepared.has(name))
}
