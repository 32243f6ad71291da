import type { Profile } from '../certificate/profile/profile.ts'
import { isProfileName, PROFILE_NAMES, profileOf } from '../certificate/profile/profiles.ts'
import type { DeviationReason } from '../certificate/psd2/deviations.ts'
import type { Finding } from '../requirements/finding.ts'
import { explanationOf } from '../verdict/explain.ts'
import { EXIT } from './exit.ts'
import { junit } from './junit.ts'
import { isUnread, type Linted, type LintReport, lintExit, lintFile } from './lint-report.ts'
import { isStop } from './read-input.ts'
import { sarif } from './sarif.ts'
import { jsonText, shown, shownName, type Terminal } from './terminal.ts'
import { toleratedBy } from './tolerated.ts'
import { version } from './version.ts'

export interface LintOptions {
  readonly profile: string
  /** Reasons of deviations that count as warnings. */
  readonly tolerate?: readonly string[]
  readonly json?: boolean
  readonly sarif?: boolean
  readonly junit?: boolean
}

/** `qwac lint FILE…`: judges certificates by a profile, for people and for continuous integration. */
export async function lint(
  files: readonly string[],
  options: LintOptions,
  terminal: Terminal,
): Promise<number> {
  if (!isProfileName(options.profile)) {
    terminal.note(`qwac: ${shown(options.profile)} is no profile; there are ${PROFILE_NAMES.join(', ')}`)
    return EXIT.usage
  }
  const tolerated = toleratedBy(options.tolerate ?? [])
  if (isStop(tolerated)) {
    terminal.note(`qwac: ${tolerated.message}`)
    return tolerated.code
  }
  const profile = tolerating(profileOf(options.profile), tolerated)
  if ([options.json, options.sarif, options.junit].filter(Boolean).length > 1) {
    terminal.note('qwac: --json, --sarif and --junit exclude each other')
    return EXIT.usage
  }
  const all: Linted[] = []
  for (const file of files) {
    const linted = await lintFile(file, profile)
    if (isUnread(linted)) terminal.note(`qwac: ${linted.failure.message}`)
    else if (options.json) terminal.result(jsonText(linted))
    else if (!options.sarif && !options.junit) terminal.result(describe(linted, terminal))
    all.push(linted)
  }
  if (options.sarif) terminal.result(jsonText(sarif(all, version()), 2))
  if (options.junit) terminal.result(junit(all, profile.name))
  return lintExit(all)
}

function tolerating(profile: Profile, tolerated: readonly DeviationReason[]): Profile {
  return { ...profile, settings: { ...profile.settings, tolerated } }
}

function describe({ file, profile, certificate, counts, findings }: LintReport, terminal: Terminal): string {
  const { errors, warnings, undetermined } = counts
  const defects = findings.filter(({ reason }) => reason !== undefined)
  const lines = (severity: Finding['severity']): readonly string[] =>
    defects.filter(each => each.severity === severity).map(finding => describeFinding(finding, terminal))
  const colour = errors > 0 ? 'red' : undetermined > 0 ? 'yellow' : 'green'
  return [
    `${terminal.paint('bold', shown(file))}  ${shownName(certificate.subject)}`,
    ...lines('error'),
    ...lines('warning'),
    terminal.paint(
      colour,
      `  ${profile}: ${counted(errors, 'error')}, ${undetermined} undetermined, ${counted(warnings, 'warning')} of ${findings.length} requirements`,
    ),
  ].join('\n')
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function describeFinding(finding: Finding, terminal: Terminal): string {
  const { code, outcome, severity, reason = '', document, clause } = finding
  const { means = '', remedy = '' } = explanationOf(finding) ?? {}
  const label = outcome === 'undetermined' ? outcome : severity
  const source = clause === undefined ? document : `${document}, ${clause}`
  const facts = Object.keys(finding.facts).length > 0 ? [`    ${shown(JSON.stringify(finding.facts))}`] : []
  return [
    `  ${terminal.paint(label === 'error' ? 'red' : 'yellow', label)} ${terminal.paint('bold', code)} ${reason} (${source})`,
    `    ${means}`,
    ...facts,
    `    → ${remedy}`,
  ].join('\n')
}
