import type { Instant } from '../../core/time.ts'
import type { HttpClient } from '../http/client.ts'
import type { ListArchive } from './archive.ts'
import type { Archived } from './archive-read.ts'
import { type FetchLimits, fetchList, type Validators } from './fetch.ts'
import { CLOCK_TOLERANCE } from './health.ts'
import type { KeptFile } from './state.ts'

/** What a source has of a list. */
export type Offer =
  | { readonly kind: 'none' }
  | { readonly kind: 'failed'; readonly reason: string; readonly detail: string }
  | UnchangedFile
  | OfferedFile

/** What is held is still the current one. */
export interface UnchangedFile {
  readonly kind: 'unchanged'
  readonly validators: Validators
}

export interface OfferedFile {
  readonly kind: 'file'
  readonly bytes: Uint8Array
  readonly location: string
  readonly validators: Validators
  /** Absent where nobody can say. */
  readonly obtainedAt?: Instant
  /** When it was given out as a whole; {@link KeptFile.givenAt}. */
  readonly givenAt: Instant
  /** Whether it comes out of the store: then nobody knows whether it came from there. */
  readonly isStored?: boolean
}

/** @param held What is used at present, if anything. */
export type Offering = (held: KeptFile | undefined) => Promise<Offer>

export interface Network extends FetchLimits {
  readonly client: HttpClient
  readonly signal: AbortSignal
  readonly at: Instant
  /** Whether what is held cannot be used any more, so that it is no answer that the server still has it. */
  readonly isOutdated?: (held: KeptFile) => boolean
  /** Whether the list is wanted as a whole although it is held. */
  readonly isWanted?: boolean
}

/**
 * Milliseconds after which a list is fetched as a whole again, a day. For so long whoever has once given out
 * an old list with the validators of the current one makes the true server say that nothing has changed.
 */
const WHOLE_PERIOD = 86_400_000

/**
 * A list as its server has it. What is past its NextUpdate is fetched as a whole, because a server that says
 * that such a list has not changed may be mistaken, and every list is once a day.
 */
export function offeredAt(location: string, network: Network): Offering {
  const { client, signal, at, maxOctets, timeout } = network
  return async kept => {
    const held = kept && isAsked(kept, location, network) ? heldFile(kept) : undefined
    const fetched = await fetchList({ location, held, maxOctets, timeout }, client, signal)
    return fetched.kind === 'file' ? { ...fetched, location, obtainedAt: at, givenAt: at } : fetched
  }
}

/** Whether the server is asked if the list has changed, and not for the list. */
function isAsked(kept: KeptFile, location: string, network: Network): boolean {
  const { at, isOutdated = () => false, isWanted = false } = network
  const isGivenLately = Math.abs(at - kept.givenAt) < WHOLE_PERIOD
  return kept.location === location && isCurrent(kept, at) && isGivenLately && !isWanted && !isOutdated(kept)
}

function heldFile({ file, validators }: KeptFile) {
  return { sha256: file.sha256, validators }
}

function isCurrent({ file }: KeptFile, at: Instant): boolean {
  if (file.outcome !== 'authentic') return false
  const { nextUpdate } = file.list.content
  return nextUpdate === null || at <= nextUpdate
}

/**
 * A list as it is in the store, where that is another than what is held. What is held and refused is judged
 * again: who may sign can have changed, or the memory be there again.
 */
export function offeredByArchive(archive: ListArchive, name: string, at: Instant): Offering {
  return async held => {
    const head = await archive.head(name)
    if (!head || (held?.file.outcome === 'authentic' && head.sha256 === held.file.sha256))
      return { kind: 'none' }
    return storedOffer(await archive.read(name), at)
  }
}

/** What else is in the store, for whom that list was of no use and who has none. */
export function offeredBeside(archive: ListArchive, name: string, at: Instant): Offering {
  return async held =>
    held?.file.outcome === 'authentic' ? { kind: 'none' } : storedOffer(await archive.readBeside(name), at)
}

function storedOffer(archived: Archived | undefined, at: Instant): Offer {
  if (!archived) return { kind: 'none' }
  const { bytes, location, validators, obtainedAt, givenAt } = archived
  // What claims to come from the future was written under a clock that is wrong.
  return {
    kind: 'file',
    bytes,
    location,
    validators,
    givenAt,
    isStored: true,
    ...(obtainedAt <= at + CLOCK_TOLERANCE && { obtainedAt }),
  }
}
