import { DEFAULT_PATH_BUDGET, type PathBudget } from '../budget.ts'
import type { PathRules } from '../rules.ts'
import { checkPath, type PathValidation, type VerifiedPath } from './check-path.ts'
import { SearchMemory } from './search-memory.ts'

/**
 * Validates the paths of one search one by one. They share the budget for name comparisons, because whoever
 * sends a mesh of certificates makes a hundred of them. Those that are proven have a share of their own:
 * anybody makes the others, and must not spend what a real path needs.
 */
export class PathChecks {
  readonly #rules: PathRules
  readonly #budget: PathBudget
  readonly #left: { proven: number; unproven: number }
  /** Most searches end with their first path, and to remember would cost it more than it saves. */
  #memory: SearchMemory | undefined
  #isFirst = true

  constructor(rules: PathRules) {
    this.#rules = rules
    this.#budget = rules.budget ?? DEFAULT_PATH_BUDGET
    const { nameComparisons } = this.#budget
    this.#left = { proven: nameComparisons, unproven: nameComparisons }
  }

  /** @throws RangeError as {@link checkPath} does. */
  check(path: VerifiedPath): PathValidation {
    const share = path.signatures.every(signature => signature === 'verified') ? 'proven' : 'unproven'
    const nameComparisons = this.#left[share]
    if (!this.#isFirst) this.#memory ??= new SearchMemory()
    this.#isFirst = false
    const rules = { ...this.#rules, budget: { ...this.#budget, nameComparisons } }
    const validation = checkPath(path, rules, this.#memory)
    // With one comparison a path says that the budget is spent.
    this.#left[share] = Math.max(1, nameComparisons - validation.comparisons)
    return validation
  }
}
