import type { Certificate } from '../certificate/certificate.ts'
import { formatInstant, type Instant } from '../core/time.ts'
import {
  type Check,
  type Facts,
  notApplicable,
  satisfied,
  undetermined,
  violated,
} from '../requirements/finding.ts'
import type { CrlReason } from './crl/question.ts'
import { contradictsNoRevocation, notRevocable } from './no-revocation.ts'
import type { OcspReason } from './ocsp/question.ts'
import { checkRevocationPolicy, graceOf, type RevocationPolicy } from './policy.ts'
import type { Unavailable } from './ports.ts'
import {
  isFinal,
  type Revocation,
  type StatusEvidence,
  type UnavailableStatus,
  type VerifiedStatus,
} from './status.ts'
import { evidenceFacts } from './status-facts.ts'

export interface Combination {
  readonly certificate: Certificate
  /**
   * What each response and list comes to for this certificate, in any order, and who gave nothing, in the
   * order of asking.
   */
  readonly evidence: readonly AnyEvidence[]
  /** Whether somebody who was asked about it sent something, be it about another certificate. */
  readonly wasAnswered?: boolean
  /** The moment of use. */
  readonly at: Instant
  readonly policy: RevocationPolicy
}

type AnyEvidence = StatusEvidence | UnavailableStatus

/**
 * Says what is known of the revocation of one certificate. A revocation counts whoever says it, fresh or
 * stale; being on hold, or unknown, until a newer answer is good; good only while it is fresh.
 *
 * @returns `revocation.status`, and as warnings what the policy made up for.
 * @throws TypeError or RangeError as {@link checkRevocationPolicy} says.
 * @standard RFC 5280, section 6.3; RFC 6960, section 2.2
 */
export function combineStatus(combination: Combination): readonly Check[] {
  const { certificate, evidence, at, policy } = combination
  checkRevocationPolicy(policy)
  if (policy.missing === 'none')
    return [unasked(certificate), undetermined('revocation.evidence', 'not-asked-for')]
  // What is about other certificates is no part of the account of this one.
  const relevant = evidence.filter(each => !isElsewhere(each))
  const known = relevant.filter(each => each.outcome === 'verified')
  const facts: Facts = {
    at: formatInstant(at),
    policy: policy.missing,
    sources: relevant.map(each => evidenceFacts(each, at)),
  }
  return [...decide({ ...combination, evidence: relevant }, known, facts), ...checkAgreement(known, at)]
}

/**
 * Whether what is known of a certificate is such that nobody else needs to be asked: a revocation, or a
 * status that is fresh and not unknown.
 */
export function isSettled(evidence: readonly StatusEvidence[], at: Instant): boolean {
  const known = evidence.filter(each => each.outcome === 'verified')
  if (revocationIn(known) !== undefined) return true
  const denial = holdOrUnknown(known)
  if (denial !== undefined) return denial.status.status === 'revoked' && at <= denial.freshUntil
  return !evidence.some(isUnsearched) && goodOf(evidence).some(each => at <= each.freshUntil)
}

/** Whether somebody is named as revoked, or as being on hold while no newer answer is good. */
export function isNamedRevoked(evidence: readonly StatusEvidence[]): boolean {
  const known = evidence.filter(each => each.outcome === 'verified')
  return (revocationIn(known) ?? holdOrUnknown(known))?.status.status === 'revoked'
}

/** Whether a certificate is revoked for good. */
export function isRevoked(evidence: readonly StatusEvidence[]): boolean {
  return revocationIn(evidence.filter(each => each.outcome === 'verified')) !== undefined
}

/** Reasons of responses and lists that are about other certificates. */
const ELSEWHERE: ReadonlySet<string> = new Set<OcspReason | CrlReason>([
  'not-about-certificate',
  'other-issuer',
  'other-kind-of-certificate',
])

/** Whether a piece of evidence is about other certificates than the one that it was asked for. */
export function isElsewhere(evidence: AnyEvidence): boolean {
  return evidence.outcome === 'unusable' && ELSEWHERE.has(evidence.reason)
}

/** Whether it is a list whose signer was not searched for to the end, so that it may hold a revocation. */
export function isUnsearched(evidence: AnyEvidence): boolean {
  return evidence.outcome === 'unusable' && evidence.reason === UNSEARCHED
}

const UNSEARCHED: CrlReason = 'budget-spent'

/** What makes a certificate invalid by itself does so although nobody asks whether it was revoked. */
function unasked(certificate: Certificate): Check {
  const facts = { policy: 'none' }
  return contradictsNoRevocation(certificate)
    ? violated('revocation.status', 'no-revocation-contradicted', facts)
    : notApplicable('revocation.status', facts)
}

function decide(combination: Combination, known: readonly VerifiedStatus[], facts: Facts): readonly Check[] {
  const { evidence, at } = combination
  const denial = revocationIn(known) ?? holdOrUnknown(known)
  if (denial?.status.status !== 'revoked' && contradictsNoRevocation(combination.certificate))
    return [violated('revocation.status', 'no-revocation-contradicted', facts)]
  if (denial !== undefined) return [denied(denial, facts)]
  if (evidence.some(isUnsearched)) return [undetermined('revocation.status', 'too-many', facts)]
  const good = goodOf(evidence)
  const freshUntil = Math.max(...good.map(each => each.freshUntil))
  if (good.length > 0 && at <= freshUntil)
    return [satisfied('revocation.status', { ...facts, basis: 'fresh' })]
  const reason = notRevocable(combination.certificate)
  if (reason !== undefined) return [notApplicable('revocation.status', { ...facts, basis: reason })]
  return withoutFresh(combination, good.length > 0 ? at - freshUntil : undefined, facts)
}

