import { INPUT_LIMITS, longestInput } from '../../certificate/input/form.ts'
import { readCertificateInput } from '../../certificate/input/input.ts'
import { ok, refused } from '../../core/result.ts'
import type { IssuerSource } from '../../path/building/issuer-source.ts'
import type { HttpClient } from './client.ts'

export interface HttpIssuersOptions {
  /** Milliseconds for one address; 3,000 unless told. */
  readonly timeout?: number
}

/**
 * Fetches certificates of issuers from where certificates say that they are. DER, PEM and bundles of PKCS #7
 * are read, whatever type the server says it is, since many say something else.
 *
 * @param client Guarded; the addresses come from certificates that nobody has verified yet.
 * @standard RFC 5280, section 4.2.2.1
 */
export function httpIssuers(client: HttpClient, { timeout = 3_000 }: HttpIssuersOptions = {}): IssuerSource {
  const maxOctets = longestInput(INPUT_LIMITS)
  return {
    issuers: async (url, _, signal, mayAskAgain) => {
      const answer = await client.request(
        { url, maxOctets, timeout, ...(mayAskAgain && { mayAskAgain }) },
        signal,
      )
      if (!answer.ok || answer.value.status !== 200) return refused('unavailable')
      const read = await readCertificateInput(answer.value.body)
      return read.ok ? ok(read.value.certificates) : refused('unavailable')
    },
  }
}
