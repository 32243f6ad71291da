import type { Oid } from '../core/oid.ts'
import type { Result } from '../core/result.ts'
import type { Instant } from '../core/time.ts'
import type { KeyFacts } from '../crypto/algorithms.ts'
import type { Extensions } from './extensions.ts'
import type { Name } from './name/name.ts'

/**
 * A certificate as it was written. Every `Uint8Array` is a slice of the input, never a copy: what is verified
 * is what was read.
 *
 * @standard RFC 5280, section 4.1
 */
export interface Certificate {
  /** The whole certificate, DER. */
  readonly bytes: Uint8Array
  /** TBSCertificate, the octets that the signature covers. */
  readonly tbs: Uint8Array
  readonly version: 1 | 2 | 3
  /**
   * Contents of the INTEGER, two's complement, big-endian; 1 to 64 octets. RFC 5280 wants it positive and at
   * most 20.
   */
  readonly serialNumber: Uint8Array
  /** The same inside and outside of what is signed; anything else is refused. */
  readonly signatureAlgorithm: AlgorithmIdentifier
  readonly issuer: Name
  readonly validity: ValidityPeriod
  readonly subject: Name
  readonly publicKey: PublicKeyInfo
  readonly issuerUniqueId?: Uint8Array
  readonly subjectUniqueId?: Uint8Array
  readonly extensions: Extensions
  /** Contents of the signature BIT STRING. */
  readonly signature: Uint8Array
}

/** @standard RFC 5280, section 4.1.1.2 */
export interface AlgorithmIdentifier {
  /** The whole SEQUENCE, DER. */
  readonly bytes: Uint8Array
  readonly algorithm: Oid
  /** The parameters as one DER value, absent where they are. */
  readonly parameters?: Uint8Array
}

/** Both ends are included. @standard RFC 5280, section 4.1.2.5 */
export interface ValidityPeriod {
  readonly notBefore: Instant
  readonly notAfter: Instant
  /**
   * One of them, before 2050, is written as GeneralizedTime. Its meaning is clear; its form is not that of
   * the profile.
   */
  readonly mistyped?: boolean
}

/** @standard RFC 5280, section 4.1.2.7 */
export interface PublicKeyInfo {
  /** The whole SubjectPublicKeyInfo, DER: what keys are compared by. */
  readonly bytes: Uint8Array
  readonly algorithm: AlgorithmIdentifier
  /** Contents of the BIT STRING, without the octet of unused bits (none are allowed). */
  readonly key: Uint8Array
  /**
   * What the key is, or why it is none, where that was read with it: every signature below a certificate asks
   * for it.
   */
  readonly facts?: Result<KeyFacts, 'unsupported' | 'malformed' | 'explicit-curve'>
}
