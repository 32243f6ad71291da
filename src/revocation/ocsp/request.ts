import { fromHex } from '../../core/bytes.ts'
import { ALGORITHM, OCSP } from '../../core/object-identifiers.ts'
import { isOctets } from '../../core/octets.ts'
import type { Oid } from '../../core/oid.ts'
import type { Crypto } from '../../crypto/crypto.ts'
import { TAG } from '../../encoding/der/tag.ts'
import { writeValue } from '../../encoding/der/write.ts'
import type { IssuedCertificate } from './cert-id.ts'

/** What to ask a responder. */
export interface OcspQuery extends IssuedCertificate {
  /**
   * Of the CertID. SHA-1 unless told, which every responder knows: here it is a way to find, not to prove.
   */
  readonly hash?: 'SHA-1' | 'SHA-256'
  /** 1 to 128 octets of chance, 32 where they can be chosen. @standard RFC 9654, section 2.1 */
  readonly nonce?: Uint8Array
}

/**
 * Writes a request about one certificate, unsigned.
 *
 * @returns OCSPRequest, DER.
 * @throws TypeError where the nonce is no Uint8Array, RangeError where it has not 1 to 128 octets.
 * @standard RFC 6960, section 4.1.1; RFC 9654
 */
export async function ocspRequest(query: OcspQuery, crypto: Pick<Crypto, 'digest'>): Promise<Uint8Array> {
  const nonce = query.nonce && checkedNonce(query.nonce)
  const requestList = sequence(sequence(await writeCertId(query, crypto)))
  const extensions = nonce === undefined ? [] : [writeValue(0xa2, sequence(nonceExtension(nonce)))]
  return sequence(sequence(requestList, ...extensions))
}

/**
 * A copy of what a caller means to send as a nonce, so that it stays the same until the answer has come.
 *
 * @throws TypeError when it is no array of octets; RangeError when it has less than 1 or more than 128 of
 *   them.
 * @standard RFC 9654, section 2.1
 */
export function checkedNonce(nonce: unknown): Uint8Array {
  if (!isOctets(nonce)) {
    // Nobody waits for what becomes of a promise, and one that is broken must not end the process.
    Promise.resolve(nonce).catch(() => undefined)
    throw new TypeError('a nonce is an array of octets')
  }
  if (nonce.length === 0 || nonce.length > MAX_NONCE)
    throw new RangeError(`a nonce has 1 to ${MAX_NONCE} octets`)
  return Uint8Array.from(nonce)
}

const MAX_NONCE = 128

const IDENTIFIER = { 'SHA-1': ALGORITHM.sha1, 'SHA-256': ALGORITHM.sha256 } as const

async function writeCertId(
  { certificate, issuerKey, hash = 'SHA-1' }: OcspQuery,
  crypto: Pick<Crypto, 'digest'>,
): Promise<Uint8Array> {
  return sequence(
    sequence(identifier(IDENTIFIER[hash]), writeValue(TAG.null)),
    writeValue(TAG.octetString, await crypto.digest(hash, certificate.issuer.bytes)),
    writeValue(TAG.octetString, await crypto.digest(hash, issuerKey.key)),
    writeValue(TAG.integer, certificate.serialNumber),
  )
}

function nonceExtension(nonce: Uint8Array): Uint8Array {
  const value = writeValue(TAG.octetString, nonce)
  return sequence(identifier(OCSP.nonce), writeValue(TAG.octetString, value))
}

function sequence(...items: readonly Uint8Array[]): Uint8Array {
  return writeValue(TAG.sequence, ...items)
}

function identifier(id: Oid): Uint8Array {
  return writeValue(TAG.oid, fromHex(id))
}
