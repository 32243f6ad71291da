import { createECDH, createHash, createPrivateKey, hkdfSync, type webcrypto } from 'node:crypto'
import type { Provider } from './peculiar.ts'
import type { Curve } from './test-world.ts'

/** Where every secret and every number of a world comes from: the world's seed, and a label that says what for. */
export interface Seed {
  readonly text: string
}

/** SEC 2 name, octets of a scalar, and order of the base point (FIPS 186-5, SP 800-186 3.2.1). */
const CURVES: Readonly<
  Record<Curve, { readonly sec2: string; readonly size: number; readonly order: bigint }>
> = {
  'P-256': {
    sec2: 'prime256v1',
    size: 32,
    order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  },
  'P-384': {
    sec2: 'secp384r1',
    size: 48,
    order:
      0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  },
}

export interface KeyPair {
  readonly curve: Curve
  /** Hexadecimal: SHA-1 of the public key's bits (RFC 5280, section 4.2.1.2, method 1). */
  readonly identifier: string
  /** PKCS #8, PEM. */
  readonly privateKey: string
  /** What the minting packages sign with. */
  readonly signingKey: webcrypto.CryptoKey
  readonly publicKey: webcrypto.CryptoKey
}

/** The key pair of a label. The same seed, label and curve give the same key. */
export async function keyPair(
  provider: Provider,
  seed: Seed,
  label: string,
  curve: Curve = 'P-256',
): Promise<KeyPair> {
  const scalar = privateScalar(seed, label, curve)
  const point = publicPoint(scalar, curve)
  const publicJwk = jwk(point, curve)
  const d = scalar.toString('base64url')
  const algorithm = { name: 'ECDSA', namedCurve: curve }
  return {
    curve,
    identifier: createHash('sha1').update(point).digest('hex'),
    privateKey: createPrivateKey({ key: { ...publicJwk, d }, format: 'jwk' })
      .export({ type: 'pkcs8', format: 'pem' })
      .toString(),
    signingKey: await provider.subtle.importKey('jwk', { ...publicJwk, d }, algorithm, false, ['sign']),
    publicKey: await provider.subtle.importKey('jwk', publicJwk, algorithm, true, ['verify']),
  }
}

/** The public point, uncompressed: the octet 4, then both coordinates (SEC 1, 2.3.3). */
function publicPoint(scalar: Buffer, curve: Curve): Buffer {
  const agreement = createECDH(CURVES[curve].sec2)
  agreement.setPrivateKey(scalar)
  return agreement.getPublicKey()
}

function jwk(point: Buffer, curve: Curve) {
  const end = 1 + CURVES[curve].size
  return {
    kty: 'EC',
    crv: curve,
    x: point.subarray(1, end).toString('base64url'),
    y: point.subarray(end).toString('base64url'),
  }
}

/** A scalar in 1 to n - 1, by rejection, so that every one is as likely as another (FIPS 186-5, A.2.2). */
function privateScalar(seed: Seed, label: string, curve: Curve): Buffer {
  const { size, order } = CURVES[curve]
  for (let attempt = 0; ; attempt++) {
    const octets = Buffer.from(derive(seed, `key ${curve} ${attempt} ${label}`, size))
    const scalar = BigInt(`0x${octets.toString('hex')}`)
    if (scalar > 0n && scalar < order) return octets
  }
}

/**
 * A serial number: sixteen octets in hexadecimal, positive, and never shorter than sixteen.
 *
 * @standard RFC 5280, section 4.1.2.2
 */
export function serialNumber(seed: Seed, label: string): string {
  const octets = derive(seed, `serial ${label}`, 16)
  octets[0] = ((octets[0] ?? 0) & 0x3f) | 0x40
  return Buffer.from(octets).toString('hex')
}

/** @standard RFC 5869, with SHA-256 */
function derive(seed: Seed, label: string, length: number): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', seed.text, 'qwac sandbox', label, length))
}
