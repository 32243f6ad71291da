import { formatInstant } from '../core/time.ts'
import type { Facts } from '../requirements/finding.ts'
import type { Combined } from './both-moments.ts'
import type { MomentAnswers } from './moment.ts'
import type { PurposeQualification, QualifyingService, QualifyingState } from './qualification.ts'
import type { LinkedService, ServicesAt } from './service-match.ts'
import type { Situation } from './situation.ts'
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
export function qualifyingServices({
  territory,
  services,
  issuance,
  validation,
}: Situation): readonly QualifyingService[] {
  if (!territory.ok) return []
  return services
    .filter(({ links }) => links.some(({ outcome }) => outcome === 'verified'))
    .map(linked => ({
      territory: territory.value,
      provider: linked.provider.name,
      service: linked.service.name,
      atIssuance: stateIn(linked, issuance),
      atValidation: stateIn(linked, validation),
    }))
}

function stateIn(linked: LinkedService, { candidates }: ServicesAt): QualifyingState | null {
  if (linked.service.order === 'disorder') return null
  const candidate = candidates.find(each => each.linked === linked)
  if (candidate?.path !== 'verified') return null
  const { status, since } = candidate.state
  return { status, since }
}

/** One moment as findings tell it. Times are RFC 3339. */
export interface MomentFacts extends Facts {
  readonly at: string
}

/** Facts of one moment: which services were looked at and what they said. */
export function momentFacts({ at, candidates, answers }: MomentAnswers): MomentFacts {
  return {
    at: formatInstant(at),
    signature: VALUES.signature[answers.signature.answer],
    seal: VALUES.seal[answers.seal.answer],
    website: VALUES.website[answers.website.answer],
    services: candidates.map(({ provider, service, state, path }) => ({
      provider: provider.name,
      service: service.name,
      status: state.status,
      since: state.since,
      path,
    })),
  }
}
