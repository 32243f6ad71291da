import { type Instant, instant } from '../core/time.ts'

export type Hash = 'SHA-1' | 'SHA-224' | 'SHA-256' | 'SHA-384' | 'SHA-512'

/** A signature algorithm with its parameters, however the object that carries it writes them. */
export type SignatureAlgorithm =
  | { readonly scheme: 'rsa-pkcs1'; readonly hash: Hash }
  /** MGF1 with the same hash; salt length in octets. */
  | { readonly scheme: 'rsa-pss'; readonly hash: Hash; readonly saltLength: number }
  | { readonly scheme: 'ecdsa'; readonly hash: Hash }
  | { readonly scheme: 'ed25519' }
  | { readonly scheme: 'ed448' }

export type Curve = 'P-256' | 'P-384' | 'P-521' | 'brainpoolP256r1' | 'brainpoolP384r1' | 'brainpoolP512r1'

/** What a public key is, as far as the allow-list asks. */
export type KeyFacts =
  /** Bits of the modulus; 2,032 and 2,047 exist in the field. */
  | { readonly type: 'rsa'; readonly bits: number }
  | { readonly type: 'ec'; readonly curve: Curve }
  | { readonly type: 'ed25519' }
  | { readonly type: 'ed448' }

/** Where a signature stands decides how small an RSA key may be, and until when. */
export type Use = 'certificate' | 'list' | 'undated-certificate'

export type AlgorithmReason =
  /** The algorithm and the key are of different families. */
  | 'key-of-other-type'
  /** Too weak at the moment asked for, or never acceptable. */
  | 'too-weak'
  /** A key so large that verifying with it is an attack. */
  | 'too-large'

interface Row {
  readonly smallest: number
  /** Acceptable up to and including this moment; absent: no end in sight. */
  readonly until?: Instant
}

/**
 * RSA by modulus size, largest first. 2,000 is where list signers begin (RSA-2032 signed the Norwegian list
 * until 2023).
 *
 * @standard ETSI TS 119 312; SOG-IS Agreed Cryptographic Mechanisms (legacy RSA below 3,000 bits)
 */
const RSA: readonly Row[] = [{ smallest: 3000 }, { smallest: 2048, until: instant('2028-12-31T23:59:59Z') }]
const RSA_LIST_SIGNER: readonly Row[] = [
  { smallest: 3000 },
  { smallest: 2000, until: instant('2028-12-31T23:59:59Z') },
]
/** Where only the size counts, as for the certificates of the web. */
const RSA_UNDATED: readonly Row[] = [{ smallest: 2048 }]

const RSA_FOR: Readonly<Record<Use, readonly Row[]>> = {
  certificate: RSA,
  list: RSA_LIST_SIGNER,
  'undated-certificate': RSA_UNDATED,
}

/** Beyond this a verification costs more than a request may; the largest listed key has 8,192 bits. */
const RSA_LARGEST = 8192

/**
 * Says whether an algorithm may be relied on with a key at a moment. SHA-1 and SHA-224 are never accepted: no
 * qualified certificate of the Regulation was signed with them while it was allowed to.
 *
 * @returns Undefined when it may.
 * @standard ETSI TS 119 312
 */
export function algorithmObjection(
  algorithm: SignatureAlgorithm,
  key: KeyFacts,
  use: Use,
  at: Instant,
): AlgorithmReason | undefined {
  if (keyTypeOf(algorithm) !== key.type) return 'key-of-other-type'
  if ('hash' in algorithm && (algorithm.hash === 'SHA-1' || algorithm.hash === 'SHA-224')) return 'too-weak'
  if (key.type !== 'rsa') return undefined
  if (key.bits > RSA_LARGEST) return 'too-large'
  return isLongEnough(key.bits, use, at) ? undefined : 'too-weak'
}

/**
 * Whether the modulus of an RSA key has enough bits at a moment. Nothing else that is asked of an algorithm
 * depends on the moment.
 */
export function isLongEnough(bits: number, use: Use, at: Instant): boolean {
  const row = RSA_FOR[use].find(({ smallest }) => bits >= smallest)
  return row !== undefined && (row.until === undefined || at <= row.until)
}

function keyTypeOf(algorithm: SignatureAlgorithm): KeyFacts['type'] {
  switch (algorithm.scheme) {
    case 'rsa-pkcs1':
    case 'rsa-pss':
      return 'rsa'
    case 'ecdsa':
      return 'ec'
    case 'ed25519':
    case 'ed448':
      return algorithm.scheme
    default:
      return algorithm satisfies never
  }
}
