import type { Certificate } from '../certificate/certificate.ts'
import { attributeTexts, formatName } from '../certificate/name.ts'
import {
  type CabfOrganizationIdentifier,
  parseAuthorizationNumber,
} from '../certificate/organization-identifier.ts'
import { toHex } from '../core/bytes.ts'
import { ATTRIBUTE, QC_STATEMENT, QC_TYPE } from '../core/object-identifiers.ts'
import { type Oid, oidText } from '../core/oid.ts'
import { formatInstant } from '../core/time.ts'

/** The member `certificate` of the JSON reports. Names are RFC 4514, octets lower-case hexadecimal, times RFC 3339. */
export interface CertificateReport {
  readonly sha256: string
  readonly subject: string
  readonly issuer: string
  readonly serialNumber: string
  readonly notBefore: string
  readonly notAfter: string
  /** As written; null where the subject has none, or several. */
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

/** The member `psd2`. */
export interface Psd2Report {
  readonly roles: readonly string[]
  readonly otherRoles: readonly { readonly oid: string; readonly name: string }[]
  /** Empty where the statement cannot be read; the findings say so. */
  readonly authority: { readonly id: string; readonly name: string }
  /** What stands after the authority; null where the identifier is of another scheme, absent or malformed. */
  readonly authorizationNumber: string | null
}

export function reportCertificate(certificate: Certificate, sha256: string): CertificateReport {
  const { extensions, subject, issuer, serialNumber, validity } = certificate
  return {
    sha256,
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
  const [identifier, ...others] = attributeTexts(subject, ATTRIBUTE.organizationIdentifier)
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

/** Null exactly when the certificate has no PSD2 statement. */
export function reportPsd2(certificate: Certificate): Psd2Report | null {
  const statements = certificate.extensions.qcStatements
  if (statements === undefined || !statements.all.some(({ id }) => id === QC_STATEMENT.psd2)) return null
  const { psd2 } = statements
  const identifier = organizationIdentifierOf(certificate)
  const number = identifier === null ? undefined : parseAuthorizationNumber(identifier)
  return {
    roles: psd2?.roles ?? [],
    otherRoles: (psd2?.otherRoles ?? []).map(({ oid, name }) => ({ oid: oidText(oid), name })),
    authority: psd2?.authority ?? { id: '', name: '' },
    authorizationNumber: number?.ok ? number.value.number : null,
  }
}
