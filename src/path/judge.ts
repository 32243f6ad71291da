import type { Certificate } from '../certificate/certificate.ts'
import { formatName } from '../certificate/name/name.ts'
import type { Instant } from '../core/time.ts'
import type { Code } from '../requirements/catalogue.ts'
import { type Check, satisfied, undetermined, violated } from '../requirements/finding.ts'
import type { Path, PathSearch } from './building/build.ts'
import type { Anchor } from './building/candidates.ts'
import { type CertificateChecks, checkPath } from './validation/check-path.ts'
import { PathChecks } from './validation/check-paths.ts'

/** A path, and what was checked on it at a moment. */
export interface JudgedPath<A extends Anchor> {
  readonly path: Path<A>
  readonly certificates: readonly CertificateChecks[]
}

/** What a search for paths comes to at a moment. */
export interface PathJudgement<A extends Anchor> {
  /** Whether there is a path at all. */
  readonly anchor: Check
  /** All that were found, in the order of the search. */
  readonly paths: readonly JudgedPath<A>[]
  /** The one that got furthest. */
  readonly best?: JudgedPath<A>
}

/**
 * Picks the proven path with the fewest objections, the first found among equals, and says what there is to
 * say without one. Where the search was stopped, a path that is broken says nothing of the certificate: a
 * better one may not have been found.
 */
export function judgeSearch<A extends Anchor>(search: PathSearch<A>, at: Instant): PathJudgement<A> {
  const checks = new PathChecks({ at, profile: 'eidas' })
  const paths = search.paths.map(path => ({ path, certificates: checks.check(path).certificates }))
  const best = leastObjected(paths)
  if (best === undefined) return { anchor: withoutPath(search), paths }
  const { path } = best
  const facts = {
    anchor: formatName(path.anchor.name),
    path: path.certificates.map(({ subject }) => formatName(subject)),
    paths: search.paths.length,
  }
  const { exhausted } = search
  if (exhausted !== undefined && isBroken(best.certificates)) {
    const broken = { ...facts, budget: exhausted, objections: violationsIn(best.certificates) }
    return { anchor: undetermined('path.anchor', 'budget-spent', broken), paths }
  }
  if (path.outcome === 'verified') return { anchor: satisfied('path.anchor', facts), paths, best }
  const reason = path.certificates.length === 0 ? 'anchor-itself' : 'not-checkable'
  return { anchor: undetermined('path.anchor', reason, facts), paths, best }
}

function leastObjected<A extends Anchor>(paths: readonly JudgedPath<A>[]): JudgedPath<A> | undefined {
  if (paths.length < 2) return paths[0]
  const [best] = paths.toSorted(
    (a, b) => rank(a.path) - rank(b.path) || objections(a.certificates) - objections(b.certificates),
  )
  return best
}

/** A spent budget comes first: what was not searched cannot be said to be missing. */
function withoutPath({ deadEnds, exhausted }: PathSearch<Anchor>): Check {
  const [deepest] = deadEnds
  const facts =
    deepest === undefined
      ? {}
      : { certificate: formatName(deepest.certificate.subject), issuer: issuerOf(deepest) }
  if (exhausted !== undefined)
    return undetermined('path.anchor', 'budget-spent', { ...facts, budget: exhausted })
  if (deadEnds.some(({ reason }) => reason === 'issuer-not-found')) {
    return undetermined('path.anchor', 'issuer-not-found', facts)
  }
  return violated('path.anchor', 'no-valid-signature', facts)
}

function issuerOf({ certificate }: { readonly certificate: Certificate }): string {
  return formatName(certificate.issuer)
}

/** A path that is proven comes before one that is not. */
function rank({ outcome }: Path<Anchor>): number {
  return outcome === 'verified' ? 0 : 1
}

/** Only errors decide, as everywhere. */
function isBroken(certificates: readonly CertificateChecks[]): boolean {
  return violationsIn(certificates).length > 0
}

function violationsIn(certificates: readonly CertificateChecks[]): readonly string[] {
  return certificates
    .flatMap(({ checks }) => checks)
    .filter(({ outcome, severity }) => outcome === 'violated' && severity === 'error')
    .map(({ code, reason }) => `${code}: ${reason}`)
}

/** Ranks a path: one violation weighs more than any number of open questions. */
function objections(certificates: readonly CertificateChecks[]): number {
  const outcomes = certificates.flatMap(({ checks }) => checks).map(({ outcome }) => outcome)
  const violations = outcomes.filter(outcome => outcome === 'violated').length
  return violations * 1000 + outcomes.filter(outcome => outcome === 'undetermined').length
}

/**
 * Whether a path to an authority stands, at whatever moment: what is violated makes it no path, what is open
 * makes it an open one. Validity is not asked here, because it is asked at more than one moment; of the leaf
 * only what its authorities demand of it. A signature that may no longer be relied on proves nothing either
 * way, so it leaves the path open.
 */
export function standing(path: Path<Anchor>, at: Instant): Standing {
  return standingOf({ path, certificates: checkPath(path, { at, profile: 'eidas' }).certificates })
}

export type Standing = 'verified' | 'undetermined' | 'broken'

/** The same of a path that was judged at that moment. */
export function standingOf({ path, certificates }: JudgedPath<Anchor>): Standing {
  let isOpen = path.outcome === 'unproven'
  for (const [index, { checks }] of certificates.entries()) {
    for (const { code, outcome } of checks) {
      const counts = index === 0 ? DEMANDED.has(code) : !AT_A_MOMENT.has(code)
      if (counts && outcome === 'violated') return 'broken'
      if (counts && outcome === 'undetermined') isOpen = true
    }
  }
  return isOpen ? 'undetermined' : 'verified'
}

const AT_A_MOMENT: ReadonlySet<Code> = new Set(['certificate.validity-period', 'path.algorithm'])

/** What the authorities of a path demand of its leaf. */
const DEMANDED: ReadonlySet<Code> = new Set(['path.name-chaining', 'path.name-constraints', 'path.policies'])
