import { isCountryCode } from '../../core/countries.ts'
import { ATTRIBUTE, SEMANTICS } from '../../core/object-identifiers.ts'
import type { Oid } from '../../core/oid.ts'
import { type Check, notApplicable, satisfied, violated } from '../../requirements/finding.ts'
import type { Certificate } from '../certificate.ts'
import { attributeTexts } from '../name/name.ts'
import { type OrganizationIdentifier, parseOrganizationIdentifier } from '../name/organization-identifier.ts'
import type { Rule } from './profile.ts'
import { claimsSemantics } from './profile-facts.ts'

const SCHEMES: ReadonlySet<string> = new Set(['VAT', 'NTR', 'PSD', 'LEI'])
const PERSON_TYPES: ReadonlySet<string> = new Set(['PAS', 'IDC', 'PNO', 'TAX', 'TIN'])

/**
 * Only where the semantics of legal persons is claimed: without the claim the attribute is any text.
 *
 * @standard ETSI EN 319 412-1, LEG-5.1.4-02 and LEG-5.1.4-03
 */
function checkOrganizationIdentifierForm(certificate: Certificate): Check {
  const code = 'profile.organization-identifier'
  const texts = claimed(certificate, SEMANTICS.legalPerson, ATTRIBUTE.organizationIdentifier)
  if (texts.length === 0) return notApplicable(code)
  for (const organizationIdentifier of texts) {
    const parsed = parseOrganizationIdentifier(organizationIdentifier)
    if (!parsed.ok || parsed.value.stateOrProvince !== undefined)
      return violated(code, 'malformed', { organizationIdentifier })
    const { scheme, country } = parsed.value
    const facts = { organizationIdentifier, scheme, country }
    if (scheme.length === 3 && !SCHEMES.has(scheme)) return violated(code, 'unknown-scheme', facts)
    if (!isCountryOf(parsed.value)) return violated(code, 'unassigned-country', facts)
  }
  return satisfied(code)
}

/**
 * Greece and Northern Ireland have codes of their own for VAT; LEI is worldwide; EU stands for the Union
 * itself.
 */
function isCountryOf({ scheme, country }: OrganizationIdentifier): boolean {
  if (scheme === 'LEI') return country === 'XG'
  if (scheme === 'VAT' && (country === 'EL' || country === 'XI')) return true
  return isCountry(country)
}

function isCountry(code: string): boolean {
  return code === 'EU' || isCountryCode(code)
}

/** @standard ETSI EN 319 412-1, LEG-5.1.4-05 */
function checkOrganizationRegistry(certificate: Certificate): Check {
  const code = 'profile.organization-registry'
  const texts = claimed(certificate, SEMANTICS.legalPerson, ATTRIBUTE.organizationIdentifier)
  if (!texts.some(isNational)) return notApplicable(code)
  const authorities = registryOf(certificate, SEMANTICS.legalPerson)
  if (authorities.length === 0) return violated(code, 'missing')
  if (!authorities.some(isUri)) return violated(code, 'address-missing', { authorities })
  return satisfied(code, { authorities })
}

/** @standard ETSI EN 319 412-1, NAT-5.1.3 */
function checkPersonIdentifier(certificate: Certificate): Check {
  const code = 'profile.person-identifier'
  const texts = claimed(certificate, SEMANTICS.naturalPerson, ATTRIBUTE.serialNumber)
  if (texts.length === 0) return notApplicable(code)
  for (const serialNumber of texts) {
    const [, type = '', country = ''] = PERSON_IDENTIFIER.exec(serialNumber) ?? []
    const facts = { serialNumber }
    if (type === '') return violated(code, 'malformed', facts)
    if (!type.endsWith(':') && !PERSON_TYPES.has(type)) return violated(code, 'unknown-scheme', facts)
    if (!isCountry(country)) return violated(code, 'unassigned-country', facts)
  }
  return satisfied(code)
}

const PERSON_IDENTIFIER = /^([A-Z]{2}[A-Z:])([A-Za-z]{2})-./su

