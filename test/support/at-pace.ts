import { Worker } from 'node:worker_threads'

/** What a piece of work came to, and how long it took from the moment that it was due. */
export interface Timed<T> {
  readonly milliseconds: number
  readonly outcome: T
}

/**
 * Begins work at a steady pace, whether what was begun before has ended or not, as clients do. Another thread
 * keeps the pace and sends a message for each piece, as a socket would: timers of this thread are a
 * millisecond late or two. When the process is late, what is overdue is begun at once, and its wait counts.
 *
 * @param pace Milliseconds between two pieces of work.
 * @param meanwhile Nothing is begun any more once it is over.
 * @param work Is given the number of the piece, from 0.
 * @returns When the last piece has begun.
 */
export async function atPace<T>(
  pace: number,
  meanwhile: Promise<unknown>,
  work: (number: number) => Promise<T>,
): Promise<{ readonly ended: Promise<readonly Timed<T>[]> }> {
  const begun: Promise<Timed<T>>[] = []
  const clock = new Worker(PACE_MAKER, { eval: true, workerData: pace })
  clock.on('message', ({ number, due }: { readonly number: number; readonly due: bigint }) => {
    begun.push(work(number).then(outcome => ({ outcome, milliseconds: since(due) })))
  })
  await meanwhile
  clock.removeAllListeners('message')
  await clock.terminate()
  return { ended: Promise.all(begun) }
}

/** All threads of a process share this clock. */
function since(due: bigint): number {
  return Number(process.hrtime.bigint() - due) / 1e6
}

const PACE_MAKER = `
const { parentPort, workerData: pace } = require('node:worker_threads')
const nothing = new Int32Array(new SharedArrayBuffer(4))
const start = process.hrtime.bigint()
for (let number = 0; ; number++) {
  const due = start + BigInt(Math.round(number * pace * 1e6))
  const wait = Number(due - process.hrtime.bigint()) / 1e6
  if (wait > 0) Atomics.wait(nothing, 0, 0, wait)
  parentPort.postMessage({ number, due })
}`

/** The time within which 99 of 100 pieces ended. */
export function p99(timed: readonly Timed<unknown>[]): number {
  const sorted = timed.map(({ milliseconds }) => milliseconds).toSorted((a, b) => a - b)
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? Number.NaN
}
