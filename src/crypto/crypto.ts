import type { SignatureAlgorithm } from './algorithms.ts'

/**
 * `unsupported`: this implementation cannot compute it; it is never read as `invalid`, nor as `valid`.
 * `valid-without-null`: an RSA signature of PKCS #1 v1.5 that is right but for the NULL missing from its
 * DigestInfo, which the caller may accept and must then report (RFC 8017, appendix A.2.4).
 */
export type SignatureOutcome = 'valid' | 'valid-without-null' | 'invalid' | 'unsupported'

export type DigestAlgorithm = 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512'

/** One signature to verify. The algorithm and the key were checked against the allow-list before. */
export interface SignatureRequest {
  readonly algorithm: SignatureAlgorithm
  /** The signer's SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array
  /** As transmitted: for ECDSA a DER `Ecdsa-Sig-Value`, or r and s side by side where `ecdsaForm` says so. */
  readonly signature: Uint8Array
  /** `der` in certificates (RFC 3279), `raw` in XML signatures (RFC 4050, RFC 9231). */
  readonly ecdsaForm: 'der' | 'raw'
  /** The octets that were signed, not their digest. */
  readonly data: Uint8Array
}

/**
 * Where signatures and digests are computed. An implementation may answer at once or with a promise; it never
 * throws and never rejects for what it is given.
 */
export interface Crypto {
  verify(request: SignatureRequest): SignatureOutcome | Promise<SignatureOutcome>
  digest(algorithm: DigestAlgorithm, data: Uint8Array): Uint8Array | Promise<Uint8Array>
}
