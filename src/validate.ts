import { type Assessment, assessLocated } from './assess.ts'
import { createCaches } from './caches.ts'
import { type Allowance, allowance } from './core/allowance.ts'
import type { Evidence } from './evidence/evidence.ts'
import { gatherStatus } from './evidence/gather-status.ts'
import { joinSignals } from './evidence/join-signals.ts'
import { withIssuers } from './gather-issuers.ts'
import { gatherLists } from './gather-lists.ts'
import { type Equipped, type Located, locate, trustedPath } from './locate.ts'
import { refuseMisuse } from './misuse.ts'
import { ownEvidence, ownPorts, ownTerms } from './own-arguments.ts'
import type { IssuerSource } from './path/building/issuer-source.ts'
import type { StatusSources } from './revocation/ports.ts'
import { authenticateLists } from './trust-list/authenticate.ts'
import { NOTICE_2026, type OfficialJournalNotice } from './trust-list/notices.ts'
import type { ListSource } from './trust-list/source.ts'
import { supplyPointsOf } from './trust-list/supply-points.ts'
import type { TrustListSet } from './trust-list/trust-list-set.ts'
import { QWAC_POLICY } from './verdict/policy.ts'
import type { Report } from './verdict/report.ts'

/** What is asked: a certificate, when, and by which notice the lists are trusted. */
export interface Question extends Omit<Assessment, 'crypto'> {
  readonly certificate: Uint8Array
  readonly intermediates?: readonly Uint8Array[]
  /**
   * OCSP responses that came with it or were fetched before, as they came, in any order. Their octets must
   * not change before the report is there; with `caches`, never.
   */
  readonly ocspResponses?: readonly Uint8Array[]
  /** Revocation lists, complete ones and deltas, DER, in any order. The same holds for their octets. */
  readonly crls?: readonly Uint8Array[]
  /**
   * The newest notice of the Official Journal unless told; only for lists that are still to be authenticated.
   */
  readonly notice?: OfficialJournalNotice
  /** Ends the asking early; what is known by then is judged. */
  readonly signal?: AbortSignal
}

/** Where evidence comes from, and whose arithmetic is used. */
export interface Ports extends Pick<Assessment, 'crypto'>, Partial<StatusSources> {
  /**
   * Files to authenticate, for which the deadline holds too, if there is one; or a set that was authenticated
   * before and is used again.
   */
  readonly lists: ListSource | TrustListSet
  /**
   * Where issuers are fetched that nobody has sent. Asked only when the policy says `fetchIssuers`. What is
   * asked here counts among the eight exchanges of a validation with servers, and against its deadline, which
   * it needs.
   */
  readonly issuers?: IssuerSource
}

/**
 * Gathers the evidence through the ports, then assesses it.
 *
 * @throws TypeError as {@link gather} says.
 */
export async function validate(question: Question, ports: Ports): Promise<Report> {
  const { evidence, located, assessment } = await gathered(question, ports)
  return assessLocated(located, evidence, assessment)
}

/**
 * Gathers the evidence through the ports: the lists, and about the path to them what responders and
 * distribution points say of revocation. `assess` comes to the same report by it at any time.
 *
 * @throws TypeError when a notice is named for lists that were authenticated before, by whatever notice; or
 *   when there is a source of issuers or of revocation information and no deadline. TypeError or RangeError
 *   as `assess` says.
 */
export async function gather(question: Question, ports: Ports): Promise<Evidence> {
  return (await gathered(question, ports)).evidence
}

async function gathered(question: Question, given: Ports) {
  const ports = ownPorts(given)
  const { certificate, intermediates = [], ocspResponses = [], crls = [], notice, signal } = question
  const { lists, crypto } = ports
  if (notice !== undefined && !('files' in lists)) throw new TypeError('the lists are authenticated already')
  const sources = statusSources(ports)
  const terms = ownTerms(question)
  refuseMisuse({ certificate, intermediates, ocspResponses, crls }, terms)
  const own = ownEvidence({ certificate, intermediates, ocspResponses, crls })
  const assessment = { ...terms, crypto, caches: terms.caches ?? createCaches() }
  const by = { ...terms, ...(notice && { notice }), ...(signal && { signal }) }
  const before: Evidence = { ...own, lists: await listsFor(by, ports) }
  const first = await locate(before, assessment)
  if (sources === undefined && ports.issuers === undefined)
    return { evidence: before, located: first, assessment }
  const time = joinSignals([ports.deadline?.(), signal])
  try {
    const limits = { signal: time.signal, allowance: allowance() }
    const search = { given: before, located: first, assessment, issuers: ports.issuers, ...limits }
    const { given: evidence, located } = await withIssuers(search)
    if (sources === undefined) return { evidence, located, assessment }
    const fetched = await askAbout({ located, given: evidence, assessment, sources, ...limits })
    return { evidence: { ...evidence, fetched }, located, assessment }
  } finally {
    time.end()
  }
}

/**
 * Lists have a time of their own, in which those that came are verified; that of the requests begins after
 * it.
 */
async function listsFor(
  { at, listsAt = at, notice = NOTICE_2026, signal }: Omit<Question, 'certificate'>,
  ports: Ports,
): Promise<TrustListSet> {
  const { lists, crypto } = ports
  if (!('files' in lists)) return lists
  const time = joinSignals([ports.deadline?.(), signal])
  try {
    return await gatherLists(lists, { notice, crypto, at: listsAt, signal: time.signal })
  } finally {
    time.end()
  }
}

/** Whom to ask; undefined where nobody is. */
function statusSources(ports: Omit<Ports, 'lists'>): Omit<StatusSources, 'deadline'> | undefined {
  const { ocsp, crl, issuers, deadline } = ports
  const asks = ocsp !== undefined || crl !== undefined || issuers !== undefined
  if (asks && deadline === undefined) throw new TypeError('whoever asks over a network needs a deadline')
  return ocsp === undefined && crl === undefined ? undefined : ports
}

interface Asking {
  readonly located: Located
  readonly given: Evidence
  readonly assessment: Equipped
  readonly sources: Omit<StatusSources, 'deadline'>
  readonly signal: AbortSignal
  readonly allowance: Allowance
}

/**
 * Nobody is asked before a path to a listed service is verified, nor where the policy does not want to know.
 */
async function askAbout({ located, given, assessment, sources, signal, allowance }: Asking) {
  const path = located.ok ? trustedPath(located) : undefined
  const { at, crypto, caches, policy = QWAC_POLICY } = assessment
  if (!located.ok || path === undefined || policy.revocation?.missing === 'none') return []
  const { ocspResponses = [], crls = [] } = given
  const { status: memo } = caches
  const request = {
    path,
    intermediates: located.candidates.certificates,
    ocspResponses,
    crls,
    at,
    memo,
    crypto: memo.crypto(crypto),
    others: 'service' in path.anchor ? supplyPointsOf(path.anchor.service) : [],
    ...(policy.revocation && { policy: policy.revocation }),
    allowance,
    signal,
  }
  return gatherStatus(request, sources)
}

/**
 * Authenticates the files of a source once, to be used for many certificates.
 *
 * @param at The moment at which the signatures of the lists must be strong enough.
 */
export async function authenticate(
  source: ListSource,
  {
    notice = NOTICE_2026,
    crypto,
    at,
  }: Pick<Assessment, 'crypto' | 'at'> & { readonly notice?: OfficialJournalNotice },
): Promise<TrustListSet> {
  return authenticateLists({ ...(await source.files()), notice, crypto, at })
}
