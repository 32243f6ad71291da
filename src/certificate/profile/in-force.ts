import { type Instant, instant } from '../../core/time.ts'
import { type Code, catalogue } from '../../requirements/catalogue.ts'
import type { Requirement } from '../../requirements/requirement.ts'
import type { Rule } from './profile.ts'

/**
 * The first moment at which a requirement is in force: one that came after notBefore does not apply, because
 * a certificate is judged by the rules of its issuance.
 *
 * @returns Undefined where it has been as long as this library knows.
 */
export function inForceFrom(code: Code): Instant | undefined {
  return IN_FORCE.get(code)
}

const IN_FORCE: ReadonlyMap<string, Instant> = new Map(
  Object.entries(catalogue).flatMap(([code, { from }]: readonly [string, Requirement]) =>
    from === undefined ? [] : [[code, instant(`${from}T00:00:00Z`)] as const],
  ),
)

/** The rules, each with the moment from which it is in force. */
export function dated(rules: readonly Rule[]): readonly Rule[] {
  return rules.map(rule => {
    const from = inForceFrom(rule.code)
    return from === undefined ? rule : { ...rule, from }
  })
}
