import { prepare, sameName } from '../certificate/name/match.ts'
import { attributeTexts, formatName, type Name } from '../certificate/name/name.ts'
import { ATTRIBUTE } from '../core/object-identifiers.ts'
import type { ProviderFacts } from './listed-facts.ts'
import type { Candidate } from './service-match.ts'

/** How an issuer is called in a certificate. */
export interface IssuerNames {
  readonly name: Name
  readonly organizations: readonly string[]
  /** The organizationNames, or without one the commonNames. */
  readonly called: readonly string[]
  /** The whole name as RFC 4514 writes it, once somebody asks; the same of the others. */
  written(): string
  /** Those texts prepared for comparison. */
  prepared(): readonly string[]
}

export function issuerNames(name: Name): IssuerNames {
  const organizations = attributeTexts(name, ATTRIBUTE.organizationName)
  const called = organizations.length > 0 ? organizations : attributeTexts(name, ATTRIBUTE.commonName)
  let written: string | undefined
  let prepared: readonly string[] | undefined
  return {
    name,
    organizations,
    called,
    written: () => (written ??= formatName(name)),
    prepared: () => (prepared ??= called.map(prepare)),
  }
}

/** The names of whoever took the services over. */
export function successorNames(candidates: readonly Candidate[]): readonly string[] {
  const hasSome = candidates.some(({ state }) => state.successors.length > 0)
  return hasSome ? candidates.flatMap(({ state }) => state.successors) : NONE
}

const NONE: readonly string[] = []

/**
 * Whether the issuer, as the certificate names it, is the provider that the list names: its organizationName,
 * or without one its commonName, is among the names without regard to case and space; or, again without an
 * organizationName, its whole name is that of the service's identity.
 *
 * @param successors Names to look among besides the providers' own.
 * @standard ETSI TS 119 615 V1.4.1, clause 4.4 (PRO-4.4.4-06)
 */
export function isNamed(
  { name, organizations, called, prepared }: IssuerNames,
  candidates: readonly Candidate[],
  successors: readonly string[] = [],
): boolean {
  if (candidates.some(({ provider }) => isListed(called, provider))) return true
  if (candidates.some(({ provider }) => prepared().some(each => provider.prepared.has(each)))) return true
  if (successors.some(successor => prepared().includes(prepare(successor)))) return true
  if (organizations.length > 0) return false

  return candidates.some(({ service: { service } }) =>
    service.certificates.some(each => each.ok && sameName(each.certificate.subject, name)),
  )
}

/** To the letter: most are, and that needs no preparation. */
function isListed(called: readonly string[], { listed }: ProviderFacts): boolean {
  return called.some(each => listed.has(each))
}
