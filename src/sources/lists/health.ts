import { ok, type Result, refused } from '../../core/result.ts'
import { formatInstant, type Instant } from '../../core/time.ts'
import { listState } from '../../trust-list/freshness.ts'
import { LIST_OF_LISTS } from '../../trust-list/sequence-memory.ts'
import type { ListFile, TrustListSet } from '../../trust-list/trust-list-set.ts'
import type { KeeperState } from './state.ts'
import type { ClockState, ListAttempt, ListHealth, ListHealthRow, NoLists } from './types.ts'

export interface HealthQuestion {
  readonly at: Instant
  /** Milliseconds after which a copy is aged. */
  readonly agedAfter: number
  readonly clock: ClockState
  readonly nextRefresh: Instant | undefined
}

/** What can be said of everything that is kept, at a moment. */
export function healthOf(state: KeeperState, question: HealthQuestion): ListHealth {
  const { at, clock, nextRefresh } = question
  const { set, anchors, attempts, unarchived, isRemembered } = state
  const reason = obstacleOf(state, at)
  const listOfLists = rowOf(set?.listOfLists, attempts.get(LIST_OF_LISTS), question)
  const rows = set?.territories.map(
    ({ territory, file }) => [territory, rowOf(file, attempts.get(territory), question)] as const,
  )
  return {
    ready: reason === undefined,
    ...(reason !== undefined && { reason }),
    at: formatInstant(at),
    listOfLists,
    lists: Object.fromEntries(rows ?? []),
    anchors,
    clock,
    store: unarchived.size === 0 ? 'written' : 'failing',
    memory: isRemembered ? 'written' : 'failing',
    nextRefresh: nextRefresh === undefined ? null : formatInstant(nextRefresh),
  }
}

/**
 * The lists to work with, or why there are none. What is expired is handed out: whoever judges a certificate
 * sees it.
 */
export function usable({ set, anchors }: Lists): Result<TrustListSet, NoLists> {
  if (!set) return refused('not-loaded')
  if (set.listOfLists.outcome !== 'authentic') return refused('list-of-lists-refused')
  return anchors === 0 ? refused('no-anchors') : ok(set)
}

type Lists = Pick<KeeperState, 'set' | 'anchors'>

function obstacleOf(given: Lists, at: Instant): ListHealth['reason'] {
  const lists = usable(given)
  if (!lists.ok) return lists.reason
  const { state } = listState(lists.value.listOfLists, { listsAt: at })
  if (state === 'expired') return 'list-of-lists-expired'
  return state === 'closed' ? 'list-of-lists-closed' : undefined
}

function rowOf(
  file: ListFile | undefined,
  attempt: ListAttempt | undefined,
  { at, agedAfter }: HealthQuestion,
): ListHealthRow {
  const { nextUpdate, sequenceNumber } = file?.claims ?? {}
  const obtainedAt = file?.obtainedAt
  return {
    ...listState(file, { listsAt: at, refreshPeriod: agedAfter }),
    age: obtainedAt === undefined ? null : Math.max(0, at - obtainedAt),
    nextUpdate: nextUpdate === undefined || nextUpdate === null ? null : formatInstant(nextUpdate),
    sequenceNumber: sequenceNumber ?? null,
    ...(attempt && { lastAttempt: { ...attempt, at: formatInstant(attempt.at) } }),
  }
}

/** Five minutes, as everywhere: clocks that are set by the network differ by less. */
export const CLOCK_TOLERANCE = 300_000

/**
 * Whether a clock can be right. One that is behind makes old lists look fresh, so it is told; it decides
 * nothing, because a list that is issued ahead of its time would look the same.
 *
 * @param latest The latest moment that the clock has shown before.
 */
export function clockState(at: Instant, latest: Instant, set: TrustListSet | undefined): ClockState {
  if (at + CLOCK_TOLERANCE < latest) return 'stepped-back'
  const files = set ? [set.listOfLists, ...set.territories.map(({ file }) => file)] : []
  const isBehind = files.some(
    file => file?.outcome === 'authentic' && file.list.content.issued > at + CLOCK_TOLERANCE,
  )
  return isBehind ? 'before-newest-list' : 'plausible'
}
