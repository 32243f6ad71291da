import type { Crypto, DigestAlgorithm, SignatureOutcome, SignatureRequest } from '../crypto/crypto.ts'
import { readCrl } from './crl/question.ts'
import { MetDelegates } from './ocsp/met-delegates.ts'
import { MetResponses } from './ocsp/met-responses.ts'
import type { ReadsResponse } from './ocsp/question.ts'
import type { ReadDelegate } from './ocsp/signer.ts'
import { asksSame, type ComputedSignature } from './signature-memory.ts'

/**
 * What judgements of the same responses and lists can share. It holds nothing that was concluded, only what
 * was read and computed, and changes no answer. Octets of lists that it has seen must not change afterwards;
 * those of responses may.
 */
export interface StatusMemo {
  /**
   * The same arithmetic; a signature over the very array that it was computed over before is not computed
   * again, by one key or by several in turn, nor is the SHA-1 of an array.
   */
  crypto(crypto: Crypto): Crypto
  /**
   * The arithmetic that such a one was made of, for objects that keep their signatures themselves; any other
   * as it is.
   */
  bareCrypto(crypto: Crypto): Crypto
  /** Reads a list once for each array. */
  readonly readList: typeof readCrl
  /** Reads a response once for each array, as long as its octets stay the same. */
  readonly readResponse: ReadsResponse
  /** Reads the certificate of a responder once for equal octets; undefined where it cannot be read. */
  readonly readDelegate: ReadDelegate
}

export function createStatusMemo(): StatusMemo {
  const cryptos = new WeakMap<Crypto, Crypto>()
  const lists = new WeakMap<Uint8Array, ReturnType<typeof readCrl>>()
  const responses = new MetResponses()
  const delegates = new MetDelegates()
  return {
    crypto(crypto) {
      if (crypto instanceof RememberingCrypto) return crypto
      const known = cryptos.get(crypto)
      if (known !== undefined) return known
      const remembering = new RememberingCrypto(crypto)
      cryptos.set(crypto, remembering)
      return remembering
    },
    bareCrypto(crypto) {
      return crypto instanceof RememberingCrypto ? crypto.bare : crypto
    },
    readList(bytes, crypto) {
      const known = lists.get(bytes) ?? readCrl(bytes, crypto)
      lists.set(bytes, known)
      return known
    },
    readResponse(bytes, crypto, issuer) {
      return responses.read(bytes, crypto, issuer)
    },
    readDelegate(bytes, issuer) {
      return delegates.read(bytes, issuer)
    },
  }
}

/**
 * An authority that renews its key has two under one name, and a list or certificate is tried with each of
 * them.
 */
const MAX_KEYS = 4

/** Goes by arrays and not by their octets, which may be forty million. */
class RememberingCrypto implements Crypto {
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
