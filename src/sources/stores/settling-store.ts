import type { Result } from '../../core/result.ts'
import type { KeyValueStore } from './store.ts'
import { guardedStore, type StoreReason } from './store-guard.ts'

export interface SettlingOptions {
  /** Milliseconds for one call. */
  readonly deadline: number
  /** Milliseconds for which no call is made once one was late. */
  readonly rest: number
  /** Milliseconds from any moment on; never goes back. */
  readonly clock?: () => number
}

/**
 * A store whose calls always settle: they reject where it fails, and where it does not answer in time. One
 * that is frozen holds up a caller who has many calls to make for a single one; one that fails at once is
 * asked each time, because it may be able to read and not to write.
 *
 * @throws RangeError when the deadline is not above zero, or more than a timer can wait for.
 */
export function settlingStore(
  store: KeyValueStore,
  { deadline, rest, clock = () => performance.now() }: SettlingOptions,
): KeyValueStore {
  const guarded = guardedStore(store, { deadline, failures: Number.POSITIVE_INFINITY })
  let lateAt = Number.NEGATIVE_INFINITY

  async function settle<T>(call: () => Promise<Result<T, StoreReason>>): Promise<T> {
    if (clock() - lateAt < rest) throw new Error('resting')
    const answer = await call()
    if (answer.ok) return answer.value
    if (answer.reason === 'timed-out') lateAt = clock()
    throw new Error(answer.reason)
  }

  return {
    get: key => settle(() => guarded.get(key)),
    set: (key, value, ttl) => settle(() => guarded.set(key, value, ttl)),
    delete: key => settle(() => guarded.delete(key)),
  }
}
