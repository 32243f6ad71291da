import type { Certificate } from '../certificate/certificate.ts'
import { compareBytes, toHex } from '../core/bytes.ts'
import { ok } from '../core/result.ts'
import type { Instant } from '../core/time.ts'
import { listState } from '../trust-list/freshness.ts'
import { isForWebsites } from '../trust-list/service-kinds.ts'
import type { Provider, Service, ServiceState } from '../trust-list/trust-list.ts'
import type { AuthenticFile, ListFile, TrustListSet } from '../trust-list/trust-list-set.ts'
import { statusWord } from './addresses.ts'
import type { ListState } from './evidence.ts'
import { obstacleAt } from './list-obstacle.ts'
import { nameOf } from './listed-name.ts'
import { historyOrder, stateAt } from './service-at.ts'
import type { Reason } from './words.ts'

/** Where a list has a certificate: whose it is, and what is said of it at the moment. */
export interface AnchorEntry {
  readonly territory: string
  readonly provider: Provider
  readonly service: Service
  readonly state: ServiceState
  readonly file: AuthenticFile
}

/**
 * A certificate of a service that may issue qualified certificates for websites at the moment, once, whoever
 * lists it.
 */
export interface WebsiteAnchor {
  readonly certificate: Certificate
  /** At least one. */
  readonly entries: readonly AnchorEntry[]
}

/** What was done with the list of a territory. */
export interface ListUse {
  readonly territory: string
  readonly file?: ListFile
  readonly state: ListState
  /** Why it is not used; absent where it is. */
  readonly obstacle?: Reason
}

export interface WebsiteAnchors {
  /** In an order that depends on nothing but what they are: by territory, then by octets. */
  readonly anchors: readonly WebsiteAnchor[]
  /** One for each territory, in the order of the list of lists. */
  readonly lists: readonly ListUse[]
  /** How many identities of such services cannot be read, so that they are no anchors. */
  readonly unreadable: number
}

/**
 * The certificates that a TLS server may take as ends of paths for website authentication at a moment: those
 * of services of the type that issues qualified certificates, for websites, whose status is granted then, in
 * lists that may be relied on then. Which of their certificates are qualified is not decided by it: that
 * takes the certificate.
 *
 * @param at The moment of use, and at which the lists must be fresh.
 * @standard ETSI TS 119 615 V1.4.1, clauses 4.3 (PRO-4.3.4-03) and 4.4; ETSI TS 119 612 V2.4.1, clause 5.5
 */
export function websiteAnchors(set: TrustListSet, at: Instant): WebsiteAnchors {
  const listOfLists = listState(set.listOfLists, { listsAt: at }).state
  const lists = set.territories.map(({ territory, file }): ListUse => {
    const { state } = listState(file, { listsAt: at })
    const list = file?.outcome === 'authentic' ? file.list.content : undefined
    const obstacle = obstacleAt(ok(territory), { ...(list && { list }), state, listOfLists }, at)
    return { territory, ...(file && { file }), state, ...(obstacle !== undefined && { obstacle }) }
  })
  const entries = lists.flatMap(use => (use.obstacle === undefined ? entriesOf(use, at) : []))
  return {
    anchors: anchorsOf(entries),
    lists,
    unreadable: entries.flatMap(({ service }) => service.certificates).filter(listed => !listed.ok).length,
  }
}

function entriesOf({ territory, file }: ListUse, at: Instant): readonly AnchorEntry[] {
  if (file?.outcome !== 'authentic') return []
  return file.list.content.providers.flatMap(provider =>
    provider.services.flatMap(service => {
      const state = grantedState(service, at)
      return state === undefined ? [] : [{ territory, provider, service, state, file }]
    }),
  )
}

/**
 * Websites are a purpose of the Regulation, whose one good status is granted. A past without an order says
 * nothing.
 */
function grantedState(service: Service, at: Instant): ServiceState | undefined {
  const found = stateAt(service, at)
  if (found === undefined || !isForWebsites(found.state) || statusWord(found.state.status) !== 'granted')
    return undefined
  return found.fromHistory && historyOrder(service) === 'disorder' ? undefined : found.state
}

function anchorsOf(entries: readonly AnchorEntry[]): readonly WebsiteAnchor[] {
  const found = new Map<string, { readonly certificate: Certificate; readonly entries: AnchorEntry[] }>()
  for (const entry of entries.toSorted(compareEntries)) {
    for (const listed of entry.service.certificates) {
      if (!listed.ok) continue
      const key = toHex(listed.certificate.bytes)
      const anchor = found.get(key) ?? { certificate: listed.certificate, entries: [] }
      found.set(key, anchor)
      if (anchor.entries.at(-1) !== entry) anchor.entries.push(entry)
    }
  }
  return [...found.values()].toSorted(compareAnchors)
}

function compareAnchors(a: WebsiteAnchor, b: WebsiteAnchor): number {
  const [x, y] = [a.entries[0]?.territory ?? '', b.entries[0]?.territory ?? '']
  return compareTexts(x, y) || compareBytes(a.certificate.bytes, b.certificate.bytes)
}

function compareEntries(a: AnchorEntry, b: AnchorEntry): number {
  return (
    compareTexts(a.territory, b.territory) ||
    compareTexts(nameOf(a.provider.names), nameOf(b.provider.names)) ||
    compareTexts(nameOf(a.state.names), nameOf(b.state.names)) ||
    a.state.since - b.state.since
  )
}

/** By code units, so that no setting of a machine changes the order. */
function compareTexts(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
