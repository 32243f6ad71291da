import { ATTRIBUTE, PURPOSE, QC_TYPE } from '../../core/object-identifiers.ts'
import { oidText } from '../../core/oid.ts'
import { type Instant, instant } from '../../core/time.ts'
import type { Certificate } from '../certificate.ts'
import { attributeTexts, type Name } from '../name/name.ts'
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

/** An identifier that is no authorisation number. @standard ETSI TS 119 495 V1.8.1, GEN-5.2.1-3; ETSI EN 319 412-1 */
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
  if (number.startsWith(`PSD${country}-${code}-`))
    deviations.push(deviation('psd2.authorization-number', 'repeated-prefix', { number }))
  const stated = presentAuthorityId(authority.id)
  if (stated === undefined || stated === presentAuthorityId(`${country}-${code}`)) return
  const facts = { identifier: `PSD${country}-${code}-${number}`, id: authority.id }
  deviations.push(deviation('psd2.authority-agreement', 'authority-differs', facts))
}

function addProfile(certificate: Certificate, deviations: Deviation[]): void {
  const { subject, extensions } = certificate
  const code = 'psd2.profile'
  if (extensions.qcStatements?.compliance !== true) deviations.push(deviation(code, 'no-qc-compliance'))
  if ((extensions.qcStatements?.types ?? []).length === 0) deviations.push(deviation(code, 'no-qc-type'))
  deviations.push(...extendedKeyUsage(certificate))
  if (attributeTexts(subject, ATTRIBUTE.organizationName).length === 0)
    deviations.push(deviation(code, 'no-organization-name'))
  if (attributeTexts(subject, ATTRIBUTE.commonName).length === 0)
    deviations.push(deviation(code, 'no-common-name'))
  addControlCharacters(certificate, deviations)
}

/** Seals need no extended key usage, and have others. */
function extendedKeyUsage({ extensions }: Certificate): readonly Deviation[] {
  if (extensions.qcStatements?.types.includes(QC_TYPE.eseal)) return []
  const purposes = extensions.extendedKeyUsage
  if (purposes === undefined) return [deviation('psd2.profile', 'no-extended-key-usage')]
  const others = purposes.filter(purpose => purpose !== PURPOSE.serverAuth && purpose !== PURPOSE.clientAuth)
  if (others.length === 0) return []
  return [deviation('psd2.profile', 'unusual-extended-key-usage', { purposes: others.map(oidText) })]
}

function addControlCharacters({ subject, issuer }: Certificate, deviations: Deviation[]): void {
  const attributes = [
    ...attributesWithControls(subject).map(attribute => ({ field: 'subject', attribute })),
    ...attributesWithControls(issuer).map(attribute => ({ field: 'issuer', attribute })),
  ]
  if (attributes.length === 0) return
  deviations.push(deviation('psd2.profile', 'name-with-control-character', { attributes }))
}

function attributesWithControls({ rdns }: Name): readonly string[] {
  const found: string[] = []
  for (const rdn of rdns) {
    for (const { type, text } of rdn) if (text !== undefined && CONTROL.test(text)) found.push(oidText(type))
  }
  return found
}

const CONTROL = /\p{Cc}/u
