import type { Instant } from '../../core/time.ts'
import type { RevocationReason } from '../../revocation/status.ts'

// What can be asked of revocation. Nothing here mentions a package that the sandbox mints with.

export type { RevocationReason }

export interface Revocation {
  /** By default the moment of the world's clock. */
  readonly at?: Instant
  /**
   * By default none is given. `certificateHold` lasts until `removeFromCRL` ends it, or another reason makes
   * it final; any other revocation is final.
   */
  readonly reason?: RevocationReason
  readonly invalidityDate?: Instant
}

/**
 * When something was made: an hour ago for a week, or when the last revocation took effect, if that was
 * later; eight days ago for a week; in an hour. It tells what was known then: what is stale knows nothing of
 * a revocation since.
 */
export type Freshness = 'fresh' | 'stale' | 'future'

export interface CrlOptions {
  /**
   * Which authority's certificates it speaks of: the DER of the authority, by default the world's first
   * listed one.
   */
  readonly issuer?: Uint8Array
  /**
   * `full`; `delta`: only what was revoked since the base; `partitioned`: only for the distribution point of
   * the certificates here; `other-partition`: for another one; `indirect`: of all authorities here, signed by
   * another one, for certificates that name it in cRLIssuer (minted with `revocationList: 'indirect'`).
   */
  readonly scope?: 'full' | 'delta' | 'partitioned' | 'other-partition' | 'indirect'
  readonly freshness?: Freshness
  /**
   * `issuer`; `delegated`: a signer of lists that the issuer certified for cRLSign; `stranger`: a key of
   * nobody, under the issuer's name. By default the issuer.
   */
  readonly signer?: 'issuer' | 'delegated' | 'stranger'
  /** By default derived from when it is made and how many revocations it knows, so that it only grows. */
  readonly number?: number
}

export interface OcspOptions {
  /** By default what the world knows: good, or revoked as `revoke` said. */
  readonly status?: 'good' | 'revoked' | 'unknown'
  readonly freshness?: Freshness
  /**
   * `issuer`: the authority itself; `delegated`: a responder that the authority certified for
   * id-kp-OCSPSigning; `delegated-without-purpose`: one without that purpose; `stranger`: a responder that
   * somebody else certified; `wrong-key`: the responder's name and certificate, and another key. By default
   * `delegated`.
   */
  readonly signer?: 'issuer' | 'delegated' | 'delegated-without-purpose' | 'stranger' | 'wrong-key'
  /** Hash of the CertID, by default SHA-1 as nearly all clients ask. */
  readonly hash?: 'SHA-1' | 'SHA-256'
  /** Octets of the nonce that were asked for. */
  readonly nonce?: Uint8Array
  /**
   * Adds CertHash (Common PKI), which German providers must send. By default where the authority is German.
   */
  readonly certHash?: boolean
  /** An error of the protocol in place of a response: no signature, no status. */
  readonly error?: 'malformedRequest' | 'internalError' | 'tryLater' | 'sigRequired' | 'unauthorized'
}
