import { toHex } from '../core/bytes.ts'
import { after, type Later } from '../core/later.ts'
import type { Crypto } from './crypto.ts'

/**
 * The SHA-256 of octets, lower-case hexadecimal, by which what is remembered is found again.
 *
 * @returns At once where the digest is there at once.
 * @throws TypeError where an implementation answers with anything else than 32 octets, such as an
 *   ArrayBuffer: a text of that would be the same for all octets, and what was found of some would be said of
 *   others.
 */
export function sha256Of(octets: Uint8Array, crypto: Pick<Crypto, 'digest'>): Later<string> {
  return after(crypto.digest('SHA-256', octets), digest => {
    if (digest.length !== 32) throw new TypeError('a SHA-256 has 32 octets')
    return toHex(digest)
  })
}
