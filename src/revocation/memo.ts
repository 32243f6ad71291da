import { equalBytes } from '../core/bytes.ts'
import type { Crypto, DigestAlgorithm, SignatureOutcome, SignatureRequest } from '../crypto/crypto.ts'
import { readCrl } from './crl/question.ts'
import { OCSP_LIMITS } from './ocsp/parse.ts'
import { type ReadResponse, type ReadsResponse, readResponse } from './ocsp/question.ts'
import { type Delegate, type ReadDelegate, readDelegate } from './ocsp/signer.ts'
import { asksSame, type ComputedSignature, SignatureMemory } from './signature-memory.ts'

/**
 * What judgements of the same responses and lists can share. It holds nothing that was concluded, only what was read and
 * computed, and changes no answer. Octets of lists that it has seen must not change afterwards; those of responses may.
 */
export interface StatusMemo {
  /**
   * The same arithmetic; a signature over the very array that it was computed over before is not computed again, nor is the
   * SHA-1 of an array.
   */
  crypto(crypto: Crypto): Crypto
  /** The arithmetic that such a one was made of, for objects that keep their signatures themselves; any other as it is. */
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
  const delegates = new Map<string, Delegate | undefined>()
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
      if (bytes.length > OCSP_LIMITS.bytes) return readResponse(bytes, crypto, issuer)
      const known = responses.get(bytes)
      if (known !== undefined) return known
      const octets = new Uint8Array(bytes)
      const { digest, parsed } = readResponse(octets, crypto, issuer)
      const read = { octets, digest, parsed, signature: new SignatureMemory() }
      responses.set(bytes, read)
      return read
    },
    readDelegate(bytes, issuer) {
      if (bytes.length > MAX_DELEGATE_OCTETS) return readDelegate(bytes, issuer)
      const key = OCTETS.decode(bytes)
      if (delegates.has(key)) return delegates.get(key)
      const delegate = withMemory(readDelegate(new Uint8Array(bytes), issuer))
      if (delegates.size >= MAX_DELEGATES) delegates.clear()
      delegates.set(key, delegate)
      return delegate
    },
  }
}

function withMemory(delegate: Delegate | undefined): Delegate | undefined {
  return delegate && { certificate: delegate.certificate, signature: new SignatureMemory() }
}

/** One character for each octet. */
const OCTETS = new TextDecoder('latin1')

/** Europe has some two hundred issuers of QWACs, and each has a responder or two. */
const MAX_DELEGATES = 500

/** Those of the field have two thousand. Larger ones, which anybody can send along, are read each time and not kept. */
const MAX_DELEGATE_OCTETS = 4096

/** What was read is made of slices of its own octets, so that whoever uses an array again changes nothing of it. */
interface MetResponse extends ReadResponse {
  readonly octets: Uint8Array
}

/**
 * Responses that were read, by their very arrays. Most are met once, and to hold each of them weakly costs more than to read
 * it; so the last ones are held, and weakly for longer only those that are met again. An array with other octets than before
 * is another response: what is known of the first one's signature says nothing of it.
 */
class MetResponses {
  readonly #arrays = new Array<Uint8Array | undefined>(LAST_MET).fill(undefined)
  readonly #read = new Array<MetResponse | undefined>(LAST_MET).fill(undefined)
  #next = 0
  readonly #again = new WeakMap<Uint8Array, MetResponse>()

  get(bytes: Uint8Array): ReadResponse | undefined {
    const met = this.#again.get(bytes) ?? this.#read[this.#arrays.indexOf(bytes)]
    if (met === undefined) return undefined
    if (!equalBytes(met.octets, bytes)) return this.#forget(bytes)
    this.#again.set(bytes, met)
    return met
  }

  #forget(bytes: Uint8Array): undefined {
    this.#again.delete(bytes)
    const index = this.#arrays.indexOf(bytes)
    if (index >= 0) this.#arrays[index] = undefined
    return undefined
  }

  set(bytes: Uint8Array, read: MetResponse): void {
    this.#arrays[this.#next] = bytes
    this.#read[this.#next] = read
    this.#next = (this.#next + 1) % LAST_MET
  }
}

/** More than one validation has of them, for those that are at work at the same time. */
const LAST_MET = 64

/** Goes by arrays and not by their octets, which may be forty million. */
class RememberingCrypto implements Crypto {
  readonly bare: Crypto
  readonly #signatures = new WeakMap<Uint8Array, ComputedSignature>()

  readonly #names = new WeakMap<Uint8Array, Uint8Array | Promise<Uint8Array>>()

  constructor(crypto: Crypto) {
    this.bare = crypto
  }

  verify(request: SignatureRequest): SignatureOutcome | Promise<SignatureOutcome> {
    const known = this.#signatures.get(request.data)
    if (known !== undefined && asksSame(known, request)) return known.outcome
    const outcome = this.bare.verify(request)
    const { algorithm, publicKey, signature, ecdsaForm } = request
    this.#signatures.set(request.data, { algorithm, publicKey, signature, ecdsaForm, outcome })
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
