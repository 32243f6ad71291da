import type { Certificate } from '../certificate/certificate.ts'
import { prepare } from '../certificate/name/match.ts'
import { formatInstant } from '../core/time.ts'
import { issuesQualified } from '../trust-list/service-kinds.ts'
import type {
  CriteriaList,
  LocalText,
  Provider,
  Service,
  ServiceState,
  TrustList,
} from '../trust-list/trust-list.ts'
import { CA_QC, informationWord, statusWord } from './addresses.ts'
import { nameOf } from './listed-name.ts'
import { once } from './once.ts'
import { NOTHING, type Reading } from './reading.ts'
import { remembering } from './remembering.ts'
import { currentIsNewest, type HistoryOrder, historyOrder } from './service-at.ts'
import { readStated, type StatedFacts } from './stated-facts.ts'
import { LISTED_AS, PURPOSES, type Purpose, QUALIFIERS, type Qualifier } from './words.ts'

/** A state of a service, in the words in which the decision asks. */
export interface StateFacts {
  readonly state: ServiceState
  /** Whether it is of the type that issues qualified certificates. */
  readonly issuesQualified: boolean
  /** The standard's word for the status, or its address. */
  readonly status: string
  /** RFC 3339. */
  readonly since: string
  /** Which purposes it stands for. RootCA-QC is none. @standard ETSI TS 119 612, clause 5.5 */
  readonly purposes: readonly Purpose[]
  /** Those that hold a qualifier of clause 4.4. @standard ETSI TS 119 612, clause 5.5.9.2 */
  readonly elements: readonly QualifierElement[]
  /** Names of whoever took the service over, then or since. */
  readonly successors: readonly string[]
  /** What it says of every certificate; the qualifiers depend on which one. */
  readonly reading: Reading
}

export interface QualifierElement {
  readonly qualifiers: readonly Qualifier[]
  readonly criteria: CriteriaList
}

export interface ServiceFacts {
  readonly service: Service
  readonly name: string
  readonly order: HistoryOrder
  readonly currentIsNewest: boolean
  /** Whether it issues qualified certificates, or once did. */
  readonly issuesQualified: boolean
  readonly states: ReadonlyMap<ServiceState, StateFacts>
}

export interface ProviderFacts {
  readonly name: string
  /** TSPName and TSPTradeName, all languages, each once. */
  readonly names: readonly string[]
  readonly listed: ReadonlySet<string>
  /** Those names, prepared for comparison. */
  readonly prepared: ReadonlySet<string>
  /** Each TSPName with its language, prepared: two entries that share one are the same provider. */
  readonly identities: ReadonlySet<string>
}

/**
 * What lists and certificates say, read once: the one is the same for every certificate, the other by every
 * list, and both at every moment. It goes with the lists and the certificates, and no answer is kept.
 */
export interface ListedFacts {
  service(service: Service): ServiceFacts
  provider(provider: Provider): ProviderFacts
  /** Where each service of a list stands in it. */
  positions(list: TrustList): ReadonlyMap<Service, number>
  stated(certificate: Certificate): StatedFacts
}

export function createListedFacts(): ListedFacts {
  return {
    service: remembering(readService),
    provider: remembering(readProvider),
    positions: remembering(readPositions),
    stated: remembering(readStated),
  }
}

function readService(service: Service): ServiceFacts {
  return {
    service,
    name: nameOf(service.names),
    order: historyOrder(service),
    currentIsNewest: currentIsNewest(service),
    issuesQualified: issuesQualified(service),
    states: new Map([service, ...service.history].map(state => [state, readState(state, service)])),
  }
}

function readState(state: ServiceState, service: Service): StateFacts {
  const status = statusWord(state.status)
  const information = new Set(state.additionalInformation.map(informationWord))
  const purposes = PURPOSES.filter(purpose => information.has(LISTED_AS[purpose].information))
  return {
    state,
    issuesQualified: state.type === CA_QC,
    status,
    since: formatInstant(state.since),
    purposes,
    elements: state.qualifications
      .map(({ qualifiers, criteria }) => ({ qualifiers: known(qualifiers), criteria }))
      .filter(({ qualifiers }) => qualifiers.length > 0),
    successors: once([service, state].flatMap(({ takenOverBy }) => textsOf(takenOverBy?.names ?? []))),
    reading: {
      statuses: new Set([status]),
      qualifiers: NOTHING.qualifiers,
      purposes: new Set(purposes),
      unknownCritical: state.unknownCriticalExtensions.length > 0,
    },
  }
}

function known(addresses: readonly string[]): readonly Qualifier[] {
  const words = new Set(addresses.map(informationWord))
  return QUALIFIERS.filter(qualifier => words.has(qualifier))
}

function readProvider({ names, tradeNames }: Provider): ProviderFacts {
  const listed = new Set(textsOf([...names, ...tradeNames]))
  return {
    name: nameOf(names),
    // Findings show them.
    names: Object.freeze([...listed]),
    listed,
    prepared: new Set([...listed].map(prepare)),
    identities: new Set(names.map(({ language, text }) => `${language}\n${prepare(text)}`)),
  }
}

function textsOf(names: readonly LocalText[]): readonly string[] {
  return names.map(({ text }) => text)
}

function readPositions({ providers }: TrustList): ReadonlyMap<Service, number> {
  const services = new Set(providers.flatMap(each => each.services))
  return new Map([...services].map((service, position) => [service, position]))
}
