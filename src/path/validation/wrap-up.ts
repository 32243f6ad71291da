import { oidText } from '../../core/oid.ts'
import { type Check, notApplicable, satisfied, undetermined, violated } from '../../requirements/finding.ts'
import { checkExpectedName } from '../names/server-name.ts'
import { checkCommonNames, checkProfile } from '../profile/certificate-rules.ts'
import { checkCriticalExtensions } from './critical-extensions.ts'
import { policySets } from './policies.ts'
import { checkLeafKeyUsage, checkPurpose } from './purposes.ts'
import { changing, judging, judgingOnce, type Rule } from './state.ts'

/**
 * (a) and (b): whether a policy must be explicit in the end. (c) to (e): the key of the leaf is the working
 * key.
 */
const takeLast = changing((state, { certificate: { extensions, publicKey } }) => {
  const required = extensions.policyConstraints?.requireExplicitPolicy === 0
  return { ...state, explicitPolicy: required ? 0 : Math.max(0, state.explicitPolicy - 1), publicKey }
})

/** (f): nothing critical is unknown. */
const verifyCriticalExtensions = judgingOnce((_, { certificate }) => [checkCriticalExtensions(certificate)])

/** (g): where a policy must be explicit, the path is valid for one that the user accepts. */
const verifyPolicies = judging(({ policies, explicitPolicy, rules }) => {
  if (explicitPolicy > 0) return [notApplicable('path.policies')]
  if (policies.budget < 0) return [undetermined('path.policies', 'budget-spent')]
  const { authorityConstrained, userConstrained } = policySets(policies, rules.userInitialPolicySet)
  const facts = {
    authorityConstrained: authorityConstrained.map(oidText),
    userConstrained: userConstrained.map(oidText),
  }
  if (userConstrained.length > 0) return [satisfied('path.policies', facts)]
  const reason = authorityConstrained.length === 0 ? 'no-valid-policy' : 'not-accepted'
  return [violated('path.policies', reason, facts)]
})

/** Beyond the letters: what the leaf is for, whose it is, and what the profile asks of it. */
const verifyUse = judgingOnce(({ rules }, { certificate, selfSigned }) => {
  const { purpose, profile, keyUsage, expectedName, commonNames } = rules
  const checks: Check[] = []
  if (purpose !== undefined) checks.push(checkPurpose(certificate, purpose))
  if (keyUsage !== undefined) checks.push(checkLeafKeyUsage(certificate, keyUsage))
  if (expectedName !== undefined) checks.push(checkExpectedName(certificate, expectedName))
  if (commonNames !== undefined) checks.push(checkCommonNames(certificate))
  for (const check of checkProfile(certificate, { role: 'leaf', profile, selfSigned, purpose }))
    checks.push(check)
  return checks
})

/** What is asked of the last certificate. @standard RFC 5280, section 6.1.5; RFC 9618, section 5.5 */
export const WRAP_UP: readonly Rule[] = [takeLast, verifyCriticalExtensions, verifyPolicies, verifyUse]
