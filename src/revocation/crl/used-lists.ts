import type { Certificate } from '../../certificate/certificate.ts'
import { type Instant, instantFromMilliseconds } from '../../core/time.ts'
import { isFinal, type StatusSigner } from '../status.ts'
import { type FoundEntry, statusOf } from './entries.ts'
import type { GivenCrl } from './question.ts'
import { ALL_REASONS, HOLD_REASON, NO_REASONS, type ReasonsMask } from './scope.ts'

/**
 * A list whose scope, signer and signature hold, and what it says of the certificate: a complete one, or
 * changes that revoke.
 */
export interface UsedList {
  readonly given: GivenCrl
  readonly signer: StatusSigner
  /** Whether the key of the certificate itself signed it. */
  readonly isOwn: boolean
  /** For which reasons its silence speaks of the certificate: that of changes for none. */
  readonly covers: ReasonsMask
  /** The first of them was laid over it. Of the others none names the certificate. */
  readonly deltas: readonly GivenCrl[]
  /** Absent: the certificate is not listed. */
  readonly found?: FoundEntry
  /** When the complete list was made, where that has the certificate on hold and the delta ends it. */
  readonly endedHold?: Instant
}

interface Period {
  readonly thisUpdate: Instant
  readonly nextUpdate?: Instant
}

/**
 * A delta brings a complete list up to its own date (5.2.4). Of several ends the last one counts: each list
 * was promised until then.
 */
export function periodOf({ given, deltas }: Pick<UsedList, 'given' | 'deltas'>): Period {
  const { thisUpdate } = (deltas[0] ?? given).list
  const ends = [given, ...deltas].flatMap(({ list: { nextUpdate } }) => nextUpdate ?? [])
  return { thisUpdate, ...(ends.length > 0 && { nextUpdate: instantFromMilliseconds(Math.max(...ends)) }) }
}

export function isSilent({ found }: UsedList): boolean {
  return found === undefined
}

export function coveredBy(parts: readonly UsedList[]): ReasonsMask {
  return parts.reduce((covered, part) => covered | part.covers, NO_REASONS)
}

/**
 * Until when it follows from a list's silence that a certificate is not revoked. Never, where nobody can say
 * that the list is not an old one (5.1.2.5), or where it was made after the certificate had expired: it may
 * have dropped the entry (5).
 */
export function silentUntil(part: Pick<UsedList, 'given' | 'deltas'>, { validity }: Certificate): number {
  const { thisUpdate, nextUpdate } = periodOf(part)
  return nextUpdate === undefined || thisUpdate > validity.notAfter ? Number.NEGATIVE_INFINITY : nextUpdate
}

/**
 * The list that says that the certificate is revoked: for good in whichever list, because no list takes that
 * back; or on hold while no newer list ends it. By a list of its own key nobody ends a hold that somebody
 * else has told.
 *
 * @standard RFC 5280, sections 3.3 and 5.3.1
 */
export function revokingList(used: readonly UsedList[]): UsedList | undefined {
  const named = used.filter(part => !isSilent(part)).toSorted(newestFirst)
  return named.find(isRevoking) ?? named.find(hold => !isEnded(hold, used))
}

/** Whether it names the certificate as revoked for good. */
export function isRevoking({ found }: UsedList): boolean {
  return isFinal(statusOf(found))
}

function isEnded(hold: UsedList, used: readonly UsedList[]): boolean {
  return used.some(
    part =>
      isSilent(part) &&
      newestFirst(part, hold) < 0 &&
      (part.covers & HOLD_REASON) !== 0 &&
      (hold.isOwn || !part.isOwn),
  )
}

/** When a list was made that has the certificate on hold, be it that newer ones have ended that. */
export function heldAt(part: UsedList): number {
  return isSilent(part) ? (part.endedHold ?? Number.NEGATIVE_INFINITY) : periodOf(part).thisUpdate
}

function newestFirst(a: UsedList, b: UsedList): number {
  return periodOf(b).thisUpdate - periodOf(a).thisUpdate
}

/**
 * The lists by whose silence a certificate is good: of those that are fresh the newest, else those that ended
 * last, until all reasons are covered. Behind them, each by itself, the others that cover all reasons. What
 * is older than a hold that was ended does not know of it.
 *
 * @returns Nothing where all reasons are never covered.
 */
export function goodBySilence(
  used: readonly UsedList[],
  certificate: Certificate,
  at: Instant,
): readonly (readonly UsedList[])[] {
  const end = (part: UsedList): number => silentUntil(part, certificate)
  const silent = used
    .filter(part => isSilent(part) && end(part) > Number.NEGATIVE_INFINITY)
    .filter(part => used.every(hold => part === hold || periodOf(part).thisUpdate > heldAt(hold)))
    .toSorted((a, b) => Math.min(end(b), at) - Math.min(end(a), at) || newestFirst(a, b))
  const parts: UsedList[] = []
  for (const part of silent) if ((part.covers & ~coveredBy(parts)) !== 0) parts.push(part)
  if (coveredBy(parts) !== ALL_REASONS) return []
  const others = silent.filter(part => !parts.includes(part) && part.covers === ALL_REASONS)
  return [parts, ...others.map(part => [part])]
}
