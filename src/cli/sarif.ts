import type { Code } from '../requirements/catalogue.ts'
import type { Finding } from '../requirements/finding.ts'
import { explanationOf, requirementOf } from '../verdict/explain.ts'
import { isReport, isUnread, type Linted, type LintReport, type Unread } from './lint-report.ts'
import { shown } from './terminal.ts'

/**
 * Writes reports as a log of static analysis: a rule for each requirement that was judged, a result for each
 * that is violated (kind `fail`) or undetermined (kind `open`), and a notification for each file that could
 * not be judged.
 *
 * @standard SARIF Version 2.1.0, sections 3.13, 3.14, 3.27 and 3.49
 */
export function sarif(all: readonly Linted[], version: string) {
  const reports = all.filter(isReport)
  const failures = all.filter(isUnread)
  const codes = [...new Set(reports.flatMap(({ findings }) => findings.map(({ code }) => code)))]
  const run = {
    tool: { driver: { name: 'qwac', version, rules: codes.map(ruleOf) } },
    invocations: [
      {
        executionSuccessful: failures.length === 0,
        toolExecutionNotifications: failures.map(notificationOf),
      },
    ],
    columnKind: 'utf16CodeUnits',
    results: reports.flatMap(report => resultsOf(report, codes)),
  }
  return { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }
}

function ruleOf(code: Code) {
  const { asks, document, clause, severity, reasons } = requirementOf(code)
  const remedies = Object.entries(reasons).map(([reason, { remedy }]) => `${reason}: ${remedy}`)
  return {
    id: code,
    shortDescription: { text: asks },
    fullDescription: { text: `${asks} (${clause === undefined ? document : `${document}, ${clause}`})` },
    help: { text: remedies.join('\n') },
    defaultConfiguration: { level: severity ?? 'error' },
  }
}

function resultsOf(report: LintReport, codes: readonly Code[]) {
  const seen = new Map<string, number>()
  return report.findings
    .filter(({ reason }) => reason !== undefined)
    .map(finding => {
      const identity = `${report.certificate.sha256}:${finding.code}:${finding.reason}`
      const times = (seen.get(identity) ?? 0) + 1
      seen.set(identity, times)
      const fingerprint = times === 1 ? identity : `${identity}:${times}`
      return { ...resultOf(finding, report, codes.indexOf(finding.code)), ...fingerprinted(fingerprint) }
    })
}

/**
 * The same defect of the same certificate has the same one in every log; what is wrong in two places has two.
 */
function fingerprinted(fingerprint: string) {
  return { partialFingerprints: { 'certificateRequirement/v1': fingerprint } }
}

/** A level is given to failures alone; what is open has none (3.27.10). */
function resultOf(finding: Finding, { file, certificate }: LintReport, ruleIndex: number) {
  const { code, outcome, severity, reason = '', facts } = finding
  const isOpen = outcome === 'undetermined'
  const { means = '', remedy = '' } = explanationOf(finding) ?? {}
  return {
    ruleId: code,
    ruleIndex,
    kind: isOpen ? 'open' : 'fail',
    level: isOpen ? 'none' : severity,
    message: { text: `${means} ${remedy}`.trim() },
    locations: [locationOf(file)],
    properties: { reason, facts, subject: certificate.subject },
  }
}

function notificationOf({ file, failure }: Unread) {
  return { level: 'error', message: { text: failure.message }, locations: [locationOf(file)] }
}

function locationOf(file: string) {
  return { physicalLocation: { artifactLocation: { uri: uriOf(file) } } }
}

/**
 * A relative reference, or a file URI for an absolute path. @standard SARIF Version 2.1.0, section 3.4.3; RFC
 * 3986
 */
function uriOf(file: string): string {
  if (file === '-') return 'stdin'
  const path = file.split(/[\\/]/).map(part => encodeURIComponent(shown(part)))
  return file.startsWith('/') ? `file://${path.join('/')}` : path.join('/')
}
