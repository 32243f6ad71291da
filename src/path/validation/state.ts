import type { Certificate, PublicKeyInfo } from '../../certificate/certificate.ts'
import type { Name } from '../../certificate/name/name.ts'
import { equalBytes } from '../../core/bytes.ts'
import type { Check } from '../../requirements/finding.ts'
import type { Anchor } from '../building/candidates.ts'
import type { LinkOutcome } from '../link.ts'
import { type ConstraintState, constrain, initialConstraints } from '../names/name-constraints.ts'
import type { NameReadings } from '../names/name-readings.ts'
import { isSelfIssued } from '../profile/certificate-rules.ts'
import type { ResolvedRules } from '../rules.ts'
import { groupMappings, initialGraph, type MappedPolicies, type PolicyGraph } from './policies.ts'

/**
 * What path validation knows between two certificates. A value: every step makes a new one.
 *
 * @standard RFC 5280, section 6.1.2; RFC 9618, section 5.2
 */
export interface PathState {
  readonly rules: ResolvedRules
  /** (a) valid_policy_graph. */
  readonly policies: PolicyGraph
  /** (b) and (c) permitted_subtrees and excluded_subtrees. */
  readonly names: ConstraintState
  /** (d) Certificates after which a policy must be explicit; zero: now. */
  readonly explicitPolicy: number
  /** (e) Certificates after which anyPolicy counts no longer. */
  readonly inhibitAnyPolicy: number
  /** (f) Certificates after which policies are mapped no longer. */
  readonly policyMapping: number
  /** (g) to (i) working_public_key, with its algorithm and parameters. */
  readonly publicKey: PublicKeyInfo
  /** (j) working_issuer_name. */
  readonly issuer: Name
  /**
   * (k) max_path_length. Absent as long as nobody limited it: then it is the length of the path, which is
   * never reached.
   */
  readonly maxPathLength?: number
}

/** Where a certificate stands in a path. */
export interface Place {
  readonly certificate: Certificate
  /** Who stands directly above it. */
  readonly above: Certificate | Anchor
  readonly signature: LinkOutcome
  /** What was said of the algorithm when the signature was computed. Undefined: nothing. */
  readonly algorithm: Check | undefined
  /** Whether it ends the path. */
  readonly isLast: boolean
}

/** One certificate as it is processed: it and what is known of where it stands. */
export interface Position extends Place {
  readonly selfIssued: boolean
  /** Whether it is self-issued and the key above it is its own. */
  readonly selfSigned: boolean
  /** Its policy mappings, where it is an authority that has some. */
  readonly mappings: MappedPolicies | undefined
  /** What was found at this position. Undefined: nothing is kept. */
  readonly answers: Map<OwnJudge, readonly Check[]> | undefined
}

/** @param answers Where it is to be kept what is found there. */
export function positionOf(place: Place, answers?: Position['answers']): Position {
  const { certificate, above, signature, algorithm, isLast } = place
  const selfIssued = isSelfIssued(certificate)
  const selfSigned = selfIssued && equalBytes(certificate.publicKey.bytes, above.publicKey.bytes)
  const { policyMappings } = certificate.extensions
  const mappings = isLast || policyMappings === undefined ? undefined : groupMappings(policyMappings)
  return { certificate, above, signature, algorithm, isLast, selfIssued, selfSigned, mappings, answers }
}

/** The state after all steps and what they found. */
export interface Step {
  readonly state: PathState
  readonly checks: readonly Check[]
}

/** A lettered step of the RFC: adds what it finds to the checks, and says what the state is from then on. */
export type Rule = (state: PathState, position: Position, checks: Check[]) => PathState

/** Takes steps one after the other. */
export function inOrder(rules: readonly Rule[], from: PathState, position: Position): Step {
  const checks: Check[] = []
  let state = from
  for (const rule of rules) state = rule(state, position, checks)
  return { state, checks }
}

/** A step that judges and changes nothing. */
export function judging(judge: (state: PathState, position: Position) => readonly Check[]): Rule {
  return (state, position, checks) => {
    for (const check of judge(state, position)) checks.push(check)
    return state
  }
}

/** What a step may look at whose answer is the same for all paths that lead through a position. */
type OwnState = Pick<PathState, 'publicKey' | 'issuer'> & { readonly rules: Omit<ResolvedRules, 'budget'> }

type OwnJudge = (state: OwnState, position: Position) => readonly Check[]

/**
 * A step that judges by a certificate, by who stands directly above it, and by the rules: what else is in the
 * path changes nothing, so that the paths of a search that share the two share the answer.
 */
export function judgingOnce(judge: OwnJudge): Rule {
  return (state, position, checks) => {
    const found = position.answers?.get(judge) ?? judge(state, position)
    position.answers?.set(judge, found)
    for (const check of found) checks.push(check)
    return state
  }
}

/** A step that only changes the state. */
export function changing(change: (state: PathState, position: Position) => PathState): Rule {
  return change
}

/** Where a path begins. */
export interface Start {
  readonly anchor: Anchor
  /** Certificates of the path, n. */
  readonly length: number
  /** What was read for other paths of the same search. */
  readonly readings: NameReadings | undefined
}

/**
 * Initialisation.
 *
 * @standard RFC 5280, section 6.1.2; RFC 9618, section 5.2
 */
export function initialise({ anchor, length, readings }: Start, rules: ResolvedRules): PathState {
  const names = initialConstraints(rules.budget.nameComparisons, readings)
  const maxPathLength = Math.min(anchor.pathLength ?? UNLIMITED, rules.maxDepth ?? UNLIMITED)
  return {
    rules,
    policies: initialGraph(rules.budget.policyNodes),
    names: anchor.nameConstraints === undefined ? names : constrain(names, anchor.nameConstraints),
    explicitPolicy: rules.initialExplicitPolicy === true ? 0 : length + 1,
    inhibitAnyPolicy: rules.initialAnyPolicyInhibit === true ? 0 : length + 1,
    policyMapping: rules.initialPolicyMappingInhibit === true ? 0 : length + 1,
    publicKey: anchor.publicKey,
    issuer: anchor.name,
    ...(Number.isFinite(maxPathLength) && { maxPathLength }),
  }
}

const UNLIMITED = Number.POSITIVE_INFINITY

/** The next lower count, and never below zero; self-issued certificates do not count. */
export function countDown(count: number, { selfIssued }: Position): number {
  return count === 0 || selfIssued ? count : count - 1
}
