import { formatName } from '../certificate/name/name.ts'
import {
  type Check,
  type Facts,
  notApplicable,
  satisfied,
  undetermined,
  violated,
} from '../requirements/finding.ts'
import type { Decided } from './decided.ts'
import { isNamed, listedNames, successorNames } from './provider-name.ts'
import { capture, purposesOf } from './readings.ts'
import { nameOf } from './report.ts'
import { currentIsNewest, historyOrder } from './service-at.ts'
import { type Candidate, providersDiffer, servicesInReach } from './service-match.ts'

/** What is in order, or not, with the matching services; not applicable where nothing matches. */
export function serviceChecks(decided: Decided): readonly Check[] {
  const { issuance, validation } = decided
  const matches = [...validation.candidates, ...issuance.candidates]
  return [
    historyIsOrdered(decided),
    oneProvider(decided),
    providerIsNamed(decided, matches),
    criteriaAreEvaluated(decided, matches),
    oneWebService(decided),
  ]
}

function historyIsOrdered({ situation: { services }, issuance, validation }: Decided): Check {
  const reached = new Set([issuance, validation].flatMap(({ at }) => servicesInReach(services, at)))
  if (reached.size === 0) return notApplicable('qualification.history-order')

  const all = [...reached]
  const [disordered] = all.filter(service => historyOrder(service) === 'disorder')
  if (disordered) {
    return undetermined('qualification.history-order', 'history-order', { service: nameOf(disordered.names) })
  }
  const [equal] = all.filter(service => historyOrder(service) === 'equal-starts')
  if (equal) return violated('qualification.history-order', 'equal-starts', { service: nameOf(equal.names) })
  const [late] = all.filter(service => !currentIsNewest(service))
  if (late)
    return violated('qualification.history-order', 'current-not-newest', { service: nameOf(late.names) })
  return satisfied('qualification.history-order')
}

function oneProvider({ issuance, validation }: Decided): Check {
  const moments = [issuance.candidates, validation.candidates]
  const providers = [...new Set(moments.flat().map(({ provider }) => nameOf(provider.names)))]
  if (providers.length === 0) return notApplicable('qualification.provider')
  return moments.some(providersDiffer)
    ? undetermined('qualification.provider', 'provider-conflict', { providers })
    : satisfied('qualification.provider', { providers })
}

function providerIsNamed({ situation }: Decided, matches: readonly Candidate[]): Check {
  if (matches.length === 0) return notApplicable('qualification.provider-name')
  const { issuer } = situation.certificate
  const names = [...new Set(matches.flatMap(match => [...listedNames(match), ...successorNames(match)]))]
  const facts = { issuer: formatName(issuer), names }
  return isNamed(issuer, names, matches)
    ? satisfied('qualification.provider-name', facts)
    : violated('qualification.provider-name', 'provider-name', facts)
}

function criteriaAreEvaluated({ situation }: Decided, matches: readonly Candidate[]): Check {
  if (matches.length === 0) return notApplicable('qualification.criteria')
  const captures = matches.map(({ state }) => capture(state, situation.certificate))
  const open = [...new Set(captures.flatMap(({ open }) => open.flat()))]
  const facts: Facts = { applied: [...new Set(captures.flatMap(({ applied }) => applied))], open }
  return open.length === 0
    ? satisfied('qualification.criteria', facts)
    : undetermined('qualification.criteria', 'criteria-undetermined', facts)
}

function oneWebService({ issuance, validation }: Decided): Check {
  const moments = [issuance, validation].map(({ candidates }) =>
    candidates.filter(({ state }) => purposesOf(state).includes('website')),
  )
  const facts = { services: [...new Set(moments.flat().map(({ service }) => nameOf(service.names)))] }
  if (facts.services.length === 0) return notApplicable('qualification.duplicate-service', facts)
  if (moments.some(standing => new Set(standing.map(({ state }) => state.status)).size > 1)) {
    return undetermined('qualification.duplicate-service', 'contradictory-status', facts)
  }
  return moments.some(standing => standing.length > 1)
    ? violated('qualification.duplicate-service', 'duplicate-service', facts)
    : satisfied('qualification.duplicate-service', facts)
}
