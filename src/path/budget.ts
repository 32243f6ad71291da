/**
 * What a search for a path and its validation may cost. A spent budget makes the answer undetermined, never
 * negative.
 */
export interface PathBudget {
  /** Signatures computed: the limit that Go and rustls-webpki use for one path. */
  readonly signatures: number
  /** Issuer candidates looked at. */
  readonly steps: number
  /** Intermediate certificates between the leaf and the anchor; real paths have at most three. */
  readonly intermediates: number
  /** Paths that are kept: whoever has more of them has none that is real. */
  readonly paths: number
  /**
   * Comparisons of a name with a subtree, for all proven paths of a search, and as many for all others: the
   * limit that Go and rustls-webpki use for one. The paths that share a certificate and an authority above it
   * share the comparisons too.
   */
  readonly nameComparisons: number
  /**
   * Nodes of the policy graph, for one path: ten certificates with the hundred policies that one may have.
   * They may be mapped to twenty times as many policies.
   */
  readonly policyNodes: number
}

export const DEFAULT_PATH_BUDGET: PathBudget = Object.freeze({
  signatures: 100,
  steps: 10_000,
  intermediates: 8,
  paths: 100,
  nameComparisons: 250_000,
  policyNodes: 1_000,
})

export type BudgetItem = keyof PathBudget
