import { type CertificateMemory, rememberCertificates } from './certificate/memory.ts'
import { rememberSignatures, type VerifiedSignatures } from './crypto/verified-signatures.ts'
import {
  createCaches as createListCaches,
  type CacheOptions as ListCacheOptions,
  type Caches as ListCaches,
} from './qualification/list-index.ts'
import { createStatusMemo, type StatusMemo } from './revocation/memo.ts'
import { type AccountMemory, rememberAccounts } from './verdict/own-account.ts'

/**
 * What assessments can share. It holds nothing that was concluded for a moment, only what is found faster;
 * whoever makes it passes it on, and what it knows of a list goes with the list. Octets of lists that it has
 * seen must not change; those of certificates and responses may.
 */
export interface Caches extends ListCaches {
  /** Certificates that were read, holders and intermediates, by the SHA-256 of their octets. */
  readonly certificates: CertificateMemory
  /** What those say of themselves, and what is found of it without regard to a moment. */
  readonly accounts: AccountMemory
  /** Signatures of certificates that were found valid, by all that was verified. */
  readonly signatures: VerifiedSignatures
  /** Revocation lists that were read, and signatures of lists and responders that were computed. */
  readonly status: StatusMemo
}

/**
 * How much is kept. Where more comes, what was used longest ago is forgotten; that costs time and changes no
 * answer.
 */
export interface CacheOptions extends ListCacheOptions {
  /**
   * Certificates that are kept as they were read, 1,000 unless told: some 22 kilobytes each, with what was
   * found of them.
   */
  readonly certificates?: number
  /** Signatures that are known to be valid, 10,000 unless told: a quarter of a kilobyte each. */
  readonly signatures?: number
}

/** @throws RangeError when a number is not a positive integer: zero, a fraction, NaN or Infinity. */
export function createCaches(options: CacheOptions = {}): Caches {
  const { certificates = 1000, signatures = 10_000, ...ofLists } = options
  return {
    ...createListCaches(ofLists),
    certificates: rememberCertificates(certificates),
    accounts: rememberAccounts(),
    signatures: rememberSignatures(signatures),
    status: createStatusMemo(),
  }
}
