import { Resolver } from 'node:dns/promises'

/**
 * Asks the machine's name servers for the addresses of a name. Neither the machine's file of hosts nor its search domains
 * are used, so a name means the same everywhere; and, unlike the resolver of the operating system, a query that nobody
 * answers holds no thread that others need, and ends when nobody waits for it.
 *
 * @returns Addresses of IPv4 first. Rejects where there is no address of either kind.
 */
export async function resolveName(name: string, signal: AbortSignal): Promise<readonly string[]> {
  const resolver = new Resolver()
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
