import type { Result } from '../core/result.ts'
import type { Instant } from '../core/time.ts'
import type { ListState, TerritoryEvidence } from './evidence.ts'
import type { Reason } from './words.ts'

/**
 * Why a territory's list cannot answer for a moment; undefined when it can. A list issued after the moment
 * answers through the history of its services. A list that is past its NextUpdate, then or at the moment at
 * which lists must be fresh, answers nothing: the text only warns, the rule that stale means undetermined is
 * this library's.
 *
 * @standard ETSI TS 119 615 V1.4.1, clauses 4.1 to 4.3 (PRO-4.3.4-01, -02)
 */
export function obstacleAt(
  territory: Result<string>,
  { list, state, listOfLists }: TerritoryEvidence,
  at: Instant,
): Reason | undefined {
  if (!territory.ok) return 'territory-unknown'
  if (!isCurrent(listOfLists)) return missing(listOfLists)
  if (state === 'not-announced') return 'territory-unknown'
  if (state === 'refused') return 'list-refused'
  if (state === 'unreadable') return 'list-unreadable'
  if (list === undefined || state === 'absent') return 'list-missing'
  if (list.nextUpdate === null || state === 'closed') return at > list.issued ? 'list-closed' : undefined
  return state === 'expired' || at > list.nextUpdate ? 'list-expired' : undefined
}

/** A list of lists that is closed is not maintained any more, so nobody can say what has changed since. */
function missing(listOfLists: ListState): Reason {
  if (listOfLists === 'expired') return 'list-of-lists-expired'
  return listOfLists === 'closed' ? 'list-of-lists-closed' : 'list-of-lists-missing'
}

export function isCurrent(state: ListState): boolean {
  return state === 'fresh' || state === 'aged'
}
