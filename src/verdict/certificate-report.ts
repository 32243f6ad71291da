import type { Certificate } from '../certificate/certificate.ts'
import { attributeTexts, formatName } from '../certificate/name/name.ts'
import {
  type CabfOrganizationIdentifier,
  parseAuthorizationNumber,
} from '../certificate/name/organization-identifier.ts'
import { subjectId } from '../certificate/name/subject-id.ts'
import { findPsd2Deviations } from '../certificate/psd2/checks.ts'
import { DEVIATION_REASONS, type DeviationReason, isTolerated } from '../certificate/psd2/deviations.ts'
import { acceptedPsd2, hasPsd2Statement, psd2ReadingOf } from '../certificate/psd2/reading.ts'
import type { Psd2Statement } from '../certificate/psd2/statement.ts'
import { fromHex, toBase64Url, toHex } from '../core/bytes.ts'
import { ATTRIBUTE, QC_TYPE } from '../core/object-identifiers.ts'
import { type Oid, oidText } from '../core/oid.ts'
import { formatInstant } from '../core/time.ts'

/**
 * The member `certificate` of the JSON reports. Names are RFC 4514, octets lower-case hexadecimal, times RFC
 * 3339.
 */
export interface CertificateReport {
  readonly sha256: string
  /** The same in base64url: `x5t#S256` of RFC 8705. */
  readonly x5tS256: string
  /** Whom the certificate names, across renewals; null where that is undetermined, and a finding says why. */
  readonly subjectId: string | null
  readonly subject: string
  readonly issuer: string
  readonly serialNumber: string
  readonly notBefore: string
  readonly notAfter: string
  /** As written; null where the subject has none, or several that differ. */
  readonly organizationIdentifier: string | null
  /** The extension of the CA/Browser Forum, taken apart; null where it is absent. */
  readonly cabfOrganizationIdentifier: CabfOrganizationIdentifier | null
  /** dNSName entries of subjectAltName. */
  readonly dnsNames: readonly string[]
  /** Dotted identifiers. */
  readonly policies: readonly string[]
  readonly extendedKeyUsage: readonly string[]
  readonly qcStatements: QcStatementsReport | null
}

export interface QcStatementsReport {
  readonly compliance: boolean
  /** `esign`, `eseal`, `web`, or a dotted identifier. */
  readonly types: readonly string[]
  /** Countries; null where the statement is absent, which means the law of the Union. */
  readonly legislation: readonly string[] | null
  readonly sscd: boolean
  /** Liability per transaction: `amount` × 10^`exponent` of the currency. */
  readonly limitValue: {
    readonly currency: string | number
    readonly amount: number
    readonly exponent: number
  } | null
  readonly retentionPeriod: number | null
  /** Dotted identifiers. */
  readonly identificationMethods: readonly string[]
  /** Countries under whose law the device is certified; null where the statement is absent. */
  readonly qscdLegislation: readonly string[] | null
  /** Dotted identifiers of how the subject's identifiers are to be read. */
  readonly semantics: readonly string[]
  readonly disclosureStatements: readonly { readonly url: string; readonly language: string }[]
}

/** The member `psd2`. Roles and authority are those of a reading that counts: empty where there is none. */
export interface Psd2Report {
  /** `strict`: encoded as the standard says; `tolerated`: by the policy; `refused`: no reading counts. */
  readonly reading: 'strict' | 'tolerated' | 'refused'
  readonly roles: readonly string[]
  readonly otherRoles: readonly { readonly oid: string; readonly name: string }[]
  readonly authority: Psd2Statement['authority']
  /** What stands after the authority; null where the identifier is of another scheme, absent or malformed. */
  readonly authorizationNumber: string | null
  /** How the certificate departs from the standard; the findings have the facts. */
  readonly deviations: readonly { readonly reason: DeviationReason; readonly tolerated: boolean }[]
  /**
   * What the statement would say if every deviation were tolerated; null where that is the same, or nothing.
   */
  readonly ifTolerated: Pick<Psd2Report, 'roles' | 'authority'> | null
}

