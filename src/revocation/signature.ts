import type { AlgorithmIdentifier, PublicKeyInfo } from '../certificate/certificate.ts'
import { readPublicKey } from '../certificate/public-key.ts'
import { signatureAlgorithmOf } from '../certificate/signature-algorithm.ts'
import { after, type Later } from '../core/later.ts'
import type { Instant } from '../core/time.ts'
import { algorithmObjection, type SignatureAlgorithm } from '../crypto/algorithms.ts'
import type { Crypto, SignatureOutcome } from '../crypto/crypto.ts'
import type { SignatureMemory } from './signature-memory.ts'

/** Octets with a signature over them, of whatever object. */
export interface Signed {
  readonly signatureAlgorithm: AlgorithmIdentifier
  /** The octets that the signature covers. */
  readonly tbs: Uint8Array
  /** Contents of the signature BIT STRING. */
  readonly signature: Uint8Array
}

export type SignatureObjection =
  /** An algorithm or a key that this library or this cryptography does not know. */
  | 'algorithm-unsupported'
  /** Parameters or a key that their identifier does not allow; or key and algorithm of different families. */
  | 'algorithm-malformed'
  /** Too weak at the moment, or too large to be computed. */
  | 'algorithm-refused'
  | 'signature-wrong'

export interface SignatureRules {
  readonly at: Instant
  readonly crypto: Crypto
  /**
   * Accepts SHA-1, which allows forgeries to whoever can find collisions. For looking at material from before
   * 2016; never for a decision.
   */
  readonly unsafeSha1?: boolean
  /** Where the signature of this very object is kept; computed each time unless told. */
  readonly signature?: SignatureMemory | undefined
}

/**
 * Says what stands against the signature of a response or of its signer's certificate.
 *
 * @returns Undefined when the key made it and the algorithm may be relied on at the moment. At once where the
 *   implementation of the cryptography answers at once: to wait costs more than to read a response.
 * @standard ETSI TS 119 312
 */
export function signatureObjection(
  { signatureAlgorithm, tbs, signature }: Signed,
  key: PublicKeyInfo,
  rules: SignatureRules,
): Later<SignatureObjection | undefined> {
  const algorithm = signatureAlgorithmOf(signatureAlgorithm)
  if (!algorithm.ok) return `algorithm-${algorithm.reason}`
  const objection = keyObjection(algorithm.value, key, rules)
  if (objection !== undefined) return objection
  const { crypto, signature: memory } = rules
  const { value } = algorithm
  const request = { algorithm: value, publicKey: key.bytes, signature, ecdsaForm: 'der', data: tbs } as const
  const answer = memory === undefined ? crypto.verify(request) : memory.verify(request, crypto)
  return after(answer, outcomeObjection)
}

function outcomeObjection(outcome: SignatureOutcome): SignatureObjection | undefined {
  if (outcome === 'unsupported') return 'algorithm-unsupported'
  return outcome === 'valid' ? undefined : 'signature-wrong'
}

function keyObjection(
  algorithm: SignatureAlgorithm,
  info: PublicKeyInfo,
  { at, unsafeSha1 = false }: SignatureRules,
): SignatureObjection | undefined {
  const key = readPublicKey(info)
  if (!key.ok) return key.reason === 'unsupported' ? 'algorithm-unsupported' : 'algorithm-malformed'
  const judged = unsafeSha1 ? withoutSha1(algorithm) : algorithm
  const objection = algorithmObjection(judged, key.value, 'certificate', at)
  if (objection === undefined) return undefined
  return objection === 'key-of-other-type' ? 'algorithm-malformed' : 'algorithm-refused'
}

/** Judges all but the hash. */
function withoutSha1(algorithm: SignatureAlgorithm): SignatureAlgorithm {
  if (!('hash' in algorithm) || algorithm.hash !== 'SHA-1') return algorithm
  return { ...algorithm, hash: 'SHA-256' }
}
