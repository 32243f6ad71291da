import { Agent } from 'node:http'
import type { AgentOptions } from 'node:https'
import { Agent as TlsAgent } from 'node:https'
import type { Duplex } from 'node:stream'
import type { CheckedAddress } from './address-guard.ts'

/** Connections of one client that are kept for the next request to the same place. */
export interface Connections {
  readonly plain: Agent
  readonly tls: TlsAgent
}

/**
 * Connections that are kept when an answer was read whole. They stay with the name, the port and the checked
 * addresses for which they were opened: a request whose host leads elsewhere by now opens one of its own. One
 * that sends something while nobody has asked is closed, so that no answer can lie in wait for a question.
 *
 * @param unused Milliseconds for which one is kept; a server may ask for fewer. It keeps no process running.
 */
export function keptConnections(unused: number): Connections {
  // A session of TLS that is taken up again is not checked again, so none is kept.
  const options: AgentOptions = {
    keepAlive: true,
    timeout: unused,
    maxFreeSockets: MOST_UNUSED.ofHost,
    maxCachedSessions: 0,
  }
  return { plain: guarded(new Agent(options)), tls: guarded(new TlsAgent(options)) }
}

/** Strangers choose the hosts, so all of them together have a bound too: one for HTTP, and one for TLS. */
const MOST_UNUSED = { ofHost: 16, inAll: 64 } as const

/** For which checked addresses a connection is asked for, as an option of a request. */
export function placeOf(addresses: readonly CheckedAddress[]): { readonly [PLACE]: string } {
  return {
    [PLACE]: addresses
      .map(({ address }) => address)
      .toSorted()
      .join(),
  }
}

const PLACE = 'checkedAddresses'

function guarded<A extends Agent>(agent: A): A {
  const keep = agent.keepSocketAlive.bind(agent)
  const reuse = agent.reuseSocket.bind(agent)
  return Object.assign(agent, {
    getName: (options: object = {}) =>
      ['host', 'port', PLACE].map(part => String(Reflect.get(options, part))).join(' '),
    keepSocketAlive: (socket: Duplex) => {
      if (unusedIn(agent) >= MOST_UNUSED.inAll) return false
      // False where the server keeps it for a second or less, which the types of Node do not tell.
      const isOfUse: unknown = keep(socket)
      if (isOfUse === false) return false
      socket.on('data', destroyed)
      return true
    },
    reuseSocket: (socket: Duplex, request: Parameters<A['reuseSocket']>[1]) => {
      socket.off('data', destroyed)
      reuse(socket, request)
    },
  })
}

/** One listener for all, so that this one alone is taken off again. */
function destroyed(this: Duplex): void {
  this.destroy()
}

function unusedIn({ freeSockets }: Agent): number {
  return Object.values(freeSockets).reduce((sum, sockets = []) => sum + sockets.length, 0)
}
