import { concatBytes } from '../core/bytes.ts'
import { boundedCache, type Cache } from '../core/cache.ts'
import { after } from '../core/later.ts'
import type { Crypto, DigestAlgorithm, SignatureOutcome, SignatureRequest } from './crypto.ts'
import { sha256Of } from './sha256.ts'

/**
 * Signatures that were found valid. Nothing else is kept: what is wrong, or cannot be computed, is computed
 * again each time, so whoever sends wrong signatures displaces nothing.
 */
export interface VerifiedSignatures {
  /**
   * The same arithmetic, with the same answers; a signature that this very implementation found valid is not
   * computed again. It is found by all that was verified: algorithm, key, signed octets and signature.
   */
  crypto(crypto: Crypto): Crypto
}

/**
 * Makes an empty memory.
 *
 * @param limit Signatures that it keeps at most; those used longest ago go first.
 * @throws RangeError when the limit is not a whole number above zero.
 */
export function rememberSignatures(limit: number): VerifiedSignatures {
  const valid = boundedCache<Crypto>({ maxEntries: limit, maxOctets: limit })
  return { crypto: crypto => new RememberingCrypto(crypto, valid) }
}

class RememberingCrypto implements Crypto {
  readonly #crypto: Crypto
  /** Who found a signature valid, by what was verified. Another implementation may not know the algorithm. */
  readonly #valid: Cache<Crypto>

  constructor(crypto: Crypto, valid: Cache<Crypto>) {
    this.#crypto = crypto
    this.#valid = valid
  }

  verify(request: SignatureRequest): SignatureOutcome | Promise<SignatureOutcome> {
    return after(sha256Of(verifiedOctets(request), this.#crypto), key => this.#verify(request, key))
  }

  digest(algorithm: DigestAlgorithm, data: Uint8Array): Uint8Array | Promise<Uint8Array> {
    return this.#crypto.digest(algorithm, data)
  }

  #verify(request: SignatureRequest, key: string): SignatureOutcome | Promise<SignatureOutcome> {
    if (this.#valid.get(key) === this.#crypto) return 'valid'
    const answer = this.#crypto.verify(request)
    if (typeof answer === 'string') return this.#keep(key, answer)
    return answer.then(outcome => this.#keep(key, outcome))
  }

  #keep(key: string, outcome: SignatureOutcome): SignatureOutcome {
    if (outcome === 'valid') this.#valid.set(key, this.#crypto, 1)
    return outcome
  }
}

/**
 * All that the outcome depends on. Each part comes after its length, so that no two requests give the same
 * octets.
 */
function verifiedOctets({ algorithm, ecdsaForm, publicKey, data, signature }: SignatureRequest): Uint8Array {
  const means = UTF8.encode(JSON.stringify([algorithm, ecdsaForm]))
  return concatBytes(...[means, publicKey, data, signature].flatMap(part => [lengthOf(part), part]))
}

function lengthOf({ length }: Uint8Array): Uint8Array {
  return Uint8Array.of(length >>> 24, length >>> 16, length >>> 8, length)
}

const UTF8 = new TextEncoder()
