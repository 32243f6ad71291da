import { ALGORITHM } from '../core/object-identifiers.ts'
import type { Oid } from '../core/oid.ts'
import { ok, type Result, refused } from '../core/result.ts'
import type { Hash, SignatureAlgorithm } from '../crypto/algorithms.ts'
import { type DerReader, readDer } from '../encoding/der/der.ts'
import type { AlgorithmIdentifier } from './certificate.ts'

/**
 * `unsupported`: an algorithm that this library does not know. `malformed`: a known one with parameters it
 * cannot have.
 */
export type SignatureAlgorithmReason = 'unsupported' | 'malformed'

/**
 * Says which signature algorithm an identifier means, parameters included.
 *
 * @standard RFC 4055; RFC 5758; RFC 8410
 */
export function signatureAlgorithmOf(
  identifier: AlgorithmIdentifier,
): Result<SignatureAlgorithm, SignatureAlgorithmReason> {
  const { algorithm, parameters } = identifier
  if (algorithm === ALGORITHM.rsassaPss) return readPss(parameters)
  const known = KNOWN.get(algorithm)
  if (known === undefined) return refused('unsupported')
  // RSA has NULL, which may be absent (RFC 4055, section 5); the others have no parameters at all (RFC 5758,
  // RFC 8410).
  const allowed = parameters === undefined || (known.scheme === 'rsa-pkcs1' && isNull(parameters))
  return allowed ? ok(known) : refused('malformed')
}

const KNOWN: ReadonlyMap<Oid, SignatureAlgorithm> = new Map<Oid, SignatureAlgorithm>([
  [ALGORITHM.sha1WithRsa, { scheme: 'rsa-pkcs1', hash: 'SHA-1' }],
  [ALGORITHM.sha224WithRsa, { scheme: 'rsa-pkcs1', hash: 'SHA-224' }],
  [ALGORITHM.sha256WithRsa, { scheme: 'rsa-pkcs1', hash: 'SHA-256' }],
  [ALGORITHM.sha384WithRsa, { scheme: 'rsa-pkcs1', hash: 'SHA-384' }],
  [ALGORITHM.sha512WithRsa, { scheme: 'rsa-pkcs1', hash: 'SHA-512' }],
  [ALGORITHM.ecdsaWithSha1, { scheme: 'ecdsa', hash: 'SHA-1' }],
  [ALGORITHM.ecdsaWithSha224, { scheme: 'ecdsa', hash: 'SHA-224' }],
  [ALGORITHM.ecdsaWithSha256, { scheme: 'ecdsa', hash: 'SHA-256' }],
  [ALGORITHM.ecdsaWithSha384, { scheme: 'ecdsa', hash: 'SHA-384' }],
  [ALGORITHM.ecdsaWithSha512, { scheme: 'ecdsa', hash: 'SHA-512' }],
  [ALGORITHM.ed25519, { scheme: 'ed25519' }],
  [ALGORITHM.ed448, { scheme: 'ed448' }],
])

const HASHES: ReadonlyMap<Oid, Hash> = new Map<Oid, Hash>([
  [ALGORITHM.sha1, 'SHA-1'],
  [ALGORITHM.sha224, 'SHA-224'],
  [ALGORITHM.sha256, 'SHA-256'],
  [ALGORITHM.sha384, 'SHA-384'],
  [ALGORITHM.sha512, 'SHA-512'],
])

function isNull(parameters: Uint8Array): boolean {
  return parameters.length === 2 && parameters[0] === 0x05 && parameters[1] === 0
}

const LIMITS = { bytes: 1024, depth: 8, elements: 32 }

interface PssParameters {
  readonly hash: Oid
  readonly maskHash: Oid
  readonly saltLength: number
  readonly trailer: number
}

/**
 * RSASSA-PSS-params. Absent fields mean SHA-1 with a salt of 20 octets, which the allow-list then refuses.
 * The mask must use the same hash and the trailer must be 1: nothing else is in use, and each further freedom
 * is one to attack.
 *
 * @standard RFC 4055, section 3.1
 */
function readPss(parameters: Uint8Array | undefined): Result<SignatureAlgorithm, SignatureAlgorithmReason> {
  if (parameters === undefined) return refused('malformed')
  const read = readDer(parameters, LIMITS, reader => readPssParameters(reader.sequence()))
  if (!read.ok) return refused('malformed')
  const { hash, maskHash, saltLength, trailer } = read.value
  const known = HASHES.get(hash)
  if (known === undefined || maskHash !== hash) return refused('unsupported')
  if (trailer !== 1 || saltLength > MAX_SALT) return refused('malformed')
  return ok({ scheme: 'rsa-pss', hash: known, saltLength })
}

/**
 * In use are salts as long as the hash, and as long as the key has room for, which is the default of some
 * tools. No key that is accepted has more than 1,024 octets; for one that has less room than its salt takes,
 * the signature is wrong (RFC 8017, 9.1.2).
 */
const MAX_SALT = 1024

function readPssParameters(sequence: DerReader): PssParameters {
  const hash = explicit(sequence, 0xa0, readHash) ?? ALGORITHM.sha1
  const maskHash = explicit(sequence, 0xa1, readMask) ?? ALGORITHM.sha1
  const saltLength = explicit(sequence, 0xa2, reader => reader.smallInteger()) ?? 20
  const trailer = explicit(sequence, 0xa3, reader => reader.smallInteger()) ?? 1
  sequence.finish()
  return { hash, maskHash, saltLength, trailer }
}

function explicit<T>(sequence: DerReader, tag: number, read: (reader: DerReader) => T): T | undefined {
  if (sequence.peek() !== tag) return undefined
  const inner = sequence.constructed(tag)
  const value = read(inner)
  inner.finish()
  return value
}

function readHash(reader: DerReader): Oid {
  const identifier = reader.sequence()
  const hash = identifier.oid()
  if (identifier.more) identifier.null()
  identifier.finish()
  return hash
}

function readMask(reader: DerReader): Oid {
  const identifier = reader.sequence()
  const start = identifier.offset
  if (identifier.oid() !== ALGORITHM.mgf1) identifier.fail('value-out-of-range', start)
  const hash = readHash(identifier)
  identifier.finish()
  return hash
}
