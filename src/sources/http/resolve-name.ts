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
 * Some servers drop the question for one kind of address. Where the other kind has been found, that one is
 * waited for a quarter of a second more, and no longer.
 *
 * @param servers Their addresses, with a port behind a colon where it is not 53; those of the machine unless
 *   told.
 * @returns Finds addresses of IPv4 first. Rejects where there is no address of either kind.
 * @throws TypeError for what is no address.
 * @standard RFC 8305, section 3
 */
export function nameServers(servers?: readonly string[]): Resolve {
  newResolver(servers)
  return async (name, signal) => {
    const resolver = newResolver(servers)
    const cancel = () => resolver.cancel()
    const late = lateness(cancel)
    signal.addEventListener('abort', cancel)
    try {
      const kinds = [resolver.resolve4(name), resolver.resolve6(name)]
      for (const kind of kinds) kind.then(late.begin, () => {})
      const [four, six] = await Promise.allSettled(kinds)
      if (four?.status === 'rejected' && six?.status === 'rejected') throw four.reason
      return [four, six].flatMap(answer => (answer?.status === 'fulfilled' ? answer.value : []))
    } finally {
      late.end()
      signal.removeEventListener('abort', cancel)
    }
  }
}

/** Milliseconds. RFC 8305 has 50, and goes on waiting while it connects, which nobody does here. */
const OTHER_KIND = 250

function lateness(fire: () => void) {
  let timer: NodeJS.Timeout | undefined
  return {
    begin: () => {
      timer ??= setTimeout(fire, OTHER_KIND)
    },
    end: () => clearTimeout(timer),
  }
}

function newResolver(servers: readonly string[] | undefined): Resolver {
  const resolver = new Resolver()
  if (servers !== undefined) resolver.setServers(servers)
  return resolver
}
