import type { Certificate } from '../certificate/certificate.ts'
import { checkRules } from '../certificate/profile/profile.ts'
import { profileOf } from '../certificate/profile/profiles.ts'
import type { Check } from '../requirements/finding.ts'
import type { Policy } from './policy.ts'

/** What the profile of a policy finds wanting, weighed as the policy says. */
export function checkByPolicy(
  certificate: Certificate,
  { profile: chosen, toleratedDeviations = [] }: Pick<Policy, 'profile' | 'toleratedDeviations'>,
): readonly Check[] {
  if (chosen === undefined) return []
  const profile = profileOf(chosen.name)
  const settings = { ...profile.settings, tolerated: toleratedDeviations }
  const wanting = checkRules(certificate, profile, settings).filter(({ reason }) => reason !== undefined)
  // A misspelt word is not taken for leniency.
  return chosen.weight === 'warning' ? wanting.map(check => ({ ...check, severity: 'warning' })) : wanting
}
