import { formatInstant, type Instant } from '../../core/time.ts'
import { type Check, satisfied, undetermined, violated } from '../../requirements/finding.ts'
import type { StatusEvidence } from '../status.ts'
import { originFacts, verifiedFacts } from '../status-facts.ts'
import type { OcspReason } from './question.ts'

/** Reasons that leave open what a usable response would have said, and blame nobody. */
const OPEN: ReadonlySet<OcspReason> = new Set<OcspReason>([
  'malformed-request',
  'internal-error',
  'try-later',
  'signature-required',
  'unauthorized',
  'other-response-type',
  'not-about-certificate',
  'unknown-critical-extension',
  'cert-hash-unsupported',
  'signer-not-found',
  'signer-extensions',
  'signer-revocation-open',
  'algorithm-unsupported',
])

/** What there is to tell about one response, in the words of the catalogue. */
export function checkOcspResponse(evidence: StatusEvidence<OcspReason>, at: Instant): Check {
  if (evidence.outcome === 'unusable') {
    const say = OPEN.has(evidence.reason) ? undetermined : violated
    return say('revocation.ocsp-response', evidence.reason, {
      ...evidence.facts,
      ...originFacts(evidence.origin),
    })
  }
  const facts = { at: formatInstant(at), ...verifiedFacts(evidence, at) }
  const { status } = evidence.status
  if (status === 'revoked') return violated('revocation.ocsp-response', 'status-revoked', facts)
  if (status === 'unknown') return undetermined('revocation.ocsp-response', 'status-unknown', facts)
  if (at > evidence.freshUntil) return undetermined('revocation.ocsp-response', 'stale', facts)
  return satisfied('revocation.ocsp-response', facts)
}
