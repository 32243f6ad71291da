import { toHex } from './core/bytes.ts'
import { isOctets } from './core/octets.ts'
import { isRecord } from './core/record.ts'
import { ok, type Result, refused } from './core/result.ts'
import { EARLIEST, LATEST } from './core/time.ts'
import type { Crypto } from './crypto/crypto.ts'
import { settled } from './evidence/settled.ts'
import { type Check, undetermined } from './requirements/finding.ts'
import { authenticateLists, type ListsGiven } from './trust-list/authenticate.ts'
import type { ListFiles, ListSource } from './trust-list/source.ts'
import type { ListInput, TrustListSet } from './trust-list/trust-list-set.ts'

interface ListSearch extends Pick<ListsGiven, 'notice' | 'crypto' | 'at'> {
  /** Ends the waiting for files; what was handed over by then is what there is. */
  readonly signal: AbortSignal
}

/**
 * Asks a source for lists, and authenticates what it hands over. That a source fails, is late or hands over
 * something else is told, and where there is no list of lists nothing can be concluded.
 */
export async function gatherLists(source: ListSource, { signal, ...by }: ListSearch): Promise<TrustListSet> {
  const files = await settled(async () => headOf(await source.files()), signal, FAILURES)
  if (!files.ok) return withoutLists(files.reason, by.crypto)
  const feed = new Feed(files.value.lists, signal)
  const set = await authenticateLists({ ...files.value, lists: feed.inputs(), ...by })
  const { listOfLists } = set
  if (feed.failure === undefined) return set
  return { ...set, listOfLists: { ...listOfLists, checks: [...listOfLists.checks, told(feed.failure)] } }
}

type Failure = 'source-timed-out' | 'source-failed' | 'source-malformed'

const FAILURES = { late: 'source-timed-out', rejected: 'source-failed' } as const

function told(failure: Failure): Check {
  return undetermined('trust-list.source', failure)
}

/** As if the file were there and empty: who has no list of lists has no lists. */
async function withoutLists(reason: Failure, crypto: Crypto): Promise<TrustListSet> {
  const sha256 = toHex(await crypto.digest('SHA-256', new Uint8Array(0)))
  const listOfLists = { outcome: 'unreadable', sha256, reason, checks: [told(reason)] } as const
  return { listOfLists, pivots: [], territories: [], others: [] }
}

/** The national lists of a source, one after the other, until it ends, fails or is late. */
class Feed {
  readonly #lists: AsyncIterable<unknown>
  readonly #signal: AbortSignal
  #iterator: AsyncIterator<unknown> | undefined
  #failure: Failure | undefined

  constructor(lists: AsyncIterable<unknown>, signal: AbortSignal) {
    this.#lists = lists
    this.#signal = signal
  }

  /** Why not all of them came. */
  get failure(): Failure | undefined {
    return this.#failure
  }

  /** Whoever stops before the source has ended leaves it, be it because of an error of somebody else. */
  async *inputs(): AsyncGenerator<ListInput> {
    let hasEnded = false
    try {
      for (;;) {
        const next = await settled(() => this.#next(), this.#signal, FAILURES)
        hasEnded = next.ok && next.value === undefined
        if (!next.ok) this.#failure = next.reason
        if (!next.ok || next.value === undefined) return
        yield next.value
      }
    } finally {
      if (!hasEnded) this.#leave()
    }
  }

  async #next(): Promise<Result<ListInput | undefined, Failure>> {
    this.#iterator ??= this.#lists[Symbol.asyncIterator]()
    return stepOf(await this.#iterator.next())
  }

  /**
   * Lets the source close what it has open, however late. Not waited for: whoever hangs may hang here too.
   */
  #leave(): void {
    const left = (async () => this.#iterator?.return?.())()
    left.catch(() => undefined)
  }
}

function stepOf(step: unknown): Result<ListInput | undefined, Failure> {
  if (!isRecord(step)) return refused('source-malformed')
  if (step['done'] === true) return ok(undefined)
  const { value } = step
  return isInput(value) ? ok(value) : refused('source-malformed')
}

/** A program without types can hand over anything. */
function headOf(files: unknown): Result<ListFiles, Failure> {
  return isFiles(files) ? ok(files) : refused('source-malformed')
}

function isFiles(files: unknown): files is ListFiles {
  if (!isRecord(files) || !isInput(files['listOfLists']) || !isRecord(files['lists'])) return false
  const { pivots, lists } = files
  return (
    Array.isArray(pivots) &&
    pivots.every(isOctets) &&
    typeof Reflect.get(lists, Symbol.asyncIterator) === 'function'
  )
}

function isInput(input: unknown): input is ListInput {
  if (!isRecord(input)) return false
  const { bytes, obtainedAt = 0, location = '' } = input
  return isOctets(bytes) && isInstant(obtainedAt) && typeof location === 'string'
}

function isInstant(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= EARLIEST && value <= LATEST
}
