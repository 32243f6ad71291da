import type { Evidence } from './evidence/evidence.ts'
import { ownPolicy, type Policy } from './verdict/policy.ts'

/**
 * The certificates of a question in memory of their own, as they are at this moment: while a validation
 * waits, whoever asked may read something else into the same memory, and other threads may write into memory
 * that is shared.
 */
export function ownCertificates<E extends Pick<Evidence, 'certificate' | 'intermediates'>>(given: E): E {
  return {
    ...given,
    certificate: ownOctets(given.certificate),
    intermediates: given.intermediates.map(ownOctets),
  }
}

/** What a verdict depends on besides, as it is at this moment. */
export function ownTerms<T extends { readonly policy?: Policy }>(given: T): T {
  return given.policy === undefined ? given : { ...given, policy: ownPolicy(given.policy) }
}

/** By its memory, because a view of another type has other elements than octets. */
function ownOctets({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array {
  return new Uint8Array(new Uint8Array(buffer, byteOffset, byteLength))
}
