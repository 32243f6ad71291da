import { randomBytes } from 'node:crypto'
import type { StatusMemory, StatusSources } from '../revocation/ports.ts'
import { httpCrl } from './crl-http.ts'
import type { HttpClient } from './http-client.ts'
import { isWholeBetween } from './http-options.ts'
import { httpOcsp } from './ocsp-http.ts'

export interface RevocationSourcesOptions {
  /** Guarded; the addresses come from certificates. */
  readonly client: HttpClient
  /** Milliseconds for all requests of one validation; 3,000 unless told. */
  readonly timeout?: number
  /** What earlier validations have learnt; nothing is kept unless told. */
  readonly memory?: StatusMemory
  /** Sends 32 octets of chance with each OCSP request. Few responders repeat them, and no cache on the way can answer then. */
  readonly nonce?: boolean
}

/**
 * Everything that `validate` needs to ask about revocation over the network: `validate(question, { lists, crypto,
 * ...revocationSources({ client }) })`.
 *
 * @throws RangeError when the timeout is not a whole number above zero.
 */
export function revocationSources(options: RevocationSourcesOptions): StatusSources {
  const { client, timeout = 3_000, memory, nonce = false } = options
  if (!isWholeBetween(timeout, 1, 2 ** 31 - 1)) throw new RangeError(`no timeout: ${timeout}`)
  return {
    ocsp: httpOcsp(client, { timeout: Math.max(1, Math.round(timeout / 3)) }),
    crl: httpCrl(client, { timeout }),
    deadline: () => AbortSignal.timeout(timeout),
    ...(nonce && { nonce: () => new Uint8Array(randomBytes(32)) }),
    ...(memory && { memory }),
  }
}
