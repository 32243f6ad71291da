import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { fromBase64 } from '../../core/bytes.ts'
import type { Outage, Service } from '../test-world.ts'
import { type Answer, deliver, type Exchange, plain } from './outages.ts'

/** What the responders serve. Asked anew at every request, so the answers may change with the world. */
export interface Contents {
  /** An OCSP response, DER, to whatever octets were asked; for those that are no request it says so. */
  ocsp(request: Uint8Array): Promise<Uint8Array>
  /**
   * @param path What stands behind the address of the service, without the slash. Undefined where nothing is.
   */
  crl(path: string): Promise<Uint8Array | undefined>
  issuer(path: string): Promise<Uint8Array | undefined>
  lists(path: string): Promise<Uint8Array | undefined>
  register(path: string): Promise<Uint8Array | undefined>
}

/** Servers on loopback, one for each service. None of them keeps a process running. */
export interface Responders {
  /** `http://127.0.0.1:PORT/SERVICE`, without a slash at the end. */
  readonly addresses: Readonly<Record<Service, string>>
  /** How many requests came, or connections while these were refused. */
  calls(service: Service): number
  outage(service: Service, kind?: Outage): void
  restore(service: Service): void
  /** Ends every connection at once and frees the ports. May be called twice. */
  close(): Promise<void>
}

/** Starts a server for every service, on ports that the system chooses. */
export async function startResponders(contents: Contents): Promise<Responders> {
  const [ocsp, crl, issuer, lists, register] = await Promise.all([
    startResponder('ocsp', request => ocspAnswer(request, contents)),
    startResponder('crl', request => file(request, 'application/pkix-crl', path => contents.crl(path))),
    startResponder('issuer', request =>
      file(request, 'application/pkix-cert', path => contents.issuer(path)),
    ),
    startResponder('lists', request => file(request, LIST_TYPE, path => contents.lists(path))),
    startResponder('register', request => file(request, 'application/json', path => contents.register(path))),
  ])
  const all = { ocsp, crl, issuer, lists, register }
  return {
    addresses: {
      ocsp: ocsp.address,
      crl: crl.address,
      issuer: issuer.address,
      lists: lists.address,
      register: register.address,
    },
    calls: service => all[service].calls(),
    outage: (service, kind = 'silent') => all[service].setOutage(kind),
    restore: service => all[service].setOutage(undefined),
    close: async () => {
      await Promise.all(Object.values(all).map(responder => responder.close()))
    },
  }
}

/** @standard ETSI TS 119 612, clause 6 */
const LIST_TYPE = 'application/vnd.etsi.tsl+xml'

interface Responder {
  readonly address: string
  calls(): number
  setOutage(kind: Outage | undefined): void
  close(): Promise<void>
}

interface Call {
  readonly request: IncomingMessage
  /** What stands behind the address of the service, decoded. */
  readonly path: string
}

async function startResponder(service: Service, answer: (call: Call) => Promise<Answer>): Promise<Responder> {
  const state: { calls: number; outage: Outage | undefined } = { calls: 0, outage: undefined }
  const connections = new Set<Socket>()
  const server = createServer((request, response) => {
    state.calls++
    // An outage that begins or ends while the answer is made counts from the next request.
    const { outage } = state
    void respond({ request, response }, outage, () => answer({ request, path: pathOf(request, service) }))
  })
  server.on('connection', connection => {
    connection.unref()
    connections.add(connection)
    connection.once('close', () => connections.delete(connection))
    if (state.outage !== 'refused') return
    state.calls++
    connection.resetAndDestroy()
  })
  const port = await listen(server)
  return {
    address: `http://127.0.0.1:${port}/${service}`,
    calls: () => state.calls,
    setOutage: kind => {
      state.outage = kind
    },
    close: () => close(server, connections),
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      server.unref()
      const address = server.address()
      resolve(address !== null && typeof address === 'object' ? address.port : 0)
    })
  })
}

/** A server that was closed already says so, which is no reason to fail. */
function close(server: Server, connections: ReadonlySet<Socket>): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve())
    for (const connection of connections) connection.destroy()
  })
}

/** A client that went away is no failure of the responder. */
async function respond(
  exchange: Exchange,
  outage: Outage | undefined,
  answer: () => Promise<Answer>,
): Promise<void> {
  if (outage === 'silent') return
  const made = await answer().catch(() => plain(500, 'no answer could be made'))
  if (!exchange.response.destroyed) deliver(made, outage, exchange)
}

/** Undecodable text stands for itself: nothing has that path. */
function pathOf(request: IncomingMessage, service: Service): string {
  const [path = ''] = (request.url ?? '').split('?')
  const rest = path.startsWith(`/${service}/`) ? path.slice(service.length + 2) : ''
  try {
    return decodeURIComponent(rest)
  } catch {
    return rest
  }
}

async function file(
  { request, path }: Call,
  type: string,
  content: (path: string) => Promise<Uint8Array | undefined>,
): Promise<Answer> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'only GET')
  const body = await content(path)
  return body ? { status: 200, type, body } : plain(404, 'nothing here')
}

/** @standard RFC 6960, appendix A.1 */
async function ocspAnswer({ request, path }: Call, contents: Contents): Promise<Answer> {
  if (request.method === 'GET') return ocspResponse(contents, encodedRequest(path))
  if (request.method !== 'POST') return plain(405, 'only GET and POST')
  if (request.headers['content-type'] !== 'application/ocsp-request')
    return plain(415, 'not application/ocsp-request')
  const body = await bodyOf(request)
  return body ? ocspResponse(contents, body) : plain(413, 'too large')
}

async function ocspResponse(contents: Contents, request: Uint8Array): Promise<Answer> {
  return { status: 200, type: 'application/ocsp-response', body: await contents.ocsp(request) }
}

const NOTHING = new Uint8Array(0)

/** What is not base64 is no request; the responder answers that as it answers any other octets. */
function encodedRequest(path: string): Uint8Array {
  const request = fromBase64(path)
  return request.ok ? request.value : NOTHING
}

const MAX_BODY = 65_536

/** Undefined where more octets are announced, or come, than any request has. */
async function bodyOf(request: IncomingMessage): Promise<Uint8Array | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY) return undefined
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of request) {
    size += part.length
    if (size > MAX_BODY) return undefined
    parts.push(part)
  }
  return Buffer.concat(parts)
}