export function reportCertificate(certificate: Certificate, sha256: string): CertificateReport {
  const { extensions, subject, issuer, serialNumber, validity } = certificate
  const identity = subjectId(certificate)
  return {
    sha256,
    x5tS256: toBase64Url(fromHex(sha256)),
    subjectId: identity.ok ? identity.value.text : null,
    subject: formatName(subject),
    issuer: formatName(issuer),
    serialNumber: toHex(serialNumber),
    notBefore: formatInstant(validity.notBefore),
    notAfter: formatInstant(validity.notAfter),
    organizationIdentifier: organizationIdentifierOf(certificate),
    cabfOrganizationIdentifier: extensions.cabfOrganizationIdentifier ?? null,
    dnsNames: (extensions.subjectAltName ?? []).flatMap(name => (name.form === 'dNSName' ? [name.text] : [])),
    policies: (extensions.certificatePolicies ?? []).map(({ policyIdentifier }) => oidText(policyIdentifier)),
    extendedKeyUsage: (extensions.extendedKeyUsage ?? []).map(oidText),
    qcStatements: reportQcStatements(certificate),
  }
}

function organizationIdentifierOf({ subject }: Certificate): string | null {
  const [identifier, ...others] = new Set(attributeTexts(subject, ATTRIBUTE.organizationIdentifier))
  return identifier === undefined || others.length > 0 ? null : identifier
}

function reportQcStatements({ extensions }: Certificate): QcStatementsReport | null {
  const { qcStatements } = extensions
  if (qcStatements === undefined) return null
  return {
    compliance: qcStatements.compliance,
    types: qcStatements.types.map(type => QC_TYPE_NAME.get(type) ?? oidText(type)),
    legislation: qcStatements.legislation ?? null,
    sscd: qcStatements.sscd,
    limitValue: qcStatements.limitValue ?? null,
    retentionPeriod: qcStatements.retentionPeriod ?? null,
    identificationMethods: (qcStatements.identificationMethods ?? []).map(oidText),
    qscdLegislation: qcStatements.qscdLegislation ?? null,
    semantics: qcStatements.semantics.flatMap(({ identifier }) =>
      identifier === undefined ? [] : [oidText(identifier)],
    ),
    disclosureStatements: qcStatements.pds,
  }
}

const QC_TYPE_NAME: ReadonlyMap<Oid, string> = new Map([
  [QC_TYPE.esign, 'esign'],
  [QC_TYPE.eseal, 'eseal'],
  [QC_TYPE.web, 'web'],
])

/**
 * Null exactly when the certificate has no PSD2 statement.
 *
 * @param tolerated What the policy tolerates; nothing unless told.
 */
export function reportPsd2(
  certificate: Certificate,
  tolerated: readonly DeviationReason[] = [],
): Psd2Report | null {
  if (!hasPsd2Statement(certificate)) return null
  const accepted = acceptedPsd2(certificate, tolerated)
  const identifier = organizationIdentifierOf(certificate)
  const number = identifier === null ? undefined : parseAuthorizationNumber(identifier)
  return {
    reading: readingOf(certificate, accepted),
    roles: accepted?.roles ?? [],
    otherRoles: (accepted?.otherRoles ?? []).map(({ oid, name }) => ({ oid: oidText(oid), name })),
    authority: accepted?.authority ?? { id: '', name: '' },
    authorizationNumber: number?.ok ? number.value.number : null,
    deviations: findPsd2Deviations(certificate).map(({ reason }) => ({
      reason,
      tolerated: isTolerated(reason, tolerated),
    })),
    ifTolerated: reportIfTolerated(certificate, accepted),
  }
}

function readingOf(certificate: Certificate, accepted: Psd2Statement | undefined): Psd2Report['reading'] {
  if (accepted === undefined) return 'refused'
  return psd2ReadingOf(certificate)?.deviations.length === 0 ? 'strict' : 'tolerated'
}

function reportIfTolerated(
  certificate: Certificate,
  accepted: Psd2Statement | undefined,
): Psd2Report['ifTolerated'] {
  const possible = acceptedPsd2(certificate, DEVIATION_REASONS)
  if (possible === undefined || possible.roles.length === accepted?.roles.length) return null
  return { roles: possible.roles, authority: possible.authority }
}
