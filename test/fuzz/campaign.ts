import { isDeepStrictEqual } from 'node:util'
import { Random } from '../support/random.ts'

/** What readers are given. */
export type Input = Uint8Array | string

/** A kind of input: how one is made, and who reads it. Whatever is to be fuzzed is a row of these. */
export interface Subject {
  readonly name: string
  /** How many of a hundred inputs are of this kind, by proportion to the others. */
  readonly share: number
  /** Makes an input; the same for the same state of `random`. */
  readonly mutate: (random: Random) => Input
  readonly readers: readonly Reader[]
}

export interface Reader {
  readonly name: string
  /** Gives a value, at once or as a promise, whatever the input is; whatever it throws is a defect. */
  readonly read: (input: Input) => unknown
}

export interface Campaign {
  readonly count: number
  /**
   * The first input has this seed, each other the next; so `count` 1 with the seed of a failure makes that
   * input alone.
   */
  readonly seed: number
  readonly subjects: readonly Subject[]
  readonly progress?: (done: number) => void
}

export interface Failure {
  readonly reader: string
  readonly seed: number
  readonly what: string
  readonly input: Input
}

/**
 * The longest that a reader took, in milliseconds: the best of four runs, so that a pause of the machine does
 * not count.
 */
export interface Slowest {
  readonly reader: string
  readonly seed: number
  readonly milliseconds: number
}

export interface Outcome {
  readonly failures: readonly Failure[]
  readonly slowest: readonly Slowest[]
  /** Inputs by the name of their kind. */
  readonly inputs: ReadonlyMap<string, number>
  /** How many results were computed a second time and compared. */
  readonly compared: number
}

/** No input may hold a reader up for longer. */
const MILLISECONDS = 50
const RETRIES = 3
/** One input of so many is read twice. */
const COMPARED = 8

/** Mutates and reads: nothing may throw, take long, or read differently the second time. */
export async function runCampaign({ count, seed, subjects, progress }: Campaign): Promise<Outcome> {
  const failures: Failure[] = []
  const slowest = new Map<string, Slowest>()
  const inputs = new Map<string, number>()
  let compared = 0
  for (let done = 0; done < count; done++) {
    const random = new Random(seed + done)
    const subject = pickSubject(subjects, random)
    const input = subject.mutate(random)
    const isCompared = random.once(COMPARED)
    inputs.set(subject.name, (inputs.get(subject.name) ?? 0) + 1)
    for (const reader of subject.readers) {
      const { milliseconds, what } = await judge(reader, input, {
        isCompared,
        known: slowest.get(reader.name),
      })
      if (isCompared) compared++
      if (what !== undefined) failures.push({ reader: reader.name, seed: seed + done, what, input })
      if (milliseconds > (slowest.get(reader.name)?.milliseconds ?? 0))
        slowest.set(reader.name, { reader: reader.name, seed: seed + done, milliseconds })
    }
    progress?.(done + 1)
  }
  return { failures, slowest: [...slowest.values()], inputs, compared }
}

function pickSubject(subjects: readonly Subject[], random: Random): Subject {
  let left = random.below(subjects.reduce((sum, { share }) => sum + share, 0))
  for (const subject of subjects) {
    left -= subject.share
    if (left < 0) return subject
  }
  throw new RangeError('no subject has a share')
}

interface Judgement {
  /** How long it took; nothing where it was no longer than the longest so far. */
  readonly milliseconds: number
  /** What is wrong, where something is. */
  readonly what?: string
}

interface Terms {
  readonly isCompared: boolean
  readonly known: Slowest | undefined
}

async function judge(reader: Reader, input: Input, { isCompared, known }: Terms): Promise<Judgement> {
  try {
    const first = await timed(reader, input)
    if (isCompared && !isDeepStrictEqual(first.value, await reader.read(input)))
      return { milliseconds: 0, what: 'reads differently the second time' }
    const longest = known?.milliseconds ?? 0
    if (first.milliseconds <= Math.min(longest, MILLISECONDS)) return { milliseconds: 0 }
    const milliseconds = await best(reader, input, first.milliseconds)
    if (milliseconds > MILLISECONDS) return { milliseconds, what: `takes ${milliseconds.toFixed(1)} ms` }
    return { milliseconds }
  } catch (error) {
    return {
      milliseconds: 0,
      what: `throws ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    }
  }
}

/** The shortest of several runs, by the clock or by the processor, so that other processes do not count. */
async function best({ read }: Reader, input: Input, first: number): Promise<number> {
  let milliseconds = first
  for (let run = 0; run < RETRIES; run++) {
    const [begun, used] = [performance.now(), process.cpuUsage()]
    await read(input)
    const { user, system } = process.cpuUsage(used)
    milliseconds = Math.min(milliseconds, performance.now() - begun, (user + system) / 1000)
  }
  return milliseconds
}

async function timed({ read }: Reader, input: Input): Promise<{ value: unknown; milliseconds: number }> {
  const begun = performance.now()
  const result = read(input)
  const value = result instanceof Promise ? await result : result
  return { value, milliseconds: performance.now() - begun }
}
