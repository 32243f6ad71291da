import type { HttpClient } from '../sources/http/client.ts'
import { httpClient } from '../sources/http/http.ts'
import { withRetries } from '../sources/http/retries.ts'

/**
 * The way to the servers of lists: every public host at ports 80 and 443.
 *
 * @param lotlUrl Where the list of lists is looked for at first.
 * @param unsafeLoopback Whether this machine may be asked too, under one of its three names and at the port
 *   of that address alone. For everybody else nothing changes: a name that leads to this machine is refused
 *   as ever, and so are other ports.
 */
export function listsClient(lotlUrl: string | undefined, unsafeLoopback: boolean): HttpClient {
  const elsewhere = httpClient({ hosts: 'public' })
  if (!unsafeLoopback) return withRetries(elsewhere)
  const here = httpClient({
    hosts: new Set(HERE),
    ports: lotlUrl === undefined ? [80, 443] : [portOf(new URL(lotlUrl))],
    resolve: async () => ADDRESSES,
    unsafeAddresses: ADDRESSES,
  })
  const isHere = (url: string) =>
    URL.canParse(url) && HERE.includes(new URL(url).hostname.replace(/^\[|\]$/g, ''))
  return withRetries({
    request: (request, signal) => (isHere(request.url) ? here : elsewhere).request(request, signal),
  })
}

const ADDRESSES: readonly string[] = ['127.0.0.1', '::1']
const HERE: readonly string[] = [...ADDRESSES, 'localhost']

function portOf({ port, protocol }: URL): number {
  return Number(port) || (protocol === 'https:' ? 443 : 80)
}
