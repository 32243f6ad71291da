/** What a search may cost. A spent budget makes the answer undetermined, never negative. */
export interface PathBudget {
  /** Signatures computed: the limit that Go and rustls-webpki use for one path. */
  readonly signatures: number
  /** Issuer candidates looked at. */
  readonly steps: number
  /** Intermediate certificates between the leaf and the anchor; real paths have at most three. */
  readonly intermediates: number
}

export const DEFAULT_PATH_BUDGET: PathBudget = { signatures: 100, steps: 10_000, intermediates: 8 }

export type BudgetItem = keyof PathBudget
