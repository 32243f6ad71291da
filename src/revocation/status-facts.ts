import { formatName } from '../certificate/name/name.ts'
import { formatInstant, type Instant } from '../core/time.ts'
import type { Facts } from '../requirements/finding.ts'
import type {
  CertificateStatus,
  StatusEvidence,
  StatusOrigin,
  UnavailableStatus,
  VerifiedStatus,
} from './status.ts'

/**
 * One piece of evidence for a report: what it says, how old it was in seconds, who signed it; or why it says
 * nothing.
 */
export function evidenceFacts(evidence: StatusEvidence | UnavailableStatus, at: Instant): Facts {
  const { source } = evidence
  if (evidence.outcome === 'unavailable') return { source, url: evidence.url, unavailable: evidence.reason }
  const { sha256, origin } = evidence
  if (evidence.outcome === 'unusable')
    return { source, sha256, unusable: evidence.reason, ...originFacts(origin) }
  return { source, sha256, ...verifiedFacts(evidence, at) }
}

/** Where it was fetched; nothing where it was given. */
export function originFacts(origin: StatusOrigin | undefined): Facts {
  if (origin === undefined) return {}
  return { url: origin.url, ...(origin.remembered && { remembered: true }) }
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
    signer: { ...signer, name: formatName(signer.name) },
    ...originFacts(evidence.origin),
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
