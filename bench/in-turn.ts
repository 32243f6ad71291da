import { median, type Row } from './table.ts'

export interface Contender {
  readonly name: string
  readonly work: () => unknown
  /** Makes ready what a batch works on, and is not measured. */
  readonly prepare?: () => void
  readonly note?: string
}

/** How often each works at a stretch, and how often it has its turn. */
interface Turns {
  readonly batch: number
  readonly rounds: number
  /**
   * The batch that counts: the median one unless told. The fastest is what other work on the machine disturbs
   * least.
   */
  readonly of?: 'median' | 'fastest'
}

/**
 * Measures works side by side: a batch of each in turn, so that whatever else the machine does falls on all
 * of them. The cost of a work is that of one batch, in microseconds of the processor, whatever thread they
 * were spent in; as many rounds before that warm up.
 */
export async function measureInTurn(
  contenders: readonly Contender[],
  { batch, rounds, of = 'median' }: Turns,
): Promise<readonly Row[]> {
  const costs = contenders.map((): number[] => [])
  for (let round = -rounds; round < rounds; round++) {
    for (const [index, { work, prepare }] of contenders.entries()) {
      prepare?.()
      const cost = await costOf(work, batch)
      if (round >= 0) costs[index]?.push(cost)
    }
  }
  const counted = of === 'median' ? median : (each: readonly number[]) => Math.min(...each)
  return contenders.map(({ name, note }, index) => {
    return { name, cost: counted(costs[index] ?? []), ...(note === undefined ? {} : { note }) }
  })
}

async function costOf(work: () => unknown, batch: number): Promise<number> {
  const begun = process.cpuUsage()
  for (let i = 0; i < batch; i++) {
    const result = work()
    if (result instanceof Promise) await result
  }
  const { user, system } = process.cpuUsage(begun)
  return (user + system) / batch
}
