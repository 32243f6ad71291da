import type { Certificate, PublicKeyInfo } from '../../certificate/certificate.ts'
import { equalBytes } from '../../core/bytes.ts'
import { after, type Later } from '../../core/later.ts'
import { ALGORITHM } from '../../core/object-identifiers.ts'
import type { Oid } from '../../core/oid.ts'
import type { Crypto, DigestAlgorithm } from '../../crypto/crypto.ts'
import type { DerReader } from '../../encoding/der/der.ts'

/** Names a certificate by hashes of its issuer and by its number. @standard RFC 6960, section 4.1.1 */
export interface CertId {
  readonly hashAlgorithm: Oid
  /** Of the issuer's name, DER, as the certificate writes it. */
  readonly issuerNameHash: Uint8Array
  /** Of the contents of the BIT STRING of the issuer's public key. */
  readonly issuerKeyHash: Uint8Array
  /** Contents of the INTEGER. */
  readonly serialNumber: Uint8Array
}

export function readCertId(reader: DerReader): CertId {
  const algorithm = reader.sequence()
  const hashAlgorithm = algorithm.oid()
  if (algorithm.more) algorithm.null()
  algorithm.finish()
  const issuerNameHash = reader.octetString()
  const issuerKeyHash = reader.octetString()
  const serialNumber = reader.integer()
  reader.finish()
  return { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber }
}

/** A certificate and the key that issued it. */
export interface IssuedCertificate {
  readonly certificate: Pick<Certificate, 'issuer' | 'serialNumber'>
  readonly issuerKey: PublicKeyInfo
}

/**
 * Says whether a CertID names a certificate: all four of its fields must fit. A number alone names as many
 * certificates as there are authorities that gave it.
 *
 * @returns At once where the digests are there at once.
 */
export function namesCertificate(
  id: CertId,
  { certificate, issuerKey }: IssuedCertificate,
  crypto: Pick<Crypto, 'digest'>,
): Later<boolean> {
  const hash = CERT_ID_HASHES.get(id.hashAlgorithm)
  if (hash === undefined || !equalBytes(id.serialNumber, certificate.serialNumber)) return false
  const { issuerNameHash, issuerKeyHash } = id
  return after(crypto.digest(hash, certificate.issuer.bytes), name => {
    if (!equalBytes(issuerNameHash, name)) return false
    return after(crypto.digest(hash, issuerKey.key), key => equalBytes(issuerKeyHash, key))
  })
}

/** SHA-1 only finds the issuer here; what is found is then proved by a signature. */
export const CERT_ID_HASHES: ReadonlyMap<Oid, DigestAlgorithm> = new Map<Oid, DigestAlgorithm>([
  [ALGORITHM.sha1, 'SHA-1'],
  [ALGORITHM.sha256, 'SHA-256'],
  [ALGORITHM.sha384, 'SHA-384'],
  [ALGORITHM.sha512, 'SHA-512'],
])