function isGood({ status }: VerifiedStatus): boolean {
  return status.status === 'good'
}

/**
 * What is older than a hold does not know of it, and says nothing of what came after its end; but what ended
 * it does, whatever its date.
 */
function goodOf(evidence: readonly AnyEvidence[]): readonly VerifiedStatus[] {
  const held = Math.max(...evidence.map(heldAt))
  return evidence
    .filter(each => each.outcome === 'verified')
    .filter(each => isGood(each) && (each.thisUpdate > held || each.endedHold === held))
}

function heldAt(evidence: AnyEvidence): number {
  if (evidence.outcome === 'unavailable') return Number.NEGATIVE_INFINITY
  const isHold =
    evidence.outcome === 'verified' && evidence.status.status === 'revoked' && !isFinal(evidence.status)
  return isHold ? evidence.thisUpdate : (evidence.endedHold ?? Number.NEGATIVE_INFINITY)
}

interface Denied extends VerifiedStatus {
  readonly status: Revocation | { readonly status: 'unknown' }
}

function isDenial(evidence: VerifiedStatus): evidence is Denied {
  return !isGood(evidence)
}

/**
 * A revocation is final; of several the earliest tells most. Who is named as revoked is revoked, whatever
 * date stands beside it: evidence from after the moment of use is not usable, so a later date was foreseen at
 * that moment.
 *
 * @standard RFC 5280, section 6.3.3 (i) and (j)
 */
function revocationIn(known: readonly VerifiedStatus[]): Denied | undefined {
  const [first] = known
    .filter(isDenial)
    .filter(({ status }) => isFinal(status))
    .toSorted((a, b) => momentOf(a) - momentOf(b))
  return first
}

function momentOf({ status }: Denied): number {
  return status.status === 'revoked' ? status.at : 0
}

/** Both can end, which only a newer answer can say, by another key than the certificate's own. */
function holdOrUnknown(known: readonly VerifiedStatus[]): Denied | undefined {
  const ending = known.filter(each => isGood(each) && !each.isOwn)
  const newest = Math.max(...ending.map(({ thisUpdate }) => thisUpdate))
  const denials = known.filter(isDenial).filter(({ thisUpdate }) => thisUpdate >= newest)
  return denials.find(({ status }) => status.status === 'revoked') ?? denials[0]
}

function denied({ status }: Denied, facts: Facts): Check {
  if (status.status === 'unknown') return undetermined('revocation.status', 'unknown-to-responder', facts)
  const { at, reason } = status
  const revocation = { ...facts, revokedAt: formatInstant(at), revocationReason: reason ?? null }
  return violated('revocation.status', reason === 'certificateHold' ? 'on-hold' : 'revoked', revocation)
}

/** @param staleFor Milliseconds since the last good answer ended, where there was one. */
function withoutFresh(
  { evidence, policy, wasAnswered = false }: Combination,
  staleFor: number | undefined,
  facts: Facts,
): readonly Check[] {
  const grace = graceOf(policy)
  if (staleFor !== undefined && staleFor <= grace) {
    const told = { staleFor: Math.round(staleFor / 1000), acceptedFor: Math.round(grace / 1000) }
    return [
      satisfied('revocation.status', { ...facts, basis: 'stale-within-grace', ...told }),
      undetermined('revocation.evidence', 'stale-accepted', told),
    ]
  }
  const reason = staleFor === undefined ? missingReason(evidence, wasAnswered) : 'stale'
  if (policy.missing !== 'soft') return [undetermined('revocation.status', reason, facts)]
  return [
    notApplicable('revocation.status', { ...facts, basis: 'policy' }),
    undetermined('revocation.evidence', 'missing-accepted', { missing: reason }),
  ]
}

/**
 * What came and is of no use tells more than that somebody else was silent; of several the one asked first
 * tells most.
 */
function missingReason(evidence: readonly AnyEvidence[], wasAnswered: boolean) {
  if (wasAnswered || evidence.some(({ outcome }) => outcome !== 'unavailable')) return 'no-usable-evidence'
  const [first] = evidence.filter(each => each.outcome === 'unavailable')
  return first === undefined ? 'not-checked' : SILENCE[first.reason]
}

const SILENCE = {
  unreachable: 'source-unreachable',
  'timed-out': 'source-timed-out',
  'not-allowed': 'source-not-allowed',
  refused: 'source-refused',
  'not-found': 'source-without-status',
} as const satisfies Readonly<Record<Unavailable, string>>

/** Says so where verified sources differ; nothing is decided by it. */
function checkAgreement(known: readonly VerifiedStatus[], at: Instant): readonly Check[] {
  const said = new Set(known.map(({ status }) => status.status))
  if (known.length < 2) return []
  if (said.size < 2) return [satisfied('revocation.evidence', { sources: known.length })]
  const sources = known.map(each => evidenceFacts(each, at))
  return [violated('revocation.evidence', 'sources-disagree', { sources })]
}
