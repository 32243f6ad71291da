import type { Result } from '../core/result.ts'

/** Why a source has nothing to give. That is a fact about the world, and the verdict has a place for it. */
export type Unavailable =
  /** Nobody answered: refused, reset, no such host. */
  | 'unreachable'
  /** The deadline passed, or the caller aborted. */
  | 'timed-out'
  /** The address, the size or the number of requests is beyond what the source may ask for. */
  | 'not-allowed'
  /** An answer came that is no response of the protocol: another status code, another type. */
  | 'refused'
  /** The source does not have it. */
  | 'not-found'

/** Where OCSP responses come from: the network, a file, a cache, memory. Nothing that it gives is trusted. */
export interface OcspSource {
  /**
   * @param url Of the responder, as the certificate names it.
   * @param request OCSPRequest, DER.
   * @param signal Ends the attempt.
   * @returns The octets as served, unverified; or why there are none. Implementations do not reject.
   */
  ocsp(url: string, request: Uint8Array, signal: AbortSignal): Promise<Result<Uint8Array, Unavailable>>
}

/** Where revocation lists come from. Nothing that it gives is trusted. */
export interface CrlSource {
  /**
   * @param url Of the distribution point, as the certificate names it.
   * @param signal Ends the attempt.
   * @returns The octets as served, unverified; or why there are none. Implementations do not reject.
   */
  crl(url: string, signal: AbortSignal): Promise<Result<Uint8Array, Unavailable>>
}
