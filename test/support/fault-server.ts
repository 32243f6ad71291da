import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { type AnswerFault, play, type Served, serve } from './faults.ts'
import { mintServerIdentities, type ServerIdentities } from './server-keys.ts'

/** What a server saw of a request. */
export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: Uint8Array
}

/** `none`: all is well. The faults of TLS need a server with `tls`. */
export type Fault = 'none' | AnswerFault | 'dns-failure' | 'dns-stall' | 'refused' | TlsFault
export type TlsFault =
  | 'tls-expired'
  | 'tls-wrong-host'
  | 'tls-self-signed'
  | 'tls-unknown-authority'
  /** It speaks plain HTTP where TLS is expected. */
  | 'tls-plain'

/**
 * A real server on loopback that can be made to fail in every way that servers fail, and to be well again.
 */
export interface FaultServer {
  /** `http://fault.test:PORT`, or `https:`; without a slash at the end. */
  readonly url: string
  readonly port: number
  /**
   * What an `httpClient` needs beside its hosts to reach this server: the only resolver that knows its name
   * (every name leads to it, and faults of DNS happen here), its port, its address, and its authority.
   */
  readonly reach: {
    readonly resolve: (name: string) => Promise<readonly string[]>
    readonly ports: readonly number[]
    readonly unsafeAddresses: readonly string[]
    readonly authorities?: string
  }
  /**
   * From now on requests meet this fault.
   *
   * @param times After so many requests all is well again; without it, once `none` is set. Only for what
   *   shows in answers.
   */
  fault(kind: Fault, times?: number): Promise<void>
  /** Connections that were accepted since the start. */
  connections(): number
  /** Connections that are open now. */
  open(): number
  /** Requests that were read whole, in order, those that met a fault included. */
  requests(): readonly SeenRequest[]
  /** Ends all connections, and the server. */
  close(): Promise<void>
}

export interface FaultServerOptions {
  /** What is answered where no fault is set; 200 without contents unless told. */
  readonly respond?: (request: SeenRequest) => Served | Promise<Served>
  readonly tls?: boolean
}

export async function startFaultServer(options: FaultServerOptions = {}): Promise<FaultServer> {
  const identities = options.tls ? await mintServerIdentities(HOST) : undefined
  const state: State = { fault: 'none', times: 0, connections: 0, sockets: new Set(), seen: [], url: '' }
  const listener = answering(state, options.respond ?? (() => ({})))
  const server = identities ? createTlsServer(identities.sound, listener) : createServer(listener)
  const plain = createServer(listener)
  for (const each of [server, plain]) each.on('connection', (socket: Socket) => follow(state, socket))
  server.on('tlsClientError', () => {})
  const port = await listen(server, 0)
  state.url = `${identities ? 'https' : 'http'}://${HOST}:${port}`
  return {
    url: state.url,
    port,
    reach: {
      resolve: () => resolve(state),
      ports: [port],
      unsafeAddresses: [ADDRESS],
      ...(identities && { authorities: identities.authority }),
    },
    fault: async (kind, times = Number.POSITIVE_INFINITY) => {
      state.fault = kind
      state.times = times
      if (identities && 'setSecureContext' in server) server.setSecureContext(shown(kind, identities))
      const [speaks, rests] = kind === 'tls-plain' ? [plain, server] : [server, plain]
      if (rests.listening) await stop(rests, state)
      await (kind === 'refused' ? stop(server, state) : listen(speaks, port))
    },
    connections: () => state.connections,
    open: () => state.sockets.size,
    requests: () => state.seen,
    close: async () => {
      await stop(server, state)
      await stop(plain, state)
    },
  }
}

const HOST = 'fault.test'
const ADDRESS = '127.0.0.1'

interface State {
  fault: Fault
  times: number
  connections: number
  readonly sockets: Set<Socket>
  readonly seen: SeenRequest[]
  url: string
}

function answering(state: State, respond: NonNullable<FaultServerOptions['respond']>): RequestListener {
  return async (message, response) => {
    response.on('error', () => {})
    const request = await read(message)
    if (request === undefined) return
    state.seen.push(request)
    const fault = nextFault(state)
    const stage = { response, served: await respond(request), url: state.url, path: request.path }
    if (response.destroyed) return
    if (fault === undefined) serve(stage)
    else play(fault, stage)
  }
}

/** The fault that shows in the next answer, if any. */
function nextFault(state: State): AnswerFault | undefined {
  const { fault } = state
  if (state.times <= 0 || !isAnswerFault(fault)) return undefined
  state.times--
  return fault
}

function isAnswerFault(fault: Fault): fault is AnswerFault {
  return fault !== 'none' && fault !== 'refused' && !fault.startsWith('dns-') && !fault.startsWith('tls-')
}

async function read(message: IncomingMessage): Promise<SeenRequest | undefined> {
  const chunks: Uint8Array[] = []
  try {
    for await (const chunk of message) chunks.push(chunk)
  } catch {
    return undefined
  }
  const { method = '', url: path = '', headers } = message
  return { method, path, headers, body: new Uint8Array(Buffer.concat(chunks)) }
}

function follow(state: State, socket: Socket): void {
  state.connections++
  state.sockets.add(socket)
  socket.on('error', () => {})
  socket.on('close', () => state.sockets.delete(socket))
}

async function resolve({ fault }: State): Promise<readonly string[]> {
  if (fault === 'dns-stall') return new Promise(() => {})
  if (fault === 'dns-failure') throw Object.assign(new Error('queryA ENOTFOUND'), { code: 'ENOTFOUND' })
  return [ADDRESS]
}

function shown(kind: Fault, identities: ServerIdentities) {
  if (kind === 'tls-expired') return identities.expired
  if (kind === 'tls-wrong-host') return identities.wrongHost
  if (kind === 'tls-self-signed') return identities.selfSigned
  return kind === 'tls-unknown-authority' ? identities.unknownAuthority : identities.sound
}

/** @returns The port, once the server listens. */
async function listen(server: Server, port: number): Promise<number> {
  if (!server.listening) {
    await new Promise<void>((done, failed) => {
      server.once('error', failed)
      server.listen(port, ADDRESS, () => {
        server.off('error', failed)
        done()
      })
    })
  }
  return (server.address() as AddressInfo).port
}

async function stop(server: Server, { sockets }: State): Promise<void> {
  const closed = new Promise<void>(done => {
    if (server.listening) server.close(() => done())
    else done()
  })
  for (const socket of sockets) socket.destroy()
  await closed
}
