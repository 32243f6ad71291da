import { ok, type Result, refused } from '../../core/result.ts'
import { type BreakerOptions, type BreakerState, createBreaker } from './breaker.ts'
import type { KeyValueStore } from './store.ts'

/**
 * Why a store did not serve a call. `open`: it has failed too often, and is left alone for a while; the call
 * was not made. A read that is refused is a miss like any other.
 */
export type StoreReason = 'timed-out' | 'failed' | 'open'

/** A store whose calls always settle, soon, and to a value. */
export interface GuardedStore {
  /** The text, or undefined where there is none. */
  get(key: string): Promise<Result<string | undefined, StoreReason>>
  /** @param ttl Milliseconds. */
  set(key: string, value: string, ttl?: number): Promise<Result<undefined, StoreReason>>
  delete(key: string): Promise<Result<undefined, StoreReason>>
  /** For those who watch over it. */
  state(): BreakerState
}

export interface GuardOptions extends Partial<BreakerOptions> {
  /** Milliseconds for one call. */
  readonly deadline?: number
}

/**
 * 150 ms is ten times what a store in the same data centre needs at its worst, and a person does not notice
 * it. Five failures in ten seconds are no accident, and a second later a server that was started anew may be
 * back.
 */
const DEFAULTS = {
  deadline: 150,
  failures: 5,
  window: 10_000,
  rest: 1_000,
  clock: () => performance.now(),
} as const

/**
 * Stands between this library and a store that may be dead, frozen or mad: each call is raced with a
 * deadline, and after some failures no call is made any more until the store is well again. What settles
 * after its deadline is dropped, be it a rejection.
 *
 * Whether a store is well again is tried out by reading the key of a call that is itself refused at once, so
 * nobody waits for it. One such read is made at a time.
 *
 * @throws RangeError when an option is not above zero, or the deadline more than a timer can wait for.
 */
export function guardedStore(store: KeyValueStore, options: GuardOptions = {}): GuardedStore {
  const { deadline, ...rules } = { ...DEFAULTS, ...options }
  if (!(deadline > 0 && deadline < 2 ** 31)) throw new RangeError(`no deadline: ${deadline}`)
  const breaker = createBreaker(rules)

  async function make<T>(
    admission: 'call' | 'probe',
    call: () => Promise<unknown>,
    read: (answer: unknown) => Answer<T>,
  ): Promise<Result<T, StoreReason>> {
    const answer = await race(call, deadline)
    const result = answer.ok ? read(answer.value) : { ...answer, well: false }
    breaker.settle(admission, result.ok || result.well)
    return result.ok ? ok(result.value) : refused(result.reason)
  }

  async function guard<T>(
    key: string,
    call: () => Promise<unknown>,
    read: (answer: unknown) => Answer<T>,
  ): Promise<Result<T, StoreReason>> {
    const admission = breaker.admit()
    if (admission === 'call') return make(admission, call, read)
    if (admission === 'probe') void make(admission, () => store.get(key), readText)
    return refused('open')
  }

  return {
    get: key => guard(key, () => store.get(key), readText),
    set: (key, value, ttl) => guard(key, () => store.set(key, value, ttl), readWritten),
    delete: key =>
      guard(
        key,
        () => store.delete(key),
        () => ok(undefined),
      ),
    state: breaker.state,
  }
}

/** `well`: the store answered, though with nothing that could be used. */
type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: StoreReason; readonly well: boolean }

/**
 * What is no text was not written here. One strange value says nothing about the others, so it does not count
 * as failure.
 */
function readText(answer: unknown): Answer<string | undefined> {
  if (answer === undefined || answer === null) return ok(undefined)
  return typeof answer === 'string' ? ok(answer) : { ok: false, reason: 'failed', well: true }
}

/** Keyv answers false where its adapter failed. */
function readWritten(answer: unknown): Answer<undefined> {
  return answer === false ? { ok: false, reason: 'failed', well: false } : ok(undefined)
}

/**
 * Settles with the call or at the deadline, whichever is first. Whatever the call does later, nobody hears of
 * it.
 */
function race(call: () => unknown, deadline: number): Promise<Result<unknown, 'timed-out' | 'failed'>> {
  return new Promise(resolve => {
    // A process that is late itself runs its timers before it reads what has come; one turn later that has
    // been read.
    const timer = setTimeout(() => setImmediate(() => settle(refused('timed-out'))), deadline)
    function settle(result: Result<unknown, 'timed-out' | 'failed'>): void {
      clearTimeout(timer)
      resolve(result)
    }
    // Within an async function, so that what throws at once and what is no promise settles like all else.
    const answer = (async () => await call())()
    answer.then(
      value => settle(ok(value)),
      () => settle(refused('failed')),
    )
  })
}
