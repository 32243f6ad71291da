import type { MayAskAgain } from '../core/allowance.ts'
import type { Result } from '../core/result.ts'
import type { Instant } from '../core/time.ts'

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
   * @param mayAskAgain To be asked before each exchange with a server but the first, which was counted.
   * @returns The octets as served, unverified; or why there are none. Implementations do not reject.
   */
  ocsp(
    url: string,
    request: Uint8Array,
    signal: AbortSignal,
    mayAskAgain?: MayAskAgain,
  ): Promise<Result<Uint8Array, Unavailable>>
}

/** Where revocation lists come from. Nothing that it gives is trusted. */
export interface CrlSource {
  /**
   * @param url Of the distribution point, as the certificate names it.
   * @param signal Ends the attempt.
   * @param mayAskAgain To be asked before each exchange with a server but the first, which was counted.
   * @returns The octets as served, unverified; or why there are none. Implementations do not reject.
   */
  crl(url: string, signal: AbortSignal, mayAskAgain?: MayAskAgain): Promise<Result<Uint8Array, Unavailable>>
}

/** Whom to ask about revocation, and for how long. */
export interface StatusSources {
  /** Absent: no responder is asked. */
  readonly ocsp?: OcspSource
  /** Absent: no list is fetched. */
  readonly crl?: CrlSource
  /**
   * Begins the time for all requests of one validation, and before that the time for lists where they are to
   * be authenticated: `() => AbortSignal.timeout(3000)`.
   */
  readonly deadline: () => AbortSignal
  /**
   * 1 to 128 octets of chance for one request. Absent: requests have no nonce, and any fresh response answers
   * them. What it throws, `validate` rejects with, and so it does with a RangeError or TypeError where it
   * gives something else.
   */
  readonly nonce?: () => Uint8Array
  /** What earlier validations have learnt. Absent: nothing is kept. */
  readonly memory?: StatusMemory
}

/**
 * Keeps responses and lists that were verified, for later validations. Nothing that it gives is trusted: it
 * is judged like what comes from anywhere. Implementations do not reject; one that is out of order knows
 * nothing.
 */
export interface StatusMemory {
  /**
   * @param key What is looked for: a text that follows from the issuer's key and, for a response, from the
   *   certificate.
   * @param signal Ends the attempt.
   */
  recall(key: string, signal: AbortSignal): Promise<readonly Remembered[]>
  /** Keeps what was verified; what is older never takes the place of what is newer. */
  keep(key: string, status: StatusToKeep): Promise<void>
  /** Why asking an address for this failed a moment ago; undefined where it did not. */
  failure(key: string, url: string): Unavailable | undefined
  /** Keeps a failure for a moment. */
  fail(key: string, url: string, reason: Unavailable): void
}

export interface Remembered {
  readonly bytes: Uint8Array
  /** So old that the source is to be asked anew. It counts all the same while it is fresh. */
  readonly isDue: boolean
}

/** A verified response or list. */
export interface StatusToKeep {
  readonly bytes: Uint8Array
  readonly source: 'ocsp' | 'crl'
  /**
   * What it says: `revoked` for good, or what a newer answer can change: `good`, which a hold is kept as too.
   * A list says all kinds of things: `list`.
   */
  readonly says: 'good' | 'revoked' | 'list'
  readonly thisUpdate: Instant
  readonly freshUntil: Instant
  /**
   * It is what {@link StatusMemory.recall} gave, as the very array. Absent: it has just come from its source.
   */
  readonly remembered?: true
}
