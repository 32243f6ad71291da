import type { Certificate } from '../certificate/certificate.ts'
import { parseCertificate } from '../certificate/parse.ts'
import { equalBytes } from '../core/bytes.ts'
import type { Crypto, DigestAlgorithm, SignatureOutcome, SignatureRequest } from '../crypto/crypto.ts'
import { readCrl } from './crl/question.ts'
import { type ReadResponse, readResponse } from './ocsp/question.ts'

/**
 * What judgements of the same responses and lists can share. It holds nothing that was concluded, only what was read and
 * computed, and changes no answer. Octets that it has seen must not change afterwards.
 */
export interface StatusMemo {
  /** The same arithmetic; a signature over the very array that it was computed over before is not computed again. */
  crypto(crypto: Crypto): Crypto
  /** Reads a list once for each array. */
  readonly readList: typeof readCrl
  /** Reads a response once for each array. */
  readonly readResponse: typeof readResponse
  /** Reads the certificate of a responder once for equal octets; undefined where it cannot be read. */
  readDelegate(bytes: Uint8Array): Certificate | undefined
}

export function createStatusMemo(): StatusMemo {
  const cryptos = new WeakMap<Crypto, Crypto>()
  const lists = new WeakMap<Uint8Array, ReturnType<typeof readCrl>>()
  const responses = new WeakMap<Uint8Array, ReadResponse>()
  const delegates = new Map<string, Certificate | undefined>()
  return {
    crypto(crypto) {
      if (crypto instanceof RememberingCrypto) return crypto
      const known = cryptos.get(crypto)
      if (known !== undefined) return known
      const remembering = new RememberingCrypto(crypto)
      cryptos.set(crypto, remembering)
      return remembering
    },
    readList(bytes, crypto) {
      const known = lists.get(bytes) ?? readCrl(bytes, crypto)
      lists.set(bytes, known)
      return known
    },
    readResponse(bytes, crypto) {
      const known = responses.get(bytes)
      if (known !== undefined) return known
      const read = readResponse(bytes, crypto)
      responses.set(bytes, read)
      return read
    },
    readDelegate(bytes) {
      const key = OCTETS.decode(bytes)
      if (delegates.has(key)) return delegates.get(key)
      const parsed = parseCertificate(bytes)
      if (delegates.size >= MAX_DELEGATES) delegates.clear()
      const certificate = parsed.ok ? parsed.value : undefined
      delegates.set(key, certificate)
      return certificate
    },
  }
}

/** One character for each octet. */
const OCTETS = new TextDecoder('latin1')

/** Europe has some two hundred issuers of QWACs, and each has a responder or two. */
const MAX_DELEGATES = 500

/** A signature that was computed, and what came of it. */
interface Computed extends Omit<SignatureRequest, 'data'> {
  readonly outcome: SignatureOutcome | Promise<SignatureOutcome>
}

/** Goes by arrays and not by their octets, which may be forty million. */
class RememberingCrypto implements Crypto {
  readonly #crypto: Crypto
  readonly #signatures = new WeakMap<Uint8Array, Computed>()

  readonly #names = new WeakMap<Uint8Array, Uint8Array | Promise<Uint8Array>>()

  constructor(crypto: Crypto) {
    this.#crypto = crypto
  }

  verify(request: SignatureRequest): SignatureOutcome | Promise<SignatureOutcome> {
    const known = this.#signatures.get(request.data)
    if (known !== undefined && isSame(known, request)) return known.outcome
    const outcome = this.#crypto.verify(request)
    const { algorithm, publicKey, signature, ecdsaForm } = request
    this.#signatures.set(request.data, { algorithm, publicKey, signature, ecdsaForm, outcome })
    return outcome
  }

  /** By SHA-1 responses name issuers and keys, which are the same for many; all else is hashed once. */
  digest(algorithm: DigestAlgorithm, data: Uint8Array): Uint8Array | Promise<Uint8Array> {
    if (algorithm !== 'SHA-1') return this.#crypto.digest(algorithm, data)
    const known = this.#names.get(data)
    if (known !== undefined) return known
    const digest = this.#crypto.digest(algorithm, data)
    this.#names.set(data, digest)
    return digest
  }
}

function isSame(known: Computed, { algorithm, publicKey, signature, ecdsaForm }: SignatureRequest): boolean {
  return (
    ecdsaForm === known.ecdsaForm &&
    (algorithm === known.algorithm || JSON.stringify(algorithm) === JSON.stringify(known.algorithm)) &&
    equalBytes(publicKey, known.publicKey) &&
    equalBytes(signature, known.signature)
  )
}
