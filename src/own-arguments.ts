import type { Assessment } from './assess.ts'
import { ownBytes } from './core/bytes.ts'
import type { Evidence } from './evidence/evidence.ts'
import type { Fetched } from './revocation/fetched.ts'
import type { Ports } from './validate.ts'
import { refuseUnknownMembers } from './verdict/check-policy.ts'
import { ownPolicy } from './verdict/own-policy.ts'

/**
 * Evidence as it is at this moment, but for the lists: while a validation waits, whoever asked may write
 * something else into the same arrays, and other threads may write into memory that is shared. Certificates
 * are put into memory of their own. Responses and lists keep theirs, by which it is known what was read
 * before. Members are asked for by their names, because what is inherited would be lost by a spread.
 */
export function ownEvidence(given: Omit<Evidence, 'lists'>): Omit<Evidence, 'lists'> {
  const { certificate, intermediates, ocspResponses, crls, fetched, askedIssuers } = given
  return {
    certificate: ownBytes(certificate),
    intermediates: intermediates.map(ownBytes),
    ...(ocspResponses && { ocspResponses: [...ocspResponses] }),
    ...(crls && { crls: [...crls] }),
    ...(fetched && { fetched: fetched.map(ownFetched) }),
    ...(askedIssuers && {
      askedIssuers: askedIssuers.map(({ url, certificates }) => ({ url, certificates })),
    }),
  }
}

function ownFetched(each: Fetched): Fetched {
  const { source, url, certificate } = each
  if (!('bytes' in each)) return { source, url, certificate, unavailable: each.unavailable }
  const { bytes, nonce, remembered } = each
  return { source, url, certificate, bytes, ...(nonce && { nonce }), ...(remembered && { remembered }) }
}

/** What a verdict depends on besides. */
type Terms = Omit<Assessment, 'crypto'>

/**
 * The same of moments and rules. Whoever checks them must check these, and not what was given: a getter may
 * answer otherwise the next time.
 *
 * @throws TypeError when a policy has a member that there is none of.
 */
export function ownTerms({ at, listsAt, refreshPeriod, policy, caches }: Terms): Terms {
  if (policy !== undefined) refuseUnknownMembers(policy)
  return {
    at,
    ...(listsAt !== undefined && { listsAt }),
    ...(refreshPeriod !== undefined && { refreshPeriod }),
    ...(policy !== undefined && { policy: ownPolicy(policy) }),
    ...(caches !== undefined && { caches }),
  }
}

/** Ports as they are at this moment, inherited ones too: a source that is lost asks nobody. */
export function ownPorts(ports: Ports): Ports {
  const { lists, crypto, ocsp, crl, issuers, deadline, nonce, memory } = ports
  return {
    lists,
    crypto,
    ...(ocsp && { ocsp }),
    ...(crl && { crl }),
    ...(issuers && { issuers }),
    ...(deadline && { deadline: () => deadline.call(ports) }),
    ...(nonce && { nonce: () => nonce.call(ports) }),
    ...(memory && { memory }),
  }
}
