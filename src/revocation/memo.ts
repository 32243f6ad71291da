import type { Crypto } from '../crypto/crypto.ts'
import { readCrl } from './crl/question.ts'
import { MetDelegates } from './ocsp/met-delegates.ts'
import { MetResponses } from './ocsp/met-responses.ts'
import type { ReadsResponse } from './ocsp/question.ts'
import type { ReadDelegate } from './ocsp/signer.ts'
import { RememberingCrypto } from './remembering-crypto.ts'

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
