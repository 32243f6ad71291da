import { createPrivateKey, type JsonWebKey } from 'node:crypto'
import { encoded, identifier, integer, octetString, sequence } from '../asn1.ts'
import { derive, type Seed } from './seed.ts'

/** The private key of a label: any 32 octets are one (RFC 8032, section 5.1.5). */
export function ed25519Key(seed: Seed, label: string): JsonWebKey {
  const octets = encoded(octetString(derive(seed, `key Ed25519 ${label}`, 32)))
  // PKCS #8 (RFC 8410, section 7): the public key is computed while it is read.
  const info = sequence(integer(0n), sequence(identifier('1.3.101.112')), octetString(octets))
  const key = createPrivateKey({ key: Buffer.from(encoded(info)), format: 'der', type: 'pkcs8' })
  return key.export({ format: 'jwk' })
}
