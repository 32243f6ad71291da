import { type Instant, instantFromMilliseconds } from '../../core/time.ts'
import type { TrustListSet } from '../../trust-list/trust-list-set.ts'
import type { KeeperState } from './state.ts'
import type { Schedule } from './types.ts'

export interface Waits {
  /** Milliseconds. */
  readonly period: number
  /** Milliseconds. */
  readonly retryAfter: number
}

export interface Rhythm extends Waits {
  /** From 0 to below 1. */
  readonly random: () => number
}

/**
 * Milliseconds after a NextUpdate within which all who wait for it ask; a server that is asked by all at once
 * answers nobody.
 */
const SPREAD = 60_000

/**
 * Milliseconds until the next refresh: a period, give or take a tenth; sooner where an attempt failed or the
 * store did not have everything, and where a list reaches its NextUpdate before.
 */
export function nextRefreshIn(state: KeeperState, at: Instant, rhythm: Rhythm): number {
  const { attempts, set } = state
  const { period, retryAfter, random } = rhythm
  const hasFailed = [...attempts.values()].some(({ outcome }) => outcome === 'failed')
  // What is overdue waits, too: a round that came to nothing leaves it so, and the next one would follow at
  // once.
  const retry = hasFailed ? retryAfter : Math.max(retryAfter, storeRetryIn(state, at, rhythm))
  const wait = Math.min(retry, period) * (0.9 + 0.2 * random())
  const ends = set ? upcomingEnds(set, at) : []
  const soonest = Math.min(...ends.map(end => end - at + 1 + SPREAD * random()))
  return Math.ceil(Math.min(wait, soonest))
}

/**
 * Whether what the store does not have is fetched as a whole by now. A store that stays broken is tried ever
 * more rarely, so that servers do not have to give out everything each time; least of all because one of them
 * has failed.
 */
export function isStoreDue(state: KeeperState, at: Instant, rhythm: Waits): boolean {
  // Plans vary by a tenth.
  return state.unarchivedRounds === 0 || storeRetryIn(state, at, rhythm) <= storeBackOff(state, rhythm) / 10
}

/** A moment that is still to come was told by another clock; the wait for it would have no bound. */
function storeRetryIn(state: KeeperState, at: Instant, rhythm: Waits): number {
  if (state.unarchivedRounds === 0) return Number.POSITIVE_INFINITY
  return Math.max(0, storeBackOff(state, rhythm) - Math.abs(at - state.storeTriedAt))
}

function storeBackOff({ unarchivedRounds }: KeeperState, { period, retryAfter }: Waits): number {
  return Math.min(period, retryAfter * 2 ** (unarchivedRounds - 1))
}

function upcomingEnds(set: TrustListSet, at: Instant): readonly Instant[] {
  return [set.listOfLists, ...set.territories.map(({ file }) => file)].flatMap(file => {
    const end = file?.outcome === 'authentic' ? file.list.content.nextUpdate : null
    return end !== null && end >= at ? [end] : []
  })
}

/** By a timer that keeps no process alive. */
export const scheduleByTimer: Schedule = (run, milliseconds) => {
  const timer = setTimeout(run, Math.min(milliseconds, 2 ** 31 - 1))
  timer.unref()
  return () => clearTimeout(timer)
}

/** The one refresh that is planned, if any. */
export interface RefreshTimer {
  /** From now on there may be plans. */
  start(): void
  /** Replaces the plan; nothing before {@link RefreshTimer.start}. */
  plan(at: Instant, wait: number): void
  /** When the next refresh is due. */
  next(): Instant | undefined
  /** No plan, now or later. */
  stop(): void
}

export function refreshTimer(schedule: Schedule, run: () => void): RefreshTimer {
  let planned: { readonly at: Instant; readonly cancel: () => void } | undefined
  let isStarted = false
  const cancel = () => {
    planned?.cancel()
    planned = undefined
  }
  return {
    start: () => {
      isStarted = true
    },
    plan: (at, wait) => {
      cancel()
      if (isStarted) planned = { at: instantFromMilliseconds(at + wait), cancel: schedule(run, wait) }
    },
    next: () => planned?.at,
    stop: () => {
      isStarted = false
      cancel()
    },
  }
}
