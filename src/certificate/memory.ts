import { boundedCache } from '../core/cache.ts'
import { deepFreeze } from '../core/freeze.ts'
import { after, type Later } from '../core/later.ts'
import type { Result } from '../core/result.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { sha256Of } from '../crypto/sha256.ts'
import type { DerReason } from '../encoding/der/context.ts'
import type { Certificate } from './certificate.ts'
import { CERTIFICATE_LIMITS, parseCertificate } from './parse.ts'

/** A certificate as it was read, or why it cannot be, and its fingerprint. */
export interface ReadCertificate {
  /** Of the octets, lower-case hexadecimal. */
  readonly sha256: string
  readonly parsed: Result<Certificate, DerReason>
}

/** Certificates that were read, found by the SHA-256 of their octets. What cannot be read is not kept. */
export interface CertificateMemory {
  /** @param bytes They may change afterwards: what is kept is a copy of them. */
  read(bytes: Uint8Array, crypto: Pick<Crypto, 'digest'>): Later<ReadCertificate>
  /** The fingerprint of a certificate, wherever it was read; it goes with the record. */
  fingerprint(certificate: Certificate, crypto: Pick<Crypto, 'digest'>): Later<string>
}

/**
 * Makes an empty memory.
 *
 * @param limit Certificates that it keeps at most, and for each of them four kilobytes of DER; those used
 *   longest ago go first.
 * @throws RangeError when the limit is not a whole number above zero.
 */
export function rememberCertificates(limit: number): CertificateMemory {
  const maxOctets = Math.max(CERTIFICATE_LIMITS.bytes, limit * USUAL_OCTETS)
  const known = boundedCache<Extract<ReadCertificate['parsed'], { readonly ok: true }>>({
    maxEntries: limit,
    maxOctets,
  })
  const fingerprints = new WeakMap<Certificate, string>()
  const readOctets = (octets: Uint8Array, sha256: string): ReadCertificate => {
    const earlier = known.get(sha256)
    if (earlier !== undefined) return { sha256, parsed: earlier }
    const parsed = parseCertificate(octets)
    if (!parsed.ok) return { sha256, parsed }
    // Reports hold parts of it: nobody who writes into a report writes into what is remembered.
    deepFreeze(parsed)
    known.set(sha256, parsed, octets.length)
    fingerprints.set(parsed.value, sha256)
    return { sha256, parsed }
  }
  return {
    read(bytes, crypto) {
      // What is digested is what is read, though the caller should write into its array meanwhile.
      const octets = new Uint8Array(bytes)
      return after(sha256Of(octets, crypto), sha256 => readOctets(octets, sha256))
    },
    fingerprint(certificate, crypto) {
      const earlier = fingerprints.get(certificate)
      if (earlier !== undefined) return earlier
      return after(sha256Of(certificate.bytes, crypto), sha256 => {
        fingerprints.set(certificate, sha256)
        return sha256
      })
    },
  }
}

/** The largest qualified certificates of the field. */
const USUAL_OCTETS = 4096
