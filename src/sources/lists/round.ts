import type { Instant } from '../../core/time.ts'
import { applyMemoryToFile } from '../../trust-list/apply-memory.ts'
import type { OfficialJournalNotice } from '../../trust-list/notices.ts'
import { type ListMemory, type Remembered, seenList } from '../../trust-list/sequence-memory.ts'
import type { ListFile, ListInput } from '../../trust-list/trust-list-set.ts'
import type { ListArchive } from './archive.ts'
import {
  type Network,
  type OfferedFile,
  type Offering,
  offeredAt,
  offeredBeside,
  offeredByArchive,
} from './offer.ts'
import type { KeptFile } from './state.ts'
import type { ListAttempt } from './types.ts'
import type { ListVerifier } from './verifier.ts'

/** What a round of refreshing works with. */
export interface RoundContext {
  readonly at: Instant
  /** Fires when nobody waits for what comes of it. */
  readonly signal: AbortSignal
  /** Absent in the round at the start, which takes what the store has. */
  readonly network?: Network
  readonly archive?: ListArchive
  readonly memory: ListMemory
  readonly verifier: ListVerifier
  readonly notice: OfficialJournalNotice
  /** Where the list of lists is looked for at first. */
  readonly location: string
  readonly parallel: number
  /** Whether it is time to fetch as a whole what the store does not have. */
  readonly isStoreDue: boolean
  readonly onAttempt: (name: string, attempt: ListAttempt) => void
  /** Of a list that is announced to stand in several places. */
  readonly onPlace: (territory: string, location: string, attempt: ListAttempt) => void
}

/** A round that has begun. */
export interface Round extends RoundContext {
  readonly remembered: Remembered
  /** Lists that are fetched as a whole, because they are not in the store. */
  readonly wanted: ReadonlySet<string>
}

/**
 * Servers in the order given, then the store: another process may have put a newer list there. Where one has
 * seen a newer list, that the server still has what is held here is no answer.
 */
export function offeringsOf(
  name: string,
  locations: readonly string[],
  { signal, network, archive, at, wanted, remembered }: Round,
): readonly Offering[] {
  if (signal.aborted) return []
  const { seen } = remembered
  const isOutdated = ({ file }: KeptFile) =>
    afterMemory(name, file, { seen, unreadable: new Set() }).outcome !== 'authentic'
  const isWanted = wanted.has(name)
  const online = network
    ? [...new Set(locations)].map(location => offeredAt(location, { ...network, isOutdated, isWanted }))
    : []
  if (!archive) return online
  return [...online, offeredByArchive(archive, name, at), offeredBeside(archive, name, at)]
}

export function inputOf({ bytes, obtainedAt }: OfferedFile): ListInput {
  return { bytes, ...(obtainedAt !== undefined && { obtainedAt }) }
}

/**
 * Refuses what does not follow what is remembered. Of a file of which nobody knows when it was obtained, its
 * issue is the earliest.
 */
export function afterMemory(name: string, file: ListFile, remembered: Remembered): ListFile {
  if (file.outcome !== 'authentic') return file
  return applyMemoryToFile({ obtainedAt: file.list.content.issued, ...file }, name, remembered)
}

/** What is remembered, as if a file were. */
export function withFile(name: string, file: ListFile, { seen, unreadable }: Remembered): Remembered {
  if (file.outcome !== 'authentic') return { seen, unreadable }
  return { seen: new Map([...seen, [name, seenList(name, file.list)]]), unreadable }
}

/** Works on a few at a time, and gives the results in the order of what was given. */
export async function inParallel<T, R>(
  all: readonly T[],
  limit: number,
  work: (each: T) => Promise<R>,
): Promise<readonly R[]> {
  const results = new Map<number, R>()
  const waiting = all.entries()
  const worker = async () => {
    for (const [index, each] of waiting) results.set(index, await work(each))
  }
  await Promise.all(Array.from({ length: Math.min(limit, all.length) }, worker))
  return [...results].toSorted(([a], [b]) => a - b).map(([, result]) => result)
}
