import type { KeyUsage } from '../certificate/extensions.ts'
import { POLICY, PURPOSE } from '../core/object-identifiers.ts'
import type { Oid } from '../core/oid.ts'
import type { Instant } from '../core/time.ts'
import { DEFAULT_PATH_BUDGET, type PathBudget } from './budget.ts'
import type { ExpectedName } from './names/server-name.ts'
import type { Profile } from './profile/profile.ts'

/** What the leaf is to be used for. */
export type Purpose = 'server' | 'client' | 'email'

/** Inputs of path validation besides the path itself. @standard RFC 5280, section 6.1.1 */
export interface PathRules {
  /** The moment for which the path is asked. */
  readonly at: Instant
  /** `rfc5280` unless told. */
  readonly profile?: Profile
  /** user-initial-policy-set. Absent: any policy. */
  readonly userInitialPolicySet?: readonly Oid[]
  /** initial-explicit-policy: the path must be valid for a policy of the set. */
  readonly initialExplicitPolicy?: boolean
  /** initial-policy-mapping-inhibit. */
  readonly initialPolicyMappingInhibit?: boolean
  /** initial-any-policy-inhibit. */
  readonly initialAnyPolicyInhibit?: boolean
  /** Absent: whatever the leaf is for. */
  readonly purpose?: Purpose
  /** What the key usage of the leaf, where it has one, must include. */
  readonly keyUsage?: readonly (keyof KeyUsage)[]
  /** The name by which the holder was addressed. Absent: names are not compared. */
  readonly expectedName?: ExpectedName
  /**
   * `listed`: common names of the leaf must be spelled as alternative names. Absent: they are not looked at.
   */
  readonly commonNames?: 'listed'
  /**
   * Authorities that may stand between the leaf and the anchor. Self-issued ones do not count, as in 6.1.4
   * (l).
   */
  readonly maxDepth?: number
  readonly budget?: PathBudget
}

/**
 * Rules as they are at this moment, whatever whoever made them does with them while a validation waits. By
 * their names, because a rule that is inherited, as by a class with getters, would be lost by a spread.
 */
export function ownRules(rules: PathRules): PathRules {
  const { at, profile, purpose, commonNames, maxDepth } = rules
  const { initialExplicitPolicy, initialPolicyMappingInhibit, initialAnyPolicyInhibit } = rules
  const { userInitialPolicySet, keyUsage, expectedName, budget } = rules
  return {
    at,
    ...(profile !== undefined && { profile }),
    ...(purpose !== undefined && { purpose }),
    ...(commonNames !== undefined && { commonNames }),
    ...(maxDepth !== undefined && { maxDepth }),
    ...(initialExplicitPolicy && { initialExplicitPolicy }),
    ...(initialPolicyMappingInhibit && { initialPolicyMappingInhibit }),
    ...(initialAnyPolicyInhibit && { initialAnyPolicyInhibit }),
    ...(userInitialPolicySet && { userInitialPolicySet: [...userInitialPolicySet] }),
    ...(keyUsage && { keyUsage: [...keyUsage] }),
    ...(expectedName !== undefined && {
      expectedName: { form: expectedName.form, text: expectedName.text },
    }),
    ...(budget !== undefined && { budget: ownBudget(budget) }),
  }
}

function ownBudget(budget: PathBudget): PathBudget {
  const { signatures, steps, intermediates, paths, nameComparisons, policyNodes } = budget
  return { signatures, steps, intermediates, paths, nameComparisons, policyNodes }
}

/** The rules with what is left out filled in. */
export interface ResolvedRules {
  readonly at: Instant
  readonly profile: Profile
  readonly userInitialPolicySet: readonly Oid[]
  readonly initialExplicitPolicy: boolean
  readonly initialPolicyMappingInhibit: boolean
  readonly initialAnyPolicyInhibit: boolean
  readonly purpose: Purpose | undefined
  readonly keyUsage: readonly (keyof KeyUsage)[] | undefined
  readonly expectedName: ExpectedName | undefined
  readonly commonNames: 'listed' | undefined
  readonly maxDepth: number | undefined
  readonly budget: PathBudget
}

/**
 * Written out, because a spread of what may be there costs as much as several checks.
 *
 * @throws RangeError when `maxDepth` is not a whole number, or `commonNames` another word.
 */
export function resolveRules(rules: PathRules): ResolvedRules {
  const { maxDepth, commonNames } = rules
  if (maxDepth !== undefined && !(Number.isSafeInteger(maxDepth) && maxDepth >= 0))
    throw new RangeError('maxDepth must be a whole number')
  if (commonNames !== undefined && commonNames !== 'listed')
    throw new RangeError(`commonNames must be listed: ${commonNames}`)
  return {
    at: rules.at,
    profile: rules.profile ?? 'rfc5280',
    userInitialPolicySet: rules.userInitialPolicySet ?? ANY_POLICY,
    initialExplicitPolicy: rules.initialExplicitPolicy ?? false,
    initialPolicyMappingInhibit: rules.initialPolicyMappingInhibit ?? false,
    initialAnyPolicyInhibit: rules.initialAnyPolicyInhibit ?? false,
    purpose: rules.purpose,
    keyUsage: rules.keyUsage,
    expectedName: rules.expectedName,
    commonNames: rules.commonNames,
    maxDepth,
    budget: rules.budget ?? DEFAULT_PATH_BUDGET,
  }
}

const ANY_POLICY: readonly Oid[] = [POLICY.any]

/** The key purpose of a use. @standard RFC 5280, section 4.2.1.12 */
export const PURPOSE_ID: Readonly<Record<Purpose, Oid>> = {
  server: PURPOSE.serverAuth,
  client: PURPOSE.clientAuth,
  email: PURPOSE.emailProtection,
}
