import type { Certificate } from '../../certificate/certificate.ts'
import { after, type Later } from '../../core/later.ts'
import type { Instant } from '../../core/time.ts'
import type { LinkOutcome } from '../link.ts'
import { type Anchor, identifierRank, isCurrent } from './candidates.ts'
import type { Ledger } from './ledger.ts'
import type { Place, Step } from './name-graph.ts'
import type { DeadEnd, Path, SignatureState, StoppedAt, StopReason } from './search.ts'

export interface Found<A extends Anchor> {
  readonly paths: readonly Path<A>[]
  readonly deadEnds: readonly DeadEnd[]
}

interface Terms {
  readonly ledger: Ledger
  /** Goes on also where no valid path can come of it, to say how far the certificates lead. */
  readonly explains: boolean
}

interface Asked<A extends Anchor> {
  readonly certificate: Certificate
  /** Of its subject. */
  readonly key: string
  readonly at: Instant
  readonly until?: (path: Path<A>) => boolean | Promise<boolean>
}

/** Follows the map of names from a certificate to the anchors, and computes the signatures on the way. */
export async function searchGraph<A extends Anchor>(
  start: Place<A>,
  asked: Asked<A>,
  terms: Terms,
): Promise<Found<A>> {
  const walk = new Walk(asked, terms)
  await walk.extend(
    { certificates: [asked.certificate], keys: [asked.key], signatures: [], counted: 0 },
    asked.certificate,
    start,
  )
  return walk
}

/** A chain from the certificate upwards, each signature but the last one's known. */
interface Chain {
  readonly certificates: readonly Certificate[]
  /** The names of their subjects, as keys. */
  readonly keys: readonly string[]
  readonly signatures: readonly SignatureState[]
  /** Intermediates that are not self-issued: those that a path length constraint counts. */
  readonly counted: number
}

class Walk<A extends Anchor> {
  readonly paths: Path<A>[] = []
  readonly deadEnds: DeadEnd[] = []
  readonly #asked: Asked<A>
  readonly #terms: Terms
  /** The candidates above a certificate in the order in which they are tried, whichever way led to it. */
  readonly #likeliest = new Map<Certificate, readonly Step<A>[]>()
  #isOver = false

  constructor(asked: Asked<A>, terms: Terms) {
    this.#asked = asked
    this.#terms = terms
  }

  /**
   * Looks for issuers of the last certificate of a chain. Recursion is bounded by the number of
   * intermediates.
   */
  async extend(chain: Chain, last: Certificate, place: Place<A>): Promise<void> {
    if (!this.#terms.ledger.lookAt(place.anchors.length + place.authorities.length)) {
      this.#isOver = true
      return this.#end(chain, last, [{ reason: 'not-tried' }])
    }
    const stops: StoppedAt[] = []
    const before = this.paths.length + this.deadEnds.length
    await this.#tryAnchors(chain, last, { place, stops })
    await this.#tryAuthorities(chain, last, { place, stops })
    if (this.paths.length + this.deadEnds.length === before) this.#end(chain, last, stops)
  }

  async #tryAnchors(chain: Chain, last: Certificate, { place, stops }: Here<A>): Promise<void> {
    for (const anchor of likeliestAnchors(last, place.anchors)) {
      if (this.#isOver) return
      if (this.#isMet(chain, place.key, anchor)) continue
      const link = await this.#link(last, anchor)
      if (link === 'verified' || link === 'unproven') await this.#found(chain, anchor, link)
      else stops.push({ reason: stopOf(link) })
    }
  }

  async #tryAuthorities(chain: Chain, last: Certificate, { place, stops }: Here<A>): Promise<void> {
    for (const step of this.#likeliestSteps(last, place)) {
      if (this.#isOver) return
      const { certificate } = step
      const stop = this.#obstacle(chain, place, step)
      if (stop === 'no-use') continue
      const link = stop === undefined ? await this.#link(last, step) : undefined
      if (link !== 'verified' && link !== 'unproven')
        stops.push({ certificate, reason: stop ?? stopOf(link) })
      else await this.extend(added(chain, { place, step, link }), certificate, step.to)
    }
  }

  #likeliestSteps(last: Certificate, { authorities }: Place<A>): readonly Step<A>[] {
    if (authorities.length < 2) return authorities
    const known = this.#likeliest.get(last)
    if (known !== undefined) return known
    const steps = likeliestSteps(last, authorities, this.#asked.at)
    this.#likeliest.set(last, steps)
    return steps
  }

  /** Same name and key: a path that meets an authority again only goes round (RFC 4158, section 2.4.2). */
  #isMet({ certificates, keys }: Chain, key: string, { publicKey }: Pick<Anchor, 'publicKey'>): boolean {
    const { ledger } = this.#terms
    return certificates.some((member, i) => keys[i] === key && ledger.isSameKey(member.publicKey, publicKey))
  }

