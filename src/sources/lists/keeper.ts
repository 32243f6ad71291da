import type { Result } from '../../core/result.ts'
import type { TrustListSet } from '../../trust-list/trust-list-set.ts'
import { singleFlight } from '../http/single-flight.ts'
import { usable } from './health.ts'
import { rememberingVerifier } from './judgements.ts'
import { emit, listRounds } from './rounds.ts'
import { nextRefreshIn, refreshTimer } from './schedule.ts'
import { type ListSettings, listSettings } from './settings.ts'
import { verifierInThread } from './thread.ts'
import type { ListHealth, ListKeeperOptions, NoLists } from './types.ts'
import { type ListVerifier, verifierHere } from './verifier.ts'

/** Keeps the trusted lists: fetched, verified, fresh, and never older than they have been. */
export interface ListKeeper {
  /** Takes what the store has, and asks nobody. */
  load(): Promise<ListHealth>
  /**
   * Takes what the store has and begins to refresh by itself, until it is closed. Waits for the first refresh
   * only where the store had nothing. What came of it is in {@link ListKeeper.health}.
   */
  start(): Promise<void>
  /**
   * Refreshes now. Whoever calls while a refresh is under way waits for that one, but for a planned one that
   * leaves to its own time what the store does not have.
   *
   * @param signal Ends the waiting of this caller, and the refresh where nobody else waits for it.
   */
  refresh(signal?: AbortSignal): Promise<ListHealth>
  /** The lists that verdicts are made of, or why there are none. */
  current(): Result<TrustListSet, NoLists>
  health(): ListHealth
  /** Ends what is under way, and everything that was planned. */
  close(): Promise<void>
}

/**
 * Makes a keeper of the lists that a list of lists announces. It asks only addresses that an authentic list
 * of lists names, and the one that it is told to begin with.
 *
 * @throws RangeError for a number that cannot be meant.
 */
export function createListKeeper(options: ListKeeperOptions): ListKeeper {
  const settings = listSettings(options)
  const rounds = listRounds(settings, verifierOf(settings))
  const flight = singleFlight<void>()
  const closing = new AbortController()
  const timer = refreshTimer(settings.schedule, () => void refresh(closing.signal, true))
  const health = () => rounds.health(timer.next())
  let restored: Promise<void> | undefined
  let running: Promise<void> = Promise.resolve()

  /** Once, and before any server is asked: what the store has need not be fetched. */
  function restore(): Promise<void> {
    restored ??= rounds.restore(closing.signal)
    return restored
  }

  async function runOnce(signal: AbortSignal, withStore: boolean): Promise<void> {
    await restore()
    await rounds.fetch(signal, withStore)
    // A plan is not put off by a round that changes nothing.
    if (signal.aborted || closing.signal.aborted) return
    const at = rounds.now()
    timer.plan(at, nextRefreshIn(rounds.state(), at, settings))
    emit(settings, { kind: 'refreshed', health: health() })
  }

  async function refresh(signal: AbortSignal = closing.signal, isPlanned = false): Promise<ListHealth> {
    const either = AbortSignal.any([signal, closing.signal])
    const withStore = !isPlanned || rounds.isStoreDue()
    // Nobody who wants the store to have everything waits for a round that leaves it to its own time.
    await flight.join(withStore ? 'with the store' : 'without', either, ending => {
      // Rounds do not overlap, be it with one that was called off and has not ended yet.
      running = running.catch(() => undefined).then(() => runOnce(ending, withStore))
      return running
    })
    return health()
  }

  return {
    load: async () => {
      await restore()
      return health()
    },
    start: async () => {
      timer.start()
      await restore()
      const first = refresh()
      if (!rounds.state().set) await first
    },
    refresh: signal => refresh(signal),
    current: () => usable(rounds.state()),
    health,
    close: async () => {
      timer.stop()
      closing.abort()
      await Promise.all([restored, running])
    },
  }
}

function verifierOf({ worker, crypto }: ListSettings): ListVerifier {
  return rememberingVerifier(worker === false ? verifierHere(crypto) : verifierInThread(worker))
}
