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

/**
 * Puts the links of each service together, in the order of the list, so that no answer depends on the order
 * of links.
 */
export function linkedServices(
  links: readonly ServiceLink[],
  list: TrustList,
  facts: ListedFacts,
): readonly LinkedService[] {
  return inOrder(groupsOf(links), list, facts).map(own => {
    const [{ provider, service }] = own
    return { provider: facts.provider(provider), service: facts.service(service), links: own }
  })
}

function groupsOf(links: readonly ServiceLink[]): readonly (readonly [ServiceLink, ...ServiceLink[]])[] {
  const [first, second] = links
  // A key is mostly listed for one service or for two, which needs no map.
  if (first === undefined || second === undefined) return first === undefined ? [] : [[first]]
  if (links.length === 2 && first.service !== second.service) return [[first], [second]]
  const byService = new Map<Service, [ServiceLink, ...ServiceLink[]]>()
  for (const link of links) {
    const known = byService.get(link.service)
    if (known === undefined) byService.set(link.service, [link])
    known?.push(link)
  }
  return [...byService.values()]
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
  // Links are found in the order of the list, so that there is mostly nothing to sort.
  const isSorted = groups.every((group, i) => i === 0 || place(groups[i - 1] ?? group) <= place(group))
  return isSorted ? groups : groups.toSorted((a, b) => place(a) - place(b))
}

/**
 * The services that match at a moment: a path holds then, and the state in force then is of the type that
 * issues qualified certificates. The identity at the head of a path is an anchor and its validity is not
 * asked; that of the intermediates is, at this moment. The certificate's own is judged apart.
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

/**
 * Mostly the same services stand in the same states at both moments. Then the one moment gets the services of
 * the other, so that it shows that what was found out for one holds for both.
 */
export function sharing(moment: ServicesAt, other: ServicesAt): ServicesAt {
  const { reached, candidates } = other
  const isSame =
    moment.reached.length === reached.length &&
    moment.candidates.length === candidates.length &&
    moment.reached.every(
      ({ linked, path }, i) => linked === reached[i]?.linked && path === reached[i].path,
    ) &&
    moment.candidates.every(({ linked, state, path }, i) => {
      const same = candidates[i]
      return linked === same?.linked && state === same.state && path === same.path
    })
  return isSame ? { at: moment.at, reached, candidates } : moment
}

function pathAt(links: readonly ServiceLink[], at: Instant): PathOutcome | undefined {
  let found: PathOutcome | undefined
  for (const { intermediates, outcome } of links) {
    if (!intermediates.every(({ validity }) => isWithinPeriod(validity, at))) continue
    if (outcome === 'verified') return outcome
    found = outcome
  }
  return found
}

/** Those of them that stand for a purpose. */
export function standingFor(purpose: Purpose, candidates: readonly Candidate[]): readonly Candidate[] {
  const stands = ({ state }: Candidate): boolean => state.purposes.includes(purpose)
  // Mostly all of them do or none, and then no list needs to be made.
  if (candidates.every(stands)) return candidates
  return candidates.some(stands) ? candidates.filter(stands) : NONE
}

const NONE: readonly Candidate[] = []

export function isVerified({ path }: { readonly path: PathOutcome }): boolean {
  return path === 'verified'
}

/**
 * Whether the matches belong to providers of different names. Two entries of one list are the same provider
 * when they share a TSPName in one language.
 *
 * @standard ETSI TS 119 615 V1.4.1, clause 4.3 (PRO-4.3.4-11)
 */
export function providersDiffer(candidates: readonly Candidate[]): boolean {
  const [first] = candidates
  if (candidates.every(({ provider }) => provider === first?.provider)) return false
  const providers = [...new Set(candidates.map(({ provider }) => provider))]
  return providers.some((one, i) => providers.slice(i + 1).some(other => !shareName(one, other)))
}

function shareName({ identities }: ProviderFacts, other: ProviderFacts): boolean {
  return [...identities].some(identity => other.identities.has(identity))
}
