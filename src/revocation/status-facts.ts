import { formatInstant, type Instant } from '../core/time.ts'
import type { Facts } from '../requirements/finding.ts'
import type { CertificateStatus, StatusEvidence, VerifiedStatus } from './status.ts'

/** One piece of evidence for a report: what it says, how old it was in seconds, who signed it; or why it says nothing. */
export function evidenceFacts(evidence: StatusEvidence, at: Instant): Facts {
  const { source, sha256 } = evidence
  if (evidence.outcome === 'unusable') return { source, sha256, unusable: evidence.reason }
  return { source, sha256, ...verifiedFacts(evidence, at) }
}

/** The same without what identifies the object. */
export function verifiedFacts(evidence: VerifiedStatus, at: Instant): Facts {
  const { status, thisUpdate, nextUpdate, producedAt, freshUntil, signer, facts } = evidence
  return {
    ...statusFacts(status),
    thisUpdate: formatInstant(thisUpdate),
    ...(nextUpdate !== undefined && { nextUpdate: formatInstant(nextUpdate) }),
    ...(producedAt !== undefined && { producedAt: formatInstant(producedAt) }),
    freshUntil: formatInstant(freshUntil),
    age: Math.round((at - thisUpdate) / 1000),
    signer: { ...signer },
    ...facts,
  }
}

function statusFacts(status: CertificateStatus): Facts {
  if (status.status !== 'revoked') return { status: status.status }
  const { at, reason, invalidityDate } = status
  return {
    status: 'revoked',
    revokedAt: formatInstant(at),
    ...(reason !== undefined && { revocationReason: reason }),
    ...(invalidityDate !== undefined && { invalidityDate: formatInstant(invalidityDate) }),
  }
}
