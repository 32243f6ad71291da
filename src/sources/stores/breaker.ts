export interface BreakerOptions {
  /** How many failures within {@link window} open it. */
  readonly failures: number
  /** Milliseconds. */
  readonly window: number
  /** Milliseconds for which it stays open before one call is let through to try. */
  readonly rest: number
  /** Milliseconds from any moment on; never goes back. */
  readonly clock: () => number
}

/** `half-open`: one call is trying whether things are well again; all others are refused meanwhile. */
export type BreakerState = 'closed' | 'open' | 'half-open'

export interface Breaker {
  state(): BreakerState
  /** What a call may do: be made, be made to try whether things are well again, or not be made. */
  admit(): 'call' | 'probe' | 'refuse'
  /** What came of an admitted call. */
  settle(admission: 'call' | 'probe', succeeded: boolean): void
}

/**
 * Keeps calls away from something that fails: opens after some failures within a window, and then lets one
 * call through at a time until one succeeds.
 *
 * Calls that were made before it opened and end after it change nothing: whether things are well again, a
 * probe decides.
 *
 * @throws RangeError when an option is not above zero.
 */
export function createBreaker({ failures, window, rest, clock }: BreakerOptions): Breaker {
  for (const bound of [failures, window, rest])
    if (!(bound > 0)) throw new RangeError(`not above zero: ${bound}`)
  let state: BreakerState = 'closed'
  let openedAt = 0
  /** When the last calls failed, oldest first. */
  let failed: readonly number[] = []

  function open(): void {
    state = 'open'
    openedAt = clock()
    failed = []
  }

  function countFailure(): void {
    const now = clock()
    failed = [...failed, now].filter(at => now - at <= window)
    if (failed.length >= failures) open()
  }

  return {
    state: () => state,
    admit: () => {
      if (state === 'closed') return 'call'
      if (state === 'half-open' || clock() - openedAt < rest) return 'refuse'
      state = 'half-open'
      return 'probe'
    },
    settle: (admission, succeeded) => {
      if (admission === 'probe') {
        if (!succeeded) return open()
        state = 'closed'
        return
      }
      if (state === 'closed' && !succeeded) countFailure()
    },
  }
}
