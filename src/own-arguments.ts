import { ownBytes } from './core/bytes.ts'
import type { Evidence } from './evidence/evidence.ts'
import { ownPolicy, type Policy } from './verdict/policy.ts'

/**
 * Evidence as it is at this moment: while a validation waits, whoever asked may write something else into the
 * same arrays, and other threads may write into memory that is shared. Certificates are put into memory of
 * their own. Responses and lists keep theirs, by which it is known what was read before.
 */
export function ownEvidence<E extends Omit<Evidence, 'lists'>>(given: E): E {
  const { certificate, intermediates, ocspResponses, crls, fetched } = given
  return {
    ...given,
    certificate: ownBytes(certificate),
    intermediates: intermediates.map(ownBytes),
    ...(ocspResponses && { ocspResponses: [...ocspResponses] }),
    ...(crls && { crls: [...crls] }),
    ...(fetched && { fetched: fetched.map(each => ({ ...each })) }),
  }
}

/** What a verdict depends on besides, as it is at this moment. */
export function ownTerms<T extends { readonly policy?: Policy }>(given: T): T {
  return given.policy === undefined ? given : { ...given, policy: ownPolicy(given.policy) }
}
