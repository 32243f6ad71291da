import { type Instant, instantFromMilliseconds } from '../../core/time.ts'
import type { Facts } from '../../requirements/finding.ts'
import type { StatusEvidence, UnusableStatus, VerifiedStatus } from '../status.ts'
import { statusOf } from './entries.ts'
import type { CrlObjection, CrlQuestion, CrlReason, GivenCrl } from './question.ts'
import { ALL_REASONS, type ReasonsMask } from './scope.ts'
import {
  coveredBy,
  goodBySilence,
  heldAt,
  isSilent,
  periodOf,
  revokingList,
  type UsedList,
} from './used-lists.ts'

/** What a search has come to. */
interface Searched {
  readonly used: readonly UsedList[]
  readonly objections: ReadonlyMap<GivenCrl, CrlObjection>
}

/**
 * Turns what became of the lists into evidence: the answer first, and a reason for each list that is no part
 * of one.
 */
export function answerOf(question: CrlQuestion, searched: Searched): readonly StatusEvidence<CrlReason>[] {
  const { used, objections } = searched
  const { certificate, at } = question
  const inside = new Set(used.flatMap(({ given, deltas }) => [given, ...deltas]))
  const outside = [...objections].flatMap(([given, objection]) =>
    inside.has(given) ? [] : [unusable(given, objection)],
  )
  if (used.length === 0) return outside
  const revoking = revokingList(used)
  if (revoking !== undefined) return [verified(revoking, []), ...outside]
  const good = goodBySilence(used, certificate, at)
  const silent = good.length > 0 ? good.flat() : used.filter(isSilent)
  const holds = used.filter(part => heldAt(part) > Number.NEGATIVE_INFINITY && !silent.includes(part))
  return [
    ...(good.length > 0 ? good.flatMap(together) : open(silent, question)),
    ...holds.map(ended),
    ...outside,
  ]
}

function together([first, ...others]: readonly UsedList[]): readonly VerifiedStatus[] {
  return first === undefined ? [] : [verified(first, others)]
}

function open(silent: readonly UsedList[], question: CrlQuestion): readonly UnusableStatus<CrlReason>[] {
  return silent.map(part => ({
    ...unusable(part.given, objectionToSilence(part, silent, question)),
    ...endedBy(part),
  }))
}

/** Of no use by itself; but what is older than the hold, be it a response, is not taken up again. */
function ended(hold: UsedList): UnusableStatus<CrlReason> {
  const [delta] = hold.deltas
  const facts = delta ? { delta: delta.sha256 } : {}
  return { ...unusable(hold.given, { reason: 'hold-ended', facts }), ...endedBy(hold) }
}

/** The newest hold among some lists, none of which counts any more. */
function endedBy(...parts: readonly UsedList[]): { readonly endedHold?: Instant } {
  const held = Math.max(...parts.map(heldAt))
  return held === Number.NEGATIVE_INFINITY ? {} : { endedHold: instantFromMilliseconds(held) }
}

/** Why it does not follow from its absence in a list that a certificate is not revoked. */
function objectionToSilence(
  part: UsedList,
  all: readonly UsedList[],
  { certificate: { validity } }: CrlQuestion,
): CrlObjection {
  const { thisUpdate, nextUpdate } = periodOf(part)
  const covered = coveredBy(all)
  if (covered === ALL_REASONS && thisUpdate > validity.notAfter)
    return { reason: 'expired-before-list', facts: {} }
  if (covered === ALL_REASONS && nextUpdate === undefined) return { reason: 'no-next-update', facts: {} }
  return { reason: 'reasons-not-covered', facts: { covered: reasonNumbers(covered) } }
}

/** The numbers of the bits of ReasonFlags. */
function reasonNumbers(reasons: ReasonsMask): readonly number[] {
  return [1, 2, 3, 4, 5, 6, 7, 8].filter(bit => (reasons & (0x8000 >> bit)) !== 0)
}

function unusable({ sha256 }: GivenCrl, { reason, facts }: CrlObjection): UnusableStatus<CrlReason> {
  return { outcome: 'unusable', source: 'crl', sha256, reason, facts }
}

/** What several lists say together is as old as the oldest of them, and fresh as long as all of them are. */
function verified(first: UsedList, others: readonly UsedList[]): VerifiedStatus {
  const periods = [first, ...others].map(periodOf)
  const thisUpdate = instantFromMilliseconds(Math.min(...periods.map(period => period.thisUpdate)))
  const ends = periods.map(period => period.nextUpdate ?? period.thisUpdate)
  const freshUntil = instantFromMilliseconds(Math.min(...ends))
  const hasEnd = periods.every(({ nextUpdate }) => nextUpdate !== undefined)
  return {
    outcome: 'verified',
    source: 'crl',
    sha256: first.given.sha256,
    status: statusOf(first.found),
    thisUpdate,
    ...(hasEnd && { nextUpdate: freshUntil }),
    freshUntil,
    signer: first.signer,
    ...([first, ...others].some(({ isOwn }) => isOwn) && { isOwn: true }),
    ...(isSilent(first) && endedBy(first, ...others)),
    facts: factsOf(first, others),
  }
}

function factsOf(first: UsedList, others: readonly UsedList[]): Facts {
  const { given, deltas, found } = first
  const [delta] = deltas
  const number = given.list.extensions.crlNumber
  const deltaNumber = delta?.list.extensions.crlNumber
  return {
    entries: given.list.entries.count,
    ...(number !== undefined && { crlNumber: number.toString() }),
    ...(delta && { delta: delta.sha256 }),
    ...(deltaNumber !== undefined && { deltaNumber: deltaNumber.toString() }),
    ...(others.length > 0 && { others: others.map(each => each.given.sha256) }),
    ...(found !== undefined && found.count > 1 && { entriesForCertificate: found.count }),
  }
}
