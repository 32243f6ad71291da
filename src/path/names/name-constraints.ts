import type { Certificate } from '../../certificate/certificate.ts'
import type { GeneralSubtree, NameConstraints } from '../../certificate/extensions.ts'
import type { GeneralName } from '../../certificate/general-name.ts'
import { sameName } from '../../certificate/name/match.ts'
import { attributeTexts, formatName, isEmptyName } from '../../certificate/name/name.ts'
import { toHex } from '../../core/bytes.ts'
import { ATTRIBUTE, EXTENSION } from '../../core/object-identifiers.ts'
import { oidText } from '../../core/oid.ts'
import { parseAddress } from '../../encoding/ip.ts'
import {
  type Check,
  type Facts,
  notApplicable,
  satisfied,
  undetermined,
  violated,
} from '../../requirements/finding.ts'
import {
  type Base,
  baseOf,
  type Comparable,
  comparableName,
  type Kind,
  kindOf,
  type LeadingPeriod,
  nameOfForm,
  type Position,
  positionOf,
} from './general-subtree.ts'

/**
 * What the authorities of a path, from the anchor downwards, allow in names. Made by
 * {@link initialConstraints} and {@link constrain}; a value, never changed.
 *
 * @standard RFC 5280, section 6.1.2 (b) and (c)
 */
export interface ConstraintState {
  /** One for each authority that permits something: a name must be within each that is about its kind. */
  readonly permitted: readonly Level[]
  readonly excluded: Level
  /** Bases that are none of their form: nothing below them can be judged. */
  readonly malformed: readonly GeneralName[]
  /** Comparisons of a name with a subtree that may still be made. */
  readonly comparisons: number
  readonly leadingPeriod: LeadingPeriod
}

export type Level = readonly Subtree[]

export interface Subtree {
  readonly kind: Kind
  /** Undefined when its depth is not the default, which nobody processes. */
  readonly base: Base | undefined
  /** The base as it is written, where it is none of its form. */
  readonly malformed: GeneralName | undefined
}

export interface ConstraintOptions {
  /** `refused` unless told. */
  readonly leadingPeriod?: LeadingPeriod
}

/** The limit that Go and rustls-webpki chose: what 500 names and 500 subtrees come to. */
export const DEFAULT_COMPARISONS = 250_000

/**
 * Nothing is constrained yet.
 *
 * @param comparisons Comparisons of a name with a subtree for the whole path.
 * @throws RangeError when the number is not a positive integer.
 * @standard RFC 5280, section 6.1.2 (b) and (c)
 */
export function initialConstraints(
  comparisons: number = DEFAULT_COMPARISONS,
  { leadingPeriod = 'refused' }: ConstraintOptions = {},
): ConstraintState {
  if (!Number.isSafeInteger(comparisons) || comparisons < 1)
    throw new RangeError('comparisons must be a positive integer')
  return { permitted: [], excluded: [], malformed: [], comparisons, leadingPeriod }
}

/**
 * Adds what an authority, or an anchor, demands of the names below it.
 *
 * @standard RFC 5280, section 6.1.4 (g)
 */
export function constrain(state: ConstraintState, { permitted, excluded }: NameConstraints): ConstraintState {
  const read = (subtree: GeneralSubtree): Subtree => readSubtree(subtree, state.leadingPeriod)
  const [level, others] = [permitted.map(read), excluded.map(read)]
  const malformed = [...level, ...others].flatMap(subtree => subtree.malformed ?? [])
  return {
    ...state,
    permitted: level.length === 0 ? state.permitted : [...state.permitted, level],
    excluded: [...state.excluded, ...others],
    malformed: [...state.malformed, ...malformed],
  }
}

/** A depth other than the default is one that nobody processes. @standard RFC 5280, section 4.2.1.10 */
function readSubtree({ base, minimum, maximum }: GeneralSubtree, leadingPeriod: LeadingPeriod): Subtree {
  const read = baseOf(base, leadingPeriod)
  const isDefault = minimum === 0 && maximum === undefined
  return { kind: kindOf(base), base: isDefault ? read : undefined, malformed: read ? undefined : base }
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
  const { permitted, excluded, malformed } = state
  if (permitted.length === 0 && excluded.length === 0)
    return { check: notApplicable('path.name-constraints'), state }
  const [unusable] = malformed
  if (unusable !== undefined) return answer(state, 'malformed-constraint', { subtree: describe(unusable) })
  if (!isLeaf && sameName(certificate.subject, certificate.issuer))
    return { check: notApplicable('path.name-constraints', { selfIssued: true }), state }
  if (certificate.extensions.malformed.some(({ id }) => id === EXTENSION.subjectAltName))
    return answer(state, 'malformed-name', { name: 'subjectAltName' })
  return compareAll(state, namesOf(certificate))
}

/**
 * Every name that constraints are about. The e-mail addresses of the subject count even where an alternative
 * name stands beside them: RFC 5280 asks for them only without one, but there is software that reads them in
 * either case.
 */
function namesOf(certificate: Certificate): readonly GeneralName[] {
  const { subject, extensions } = certificate
  const directory: readonly GeneralName[] = isEmptyName(subject)
    ? []
    : [{ form: 'directoryName', name: subject }]
  const addresses = attributeTexts(subject, ATTRIBUTE.emailAddress)
  const mailboxes = addresses.map((text): GeneralName => ({ form: 'rfc822Name', text }))
  const alternatives = extensions.subjectAltName ?? []
  const hasHost = alternatives.some(({ form }) => form === 'dNSName' || form === 'iPAddress')
  return [...directory, ...mailboxes, ...alternatives, ...(hasHost ? [] : hostsOf(certificate))]
}

