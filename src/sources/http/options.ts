import type { Resolve } from './resolve-name.ts'

export interface HttpClientOptions {
  /**
   * Hosts that may be asked, in lower case: the members of a set, or those for which a function says so; the
   * function is asked again at every request, so what it knows may change. `public`: every host whose
   * addresses are all public. An address that is not public is refused whoever names it.
   */
  readonly hosts: 'public' | ReadonlySet<string> | ((host: string) => boolean)
  /** Ports that may be asked; 80 and 443 unless told. */
  readonly ports?: readonly number[]
  /** Redirects that are followed, all to the same host: 0, 1 or 2, which is meant unless told. */
  readonly redirects?: number
  /**
   * Finds addresses of names; the name servers of the machine are asked unless told. See {@link nameServers}.
   */
  readonly resolve?: Resolve
  /**
   * Certificates, PEM, of the authorities that servers of `https:` are held against, instead of those that
   * Node brings.
   */
  readonly authorities?: string
  /** Sent as `user-agent`; nothing is sent unless told. */
  readonly userAgent?: string
  /**
   * Milliseconds for which a connection is kept for the next request to the same host; 4,000 unless told,
   * less than the five seconds after which common servers close it. 0: every request has a connection of its
   * own.
   */
  readonly keepConnections?: number
  /**
   * Addresses that may be reached although they are not public, each written as Node writes it: a mirror in
   * one's own network, a server in a test. Whoever can choose what a certificate says can then reach them
   * too.
   */
  readonly unsafeAddresses?: readonly string[]
}

export function isWholeBetween(value: number, lowest: number, highest: number): boolean {
  return Number.isInteger(value) && value >= lowest && value <= highest
}
