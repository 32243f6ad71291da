import type { Result } from '../core/result.ts'
import { formatInstant, type Instant } from '../core/time.ts'
import { type Check, satisfied, undetermined, violated } from '../requirements/finding.ts'
import type { TrustListSet } from './trust-list-set.ts'
import type { AuthenticatedList } from './verify.ts'

/** What the list of lists is remembered as; territories have two letters, so it is none of them. */
export const LIST_OF_LISTS = 'LOTL'

/** What is remembered of a list that was accepted. */
export interface SeenList {
  /** As the list of lists spells it: `EL`, `UK`; `LOTL` for itself. */
  readonly territory: string
  /** TSLSequenceNumber. */
  readonly sequenceNumber: number
  /** The digest that was signed, lower-case hexadecimal: `AuthenticatedList.digest`. */
  readonly digest: string
  /** ListIssueDateTime. Kept for people; numbers decide. */
  readonly issued: Instant
}

/**
 * What a memory holds at one moment, of the territories that it was asked for. What is in neither was never
 * seen.
 */
export interface Remembered {
  /** The list with the highest number, by territory. */
  readonly seen: ReadonlyMap<string, SeenList>
  /**
   * Territories of which not all can be read, or `all`. Something higher may have been seen than what stands
   * in `seen`, so nothing of them is accepted, and what is lower than `seen` is refused all the same.
   */
  readonly unreadable: ReadonlySet<string> | 'all'
}

/** Why a list could not be remembered, or not be forgotten. `not-a-list`: facts that no list can have. */
export type MemoryReason = 'unwritable' | 'not-a-list'

/** What came of remembering. */
export interface Remembering {
  /** What is remembered of these territories now, by other processes too. */
  readonly remembered: Remembered
  /**
   * What could not be written. It is remembered as long as this process lives, and written with the next
   * occasion.
   */
  readonly unwritten: ReadonlyMap<string, MemoryReason>
}

/**
 * Where the highest sequence number of each list is kept, so that no older list is taken for the current one.
 * Several processes may share one: the highest number wins, whatever the order in which they write.
 * Implementations do not reject.
 */
export interface ListMemory {
  /** @param territories Of which something is to be known; `LOTL` is one of them. */
  recall(territories: readonly string[]): Promise<Remembered>
  /** Never lowers what is remembered, and never replaces the content of a number. */
  remember(lists: readonly SeenList[]): Promise<Remembering>
  /**
   * The operator's way back, where a state began to count anew or the memory is damaged. Nothing else calls
   * it.
   */
  forget(territory: string): Promise<Result<undefined, MemoryReason>>
}

/**
 * Whether a memory can keep these facts: they may come from outside, and a territory may become the name of a
 * file.
 */
export function isTerritory(territory: string): boolean {
  return territory === LIST_OF_LISTS || /^[A-Z]{2}$/.test(territory)
}

/**
 * What is to be remembered of a set: its authentic lists that count. Of a set whose list of lists is not,
 * nothing.
 */
export function seenIn({ listOfLists, territories }: TrustListSet): readonly SeenList[] {
  if (listOfLists.outcome !== 'authentic') return []
  const national = territories.flatMap(({ territory, file }) =>
    file?.outcome === 'authentic' ? seenList(territory, file.list) : [],
  )
  return [seenList(LIST_OF_LISTS, listOfLists.list), ...national]
}

export function seenList(territory: string, { content, digest }: AuthenticatedList): SeenList {
  return { territory, sequenceNumber: content.sequenceNumber, digest, issued: content.issued }
}

/**
 * Says whether a list may follow what is remembered: it is the same one, or has a higher number. The standard
 * has states count upwards; that what is lower is refused, and what says something else under one number, is
 * this library's rule.
 *
 * @standard ETSI TS 119 612 V2.4.1 (TSLSequenceNumber)
 */
export function checkSequence(list: SeenList, { seen, unreadable }: Remembered): Check {
  const { territory, sequenceNumber, digest, issued } = list
  const last = seen.get(territory)
  const facts = {
    territory,
    sequenceNumber,
    digest,
    issued: formatInstant(issued),
    last: last
      ? { sequenceNumber: last.sequenceNumber, digest: last.digest, issued: formatInstant(last.issued) }
      : null,
  }
  if (last && sequenceNumber < last.sequenceNumber) {
    return violated('trust-list.succession', 'rolled-back', facts)
  }
  if (last && sequenceNumber === last.sequenceNumber && digest !== last.digest) {
    return violated('trust-list.succession', 'same-number-other-content', facts)
  }
  if (unreadable === 'all' || unreadable.has(territory)) {
    return undetermined('trust-list.succession', 'memory-unreadable', facts)
  }
  if (!last) return satisfied('trust-list.succession', { ...facts, place: 'first-seen' })
  const place = sequenceNumber === last.sequenceNumber ? 'same' : 'newer'
  return satisfied('trust-list.succession', { ...facts, place })
}
