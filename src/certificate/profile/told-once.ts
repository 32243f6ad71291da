import type { Code } from '../../requirements/catalogue.ts'
import { type Check, notApplicable } from '../../requirements/finding.ts'

/**
 * What `psd2.profile` warns of, and the requirements that tell the same of every certificate of their
 * profile.
 */
const TOLD_BY: ReadonlyMap<string | undefined, readonly Code[]> = new Map<
  string | undefined,
  readonly Code[]
>([
  ['no-qc-compliance', ['profile.qc-compliance', 'profile.qc-statements']],
  ['no-qc-type', ['profile.qc-type', 'profile.qc-statements']],
  ['no-extended-key-usage', ['profile.extended-key-usage']],
  ['unusual-extended-key-usage', ['profile.extended-key-usage-purposes', 'profile.extended-key-usage']],
  ['no-organization-name', ['profile.subject-attributes', 'profile.ev-subject']],
  ['no-common-name', ['profile.subject-attributes']],
])

/** The attribute that must be among those which the requirement misses. */
const MISSING: ReadonlyMap<string | undefined, string> = new Map([
  ['no-organization-name', 'organizationName'],
  ['no-common-name', 'commonName'],
])

/**
 * Leaves out the warnings of `psd2.profile` that another of the checks tells as well: one fact, one finding.
 * They never decide, so nothing is decided otherwise without them.
 */
export function toldOnce(checks: readonly Check[]): readonly Check[] {
  const warnings = checks.filter(({ code, reason }) => code === 'psd2.profile' && reason !== undefined)
  if (warnings.length === 0) return checks
  const repeated = warnings.filter(warning => checks.some(check => tellsToo(check, warning)))
  if (repeated.length === 0) return checks
  const left = checks.filter(check => !repeated.includes(check))
  return warnings.length > repeated.length ? left : [...left, elsewhere(repeated, checks)]
}

function tellsToo({ code, outcome, facts }: Check, { reason }: Check): boolean {
  if (outcome !== 'violated' || !TOLD_BY.get(reason)?.includes(code)) return false
  const attribute = MISSING.get(reason)
  const { missing } = facts
  return attribute === undefined || (Array.isArray(missing) && missing.includes(attribute))
}

/** The requirement keeps a line of its own, which says where its warnings stand. */
function elsewhere(repeated: readonly Check[], checks: readonly Check[]): Check {
  const tellers = checks.filter(check => repeated.some(warning => tellsToo(check, warning)))
  return notApplicable('psd2.profile', { toldBy: tellers.map(({ code }) => code) })
}
