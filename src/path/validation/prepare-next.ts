import { type Check, notApplicable, satisfied, violated } from '../../requirements/finding.ts'
import { constrain } from '../names/name-constraints.ts'
import { checkProfile } from '../profile/certificate-rules.ts'
import { asks } from '../profile/profile.ts'
import { checkCertificateSigning, checkCertificationAuthority } from './authority-checks.ts'
import { checkCriticalExtensions } from './critical-extensions.ts'
import { map } from './policies.ts'
import { checkPurpose } from './purposes.ts'
import { changing, countDown, judgingOnce, type Rule } from './state.ts'

/**
 * (a) and (b): policies of the issuer's domain become policies of the subject's. That anyPolicy is not
 * mapped, the reader saw.
 */
const mapPolicies = changing((state, { mappings }) => {
  if (mappings === undefined) return state
  return { ...state, policies: map(state.policies, mappings, state.policyMapping > 0) }
})

/** (c) to (f): the subject and its key become the working issuer and the working key. */
const takeOver = changing((state, { certificate }) => ({
  ...state,
  issuer: certificate.subject,
  publicKey: certificate.publicKey,
}))

/** (g): what the authority says about names holds for all below. */
const constrainNames = changing((state, { certificate }) => {
  const { nameConstraints } = certificate.extensions
  return nameConstraints === undefined ? state : { ...state, names: constrain(state.names, nameConstraints) }
})

/** (h): one certificate less until each indicator takes effect. */
const countIndicators = changing((state, position) => ({
  ...state,
  explicitPolicy: countDown(state.explicitPolicy, position),
  policyMapping: countDown(state.policyMapping, position),
  inhibitAnyPolicy: countDown(state.inhibitAnyPolicy, position),
}))

/** (i): policy constraints bring the indicators forward, never back. */
const constrainPolicies = changing((state, { certificate }) => {
  const { requireExplicitPolicy, inhibitPolicyMapping } = certificate.extensions.policyConstraints ?? {}
  return {
    ...state,
    explicitPolicy: Math.min(state.explicitPolicy, requireExplicitPolicy ?? state.explicitPolicy),
    policyMapping: Math.min(state.policyMapping, inhibitPolicyMapping ?? state.policyMapping),
  }
})

/** (j): so does the inhibition of anyPolicy. */
const inhibitAnyPolicy = changing((state, { certificate }) => {
  const skip = certificate.extensions.inhibitAnyPolicy ?? state.inhibitAnyPolicy
  return { ...state, inhibitAnyPolicy: Math.min(state.inhibitAnyPolicy, skip) }
})

/** (k): it is an authority. */
const verifyAuthority = judgingOnce((_, { certificate }) => [checkCertificationAuthority(certificate)])

/** (l): there may be one more authority. Self-issued certificates do not count. */
const countAuthorities: Rule = (state, { selfIssued }, checks) => {
  const { maxPathLength } = state
  checks.push(checkLength(maxPathLength, selfIssued))
  if (maxPathLength === undefined || maxPathLength === 0 || selfIssued) return state
  return { ...state, maxPathLength: maxPathLength - 1 }
}

function checkLength(allowed: number | undefined, selfIssued: boolean): Check {
  if (allowed === undefined) return notApplicable('path.length')
  const facts = { allowed, selfIssued }
  if (allowed > 0 || selfIssued) return satisfied('path.length', facts)
  return violated('path.length', 'exceeded', facts)
}

/** (m): a path length constraint can only shorten what is left. */
const limitLength = changing((state, { certificate }) => {
  const limit = certificate.extensions.basicConstraints?.pathLength
  if (limit === undefined) return state
  return { ...state, maxPathLength: Math.min(limit, state.maxPathLength ?? limit) }
})

/** (n): its key may sign certificates. */
const verifyKeyUsage = judgingOnce((_, { certificate }) => [checkCertificateSigning(certificate)])

/** (o): nothing critical is unknown. */
const verifyCriticalExtensions = judgingOnce((_, { certificate }) => [checkCriticalExtensions(certificate)])

/** Beyond the letters: what the profile asks of an authority. */
const verifyProfile = judgingOnce(({ rules: { profile, purpose } }, { certificate, selfSigned }) => {
  const nested = purpose !== undefined && asks(profile, 'nested-purposes', 'authority')
  return [
    ...(nested ? [checkPurpose(certificate, purpose)] : []),
    ...checkProfile(certificate, { role: 'authority', profile, selfSigned, purpose }),
  ]
})

/**
 * What is asked of every certificate but the last, which issues the next, step by step as they are lettered.
 *
 * @standard RFC 5280, section 6.1.4; RFC 9618, section 5.4
 */
export const PREPARATION: readonly Rule[] = [
  mapPolicies,
  takeOver,
  constrainNames,
  countIndicators,
  constrainPolicies,
  inhibitAnyPolicy,
  verifyAuthority,
  countAuthorities,
  limitLength,
  verifyKeyUsage,
  verifyCriticalExtensions,
  verifyProfile,
]

/** The limits that the certificate of an anchor sets for what is below it. @standard RFC 5937, section 3 */
export const ANCHOR_LIMITS: readonly Rule[] = [
  constrainNames,
  constrainPolicies,
  inhibitAnyPolicy,
  limitLength,
]
