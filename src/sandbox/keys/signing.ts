import { bitString, encoded, identifier, integer, nothing, sequence, tagged, type Value } from '../asn1.ts'
import type { Provider } from '../certificates/peculiar.ts'
import type { KeyKind } from '../mint-options.ts'
import type { KeyPair } from './keys.ts'

type Hash = 'SHA-256' | 'SHA-384' | 'SHA-512'

/** How a kind of key signs, in the words of the Web Cryptography API. */
export type SigningAlgorithm =
  | { readonly name: 'ECDSA'; readonly hash: Hash }
  | { readonly name: 'Ed25519' }
  | { readonly name: 'RSASSA-PKCS1-v1_5'; readonly hash: 'SHA-256' }
  | { readonly name: 'RSA-PSS'; readonly hash: 'SHA-256'; readonly saltLength: number }

const PKCS1 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const
/** The salt is as long as the hash. @standard RFC 4055, section 3.1 */
const PSS = { name: 'RSA-PSS', hash: 'SHA-256', saltLength: 32 } as const

export const SIGNING: Readonly<Record<KeyKind, SigningAlgorithm>> = {
  'P-256': { name: 'ECDSA', hash: 'SHA-256' },
  'P-384': { name: 'ECDSA', hash: 'SHA-384' },
  'P-521': { name: 'ECDSA', hash: 'SHA-512' },
  brainpoolP256r1: { name: 'ECDSA', hash: 'SHA-256' },
  brainpoolP384r1: { name: 'ECDSA', hash: 'SHA-384' },
  Ed25519: { name: 'Ed25519' },
  'rsa-2048': PKCS1,
  'rsa-3072': PKCS1,
  'rsa-4096': PKCS1,
  'rsa-2048-pss': PSS,
  'rsa-3072-pss': PSS,
  'rsa-4096-pss': PSS,
}

/**
 * Signs octets. The same three forms for certificates, revocation lists and responses: what a BIT STRING is
 * to hold.
 */
export async function sign(
  provider: Provider,
  keys: KeyPair,
  octets: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array> {
  const algorithm = SIGNING[keys.kind]
  const signature = new Uint8Array(await provider.subtle.sign(algorithm, keys.signingKey, octets))
  return algorithm.name === 'ECDSA' ? ecdsaValue(signature) : signature
}

/**
 * What is signed, how, and the signature: a certificate, a revocation list, a basic response without
 * certificates. DER.
 *
 * @standard RFC 5280, sections 4.1 and 5.1
 */
export async function signed(provider: Provider, keys: KeyPair, content: Value): Promise<Uint8Array> {
  const signature = await sign(provider, keys, encoded(content))
  return encoded(sequence(content, algorithmIdentifier(SIGNING[keys.kind]), bitString(signature)))
}

/**
 * The AlgorithmIdentifier with which certificates, revocation lists and responses say how a kind of key
 * signed them.
 *
 * @standard RFC 5758, section 3.2; RFC 4055, sections 3.1 and 5; RFC 8410, section 3
 */
export function algorithmIdentifier(algorithm: SigningAlgorithm): Value {
  switch (algorithm.name) {
    case 'ECDSA':
      return sequence(identifier(ECDSA_WITH[algorithm.hash]))
    case 'Ed25519':
      return sequence(identifier('1.3.101.112'))
    case 'RSASSA-PKCS1-v1_5':
      return sequence(identifier('1.2.840.113549.1.1.11'), nothing())
    case 'RSA-PSS':
      return sequence(identifier('1.2.840.113549.1.1.10'), pssParameters(algorithm.saltLength))
    default:
      return algorithm satisfies never
  }
}

const ECDSA_WITH: Readonly<Record<Hash, string>> = {
  'SHA-256': '1.2.840.10045.4.3.2',
  'SHA-384': '1.2.840.10045.4.3.3',
  'SHA-512': '1.2.840.10045.4.3.4',
}

/** RSASSA-PSS-params with SHA-256 throughout; the trailer field has its default, which DER leaves out. */
function pssParameters(saltLength: number): Value {
  const sha256 = () => sequence(identifier('2.16.840.1.101.3.4.2.1'), nothing())
  const mask = sequence(identifier('1.2.840.113549.1.1.8'), sha256())
  return sequence(tagged(0, sha256()), tagged(1, mask), tagged(2, integer(BigInt(saltLength))))
}

/** Two numbers of equal length become a SEQUENCE of two INTEGERs (RFC 3279, section 2.2.3). */
function ecdsaValue(signature: Uint8Array): Uint8Array {
  const half = signature.length / 2
  const number = (octets: Uint8Array) => integer(BigInt(`0x${Buffer.from(octets).toString('hex')}`))
  return encoded(sequence(number(signature.subarray(0, half)), number(signature.subarray(half))))
}
