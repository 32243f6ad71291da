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

/** Whether keys of one name are the same, by the octets of both. A mesh asks that again and again too. */
type SameKeys = Map<Uint8Array, Map<Uint8Array, boolean>>

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
  readonly #sameKeys: SameKeys = new Map()
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
    const link = this.#known(certificate, key.bytes)
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

  /** By the octets as they stand in a certificate; if not by these, by equal ones, and from then on by both. */
  #known(certificate: Certificate, key: Uint8Array): KnownLink | undefined {
    const links = this.#links.get(certificate)
    const own = links?.find(each => each.key === key)
    if (own !== undefined) return own
    const equal = links?.find(each => equalBytes(each.key, key))
    if (equal !== undefined) this.#keep(certificate, { key, outcome: equal.outcome })
    return equal
  }

  isSameKey({ bytes: a }: PublicKeyInfo, { bytes: b }: PublicKeyInfo): boolean {
    if (a === b) return true
    const known = this.#sameKeys.get(a)
    const answer = known?.get(b) ?? equalBytes(a, b)
    if (known === undefined) this.#sameKeys.set(a, new Map([[b, answer]]))
    else known.set(b, answer)
    return answer
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
