import { formatInstant, type Instant } from '../core/time.ts'
import type { LocalText } from '../trust-list/trust-list.ts'
import { statusWord } from './addresses.ts'
import type { Combined } from './both-moments.ts'
import type { MomentAnswers, Situation } from './moment.ts'
import type { PurposeQualification, QualifyingService, QualifyingState } from './qualification.ts'
import { historyOrder } from './service-at.ts'
import { candidatesAt, type LinkedService } from './service-match.ts'
import { type Answer, VALUES } from './words.ts'

/** Writes answers in the words of the standard. */
export function inWords<Value extends string>(
  { atIssuance, atValidation, result, reasons }: Combined,
  values: Readonly<Record<Answer, Value>>,
): PurposeQualification<Value> {
  return {
    atIssuance: values[atIssuance],
    atValidation: values[atValidation],
    result: values[result],
    reasons,
  }
}

/** The services that the certificate leads to by verified paths, in the order of the list. */
export function qualifyingServices(
  { territory, services }: Situation,
  issuance: Instant,
  validation: Instant,
): readonly QualifyingService[] {
  if (!territory.ok) return []
  return services
    .filter(({ links }) => links.some(({ outcome }) => outcome === 'verified'))
    .map(linked => ({
      territory: territory.value,
      provider: nameOf(linked.provider.names),
      service: nameOf(linked.service.names),
      atIssuance: stateIn(linked, issuance),
      atValidation: stateIn(linked, validation),
    }))
}

function stateIn(linked: LinkedService, at: Instant): QualifyingState | null {
  if (historyOrder(linked.service) === 'disorder') return null
  const [candidate] = candidatesAt([linked], at)
  if (candidate?.path !== 'verified') return null
  return { status: statusWord(candidate.state.status), since: formatInstant(candidate.state.since) }
}

/** The English text, else the first; a list must not leave names out. */
export function nameOf(names: readonly LocalText[]): string {
  const filled = names.filter(({ text }) => text !== '')
  return (filled.find(({ language }) => language === 'en') ?? filled[0])?.text ?? '(no name)'
}

/** Facts of one moment: which services were looked at and what they said. */
export function momentFacts({ at, candidates, answers }: MomentAnswers) {
  return {
    at: formatInstant(at),
    signature: VALUES.signature[answers.signature.answer],
    seal: VALUES.seal[answers.seal.answer],
    website: VALUES.website[answers.website.answer],
    services: candidates.map(({ provider, service, state, path }) => ({
      provider: nameOf(provider.names),
      service: nameOf(service.names),
      status: statusWord(state.status),
      since: formatInstant(state.since),
      path,
    })),
  }
}
