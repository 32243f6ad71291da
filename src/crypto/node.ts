import {
  constants,
  createPublicKey,
  hash,
  type KeyObject,
  publicDecrypt,
  type VerifyKeyObjectInput,
  verify,
} from 'node:crypto'
import { byteAt, equalBytes } from '../core/bytes.ts'
import type { Hash, SignatureAlgorithm } from './algorithms.ts'
import type { Crypto, DigestAlgorithm, SignatureOutcome, SignatureRequest } from './crypto.ts'
import { type Pkcs1Block, pkcs1BlockOf } from './rsa-block.ts'
import { rsaPublicKeyIn } from './rsa-key.ts'

/** OpenSSL's names of the hashes. */
const HASH: Readonly<Record<Hash, string>> = {
  'SHA-1': 'sha1',
  'SHA-224': 'sha224',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
}

/**
 * Signatures and digests by the OpenSSL that Node carries: at once, with every algorithm of the allow-list.
 * What it returns keeps the keys that it imported last, because to import a key costs about as much as to use
 * it; so one is made and used for all.
 */
export function nodeCrypto(): Crypto {
  const keys = new ImportedKeys()
  return { verify: request => verifySignature(request, keys), digest }
}

/**
 * By way of a text of one character for each octet: a Buffer has memory outside of the heap, which costs more
 * than the rest.
 */
function digest(algorithm: DigestAlgorithm, data: Uint8Array): Uint8Array {
  const characters = hash(HASH[algorithm], data, 'binary')
  const octets = new Uint8Array(characters.length)
  for (let i = 0; i < octets.length; i++) octets[i] = characters.charCodeAt(i)
  return octets
}

/** What OpenSSL cannot import or compute it reports by throwing; that says nothing about the signature. */
function verifySignature(request: SignatureRequest, keys: ImportedKeys): SignatureOutcome {
  const key = keys.import(request.publicKey)
  if (key === undefined) return 'unsupported'
  const { algorithm, data, signature } = request
  const block = algorithm.scheme === 'rsa-pkcs1' ? opened(key, algorithm.hash, request) : undefined
  if (block !== undefined) return OUTCOME[block]
  try {
    const isValid = verify(hashOf(algorithm), data, withOptions(key, request), signature)
    return isValid ? 'valid' : 'invalid'
  } catch {
    return 'unsupported'
  }
}

/**
 * Opens a signature of PKCS #1 v1.5 with the public key and looks at the whole block, which takes a tenth
 * less than to have it verified, and tells a missing NULL too. A signature has as many octets as the modulus
 * and is a smaller number.
 *
 * @returns Undefined where it cannot be opened: whether that is the fault of the signature is for a
 *   verification to say.
 * @standard RFC 8017, section 8.2.2
 */
function opened(key: KeyObject, by: Hash, { signature, data }: SignatureRequest): Pkcs1Block | undefined {
  try {
    const block = publicDecrypt({ key, padding: constants.RSA_NO_PADDING }, signature)
    // As many octets as the modulus has, however short the signature is.
    if (signature.length !== block.length) return 'other'
    return pkcs1BlockOf(block, by, hash(HASH[by], data, 'binary'))
  } catch {
    return undefined
  }
}

const OUTCOME = {
  'of-digest': 'valid',
  'of-digest-without-null': 'valid-without-null',
  other: 'invalid',
} as const satisfies Record<Pkcs1Block, SignatureOutcome>

/** A key, and a copy of the octets that it was made of. */
interface Imported {
  readonly key: KeyObject
  readonly octets: Uint8Array
}

/** The keys imported last. What cannot be imported is not kept. */
class ImportedKeys {
  /**
   * By a mark of the octets, which finds candidates alone: all octets are compared. Of two keys with one mark
   * the later is kept.
   */
  readonly #keys = new Map<number, Imported>()

  import(publicKey: Uint8Array): KeyObject | undefined {
    const mark = markOf(publicKey)
    const known = this.#keys.get(mark)
    if (known !== undefined && equalBytes(known.octets, publicKey)) return known.key
    const imported = importKey(publicKey)
    if (imported !== undefined && publicKey.length <= KEPT.octets) this.#keep(mark, imported)
    return imported?.key
  }

  /** A map keeps the order in which keys were set, so the first was imported before all others. */
  #keep(mark: number, imported: Imported): void {
    this.#keys.delete(mark)
    this.#keys.set(mark, imported)
    const [oldest] = this.#keys.size > KEPT.keys ? this.#keys.keys() : []
    if (oldest !== undefined) this.#keys.delete(oldest)
  }
}

/**
 * Of eight octets near the end, where a modulus or a point has its last ones; behind them stands at most an
 * exponent.
 */
function markOf(publicKey: Uint8Array): number {
  let mark = publicKey.length
  const end = publicKey.length - 5
  for (let i = end - 8; i < end; i++) mark = (Math.imul(mark, 31) + byteAt(publicKey, i)) | 0
  return mark
}

/** More authorities than all trusted lists name; a key of 8,192 bits has 1,062 octets. */
const KEPT = { keys: 1000, octets: 2048 } as const

function importKey(publicKey: Uint8Array): Imported | undefined {
  try {
    const octets = new Uint8Array(publicKey)
    const rsa = rsaPublicKeyIn(octets)
    const type = rsa === undefined ? 'spki' : 'pkcs1'
    const key = createPublicKey({ key: Buffer.from(rsa ?? octets), format: 'der', type })
    return { key, octets }
  } catch {
    return undefined
  }
}

function hashOf(algorithm: SignatureAlgorithm): string | undefined {
  return 'hash' in algorithm ? HASH[algorithm.hash] : undefined
}

function withOptions(key: KeyObject, { algorithm, ecdsaForm }: SignatureRequest): VerifyKeyObjectInput {
  if (algorithm.scheme === 'rsa-pkcs1') return { key, padding: constants.RSA_PKCS1_PADDING }
  if (algorithm.scheme === 'ecdsa') return { key, dsaEncoding: ecdsaForm === 'der' ? 'der' : 'ieee-p1363' }
  if (algorithm.scheme === 'rsa-pss') {
    return { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: algorithm.saltLength }
  }
  return { key }
}
