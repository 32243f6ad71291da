import type { Name } from '../certificate/name/name.ts'
import type { Instant } from '../core/time.ts'
import type { Facts } from '../requirements/finding.ts'
import type { Unavailable } from './ports.ts'

/** The values of CRLReason, by their names. @standard RFC 5280, section 5.3.1 */
export type RevocationReason =
  | 'unspecified'
  | 'keyCompromise'
  | 'cACompromise'
  | 'affiliationChanged'
  | 'superseded'
  | 'cessationOfOperation'
  | 'certificateHold'
  | 'removeFromCRL'
  | 'privilegeWithdrawn'
  | 'aACompromise'

/** By the number of the ENUMERATED; 7 is not used. @standard RFC 5280, section 5.3.1 */
export const REVOCATION_REASONS: readonly (RevocationReason | undefined)[] = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  undefined,
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
]

/** What a source says about one certificate. @standard RFC 6960, section 2.2; RFC 5280, section 6.3 */
export type CertificateStatus =
  /** Not revoked as far as the source knows; on a CRL: covered by it and not listed. */
  | { readonly status: 'good' }
  | Revocation
  /** The source does not know the certificate. That is not good. */
  | { readonly status: 'unknown' }

export interface Revocation {
  readonly status: 'revoked'
  /** When it took effect, as the source says. */
  readonly at: Instant
  /** Absent where the source gives none. */
  readonly reason?: RevocationReason
  /** Since when the key is suspected to be compromised. @standard RFC 5280, section 5.3.2 */
  readonly invalidityDate?: Instant
}

/** Whether it is a revocation that nothing ends. @standard RFC 5280, section 5.3.1 */
export function isFinal(status: CertificateStatus): boolean {
  return status.status === 'revoked' && status.reason !== 'certificateHold'
}

export type StatusSource = 'ocsp' | 'crl'

/** Who signed a piece of evidence, after this was verified. */
export interface StatusSigner {
  /** `issuer`: the key that issued the certificate; `delegate`: somebody that it certified for this work. */
  readonly role: 'issuer' | 'delegate'
  /** Written as text where a report tells it, and not in each judgement. */
  readonly name: Name
  /** SHA-256 of the delegate's certificate, lower-case hexadecimal. */
  readonly certificate?: string
}

/**
 * A statement about one certificate whose signature, signer and scope were verified. It may be stale all the
 * same.
 */
export interface VerifiedStatus {
  readonly outcome: 'verified'
  readonly source: StatusSource
  /** SHA-256 of the response or list, lower-case hexadecimal. */
  readonly sha256: string
  readonly status: CertificateStatus
  readonly thisUpdate: Instant
  readonly nextUpdate?: Instant
  /** When an OCSP response was signed. */
  readonly producedAt?: Instant
  /**
   * The last moment for which it is fresh, included: `nextUpdate`, or earlier where the policy limits the
   * age.
   */
  readonly freshUntil: Instant
  readonly signer: StatusSigner
  /**
   * The key of the certificate itself signed it: whoever has stolen that could end a hold by it, so it ends
   * nothing that somebody else has told.
   */
  readonly isOwn?: true
  /**
   * When a list was made whose hold of the certificate this one has ended: what is older does not know of it.
   */
  readonly endedHold?: Instant
  /** Further facts for the report: archive cutoff, CRL number, base of a delta. */
  readonly facts?: Facts
  readonly origin?: StatusOrigin
}

/** Where a response or list comes from, where it was not given with the question. */
export interface StatusOrigin {
  readonly url: string
  /** Whether an earlier validation fetched it, and this one found it in a memory. */
  readonly remembered: boolean
}

/** A piece of evidence that says nothing about the certificate, and why. */
export interface UnusableStatus<Reason extends string = string> {
  readonly outcome: 'unusable'
  readonly source: StatusSource
  /** SHA-256 of the response or list, lower-case hexadecimal. */
  readonly sha256: string
  readonly reason: Reason
  readonly facts: Facts
  readonly origin?: StatusOrigin
  /**
   * When a list was made whose hold of the certificate a newer one has ended: what is older does not know of
   * it.
   */
  readonly endedHold?: Instant
}

/** Somebody who was asked about the certificate and gave nothing. */
export interface UnavailableStatus {
  readonly outcome: 'unavailable'
  readonly source: StatusSource
  readonly url: string
  readonly reason: Unavailable
}

/**
 * What one piece of evidence comes to for one certificate. Whether it is fresh enough is decided where all
 * are combined.
 */
export type StatusEvidence<Reason extends string = string> = VerifiedStatus | UnusableStatus<Reason>
