import type { Name } from '../../certificate/name/name.ts'
import { equalBytes } from '../../core/bytes.ts'
import type { Crypto } from '../../crypto/crypto.ts'
import { SignatureMemory } from '../signature-memory.ts'
import { OCSP_LIMITS } from './parse.ts'
import { type ReadResponse, readResponse } from './question.ts'

/**
 * What was read is made of slices of its own octets, so that whoever uses an array again changes nothing of
 * it.
 */
interface MetResponse extends ReadResponse {
  readonly octets: Uint8Array
}

/**
 * Responses that were read, by their very arrays. Most are met once, and to hold each of them weakly costs
 * more than to read it; so the last ones are held, and weakly for longer only those that are met again. An
 * array with other octets than before is another response: what is known of the first one's signature says
 * nothing of it.
 */
export class MetResponses {
  readonly #arrays = new Array<Uint8Array | undefined>(LAST_MET).fill(undefined)
  readonly #read = new Array<MetResponse | undefined>(LAST_MET).fill(undefined)
  #next = 0
  readonly #copies = new Copies()
  readonly #again = new WeakMap<Uint8Array, MetResponse>()

  read(bytes: Uint8Array, crypto: Pick<Crypto, 'digest'>, issuer: Name): ReadResponse {
    if (bytes.length > OCSP_LIMITS.bytes) return readResponse(bytes, crypto, issuer)
    const known = this.#known(bytes)
    if (known !== undefined) return known
    const octets = this.#copies.of(bytes)
    const { digest, parsed } = readResponse(octets, crypto, issuer)
    const read = { octets, digest, parsed, signature: new SignatureMemory() }
    this.#keep(bytes, read)
    return read
  }

  #known(bytes: Uint8Array): ReadResponse | undefined {
    const met = this.#again.get(bytes) ?? this.#lastMet(bytes)
    if (met === undefined) return undefined
    if (!equalBytes(met.octets, bytes)) return this.#forget(bytes)
    this.#again.set(bytes, met)
    return met
  }

  /**
   * The index is looked at first, because an array is asked for its element -1 as for any property: by a
   * text.
   */
  #lastMet(bytes: Uint8Array): MetResponse | undefined {
    const index = this.#arrays.indexOf(bytes)
    return index < 0 ? undefined : this.#read[index]
  }

  #forget(bytes: Uint8Array): undefined {
    this.#again.delete(bytes)
    const index = this.#arrays.indexOf(bytes)
    if (index >= 0) this.#arrays[index] = undefined
    return undefined
  }

  #keep(bytes: Uint8Array, read: MetResponse): void {
    this.#arrays[this.#next] = bytes
    this.#read[this.#next] = read
    this.#next = (this.#next + 1) % LAST_MET
  }
}

/** More than one validation has of them, for those that are at work at the same time. */
const LAST_MET = 64

/**
 * Copies of octets, a dozen responses in one array: to make an array for each takes as long as to read a
 * third of it.
 */
class Copies {
  #buffer = new ArrayBuffer()
  #used = 0

  of(bytes: Uint8Array): Uint8Array {
    const { length } = bytes
    if (this.#used + length > this.#buffer.byteLength) {
      this.#buffer = new ArrayBuffer(Math.max(length, COPIES_OCTETS))
      this.#used = 0
    }
    const copy = new Uint8Array(this.#buffer, this.#used, length)
    copy.set(bytes)
    this.#used += length
    return copy
  }
}

/** So much a response that is kept may keep of others. */
const COPIES_OCTETS = 16_384
