import { isCountryCode } from '../../core/countries.ts'
import { ATTRIBUTE, PURPOSE, QC_TYPE, shownOid } from '../../core/object-identifiers.ts'
import { type Instant, instant } from '../../core/time.ts'
import type { Certificate } from '../certificate.ts'
import { attributeTexts, hasAttributeText, type Name } from '../name/name.ts'
import {
  type AuthorizationNumber,
  parseAuthorizationNumber,
  parseOrganizationIdentifier,
} from '../name/organization-identifier.ts'
import { type Deviation, deviation } from './deviations.ts'
import type { Psd2Statement } from './statement.ts'
import { presentAuthorityId } from './statement-rules.ts'

/** Publication of V1.5.1, which made PSD one of several schemes ("should" for "shall"). */
const V1_5_1 = instant('2021-04-01T00:00:00Z')

/** Adds where the certificate around a PSD2 statement departs from the standard. */
export function addHolderDeviations(
  certificate: Certificate,
  statement: Psd2Statement,
  deviations: Deviation[],
): void {
  const { subject, validity } = certificate
  const identifiers = attributeTexts(subject, ATTRIBUTE.organizationIdentifier)
  const [identifier] = identifiers
  // Which of several would be meant is a question of identity, and is told there.
  if (identifiers.every(each => each === identifier)) {
    const number = identifier === undefined ? undefined : parseAuthorizationNumber(identifier)
    if (number?.ok) addNumber(number.value, statement, deviations)
    else deviations.push(...organizationIdentifier(identifier, validity.notBefore))
  }
  addProfile(certificate, deviations)
}

/**
 * An identifier that is no authorisation number. @standard ETSI TS 119 495 V1.8.1, GEN-5.2.1-3; ETSI EN 319
 * 412-1
 */
function organizationIdentifier(identifier: string | undefined, issued: Instant): readonly Deviation[] {
  const code = 'psd2.organization-identifier'
  if (identifier === undefined) return [deviation(code, 'identifier-absent')]
  const facts = { identifier }
  if (/^PSD[A-Z]{3}-/.test(identifier)) return [deviation(code, 'identifier-country-of-three-letters', facts)]
  const parsed = parseOrganizationIdentifier(identifier)
  if (!parsed.ok || parsed.value.scheme === 'PSD') return [deviation(code, 'identifier-malformed', facts)]
  return issued < V1_5_1 ? [deviation(code, 'identifier-of-other-scheme', facts)] : []
}

function addNumber(
  { country, authority: code, number }: AuthorizationNumber,
  { authority }: Psd2Statement,
  deviations: Deviation[],
): void {
  const named = `${country}-${code}`
  if (!isCountryCode(country)) {
    const facts = { identifier: `PSD${named}-${number}` }
    deviations.push(deviation('psd2.organization-identifier', 'identifier-unassigned-country', facts))
  }
  if (number.startsWith('PSD') && number.startsWith(`PSD${named}-`))
    deviations.push(deviation('psd2.authorization-number', 'repeated-prefix', { number }))
  if (authority.id === named) return
  const stated = presentAuthorityId(authority.id)
  if (stated === undefined || stated === presentAuthorityId(named)) return
  const facts = { identifier: `PSD${country}-${code}-${number}`, id: authority.id }
  deviations.push(deviation('psd2.authority-agreement', 'authority-differs', facts))
}

function addProfile(certificate: Certificate, deviations: Deviation[]): void {
  const { subject, extensions } = certificate
  const code = 'psd2.profile'
  if (extensions.qcStatements?.compliance !== true) deviations.push(deviation(code, 'no-qc-compliance'))
  if ((extensions.qcStatements?.types ?? []).length === 0) deviations.push(deviation(code, 'no-qc-type'))
  addExtendedKeyUsage(certificate, deviations)
  if (!hasAttributeText(subject, ATTRIBUTE.organizationName))
    deviations.push(deviation(code, 'no-organization-name'))
  if (!hasAttributeText(subject, ATTRIBUTE.commonName)) deviations.push(deviation(code, 'no-common-name'))
  addControlCharacters(certificate, deviations)
}

/** Seals need no extended key usage, and have others. */
function addExtendedKeyUsage({ extensions }: Certificate, deviations: Deviation[]): void {
  const code = 'psd2.profile'
  if (extensions.qcStatements?.types.includes(QC_TYPE.eseal)) return
  const purposes = extensions.extendedKeyUsage
  if (purposes === undefined) {
    deviations.push(deviation(code, 'no-extended-key-usage'))
    return
  }
  const others = purposes.filter(purpose => purpose !== PURPOSE.serverAuth && purpose !== PURPOSE.clientAuth)
  if (others.length > 0)
    deviations.push(deviation(code, 'unusual-extended-key-usage', { purposes: others.map(shownOid) }))
}

function addControlCharacters({ subject, issuer }: Certificate, deviations: Deviation[]): void {
  const ofSubject = attributesWithControls(subject)
  const ofIssuer = attributesWithControls(issuer)
  if (ofSubject.length === 0 && ofIssuer.length === 0) return
  const attributes = [
    ...ofSubject.map(attribute => ({ field: 'subject', attribute })),
    ...ofIssuer.map(attribute => ({ field: 'issuer', attribute })),
  ]
  deviations.push(deviation('psd2.profile', 'name-with-control-character', { attributes }))
}

function attributesWithControls({ rdns }: Name): readonly string[] {
  const found: string[] = []
  for (const rdn of rdns) {
    for (const { type, text } of rdn) if (text !== undefined && hasControl(text)) found.push(shownOid(type))
  }
  return found
}

/** Category Cc of Unicode, in a loop: eight names of each certificate are asked. */
function hasControl(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return true
  }
  return false
}
