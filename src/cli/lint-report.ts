import { formatName } from '../certificate/name/name.ts'
import { parseCertificate } from '../certificate/parse.ts'
import { checkProfile, type Profile } from '../certificate/profile/profile.ts'
import { toHex } from '../core/bytes.ts'
import { nodeCrypto } from '../crypto/node.ts'
import { about, type Finding } from '../requirements/finding.ts'
import { EXIT, type Stop } from './exit.ts'
import { readChainInput } from './read-certificates.ts'
import { isStop, unreadable } from './read-input.ts'

/** What `qwac lint --json` prints for one file: the certificate that is meant by it, judged by a profile. */
export interface LintReport {
  readonly schemaVersion: 1
  readonly file: string
  readonly profile: string
  readonly certificate: {
    readonly sha256: string
    /** RFC 4514. */
    readonly subject: string
  }
  readonly counts: LintCounts
  /** One for each requirement that was judged, those that are satisfied included. */
  readonly findings: readonly Finding[]
}

export interface LintCounts {
  /** Violated, of error severity. */
  readonly errors: number
  /** Violated, of warning severity. */
  readonly warnings: number
  /** Of error severity, and neither satisfied nor violated. */
  readonly undetermined: number
}

/** A file that could not be judged. */
export interface Unread {
  readonly file: string
  readonly failure: Stop
}

export type Linted = LintReport | Unread

export function isUnread(linted: Linted): linted is Unread {
  return 'failure' in linted
}

export function isReport(linted: Linted): linted is LintReport {
  return !isUnread(linted)
}

/** Judges the certificate that is meant by a file; certificates that issued it may stand beside it. */
export async function lintFile(file: string, profile: Profile): Promise<Linted> {
  const input = await readChainInput(file)
  if (isStop(input)) return { file, failure: input }
  const parsed = parseCertificate(input.certificate)
  if (!parsed.ok) return { file, failure: unreadable(file, parsed.reason, parsed.offset) }
  const sha256 = toHex(await nodeCrypto().digest('SHA-256', input.certificate))
  const findings = about(sha256, checkProfile(parsed.value, profile))
  const certificate = { sha256, subject: formatName(parsed.value.subject) }
  return { schemaVersion: 1, file, profile: profile.name, certificate, counts: countsOf(findings), findings }
}

function countsOf(findings: readonly Finding[]): LintCounts {
  const count = (severity: Finding['severity'], outcome: Finding['outcome']): number =>
    findings.filter(each => each.severity === severity && each.outcome === outcome).length
  return {
    errors: count('error', 'violated'),
    warnings: count('warning', 'violated'),
    undetermined: count('error', 'undetermined'),
  }
}

/** 66 where a file could not be judged, else 1 for a violation, 2 for a question that is open, 0 for none. */
export function lintExit(all: readonly Linted[]): number {
  const reports = all.filter(isReport)
  if (reports.length < all.length) return EXIT.unreadable
  if (reports.some(({ counts }) => counts.errors > 0)) return EXIT.failed
  return reports.some(({ counts }) => counts.undetermined > 0) ? EXIT.indeterminate : EXIT.passed
}
