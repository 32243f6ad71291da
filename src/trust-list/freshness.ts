import { formatInstant, type Instant } from '../core/time.ts'
import { type Check, notApplicable, satisfied, undetermined, violated } from '../requirements/finding.ts'
import type { TrustList } from './trust-list.ts'
import type { ListFile } from './trust-list-set.ts'

/**
 * How far a file can be relied on at a moment. `closed`: nothing will follow it, so it cannot expire. `aged`:
 * within NextUpdate, but the copy is older than the period of refreshing. `absent`: no file was given.
 */
export type ListState = 'fresh' | 'aged' | 'expired' | 'closed' | 'refused' | 'unreadable' | 'absent'

export interface FreshnessQuestion {
  /** The moment at which the list must be fresh. */
  readonly listsAt: Instant
  /** The moment of use, where it is another: a list that was issued after it answers by its history. */
  readonly at?: Instant
  /** Milliseconds after which a copy is to be fetched again. */
  readonly refreshPeriod?: number
}

/** The state of a file, and the reason where it is refused or unreadable. */
export function listState(
  file: ListFile | undefined,
  question: FreshnessQuestion,
): { readonly state: ListState; readonly reason?: string } {
  if (!file) return { state: 'absent' }
  if (file.outcome !== 'authentic') return { state: file.outcome, reason: file.reason }
  return { state: stateOf(file.list.content, file.obtainedAt, question) }
}

function stateOf(
  { nextUpdate }: TrustList,
  obtainedAt: Instant | undefined,
  { listsAt, refreshPeriod }: FreshnessQuestion,
): 'fresh' | 'aged' | 'expired' | 'closed' {
  if (nextUpdate === null) return 'closed'
  if (listsAt > nextUpdate) return 'expired'
  const age = obtainedAt === undefined ? 0 : listsAt - obtainedAt
  return refreshPeriod !== undefined && age > refreshPeriod ? 'aged' : 'fresh'
}

/**
 * Says whether an authentic list is fresh. The standard fails a list of lists past its NextUpdate and warns
 * of a national one; what either means for a certificate is decided with the certificate.
 *
 * @standard ETSI TS 119 615 V1.4.1, clauses 4.1 (PRO-4.1.4-13) and 4.2; ETSI TS 119 612 V2.4.1, clause 5.3
 */
export function checkFreshness(file: ListFile | undefined, question: FreshnessQuestion): Check {
  if (file?.outcome !== 'authentic') return notApplicable('trust-list.freshness')
  const { issued, nextUpdate } = file.list.content
  const { at = question.listsAt, listsAt, refreshPeriod } = question
  const facts = {
    issued: formatInstant(issued),
    nextUpdate: nextUpdate === null ? null : formatInstant(nextUpdate),
    listsAt: formatInstant(listsAt),
    ...(file.obtainedAt !== undefined && { obtainedAt: formatInstant(file.obtainedAt) }),
    ...(refreshPeriod !== undefined && { refreshPeriod }),
    // Such a list answers for the moment of use through its history.
    issuedAfterUse: issued > at,
  }
  const state = stateOf(file.list.content, file.obtainedAt, question)
  if (state === 'expired') return undetermined('trust-list.freshness', 'expired', facts)
  if (state === 'aged') return violated('trust-list.freshness', 'aged', facts)
  return satisfied('trust-list.freshness', { ...facts, state })
}
