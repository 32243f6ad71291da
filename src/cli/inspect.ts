import type { Certificate } from '../certificate/certificate.ts'
import { checkCertificate } from '../certificate/checks.ts'
import type { CertificateInput } from '../certificate/input-form.ts'
import { parseCertificate } from '../certificate/parse.ts'
import { toHex } from '../core/bytes.ts'
import { nodeCrypto } from '../crypto/node.ts'
import { about, type Finding } from '../requirements/finding.ts'
import {
  type CertificateReport,
  type Psd2Report,
  reportCertificate,
  reportPsd2,
} from '../verdict/certificate-report.ts'
import { explanationOf } from '../verdict/explain.ts'
import { EXIT } from './exit.ts'
import { isStop, readCertificateInput, unreadable } from './read-input.ts'
import { shown, type Terminal } from './terminal.ts'

/** What `qwac inspect --json` prints for one certificate. No trust is claimed: nothing was verified. */
export interface InspectReport {
  readonly schemaVersion: 1
  readonly file: string
  /** In what form the certificate was found there, and what was undone to read it. */
  readonly input: Pick<CertificateInput, 'form' | 'notes'>
  readonly certificate: CertificateReport
  readonly psd2: Psd2Report | null
  readonly findings: readonly Finding[]
}

/** `qwac inspect FILE…`: says what certificates say about themselves. One unreadable file does not stop the others. */
export async function inspect(
  files: readonly string[],
  options: { readonly json?: boolean },
  terminal: Terminal,
): Promise<number> {
  let code: number = EXIT.passed
  for (const file of files) {
    const input = await readCertificateInput(file)
    if (isStop(input)) {
      terminal.note(`qwac: ${input.message}`)
      code = EXIT.unreadable
      continue
    }
    for (const bytes of input.certificates) {
      const parsed = parseCertificate(bytes)
      if (!parsed.ok) {
        terminal.note(`qwac: ${unreadable(file, parsed.reason, parsed.offset).message}`)
        code = EXIT.unreadable
        continue
      }
      const report = await inspectCertificate(parsed.value, file, input)
      terminal.result(options.json ? JSON.stringify(report) : describe(report, terminal))
    }
  }
  return code
}

async function inspectCertificate(
  certificate: Certificate,
  file: string,
  { form, notes }: CertificateInput,
): Promise<InspectReport> {
  const sha256 = toHex(await nodeCrypto().digest('SHA-256', certificate.bytes))
  const findings = about(sha256, checkCertificate(certificate))
  return {
    schemaVersion: 1,
    file,
    input: { form, notes },
    certificate: reportCertificate(certificate, sha256),
    psd2: reportPsd2(certificate),
    findings,
  }
}

function describe({ file, certificate, psd2, findings }: InspectReport, terminal: Terminal): string {
  const { qcStatements } = certificate
  const rows: readonly (readonly [string, string])[] = [
    ['subject', certificate.subject],
    ['issuer', certificate.issuer],
    ['serial', certificate.serialNumber],
    ['valid', `${certificate.notBefore} to ${certificate.notAfter}`],
    ['organisation', shown(certificate.organizationIdentifier ?? 'no single organizationIdentifier')],
    ['names', shown(certificate.dnsNames.join(', '))],
    ['claims', qcStatements === null ? 'no qualified certificate statements' : claimsOf(qcStatements)],
    ['PSD2', psd2 === null ? 'no PSD2 statement' : psd2Line(psd2)],
    ['policies', certificate.policies.join(', ')],
    ['SHA-256', certificate.sha256],
  ]
  const lines = rows.filter(([, text]) => text !== '').map(([name, text]) => `  ${name.padEnd(13)}${text}`)
  const notes = findings
    .filter(({ outcome }) => outcome === 'violated' || outcome === 'undetermined')
    .map(
      finding =>
        `  ${terminal.paint('yellow', finding.code)}: ${explanationOf(finding)?.means ?? finding.outcome}`,
    )
  return [terminal.paint('bold', shown(file)), ...lines, ...notes].join('\n')
}

function claimsOf({
  compliance,
  types,
  legislation,
}: NonNullable<CertificateReport['qcStatements']>): string {
  const qualified = compliance ? 'EU qualified certificate' : 'no claim of compliance'
  const law = legislation === null ? [] : [`under the law of ${legislation.join(', ')}`]
  return [qualified, ...types.map(type => `type ${type}`), ...law].join('; ')
}

function psd2Line({ roles, otherRoles, authority, authorizationNumber }: Psd2Report): string {
  const others = otherRoles.map(({ oid, name }) => `${name} (${oid})`)
  const number = authorizationNumber === null ? 'no authorisation number' : `number ${authorizationNumber}`
  return shown(
    `${[...roles, ...others].join(', ') || 'no readable role'}; ${authority.id} ${authority.name}; ${number}`,
  )
}
