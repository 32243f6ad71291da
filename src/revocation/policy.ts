import { deepFreeze } from '../core/freeze.ts'
import { checkOcspPolicy, OCSP_POLICY, type OcspPolicy } from './ocsp/policy.ts'

/** What counts as knowing that a certificate was not revoked. */
export interface RevocationPolicy {
  /**
   * What it means that nothing usable is known. `hard`: nothing can be concluded. `soft`: it is told, and the
   * rest decides; whoever can keep responses away then decides what is known. `none`: nobody asks, even of
   * what is given.
   */
  readonly missing: 'hard' | 'soft' | 'none'
  /** Milliseconds for which a good status is accepted beyond its end, at most a week; none unless told. */
  readonly acceptStaleFor?: number
  /** {@link OCSP_POLICY} unless told. */
  readonly ocsp?: OcspPolicy
}

/** Payments stop where nobody can say that the certificate was not revoked. */
export const REVOCATION_POLICY: RevocationPolicy = deepFreeze<RevocationPolicy>({
  missing: 'hard',
  ocsp: OCSP_POLICY,
})

/**
 * Milliseconds by which the clock of a responder or of an authority may be ahead: of thisUpdate and
 * producedAt only.
 */
export const CLOCK_SKEW = 300_000

/** The most that `acceptStaleFor` can be: what is older says nothing about today. */
export const LONGEST_GRACE = 7 * 86_400_000

/**
 * Refuses a policy that cannot be meant. A misspelt word must not be taken for leniency.
 *
 * @throws RangeError when `missing` is none of its words, or as {@link graceOf} says; TypeError or RangeError
 *   as {@link checkOcspPolicy} says.
 */
export function checkRevocationPolicy(policy: RevocationPolicy): void {
  graceOf(policy)
  if (!MISSING.has(policy.missing))
    throw new RangeError(`missing must be hard, soft or none: ${policy.missing}`)
  if (policy.ocsp !== undefined) checkOcspPolicy(policy.ocsp)
}

const MISSING: ReadonlySet<string> = new Set<RevocationPolicy['missing']>(['hard', 'soft', 'none'])

/** @throws RangeError when the grace is no whole number of milliseconds from 0 to {@link LONGEST_GRACE}. */
export function graceOf({ acceptStaleFor = 0 }: RevocationPolicy): number {
  if (!Number.isSafeInteger(acceptStaleFor) || acceptStaleFor < 0 || acceptStaleFor > LONGEST_GRACE)
    throw new RangeError(`acceptStaleFor must be a whole number from 0 to ${LONGEST_GRACE}`)
  return acceptStaleFor
}
