import type { Certificate } from '../certificate/certificate.ts'
import { parseCertificate } from '../certificate/parse.ts'
import type { Crypto } from '../crypto/crypto.ts'
import type { Check } from '../requirements/finding.ts'
import { type BudgetItem, DEFAULT_PATH_BUDGET, type PathBudget } from './budget.ts'
import { buildPaths, type DeadEnd, type Path, type PathSearch } from './building/build.ts'
import { type Anchor, indexAnchors } from './building/candidates.ts'
import type { IntermediateStore } from './building/intermediate-store.ts'
import type { IssuerSource } from './building/issuer-source.ts'
import type { PathRules } from './rules.ts'
import { type PathValidation, withChecks } from './validation/check-path.ts'
import { PathChecks } from './validation/check-paths.ts'
import { isSignedByItself } from './validation/own-signature.ts'

/** A certificate, as octets of DER or as it was read. */
export type CertificateInput = Uint8Array | Certificate

/** What is asked about a certificate. */
export interface CertificateRequest extends PathRules {
  readonly certificate: CertificateInput
  /** In any order; what does not belong to a path, and what cannot be read, is not used. Absent: none. */
  readonly intermediates?: readonly CertificateInput[]
  /**
   * A certificate stands for its name and its key, and the profile says what else of it counts. Unreadable
   * ones are none.
   */
  readonly anchors: readonly (CertificateInput | Anchor)[]
  readonly crypto: Crypto
  /**
   * Intermediates that earlier valid paths have shown; those of a path that is valid are kept in it. Absent:
   * none.
   */
  readonly store?: IntermediateStore
  /**
   * Where issuers are fetched that nobody has sent, when there is no path without them. Absent: nothing is
   * fetched.
   */
  readonly issuers?: IssuerSource
  /** Ends the asking for issuers. */
  readonly signal?: AbortSignal
}

/**
 * Asks more about the certificates of a path that is valid by itself, such as their revocation: leaf first.
 */
export type FurtherChecks = (path: Path<Anchor>) => Promise<readonly (readonly Check[])[]>

/** A path that was tried, and what there was against it. */
export interface Candidate {
  readonly path: Path<Anchor>
  readonly validation: PathValidation
}

/** The answer about a certificate. */
export interface CertificateAnswer {
  /**
   * `valid` where one path is. `invalid` where every path is broken, or an issuer's name is known and its key
   * did not sign. `undetermined` where something is missing, unknown, or was too much.
   */
  readonly outcome: PathValidation['outcome']
  /** What stood in the way, of the path that got furthest: `path.length: exceeded`. Empty when valid. */
  readonly objections: readonly string[]
  /** The path that is valid, or else the one that got furthest. */
  readonly best?: Candidate
  /** All paths that were tried, best first. */
  readonly candidates: readonly Candidate[]
  /** Without a path: where the search ended, deepest first. */
  readonly deadEnds: readonly DeadEnd[]
  /** The budget that was spent before the search was complete. */
  readonly exhausted?: BudgetItem
  /** The addresses that were asked for issuers, in order; absent where none was. */
  readonly fetched?: readonly string[]
}

/**
 * Builds the paths from a certificate to the anchors and validates them one by one until one is valid.
 *
 * @param further Asked about each path that is valid by itself; what it finds counts as the rest does.
 * @throws RangeError when `maxDepth` or a limit of the budget is no number of that kind.
 * @standard RFC 5280, section 6.1; RFC 4158
 */
export async function answerAbout(
  request: CertificateRequest,
  further?: FurtherChecks,
): Promise<CertificateAnswer> {
  const leaf = read(request.certificate)
  if (leaf === undefined) return unreadable()
  const { at, crypto, profile = 'rfc5280', store, issuers, signal } = request
  const candidates = new Candidates({ ...request, profile, budget: budgetOf(request) }, further)
  const search = await buildPaths({
    certificate: leaf,
    intermediates: readable(request.intermediates ?? []),
    anchors: indexAnchors(request.anchors.flatMap(given => anchorFrom(given) ?? [])),
    crypto,
    at,
    profile,
    budget: budgetOf(request),
    ...(store && { authorities: store }),
    ...(issuers && { issuers }),
    ...(signal && { signal }),
    until: async path => (await candidates.try(path)).validation.outcome === 'valid',
  })
  const tried: Candidate[] = []
  for (const path of search.paths) tried.push(await candidates.try(path))
  const found = answer(
    tried.toSorted((a, b) => rankOf(a) - rankOf(b)),
    search,
  )
  if (found.outcome === 'valid') store?.remember(found.best?.path.certificates.slice(1) ?? [])
  return found
}

/** Paths as they come up; each is validated once. */
class Candidates {
  readonly #known = new Map<Path<Anchor>, Candidate>()
  readonly #rules: PathRules & { readonly crypto: Crypto }
  readonly #further: FurtherChecks | undefined
  readonly #checks: PathChecks

