import type { Crypto, DigestAlgorithm, SignatureOutcome, SignatureRequest } from '../crypto/crypto.ts'
import { asksSame, type ComputedSignature } from './signature-memory.ts'

/**
 * An authority that renews its key has two under one name, and a list or certificate is tried with each of
 * them.
 */
const MAX_KEYS = 4

/**
 * The same arithmetic, which does not compute a signature over an array again, nor its SHA-1. It goes by
 * arrays and not by their octets, which may be forty million.
 */
export class RememberingCrypto implements Crypto {
  readonly bare: Crypto
  readonly #signatures = new WeakMap<Uint8Array, readonly ComputedSignature[]>()
  readonly #names = new WeakMap<Uint8Array, Uint8Array | Promise<Uint8Array>>()

  constructor(crypto: Crypto) {
    this.bare = crypto
  }

  verify(request: SignatureRequest): SignatureOutcome | Promise<SignatureOutcome> {
    const computed = this.#signatures.get(request.data) ?? []
    const known = computed.find(each => asksSame(each, request))
    if (known !== undefined) return known.outcome
    const outcome = this.bare.verify(request)
    const { algorithm, publicKey, signature, ecdsaForm } = request
    const last = { algorithm, publicKey, signature, ecdsaForm, outcome }
    this.#signatures.set(request.data, [...computed.slice(1 - MAX_KEYS), last])
    return outcome
  }

  /** By SHA-1 responses name issuers and keys, which are the same for many; all else is hashed once. */
  digest(algorithm: DigestAlgorithm, data: Uint8Array): Uint8Array | Promise<Uint8Array> {
    if (algorithm !== 'SHA-1') return this.bare.digest(algorithm, data)
    const known = this.#names.get(data)
    if (known !== undefined) return known
    const digest = this.bare.digest(algorithm, data)
    this.#names.set(data, digest)
    return digest
  }
}
