/** What a piece of work came to, and how long it took from the moment that it was due. */
export interface Timed<T> {
  readonly milliseconds: number
  readonly outcome: T
}

/**
 * Begins work at a steady pace, whether what was begun before has ended or not, as clients do. When the process is late, what
 * is overdue is begun at once, and its wait counts.
 *
 * @param pace Milliseconds between two pieces of work.
 * @param work Is given the number of the piece, from 0.
 * @returns When the last piece has begun.
 */
export async function atPace<T>(
  pace: number,
  milliseconds: number,
  work: (number: number) => Promise<T>,
): Promise<{ readonly ended: Promise<readonly Timed<T>[]> }> {
  const start = performance.now()
  const begun: Promise<Timed<T>>[] = []
  while (performance.now() - start < milliseconds) {
    const last = Math.floor((performance.now() - start) / pace)
    while (begun.length <= last) {
      const due = start + begun.length * pace
      begun.push(work(begun.length).then(outcome => ({ outcome, milliseconds: performance.now() - due })))
    }
    await new Promise(resolve => setTimeout(resolve, 1))
  }
  return { ended: Promise.all(begun) }
}

/** The time within which 99 of 100 pieces ended. */
export function p99(timed: readonly Timed<unknown>[]): number {
  const sorted = timed.map(({ milliseconds }) => milliseconds).toSorted((a, b) => a - b)
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? Number.NaN
}
