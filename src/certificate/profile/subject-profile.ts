import { isCountryCode } from '../../core/countries.ts'
import { ATTRIBUTE } from '../../core/object-identifiers.ts'
import { type Check, notApplicable, satisfied, violated } from '../../requirements/finding.ts'
import type { Certificate } from '../certificate.ts'
import { isEmptyName, type Name } from '../name/name.ts'
import type { ProfileSettings, Rule } from './profile.ts'
import { countAttributes, hasAttribute } from './profile-facts.ts'
import { PERSONAL, type Traits } from './traits.ts'

type Attribute = keyof typeof ATTRIBUTE

const ISSUER: readonly Attribute[] = ['countryName', 'organizationName', 'commonName']
const ORGANIZATION: readonly Attribute[] = [
  'countryName',
  'organizationName',
  'organizationIdentifier',
  'commonName',
]
const PERSON: readonly Attribute[] = ['countryName', 'commonName']

/**
 * The CA/Browser Forum names its authorities otherwise; a name without any attribute names nobody in either
 * case.
 *
 * @standard ETSI EN 319 412-2, GEN-4.2.3.1-2; RFC 5280, section 4.1.2.4
 */
function checkIssuerAttributes(
  { issuer }: Certificate,
  _settings: ProfileSettings,
  { followsForum }: Traits,
): Check {
  const code = 'profile.issuer-attributes'
  if (followsForum && !isEmptyName(issuer)) return notApplicable(code)
  const missing = missingFrom(issuer, ISSUER)
  return missing.length > 0 ? violated(code, 'missing', { missing }) : satisfied(code)
}

/** @standard ETSI EN 319 412-2, GEN-4.2.3.1-5 */
function checkIssuerAttributesOnce({ issuer }: Certificate): Check {
  const repeated = repeatedIn(issuer, ORGANIZATION)
  if (repeated.length > 0) return violated('profile.issuer-attributes-once', 'repeated', { repeated })
  return satisfied('profile.issuer-attributes-once')
}

/** @standard ETSI EN 319 412-2, GEN-4.2.3.1-3 */
function checkIssuerIdentifier({ issuer }: Certificate): Check {
  const same = identifierThatIsName(issuer)
  if (same === undefined) return satisfied('profile.issuer-identifier')
  return violated('profile.issuer-identifier', 'equals-name', { organizationIdentifier: same })
}

/** @standard ETSI EN 319 412-2, GEN-4.2.3.1-6 */
function checkIssuerCountry({ issuer }: Certificate): Check {
  const unassigned = unassignedCountries(issuer)
  if (unassigned.length === 0) return satisfied('profile.issuer-country')
  return violated('profile.issuer-country', 'unassigned-country', { countries: unassigned })
}

/** @standard ETSI EN 319 412-3, LEG-4.2.1-2 */
function checkSubjectAttributes({ subject }: Certificate, _settings: ProfileSettings, traits: Traits): Check {
  if (!isPlainOrganization(traits)) return notApplicable('profile.subject-attributes')
  const missing = missingFrom(subject, ORGANIZATION)
  if (missing.length > 0) return violated('profile.subject-attributes', 'missing', { missing })
  return satisfied('profile.subject-attributes')
}

/** @standard ETSI EN 319 412-3, LEG-4.2.1-3 */
function checkSubjectAttributesOnce(
  { subject }: Certificate,
  _settings: ProfileSettings,
  traits: Traits,
): Check {
  if (!isPlainOrganization(traits)) return notApplicable('profile.subject-attributes-once')
  const repeated = repeatedIn(subject, ORGANIZATION)
  if (repeated.length > 0) return violated('profile.subject-attributes-once', 'repeated', { repeated })
  return satisfied('profile.subject-attributes-once')
}

/** @standard ETSI EN 319 412-3, LEG-4.2.1-4 */
function checkSubjectCountry({ subject }: Certificate, _settings: ProfileSettings, traits: Traits): Check {
  if (!isPlainOrganization(traits)) return notApplicable('profile.subject-country')
  const unassigned = unassignedCountries(subject)
  if (unassigned.length === 0) return satisfied('profile.subject-country')
  return violated('profile.subject-country', 'unassigned-country', { countries: unassigned })
}

/** @standard ETSI EN 319 412-3, LEG-4.2.1-6 */
function checkSubjectIdentifier({ subject }: Certificate): Check {
  const same = identifierThatIsName(subject)
  if (same === undefined) return satisfied('profile.subject-identifier')
  return violated('profile.subject-identifier', 'equals-name', { organizationIdentifier: same })
}

