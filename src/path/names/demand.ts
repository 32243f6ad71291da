import type { GeneralSubtree, NameConstraints } from '../../certificate/extensions.ts'
import type { GeneralName } from '../../certificate/general-name.ts'
import type { CertificateName } from './certificate-names.ts'
import {
  type Base,
  baseOf,
  type Comparable,
  type Kind,
  kindOf,
  type LeadingPeriod,
  type Position,
  positionOf,
} from './general-subtree.ts'

/**
 * What one authority, or an anchor, demands of the names below it.
 *
 * @standard RFC 5280, section 4.2.1.10
 */
export interface Demand {
  /** A name must be within one of those that are of its kind, where there are any. */
  readonly permitted: Subtrees
  readonly excluded: Subtrees
  /** A base that is none of its form: nothing below it can be judged. */
  readonly malformed: GeneralName | undefined
}

/** By their kinds, so that a name costs nothing but the comparisons that are counted. */
type Subtrees = ReadonlyMap<Kind, readonly Subtree[]>

interface Subtree {
  readonly kind: Kind
  /** Undefined when its depth is not the default, which nobody processes. */
  readonly base: Base | undefined
  /** The base as it is written, where it is none of its form. */
  readonly malformed: GeneralName | undefined
}

export function readDemand({ permitted, excluded }: NameConstraints, leadingPeriod: LeadingPeriod): Demand {
  const read = (subtree: GeneralSubtree): Subtree => readSubtree(subtree, leadingPeriod)
  const [inside, outside] = [permitted.map(read), excluded.map(read)]
  const malformed = [...inside, ...outside].find(subtree => subtree.malformed !== undefined)?.malformed
  return { permitted: byKind(inside), excluded: byKind(outside), malformed }
}

/** A depth other than the default is one that nobody processes. @standard RFC 5280, section 4.2.1.10 */
function readSubtree({ base, minimum, maximum }: GeneralSubtree, leadingPeriod: LeadingPeriod): Subtree {
  const read = baseOf(base, leadingPeriod)
  const isDefault = minimum === 0 && maximum === undefined
  return { kind: kindOf(base), base: isDefault ? read : undefined, malformed: read ? undefined : base }
}

function byKind(subtrees: readonly Subtree[]): Subtrees {
  const found = new Map<Kind, Subtree[]>()
  for (const subtree of subtrees) {
    const same = found.get(subtree.kind)
    if (same === undefined) found.set(subtree.kind, [subtree])
    else same.push(subtree)
  }
  return found
}

/** Why a name does not satisfy a demand, or why that is open. */
export type Objection =
  | 'not-permitted'
  | 'excluded'
  | 'malformed-name'
  | 'malformed-constraint'
  | 'unsupported-constraint'
  | 'budget-spent'

/** Counts comparisons of a name with a subtree down. */
export class Comparisons {
  left: number
  /** Whether there was one that could not be made any more. */
  isSpent = false

  constructor(left: number) {
    this.left = left
  }

  /** Undefined when the budget is spent. */
  compare(name: Comparable, { base }: Subtree): Position | undefined {
    if (this.left === 0) {
      this.isSpent = true
      return undefined
    }
    this.left--
    return base === undefined ? 'unknown' : positionOf(name, base)
  }
}

/** An objection and the name that it is about. */
export interface NameObjection {
  readonly objection: Objection
  readonly name: CertificateName
}

/** A violation is told before an open question, whichever name it is about. */
export function objectionOf(
  { permitted, excluded }: Demand,
  names: readonly CertificateName[],
  comparisons: Comparisons,
): NameObjection | undefined {
  let open: NameObjection | undefined
  for (const each of names) {
    const subtrees = { permitted: permitted.get(each.kind), excluded: excluded.get(each.kind) }
    const objection = objectionTo(each, subtrees, comparisons)
    if (objection === undefined) continue
    if (!isOpen(objection)) return { objection, name: each }
    open ??= { objection, name: each }
    if (objection === 'budget-spent') break
  }
  return open
}

export function isOpen(objection: Objection): objection is 'unsupported-constraint' | 'budget-spent' {
  return objection === 'unsupported-constraint' || objection === 'budget-spent'
}

/** The subtrees that are of the kind of a name. */
interface OfItsKind {
  readonly permitted: readonly Subtree[] | undefined
  readonly excluded: readonly Subtree[] | undefined
}

function objectionTo(
  each: CertificateName,
  { permitted, excluded }: OfItsKind,
  comparisons: Comparisons,
): Objection | undefined {
  if (permitted === undefined && excluded === undefined) return undefined
  const { comparable } = each
  if (comparable === undefined) return 'malformed-name'
  return exclusion(comparable, excluded ?? [], comparisons) ?? omission(comparable, permitted, comparisons)
}

function exclusion(
  name: Comparable,
  excluded: readonly Subtree[],
  comparisons: Comparisons,
): Objection | undefined {
  let open: Objection | undefined
  for (const subtree of excluded) {
    const position = comparisons.compare(name, subtree)
    if (position === undefined) return 'budget-spent'
    if (position === 'inside' || position === 'meets') return 'excluded'
    if (position === 'unknown') open = 'unsupported-constraint'
  }
  return open
}

function omission(
  name: Comparable,
  permitted: readonly Subtree[] | undefined,
  comparisons: Comparisons,
): Objection | undefined {
  if (permitted === undefined) return undefined
  let objection: Objection = 'not-permitted'
  for (const subtree of permitted) {
    const position = comparisons.compare(name, subtree)
    if (position === undefined) return 'budget-spent'
    if (position === 'inside') return undefined
    if (position === 'unknown') objection = 'unsupported-constraint'
  }
  return objection
}
