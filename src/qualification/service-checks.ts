import {
  type Check,
  type Facts,
  notApplicable,
  satisfied,
  undetermined,
  violated,
} from '../requirements/finding.ts'
import type { Decided } from './decided.ts'
import { once } from './once.ts'
import { isNamed, successorNames } from './provider-name.ts'
import { type Candidate, providersDiffer, standingFor } from './service-match.ts'

/** What is in order, or not, with the matching services; not applicable where nothing matches. */
export function serviceChecks(decided: Decided): readonly Check[] {
  const { issuance, validation } = decided
  const matches = ofBoth(validation.candidates, issuance.candidates)
  return [
    historyIsOrdered(decided),
    oneProvider(decided, matches),
    providerIsNamed(decided, matches),
    criteriaAreEvaluated(decided, matches),
    oneWebService(decided),
  ]
}

/** What both moments share needs to be looked at once. */
function ofBoth<T>(first: readonly T[], second: readonly T[]): readonly T[] {
  return first === second ? first : first.concat(second)
}

function historyIsOrdered({ issuance, validation }: Decided): Check {
  const reached = ofBoth(issuance.reached, validation.reached).map(({ linked }) => linked.service)
  if (reached.length === 0) return notApplicable('qualification.history-order')

  const disordered = reached.find(({ order }) => order === 'disorder')
  if (disordered) {
    return undetermined('qualification.history-order', 'history-order', { service: disordered.name })
  }
  const equal = reached.find(({ order }) => order === 'equal-starts')
  if (equal) return violated('qualification.history-order', 'equal-starts', { service: equal.name })
  const late = reached.find(({ currentIsNewest }) => !currentIsNewest)
  if (late) return violated('qualification.history-order', 'current-not-newest', { service: late.name })
  return satisfied('qualification.history-order')
}

function oneProvider({ issuance, validation }: Decided, matches: readonly Candidate[]): Check {
  if (matches.length === 0) return notApplicable('qualification.provider')
  const inOrder = ofBoth(issuance.candidates, validation.candidates)
  const providers = once(inOrder.map(({ provider }) => provider.name))
  return providersDiffer(issuance.candidates) || providersDiffer(validation.candidates)
    ? undetermined('qualification.provider', 'provider-conflict', { providers })
    : satisfied('qualification.provider', { providers })
}

function providerIsNamed({ situation: { issuer } }: Decided, matches: readonly Candidate[]): Check {
  if (matches.length === 0) return notApplicable('qualification.provider-name')
  const successors = successorNames(matches)
  const facts = { issuer: issuer.written(), names: namesOf(matches) }
  return isNamed(issuer, matches, successors)
    ? satisfied('qualification.provider-name', facts)
    : violated('qualification.provider-name', 'provider-name', facts)
}

function namesOf(matches: readonly Candidate[]): readonly string[] {
  const named = once(matches.map(namesIn))
  const [only = []] = named
  return named.length === 1 ? only : once(named.flat())
}

function namesIn({ provider, state }: Candidate): readonly string[] {
  return state.successors.length === 0 ? provider.names : once([...provider.names, ...state.successors])
}

function criteriaAreEvaluated({ situation: { capture } }: Decided, matches: readonly Candidate[]): Check {
  if (matches.length === 0) return notApplicable('qualification.criteria')
  if (matches.every(({ state }) => state.elements.length === 0)) {
    return satisfied('qualification.criteria', { applied: [], open: [] })
  }
  const captures = once(matches.map(({ state }) => capture(state)))
  const open = once(captures.flatMap(each => each.open.flat()))
  const facts: Facts = { applied: once(captures.flatMap(({ applied }) => applied)), open }
  return open.length === 0
    ? satisfied('qualification.criteria', facts)
    : undetermined('qualification.criteria', 'criteria-undetermined', facts)
}

function oneWebService({ issuance, validation }: Decided): Check {
  const then = standingFor('website', issuance.candidates)
  const now = standingFor('website', validation.candidates)
  const facts = { services: once(then.concat(now).map(({ service }) => service.name)) }
  if (facts.services.length === 0) return notApplicable('qualification.duplicate-service', facts)
  if (haveSeveralStatuses(then) || haveSeveralStatuses(now)) {
    return undetermined('qualification.duplicate-service', 'contradictory-status', facts)
  }
  return then.length > 1 || now.length > 1
    ? violated('qualification.duplicate-service', 'duplicate-service', facts)
    : satisfied('qualification.duplicate-service', facts)
}

function haveSeveralStatuses(standing: readonly Candidate[]): boolean {
  return standing.some(({ state }) => state.state.status !== standing[0]?.state.state.status)
}
