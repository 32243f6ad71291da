import { isCountryCode } from '../../core/countries.ts'
import { isCurrencyCode, isLanguageCode } from '../../core/iso-codes.ts'
import { EXTENSION, POLICY, QC_STATEMENT, QC_TYPE } from '../../core/object-identifiers.ts'
import { oidText } from '../../core/oid.ts'
import { type Check, notApplicable, satisfied, violated } from '../../requirements/finding.ts'
import type { Certificate } from '../certificate.ts'
import type { ProfileSettings, Rule } from './profile.ts'
import { assertsPolicy, extensionOf } from './profile-facts.ts'

/** @standard ETSI EN 319 412-5, QCS-5-01 */
function checkStatements(certificate: Certificate, { law }: ProfileSettings): Check {
  const code = 'profile.qc-statements'
  if (law === 'none') return notApplicable(code)
  if (extensionOf(certificate, EXTENSION.qcStatements) === undefined) return violated(code, 'absent')
  return satisfied(code)
}

/** @standard ETSI EN 319 412-5, QCS-4.1-02 */
function checkStatementsCriticality(certificate: Certificate): Check {
  const code = 'profile.qc-statements-criticality'
  const extension = extensionOf(certificate, EXTENSION.qcStatements)
  if (extension === undefined) return notApplicable(code)
  return extension.critical ? violated(code, 'critical') : satisfied(code)
}

/** @standard ETSI EN 319 412-5, QCS-5-01 */
function checkCompliance({ extensions }: Certificate, { law }: ProfileSettings): Check {
  const code = 'profile.qc-compliance'
  const { qcStatements } = extensions
  if (law === 'none' || qcStatements === undefined) return notApplicable(code)
  return qcStatements.compliance ? satisfied(code) : violated(code, 'absent')
}

/**
 * One statement that is missing is told once: without the extension `profile.qc-statements` tells. @standard
 * ETSI EN 319 412-5, clause 4.2.3
 */
function checkType({ extensions }: Certificate, { law, qcType }: ProfileSettings): Check {
  const code = 'profile.qc-type'
  const { qcStatements } = extensions
  if (qcType === 'none' || qcStatements === undefined) return notApplicable(code)
  const { types } = qcStatements
  if (types.length === 1 && types[0] === qcType) return satisfied(code)
  const facts = { types: types.map(oidText), expected: oidText(qcType) }
  if (types.length > 1) return violated(code, 'several', facts)
  if (types.length === 1) return violated(code, 'other-type', facts)
  // A statement that is there but malformed is told by its syntax; other laws than the Union's need not name
  // a type.
  const isThere = qcStatements.all.some(({ id }) => id === QC_STATEMENT.qcType)
  return isThere || law === 'other' ? notApplicable(code) : violated(code, 'absent', facts)
}

/** @standard ETSI EN 319 412-5, QCS-5-01 */
function checkLegislation({ extensions }: Certificate, { law }: ProfileSettings): Check {
  const code = 'profile.qc-legislation'
  const { qcStatements } = extensions
  if (law === 'none' || qcStatements === undefined) return notApplicable(code)
  const isThere = qcStatements.all.some(({ id }) => id === QC_STATEMENT.qcCcLegislation)
  if (law === 'union' && isThere)
    return violated(code, 'other-law', { countries: qcStatements.legislation ?? [] })
  if (law === 'other' && !isThere) return violated(code, 'absent')
  return satisfied(code)
}

/** @standard ETSI EN 319 412-5, clause 4.2.4 */
function checkLegislationCountry({ extensions }: Certificate): Check {
  const code = 'profile.qc-legislation-country'
  const countries = extensions.qcStatements?.legislation
  if (countries === undefined) return notApplicable(code)
  const unassigned = countries.filter(country => !isCountryCode(country))
  if (unassigned.length > 0) return violated(code, 'unassigned-country', { countries: unassigned })
  return satisfied(code)
}

/** The policies that promise a qualified device. @standard ETSI EN 319 411-2 */
const DEVICE_POLICIES = [POLICY.qcpNaturalQscd, POLICY.qcpLegalQscd] as const

/** @standard ETSI EN 319 412-5, QCS-5-01 */
function checkDevice(certificate: Certificate, { qcType }: ProfileSettings): Check {
  const code = 'profile.qc-sscd'
  const { qcStatements } = certificate.extensions
  if (qcStatements === undefined) return notApplicable(code)
  if (qcType === QC_TYPE.web && qcStatements.sscd) return violated(code, 'not-for-websites')
  const promises = DEVICE_POLICIES.some(policy => assertsPolicy(certificate, policy))
  if (promises && !qcStatements.sscd) return violated(code, 'absent')
  return satisfied(code)
}

/** @standard ETSI EN 319 412-5, clause 4.3.2 */
function checkLimitValue({ extensions }: Certificate): Check {
  const code = 'profile.qc-limit-value'
  const limit = extensions.qcStatements?.limitValue
  if (limit === undefined) return notApplicable(code)
  const facts = { ...limit }
  if (!isCurrencyCode(limit.currency)) return violated(code, 'unknown-currency', facts)
  if (limit.amount < 0) return violated(code, 'negative-amount', facts)
  if (limit.exponent < 0) return violated(code, 'negative-exponent', facts)
  return satisfied(code, facts)
}

