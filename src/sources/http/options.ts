import { isIP } from 'node:net'
import { type Connections, keptConnections } from './connections.ts'
import { nameServers, type Resolve } from './resolve-name.ts'

export interface HttpClientOptions {
  /**
   * Hosts that may be asked, in lower case: the members of a set, or those for which a function says so; the function is
   * asked again at every request, so what it knows may change. `public`: every host whose addresses are all public.
   * An address that is not public is refused whoever names it.
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
  /** Certificates, PEM, of the authorities that servers of `https:` are held against, instead of those that Node brings. */
  readonly authorities?: string
  /** Sent as `user-agent`; nothing is sent unless told. */
  readonly userAgent?: string
  /**
   * Milliseconds for which a connection is kept for the next request to the same host; 4,000 unless told, less than the five
   * seconds after which common servers close it. 0: every request has a connection of its own.
   */
  readonly keepConnections?: number
  /**
   * Addresses that may be reached although they are not public, each written as Node writes it: a mirror in one's own network,
   * a server in a test. Whoever can choose what a certificate says can then reach them too.
   */
  readonly unsafeAddresses?: readonly string[]
}

/** Options of which all are told. */
export interface HttpSettings {
  readonly isHostAllowed: (host: string) => boolean
  /** Whether names without a dot may be asked: they are those of one's own network. */
  readonly isPublic: boolean
  readonly ports: ReadonlySet<number>
  readonly redirects: number
  readonly resolve: Resolve
  readonly authorities: string | undefined
  readonly userAgent: string | undefined
  /** Undefined where none are kept. */
  readonly connections: Connections | undefined
  readonly unsafeAddresses: ReadonlySet<string>
}

/** @throws RangeError or TypeError for what cannot be meant. */
export function httpSettings(options: HttpClientOptions): HttpSettings {
  const { hosts, ports = [80, 443], redirects = MOST_REDIRECTS, unsafeAddresses = [] } = options
  const { keepConnections = 4_000 } = options
  if (ports.length === 0 || !ports.every(port => isWholeBetween(port, 1, 65_535)))
    throw new RangeError('ports must be whole numbers from 1 to 65535, at least one')
  if (!isWholeBetween(redirects, 0, MOST_REDIRECTS))
    throw new RangeError(`redirects must be a whole number from 0 to ${MOST_REDIRECTS}`)
  if (!isWholeBetween(keepConnections, 0, 2 ** 31 - 1))
    throw new RangeError('keepConnections must be a whole number of milliseconds below 2^31')
  if (!unsafeAddresses.every(address => isIP(address) !== 0))
    throw new TypeError('unsafeAddresses must be addresses, not names or ranges')
  return {
    isHostAllowed: allowed(hosts),
    isPublic: hosts === 'public',
    ports: new Set(ports),
    redirects,
    resolve: options.resolve ?? nameServers(),
    authorities: options.authorities,
    userAgent: options.userAgent,
    connections: keepConnections > 0 ? keptConnections(keepConnections) : undefined,
    unsafeAddresses: new Set(unsafeAddresses),
  }
}

/** As many as a move from http to https at another path needs. */
const MOST_REDIRECTS = 2

export function isWholeBetween(value: number, lowest: number, highest: number): boolean {
  return Number.isInteger(value) && value >= lowest && value <= highest
}

function allowed(hosts: HttpClientOptions['hosts']): (host: string) => boolean {
  if (hosts === 'public') return () => true
  if (typeof hosts === 'function') return hosts
  if (hosts instanceof Set) return host => hosts.has(host)
  throw new TypeError("hosts must be 'public', a set of names or a function")
}
