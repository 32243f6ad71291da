import type { Result } from '../core/result.ts'
import type { Unavailable } from '../revocation/ports.ts'

/** What is asked of a server. */
export interface HttpRequest {
  /** `http:` or `https:`. */
  readonly url: string
  readonly method?: 'GET' | 'POST'
  /** By lower-case name. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
  /** Octets of the decoded body that are accepted. */
  readonly maxOctets: number
  /** Milliseconds for the whole exchange, redirects included. */
  readonly timeout: number
}

/** What a server answered, of whatever status but a redirect that was followed. */
export interface HttpAnswer {
  readonly status: number
  /** By lower-case name; the first value where there are several. */
  readonly headers: ReadonlyMap<string, string>
  /** Decoded, complete. */
  readonly body: Uint8Array
  /** The address that answered, where it is another after redirects. */
  readonly url: string
}

/**
 * Why there is no answer. `detail` says more to people: the address that was refused, the limit that was reached; it is
 * external text, so it is escaped before it is shown.
 */
export type HttpRefusal = { readonly ok: false; readonly reason: Unavailable; readonly detail: string }

/** A guarded way to the network. Implementations do not reject. */
export interface HttpClient {
  request(
    request: HttpRequest,
    signal: AbortSignal,
  ): Promise<Exclude<Result<HttpAnswer, Unavailable>, { ok: false }> | HttpRefusal>
}
