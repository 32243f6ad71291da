import { toHex } from '../../core/bytes.ts'
import type { Draft } from '../../core/draft.ts'
import { formatInstant, type Instant, instantFromMilliseconds } from '../../core/time.ts'
import type { Facts } from '../../requirements/finding.ts'
import type { StatusSigner, VerifiedStatus } from '../status.ts'
import type { OcspResponse, SingleResponse } from './ocsp.ts'
import type { OcspPolicy } from './policy.ts'

interface Verified {
  /** Of the response, lower-case hexadecimal. */
  readonly sha256: string
  readonly response: OcspResponse
  readonly single: SingleResponse
  readonly signer: StatusSigner
}

/** What a response says about a certificate, once its signer is known. */
export function verifiedStatus(
  { sha256, response, single, signer }: Verified,
  policy: OcspPolicy,
): VerifiedStatus {
  const { status, thisUpdate, nextUpdate } = single
  const verified: Draft<VerifiedStatus> = {
    outcome: 'verified',
    source: 'ocsp',
    sha256,
    status,
    thisUpdate,
    producedAt: response.producedAt,
    freshUntil: freshUntil(single, policy),
    signer,
    facts: factsOf(response, single),
  }
  if (nextUpdate !== undefined) verified.nextUpdate = nextUpdate
  return verified
}

function freshUntil({ thisUpdate, nextUpdate }: SingleResponse, policy: OcspPolicy): Instant {
  if (nextUpdate === undefined) return after(thisUpdate, policy.maximumAgeWithoutNextUpdate)
  return instantFromMilliseconds(Math.min(nextUpdate, after(thisUpdate, policy.maximumAge)))
}

/** No later than the last moment that there is. */
function after(moment: Instant, milliseconds: number): Instant {
  return instantFromMilliseconds(Math.min(moment + milliseconds, LAST_MOMENT))
}

const LAST_MOMENT = 253_402_300_799_999

/** Either place may hold what is said about the responder's records. */
function factsOf({ extensions: whole }: OcspResponse, { extensions, status }: SingleResponse): Facts {
  const cutoff = extensions.archiveCutoff ?? whole.archiveCutoff
  const reference = extensions.crlReference ?? whole.crlReference
  const extended = whole.extendedRevoke ?? extensions.extendedRevoke
  const facts: Record<string, Facts[string]> = {}
  if (cutoff !== undefined) facts['archiveCutoff'] = formatInstant(cutoff)
  if (reference?.url !== undefined) facts['crl'] = reference.url
  if (extended === true) {
    facts['extendedRevoke'] = true
    facts['neverIssued'] = isNeverIssued(status)
  }
  if (extensions.certHash !== undefined) facts['certHash'] = toHex(extensions.certHash.hash)
  return facts
}

/** How a responder says `revoked` of a number that was never given. @standard RFC 6960, section 2.2 */
function isNeverIssued(status: SingleResponse['status']): boolean {
  return status.status === 'revoked' && status.at === 0 && status.reason === 'certificateHold'
}
