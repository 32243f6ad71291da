import { isIP } from 'node:net'
import { type Connections, keptConnections } from './connections.ts'
import { type HttpClientOptions, isWholeBetween } from './options.ts'
import { nameServers, type Resolve } from './resolve-name.ts'

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

function allowed(hosts: HttpClientOptions['hosts']): (host: string) => boolean {
  if (hosts === 'public') return () => true
  if (typeof hosts === 'function') return hosts
  if (hosts instanceof Set) return host => hosts.has(host)
  throw new TypeError("hosts must be 'public', a set of names or a function")
}
