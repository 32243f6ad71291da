import type { IncomingMessage } from 'node:http'
import { ok } from '../../core/result.ts'
import { checkedAddresses } from './address-guard.ts'
import { readBody } from './body.ts'
import { type HttpClient, type HttpOutcome, type HttpRequest, noAnswer } from './client.ts'
import { within } from './deadline.ts'
import { type Started, send } from './exchange.ts'
import type { HttpClientOptions } from './options.ts'
import { checkRequest } from './request.ts'
import { type HttpSettings, httpSettings } from './settings.ts'
import { readTarget, type Target } from './url.ts'

/**
 * A way to the network for addresses that strangers have chosen: those that certificates and lists name.
 *
 * Before every request, and before every redirect that is followed, the address is read strictly, its scheme,
 * port and host are held against what may be asked, its name is resolved once, and all that it leads to must
 * be public; the connection then goes to an address that was checked, or was kept for this name and these
 * very addresses. The body is counted while it comes, packed and unpacked, and one deadline holds for
 * everything.
 *
 * Every failure is a value: `not-allowed` for what the guard or a limit refuses, `unreachable` for names that
 * are not found and for connections that are refused, broken or not trusted, `timed-out` for the deadline and
 * the signal, `refused` for what is no HTTP. Answers of every status are answers.
 *
 * @throws RangeError or TypeError for options that cannot be meant.
 */
export function httpClient(options: HttpClientOptions): HttpClient {
  const settings = httpSettings(options)
  return {
    request: async (request, signal) => {
      checkRequest(request)
      return within(request.timeout, signal, both => follow(request, settings, both))
    },
  }
}

async function follow(
  request: HttpRequest,
  settings: HttpSettings,
  signal: AbortSignal,
): Promise<HttpOutcome> {
  let from: Target | undefined
  let address = request.url
  for (let hops = 0; hops <= settings.redirects; hops++) {
    const target = readTarget(address, settings)
    if (!target.ok) return target
    if (from !== undefined && !mayLead(from, target.value)) return elsewhere(target.value)
    if (from !== undefined && request.mayAskAgain?.() === false) return noneLeft()
    const step = await exchange(target.value, { request, settings, signal })
    if (typeof step !== 'string') return step
    from = target.value
    address = step
  }
  return noAnswer('not-allowed', `more than ${settings.redirects} redirects`)
}

/** A redirect stays with its host, and does not give up TLS. */
function mayLead(from: Target, to: Target): boolean {
  const givesUpTls = from.url.protocol === 'https:' && to.url.protocol !== 'https:'
  return from.host === to.host && !givesUpTls
}

function elsewhere({ url }: Target): HttpOutcome {
  return noAnswer('not-allowed', `a redirect to ${url.origin}`)
}

function noneLeft(): HttpOutcome {
  return noAnswer('not-allowed', 'a redirect, where no further exchange may be made')
}

interface Exchange {
  readonly request: HttpRequest
  readonly settings: HttpSettings
  readonly signal: AbortSignal
}

/** One request and its answer; or the address that the answer leads to. */
async function exchange(
  target: Target,
  { request, settings, signal }: Exchange,
): Promise<HttpOutcome | string> {
  const addresses = await checkedAddresses(target.host, settings, signal)
  if (!addresses.ok) return addresses
  if (signal.aborted) return noAnswer('timed-out', String(signal.reason))
  const started = await send({ target, addresses: addresses.value, request }, settings, signal)
  if (!started.ok) return started
  try {
    return await take(target, started.value, { request, settings, signal })
  } finally {
    started.value.end()
  }
}

async function take(
  { url }: Target,
  { message, failure }: Started,
  { request, signal }: Exchange,
): Promise<HttpOutcome | string> {
  const { statusCode: status = 0 } = message
  if (isRedirect(status, request)) return redirectFrom(url, message)
  const body = isSuccess(status) ? await readBody(message, request.maxOctets, signal) : ok(new Uint8Array(0))
  // Why a body has broken off, the request knows; whatever else is wrong with one ends the request too.
  const failed = body.ok || body.reason === 'unreachable' ? failure() : undefined
  if (failed !== undefined) return failed
  return body.ok ? ok({ status, headers: headersOf(message), body: body.value, url: url.href }) : body
}

const isSuccess = (status: number): boolean => status >= 200 && status <= 299

/** A question that was posted is posted again only where the answer says so (RFC 9110, section 15.4). */
function isRedirect(status: number, { method }: HttpRequest): boolean {
  if (status === 307 || status === 308) return true
  return method !== 'POST' && (status === 301 || status === 302 || status === 303)
}

function redirectFrom(url: URL, { headers: { location } }: IncomingMessage): HttpOutcome | string {
  if (location === undefined) return noAnswer('refused', 'a redirect that leads nowhere')
  if (/^https?:/i.test(location)) return location
  return URL.canParse(location, url.href)
    ? new URL(location, url).href
    : noAnswer('refused', 'a redirect to no address')
}

function headersOf({ rawHeaders }: IncomingMessage): ReadonlyMap<string, string> {
  const headers = new Map<string, string>()
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] ?? '').toLowerCase()
    if (!headers.has(name)) headers.set(name, rawHeaders[i + 1] ?? '')
  }
  return headers
}