  /** Where the budget is spent, the search is over. */
  #link(certificate: Certificate, { publicKey }: Pick<Anchor, 'publicKey'>): Later<LinkOutcome | undefined> {
    return after(this.#terms.ledger.link(certificate, publicKey), outcome => {
      if (outcome === undefined) this.#isOver = true
      return outcome
    })
  }

  /**
   * What speaks against a candidate before its key is tried. `no-use`: no valid path can come of it, nor an
   * explanation.
   */
  #obstacle(chain: Chain, place: Place<A>, step: Step<A>): StopReason | 'no-use' | undefined {
    const { explains, ledger } = this.#terms
    if (this.#isMet(chain, place.key, step)) return 'repeated'
    if (!explains && !mayLead(step, chain.counted)) return 'no-use'
    const depth = chain.certificates.length + (explains ? 0 : step.to.distance)
    if (depth <= ledger.budget.intermediates) return undefined
    ledger.spend('intermediates')
    return 'too-deep'
  }

  #found(chain: Chain, anchor: A, link: SignatureState): Later<void> {
    const signatures = [...chain.signatures, link]
    const path = { anchor, certificates: chain.certificates, signatures, outcome: weakest(signatures) }
    this.paths.push(path)
    return after(this.#asked.until?.(path), isEnough => {
      if (isEnough === true) this.#isOver = true
      if (this.paths.length < this.#terms.ledger.budget.paths) return
      if (!this.#isOver) this.#terms.ledger.spend('paths')
      this.#isOver = true
    })
  }

  #end(
    { certificates: { length } }: Chain,
    certificate: Certificate,
    candidates: readonly StoppedAt[],
  ): void {
    const isWrong = candidates.some(isTried) && candidates.every(({ reason }) => WRONG.has(reason))
    this.deadEnds.push({
      certificate,
      length,
      reason: isWrong ? 'wrong-signature' : 'issuer-not-found',
      candidates,
    })
  }
}

interface Here<A extends Anchor> {
  readonly place: Place<A>
  readonly stops: StoppedAt[]
}

const WRONG: ReadonlySet<StopReason> = new Set(['wrong-signature', 'repeated'])

function isTried({ reason }: StoppedAt): boolean {
  return reason === 'wrong-signature'
}

function stopOf(link: LinkOutcome | undefined): StopReason {
  return link === 'wrong' ? 'wrong-signature' : 'not-tried'
}

function added<A extends Anchor>(
  chain: Chain,
  { place, step, link }: { readonly place: Place<A>; readonly step: Step<A>; readonly link: SignatureState },
): Chain {
  return {
    certificates: [...chain.certificates, step.certificate],
    keys: [...chain.keys, place.key],
    signatures: [...chain.signatures, link],
    counted: chain.counted + (step.selfIssued ? 0 : 1),
  }
}

/** By its own words and by names: an authority with an anchor above it and room for those below it. */
function mayLead<A extends Anchor>({ incapacity, to, certificate }: Step<A>, below: number): boolean {
  const room = certificate.extensions.basicConstraints?.pathLength ?? Number.POSITIVE_INFINITY
  return incapacity === undefined && to.distance !== Number.POSITIVE_INFINITY && below <= room
}

function likeliestAnchors<A extends Anchor>(last: Certificate, anchors: readonly A[]): readonly A[] {
  if (anchors.length < 2) return anchors
  return anchors.toSorted((a, b) => identifierRank(last, a) - identifierRank(last, b))
}

/** The named key first; among equals those that are current, then those that are nearer to an anchor. */
function likeliestSteps<A extends Anchor>(
  last: Certificate,
  steps: readonly Step<A>[],
  at: Instant,
): readonly Step<A>[] {
  const rank = (step: Step<A>): number =>
    identifierRank(last, step) * 2 + (isCurrent(step.certificate, at) ? 0 : 1)
  const ranked = steps.map(step => ({ step, rank: rank(step) }))
  return ranked
    .toSorted((a, b) => a.rank - b.rank || nearness(a.step) - nearness(b.step))
    .map(({ step }) => step)
}

/** Finite, so that differences are numbers. */
function nearness<A extends Anchor>({ to }: Step<A>): number {
  return Math.min(to.distance, Number.MAX_SAFE_INTEGER)
}

function weakest(signatures: readonly SignatureState[]): SignatureState {
  return signatures.includes('unproven') ? 'unproven' : 'verified'
}
