import { byteAt } from '../core/bytes.ts'
import { ALGORITHM } from '../core/object-identifiers.ts'
import type { Oid } from '../core/oid.ts'
import { ok, type Result, refused } from '../core/result.ts'
import type { Curve, KeyFacts } from '../crypto/algorithms.ts'
import { readDer } from '../encoding/der/der.ts'
import { oidContents } from '../encoding/der/primitives.ts'
import { TAG } from '../encoding/der/tag.ts'
import type { PublicKeyInfo } from './certificate.ts'

/**
 * `unsupported`: a type of key or a curve that this library does not know. `malformed`: no key of its type.
 * `explicit-curve`: curve parameters instead of a name, with which any signature can be made to fit.
 */
export type PublicKeyReason = 'unsupported' | 'malformed' | 'explicit-curve'

/**
 * Says what a public key is, after the checks that must come before anything computes with it.
 *
 * @standard RFC 3279, section 2.3; RFC 4055, section 1.2; RFC 5480, section 2; RFC 8410, section 4
 */
export function readPublicKey(info: PublicKeyInfo): Result<KeyFacts, PublicKeyReason> {
  if (info.facts !== undefined) return info.facts
  const { algorithm, parameters } = info.algorithm
  switch (algorithm) {
    case ALGORITHM.rsaEncryption:
      return isNullOrAbsent(parameters) ? readRsaKey(info.key) : refused('malformed')
    case ALGORITHM.rsassaPss:
      return readRsaKey(info.key)
    case ALGORITHM.ecPublicKey:
      return readEcKey(info.key, parameters)
    case ALGORITHM.ed25519:
      return isEdwardsKey(info, 32) ? ok({ type: 'ed25519' }) : refused('malformed')
    case ALGORITHM.ed448:
      return isEdwardsKey(info, 57) ? ok({ type: 'ed448' }) : refused('malformed')
    default:
      return refused('unsupported')
  }
}

/** NULL is what RFC 3279 asks for; some leave it out, which means the same. */
function isNullOrAbsent(parameters: Uint8Array | undefined): boolean {
  return parameters === undefined || (parameters.length === 2 && parameters[0] === 0x05)
}

/** Without parameters (RFC 8410, section 3). */
function isEdwardsKey({ algorithm, key }: PublicKeyInfo, length: number): boolean {
  return algorithm.parameters === undefined && key.length === length
}

const LIMITS = { bytes: 65_536, depth: 4, elements: 8 }

/** The exponents of the field: 3 to 32 bits; larger ones only cost time. */
const MAX_EXPONENT_OCTETS = 5

function readRsaKey(key: Uint8Array): Result<KeyFacts, PublicKeyReason> {
  const read = readDer(key, LIMITS, reader => {
    const sequence = reader.sequence()
    const numbers = { modulus: sequence.integer(), exponent: sequence.integer() }
    sequence.finish()
    return numbers
  })
  if (!read.ok) return refused('malformed')
  const { modulus, exponent } = read.value
  const isOdd = (octets: Uint8Array): boolean => (byteAt(octets, octets.length - 1) & 1) === 1
  if (byteAt(modulus, 0) >= 0x80 || !isOdd(modulus)) return refused('malformed')
  if (byteAt(exponent, 0) >= 0x80 || !isOdd(exponent) || exponent.length > MAX_EXPONENT_OCTETS)
    return refused('malformed')
  if (exponent.length === 1 && exponent[0] === 1) return refused('malformed')
  return ok({ type: 'rsa', bits: bitLength(modulus) })
}

/** Bits of a positive INTEGER. */
function bitLength(octets: Uint8Array): number {
  const leading = byteAt(octets, 0) === 0 ? 1 : 0
  return (octets.length - leading) * 8 - (Math.clz32(byteAt(octets, leading)) - 24)
}

/**
 * An identifier is short, so that the length takes one octet; whatever else is there is read, and refused, by
 * its form.
 */
function readCurveName(parameters: Uint8Array): Result<Oid, string> {
  const { length } = parameters
  return length < 0x80 && parameters[0] === TAG.oid && parameters[1] === length - 2
    ? oidContents(parameters, 2, length)
    : readDer(parameters, LIMITS, reader => reader.oid())
}

interface CurveFacts {
  readonly curve: Curve
  /** Octets of a coordinate. */
  readonly size: number
}

const CURVES: ReadonlyMap<Oid, CurveFacts> = new Map<Oid, CurveFacts>([
  [ALGORITHM.p256, { curve: 'P-256', size: 32 }],
  [ALGORITHM.p384, { curve: 'P-384', size: 48 }],
  [ALGORITHM.p521, { curve: 'P-521', size: 66 }],
  [ALGORITHM.brainpoolP256r1, { curve: 'brainpoolP256r1', size: 32 }],
  [ALGORITHM.brainpoolP384r1, { curve: 'brainpoolP384r1', size: 48 }],
  [ALGORITHM.brainpoolP512r1, { curve: 'brainpoolP512r1', size: 64 }],
])

/** Whether the point lies on its curve is for the implementation of the cryptography to say. */
function readEcKey(key: Uint8Array, parameters: Uint8Array | undefined): Result<KeyFacts, PublicKeyReason> {
  if (parameters === undefined) return refused('malformed')
  if (parameters[0] === 0x30) return refused('explicit-curve')
  const name = readCurveName(parameters)
  if (!name.ok) return refused('malformed')
  const facts = CURVES.get(name.value)
  if (facts === undefined) return refused('unsupported')
  const form = byteAt(key, 0)
  const uncompressed = form === 4 && key.length === 1 + 2 * facts.size
  const compressed = (form === 2 || form === 3) && key.length === 1 + facts.size
  return uncompressed || compressed ? ok({ type: 'ec', curve: facts.curve }) : refused('malformed')
}
