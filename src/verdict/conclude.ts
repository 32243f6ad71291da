import type { Code } from '../requirements/catalogue.ts'
import { about, type Finding, undetermined } from '../requirements/finding.ts'

/** @standard ETSI EN 319 102-1 (TOTAL-PASSED, TOTAL-FAILED, INDETERMINATE) */
export type Verdict = 'passed' | 'failed' | 'indeterminate'

export interface Conclusion {
  readonly verdict: Verdict
  /** The findings given, and one for each required check that nobody made. */
  readonly findings: readonly Finding[]
}

/**
 * Draws the conclusion. Only errors decide: one violated makes it `failed`, else one undetermined makes it
 * `indeterminate`. A required code without a finding of error severity is a check that was not made, and
 * silence is never consent.
 *
 * @param required The codes that must have been judged.
 * @param subject SHA-256 of the certificate, for the findings that are added.
 */
export function conclude(
  findings: readonly Finding[],
  required: readonly Code[],
  subject: string,
): Conclusion {
  const missing = required
    .filter(code => !findings.some(each => each.code === code && each.severity === 'error'))
    .map(code => undetermined('verdict.completeness', 'not-checked', { code }))
  const all = findings.concat(about(subject, missing))
  return { verdict: verdictOf(all), findings: all }
}

function verdictOf(findings: readonly Finding[]): Verdict {
  let isOpen = false
  for (const { severity, outcome } of findings) {
    if (severity !== 'error') continue
    if (outcome === 'violated') return 'failed'
    if (outcome === 'undetermined') isOpen = true
  }
  return isOpen ? 'indeterminate' : 'passed'
}
