import type { Certificate, PublicKeyInfo } from '../../certificate/certificate.ts'
import { equalBytes } from '../../core/bytes.ts'
import { after, type Later } from '../../core/later.ts'
import type { BudgetItem, PathBudget } from '../budget.ts'
import { type LinkOutcome, type LinkRules, verifyLink } from '../link.ts'

/**
 * Outcomes of signatures: of each certificate, by the key that was tried. A mesh asks the same ones again and
 * again.
 */
type Links = Map<Certificate, KnownLink[]>

interface KnownLink {
  readonly key: Uint8Array
  readonly outcome: LinkOutcome
}

/** What one search has spent, and the signatures that it has paid for. */
export class Ledger {
  readonly budget: PathBudget
  /** The first budget that was spent before the search was complete. */
  exhausted: BudgetItem | undefined
  readonly #with: LinkRules
  readonly #links: Links
  #signatures = 0
  #steps = 0

  constructor(by: LinkRules, budget: PathBudget, links: Links = new Map()) {
    this.budget = budget
    this.#with = by
    this.#links = links
  }

  /**
   * A budget of its own for saying why nothing was found: what it leaves out changes no answer, so that
   * spending it leaves nothing open. The signatures that were paid for cost nothing again.
   */
  forExplanation(): Ledger {
    const signatures = Math.min(EXPLANATION.signatures, this.budget.signatures - this.#signatures)
    const steps = Math.min(EXPLANATION.steps, this.budget.steps)
    return new Ledger(this.#with, { ...this.budget, signatures, steps }, this.#links)
  }

  /** Counts candidates, those too that are passed over; false when the budget is spent. */
  lookAt(candidates: number): boolean {
    this.#steps += candidates
    if (this.#steps > this.budget.steps) this.spend('steps')
    return this.#steps <= this.budget.steps
  }

  spend(item: BudgetItem): void {
    this.exhausted ??= item
  }

  /** Whether a key made the signature of a certificate. Undefined when the budget is spent. */
  link(certificate: Certificate, key: PublicKeyInfo): Later<LinkOutcome | undefined> {
    const known = this.#links.get(certificate)
    const link = known?.find(each => equalBytes(each.key, key.bytes))
    if (link !== undefined) return link.outcome
    if (this.#signatures >= this.budget.signatures) {
      this.spend('signatures')
      return undefined
    }
    this.#signatures++
    return after(verifyLink(certificate, key, this.#with), ({ outcome }) => {
      this.#keep(certificate, { key: key.bytes, outcome })
      return outcome
    })
  }

  #keep(certificate: Certificate, link: KnownLink): void {
    const known = this.#links.get(certificate)
    if (known === undefined) this.#links.set(certificate, [link])
    else known.push(link)
  }
}

/**
 * Enough to name the issuer that is missing above a chain, and no more than a fifth of what a search may
 * cost.
 */
const EXPLANATION = { signatures: 20, steps: 1000 } as const
