import { setTimeout as wait } from 'node:timers/promises'
import { type HttpClient, type HttpOutcome, type HttpRequest, noAnswer } from './client.ts'
import { isWholeBetween } from './options.ts'
import { checkRequest } from './request.ts'

export interface RetryOptions {
  /** How often a request is made in all; 3 unless told, at most 10. */
  readonly attempts?: number
  /**
   * Milliseconds that the first pause takes at most; each pause may take twice as long as the one before. 250
   * unless told.
   */
  readonly firstPause?: number
  /**
   * Milliseconds that a pause of chance takes at most, and that a server may ask for at most. 5,000 unless
   * told.
   */
  readonly longestPause?: number
  /**
   * Milliseconds of one attempt; all the time that is left unless told, so that what is slow is not begun
   * again.
   */
  readonly attemptTimeout?: number
  /** Whether a request may be made twice; unless told, if it is a GET. */
  readonly isRepeatable?: (request: HttpRequest) => boolean
  /** From 0 to below 1. */
  readonly random?: () => number
  /** Milliseconds, never less than before. */
  readonly clock?: () => number
  /** Ends early when the signal fires; does not reject. */
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>
}

/**
 * Asks again, after a pause of chance length, where nobody answered or the server says that it cannot answer
 * now (429, 500, 502, 503, 504). A server that names a moment (`Retry-After`) is not asked before it; where
 * that is too far away it is not asked again at all. The request's time is that of all attempts and pauses.
 *
 * @returns A client whose answer is that of the last attempt.
 * @throws RangeError for options that cannot be meant.
 * @standard RFC 9110, section 10.2.3
 */
export function withRetries(client: HttpClient, options: RetryOptions = {}): HttpClient {
  const plan = planOf(options)
  return {
    request: async (request, signal) => {
      checkRequest(request)
      return plan.isRepeatable(request)
        ? repeat(client, { request, signal, plan })
        : client.request(request, signal)
    },
  }
}

type Plan = Required<RetryOptions>

interface Asked {
  readonly request: HttpRequest
  readonly signal: AbortSignal
  readonly plan: Plan
}

async function repeat(client: HttpClient, { request, signal, plan }: Asked): Promise<HttpOutcome> {
  const end = plan.clock() + request.timeout
  for (let made = 1; ; made++) {
    const left = Math.max(1, Math.floor(end - plan.clock()))
    const timeout = Math.min(left, plan.attemptTimeout)
    const outcome = await client.request({ ...request, timeout }, signal)
    const pause = made < plan.attempts && !signal.aborted ? pauseAfter(outcome, made, plan) : undefined
    if (pause === undefined || plan.clock() + pause >= end) return outcome
    if (request.mayAskAgain?.() === false) return outcome
    await plan.sleep(pause, signal)
    if (signal.aborted) return noAnswer('timed-out', 'the caller has ended it')
  }
}

/** Undefined where to ask again would be of no use, or too soon. */
function pauseAfter(outcome: HttpOutcome, made: number, plan: Plan): number | undefined {
  if (!isPassing(outcome)) return undefined
  const chance = plan.random() * Math.min(plan.longestPause, plan.firstPause * 2 ** (made - 1))
  const asked = outcome.ok ? askedPause(outcome.value.headers) : 0
  return asked > plan.longestPause ? undefined : asked + chance
}

/** Whether it may be otherwise a little later. */
function isPassing(outcome: HttpOutcome): boolean {
  if (outcome.ok) return PASSING.has(outcome.value.status)
  return outcome.reason === 'unreachable' || outcome.reason === 'timed-out'
}

const PASSING: ReadonlySet<number> = new Set([429, 500, 502, 503, 504])

/** Milliseconds. A date counts from the date of the answer, so that no clock but the server's own matters. */
function askedPause(headers: ReadonlyMap<string, string>): number {
  const asked = headers.get('retry-after') ?? ''
  if (/^\d+$/.test(asked)) return Number(asked) * 1_000
  const distance = Date.parse(asked) - Date.parse(headers.get('date') ?? '')
  return Number.isNaN(distance) ? 0 : Math.max(0, distance)
}

function planOf(options: RetryOptions): Plan {
  const plan: Plan = {
    attempts: 3,
    firstPause: 250,
    longestPause: 5_000,
    attemptTimeout: LONGEST,
    isRepeatable: ({ method }) => method !== 'POST',
    random: Math.random,
    clock: () => performance.now(),
    sleep: (milliseconds, signal) => wait(milliseconds, undefined, { signal }).catch(() => {}),
    ...options,
  }
  if (!isWholeBetween(plan.attempts, 1, 10))
    throw new RangeError('attempts must be a whole number from 1 to 10')
  for (const name of ['firstPause', 'longestPause', 'attemptTimeout'] as const)
    if (!isWholeBetween(plan[name], 1, LONGEST))
      throw new RangeError(`${name} must be a positive whole number of milliseconds below 2^31`)
  return plan
}

const LONGEST = 2 ** 31 - 1
