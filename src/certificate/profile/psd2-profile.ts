import { POLICY } from '../../core/object-identifiers.ts'
import { type Check, notApplicable, satisfied, undetermined, violated } from '../../requirements/finding.ts'
import type { Certificate } from '../certificate.ts'
import { acceptedPsd2, hasPsd2Statement } from '../psd2/reading.ts'
import type { ProfileSettings, Rule } from './profile.ts'
import { assertsPolicy } from './profile-facts.ts'

/** @standard ETSI TS 119 495 V1.8.1, GEN-5.1.1 and OVR-6.1-3 */
function checkStatement(certificate: Certificate, { psd2 }: ProfileSettings): Check {
  const code = 'profile.psd2-statement'
  const isThere = hasPsd2Statement(certificate)
  const asserts = assertsPolicy(certificate, POLICY.qcpWebPsd2)
  if (isThere) return satisfied(code)
  if (asserts) return violated(code, 'policy-without-statement')
  return psd2 === 'required' ? violated(code, 'absent') : notApplicable(code)
}

/**
 * Roles stand in the PSD2 statement alone: certificatePolicies is not looked into.
 *
 * @standard ETSI TS 119 495 V1.8.1, clause 5.1
 */
function checkRole(certificate: Certificate, settings: ProfileSettings): Check {
  const code = 'profile.psd2-role'
  const { accountServicingImplies, tolerated } = settings
  const asked = settings.roles
  if (asked.length === 0 || !hasPsd2Statement(certificate)) return notApplicable(code)
  const statement = acceptedPsd2(certificate, tolerated)
  if (statement === undefined) return undetermined(code, 'unreadable', { asked })
  const { roles } = statement
  const held = roles.includes('PSP_AS') ? [...roles, ...accountServicingImplies] : roles
  const facts = { asked, roles }
  return asked.some(role => held.includes(role))
    ? satisfied(code, facts)
    : violated(code, 'role-missing', facts)
}

/**
 * Whether there is a statement at all, and which roles it gives. What it says is judged by the rules of its
 * own.
 */
export const PSD2_RULES: readonly Rule[] = [
  { code: 'profile.psd2-statement', check: checkStatement },
  { code: 'profile.psd2-role', check: checkRole },
]
