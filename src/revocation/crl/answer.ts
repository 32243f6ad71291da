import { type Instant, instantFromMilliseconds } from '../../core/time.ts'
import type { Facts } from '../../requirements/finding.ts'
import type {
  CertificateStatus,
  StatusEvidence,
  StatusSigner,
  UnusableStatus,
  VerifiedStatus,
} from '../status.ts'
import type { FoundEntry } from './entries.ts'
import type { CrlObjection, CrlQuestion, CrlReason, GivenCrl } from './question.ts'
import { ALL_REASONS, type ReasonsMask } from './scope.ts'

/** A complete list whose scope, signer and signature hold, and what it says of the certificate. */
export interface UsedList {
  readonly given: GivenCrl
  readonly signer: StatusSigner
  /** The delta that was laid over it. */
  readonly delta?: GivenCrl
  /** Absent: the certificate is not listed. */
  readonly found?: FoundEntry
}

/** What a search has come to. */
interface Searched {
  readonly used: readonly UsedList[]
  readonly objections: ReadonlyMap<GivenCrl, CrlObjection>
  readonly reasons: ReasonsMask
}

/** Turns what became of the lists into evidence: one answer at most, and a reason for each list outside of it. */
export function answerOf(question: CrlQuestion, searched: Searched): readonly StatusEvidence<CrlReason>[] {
  const { used, objections, reasons } = searched
  const revoking = used.find(({ found }) => found !== undefined)
  const parts = revoking === undefined ? used : [revoking]
  const inside = new Set(used.flatMap(({ given, delta }) => (delta ? [given, delta] : [given])))
  const outside = [...objections].flatMap(([given, objection]) =>
    inside.has(given) ? [] : [unusable(given, objection)],
  )
  const [first, ...others] = parts
  if (first === undefined) return outside
  const objection = revoking === undefined ? objectionToSilence(question, parts, reasons) : undefined
  if (objection !== undefined) return [...parts.map(({ given }) => unusable(given, objection)), ...outside]
  return [verified(first, others), ...outside]
}

/** When it does not follow from its absence that a certificate is not revoked. */
function objectionToSilence(
  { certificate: { validity } }: CrlQuestion,
  parts: readonly UsedList[],
  reasons: ReasonsMask,
): CrlObjection | undefined {
  if (reasons !== ALL_REASONS)
    return { reason: 'reasons-not-covered', facts: { covered: reasonNumbers(reasons) } }
  // A list tells of certificates that have not expired (5): later ones may have dropped the entry.
  if (parts.some(part => periodOf(part).thisUpdate > validity.notAfter))
    return { reason: 'expired-before-list', facts: {} }
  // Without an end nobody can say that it is not an old one (5.1.2.5).
  if (parts.some(part => periodOf(part).nextUpdate === undefined))
    return { reason: 'no-next-update', facts: {} }
  return undefined
}

/** The numbers of the bits of ReasonFlags. */
function reasonNumbers(reasons: ReasonsMask): readonly number[] {
  return [1, 2, 3, 4, 5, 6, 7, 8].filter(bit => (reasons & (0x8000 >> bit)) !== 0)
}

function unusable({ sha256 }: GivenCrl, { reason, facts }: CrlObjection): UnusableStatus<CrlReason> {
  return { outcome: 'unusable', source: 'crl', sha256, reason, facts }
}

interface Period {
  readonly thisUpdate: Instant
  readonly nextUpdate?: Instant
}

/** A delta brings a complete list up to its own date (5.2.4). Of two ends the later one counts: either list was promised until then. */
function periodOf({ given, delta }: UsedList): Period {
  const { thisUpdate, nextUpdate } = given.list
  const ends = [nextUpdate, delta?.list.nextUpdate].flatMap(end => (end === undefined ? [] : [end]))
  const end = ends.length === 0 ? undefined : instantFromMilliseconds(Math.max(...ends))
  return { thisUpdate: delta?.list.thisUpdate ?? thisUpdate, ...(end !== undefined && { nextUpdate: end }) }
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
    facts: factsOf(first, others),
  }
}

function statusOf(found: FoundEntry | undefined): CertificateStatus {
  if (found === undefined) return { status: 'good' }
  const { revocationDate: at, reason, invalidityDate } = found.entry
  return {
    status: 'revoked',
    at,
    ...(reason !== undefined && { reason }),
    ...(invalidityDate !== undefined && { invalidityDate }),
  }
}

function factsOf(first: UsedList, others: readonly UsedList[]): Facts {
  const { given, delta, found } = first
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
