import { equalBytes } from '../core/bytes.ts'
import type { Crypto, SignatureOutcome, SignatureRequest } from '../crypto/crypto.ts'

/** A signature that was computed, and what came of it. */
export interface ComputedSignature extends Omit<SignatureRequest, 'data'> {
  readonly outcome: SignatureOutcome | Promise<SignatureOutcome>
}

/** Whether two requests over the same octets ask for the same. */
export function asksSame(
  known: Omit<SignatureRequest, 'data'>,
  { algorithm, publicKey, signature, ecdsaForm }: SignatureRequest,
): boolean {
  return (
    ecdsaForm === known.ecdsaForm &&
    (algorithm === known.algorithm || JSON.stringify(algorithm) === JSON.stringify(known.algorithm)) &&
    equalBytes(publicKey, known.publicKey) &&
    equalBytes(signature, known.signature)
  )
}

/**
 * The signature of one object, kept beside what was read of it, so that it is not computed again while this
 * is kept.
 */
export class SignatureMemory {
  #crypto: Crypto | undefined
  #request: SignatureRequest | undefined
  #outcome: SignatureOutcome | Promise<SignatureOutcome> = 'unsupported'

  /**
   * The same answers; what this very implementation was asked before, over the very array, is not computed
   * again.
   */
  verify(request: SignatureRequest, crypto: Crypto): SignatureOutcome | Promise<SignatureOutcome> {
    const known = this.#request
    const isKnown = crypto === this.#crypto && known?.data === request.data && asksSame(known, request)
    if (isKnown) return this.#outcome
    const outcome = crypto.verify(request)
    this.#crypto = crypto
    this.#request = request
    this.#outcome = outcome
    return outcome
  }
}
