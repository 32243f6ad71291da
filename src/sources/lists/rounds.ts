import { type Instant, instantFromMilliseconds } from '../../core/time.ts'
import { LIST_OF_LISTS } from '../../trust-list/sequence-memory.ts'
import { settlingStore } from '../stores/settling-store.ts'
import { type ListArchive, listArchive } from './archive.ts'
import { eventsOf } from './events.ts'
import { clockState, healthOf } from './health.ts'
import type { Network } from './offer.ts'
import { prepareLists } from './prepare.ts'
import { refreshLists } from './refresh.ts'
import type { RoundContext } from './round.ts'
import { isStoreDue } from './schedule.ts'
import type { ListSettings } from './settings.ts'
import { type KeeperState, NOTHING_KEPT } from './state.ts'
import type { ListEvent, ListHealth } from './types.ts'
import type { ListVerifier } from './verifier.ts'

/** What a keeper has come to know, round by round. Rounds do not overlap. */
export interface ListRounds {
  state(): KeeperState
  now(): Instant
  health(nextRefresh: Instant | undefined): ListHealth
  /** Takes the lists that the store has. Ended early, it takes none. */
  restore(signal: AbortSignal): Promise<void>
  /** Whether it is time to put into the store what it does not have. */
  isStoreDue(): boolean
  /**
   * Asks the servers. A round that is ended early changes nothing.
   *
   * @param withStore Whether what the store does not have is fetched as a whole, and put there.
   */
  fetch(signal: AbortSignal, withStore: boolean): Promise<void>
}

export function listRounds(settings: ListSettings, verifier: ListVerifier): ListRounds {
  const { caches } = settings
  const archive = archiveOf(settings)
  let isFirst = true
  let state = NOTHING_KEPT
  let latest = instantFromMilliseconds(0)
  const now = () => instantFromMilliseconds(Math.trunc(settings.clock()))

  /** What comes from elsewhere may break its promise not to throw; then the lists stay as they were. */
  async function run({ signal, network, ...moment }: RoundStart): Promise<KeeperState> {
    const { at } = moment
    try {
      const parts = { ...moment, verifier, archive, network, signal }
      const after = await refreshLists(state, contextOf(settings, parts))
      const preparation = { before: state.set, signal }
      if (caches && after.set) await prepareLists(after.set, caches, preparation)
      return after
    } catch (error) {
      const attempt = { at, outcome: 'failed', reason: 'internal', detail: String(error) } as const
      return { ...state, attempts: new Map([...state.attempts, [LIST_OF_LISTS, attempt]]) }
    } finally {
      verifier.rest()
    }
  }

  return {
    state: () => state,
    now,
    health: nextRefresh => {
      const at = now()
      const clock = clockState(at, latest, state.set)
      return healthOf(state, { at, agedAfter: 2 * settings.period, clock, nextRefresh })
    },
    restore: async signal => {
      if (!archive) return
      const after = await run({ at: now(), isStoreDue: true, signal })
      if (!signal.aborted) state = { ...after, attempts: new Map() }
    },
    isStoreDue: () => isStoreDue(state, now(), settings),
    fetch: async (signal, withStore) => {
      const at = now()
      const before = state
      const network = { ...settings, signal, at }
      const after = await run({ at, isStoreDue: withStore, signal, network })
      if (signal.aborted) return
      state = after
      const clock = clockState(at, latest, state.set)
      if (clock !== 'plausible') emit(settings, { kind: 'clock', state: clock })
      latest = instantFromMilliseconds(Math.max(latest, at))
      // Of what the store had before nothing was told in this process.
      for (const event of eventsOf(before, after, isFirst)) emit(settings, event)
      isFirst = false
    },
  }
}

/** Ten seconds without a store that was late are longer than most rounds take, and shorter than any wait. */
const REST = 10_000

function archiveOf({ store, storeDeadline: deadline, clock }: ListSettings): ListArchive | undefined {
  return store && listArchive(settlingStore(store, { deadline, rest: REST }), clock)
}

interface RoundStart extends Pick<RoundContext, 'at' | 'isStoreDue' | 'signal'> {
  readonly network?: Network
}

interface RoundParts extends Pick<RoundContext, 'at' | 'isStoreDue' | 'signal' | 'verifier'> {
  readonly archive: ListArchive | undefined
  readonly network: Network | undefined
}

function contextOf(settings: ListSettings, { archive, network, ...parts }: RoundParts): RoundContext {
  const { memory, notice, location, parallel } = settings
  const tell = (event: ListEvent) => {
    if (network && !parts.signal.aborted) emit(settings, event)
  }
  return {
    ...parts,
    memory,
    notice,
    location,
    parallel,
    ...(archive && { archive }),
    ...(network && { network }),
    onAttempt: (territory, attempt) => tell({ kind: 'list', territory, attempt }),
    onPlace: (territory, location, attempt) => tell({ kind: 'place', territory, location, attempt }),
  }
}

/** What a listener makes of an event is its own matter. */
export function emit({ onEvent }: Pick<ListSettings, 'onEvent'>, event: ListEvent): void {
  try {
    onEvent?.(event)
  } catch {
    return
  }
}