/** @standard ETSI EN 319 412-1, NAT-5.1.3 */
function checkPersonIdentifierType(certificate: Certificate): Check {
  const code = 'profile.person-identifier-type'
  const texts = claimed(certificate, SEMANTICS.naturalPerson, ATTRIBUTE.serialNumber)
  if (texts.length === 0) return notApplicable(code)
  const superseded = texts.filter(text => text.startsWith('TAX'))
  return superseded.length > 0 ? violated(code, 'superseded', { superseded }) : satisfied(code)
}

/** @standard ETSI EN 319 412-1, NAT-5.1.3-05 and NAT-5.1.3-06 */
function checkPersonRegistry(certificate: Certificate): Check {
  const code = 'profile.person-registry'
  const texts = claimed(certificate, SEMANTICS.naturalPerson, ATTRIBUTE.serialNumber)
  if (!texts.some(isNational)) return notApplicable(code)
  const authorities = registryOf(certificate, SEMANTICS.naturalPerson)
  if (authorities.length === 0) return violated(code, 'missing')
  if (!authorities.some(isUri)) return violated(code, 'address-missing', { authorities })
  return satisfied(code, { authorities })
}

/** @standard ETSI EN 319 412-1, LEG-5.1.6-03 */
function checkEidasOrganization(certificate: Certificate): Check {
  const code = 'profile.eidas-organization-identifier'
  const texts = claimed(certificate, SEMANTICS.eidasLegalPerson, ATTRIBUTE.organizationIdentifier)
  if (texts.length === 0) return notApplicable(code)
  if (texts.some(text => /\s/u.test(text))) return violated(code, 'white-space', { identifiers: texts })
  if (texts.some(isLongerThanEidas)) return violated(code, 'too-long', { identifiers: texts })
  return satisfied(code)
}

/** In characters, of which one beyond the basic plane takes two units of the string. */
function isLongerThanEidas(text: string): boolean {
  return text.length > 256 && (text.length > 512 || Array.from(text).length > 256)
}

/** @standard ETSI EN 319 412-1, NAT-5.1.5-03 */
function checkEidasPerson(certificate: Certificate): Check {
  const code = 'profile.eidas-person-identifier'
  const texts = claimed(certificate, SEMANTICS.eidasNaturalPerson, ATTRIBUTE.serialNumber)
  if (texts.length === 0) return notApplicable(code)
  for (const serialNumber of texts) {
    const [, from, to] = EIDAS_PERSON.exec(serialNumber) ?? []
    if (from === undefined || to === undefined) return violated(code, 'malformed', { serialNumber })
    if (!isCountry(from) || !isCountry(to)) return violated(code, 'unassigned-country', { serialNumber })
  }
  return satisfied(code)
}

const EIDAS_PERSON = /^(..)\/(..)\/./su

/** Identifiers of the subject that claim a semantics. */
export const IDENTIFIER_RULES: readonly Rule[] = [
  { code: 'profile.organization-identifier', check: checkOrganizationIdentifierForm },
  { code: 'profile.organization-registry', check: checkOrganizationRegistry },
  { code: 'profile.person-identifier', check: checkPersonIdentifier },
  { code: 'profile.person-identifier-type', check: checkPersonIdentifierType },
  { code: 'profile.person-registry', check: checkPersonRegistry },
  { code: 'profile.eidas-organization-identifier', check: checkEidasOrganization },
  { code: 'profile.eidas-person-identifier', check: checkEidasPerson },
]

/** The values of an attribute of the subject, where the certificate claims that a semantics rules them. */
function claimed(certificate: Certificate, semantics: Oid, type: Oid): readonly string[] {
  return claimsSemantics(certificate, semantics) ? attributeTexts(certificate.subject, type) : NONE
}

const NONE: readonly string[] = []

/** Two letters and a colon: a type that a country defines. */
function isNational(text: string): boolean {
  return /^[A-Z]{2}:/.test(text)
}

function registryOf({ extensions }: Certificate, semantics: Oid): readonly string[] {
  const all = extensions.qcStatements?.semantics ?? []
  return all.flatMap(each => (each.identifier === semantics ? each.registrationAuthorities : []))
}

/** What begins with a scheme. A domain name and a mailbox, which may stand here too, do not. */
function isUri(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:/.test(text)
}
