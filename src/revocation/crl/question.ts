import type { Certificate } from '../../certificate/certificate.ts'
import { toHex } from '../../core/bytes.ts'
import type { Instant } from '../../core/time.ts'
import type { Crypto } from '../../crypto/crypto.ts'
import type { Anchor } from '../../path/building/candidates.ts'
import type { Profile } from '../../path/profile/profile.ts'
import type { Facts } from '../../requirements/finding.ts'
import type { Issuer } from '../issuer.ts'
import type { SignatureObjection } from '../signature.ts'
import type { StatusEvidence, UnusableStatus } from '../status.ts'
import { parseCrl, type RevocationList } from './crl.ts'
import type { SignerPaths } from './signer-paths.ts'

/** A revocation list that was read. Whether it counts for a certificate, {@link checkCrls} says. */
export interface GivenCrl {
  readonly list: RevocationList
  /** SHA-256 of the list, lower-case hexadecimal. */
  readonly sha256: string
}

/** Which certificate, of which issuer, when, and what may be looked at. */
export interface CrlQuestion {
  readonly certificate: Certificate
  /** As the path to the anchor has proved it. */
  readonly issuer: Issuer
  /** Of the path of the certificate. Whoever signs lists must have a path to the same one (6.3.3 (f)). */
  readonly anchor: Anchor
  /** Certificates among which a signer of lists, and a path to it, may be found; in any order. */
  readonly intermediates: readonly Certificate[]
  /**
   * Made of this anchor and these intermediates, for all questions of one validation. Absent: each question
   * looks for signers by itself.
   */
  readonly signerPaths?: SignerPaths
  /** Complete lists and deltas, in any order. */
  readonly lists: readonly GivenCrl[]
  /** The moment of use: no list from after it counts. */
  readonly at: Instant
  readonly crypto: Crypto
  /** What responses say of the signer of a list. Absent: nothing. */
  readonly responsesAbout?: (certificate: Certificate, issuer: Issuer) => Promise<readonly StatusEvidence[]>
  /**
   * Whether it is asked about because it signed other evidence. A signer of lists that nobody has cleared
   * then revokes nobody: that would take away what the other one says.
   */
  readonly isSigner?: boolean
  /** By which the path of a signer is judged: `eidas` unless told. */
  readonly profile?: Profile
}

/** Why a list says nothing about a certificate. */
export type CrlReason =
  | 'malformed'
  | 'unknown-critical-extension'
  | 'not-yet-valid'
  | 'inconsistent-times'
  | ScopeReason
  | SignerReason
  | 'delta-without-base'
  | 'delta-not-newer'
  | 'hold-ended'
  | 'reasons-not-covered'
  | 'expired-before-list'
  | 'no-next-update'

export type ScopeReason = 'other-issuer' | 'other-distribution-point' | 'other-kind-of-certificate'

export type SignerReason =
  | SignatureObjection
  | 'signer-not-found'
  | 'signer-key-usage'
  | 'signer-without-path'
  | 'signer-revoked'
  | 'signer-status-open'
  | 'budget-spent'

/** Why a list is not used, and what shows it. */
export interface CrlObjection {
  readonly reason: CrlReason
  readonly facts: Facts
}

/** Reads a list for {@link checkCrls}; one reading serves any number of certificates. */
export async function readCrl(
  bytes: Uint8Array,
  crypto: Crypto,
): Promise<GivenCrl | UnusableStatus<CrlReason>> {
  const sha256 = toHex(await crypto.digest('SHA-256', bytes))
  const parsed = parseCrl(bytes)
  if (parsed.ok) return { list: parsed.value, sha256 }
  const facts = { defect: parsed.reason, offset: parsed.offset ?? 0 }
  return { outcome: 'unusable', source: 'crl', sha256, reason: 'malformed', facts }
}
