import { prepare } from '../certificate/name/match.ts'
import { isWithinPeriod } from '../certificate/validity-period.ts'
import type { Instant } from '../core/time.ts'
import { issuesQualified } from '../trust-list/service-kinds.ts'
import type { Provider, Service, ServiceState, TrustList } from '../trust-list/trust-list.ts'
import { CA_QC } from './addresses.ts'
import type { ServiceLink } from './evidence.ts'
import { stateAt } from './service-at.ts'

/** A service with all the paths that lead to it. */
export interface LinkedService {
  readonly provider: Provider
  readonly service: Service
  readonly links: readonly ServiceLink[]
}

/** A service that matches the certificate at a moment, in the state that is in force then. */
export interface Candidate {
  readonly provider: Provider
  readonly service: Service
  readonly state: ServiceState
  /** `undetermined`: no path is verified, but one could not be checked to its end. */
  readonly path: 'verified' | 'undetermined'
}

/** Puts the links of each service together, in the order of the list, so that no answer depends on the order of links. */
export function linkedServices(links: readonly ServiceLink[], list: TrustList): readonly LinkedService[] {
  const linked = new Set(links.map(({ service }) => service))
  const listed = list.providers.flatMap(({ services }) => services).filter(service => linked.has(service))
  return [...new Set([...listed, ...linked])].flatMap(service => {
    const own = links.filter(link => link.service === service)
    return own.slice(0, 1).map(({ provider }) => ({ provider, service, links: own }))
  })
}

/**
 * The services that match at a moment: a path holds then, and the state in force then is of the type that issues
 * qualified certificates. The identity at the head of a path is an anchor and its validity is not asked; that of the
 * intermediates is, at this moment. The certificate's own is judged apart.
 *
 * @standard ETSI TS 119 615 V1.4.1, clause 4.3 (PRO-4.3.4-03)
 */
export function candidatesAt(services: readonly LinkedService[], at: Instant): readonly Candidate[] {
  return services.flatMap(({ provider, service, links }) => {
    const path = pathAt(links, at)
    const state = stateAt(service, at)?.state
    return path && state?.type === CA_QC ? [{ provider, service, state, path }] : []
  })
}

/** Services with a path at this moment that issue, or once issued, qualified certificates. */
export function servicesInReach(services: readonly LinkedService[], at: Instant): readonly Service[] {
  return services
    .filter(({ links }) => pathAt(links, at) !== undefined)
    .map(({ service }) => service)
    .filter(issuesQualified)
}

function pathAt(links: readonly ServiceLink[], at: Instant): Candidate['path'] | undefined {
  const holding = links.filter(({ intermediates }) =>
    intermediates.every(({ validity }) => isWithinPeriod(validity, at)),
  )
  if (holding.length === 0) return undefined
  return holding.some(({ outcome }) => outcome === 'verified') ? 'verified' : 'undetermined'
}

/**
 * Whether the matches belong to providers of different names. Two entries of one list are the same provider when they
 * share a TSPName in one language.
 *
 * @standard ETSI TS 119 615 V1.4.1, clause 4.3 (PRO-4.3.4-11)
 */
export function providersDiffer(candidates: readonly Candidate[]): boolean {
  const providers = [...new Set(candidates.map(({ provider }) => provider))]
  return providers.some((one, i) => providers.slice(i + 1).some(other => !shareName(one, other)))
}

function shareName(one: Provider, other: Provider): boolean {
  return one.names.some(a =>
    other.names.some(b => a.language === b.language && prepare(a.text) === prepare(b.text)),
  )
}