  constructor(rules: PathRules & { readonly crypto: Crypto }, further: FurtherChecks | undefined) {
    this.#rules = rules
    this.#further = further
    this.#checks = new PathChecks(rules)
  }

  async try(path: Path<Anchor>): Promise<Candidate> {
    const known = this.#known.get(path)
    if (known !== undefined) return known
    const own = isSignedByItself(path.anchor, this.#rules)
    const anchorSelfSigned = typeof own === 'boolean' ? own : await own
    const validation = this.#checks.check({ ...path, anchorSelfSigned })
    const asksMore = this.#further !== undefined && validation.outcome === 'valid'
    const more = asksMore ? await this.#further?.(path) : undefined
    const candidate = { path, validation: more === undefined ? validation : withChecks(validation, more) }
    this.#known.set(path, candidate)
    return candidate
  }
}

/** What can be read of certificates that were given. */
export function readable(given: readonly CertificateInput[]): readonly Certificate[] {
  return given.flatMap(each => read(each) ?? [])
}

function read(given: CertificateInput): Certificate | undefined {
  if (!ArrayBuffer.isView(given)) return given
  const parsed = parseCertificate(given)
  return parsed.ok ? parsed.value : undefined
}

function unreadable(): CertificateAnswer {
  return {
    outcome: 'invalid',
    objections: ['certificate.encoding: malformed'],
    candidates: [],
    deadEnds: [],
  }
}

/**
 * An anchor as somebody states it, or the one that a certificate stands for. Undefined: it cannot be read.
 */
export function anchorFrom(given: CertificateInput | Anchor): Anchor | undefined {
  if (!ArrayBuffer.isView(given) && 'name' in given) return given
  const certificate = read(given)
  if (certificate === undefined) return undefined
  const { subject, publicKey, extensions } = certificate
  const keyIdentifier = extensions.subjectKeyIdentifier
  return { name: subject, publicKey, certificate, ...(keyIdentifier && { keyIdentifier }) }
}

/** A depth that is allowed is also one that may be searched. */
function budgetOf({ budget = DEFAULT_PATH_BUDGET, maxDepth = 0 }: CertificateRequest): PathBudget {
  const limits = { ...budget, intermediates: Math.max(budget.intermediates, maxDepth) }
  for (const [name, limit] of Object.entries({ ...limits, maxDepth })) {
    const least = name === 'intermediates' || name === 'maxDepth' ? 0 : 1
    if (!Number.isSafeInteger(limit) || limit < least)
      throw new RangeError(`${name} must be a whole number, at least ${least}`)
  }
  return limits
}

/**
 * A valid path first, then those with the fewest objections; one violation weighs more than any open
 * question.
 */
function rankOf({ validation }: Candidate): number {
  const outcomes = checksOf(validation).map(({ outcome }) => outcome)
  const violations = outcomes.filter(outcome => outcome === 'violated').length
  return violations * 1000 + outcomes.filter(outcome => outcome === 'undetermined').length
}

function checksOf({ anchor, certificates }: PathValidation) {
  return [...anchor, ...certificates.flatMap(({ checks }) => checks)].filter(
    ({ severity }) => severity === 'error',
  )
}

function answer(
  candidates: readonly Candidate[],
  { deadEnds, exhausted, fetched }: PathSearch<Anchor>,
): CertificateAnswer {
  const best = candidates.find(({ validation }) => validation.outcome === 'valid') ?? candidates[0]
  const rest = { candidates, deadEnds, ...(exhausted && { exhausted }), ...(fetched && { fetched }) }
  if (best === undefined) return { ...withoutPath(deadEnds, exhausted), ...rest }
  const { outcome } = best.validation
  if (outcome === 'valid') return { outcome, objections: [], best, ...rest }
  const isOpen = exhausted !== undefined || candidates.some(each => each.validation.outcome !== 'invalid')
  const stopped = exhausted === undefined ? [] : ['path.anchor: budget-spent']
  const objections = [...stopped, ...objectionsTo(best)]
  return { outcome: isOpen ? 'undetermined' : 'invalid', objections, best, ...rest }
}

function objectionsTo({ path, validation }: Candidate): readonly string[] {
  const found = checksOf(validation).filter(({ reason }) => reason !== undefined)
  if (path.certificates.length === 0) return ['path.anchor: anchor-itself']
  return found.map(({ code, reason }) => `${code}: ${reason}`)
}

function withoutPath(
  deadEnds: readonly DeadEnd[],
  exhausted: BudgetItem | undefined,
): Pick<CertificateAnswer, 'outcome' | 'objections'> {
  if (exhausted !== undefined) return { outcome: 'undetermined', objections: ['path.anchor: budget-spent'] }
  if (deadEnds.some(({ reason }) => reason === 'issuer-not-found'))
    return { outcome: 'undetermined', objections: ['path.anchor: issuer-not-found'] }
  return { outcome: 'invalid', objections: ['path.anchor: no-valid-signature'] }
}
