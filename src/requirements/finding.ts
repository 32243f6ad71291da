import { deepFreeze } from '../core/freeze.ts'
import { type Code, catalogue, type ReasonOf } from './catalogue.ts'
import type { Requirement } from './requirement.ts'

/**
 * `undetermined` is what missing, stale, exhausted and unsupported evidence leads to: never a pass, never a
 * violation.
 *
 * @standard ETSI EN 319 102-1 (the three main indications)
 */
export type Outcome = 'satisfied' | 'violated' | 'undetermined' | 'not-applicable'

/** What lets a reader redo the comparison. Times are RFC 3339, octets lower-case hexadecimal. */
export interface Facts {
  readonly [name: string]: Fact
}

export type Fact = string | number | boolean | null | readonly Fact[] | Facts

/** The answer to one requirement, before it is said about which object. */
export interface Check {
  /** The requirement: `certificate.validity-period`. A pass and a failure share it. */
  readonly code: Code
  readonly outcome: Outcome
  /** Only errors decide a verdict. */
  readonly severity: 'error' | 'warning'
  /** How it failed: one of the words that the catalogue's row lists. */
  readonly reason?: string
  readonly document: string
  readonly clause?: string
  readonly facts: Facts
}

export interface Finding extends Check {
  /** SHA-256 of the object that the finding is about, lower-case hexadecimal. */
  readonly about: string
}

export function satisfied(code: Code, facts: Facts = NO_FACTS): Check {
  return (facts === NO_FACTS ? SATISFIED.get(code) : undefined) ?? check(code, 'satisfied', undefined, facts)
}

export function violated<C extends Code>(code: C, reason: ReasonOf<C>, facts: Facts = NO_FACTS): Check {
  return check(code, 'violated', reason, facts)
}

export function undetermined<C extends Code>(code: C, reason: ReasonOf<C>, facts: Facts = NO_FACTS): Check {
  return check(code, 'undetermined', reason, facts)
}

export function notApplicable(code: Code, facts: Facts = NO_FACTS): Check {
  return (
    (facts === NO_FACTS ? NOT_APPLICABLE.get(code) : undefined) ??
    check(code, 'not-applicable', undefined, facts)
  )
}

/** Says which object the checks were about. */
export function about(sha256: string, checks: readonly Check[]): readonly Finding[] {
  return checks.map(each => findingOf(each, sha256))
}

/**
 * One check about one object, with another severity where that is told. Written out four times, as those are
 * that it is made of: a certificate has some seventy, and a spread costs as much as many of them did.
 */
export function findingOf(check: Check, about: string, severity = check.severity): Finding {
  const { code, outcome, reason, document, clause, facts } = check
  if (reason === undefined) {
    return clause === undefined
      ? { code, outcome, severity, document, facts, about }
      : { code, outcome, severity, document, clause, facts, about }
  }
  return clause === undefined
    ? { code, outcome, severity, reason, document, facts, about }
    : { code, outcome, severity, reason, document, clause, facts, about }
}

/** A finding with facts of its own that nobody can write into: it can be kept, and shown again and again. */
export function lastingFinding(check: Check, about: string, severity = check.severity): Finding {
  return deepFreeze(findingOf({ ...check, facts: copyOf(check.facts) }, about, severity))
}

function copyOf(facts: Facts): Facts {
  return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, copyOfFact(fact)]))
}

function copyOfFact(fact: Fact): Fact {
  if (typeof fact !== 'object' || fact === null) return fact
  return isList(fact) ? fact.map(copyOfFact) : copyOf(fact)
}

function isList(fact: readonly Fact[] | Facts): fact is readonly Fact[] {
  return Array.isArray(fact)
}

/** Written out four times, because a spread costs as much as the comparison that leads here. */
function check(code: Code, outcome: Outcome, reason: string | undefined, facts: Facts): Check {
  const { document, clause, severity = 'error' }: CheckSource = catalogue[code]
  if (reason === undefined) {
    return clause === undefined
      ? { code, outcome, severity, document, facts }
      : { code, outcome, severity, document, clause, facts }
  }
  return clause === undefined
    ? { code, outcome, severity, reason, document, facts }
    : { code, outcome, severity, reason, document, clause, facts }
}

type CheckSource = Pick<Requirement, 'document' | 'clause'> & { readonly severity?: Check['severity'] }

const NO_FACTS: Facts = Object.freeze({})

/**
 * Most requirements are met and no more is to be said: these checks are made once, and frozen because they
 * are shared.
 */
const SATISFIED = plainChecks('satisfied')
const NOT_APPLICABLE = plainChecks('not-applicable')

function plainChecks(outcome: Outcome): ReadonlyMap<Code, Check> {
  return new Map(
    namesOf(catalogue).map(code => [code, Object.freeze(check(code, outcome, undefined, NO_FACTS))]),
  )
}

function namesOf<T extends object>(table: T): readonly Extract<keyof T, string>[] {
  const names: Extract<keyof T, string>[] = []
  for (const name in table) names.push(name)
  return names
}
