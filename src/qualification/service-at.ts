import type { Instant } from '../core/time.ts'
import type { Service, ServiceState } from '../trust-list/trust-list.ts'

export interface StateAt {
  readonly state: ServiceState
  /** False for the current entry. */
  readonly fromHistory: boolean
}

/**
 * The state of a service at a moment. A state holds from its start, included, until the next newer one
 * starts; of two with the same start the first in the document counts, which is the newer one. The order of
 * the history is judged apart, by {@link historyOrder}.
 *
 * @returns Undefined before the first state.
 * @standard ETSI TS 119 615 V1.4.1, clause 4.3 (PRO-4.3.4-03 (b))
 */
export function stateAt(service: Service, at: Instant): StateAt | undefined {
  if (at >= service.since) return { state: service, fromHistory: false }
  const state = service.history.find(({ since }) => since <= at)
  return state && { state, fromHistory: true }
}

/** `equal-starts`: the history never ascends, but two of its instances start at the same moment. */
export type HistoryOrder = 'descending' | 'equal-starts' | 'disorder'

/**
 * Whether the history stands newest first.
 *
 * @standard ETSI TS 119 615 V1.4.1, clause 4.3 (PRO-4.3.4-03A)
 */
export function historyOrder({ history }: Service): HistoryOrder {
  const steps = history.slice(1).map(({ since }, i) => (history[i]?.since ?? since) - since)
  if (steps.some(step => step < 0)) return 'disorder'
  return steps.includes(0) ? 'equal-starts' : 'descending'
}

/** Whether the current state starts after all that the history tells. */
export function currentIsNewest({ since, history }: Service): boolean {
  return history.every(past => past.since < since)
}
