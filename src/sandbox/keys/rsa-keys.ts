import type { JsonWebKey } from 'node:crypto'
import { RSA_POOL, type RsaSize } from './rsa-pool.ts'
import { derive, type Seed } from './seed.ts'

/** Whose key it is. Authorities and holders draw from different halves of the pool. */
export type KeyUse = 'authority' | 'holder'

/**
 * The private key of a label.
 *
 * The modulus comes from the pool; the exponents follow from seed and label. So the same seed and label give
 * the same key whatever was made before, and no two labels have the same key even when the pool has fewer
 * moduli than there are labels. Who has the factors of one such key has them of all: they are published
 * anyway.
 *
 * @standard RFC 8017, section 3.2; FIPS 186-5, section 5.1 (an odd public exponent above 2^16)
 */
export function rsaKey(seed: Seed, label: string, { size, use }: { size: RsaSize; use: KeyUse }): JsonWebKey {
  const factors = Buffer.from(chosen(seed, label, RSA_POOL[size].filter(ofHalf(use))), 'base64')
  const p = bigint(factors.subarray(0, factors.length / 2))
  const q = bigint(factors.subarray(factors.length / 2))
  const e = publicExponent(seed, label, (p - 1n) * (q - 1n))
  const d = inverse(e, (p - 1n) * (q - 1n))
  const numbers = { n: p * q, e, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) }
  return { kty: 'RSA', ...base64urlOf(numbers) }
}

function ofHalf(use: KeyUse): (factors: string, index: number) => boolean {
  return (_, index) => index % 2 === (use === 'authority' ? 0 : 1)
}

/** Text of the pool is base64 of both factors. */
function chosen(seed: Seed, label: string, half: readonly string[]): string {
  const number = bigint(derive(seed, `modulus ${label}`, 8))
  return half[Number(number % BigInt(half.length))] ?? ''
}

/**
 * Odd, of 31 bits, and without a factor in common with the order: 32 bits are more than some software reads.
 */
function publicExponent(seed: Seed, label: string, order: bigint): bigint {
  for (let attempt = 0; ; attempt++) {
    const octets = derive(seed, `exponent ${attempt} ${label}`, 4)
    const exponent = (bigint(octets) & 0x7fffffffn) | 0x40000001n
    if (greatestCommonDivisor(exponent, order % exponent) === 1n) return exponent
  }
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b)
}

/** The inverse of a number by the extended Euclidean algorithm. Both have no factor in common. */
function inverse(number: bigint, modulus: bigint): bigint {
  let [before, rest, factorBefore, factor] = [modulus, number % modulus, 0n, 1n]
  while (rest > 0n) {
    const quotient = before / rest
    ;[before, rest] = [rest, before - quotient * rest]
    ;[factorBefore, factor] = [factor, factorBefore - quotient * factor]
  }
  return ((factorBefore % modulus) + modulus) % modulus
}

function bigint(octets: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(octets).toString('hex')}`)
}

/** Base64urlUInt: no octets of zero in front (RFC 7518, section 2). */
function base64urlOf(numbers: Readonly<Record<string, bigint>>): Readonly<Record<string, string>> {
  const encode = (number: bigint): string => {
    const digits = number.toString(16)
    return Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex').toString('base64url')
  }
  return Object.fromEntries(Object.entries(numbers).map(([name, number]) => [name, encode(number)]))
}