/** @standard ETSI EN 319 412-2, NAT-4.2.4-1 */
function checkPersonAttributes({ subject }: Certificate, _settings: ProfileSettings, traits: Traits): Check {
  if (!isPlainPerson(traits)) return notApplicable('profile.person-attributes')
  const missing: string[] = [...missingFrom(subject, PERSON)]
  if (!PERSONAL.some(type => hasAttribute(subject, type))) missing.push('givenName, surname or pseudonym')
  if (missing.length > 0) return violated('profile.person-attributes', 'missing', { missing })
  return satisfied('profile.person-attributes')
}

/** @standard ETSI EN 319 412-2, NAT-4.2.4-3 */
function checkPersonAttributesOnce(
  { subject }: Certificate,
  _settings: ProfileSettings,
  traits: Traits,
): Check {
  if (!isPlainPerson(traits)) return notApplicable('profile.person-attributes-once')
  const repeated = repeatedIn(subject, PERSON)
  if (repeated.length > 0) return violated('profile.person-attributes-once', 'repeated', { repeated })
  return satisfied('profile.person-attributes-once')
}

/** @standard ETSI EN 319 412-2, NAT-4.2.4-4 */
function checkPersonPseudonym({ subject }: Certificate, _settings: ProfileSettings, traits: Traits): Check {
  if (!isPlainPerson(traits)) return notApplicable('profile.person-pseudonym')
  const isMixed = PERSONAL.every(type => hasAttribute(subject, type))
  if (isMixed) return violated('profile.person-pseudonym', 'beside-name')
  return satisfied('profile.person-pseudonym')
}

/** Names of issuers and subjects. */
export const SUBJECT_RULES: readonly Rule[] = [
  { code: 'profile.issuer-attributes', check: checkIssuerAttributes },
  { code: 'profile.issuer-attributes-once', check: checkIssuerAttributesOnce },
  { code: 'profile.issuer-identifier', check: checkIssuerIdentifier },
  { code: 'profile.issuer-country', check: checkIssuerCountry },
  { code: 'profile.subject-attributes', check: checkSubjectAttributes },
  { code: 'profile.subject-attributes-once', check: checkSubjectAttributesOnce },
  { code: 'profile.subject-country', check: checkSubjectCountry },
  { code: 'profile.subject-identifier', check: checkSubjectIdentifier },
  { code: 'profile.person-attributes', check: checkPersonAttributes },
  { code: 'profile.person-attributes-once', check: checkPersonAttributesOnce },
  { code: 'profile.person-pseudonym', check: checkPersonPseudonym },
]

/** An organisation whose name no other document rules. */
function isPlainOrganization({ isPerson, followsForum }: Traits): boolean {
  return !isPerson && !followsForum
}

function isPlainPerson({ isPerson, followsForum }: Traits): boolean {
  return isPerson && !followsForum
}

function missingFrom(name: Name, attributes: readonly Attribute[]): readonly Attribute[] {
  const missing: Attribute[] = []
  for (const attribute of attributes) if (!hasAttribute(name, ATTRIBUTE[attribute])) missing.push(attribute)
  return missing
}

function repeatedIn(name: Name, attributes: readonly Attribute[]): readonly Attribute[] {
  const repeated: Attribute[] = []
  for (const attribute of attributes)
    if (countAttributes(name, ATTRIBUTE[attribute]) > 1) repeated.push(attribute)
  return repeated
}

function unassignedCountries(name: Name): readonly string[] {
  const unassigned: string[] = []
  for (const rdn of name.rdns) {
    for (const { type, text } of rdn) {
      if (type === ATTRIBUTE.countryName && text !== undefined && !isCountryCode(text)) unassigned.push(text)
    }
  }
  return unassigned
}

/** The organizationIdentifier where it repeats an organizationName. */
function identifierThatIsName(name: Name): string | undefined {
  for (const rdn of name.rdns) {
    for (const { type, text } of rdn) {
      if (type === ATTRIBUTE.organizationIdentifier && text !== undefined && isOrganization(name, text))
        return text
    }
  }
  return undefined
}

/** Letters are compared without their case. */
function isOrganization(name: Name, text: string): boolean {
  const wanted = text.toLowerCase()
  for (const rdn of name.rdns) {
    for (const attribute of rdn) {
      if (attribute.type === ATTRIBUTE.organizationName && attribute.text?.toLowerCase() === wanted)
        return true
    }
  }
  return false
}
