import { toBase64Url } from '../core/bytes.ts'
import type { Crypto } from '../crypto/crypto.ts'

/**
 * The thumbprint that binds an access token to a certificate: the member `x5t#S256` of a confirmation. It
 * changes with every renewal; whom a certificate names is its `subjectId`.
 *
 * @param der The certificate, DER.
 * @returns SHA-256 in base64url without padding, 43 characters.
 * @standard RFC 8705, section 3.1
 */
export async function x5tS256(der: Uint8Array, crypto: Pick<Crypto, 'digest'>): Promise<string> {
  return toBase64Url(await crypto.digest('SHA-256', der))
}
