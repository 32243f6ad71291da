import { formatInstant, type Instant } from '../../core/time.ts'
import { type Check, satisfied, undetermined, violated } from '../../requirements/finding.ts'
import type { StatusEvidence } from '../status.ts'
import { originFacts, verifiedFacts } from '../status-facts.ts'
import type { CrlReason } from './question.ts'

/** Reasons that leave open what a usable list would have said, and blame nobody. */
const OPEN: ReadonlySet<CrlReason> = new Set<CrlReason>([
  'unknown-critical-extension',
  'other-issuer',
  'other-distribution-point',
  'other-kind-of-certificate',
  'delta-without-base',
  'delta-not-newer',
  'hold-ended',
  'reasons-not-covered',
  'expired-before-list',
  'signer-not-found',
  'signer-without-path',
  'signer-status-open',
  'budget-spent',
  'algorithm-unsupported',
])

/** What there is to tell about one list, in the words of the catalogue. */
export function checkRevocationList(evidence: StatusEvidence<CrlReason>, at: Instant): Check {
  if (evidence.outcome === 'unusable') {
    const say = OPEN.has(evidence.reason) ? undetermined : violated
    return say('revocation.crl', evidence.reason, { ...evidence.facts, ...originFacts(evidence.origin) })
  }
  const facts = { at: formatInstant(at), ...verifiedFacts(evidence, at) }
  if (evidence.status.status === 'revoked') return violated('revocation.crl', 'status-revoked', facts)
  if (at > evidence.freshUntil) return undetermined('revocation.crl', 'stale', facts)
  return satisfied('revocation.crl', facts)
}
