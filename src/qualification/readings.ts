import type { Capturing } from './capture.ts'
import { distinct, join, keyOf, NOTHING, type Reading, withQualifiers } from './reading.ts'
import { type Candidate, isVerified } from './service-match.ts'

/** More open points than this leave the answer open: each may double the readings. */
const MAX_READINGS = 256

/** The reading that takes verified paths and matched criteria only, as the text does. */
export function plainReading(candidates: readonly Candidate[], capture: Capturing): Reading {
  let reading = NOTHING
  for (const { state } of candidates) {
    reading = join(reading, withQualifiers(state.reading, capture(state).applied))
  }
  return reading
}

/**
 * Every reading that the open points allow.
 *
 * @returns Undefined where there are too many to tell.
 */
export function readings(
  candidates: readonly Candidate[],
  capture: Capturing,
): readonly Reading[] | undefined {
  if (candidates.every(each => isVerified(each) && capture(each.state).open.length === 0)) {
    return [plainReading(candidates, capture)]
  }
  let found: readonly Reading[] = [NOTHING]
  const seen = new Set<string>()
  for (const { state, path } of candidates) {
    const captured = capture(state)
    const base = withQualifiers(state.reading, captured.applied)
    // What says the same as one before allows no other reading.
    const said = JSON.stringify([keyOf(base), captured.open, path])
    if (seen.has(said)) continue
    seen.add(said)
    let taken = found.map(reading => join(reading, base))
    for (const qualifiers of captured.open) {
      taken = distinct([...taken, ...taken.map(reading => withQualifiers(reading, qualifiers))])
      if (taken.length > MAX_READINGS) return undefined
    }
    found = path === 'verified' ? distinct(taken) : distinct([...found, ...taken])
    if (found.length > MAX_READINGS) return undefined
  }
  return found
}
