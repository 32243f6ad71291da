import type { Certificate } from '../../certificate/certificate.ts'
import type { NameConstraints } from '../../certificate/extensions.ts'
import { EXTENSION } from '../../core/object-identifiers.ts'
import {
  type Check,
  type Facts,
  notApplicable,
  satisfied,
  undetermined,
  violated,
} from '../../requirements/finding.ts'
import { Comparisons, type Demand, isOpen, type NameObjection, type Objection } from './demand.ts'
import { describe } from './describe.ts'
import { type HolderNames, NameReadings } from './name-readings.ts'

/**
 * What the authorities of a path, from the anchor downwards, allow in names. Made by
 * {@link initialConstraints} and {@link constrain}; a value, never changed.
 *
 * A name must satisfy each authority by itself: what RFC 5280 keeps as the intersection of what is permitted
 * and the union of what is excluded stands here as one demand for each of them.
 *
 * @standard RFC 5280, section 6.1.2 (b) and (c)
 */
export interface ConstraintState {
  readonly demands: readonly Demand[]
  /** Comparisons of a name with a subtree that may still be made. */
  readonly comparisons: number
  readonly readings: NameReadings
}

/** The limit that Go and rustls-webpki chose: what 500 names and 500 subtrees come to. */
export const DEFAULT_COMPARISONS = 250_000

/**
 * Nothing is constrained yet.
 *
 * @param comparisons Comparisons of a name with a subtree for the whole path.
 * @param readings What was read for other paths of the same search.
 * @throws RangeError when the number is not a positive integer.
 * @standard RFC 5280, section 6.1.2 (b) and (c)
 */
export function initialConstraints(
  comparisons: number = DEFAULT_COMPARISONS,
  readings: NameReadings = new NameReadings(),
): ConstraintState {
  if (!Number.isSafeInteger(comparisons) || comparisons < 1)
    throw new RangeError('comparisons must be a positive integer')
  return { demands: [], comparisons, readings }
}

/**
 * Adds what an authority, or an anchor, demands of the names below it.
 *
 * @standard RFC 5280, section 6.1.4 (g)
 */
export function constrain(state: ConstraintState, constraints: NameConstraints): ConstraintState {
  if (constraints.permitted.length === 0 && constraints.excluded.length === 0) return state
  return { ...state, demands: [...state.demands, state.readings.demandOf(constraints)] }
}

/** The answer about one certificate, and the state to go on with: it knows what the comparisons have cost. */
export interface NamesChecked {
  readonly check: Check
  readonly state: ConstraintState
}

/**
 * Says whether the names of a certificate lie within what the authorities above it allow: its subject, its
 * alternative names, and the e-mail addresses in its subject. Self-issued certificates are exempt unless they
 * end the path.
 *
 * @standard RFC 5280, sections 4.2.1.10, 6.1.3 (b) and 6.1.3 (c)
 */
export function checkNames(state: ConstraintState, certificate: Certificate, isLeaf: boolean): NamesChecked {
  const { demands, readings } = state
  if (demands.length === 0) return { check: notApplicable('path.name-constraints'), state }
  const unusable = demands.find(({ malformed }) => malformed !== undefined)?.malformed
  if (unusable !== undefined) return answer(state, 'malformed-constraint', { subtree: describe(unusable) })
  const names = readings.namesOf(certificate)
  if (!isLeaf && names.isSelfIssued)
    return { check: notApplicable('path.name-constraints', { selfIssued: true }), state }
  if (certificate.extensions.malformed.some(({ id }) => id === EXTENSION.subjectAltName))
    return answer(state, 'malformed-name', { name: 'subjectAltName' })
  return compareAll(state, names)
}

/** A violation is told before an open question, whichever authority it is about. */
function compareAll(state: ConstraintState, names: HolderNames): NamesChecked {
  const comparisons = new Comparisons(state.comparisons)
  const after = (): ConstraintState => ({ ...state, comparisons: comparisons.left })
  let open: NameObjection | undefined
  for (const demand of state.demands) {
    const found = names.objectionOf(demand, comparisons)
    if (found !== undefined && !isOpen(found.objection))
      return answer(after(), found.objection, factsOf(found))
    open ??= found
    if (comparisons.isSpent) break
  }
  if (open !== undefined) return answer(after(), open.objection, factsOf(open))
  return { check: satisfied('path.name-constraints', { names: names.all.length }), state: after() }
}

function answer(state: ConstraintState, objection: Objection, facts: Facts): NamesChecked {
  const check = isOpen(objection)
    ? undetermined('path.name-constraints', objection, facts)
    : violated('path.name-constraints', objection, facts)
  return { check, state }
}

function factsOf({ name }: NameObjection): Facts {
  return { name: name.shown }
}
