import { formatInstant, type Instant } from '../core/time.ts'
import { countServices } from '../trust-list/anchors.ts'
import { type FreshnessQuestion, type ListState, listState } from '../trust-list/freshness.ts'
import type { ListFile, TerritoryLists, TrustListSet } from '../trust-list/trust-list-set.ts'

/**
 * The JSON of `qwac lists verify --json`. What a file that is not authentic says of itself is reported, not
 * believed.
 */
export interface ListsReport {
  readonly schemaVersion: 1
  readonly lotl: ListOfListsRow
  /** One row for each territory that the list of lists points to, in its order. */
  readonly lists: readonly ListRow[]
}

export interface ListOfListsRow {
  /** Null where the file cannot be read. */
  readonly sequenceNumber: number | null
  /** RFC 3339. */
  readonly issued: string | null
  /** Null where the file cannot be read, and where the list is closed. */
  readonly nextUpdate: string | null
  readonly state: ListState
  readonly reason?: string
}

export interface ListRow extends ListOfListsRow {
  readonly territory: string
  readonly version: number | null
  /** How many services an authentic list holds. */
  readonly services: number | null
}

/**
 * @param services How many services files have, by the SHA-256 of the file, where the set holds only some of
 *   them.
 */
export function reportLists(
  set: TrustListSet,
  question: FreshnessQuestion,
  services: ReadonlyMap<string, number> = new Map(),
): ListsReport {
  return {
    schemaVersion: 1,
    lotl: rowOf(set.listOfLists, question),
    lists: set.territories.map(entry => territoryRow(entry, question, services)),
  }
}

/**
 * Whether every file that was given, lists beside the chosen ones included, can be relied on; and whether any
 * is broken.
 */
export function summaryOf(set: TrustListSet, question: FreshnessQuestion): 'good' | 'broken' | 'wanting' {
  const given = set.territories.flatMap(({ file, others }) =>
    file === undefined ? others : [file, ...others],
  )
  const files = [set.listOfLists, ...set.pivots, ...given, ...set.others]
  if (files.some(({ outcome }) => outcome !== 'authentic')) return 'broken'
  const states = [set.listOfLists, ...given].map(file => listState(file, question).state)
  return states.every(state => state === 'fresh' || state === 'closed') ? 'good' : 'wanting'
}

function territoryRow(
  { territory, file }: TerritoryLists,
  question: FreshnessQuestion,
  known: ReadonlyMap<string, number>,
): ListRow {
  const services = file?.outcome === 'authentic' ? (known.get(file.sha256) ?? countServices(file)) : null
  return { territory, version: file?.claims?.version ?? null, services, ...rowOf(file, question) }
}

function rowOf(file: ListFile | undefined, question: FreshnessQuestion): ListOfListsRow {
  const claims = file?.claims
  return {
    sequenceNumber: claims?.sequenceNumber ?? null,
    issued: written(claims?.issued),
    nextUpdate: written(claims?.nextUpdate),
    ...listState(file, question),
  }
}

function written(moment: Instant | null | undefined): string | null {
  return moment === null || moment === undefined ? null : formatInstant(moment)
}
