import { Resolver } from 'node:dns/promises'

/**
 * Finds the addresses of a name: IPv4 and IPv6, as text. It may reject, and may be slow.
 *
 * @param signal Fires when nobody waits any longer.
 */
export type Resolve = (name: string, signal: AbortSignal) => Promise<readonly string[]>

/**
 * Asks name servers for the addresses of a name. Neither the machine's file of hosts nor its search domains
 * are used, so a name means the same everywhere; and, unlike the resolver of the operating system, a query
 * that nobody answers holds no thread that others need, and ends when nobody waits for it.
 *
 * @param servers Their addresses, with a port behind a colon where it is not 53; those of the machine unless
 *   told.
 * @returns Finds addresses of IPv4 first. Rejects where there is no address of either kind.
 * @throws TypeError for what is no address.
 */
export function nameServers(servers?: readonly string[]): Resolve {
  newResolver(servers)
  return async (name, signal) => {
    const resolver = newResolver(servers)
    const cancel = () => resolver.cancel()
    signal.addEventListener('abort', cancel)
    try {
      const [four, six] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)])
      if (four.status === 'rejected' && six.status === 'rejected') throw four.reason
      return [four, six].flatMap(answer => (answer.status === 'fulfilled' ? answer.value : []))
    } finally {
      signal.removeEventListener('abort', cancel)
    }
  }
}

function newResolver(servers: readonly string[] | undefined): Resolver {
  const resolver = new Resolver()
  if (servers !== undefined) resolver.setServers(servers)
  return resolver
}
