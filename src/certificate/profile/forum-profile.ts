import { ATTRIBUTE, EXTENSION, POLICY } from '../../core/object-identifiers.ts'
import { formatInstant, type Instant, instant } from '../../core/time.ts'
import { type Check, notApplicable, satisfied, undetermined, violated } from '../../requirements/finding.ts'
import type { Certificate } from '../certificate.ts'
import { attributeTexts } from '../name/name.ts'
import { parseOrganizationIdentifier } from '../name/organization-identifier.ts'
import type { ProfileSettings, Rule } from './profile.ts'
import { assertsPolicy, extensionOf, hasAttribute } from './profile-facts.ts'
import type { Traits } from './traits.ts'

/** The longest validity in days for certificates issued from a day on, the latest first. */
const LONGEST: readonly (readonly [from: Instant, days: number])[] = [
  [instant('2029-03-15T00:00:00Z'), 47],
  [instant('2027-03-15T00:00:00Z'), 100],
  [instant('2026-03-15T00:00:00Z'), 200],
  [instant('2020-09-01T00:00:00Z'), 398],
  [instant('2018-03-01T00:00:00Z'), 825],
]

const DAY = 86_400_000

/**
 * Both ends of the validity count, so its length is one second more than their difference. @standard
 * CA/Browser Forum Baseline Requirements, section 6.3.2
 */
function checkValidity(
  { validity }: Certificate,
  _settings: ProfileSettings,
  { forumPolicy }: Traits,
): Check {
  const code = 'profile.website-validity'
  const { notBefore, notAfter } = validity
  if (forumPolicy === undefined) return notApplicable(code)
  const [, days] = LONGEST.find(([from]) => notBefore >= from) ?? []
  if (days === undefined) return notApplicable(code)
  if (notAfter - notBefore + 1000 <= days * DAY) return satisfied(code, { days })
  const facts = { days, notBefore: formatInstant(notBefore), notAfter: formatInstant(notAfter) }
  return violated(code, 'too-long', facts)
}

const EV_ATTRIBUTES = [
  'organizationName',
  'businessCategory',
  'jurisdictionCountry',
  'serialNumber',
  'countryName',
] as const

/** @standard CA/Browser Forum EV Guidelines, section 9.2 */
function checkEvSubject(certificate: Certificate): Check {
  const code = 'profile.ev-subject'
  if (!assertsPolicy(certificate, POLICY.cabfExtendedValidation)) return notApplicable(code)
  const missing = EV_ATTRIBUTES.filter(each => !hasAttribute(certificate.subject, ATTRIBUTE[each]))
  return missing.length === 0 ? satisfied(code) : violated(code, 'missing', { missing })
}

/** @standard CA/Browser Forum EV Guidelines, section 9.8.2 */
function checkEvOrganizationIdentifier(certificate: Certificate): Check {
  const code = 'profile.ev-organization-identifier'
  const [text] = attributeTexts(certificate.subject, ATTRIBUTE.organizationIdentifier)
  if (text === undefined || !assertsPolicy(certificate, POLICY.cabfExtendedValidation))
    return notApplicable(code)
  const { cabfOrganizationIdentifier: extension } = certificate.extensions
  if (extensionOf(certificate, EXTENSION.cabfOrganizationIdentifier) === undefined)
    return violated(code, 'absent', { subject: text })
  if (extension === undefined) return undetermined(code, 'unreadable')
  const parsed = parseOrganizationIdentifier(text)
  const isSame =
    parsed.ok &&
    parsed.value.scheme === extension.scheme &&
    parsed.value.country === extension.country &&
    parsed.value.stateOrProvince === extension.stateOrProvince &&
    parsed.value.reference === extension.reference
  if (isSame) return satisfied(code)
  return violated(code, 'mismatched', { subject: text, extension: { ...extension } })
}

/** What asserting a policy of the CA/Browser Forum obliges to. */
export const FORUM_RULES: readonly Rule[] = [
  { code: 'profile.website-validity', check: checkValidity },
  { code: 'profile.ev-subject', check: checkEvSubject },
  { code: 'profile.ev-organization-identifier', check: checkEvOrganizationIdentifier },
]
