import type { Certificate } from '../certificate/certificate.ts'
import { checkCertificate } from '../certificate/checks.ts'
import type { CertificateInput } from '../certificate/input/form.ts'
import { parseCertificate } from '../certificate/parse.ts'
import { toHex } from '../core/bytes.ts'
import type { Instant } from '../core/time.ts'
import { nodeCrypto } from '../crypto/node.ts'
import { about, type Finding } from '../requirements/finding.ts'
import { type CertificateDetails, detailsOf } from '../verdict/certificate-details.ts'
import {
  type CertificateReport,
  type Psd2Report,
  reportCertificate,
  reportPsd2,
} from '../verdict/certificate-report.ts'
import { EXIT } from './exit.ts'
import { idleOption } from './idle-options.ts'
import { describeCertificate, describeShort } from './inspect-text.ts'
import { readCertificateInput } from './read-certificates.ts'
import { isStop, unreadable } from './read-input.ts'
import { jsonText, type Terminal } from './terminal.ts'

/** What `qwac inspect --json` prints for one certificate. No trust is claimed: nothing was verified. */
export interface InspectReport {
  readonly schemaVersion: 1
  readonly file: string
  /** In what form the certificate was found there, and what was undone to read it. */
  readonly input: Pick<CertificateInput, 'form' | 'notes'>
  readonly certificate: CertificateReport
  readonly psd2: Psd2Report | null
  readonly details: CertificateDetails
  readonly findings: readonly Finding[]
}

export interface InspectOptions {
  /** The moment from which the days that are left are counted. */
  readonly at?: Instant
  readonly short?: boolean
  readonly json?: boolean
}

/**
 * `qwac inspect FILE…`: says what certificates say about themselves. One unreadable file does not stop the
 * others.
 */
export async function inspect(
  files: readonly string[],
  options: InspectOptions,
  terminal: Terminal,
): Promise<number> {
  const idle = idleOption([['--short', options.short, options.json === true, 'with --json']])
  if (idle !== undefined) {
    terminal.note(`qwac: ${idle.message}`)
    return idle.code
  }
  const codes: number[] = []
  for (const file of files) codes.push(await inspectFile(file, options, terminal))
  return codes.includes(EXIT.unreadable) ? EXIT.unreadable : EXIT.passed
}

async function inspectFile(file: string, options: InspectOptions, terminal: Terminal): Promise<number> {
  const input = await readCertificateInput(file)
  if (isStop(input)) {
    terminal.note(`qwac: ${input.message}`)
    return input.code
  }
  let code: number = EXIT.passed
  for (const bytes of input.certificates) {
    const parsed = parseCertificate(bytes)
    if (parsed.ok) {
      const report = await inspectCertificate(parsed.value, { file, input, at: options.at })
      terminal.result(write(report, options, terminal))
      continue
    }
    terminal.note(`qwac: ${unreadable(file, parsed.reason, parsed.offset).message}`)
    code = EXIT.unreadable
  }
  return code
}

function write(report: InspectReport, { json, short }: InspectOptions, terminal: Terminal): string {
  if (json) return jsonText(report)
  return short ? describeShort(report) : describeCertificate(report, terminal)
}

interface Origin {
  readonly file: string
  readonly input: CertificateInput
  readonly at: Instant | undefined
}

async function inspectCertificate(
  certificate: Certificate,
  { file, input, at }: Origin,
): Promise<InspectReport> {
  const sha256 = toHex(await nodeCrypto().digest('SHA-256', certificate.bytes))
  const psd2 = reportPsd2(certificate)
  const authority = psd2?.ifTolerated?.authority ?? psd2?.authority
  return {
    schemaVersion: 1,
    file,
    input: { form: input.form, notes: input.notes },
    certificate: reportCertificate(certificate, sha256),
    psd2,
    details: detailsOf(certificate, authority?.id ?? '', at),
    findings: about(sha256, checkCertificate(certificate)),
  }
}