/** @standard ETSI EN 319 412-5, QCS-4.3.2-02 */
function checkLimitCurrency({ extensions }: Certificate): Check {
  const code = 'profile.qc-limit-currency'
  const limit = extensions.qcStatements?.limitValue
  if (limit === undefined) return notApplicable(code)
  const { currency } = limit
  return typeof currency === 'number' ? violated(code, 'numeric', { currency }) : satisfied(code)
}

/** @standard ETSI EN 319 412-5, clause 4.3.3 */
function checkRetentionPeriod({ extensions }: Certificate): Check {
  const code = 'profile.qc-retention-period'
  const years = extensions.qcStatements?.retentionPeriod
  if (years === undefined) return notApplicable(code)
  return years > 0 ? satisfied(code, { years }) : violated(code, 'not-positive', { years })
}

/** @standard ETSI EN 319 412-5, clause 4.3.4 */
function checkDisclosure({ extensions }: Certificate, { law }: ProfileSettings): Check {
  const code = 'profile.qc-disclosure'
  const { qcStatements } = extensions
  if (law === 'none' || qcStatements === undefined) return notApplicable(code)
  const { all, pds } = qcStatements
  if (!all.some(({ id }) => id === QC_STATEMENT.qcPds)) return violated(code, 'absent')
  if (pds.length === 0) return notApplicable(code)
  const languages = pds.map(({ language }) => language)
  const hasEnglish = languages.some(language => language.toLowerCase() === 'en')
  return hasEnglish ? satisfied(code) : violated(code, 'no-english', { languages })
}

/** @standard ETSI EN 319 412-5, clause 4.3.4 */
function checkDisclosureAddress({ extensions }: Certificate): Check {
  const code = 'profile.qc-disclosure-address'
  const pds = extensions.qcStatements?.pds ?? NONE
  if (pds.length === 0) return notApplicable(code)
  const addresses = pds.map(({ url }) => url).filter(url => !/^https:\/\//i.test(url))
  return addresses.length > 0 ? violated(code, 'not-https', { addresses }) : satisfied(code)
}

/** @standard ETSI EN 319 412-5, clause 4.3.4 */
function checkDisclosureLanguage({ extensions }: Certificate): Check {
  const code = 'profile.qc-disclosure-language'
  const pds = extensions.qcStatements?.pds ?? NONE
  if (pds.length === 0) return notApplicable(code)
  const languages = pds.map(({ language }) => language).filter(each => !isLanguageCode(each.toLowerCase()))
  return languages.length > 0 ? violated(code, 'unknown-language', { languages }) : satisfied(code)
}

/** @standard ETSI EN 319 412-5, clause 4.3.4 */
function checkDisclosureSpelling({ extensions }: Certificate): Check {
  const code = 'profile.qc-disclosure-spelling'
  const pds = extensions.qcStatements?.pds ?? NONE
  if (pds.length === 0) return notApplicable(code)
  const languages = pds.map(({ language }) => language).filter(each => each !== each.toLowerCase())
  return languages.length > 0 ? violated(code, 'upper-case', { languages }) : satisfied(code)
}

/** @standard RFC 3739, section 3.2.6.1 */
function checkSyntax({ extensions }: Certificate): Check {
  const code = 'profile.qc-syntax'
  const { qcStatements } = extensions
  if (qcStatements === undefined) return notApplicable(code)
  const isFormer = qcStatements.all.some(({ id }) => id === QC_STATEMENT.pkixQcSyntaxV1)
  return isFormer ? violated(code, 'superseded') : satisfied(code)
}

const NONE: readonly never[] = []

/** What the certificate claims about its qualification. */
export const STATEMENT_RULES: readonly Rule[] = [
  { code: 'profile.qc-statements', check: checkStatements },
  { code: 'profile.qc-statements-criticality', check: checkStatementsCriticality },
  { code: 'profile.qc-compliance', check: checkCompliance },
  { code: 'profile.qc-type', check: checkType },
  { code: 'profile.qc-legislation', check: checkLegislation },
  { code: 'profile.qc-legislation-country', check: checkLegislationCountry },
  { code: 'profile.qc-sscd', check: checkDevice },
  { code: 'profile.qc-limit-value', check: checkLimitValue },
  { code: 'profile.qc-limit-currency', check: checkLimitCurrency },
  { code: 'profile.qc-retention-period', check: checkRetentionPeriod },
  { code: 'profile.qc-disclosure', check: checkDisclosure },
  { code: 'profile.qc-disclosure-address', check: checkDisclosureAddress },
  { code: 'profile.qc-disclosure-language', check: checkDisclosureLanguage },
  { code: 'profile.qc-disclosure-spelling', check: checkDisclosureSpelling },
  { code: 'profile.qc-syntax', check: checkSyntax },
]
