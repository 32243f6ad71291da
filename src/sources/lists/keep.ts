import type { Instant } from '../../core/time.ts'
import type { ListFile } from '../../trust-list/trust-list-set.ts'
import { CLOCK_TOLERANCE } from './health.ts'
import type { OfferedFile, Offering } from './offer.ts'
import type { KeptFile } from './state.ts'
import type { ListAttempt } from './types.ts'

/** What became of one list. */
export interface Kept<T extends KeptFile> {
  /**
   * The list that is used from now on: the new one, or the old one; a rejected one only where there never was
   * a good one.
   */
  readonly kept?: T
  readonly attempt: ListAttempt
  /** What was offered, where it is used. */
  readonly offered?: OfferedFile
}

export interface KeepCase<T extends KeptFile> {
  /** Asked one after the other, until one has a list that can be used. */
  readonly offerings: readonly Offering[]
  readonly held: T | undefined
  /** Judges a file, by its signature and by what is remembered. Undefined where nobody could. */
  readonly judge: (offered: OfferedFile) => Promise<T | undefined>
  readonly at: Instant
}

/**
 * Looks for a newer list. Whatever is wrong with one that is offered, the last good one stays, and what was
 * wrong first is told beside it.
 */
export async function keepList<T extends KeptFile>(given: KeepCase<T>): Promise<Kept<T>> {
  const { offerings, at } = given
  const held = given.held && dated(given.held, at)
  const tried: Tried<T>[] = []
  for (const offering of offerings) {
    const outcome = await tryOffering(offering, { ...given, held })
    if ('attempt' in outcome) return outcome
    tried.push(outcome)
  }
  const failure = tried.find(({ reason }) => reason !== undefined)
  const rejected = tried.find(outcome => outcome.rejected)?.rejected
  const kept = held?.file.outcome === 'authentic' ? held : (rejected ?? held)
  const { reason = 'not-found', detail } = failure ?? {}
  const attempt = { at, outcome: 'failed', reason, ...(detail !== undefined && { detail }) } as const
  return { ...(kept && { kept }), attempt }
}

/**
 * What claims to come from the future was obtained under another clock, and must not look young until then:
 * it is as old as its issue.
 */
function dated<T extends KeptFile>(held: T, at: Instant): T {
  const { file } = held
  if (file.outcome !== 'authentic' || (file.obtainedAt ?? at) <= at + CLOCK_TOLERANCE) return held
  return { ...held, file: { ...file, obtainedAt: file.list.content.issued } }
}

/** An offer that came to nothing. Without a reason there was none. */
interface Tried<T> {
  readonly reason?: string
  readonly detail?: string
  readonly rejected?: T
}

async function tryOffering<T extends KeptFile>(
  offering: Offering,
  { held, judge, at }: KeepCase<T>,
): Promise<Kept<T> | Tried<T>> {
  const offer = await offering(held)
  if (offer.kind === 'none') return {}
  if (offer.kind === 'failed') return { reason: offer.reason, detail: offer.detail }
  if (offer.kind === 'unchanged') {
    if (!held) return { reason: 'not-found' }
    const kept = { ...held, validators: offer.validators, file: { ...held.file, obtainedAt: at } }
    return { kept, attempt: { at, outcome: 'unchanged' } }
  }
  const judged = await judge(offer)
  if (!judged) return { reason: 'verifier-failed' }
  if (judged.file.outcome !== 'authentic') return { reason: judged.file.reason, rejected: judged }
  return { ...withKnownList(judged, held, at), offered: offer }
}

/**
 * Where the same signer says what the old file said, the old record goes on, with all that is cached of it.
 */
function withKnownList<T extends KeptFile>(judged: T, held: T | undefined, at: Instant): Kept<T> {
  const [file, before] = [judged.file, held?.file]
  if (!isSame(file, before)) return { kept: judged, attempt: { at, outcome: 'updated' } }
  const { list } = before
  return { kept: { ...judged, file: { ...file, list } }, attempt: { at, outcome: 'unchanged' } }
}

type AuthenticFile = Extract<ListFile, { readonly outcome: 'authentic' }>

function isSame(file: ListFile, before: ListFile | undefined): before is AuthenticFile {
  if (file.outcome !== 'authentic' || before?.outcome !== 'authentic') return false
  return file.list.digest === before.list.digest && file.list.signer === before.list.signer
}
