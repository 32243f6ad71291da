import { EXTENSION, POLICY } from '../../core/object-identifiers.ts'
import { type Oid, oidText } from '../../core/oid.ts'
import { type Check, notApplicable, satisfied, violated } from '../../requirements/finding.ts'
import type { Certificate } from '../certificate.ts'
import type { ProfileSettings, Rule } from './profile.ts'
import { extensionOf } from './profile-facts.ts'
import type { Traits } from './traits.ts'

/** Policies of qualified certificates, of which one holds at a time. @standard ETSI EN 319 411-2 */
const QUALIFIED: ReadonlySet<Oid> = new Set([
  POLICY.qcpNatural,
  POLICY.qcpLegal,
  POLICY.qcpNaturalQscd,
  POLICY.qcpLegalQscd,
  POLICY.qevcpWeb,
  POLICY.qncpWeb,
  POLICY.qncpWebGeneral,
])

/**
 * The policy of a qualified certificate that goes with one of the CA/Browser Forum. @standard ETSI EN 319
 * 411-2
 */
const QUALIFIED_BESIDE: ReadonlyMap<Oid, Oid> = new Map([
  [POLICY.cabfExtendedValidation, POLICY.qevcpWeb],
  [POLICY.cabfOrganizationValidated, POLICY.qncpWeb],
  [POLICY.cabfIndividualValidated, POLICY.qncpWeb],
  [POLICY.cabfDomainValidated, POLICY.qncpWeb],
])

/** @standard ETSI EN 319 411-1, GEN-6.3.3-12 */
const RESERVED: ReadonlySet<Oid> = new Set([
  POLICY.ncp,
  POLICY.ncpPlus,
  POLICY.lcp,
  POLICY.evcp,
  POLICY.dvcp,
  POLICY.ovcp,
  POLICY.ivcp,
])

/** @standard ETSI EN 319 411-1, GEN-6.3.3-12 */
const RESERVED_BESIDE: ReadonlyMap<Oid, Oid> = new Map([
  [POLICY.cabfExtendedValidation, POLICY.evcp],
  [POLICY.cabfOrganizationValidated, POLICY.ovcp],
  [POLICY.cabfIndividualValidated, POLICY.ivcp],
  [POLICY.cabfDomainValidated, POLICY.dvcp],
])

/** @standard ETSI EN 319 412-2, GEN-4.3.3-2 */
function checkPresence(certificate: Certificate): Check {
  const code = 'profile.certificate-policies'
  if (certificate.extensions.all.length === 0) return notApplicable(code)
  const extension = extensionOf(certificate, EXTENSION.certificatePolicies)
  return extension === undefined ? violated(code, 'absent') : satisfied(code)
}

/** @standard ETSI EN 319 412-2, QCS-5.2-1 and QCS-5.2-2 */
function checkQualifiedPolicy(certificate: Certificate, settings: ProfileSettings, traits: Traits): Check {
  const code = 'profile.qualified-policy'
  const expected = qualifiedPolicies(settings, traits)
  const asserted = assertedOf(certificate, QUALIFIED)
  if (expected.length === 0 || asserted.length === 0) return notApplicable(code)
  if (asserted.length > 1) return violated(code, 'several', show(asserted, expected))
  if (asserted.every(policy => expected.includes(policy))) return satisfied(code)
  return violated(code, 'other-policy', show(asserted, expected))
}

/** @standard ETSI EN 319 412-2, QCS-5.2-1 */
function checkQualifiedPolicyPresence(
  certificate: Certificate,
  settings: ProfileSettings,
  traits: Traits,
): Check {
  const code = 'profile.qualified-policy-presence'
  const expected = qualifiedPolicies(settings, traits)
  const { certificatePolicies } = certificate.extensions
  if (expected.length === 0 || certificatePolicies === undefined) return notApplicable(code)
  if (assertedOf(certificate, QUALIFIED).length > 0) return satisfied(code)
  return violated(code, 'absent', { expected: expected.map(oidText) })
}

/** @standard ETSI EN 319 411-1, GEN-6.3.3-12 */
function checkReservedPolicy(
  certificate: Certificate,
  _settings: ProfileSettings,
  { forumPolicy: beside }: Traits,
): Check {
  const code = 'profile.reserved-policy'
  if (beside === undefined) return notApplicable(code)
  const asserted = assertedOf(certificate, RESERVED)
  if (asserted.length === 0) return notApplicable(code)
  const expected = listOf(RESERVED_BESIDE.get(beside))
  if (asserted.length > 1) return violated(code, 'several', show(asserted, expected))
  if (asserted.every(policy => expected.includes(policy))) return satisfied(code)
  return violated(code, 'other-policy', show(asserted, expected))
}

/** What the certificate asserts. */
export const POLICY_RULES: readonly Rule[] = [
  { code: 'profile.certificate-policies', check: checkPresence },
  { code: 'profile.qualified-policy', check: checkQualifiedPolicy },
  { code: 'profile.qualified-policy-presence', check: checkQualifiedPolicyPresence },
  { code: 'profile.reserved-policy', check: checkReservedPolicy },
]

/** Those of the profile; beside a policy of the CA/Browser Forum, the one that goes with it. */
function qualifiedPolicies(
  { policies }: ProfileSettings,
  { followsForum, forumPolicy }: Traits,
): readonly Oid[] {
  if (policies.length === 0 || !followsForum || forumPolicy === undefined) return policies
  return listOf(QUALIFIED_BESIDE.get(forumPolicy))
}

const NONE: readonly never[] = []

function listOf(policy: Oid | undefined): readonly Oid[] {
  return policy === undefined ? NONE : [policy]
}

function assertedOf({ extensions }: Certificate, among: ReadonlySet<Oid>): readonly Oid[] {
  const asserted: Oid[] = []
  for (const { policyIdentifier } of extensions.certificatePolicies ?? NONE)
    if (among.has(policyIdentifier)) asserted.push(policyIdentifier)
  return asserted
}

function show(asserted: readonly Oid[], expected: readonly Oid[]) {
  return { asserted: asserted.map(oidText), expected: expected.map(oidText) }
}
