import type { MayAskAgain } from '../../core/allowance.ts'
import type { Ok } from '../../core/result.ts'
import type { Unavailable } from '../../revocation/ports.ts'

/** What is asked of a server. */
export interface HttpRequest {
  /** `http:` or `https:`. */
  readonly url: string
  /** GET unless told. */
  readonly method?: 'GET' | 'POST'
  /**
   * By lower-case name. Those of the exchange itself (`host`, `connection`, `content-length` and the like)
   * are not the caller's.
   */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
  /** Octets of the decoded body that are accepted: a positive whole number. */
  readonly maxOctets: number
  /**
   * Milliseconds for the whole exchange, names, redirects and waiting included: a positive whole number below
   * 2^31.
   */
  readonly timeout: number
  /** Asked before each exchange but the first. Absent: nobody counts them. */
  readonly mayAskAgain?: MayAskAgain
}

/** What a server answered, of whatever status but a redirect that was followed. */
export interface HttpAnswer {
  readonly status: number
  /** By lower-case name; the first value where there are several. */
  readonly headers: ReadonlyMap<string, string>
  /**
   * Decoded, complete. Empty for a status other than 200 to 299: what stands there is for people, and is not
   * read.
   */
  readonly body: Uint8Array
  /** The address that answered, another than was asked where redirects were followed. */
  readonly url: string
}

/**
 * Why there is no answer. `detail` says more to people: the address that was refused, the limit that was
 * reached; it is external text, so it is escaped before it is shown.
 */
export type HttpRefusal = { readonly ok: false; readonly reason: Unavailable; readonly detail: string }

export type HttpOutcome = Ok<HttpAnswer> | HttpRefusal

/** A guarded way to the network. */
export interface HttpClient {
  /**
   * @param signal Ends the exchange at whatever stage it is; the outcome is then `timed-out`.
   * @returns The answer or why there is none. Whatever the world does, the promise is not rejected.
   * @throws RangeError where `maxOctets` or `timeout` is not in range, TypeError for a header that is not the
   *   caller's; both as a rejection.
   */
  request(request: HttpRequest, signal: AbortSignal): Promise<HttpOutcome>
}

export function noAnswer(reason: Unavailable, detail: string): HttpRefusal {
  return { ok: false, reason, detail }
}
