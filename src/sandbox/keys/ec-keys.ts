import { createECDH, type JsonWebKey } from 'node:crypto'
import type { Curve } from '../mint-options.ts'
import { derive, type Seed } from './seed.ts'

/** How OpenSSL names a curve, octets of a scalar, and order of the base point. */
interface CurveParameters {
  readonly name: string
  readonly size: number
  readonly order: bigint
}

/** @standard SP 800-186, section 3.2.1; RFC 5639, section 3 */
const CURVES: Readonly<Record<Curve, CurveParameters>> = {
  'P-256': {
    name: 'prime256v1',
    size: 32,
    order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  },
  'P-384': {
    name: 'secp384r1',
    size: 48,
    order:
      0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  },
  'P-521': {
    name: 'secp521r1',
    size: 66,
    order:
      0x01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
  },
  brainpoolP256r1: {
    name: 'brainpoolP256r1',
    size: 32,
    order: 0xa9fb57dba1eea9bc3e660a909d838d718c397aa3b561a6f7901e0e82974856a7n,
  },
  brainpoolP384r1: {
    name: 'brainpoolP384r1',
    size: 48,
    order:
      0x8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b31f166e6cac0425a7cf3ab6af6b7fc3103b883202e9046565n,
  },
}

/** The private key of a label on a curve. The same seed, label and curve give the same key. */
export function ecKey(seed: Seed, label: string, curve: Curve): JsonWebKey {
  const { name, size } = CURVES[curve]
  const scalar = privateScalar(seed, label, curve)
  const agreement = createECDH(name)
  agreement.setPrivateKey(scalar)
  // Uncompressed: the octet 4, then both coordinates (SEC 1, 2.3.3).
  const point = agreement.getPublicKey()
  return {
    kty: 'EC',
    crv: curve,
    x: point.toString('base64url', 1, 1 + size),
    y: point.toString('base64url', 1 + size),
    d: scalar.toString('base64url'),
  }
}

/** A scalar in 1 to n - 1, by rejection, so that every one is as likely as another (FIPS 186-5, A.2.2). */
function privateScalar(seed: Seed, label: string, curve: Curve): Buffer {
  const { size, order } = CURVES[curve]
  for (let attempt = 0; ; attempt++) {
    const octets = Buffer.from(derive(seed, `key ${curve} ${attempt} ${label}`, size))
    // What the order does not reach is cut off, or nearly every scalar of P-521 would be rejected.
    octets[0] = (octets[0] ?? 0) & firstOctetMask(order, size)
    const scalar = BigInt(`0x${octets.toString('hex')}`)
    if (scalar > 0n && scalar < order) return octets
  }
}

/** 255, but for an order that does not fill its first octet. */
function firstOctetMask(order: bigint, size: number): number {
  const first = Number(order >> BigInt(8 * (size - 1)))
  return 2 ** (32 - Math.clz32(first)) - 1
}
