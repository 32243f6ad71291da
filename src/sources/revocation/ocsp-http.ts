import { refused } from '../../core/result.ts'
import { OCSP_LIMITS } from '../../revocation/ocsp/parse.ts'
import type { OcspSource } from '../../revocation/ports.ts'
import type { HttpClient, HttpOutcome } from '../http/client.ts'
import { statusFrom } from './status-answer.ts'

export interface HttpOcspOptions {
  /** Milliseconds for one responder; 1,000 unless told, so that of three seconds some are left for a list. */
  readonly timeout?: number
}

/**
 * Asks responders over HTTP: by GET where the whole address has at most 255 octets, so that caches on the way
 * can answer, else by POST. A server that knows no GET is asked by POST.
 *
 * @param client Guarded; the addresses come from certificates.
 * @standard RFC 6960, appendix A.1; RFC 5019, section 5
 */
export function httpOcsp(client: HttpClient, { timeout = 1_000 }: HttpOcspOptions = {}): OcspSource {
  return {
    ocsp: async (url, request, signal, mayAskAgain) => {
      const terms = { ...LIMITS, timeout, ...(mayAskAgain && { mayAskAgain }) }
      const post = () => client.request({ ...postOf(url, request), ...terms }, signal)
      const short = addressOf(url, request)
      if (short === undefined) return statusFrom(await post())
      const answer = await client.request({ url: short, headers: ACCEPT, ...terms }, signal)
      if (!knowsNoGet(answer)) return statusFrom(answer)
      return mayAskAgain?.() === false ? refused('not-allowed') : statusFrom(await post())
    },
  }
}

const LIMITS = { maxOctets: OCSP_LIMITS.bytes } as const
const ACCEPT = { accept: 'application/ocsp-response' } as const

function postOf(url: string, body: Uint8Array) {
  const headers = { ...ACCEPT, 'content-type': 'application/ocsp-request' }
  return { url, method: 'POST', headers, body } as const
}

/** The address of a GET, where it is short enough. An address with a query has no place for the request. */
function addressOf(url: string, request: Uint8Array): string | undefined {
  if (/[?#]/.test(url)) return undefined
  const text = encodeURIComponent(Buffer.from(request).toString('base64'))
  const address = `${url}${url.endsWith('/') ? '' : '/'}${text}`
  return address.length <= MAX_GET ? address : undefined
}

const MAX_GET = 255

/** 405 and 501 say so (RFC 9110, sections 15.5.6 and 15.6.2). */
function knowsNoGet(answer: HttpOutcome): boolean {
  return answer.ok && (answer.value.status === 405 || answer.value.status === 501)
}
