import { constants, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'

/**
 * One verification by RSA-2048, the key imported: what no judgement of a certificate can be asked to
 * undercut.
 */
export function rsaVerification(): () => boolean {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const data = new Uint8Array(1800).fill(0x5a)
  const padding = constants.RSA_PKCS1_PADDING
  const signature = sign('sha256', data, { key: privateKey, padding })
  const key = createPublicKey(publicKey.export({ type: 'spki', format: 'pem' }))
  return () => verify('sha256', data, { key, padding }, signature)
}
