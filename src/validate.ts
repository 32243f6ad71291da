import { type Assessment, assess } from './assess.ts'
import type { Evidence } from './evidence/evidence.ts'
import { authenticateLists } from './trust-list/authenticate.ts'
import { NOTICE_2026, type OfficialJournalNotice } from './trust-list/notices.ts'
import type { ListSource } from './trust-list/source.ts'
import type { TrustListSet } from './trust-list/trust-list-set.ts'
import type { Report } from './verdict/report.ts'

/** What is asked: a certificate, when, and by which notice the lists are trusted. */
export interface Question extends Omit<Assessment, 'crypto'> {
  readonly certificate: Uint8Array
  readonly intermediates?: readonly Uint8Array[]
  /** OCSP responses that came with it or were fetched before, as they came, in any order. */
  readonly ocspResponses?: readonly Uint8Array[]
  /** Revocation lists, complete ones and deltas, DER, in any order. */
  readonly crls?: readonly Uint8Array[]
  /** The newest notice of the Official Journal unless told; only for lists that are still to be authenticated. */
  readonly notice?: OfficialJournalNotice
}

/** Where evidence comes from, and whose arithmetic is used. */
export interface Ports extends Pick<Assessment, 'crypto'> {
  /** Files to authenticate; or a set that was authenticated before and is used again. */
  readonly lists: ListSource | TrustListSet
}

/**
 * Gathers the evidence through the ports, then assesses it.
 *
 * @throws TypeError when a notice is named for lists that were authenticated before, by whatever notice.
 */
export async function validate(question: Question, { lists, crypto }: Ports): Promise<Report> {
  const { certificate, intermediates = [], ocspResponses = [], crls = [], notice, ...assessment } = question
  if (notice !== undefined && !('files' in lists)) throw new TypeError('the lists are authenticated already')
  const moment = question.listsAt ?? question.at
  const set =
    'files' in lists ? await authenticate(lists, { ...(notice && { notice }), crypto, at: moment }) : lists
  const evidence: Evidence = { certificate, intermediates, lists: set, ocspResponses, crls }
  return assess(evidence, { ...assessment, crypto })
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
