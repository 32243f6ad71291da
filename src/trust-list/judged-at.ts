import { isRecord } from '../core/record.ts'
import { formatInstant, type Instant } from '../core/time.ts'
import { isLongEnough } from '../crypto/algorithms.ts'
import { type Check, satisfied, violated } from '../requirements/finding.ts'
import type { ListFile, RejectedFile } from './trust-list-set.ts'

/**
 * A file that was judged once, as it is judged at another moment. The moment decides whether the key of its
 * signer is long enough; everything else depends on the octets and on who was expected to sign.
 *
 * @returns Undefined where the key was too short and is not: nobody has computed anything with it.
 */
export function judgedAt(file: ListFile, at: Instant): ListFile | undefined {
  const index = file.checks.findIndex(({ code }) => code === 'trust-list.algorithm')
  const check = file.checks[index]
  if (!check) return file
  const facts = { ...check.facts, at: formatInstant(at) }
  const isLong = hasLongKey(check, at)
  if (check.reason === 'too-weak' && isLong) return undefined
  if (check.outcome === 'satisfied' && !isLong)
    return refusedAfter(file, index, violated('trust-list.algorithm', 'too-weak', facts))
  const dated = check.outcome === 'satisfied' ? satisfied(check.code, facts) : { ...check, facts }
  return { ...file, checks: file.checks.with(index, dated) }
}

function hasLongKey({ facts: { key } }: Check, at: Instant): boolean {
  const bits = isRecord(key) ? key['bits'] : undefined
  return typeof bits !== 'number' || isLongEnough(bits, 'list', at)
}

/** @param kept How many of the checks were made before. */
function refusedAfter(file: ListFile, kept: number, check: Check): RejectedFile {
  const { sha256, claims, obtainedAt, checks } = file
  return {
    sha256,
    ...(claims && { claims }),
    ...(obtainedAt !== undefined && { obtainedAt }),
    outcome: 'refused',
    reason: check.reason ?? 'not-verified',
    checks: [...checks.slice(0, kept), check],
  }
}

/** A list of lists, with the pivots by which it was judged. */
export interface JudgedListOfLists {
  readonly listOfLists: ListFile
  readonly pivots: readonly ListFile[]
}

/**
 * {@link judgedAt}, of a list of lists: where a pivot falls, the way from the notice ends there. Undefined also
 * where another file of its number may take its place.
 */
export function listOfListsAt(
  { listOfLists, pivots }: JudgedListOfLists,
  at: Instant,
): JudgedListOfLists | undefined {
  const file = judgedAt(listOfLists, at)
  const all = pivots.flatMap(pivot => judgedAt(pivot, at) ?? [])
  if (!file || all.length < pivots.length) return undefined
  const fallen = all.find((pivot, each) => pivot.outcome !== pivots[each]?.outcome)
  if (!fallen) return { listOfLists: file, pivots: all }
  const candidates = all.filter(({ claims }) => claims?.sequenceNumber === fallen.claims?.sequenceNumber)
  const reasons = candidates.flatMap(each => (each.outcome === 'authentic' ? [] : [each.reason]))
  if (reasons.length < candidates.length) return undefined
  const step = listOfLists.checks.findIndex(
    ({ code, facts }) => code === 'trust-list.pivot' && facts['sha256'] === fallen.sha256,
  )
  if (step < 0) return undefined
  const pivot = listOfLists.checks[step]?.facts['pivot'] ?? null
  const check = violated('trust-list.pivot', 'pivot-refused', { pivot, detail: reasons.join(', ') })
  const walked = all.slice(0, all.findLastIndex(each => candidates.includes(each)) + 1)
  return { listOfLists: refusedAfter(listOfLists, step, check), pivots: walked }
}
