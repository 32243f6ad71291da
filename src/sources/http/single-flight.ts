import { unlessAborted } from './deadline.ts'

/** Lets equal questions that are asked at the same time be asked once. */
export interface SingleFlight<T> {
  /**
   * Waits for the answer to a question that is on its way, or sends it on its way.
   *
   * @param key The same for equal questions.
   * @param signal Ends the wait of this caller alone.
   * @param start Asks; its signal fires when nobody waits any more.
   * @returns Undefined where the caller's signal fired first.
   */
  join(key: string, signal: AbortSignal, start: (signal: AbortSignal) => Promise<T>): Promise<T | undefined>
}

/** Answers are not kept: who asks after one has come asks anew, be it one of those who waited for it. */
export function singleFlight<T>(): SingleFlight<T> {
  const flights = new Map<string, Flight<T>>()
  const forget = (key: string, flight: Flight<T>): boolean =>
    flights.get(key) === flight && flights.delete(key)
  const launch = (key: string, start: (signal: AbortSignal) => Promise<T>): Flight<T> => {
    const ending = new AbortController()
    const answer = start(ending.signal).finally(() => forget(key, flight))
    const flight = { answer, ending, waiting: 0 }
    flights.set(key, flight)
    return flight
  }
  return {
    join: async (key, signal, start) => {
      if (signal.aborted) return undefined
      const flight = flights.get(key) ?? launch(key, start)
      flight.waiting++
      try {
        return await unlessAborted(flight.answer, signal)
      } finally {
        flight.waiting--
        if (flight.waiting === 0 && forget(key, flight)) flight.ending.abort(NOBODY)
      }
    },
  }
}

/**
 * A reason of our own: the one that an abort has by default is an error, and takes longer to make than all
 * else here.
 */
const NOBODY = 'nobody waits any more'

interface Flight<T> {
  readonly answer: Promise<T>
  readonly ending: AbortController
  waiting: number
}
