import { ATTRIBUTE, PURPOSE, QC_TYPE } from '../../core/object-identifiers.ts'
import { oidText } from '../../core/oid.ts'
import { type Instant, instant } from '../../core/time.ts'
import type { Certificate } from '../certificate.ts'
import { attributeTexts, type Name } from '../name/name.ts'
import { parseAuthorizationNumber, parseOrganizationIdentifier } from '../name/organization-identifier.ts'
import { type Deviation, deviation } from './deviations.ts'
import type { Psd2Statement } from './statement.ts'
import { presentAuthorityId } from './statement-rules.ts'

/** Publication of V1.5.1, which made PSD one of several schemes ("should" for "shall"). */
const V1_5_1 = instant('2021-04-01T00:00:00Z')

/** Where the certificate around a PSD2 statement departs from the standard. */
export function holderDeviations(certificate: Certificate, statement: Psd2Statement): readonly Deviation[] {
  const { subject, validity } = certificate
  const [identifier, ...others] = new Set(attributeTexts(subject, ATTRIBUTE.organizationIdentifier))
  // Which of several would be meant is a question of identity, and is told there.
  const ofIdentifier =
    others.length > 0
      ? []
      : [
          ...organizationIdentifier(identifier, validity.notBefore),
          ...authorizationNumber(identifier, statement),
        ]
  return [...ofIdentifier, ...profile(certificate)]
}

/** @standard ETSI TS 119 495 V1.8.1, GEN-5.2.1-3; ETSI EN 319 412-1 */
function organizationIdentifier(identifier: string | undefined, issued: Instant): readonly Deviation[] {
  const code = 'psd2.organization-identifier'
  if (identifier === undefined) return [deviation(code, 'identifier-absent')]
  const facts = { identifier }
  if (/^PSD[A-Z]{3}-/.test(identifier)) return [deviation(code, 'identifier-country-of-three-letters', facts)]
  const parsed = parseOrganizationIdentifier(identifier)
  if (!parsed.ok) return [deviation(code, 'identifier-malformed', facts)]
  if (parsed.value.scheme === 'PSD')
    return parseAuthorizationNumber(identifier).ok ? [] : [deviation(code, 'identifier-malformed', facts)]
  return issued < V1_5_1 ? [deviation(code, 'identifier-of-other-scheme', facts)] : []
}

function authorizationNumber(
  identifier: string | undefined,
  { authority }: Psd2Statement,
): readonly Deviation[] {
  const parsed = parseAuthorizationNumber(identifier ?? '')
  if (!parsed.ok) return []
  const { country, authority: code, number } = parsed.value
  const numbered = presentAuthorityId(`${country}-${code}`)
  const stated = presentAuthorityId(authority.id)
  const isRepeated = number.startsWith(`PSD${country}-${code}-`)
  const differs = stated !== undefined && numbered !== stated
  const facts = { identifier: identifier ?? '', id: authority.id }
  return [
    ...(isRepeated ? [deviation('psd2.authorization-number', 'repeated-prefix', { number })] : []),
    ...(differs ? [deviation('psd2.authority-agreement', 'authority-differs', facts)] : []),
  ]
}

function profile(certificate: Certificate): readonly Deviation[] {
  const { subject, issuer, extensions } = certificate
  const code = 'psd2.profile'
  const absent = (type: keyof typeof ATTRIBUTE): boolean =>
    attributeTexts(subject, ATTRIBUTE[type]).length === 0
  return [
    ...(extensions.qcStatements?.compliance === true ? [] : [deviation(code, 'no-qc-compliance')]),
    ...((extensions.qcStatements?.types ?? []).length > 0 ? [] : [deviation(code, 'no-qc-type')]),
    ...extendedKeyUsage(certificate),
    ...(absent('organizationName') ? [deviation(code, 'no-organization-name')] : []),
    ...(absent('commonName') ? [deviation(code, 'no-common-name')] : []),
    ...controlCharacters({ subject, issuer }),
  ]
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

function controlCharacters(names: Readonly<Record<string, Name>>): readonly Deviation[] {
  const affected = Object.entries(names).flatMap(([field, { rdns }]) =>
    rdns
      .flat()
      .filter(({ text }) => text !== undefined && /\p{Cc}/u.test(text))
      .map(({ type }) => ({ field, attribute: oidText(type) })),
  )
  return affected.length === 0
    ? []
    : [deviation('psd2.profile', 'name-with-control-character', { attributes: affected })]
}
