import type { CertificateDetails } from '../verdict/certificate-details.ts'
import type { CertificateReport, Psd2Report } from '../verdict/certificate-report.ts'
import { explanationOf } from '../verdict/explain.ts'
import { type NamedIdentifier, roleInWords } from '../verdict/identifier-names.ts'
import type { InspectReport } from './inspect.ts'
import { shown, shownName, type Terminal } from './terminal.ts'

type Row = readonly [name: string, text: string]

/**
 * A certificate explained: what it claims to be, whose it is, what it is for, and what is wrong with it by
 * itself.
 */
export function describeCertificate(report: InspectReport, terminal: Terminal): string {
  const { file, findings } = report
  const rows: readonly Row[] = [...identityRows(report), ...useRows(report), ...publicationRows(report)]
  const lines = rows.filter(([, text]) => text !== '').map(([name, text]) => `  ${name.padEnd(14)}${text}`)
  const notes = findings
    .filter(({ reason }) => reason !== undefined)
    .map(
      finding =>
        `  ${terminal.paint('yellow', finding.code)} ${finding.reason}: ${explanationOf(finding)?.means ?? finding.outcome}`,
    )
  const title = `${terminal.paint('bold', shown(file))}  ${kindOf(report)}, as it says itself`
  return [title, ...lines, ...notes].join('\n')
}

/** The same in a line. */
export function describeShort(report: InspectReport): string {
  const { file, certificate, psd2, details } = report
  const roles = psd2 === null || psd2.roles.length === 0 ? [] : [psd2.roles.join('+')]
  const left = details.daysLeft === null ? [] : [daysInWords(details.daysLeft)]
  const parts = [
    kindOf(report),
    shown(certificate.subjectId ?? certificate.organizationIdentifier ?? certificate.subject),
    ...roles,
    `until ${certificate.notAfter}`,
    ...left,
    `sha256 ${certificate.sha256.slice(0, 16)}`,
  ]
  return `${shown(file)}: ${parts.join(', ')}`
}

const KINDS: Readonly<Record<string, string>> = {
  web: 'website certificate',
  eseal: 'seal certificate',
  esign: 'signature certificate',
}

function kindOf({ certificate, details }: InspectReport): string {
  const { qcStatements } = certificate
  const [type = '', ...others] = qcStatements?.types ?? []
  const kind = others.length > 0 ? 'certificate of several types' : (KINDS[type] ?? 'certificate')
  const isQualified = qcStatements?.compliance === true
  const subject = isQualified ? `qualified ${kind}` : kind
  return details.precertificate ? `precertificate of a ${subject}` : subject
}

function identityRows({ certificate, psd2, details }: InspectReport): readonly Row[] {
  const { qcStatements } = certificate
  return [
    ['for', shownName(certificate.subject)],
    ['organisation', shown(certificate.organizationIdentifier ?? 'no single organizationIdentifier')],
    ['names', shown(details.names.map(({ text }) => text).join(', '))],
    ['issued by', shownName(certificate.issuer)],
    ['serial', certificate.serialNumber],
    ['valid', validityOf(certificate, details)],
    ['claims', qcStatements === null ? 'no qualified certificate statements' : claimsOf(qcStatements)],
    ...psd2Rows(psd2, details),
  ]
}

function validityOf({ notBefore, notAfter }: CertificateReport, { daysLeft }: CertificateDetails): string {
  const period = `${notBefore} to ${notAfter}`
  return daysLeft === null ? period : `${period}; ${daysInWords(daysLeft)}`
}

function daysInWords(days: number): string {
  if (days < 0) return `expired ${counted(-days)} ago`
  return `${counted(days)} left`
}

function counted(days: number): string {
  return days === 1 ? '1 day' : `${days} days`
}

function claimsOf(statements: NonNullable<CertificateReport['qcStatements']>): string {
  const { compliance, types, legislation, sscd } = statements
  const qualified = compliance ? 'EU qualified certificate' : 'no claim of compliance'
  const law = legislation === null ? [] : [`under the law of ${legislation.join(', ')}`]
  const device = sscd ? ['key in a qualified device'] : []
  return shown([qualified, ...types.map(type => `type ${type}`), ...law, ...device].join('; '))
}

function psd2Rows(psd2: Psd2Report | null, { authority: listed }: CertificateDetails): readonly Row[] {
  if (psd2 === null) return [['PSD2', 'no PSD2 statement']]
  const { roles, authority } = psd2.ifTolerated ?? psd2
  const others = psd2.otherRoles.map(({ oid, name }) => `${name} (${oid})`)
  const reading = psd2.reading === 'refused' ? '; departs from the standard, so that none of it counts' : ''
  const place = placeOf(authority, listed)
  return [
    ['roles', shown(`${[...roles.map(roleInWords), ...others].join(', ') || 'none'}${reading}`)],
    ['authority', shown(`${authority.id}, ${authority.name} (${place})`)],
    ['number', shown(psd2.authorizationNumber ?? 'no authorisation number')],
  ]
}

/** What the list of authorities says, where it says more than the certificate. */
function placeOf({ id, name }: Psd2Report['authority'], listed: CertificateDetails['authority']): string {
  if (listed === null) return 'not on the list of authorities'
  return listed.id === id && listed.name === name
    ? 'on the list'
    : `on the list: ${listed.id}, ${listed.name}`
}

function useRows({ details }: InspectReport): readonly Row[] {
  const { key, signature, keyUsage, purposes, policies, statements } = details
  return [
    ['key', `${key === null ? 'of an unknown type' : keyInWords(key)}; signed with ${signature}`],
    ['used for', [...keyUsage, ...purposes.map(nameOf)].join(', ')],
    ['statements', statements.map(nameOf).join(', ')],
    ['policies', policies.map(nameOf).join(', ')],
  ]
}

function keyInWords({ type, bits, curve }: NonNullable<CertificateDetails['key']>): string {
  if (bits !== undefined) return `${type.toUpperCase()}, ${bits} bits`
  return curve === undefined ? type : `${type.toUpperCase()}, ${curve}`
}

function nameOf({ oid, name }: NamedIdentifier): string {
  return name ?? oid
}

function publicationRows({ certificate, details }: InspectReport): readonly Row[] {
  const { addresses, shortTerm } = details
  const revocation = [
    ...addresses.ocsp.map(each => `OCSP ${each}`),
    ...addresses.crl.map(each => `CRL ${each}`),
  ]
  const none = shortTerm ? 'none: too short-lived to be revoked' : 'nowhere'
  return [
    ['revocation', shown(revocation.join(', ') || none)],
    ['issuer at', shown(addresses.issuer.join(', '))],
    ['SHA-256', certificate.sha256],
  ]
}
