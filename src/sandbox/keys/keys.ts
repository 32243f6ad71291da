import { createPrivateKey, type JsonWebKey, type webcrypto } from 'node:crypto'
import { type Provider, x509 } from '../certificates/peculiar.ts'
import type { KeyKind } from '../mint-options.ts'
import { ecKey } from './ec-keys.ts'
import { ed25519Key } from './ed25519-keys.ts'
import { type KeyUse, rsaKey } from './rsa-keys.ts'
import type { Seed } from './seed.ts'
import { SIGNING } from './signing.ts'

export interface KeyPair {
  readonly kind: KeyKind
  /** Hexadecimal: SHA-1 of the public key's bits (RFC 5280, section 4.2.1.2, method 1). */
  readonly identifier: string
  /** PKCS #8, PEM. */
  readonly privateKey: string
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKeyInfo: Uint8Array
  /** What the minting packages sign with. */
  readonly signingKey: webcrypto.CryptoKey
  readonly publicKey: webcrypto.CryptoKey
}

export interface KeyPlan {
  readonly kind: KeyKind
  /** What the key is for. Two labels never give the same key. */
  readonly label: string
  readonly use: KeyUse
}

/** Where keys come from, and who computes with them. */
export interface KeySource {
  readonly provider: Provider
  readonly seed: Seed
}

/** The key pair of a plan. The same seed and plan give the same key. */
export async function keyPair({ provider, seed }: KeySource, plan: KeyPlan): Promise<KeyPair> {
  const { kind } = plan
  const { subtle } = provider
  const algorithm = importAlgorithm(kind)
  const privateJwk = privateKeyOf(seed, plan)
  const signingKey = await subtle.importKey('jwk', privateJwk, algorithm, true, ['sign'])
  const publicKey = await subtle.importKey('jwk', publicPart(privateJwk), algorithm, true, ['verify'])
  const pkcs8 = Buffer.from(await subtle.exportKey('pkcs8', signingKey))
  const publicKeyInfo = await subtle.exportKey('spki', publicKey)
  const { keyId } = await x509.SubjectKeyIdentifierExtension.create(publicKey, false, provider)
  return {
    kind,
    identifier: keyId,
    privateKey: createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
      .export({ type: 'pkcs8', format: 'pem' })
      .toString(),
    publicKeyInfo: new Uint8Array(publicKeyInfo),
    signingKey,
    publicKey,
  }
}

function privateKeyOf(seed: Seed, { kind, label, use }: KeyPlan): JsonWebKey {
  switch (kind) {
    case 'Ed25519':
      return ed25519Key(seed, label)
    case 'rsa-2048':
    case 'rsa-2048-pss':
      return rsaKey(seed, label, { size: 2048, use })
    case 'rsa-3072':
    case 'rsa-3072-pss':
      return rsaKey(seed, label, { size: 3072, use })
    case 'rsa-4096':
    case 'rsa-4096-pss':
      return rsaKey(seed, label, { size: 4096, use })
    default:
      return ecKey(seed, label, kind)
  }
}

function importAlgorithm(kind: KeyKind) {
  const signing = SIGNING[kind]
  return signing.name === 'ECDSA' ? { ...signing, namedCurve: kind } : signing
}

/** What is left when everything is gone that only the holder knows. @standard RFC 7518, section 6 */
function publicPart({ d: _d, p: _p, q: _q, dp: _dp, dq: _dq, qi: _qi, ...rest }: JsonWebKey): JsonWebKey {
  return rest
}
