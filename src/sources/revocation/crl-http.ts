import { CRL_LIMITS } from '../../revocation/crl/limits.ts'
import type { CrlSource } from '../../revocation/ports.ts'
import type { HttpClient } from '../http/client.ts'
import { statusFrom } from './status-answer.ts'

export interface HttpCrlOptions {
  /** Milliseconds for one list; 2,500 unless told. */
  readonly timeout?: number
  /** The largest list that is taken, in octets; 64 MiB unless told. */
  readonly maxOctets?: number
}

/**
 * Fetches revocation lists over HTTP.
 *
 * @param client Guarded; the addresses come from certificates.
 * @standard RFC 5280, section 4.2.1.13; RFC 2585, section 3
 */
export function httpCrl(
  client: HttpClient,
  { timeout = 2_500, maxOctets = CRL_LIMITS.bytes }: HttpCrlOptions = {},
): CrlSource {
  const headers = { accept: 'application/pkix-crl' }
  return {
    crl: async (url, signal, mayAskAgain) => {
      const request = { url, headers, maxOctets, timeout, ...(mayAskAgain && { mayAskAgain }) }
      return statusFrom(await client.request(request, signal))
    },
  }
}
