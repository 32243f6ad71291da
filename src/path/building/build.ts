import type { Certificate } from '../../certificate/certificate.ts'
import { nameKey } from '../../certificate/name/match.ts'
import type { Name } from '../../certificate/name/name.ts'
import { type Allowance, allowance } from '../../core/allowance.ts'
import { equalBytes } from '../../core/bytes.ts'
import type { Instant } from '../../core/time.ts'
import type { Crypto } from '../../crypto/crypto.ts'
import { DEFAULT_PATH_BUDGET, type PathBudget } from '../budget.ts'
import type { Profile } from '../profile/profile.ts'
import { type Anchor, type Authority, type ByName, indexAuthorities } from './candidates.ts'
import type { IssuerSource } from './issuer-source.ts'
import { Ledger } from './ledger.ts'
import { moreIssuers } from './more-issuers.ts'
import { drawGraph } from './name-graph.ts'
import type { DeadEnd, Path, PathSearch } from './search.ts'
import { type Found, searchGraph } from './search-graph.ts'

export type { DeadEnd, Path, PathSearch } from './search.ts'

export interface PathRequest<A extends Anchor> {
  readonly certificate: Certificate
  /** In any order; what does not belong to a path is not used. */
  readonly intermediates: readonly Certificate[]
  /** Further authorities that may stand in a path, such as those that a list or earlier paths have shown. */
  readonly authorities?: ByName<Authority>
  readonly anchors: ByName<A>
  /** Keys of names, by whoever remembers them; `nameKey` unless told. */
  readonly keyOf?: (name: Name) => string
  readonly crypto: Crypto
  /** Decides which algorithms count, and which candidates are tried first. */
  readonly at: Instant
  /** Says until when algorithms count: `eidas`, the strictest about them, unless told. */
  readonly profile?: Profile
  readonly budget?: PathBudget
  /** Asked only when there is no path without it. Absent: nothing is fetched. */
  readonly issuers?: IssuerSource
  /** Ends the asking for issuers. */
  readonly signal?: AbortSignal
  /** The exchanges with servers that it may cause; eight unless told. */
  readonly allowance?: Allowance
  /** Ends the search at the first path that it accepts; without it every path within the budget is found. */
  readonly until?: (path: Path<A>) => boolean | Promise<boolean>
}

/**
 * Finds every chain from a certificate to the anchors, by names first and signatures last.
 *
 * Authorities that by their names lead to no anchor, and certificates that say of themselves that they may
 * not issue others, are asked for a signature only when there is no path without them: then they explain why.
 *
 * @standard RFC 4158
 */
export async function buildPaths<A extends Anchor>(request: PathRequest<A>): Promise<PathSearch<A>> {
  const ledger = new Ledger(request, request.budget ?? DEFAULT_PATH_BUDGET)
  const found = await searchOnce(request, ledger)
  if (found.isOpen && request.issuers !== undefined) return fetchOn(found, request, ledger)
  return searchOf(found, ledger)
}

/** Searches again with what is served, until there is a path or nobody is left to be asked. */
async function fetchOn<A extends Anchor>(
  first: Round<A>,
  request: PathRequest<A>,
  ledger: Ledger,
): Promise<PathSearch<A>> {
  const fetched: string[] = []
  const fetching = { allowance: allowance(), ...request }
  let { intermediates } = request
  let found = first
  while (found.isOpen) {
    const more = await moreIssuers(fetching, found.deadEnds, fetched)
    if (more.length === 0) break
    intermediates = [...intermediates, ...more]
    found = await searchOnce({ ...request, intermediates }, ledger)
  }
  const search = searchOf(found, ledger)
  return fetched.length === 0 ? search : { ...search, fetched }
}

function searchOf<A extends Anchor>({ paths, deadEnds }: Found<A>, { exhausted }: Ledger): PathSearch<A> {
  return exhausted === undefined ? { paths, deadEnds } : { paths, deadEnds, exhausted }
}

interface Round<A extends Anchor> extends Found<A> {
  /** Nothing was found that could be a valid path, and the search was complete. */
  readonly isOpen: boolean
}

/** One search of what is known; where it finds nothing, a second one that explains. */
async function searchOnce<A extends Anchor>(request: PathRequest<A>, ledger: Ledger): Promise<Round<A>> {
  const { certificate, anchors, keyOf = nameKey } = request
  const known = { anchors, authorities: authoritiesIn(request), keyOf }
  const { start, cut } = drawGraph(certificate.issuer, known, ledger.budget.steps)
  if (cut) ledger.spend('steps')
  const key = keyOf(certificate.subject)
  const own = ownPaths(request, key)
  const asked = { ...request, key }
  const found = await searchGraph(start, asked, { ledger, explains: false })
  const paths = own.length === 0 ? found.paths : own.concat(found.paths)
  if (paths.length > 0 || ledger.exhausted !== undefined)
    return { paths, deadEnds: paths.length > 0 ? [] : deepestFirst(found.deadEnds), isOpen: false }
  const explained = await searchGraph(start, asked, { ledger: ledger.forExplanation(), explains: true })
  const deadEnds = explained.paths.length > 0 ? [] : deepestFirst(explained.deadEnds)
  return { paths: explained.paths, deadEnds, isOpen: true }
}

/** Those given, and those known besides. */
function authoritiesIn({
  intermediates,
  authorities,
}: Pick<PathRequest<Anchor>, 'intermediates' | 'authorities'>): readonly ByName<Authority>[] {
  if (authorities === undefined) return [indexAuthorities(intermediates)]
  return intermediates.length === 0 ? [authorities] : [indexAuthorities(intermediates), authorities]
}

function deepestFirst<D extends DeadEnd>(deadEnds: readonly D[]): readonly D[] {
  return deadEnds.toSorted((a, b) => b.length - a.length)
}

/**
 * A certificate with the name and the key of an anchor is taken for the anchor's own, and proves nothing by
 * itself.
 */
function ownPaths<A extends Anchor>(
  { certificate, anchors }: PathRequest<A>,
  key: string,
): readonly Path<A>[] {
  return anchors
    .keyed(key)
    .filter(({ publicKey }) => equalBytes(publicKey.bytes, certificate.publicKey.bytes))
    .map(anchor => ({ anchor, certificates: [], signatures: [], outcome: 'unproven' }))
}
