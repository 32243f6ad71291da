import type { Certificate } from '../../certificate/certificate.ts'
import type { Name } from '../../certificate/name/name.ts'
import type { Instant } from '../../core/time.ts'
import type { Crypto } from '../../crypto/crypto.ts'
import type { Facts } from '../../requirements/finding.ts'
import type { Issuer } from '../issuer.ts'
import type { SignatureMemory } from '../signature-memory.ts'
import { type OcspErrorStatus, parseOcspResponse } from './parse.ts'
import type { OcspPolicy } from './policy.ts'
import type { ReadDelegate, SignerReason, SignerRules } from './signer.ts'

export type OcspReason =
  | OcspErrorStatus
  | SignerReason
  | 'malformed'
  | 'other-response-type'
  | 'not-about-certificate'
  | 'unknown-critical-extension'
  | 'not-yet-valid'
  | 'produced-in-future'
  | 'inconsistent-times'
  | 'nonce-mismatch'
  | 'nonce-missing'
  | 'cert-hash-mismatch'
  | 'cert-hash-missing'
  | 'cert-hash-unsupported'

/** Which certificate, of which issuer, when. */
export interface OcspQuestion {
  readonly certificate: Certificate
  readonly issuer: Issuer
  /** The moment of use. */
  readonly at: Instant
  readonly crypto: Crypto
  /** What was sent with the request; absent where nobody asked, as for stapled responses. */
  readonly nonce?: Uint8Array
  /** {@link OCSP_POLICY} unless told. */
  readonly policy?: OcspPolicy
  /** What other evidence says of a delegate of the issuer. Absent: nothing. */
  readonly standingOf?: SignerRules['standingOf']
  /**
   * Whether it is asked about because it signed other evidence. A responder that nobody has checked then
   * revokes nobody: that would take away what the other one says.
   */
  readonly isSigner?: boolean
  /** Reads and verifies the certificate of a responder once for all of its responses. */
  readonly memo?: ResponseMemo
}

/** What judgements of many responses can share. */
export interface ResponseMemo {
  readonly readResponse: ReadsResponse
  readonly readDelegate: ReadDelegate
  /** Knows the hashes by which responses name issuers. */
  crypto(crypto: Crypto): Crypto
  bareCrypto(crypto: Crypto): Crypto
}

/** A response that was read, and the SHA-256 by which it is known. */
export interface ReadResponse {
  readonly digest: Uint8Array | Promise<Uint8Array>
  readonly parsed: ReturnType<typeof parseOcspResponse>
  /** Of the response; absent where nobody keeps it. */
  readonly signature?: SignatureMemory
}

/** @param issuer Name of who may have signed it. */
export type ReadsResponse = (bytes: Uint8Array, crypto: Pick<Crypto, 'digest'>, issuer: Name) => ReadResponse

/** Reads a response each time anew. */
export function readResponse(bytes: Uint8Array, crypto: Pick<Crypto, 'digest'>, issuer: Name): ReadResponse {
  return { digest: crypto.digest('SHA-256', bytes), parsed: parseOcspResponse(bytes, issuer) }
}

/** Why a response is of no use. */
export interface OcspObjection {
  readonly reason: OcspReason
  readonly facts: Facts
}