/**
 * Without a domain name or an address among the alternative names, common names that can be hosts, unless
 * they are those of an authority. They are no names of the holder here, but there is software that takes them
 * for some (RFC 2818, section 3.1), and it must not find what an authority was not allowed to vouch for.
 */
function hostsOf({ subject, extensions }: Certificate): readonly GeneralName[] {
  if (extensions.basicConstraints?.ca === true) return []
  return attributeTexts(subject, ATTRIBUTE.commonName)
    .filter(text => text.includes('.'))
    .map(hostNamed)
    .filter(name => comparableName(name) !== undefined)
}

/** Constraints on domain names are not about an address, wherever it is written. */
function hostNamed(text: string): GeneralName {
  const octets = parseAddress(text)
  return octets?.length === 4 ? { form: 'iPAddress', octets } : { form: 'dNSName', text }
}

type Objection =
  | 'not-permitted'
  | 'excluded'
  | 'malformed-name'
  | 'malformed-constraint'
  | 'unsupported-constraint'
  | 'budget-spent'

/** A violation is told before an open question, whichever name it is about. */
function compareAll(state: ConstraintState, names: readonly GeneralName[]): NamesChecked {
  const count = new Count(state.comparisons)
  const subtrees = { excluded: byKind(state.excluded), permitted: state.permitted.map(byKind) }
  let open: { readonly objection: Objection; readonly name: GeneralName } | undefined
  for (const name of names) {
    const objection = objectionTo(name, subtrees, count)
    if (objection === undefined) continue
    if (!OPEN.has(objection)) return answer({ ...state, comparisons: count.left }, objection, factsOf(name))
    open ??= { objection, name }
    if (objection === 'budget-spent') break
  }
  const after = { ...state, comparisons: count.left }
  if (open !== undefined) return answer(after, open.objection, factsOf(open.name))
  return { check: satisfied('path.name-constraints', { names: names.length }), state: after }
}

const OPEN: ReadonlySet<Objection> = new Set(['unsupported-constraint', 'budget-spent'])

/** The subtrees by their kinds, so that a name costs nothing but the comparisons that are counted. */
interface ByKind {
  readonly excluded: ReadonlyMap<Kind, Level>
  readonly permitted: readonly ReadonlyMap<Kind, Level>[]
}

function byKind(level: Level): ReadonlyMap<Kind, Level> {
  const found = new Map<Kind, Subtree[]>()
  for (const subtree of level) {
    const same = found.get(subtree.kind)
    if (same === undefined) found.set(subtree.kind, [subtree])
    else same.push(subtree)
  }
  return found
}

const NO_SUBTREES: Level = []

function objectionTo(name: GeneralName, subtrees: ByKind, count: Count): Objection | undefined {
  const kind = kindOf(name)
  const excluded = subtrees.excluded.get(kind) ?? NO_SUBTREES
  const levels = subtrees.permitted.flatMap(level => {
    const same = level.get(kind)
    return same === undefined ? [] : [same]
  })
  if (excluded.length === 0 && levels.length === 0) return undefined
  const comparable = comparableName(name)
  if (comparable === undefined) return 'malformed-name'
  return exclusion(comparable, excluded, count) ?? omission(comparable, levels, count)
}

function exclusion(name: Comparable, excluded: Level, count: Count): Objection | undefined {
  let open: Objection | undefined
  for (const subtree of excluded) {
    const position = count.compare(name, subtree)
    if (position === undefined) return 'budget-spent'
    if (position === 'inside' || position === 'meets') return 'excluded'
    if (position === 'unknown') open = 'unsupported-constraint'
  }
  return open
}

function omission(name: Comparable, levels: readonly Level[], count: Count): Objection | undefined {
  for (const level of levels) {
    const objection = omissionFrom(name, level, count)
    if (objection !== undefined) return objection
  }
  return undefined
}

function omissionFrom(name: Comparable, level: Level, count: Count): Objection | undefined {
  let objection: Objection = 'not-permitted'
  for (const subtree of level) {
    const position = count.compare(name, subtree)
    if (position === undefined) return 'budget-spent'
    if (position === 'inside') return undefined
    if (position === 'unknown') objection = 'unsupported-constraint'
  }
  return objection
}

/** Counts comparisons down. */
class Count {
  left: number

  constructor(left: number) {
    this.left = left
  }

  /** Undefined when the budget is spent. */
  compare(name: Comparable, { base }: Subtree): Position | undefined {
    if (this.left === 0) return undefined
    this.left--
    return base === undefined ? 'unknown' : positionOf(name, base)
  }
}

function answer(state: ConstraintState, objection: Objection, facts: Facts): NamesChecked {
  if (objection === 'budget-spent' || objection === 'unsupported-constraint')
    return { check: undetermined('path.name-constraints', objection, facts), state }
  return { check: violated('path.name-constraints', objection, facts), state }
}

function factsOf(name: GeneralName): Facts {
  return { name: describe(name) }
}

function describe(name: GeneralName): string {
  const kind = nameOfForm(name)
  switch (name.form) {
    case 'dNSName':
    case 'rfc822Name':
    case 'uniformResourceIdentifier':
      return `${kind} ${name.text}`
    case 'iPAddress':
      return `${kind} ${toHex(name.octets)}`
    case 'directoryName':
      return `${kind} ${formatName(name.name)}`
    case 'registeredID':
      return `${kind} ${oidText(name.id)}`
    default:
      return `${kind} ${toHex(name.value)}`
  }
}
