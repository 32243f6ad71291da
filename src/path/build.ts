import type { Certificate } from '../certificate/certificate.ts'
import { sameName } from '../certificate/name-match.ts'
import { equalBytes, toHex } from '../core/bytes.ts'
import type { Instant } from '../core/time.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { type BudgetItem, DEFAULT_PATH_BUDGET, type PathBudget } from './budget.ts'
import { type Anchor, type Authority, type ByName, indexAuthorities, likeliestFirst } from './candidates.ts'
import { type LinkOutcome, verifyLink } from './link.ts'

export interface PathRequest<A extends Anchor> {
  readonly certificate: Certificate
  /** In any order; what does not belong to a path is not used. */
  readonly intermediates: readonly Certificate[]
  /** Further authorities that may stand in a path, such as those that a list has shown. */
  readonly authorities?: ByName<Authority>
  readonly anchors: ByName<A>
  readonly crypto: Crypto
  /** Decides which algorithms count. */
  readonly at: Instant
  readonly budget?: PathBudget
}

/** A chain of names and signatures from a certificate to an anchor. Whether it is a valid path, `checkPath` says. */
export interface Path<A extends Anchor> {
  readonly anchor: A
  /** The certificate, then its issuer and so on; the last one was issued by the anchor. Empty: the certificate is the anchor's own. */
  readonly certificates: readonly Certificate[]
  /** Of each certificate's signature. `unproven`: it could not be computed or may not be relied on. */
  readonly signatures: readonly SignatureState[]
  /** Of the whole chain: `verified` when every signature is. */
  readonly outcome: SignatureState
}

export type SignatureState = 'verified' | 'unproven'

export interface PathSearch<A extends Anchor> {
  /** Every path within the budget, in the order in which they were found. */
  readonly paths: readonly Path<A>[]
  /** Where no path was found: the places at which the search ended, deepest first. */
  readonly deadEnds: readonly DeadEnd[]
  /** The budget that was spent before the search was complete. */
  readonly exhausted?: BudgetItem
}

export interface DeadEnd {
  /** The certificate for which no issuer could be confirmed. */
  readonly certificate: Certificate
  /** How many certificates the chain had, this one included. */
  readonly length: number
  readonly reason: 'issuer-not-found' | 'wrong-signature'
}

/**
 * Finds every chain from a certificate to the anchors, by names first and signatures last.
 *
 * @standard RFC 4158
 */
export async function buildPaths<A extends Anchor>(request: PathRequest<A>): Promise<PathSearch<A>> {
  const search = new Search(request)
  await search.run()
  const deadEnds = search.paths.length > 0 ? [] : search.deadEnds.toSorted((a, b) => b.length - a.length)
  return { paths: search.paths, deadEnds, ...(search.exhausted && { exhausted: search.exhausted }) }
}

/** One search: what it has found and what it has spent. */
class Search<A extends Anchor> {
  readonly paths: Path<A>[] = []
  readonly deadEnds: DeadEnd[] = []
  exhausted: BudgetItem | undefined
  readonly #request: PathRequest<A>
  readonly #budget: PathBudget
  readonly #given: ByName<Authority>
  /** Outcomes of signatures, by certificate and then by the issuer's key: a mesh asks the same ones again and again. */
  readonly #links = new Map<Certificate, Map<string, LinkOutcome>>()
  #signatures = 0
  #steps = 0

  constructor(request: PathRequest<A>) {
    this.#request = request
    this.#budget = request.budget ?? DEFAULT_PATH_BUDGET
    this.#given = indexAuthorities(request.intermediates)
  }

  async run(): Promise<void> {
    const { certificate, anchors } = this.#request
    for (const anchor of anchors.named(certificate.subject)) {
      if (isAnchorItself(certificate, anchor))
        this.paths.push({ anchor, certificates: [], signatures: [], outcome: 'unproven' })
    }
    await this.#extend([certificate], [])
  }

  /** Looks for issuers of the last certificate of a chain. Recursion is bounded by the number of intermediates. */
  async #extend(chain: readonly Certificate[], below: readonly SignatureState[]): Promise<void> {
    const last = chain[chain.length - 1]
    if (last === undefined) return
    const named = this.#request.anchors.named(last.issuer)
    const known = this.#authorities(last)
    if (!this.#lookAt(named.length + known.length)) return
    const anchors = likeliestFirst(last, named).filter(
      anchor => !chain.some(member => isAnchorItself(member, anchor)),
    )
    const intermediates = likeliestFirst(last, known).filter(
      candidate => !chain.some(member => isSameAuthority(member, candidate.certificate)),
    )
    let found = false
    for (const anchor of anchors) {
      const link = await this.#link(last, anchor)
      if (link === undefined) return
      if (link === 'wrong') continue
      found = true
      const signatures = [...below, link]
      this.paths.push({ anchor, certificates: chain, signatures, outcome: weakest(signatures) })
    }
    for (const issuer of intermediates) {
      const link = await this.#link(last, issuer)
      if (link === undefined) return
      if (link === 'wrong') continue
      found = true
      if (chain.length > this.#budget.intermediates) this.exhausted ??= 'intermediates'
      else await this.#extend([...chain, issuer.certificate], [...below, link])
    }
    if (found) return
    const reason = anchors.length + intermediates.length > 0 ? 'wrong-signature' : 'issuer-not-found'
    this.deadEnds.push({ certificate: last, length: chain.length, reason })
  }

  /** Those given and those known, each once. */
  #authorities({ issuer }: Certificate): readonly Authority[] {
    const given = this.#given.named(issuer)
    const known = this.#request.authorities?.named(issuer) ?? []
    const isGiven = ({ certificate }: Authority): boolean =>
      given.some(other => equalBytes(other.certificate.bytes, certificate.bytes))
    return [...given, ...known.filter(authority => !isGiven(authority))]
  }

  /** Undefined when the budget is spent. */
  async #link(certificate: Certificate, issuer: Anchor | Authority): Promise<LinkOutcome | undefined> {
    const key = toHex(issuer.publicKey.bytes)
    const known = this.#links.get(certificate)?.get(key)
    if (known !== undefined) return known
    if (++this.#signatures > this.#budget.signatures) return this.#spent('signatures')
    const outcome = await verifyLink(certificate, issuer.publicKey, this.#request)
    const links = this.#links.get(certificate) ?? new Map<string, LinkOutcome>()
    this.#links.set(certificate, links.set(key, outcome))
    return outcome
  }

  /** Counts candidates, those too that are passed over; false when the budget is spent. */
  #lookAt(candidates: number): boolean {
    this.#steps += candidates
    if (this.#steps > this.#budget.steps) this.exhausted ??= 'steps'
    return this.#steps <= this.#budget.steps
  }

  #spent(item: BudgetItem): undefined {
    this.exhausted ??= item
    return undefined
  }
}

function weakest(signatures: readonly SignatureState[]): SignatureState {
  return signatures.includes('unproven') ? 'unproven' : 'verified'
}

/** Same name and key: a path that meets an authority again only goes round (RFC 4158, section 2.4.2). */
function isSameAuthority(a: Certificate, b: Certificate): boolean {
  return equalBytes(a.publicKey.bytes, b.publicKey.bytes) && sameName(a.subject, b.subject)
}

function isAnchorItself(certificate: Certificate, { name, publicKey }: Anchor): boolean {
  return equalBytes(certificate.publicKey.bytes, publicKey.bytes) && sameName(certificate.subject, name)
}
