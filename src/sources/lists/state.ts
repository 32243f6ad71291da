import { type Instant, instantFromMilliseconds } from '../../core/time.ts'
import type { ListFile, TrustListSet } from '../../trust-list/trust-list-set.ts'
import type { Validators } from './fetch.ts'
import type { ListPlan } from './tasks.ts'
import type { ListAttempt } from './types.ts'

/** A file that is used, with what is needed to ask whether there is a newer one. */
export interface KeptFile {
  readonly file: ListFile
  /** Where it came from. */
  readonly location: string
  readonly validators: Validators
  /** When its server last gave it out as a whole, and did not only say that it has not changed. */
  readonly givenAt: Instant
}

export interface KeptNationalList extends KeptFile {
  /** How many services of it paths can end at. */
  readonly anchors: number
}

export interface KeptListOfLists extends KeptFile {
  /** Earlier lists of lists by which it is verified. */
  readonly pivots: readonly ListFile[]
  /** Whether it came out of the store: then nobody knows whether its location is true. */
  readonly isStored: boolean
  /** Absent where it is not authentic. */
  readonly plan?: ListPlan
}

/** All that a keeper knows. A refresh makes a new one out of it. */
export interface KeeperState {
  readonly listOfLists?: KeptListOfLists
  /** By territory. */
  readonly lists: ReadonlyMap<string, KeptNationalList>
  /** By territory, and of the list of lists under its own word. */
  readonly attempts: ReadonlyMap<string, ListAttempt>
  /** What is used for verdicts: all of the above, after memory has had its say. */
  readonly set?: TrustListSet
  /** How many services of it paths can end at. */
  readonly anchors: number
  /** What could not be put into the store, or was not found there any more. */
  readonly unarchived: ReadonlySet<string>
  /** How many rounds in succession tried to put it there and left something of that kind. */
  readonly unarchivedRounds: number
  /** When the last of them was. */
  readonly storeTriedAt: Instant
  readonly isRemembered: boolean
}

export const NOTHING_KEPT: KeeperState = {
  lists: new Map(),
  attempts: new Map(),
  anchors: 0,
  unarchived: new Set(),
  unarchivedRounds: 0,
  storeTriedAt: instantFromMilliseconds(0),
  isRemembered: true,
}
