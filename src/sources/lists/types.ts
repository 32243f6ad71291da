import type { Instant } from '../../core/time.ts'
import type { Crypto } from '../../crypto/crypto.ts'
import type { Caches } from '../../qualification/list-index.ts'
import type { ListState } from '../../trust-list/freshness.ts'
import type { OfficialJournalNotice } from '../../trust-list/notices.ts'
import type { ListMemory } from '../../trust-list/sequence-memory.ts'
import type { HttpClient } from '../http/client.ts'
import type { KeyValueStore } from '../stores/store.ts'
import type { FetchLimits } from './fetch.ts'

/** What came of the last attempt to have a newer list. */
export interface ListAttempt {
  readonly at: Instant
  /**
   * `updated`: another list than before is used. `unchanged`: the one that is held is still the current one.
   */
  readonly outcome: 'updated' | 'unchanged' | 'failed'
  /** Where it failed: a word of the connection, or the reason for which the new file is not accepted. */
  readonly reason?: string
  /** For people. External text: it is escaped before it is shown. */
  readonly detail?: string
}

/** One list, as it is used now. */
export interface ListHealthRow {
  readonly state: ListState
  /** Why the list that is used is refused or unreadable. */
  readonly reason?: string
  /**
   * Milliseconds since its server last gave it out or said that it has not changed; null where there is no
   * list.
   */
  readonly age: number | null
  /** RFC 3339; null where there is no list, and where it is closed. */
  readonly nextUpdate: string | null
  readonly sequenceNumber: number | null
  readonly lastAttempt?: Omit<ListAttempt, 'at'> & { readonly at: string }
}

/** Why lists cannot be worked with. */
export type NoLists =
  /** Nothing was loaded yet, neither from the network nor from the store. */
  | 'not-loaded'
  /** No list of lists is authentic, so nobody vouches for any list. */
  | 'list-of-lists-refused'
  /** Lists are there, and not a single service in them. */
  | 'no-anchors'

/** For probes and people. */
export interface ListHealth {
  /** Whether there are anchors, under a list of lists that is within its NextUpdate. */
  readonly ready: boolean
  readonly reason?: NoLists | 'list-of-lists-expired' | 'list-of-lists-closed'
  /** RFC 3339. */
  readonly at: string
  readonly listOfLists: ListHealthRow
  /** By territory, in the order of the list of lists. */
  readonly lists: Readonly<Record<string, ListHealthRow>>
  /** Services of authentic lists that paths can end at. */
  readonly anchors: number
  readonly clock: ClockState
  /** Whether everything that is to be kept could be written. */
  readonly store: 'written' | 'failing'
  readonly memory: 'written' | 'failing'
  /** RFC 3339; null where none is planned. */
  readonly nextRefresh: string | null
}

/**
 * `stepped-back`: the clock was later before. `before-newest-list`: a list in use is issued later than now.
 */
export type ClockState = 'plausible' | 'stepped-back' | 'before-newest-list'

/** What is worth telling. A listener must not throw. */
export type ListEvent =
  | { readonly kind: 'list'; readonly territory: string; readonly attempt: ListAttempt }
  /** One of the several places where a list is announced to stand has none that could be used. */
  | {
      readonly kind: 'place'
      readonly territory: string
      readonly location: string
      readonly attempt: ListAttempt
    }
  /** The list of lists gives another address for itself than the one that it came from. */
  | { readonly kind: 'list-of-lists-moved'; readonly from: string; readonly to: string }
  /** The list of lists names a newer notice of the Official Journal; somebody has to look at it. */
  | { readonly kind: 'notice-superseded'; readonly newer: readonly string[] }
  /** Others may sign the list of a territory than before. */
  | { readonly kind: 'signers-changed'; readonly territory: string }
  | { readonly kind: 'clock'; readonly state: Exclude<ClockState, 'plausible'> }
  | { readonly kind: 'store-failing' | 'memory-failing' }
  | { readonly kind: 'refreshed'; readonly health: ListHealth }

/** Runs something later. @returns What calls it off. */
export type Schedule = (run: () => void, milliseconds: number) => () => void

export interface ListKeeperOptions extends Partial<FetchLimits> {
  readonly client: HttpClient
  /** Where the highest sequence numbers are kept. */
  readonly memory: ListMemory
  /** Where the lists are kept for the next start; none unless told. */
  readonly store?: KeyValueStore
  /**
   * Milliseconds for one call of the store; five seconds unless told. Where one is late, it is left alone for
   * ten.
   */
  readonly storeDeadline?: number
  readonly crypto: Crypto
  /** Where trust starts: the newest notice of the Official Journal unless told. */
  readonly notice?: OfficialJournalNotice
  /** Where the list of lists is looked for at first; that of the European Commission unless told. */
  readonly location?: string
  /** Milliseconds between refreshes, give or take a tenth; six hours unless told. */
  readonly period?: number
  /**
   * Milliseconds until the next attempt where one failed; ten minutes unless told, never more than the
   * period.
   */
  readonly retryAfter?: number
  /** How many lists are fetched at a time; six unless told. */
  readonly parallel?: number
  /**
   * The module that verifies in a thread of its own, `sources/lists/worker.js` of this package unless told;
   * false verifies in the thread of the caller, where a large list holds up other work for a tenth of a
   * second.
   */
  readonly worker?: URL | false
  /**
   * What validations share, as it is given to them: what they look for in a list that is new is read into it
   * before the list is used. Without it the first validation after a change does that, and all others wait
   * for it.
   */
  readonly caches?: Caches
  readonly onEvent?: (event: ListEvent) => void
  /** Milliseconds since 1970. */
  readonly clock?: () => number
  readonly random?: () => number
  readonly schedule?: Schedule
}
