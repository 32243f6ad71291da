import { createPrivateKey, createPublicKey, hash, type KeyObject } from 'node:crypto'
import { FlattenedSign, flattenedVerify } from 'jose'
import { ok, type Result, refused } from '../../core/result.ts'

/**
 * Why there is no signature, or none that counts. `key-unusable`: no PEM and no JWK, or no key of a kind that
 * signs here. `malformed`: not a detached signature over a snapshot. `invalid`: another key made it, or over
 * other octets.
 */
export type SignatureReason = 'key-unusable' | 'malformed' | 'invalid'

/**
 * Signs a snapshot: a detached JWS in the compact form, over the octets as they are.
 *
 * @param key A private key, PKCS #8 in PEM or a JWK: P-256, P-384, P-521, Ed25519, or RSA of 2,048 bits or
 *   more.
 * @standard RFC 7515, section 7.1 and appendix F; RFC 7797
 */
export async function signSnapshot(octets: Uint8Array, key: string): Promise<Result<string, 'key-unusable'>> {
  const found = keyOf(key, createPrivateKey)
  const alg = found && algorithmOf(found)
  if (found === undefined || alg === undefined) return refused('key-unusable')
  const signed = await new FlattenedSign(octets)
    .setProtectedHeader({ alg, typ: TYPE, b64: false, crit: ['b64'] })
    .sign(found)
  return ok(`${signed.protected}..${signed.signature}`)
}

/**
 * Verifies who signed a snapshot. The key decides the algorithm; the header may say nothing that is not asked
 * of it.
 *
 * @param jws The signature, as {@link signSnapshot} writes it.
 * @param key The public key of whoever vouches for snapshots, SPKI in PEM or a JWK.
 * @returns SHA-256 of the octets, lower-case hexadecimal: what `decodeSnapshot` is to expect.
 * @standard RFC 7515, section 5.2; RFC 7797; RFC 8725, section 3.1
 */
export async function verifySnapshot(
  octets: Uint8Array,
  jws: string,
  key: string,
): Promise<Result<string, SignatureReason>> {
  const found = keyOf(key, createPublicKey)
  const alg = found && algorithmOf(found)
  if (found === undefined || alg === undefined) return refused('key-unusable')
  const [, header, signature] = /^([\w-]{1,1024})\.\.([\w-]{1,2048})\s?$/.exec(jws) ?? []
  if (header === undefined || signature === undefined || !isExpected(header, alg)) return refused('malformed')
  // One copy for both, so that what is digested is what was verified. The slice of a Buffer would be none.
  const payload = new Uint8Array(octets)
  try {
    await flattenedVerify({ protected: header, payload, signature }, found, { algorithms: [alg] })
    return ok(hash('sha256', payload, 'hex'))
  } catch {
    return refused('invalid')
  }
}

const TYPE = 'qwac-snapshot+jws'

/**
 * The one algorithm of each kind of key. RSA signs with PSS only (RFC 8725 leaves PKCS #1 v1.5 for what is
 * old).
 */
const ALGORITHM: Readonly<Record<string, string>> = {
  prime256v1: 'ES256',
  secp384r1: 'ES384',
  secp521r1: 'ES512',
  ed25519: 'EdDSA',
  rsa: 'PS256',
}

function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string | undefined {
  if (asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) < 2048) return undefined
  return ALGORITHM[asymmetricKeyDetails?.namedCurve ?? asymmetricKeyType ?? '']
}

function keyOf(text: string, make: typeof createPrivateKey | typeof createPublicKey): KeyObject | undefined {
  try {
    if (!text.trimStart().startsWith('{')) return make({ key: text, format: 'pem' })
    return make({ key: JSON.parse(text), format: 'jwk' })
  } catch {
    return undefined
  }
}

function isExpected(header: string, alg: string): boolean {
  try {
    const value: unknown = JSON.parse(Buffer.from(header, 'base64url').toString('utf8'))
    const expected = JSON.stringify({ alg, typ: TYPE, b64: false, crit: ['b64'] })
    return JSON.stringify(value) === expected
  } catch {
    return false
  }
}
