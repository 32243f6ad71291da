import { type HttpClient, type HttpOutcome, type HttpRequest, noAnswer } from './client.ts'
import { within } from './deadline.ts'
import { isWholeBetween } from './options.ts'
import { checkRequest } from './request.ts'

/**
 * Keeps requests to one host to a number at a time. The others wait in the order in which they came; the wait
 * is part of a request's own time, and who gives up leaves the queue.
 *
 * @param limit Requests to one host at a time; 4 unless told.
 * @throws RangeError for a limit that is no positive whole number.
 */
export function perHost(client: HttpClient, limit = 4): HttpClient {
  if (!isWholeBetween(limit, 1, Number.MAX_SAFE_INTEGER))
    throw new RangeError('limit must be a positive whole number')
  const lanes = new Map<string, Lane>()
  return {
    request: async (request, signal) => {
      checkRequest(request)
      const host = URL.canParse(request.url) ? new URL(request.url).hostname : ''
      const lane = lanes.get(host) ?? { active: 0, waiting: new Set() }
      lanes.set(host, lane)
      try {
        return await pass(lane, { client, request, limit }, signal)
      } finally {
        if (lane.active === 0 && lanes.get(host) === lane) lanes.delete(host)
      }
    },
  }
}

interface Lane {
  active: number
  /** In the order in which they came; each begins the request that waits. */
  readonly waiting: Set<() => void>
}

interface Passing {
  readonly client: HttpClient
  readonly request: HttpRequest
  readonly limit: number
}

/** Where there is a place the client keeps the time; else the wait counts, and the signal ends both. */
function pass(lane: Lane, passing: Passing, signal: AbortSignal): Promise<HttpOutcome> {
  if (signal.aborted || lane.active >= passing.limit)
    return within(passing.request.timeout, signal, both => queue(lane, passing, both))
  lane.active++
  return proceed(lane, passing, signal)
}

async function queue(lane: Lane, passing: Passing, signal: AbortSignal): Promise<HttpOutcome> {
  if (!(await enter(lane, signal)))
    return noAnswer('timed-out', `waiting for other requests: ${signal.reason}`)
  return proceed(lane, passing, signal)
}

async function proceed(lane: Lane, { client, request }: Passing, signal: AbortSignal): Promise<HttpOutcome> {
  try {
    return await client.request(request, signal)
  } finally {
    leave(lane)
  }
}

/** @returns Whether there is a place; not if the signal fires before. */
function enter(lane: Lane, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false)
  return new Promise(settle => {
    const settled = (isIn: boolean) => () => {
      lane.waiting.delete(begin)
      signal.removeEventListener('abort', giveUp)
      settle(isIn)
    }
    const begin = settled(true)
    const giveUp = settled(false)
    lane.waiting.add(begin)
    signal.addEventListener('abort', giveUp)
  })
}

/**
 * The place goes to who has waited longest; it is never free in between, so nobody who comes later can take
 * it.
 */
function leave(lane: Lane): void {
  const [next] = lane.waiting
  if (next === undefined) lane.active--
  else next()
}
