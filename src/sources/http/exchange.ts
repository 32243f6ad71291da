import { type ClientRequest, type IncomingMessage, request as requestPlain } from 'node:http'
import { request as requestTls } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { type Ok, ok } from '../../core/result.ts'
import type { CheckedAddress } from './address-guard.ts'
import { type HttpRefusal, type HttpRequest, noAnswer } from './client.ts'
import { placeOf } from './connections.ts'
import { failureOf } from './failure.ts'
import { countIncoming } from './incoming.ts'
import type { HttpSettings } from './settings.ts'
import type { Target } from './url.ts'

/** One request to one host, whose addresses are checked. */
export interface Hop {
  readonly target: Target
  readonly addresses: readonly CheckedAddress[]
  readonly request: HttpRequest
}

/** An answer whose headers have come, and whose body has not. */
export interface Started {
  readonly message: IncomingMessage
  /** What went wrong since, where it does not show in the message: octets behind its end are no HTTP. */
  failure(): HttpRefusal | undefined
  /** Closes the connection. */
  end(): void
}

/**
 * Sends a request and waits for the headers of the answer. Its connection was opened for the very addresses
 * that were checked, and for this name; neither a proxy nor leave to skip the checks of TLS comes from the
 * environment.
 *
 * A connection that was kept may have been closed at the other end meanwhile. Where nothing came over it, the
 * request is made once more over a new one, as an exchange that counts. What is posted here is a question, so
 * it may be asked twice.
 *
 * @standard RFC 9112, section 9.3.1
 */
export async function send(
  hop: Hop,
  settings: HttpSettings,
  signal: AbortSignal,
): Promise<Ok<Started> | HttpRefusal> {
  const { outcome, isStale } = await attempt(hop, settings, signal)
  if (!isStale) return outcome
  if (hop.request.mayAskAgain?.() === false) return noneLeft()
  return (await attempt(hop, { ...settings, connections: undefined }, signal)).outcome
}

/** The server has not been asked, so that nobody answered says nothing about it. */
function noneLeft(): HttpRefusal {
  return noAnswer('not-allowed', 'a connection that had ended, where no further exchange may be made')
}

interface Attempt {
  readonly outcome: Ok<Started> | HttpRefusal
  /** Whether it failed because of a connection that was kept for too long. */
  readonly isStale: boolean
}

function attempt(hop: Hop, settings: HttpSettings, signal: AbortSignal): Promise<Attempt> {
  return new Promise(done => {
    const request = started(hop, settings)
    const settle = (outcome: Attempt['outcome'], isStale = false) => done({ outcome, isStale })
    if (request === undefined) return settle(noAnswer('not-allowed', 'a header with control characters'))
    const octets = countIncoming(request, hop.request.maxOctets)
    let failed: HttpRefusal | undefined
    const failure = () => failed
    const end = () => void request.destroy()
    signal.addEventListener('abort', end)
    if (signal.aborted) end()
    request.on('response', message => settle(ok({ message, failure, end })))
    request.on('error', error => {
      failed = failureOf(error, signal)
      settle(failed, failed.reason === 'unreachable' && request.reusedSocket && octets() === 0)
    })
    request.on('close', () => {
      signal.removeEventListener('abort', end)
      settle(endedBefore(signal))
    })
    request.end(hop.request.body)
  })
}

function endedBefore(signal: AbortSignal): HttpRefusal {
  if (signal.aborted) return noAnswer('timed-out', String(signal.reason))
  return noAnswer('unreachable', 'the connection ended before an answer')
}

/** Undefined where a header that the caller passes on, such as an entity tag, cannot be written. */
function started(hop: Hop, settings: HttpSettings): ClientRequest | undefined {
  const { target, request } = hop
  const { url, host, port } = target
  const isTls = url.protocol === 'https:'
  const agent = settings.connections?.[isTls ? 'tls' : 'plain'] ?? false
  try {
    return (isTls ? requestTls : requestPlain)({
      host,
      port,
      path: `${url.pathname}${url.search}`,
      method: request.method ?? 'GET',
      headers: headersOf(request, settings),
      agent,
      ...placeOf(hop.addresses),
      ...EVERY_ADDRESS,
      lookup: lookupAmong(hop.addresses),
      maxHeaderSize: MOST_HEADER_OCTETS,
      insecureHTTPParser: false,
      ...(isTls && tlsOptions(host, settings)),
    })
  } catch {
    return undefined
  }
}

/** Where one does not answer the next is tried, whatever the process was told. */
const EVERY_ADDRESS = { autoSelectFamily: true }

/** As many as Node accepts unless told, whatever the process was told. */
const MOST_HEADER_OCTETS = 16_384

function headersOf({ headers, body }: HttpRequest, { userAgent }: HttpSettings): Record<string, string> {
  return {
    ...(userAgent !== undefined && { 'user-agent': userAgent }),
    ...headers,
    ...(body && { 'content-length': String(body.length) }),
    'accept-encoding': 'gzip, deflate, br',
  }
}

function tlsOptions(host: string, { authorities }: HttpSettings) {
  return {
    servername: isIP(host) === 0 ? host : '',
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ...(authorities !== undefined && { ca: authorities }),
  } as const
}

/**
 * Knows the addresses that were checked and no others. Literal addresses never come here: they are connected
 * to as they are.
 */
function lookupAmong(addresses: readonly CheckedAddress[]): LookupFunction {
  return (_, { all }, done) => {
    const [first] = addresses
    if (first === undefined) return done(new Error('no address'), '', 4)
    if (all) return done(null, [...addresses])
    done(null, first.address, first.family)
  }
}
