import { prepare, sameName } from '../certificate/name/match.ts'
import { attributeTexts, type Name } from '../certificate/name/name.ts'
import { ATTRIBUTE } from '../core/object-identifiers.ts'
import type { Candidate } from './service-match.ts'

/** The names under which a provider is listed: TSPName and TSPTradeName, all languages. */
export function listedNames({ provider }: Candidate): readonly string[] {
  return [...provider.names, ...provider.tradeNames].map(({ text }) => text)
}

/** The names of whoever took the service over. */
export function successorNames({ service, state }: Candidate): readonly string[] {
  return [service, state].flatMap(({ takenOverBy }) => takenOverBy?.names ?? []).map(({ text }) => text)
}

/**
 * Whether the issuer, as the certificate names it, is the provider that the list names: its organizationName, or
 * without one its commonName, is among the names without regard to case and space; or, again without an
 * organizationName, its whole name is that of the service's identity.
 *
 * @param names What to look among.
 * @standard ETSI TS 119 615 V1.4.1, clause 4.4 (PRO-4.4.4-06)
 */
export function isNamed(issuer: Name, names: readonly string[], candidates: readonly Candidate[]): boolean {
  const listed = new Set(names.map(prepare))
  const organizations = attributeTexts(issuer, ATTRIBUTE.organizationName)
  if (organizations.length > 0) return organizations.some(name => listed.has(prepare(name)))

  return (
    attributeTexts(issuer, ATTRIBUTE.commonName).some(name => listed.has(prepare(name))) ||
    candidates.some(({ service }) =>
      service.certificates.some(each => each.ok && sameName(each.certificate.subject, issuer)),
    )
  )
}
