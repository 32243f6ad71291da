import { createHash } from 'node:crypto'
import { equalBytes, toHex } from '../../core/bytes.ts'
import { type Oid, oid } from '../../core/oid.ts'
import type { Instant } from '../../core/time.ts'
import type { Authority, Mint } from '../certificates/authorities.ts'
import { type BookEntry, type IssuerIdentity, type RevocationBook, standingAt } from './book.ts'
import { periodWithNews } from './freshness.ts'
import {
  CERT_ID_HASHES,
  certId,
  issueOcspResponse,
  type OcspPlan,
  ocspError,
  type SingleResponsePlan,
} from './ocsp.ts'
import { type CertIdFields, type OcspRequest, parseOcspRequest } from './ocsp-request.ts'
import type { OcspOptions } from './options.ts'
import type { RevocationSigners } from './signers.ts'

/** What answers are made from. */
export interface RevocationContext {
  readonly mint: Mint
  readonly clock: () => Instant
  readonly book: RevocationBook
  readonly signers: RevocationSigners
  readonly issuers: readonly RevocationIssuer[]
}

export interface RevocationIssuer extends IssuerIdentity {
  readonly authority: Authority
}

/** @throws RangeError when it is no authority of this world. */
export function issuerOf({ issuers }: RevocationContext, { name, key }: IssuerIdentity): RevocationIssuer {
  const issuer = issuers.find(each => equalBytes(each.name, name) && equalBytes(each.key, key))
  if (!issuer) throw new RangeError('not an authority of this world')
  return issuer
}

/** A response for one certificate, in all the ways in which it can be good or bad. */
export async function respondAbout(
  context: RevocationContext,
  certificate: Uint8Array,
  options: OcspOptions,
): Promise<Uint8Array> {
  const entry = context.book.lookup(certificate)
  if (options.error) return ocspError(options.error)
  const { authority } = issuerOf(context, entry.issuer)
  const { hash = 'SHA-1', certHash = isGerman(authority), signer = 'delegated', nonce } = options
  const single = singleResponse(context, options, {
    certId: certId(hash, entry.issuer, entry.serialNumber),
    entry,
    ...(certHash && { hashed: certificate }),
  })
  const plan = { producedAt: single.thisUpdate, responses: [single], ...(nonce && { nonce }) }
  return issueOcspResponse(context.mint.provider, await context.signers.ofResponse(authority, signer), plan)
}

/**
 * A responder that answers whatever is sent. An answer without a nonce is made once, and served until
 * something happens or the clock moves: signing for everybody who asks is more than busy responders do.
 *
 * @standard RFC 6960, section 2.5
 */
export function createOcspResponder(
  context: RevocationContext,
): (request: Uint8Array) => Promise<Uint8Array> {
  const { book, clock } = context
  const made = new Map<string, Promise<Uint8Array>>()
  let state = ''
  return request => {
    const parsed = parseOcspRequest(request)
    if (!parsed.ok) return Promise.resolve(ocspError('malformedRequest'))
    if (parsed.value.nonce) return respondTo(context, parsed.value)
    const current = `${book.edition()} ${clock()}`
    if (state !== current || made.size >= MOST_MADE) made.clear()
    state = current
    const key = toHex(request)
    const answer = made.get(key) ?? respondTo(context, parsed.value)
    made.set(key, answer)
    return answer
  }
}

const MOST_MADE = 10_000

async function respondTo(context: RevocationContext, { asked, nonce }: OcspRequest): Promise<Uint8Array> {
  const [first, ...others] = asked.map(id => namedIssuer(context, id))
  if (!first || others.some(other => other !== first)) return ocspError('unauthorized')
  const responses = asked.map(id => answerTo(context, first, id))
  const producedAt = periodWithNews(
    'fresh',
    context.clock(),
    responses.map(({ thisUpdate }) => thisUpdate),
  ).thisUpdate
  const plan: OcspPlan = { producedAt, responses, ...(nonce && { nonce }) }
  return issueOcspResponse(
    context.mint.provider,
    await context.signers.ofResponse(first.authority, 'delegated'),
    plan,
  )
}

function answerTo(
  context: RevocationContext,
  issuer: RevocationIssuer,
  id: CertIdFields,
): SingleResponsePlan {
  const entry = context.book.find(issuer, id.serialNumber)
  if (!entry) return singleResponse(context, { status: 'unknown' }, { certId: id.bytes })
  const hashed = isGerman(issuer.authority) && { hashed: entry.certificate }
  return singleResponse(context, {}, { certId: id.bytes, entry, ...hashed })
}

interface Subject extends Pick<SingleResponsePlan, 'certId' | 'hashed'> {
  readonly entry?: BookEntry
}

/** Tells what was known when it was made, unless another status is asked for. */
function singleResponse(
  { clock }: RevocationContext,
  { status, freshness = 'fresh' }: Pick<OcspOptions, 'status' | 'freshness'>,
  { entry, ...subject }: Subject,
): SingleResponsePlan {
  const period = periodWithNews(freshness, clock(), entry?.events.map(({ at }) => at) ?? [])
  const standing = entry && standingAt(entry, period.thisUpdate)
  const revoked = standing ?? { at: period.thisUpdate, reason: 'unspecified' as const }
  if (status === 'good' || status === 'unknown') return { ...period, ...subject, status }
  return { ...period, ...subject, status: status === 'revoked' || standing ? revoked : 'good' }
}

/** The authority whose name and key have the hashes of a CertID. */
function namedIssuer({ issuers }: RevocationContext, id: CertIdFields): RevocationIssuer | undefined {
  const digest = DIGESTS.get(id.hash)
  if (digest === undefined) return undefined
  const isHash = (hash: Uint8Array, octets: Uint8Array) =>
    equalBytes(hash, createHash(digest).update(octets).digest())
  return issuers.find(({ name, key }) => isHash(id.nameHash, name) && isHash(id.keyHash, key))
}

const DIGESTS: ReadonlyMap<Oid, string> = new Map(
  Object.values(CERT_ID_HASHES).map(({ id, digest }) => [oid(id), digest]),
)

/** Responders of German providers must tell the hash of the certificate. */
function isGerman({ id }: Authority): boolean {
  return id.startsWith('DE-')
}
