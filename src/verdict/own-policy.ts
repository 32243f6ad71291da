import type { GeneralSubtree, NameConstraints } from '../certificate/extensions.ts'
import type { BilateralAnchor } from '../path/bilateral-anchors.ts'
import type { OcspPolicy } from '../revocation/ocsp/policy.ts'
import type { RevocationPolicy } from '../revocation/policy.ts'
import type { Agreements, Policy, ProfilePolicy } from './policy.ts'

/**
 * A policy as it is at this moment, whatever whoever made it does with it while a validation waits. Each
 * member is asked for once and by its name: a getter cannot show one value to the checks and another to the
 * verdict, and a member that is inherited counts as any other.
 */
export function ownPolicy(policy: Policy): Policy {
  const { required, toleratedDeviations, profile, revocation, agreements, fetchIssuers } = policy
  return {
    required: ownArray(required),
    ...(toleratedDeviations !== undefined && { toleratedDeviations: ownArray(toleratedDeviations) }),
    ...(profile !== undefined && { profile: ownProfile(profile) }),
    ...(revocation !== undefined && { revocation: ownRevocation(revocation) }),
    ...(agreements !== undefined && { agreements: ownAgreements(agreements) }),
    ...(fetchIssuers !== undefined && { fetchIssuers }),
  }
}

/** What is none stays as it is, for whoever checks it: a text would become an array of its letters. */
function ownArray<T>(given: readonly T[]): readonly T[] {
  return Array.isArray(given) ? [...given] : given
}

function ownProfile({ name, weight }: ProfilePolicy): ProfilePolicy {
  return { name, weight }
}

function ownRevocation({ missing, acceptStaleFor, ocsp }: RevocationPolicy): RevocationPolicy {
  return {
    missing,
    ...(acceptStaleFor !== undefined && { acceptStaleFor }),
    ...(ocsp !== undefined && { ocsp: ownOcsp(ocsp) }),
  }
}

function ownOcsp(policy: OcspPolicy): OcspPolicy {
  const { maximumAge, maximumAgeWithoutNextUpdate, requiresNonce, acceptsUncheckedDelegates } = policy
  const { certHashCountries, unsafeSha1 } = policy
  return {
    maximumAge,
    maximumAgeWithoutNextUpdate,
    certHashCountries: ownArray(certHashCountries),
    requiresNonce,
    acceptsUncheckedDelegates,
    ...(unsafeSha1 !== undefined && { unsafeSha1 }),
  }
}

function ownAgreements({ anchors, purpose }: Agreements): Agreements {
  return { anchors: anchors.map(ownAnchor), ...(purpose !== undefined && { purpose }) }
}

function ownAnchor(anchor: BilateralAnchor): BilateralAnchor {
  const { kind, name, publicKey, agreement, purposes, period } = anchor
  const { keyIdentifier, nameConstraints, pathLength, certificate } = anchor
  return {
    kind,
    name,
    publicKey,
    agreement,
    purposes: ownArray(purposes),
    period: { from: period.from, until: period.until },
    ...(keyIdentifier && { keyIdentifier }),
    ...(nameConstraints && { nameConstraints: ownNames(nameConstraints) }),
    ...(pathLength !== undefined && { pathLength }),
    ...(certificate && { certificate }),
  }
}

function ownNames({ permitted, excluded }: NameConstraints): NameConstraints {
  return { permitted: permitted.map(ownSubtree), excluded: excluded.map(ownSubtree) }
}

function ownSubtree(subtree: GeneralSubtree): GeneralSubtree {
  return { ...subtree, base: { ...subtree.base } }
}
