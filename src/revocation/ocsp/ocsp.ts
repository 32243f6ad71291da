import type { AlgorithmIdentifier } from '../../certificate/certificate.ts'
import type { Name } from '../../certificate/name/name.ts'
import type { Oid } from '../../core/oid.ts'
import type { Instant } from '../../core/time.ts'
import type { CertificateStatus } from '../status.ts'
import type { CertId } from './cert-id.ts'

/**
 * A response as it was written. Every `Uint8Array` is a slice of the input, never a copy: what is verified is
 * what was read.
 *
 * @standard RFC 6960, section 4.2.1
 */
export interface OcspResponse {
  /** The whole OCSPResponse, DER. */
  readonly bytes: Uint8Array
  /** ResponseData, the octets that the signature covers. */
  readonly tbs: Uint8Array
  readonly responderId: ResponderId
  readonly producedAt: Instant
  /** In the order of the response; at most 100. */
  readonly responses: readonly SingleResponse[]
  readonly extensions: OcspExtensions
  readonly signatureAlgorithm: AlgorithmIdentifier
  /** Contents of the signature BIT STRING. */
  readonly signature: Uint8Array
  /** Certificates that were sent along, each one DER value and no more checked than that; at most ten. */
  readonly certificates: readonly Uint8Array[]
}

/** @standard RFC 6960, section 4.2.2.3 */
export type ResponderId =
  | { readonly form: 'name'; readonly name: Name }
  /** SHA-1 of the contents of the public key's BIT STRING. */
  | { readonly form: 'key'; readonly keyHash: Uint8Array }

/** What is said about one certificate. @standard RFC 6960, section 4.2.1 */
export interface SingleResponse {
  readonly certId: CertId
  readonly status: CertificateStatus
  readonly thisUpdate: Instant
  readonly nextUpdate?: Instant
  readonly extensions: OcspExtensions
}

/** Extensions of a response or of one of its answers. Both may hold any of them. */
export interface OcspExtensions {
  /** Extensions that are critical and have no meaning here: what they stand in is of no use. */
  readonly unknownCritical: readonly Oid[]
  /** 1 to 128 octets. @standard RFC 9654, section 2.1 */
  readonly nonce?: Uint8Array
  /** Proof that the responder has the certificate. @standard Common PKI */
  readonly certHash?: CertHash
  /** Since when the status is kept beyond the end of the certificate. @standard RFC 6960, section 4.4.4 */
  readonly archiveCutoff?: Instant
  /** The responder says `revoked` of numbers that were never given, too. @standard RFC 6960, section 4.4.8 */
  readonly extendedRevoke?: boolean
  /** On which list the certificate stands. @standard RFC 6960, section 4.4.2 */
  readonly crlReference?: CrlReference
}

export interface CertHash {
  readonly algorithm: Oid
  readonly hash: Uint8Array
}

export interface CrlReference {
  /** Where the list is; as written, an IA5String. */
  readonly url?: string
  /** Contents of the INTEGER. */
  readonly number?: Uint8Array
  readonly issuedAt?: Instant
}
