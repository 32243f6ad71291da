import type { Certificate, PublicKeyInfo } from '../../certificate/certificate.ts'
import type { Name } from '../../certificate/name/name.ts'
import type { Check } from '../../requirements/finding.ts'
import type { Anchor } from '../building/candidates.ts'
import type { LinkOutcome } from '../link.ts'
import { type ConstraintState, constrain, initialConstraints } from '../names/name-constraints.ts'
import type { ResolvedRules } from '../rules.ts'
import { initialGraph, type PolicyGraph } from './policies.ts'

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

/** One certificate as it is processed: it and what is known of where it stands. */
export interface Position {
  readonly certificate: Certificate
  readonly signature: LinkOutcome
  /** What was said of the algorithm when the signature was computed. Undefined: nothing. */
  readonly algorithm: Check | undefined
  /** Whether it ends the path. */
  readonly isLast: boolean
  readonly selfIssued: boolean
  /** Whether it is self-issued and the key above it is its own. */
  readonly selfSigned: boolean
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

/** A step that only changes the state. */
export function changing(change: (state: PathState, position: Position) => PathState): Rule {
  return change
}

/**
 * Initialisation.
 *
 * @param length Certificates of the path, n.
 * @standard RFC 5280, section 6.1.2; RFC 9618, section 5.2
 */
export function initialise(anchor: Anchor, length: number, rules: ResolvedRules): PathState {
  const names = initialConstraints(rules.budget.nameComparisons)
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
