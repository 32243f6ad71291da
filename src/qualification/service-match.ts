import { isWithinPeriod } from '../certificate/validity-period.ts'
import type { Instant } from '../core/time.ts'
import type { Service, TrustList } from '../trust-list/trust-list.ts'
import type { ServiceLink } from './evidence.ts'
import type { ListedFacts, ProviderFacts, ServiceFacts, StateFacts } from './listed-facts.ts'
import { stateAt } from './service-at.ts'
import type { Purpose } from './words.ts'

/** A service with all the paths that lead to it. */
export interface LinkedService {
  readonly provider: ProviderFacts
  readonly service: ServiceFacts
  readonly links: readonly ServiceLink[]
}

/** `undetermined`: no path is verified, but one could not be checked to its end. */
type PathOutcome = ServiceLink['outcome']

/** A service with a path at a moment that issues, or once issued, qualified certificates. */
export interface ReachedService {
  readonly linked: LinkedService
  readonly path: PathOutcome
}

/** A service that matches the certificate at a moment, in the state that is in force then. */
export interface Candidate {
  readonly linked: LinkedService
  readonly provider: ProviderFacts
  readonly service: ServiceFacts
  readonly state: StateFacts
  readonly path: PathOutcome
}

/** What a certificate leads to at a moment. */
export interface ServicesAt {
  readonly at: Instant
  readonly reached: readonly ReachedService[]
  readonly candidates: readonly Candidate[]
}

/** Puts the links of each service together, in the order of the list, so that no answer depends on the order of links. */
export function linkedServices(
  links: readonly ServiceLink[],
  list: TrustList,
  facts: ListedFacts,
): readonly LinkedService[] {
  const byService = new Map<Service, [ServiceLink, ...ServiceLink[]]>()
  for (const link of links) {
    const known = byService.get(link.service)
    if (known === undefined) byService.set(link.service, [link])
    known?.push(link)
  }
  return inOrder([...byService.values()], list, facts).map(own => {
    const [{ provider, service }] = own
    return { provider: facts.provider(provider), service: facts.service(service), links: own }
  })
}

/** A service that is not of the list stands behind all that are. */
function inOrder<Links extends readonly [ServiceLink, ...ServiceLink[]]>(
  groups: readonly Links[],
  list: TrustList,
  facts: ListedFacts,
): readonly Links[] {
  if (groups.length < 2) return groups
  const positions = facts.positions(list)
  const place = ([{ service }]: Links): number => positions.get(service) ?? positions.size
  return groups.toSorted((a, b) => place(a) - place(b))
}

/**
 * The services that match at a moment: a path holds then, and the state in force then is of the type that issues
 * qualified certificates. The identity at the head of a path is an anchor and its validity is not asked; that of the
 * intermediates is, at this moment. The certificate's own is judged apart.
 *
 * @standard ETSI TS 119 615 V1.4.1, clause 4.3 (PRO-4.3.4-03)
 */
export function servicesAt(services: readonly LinkedService[], at: Instant): ServicesAt {
  const reached: ReachedService[] = []
  const candidates: Candidate[] = []
  for (const linked of services) {
    const { provider, service, links } = linked
    const path = pathAt(links, at)
    if (path === undefined) continue
    if (service.issuesQualified) reached.push({ linked, path })
    const found = stateAt(service.service, at)
    const state = found && service.states.get(found.state)
    if (state?.issuesQualified) candidates.push({ linked, provider, service, state, path })
  }
  return { at, reached, candidates }
}

function pathAt(links: readonly ServiceLink[], at: Instant): PathOutcome | undefined {
  const holding = links.filter(({ intermediates }) =>
    intermediates.every(({ validity }) => isWithinPeriod(validity, at)),
  )
  if (holding.length === 0) return undefined
  return holding.some(({ outcome }) => outcome === 'verified') ? 'verified' : 'undetermined'
}

/** Those of them that stand for a purpose. */
export function standingFor(purpose: Purpose, candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.filter(({ state }) => state.purposes.includes(purpose))
}

export function isVerified({ path }: { readonly path: PathOutcome }): boolean {
  return path === 'verified'
}

/**
 * Whether the matches belong to providers of different names. Two entries of one list are the same provider when they
 * share a TSPName in one language.
 *
 * @standard ETSI TS 119 615 V1.4.1, clause 4.3 (PRO-4.3.4-11)
 */
export function providersDiffer(candidates: readonly Candidate[]): boolean {
  if (candidates.length < 2) return false
  const providers = [...new Set(candidates.map(({ provider }) => provider))]
  return providers.some((one, i) => providers.slice(i + 1).some(other => !shareName(one, other)))
}

function shareName({ identities }: ProviderFacts, other: ProviderFacts): boolean {
  return [...identities].some(identity => other.identities.has(identity))
}
