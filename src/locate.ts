import type { Assessment } from './assess.ts'
import type { Caches } from './caches.ts'
import type { Certificate } from './certificate/certificate.ts'
import { allOf } from './core/later.ts'
import type { Evidence } from './evidence/evidence.ts'
import { type Intermediates, sortIntermediates } from './evidence/intermediates.ts'
import { type AgreedPath, findAgreedPath } from './path/agreed-path.ts'
import type { BilateralAnchor } from './path/bilateral-anchors.ts'
import type { Path } from './path/building/build.ts'
import { type ChosenLists, chooseLists } from './qualification/choose-lists.ts'
import { findLinks, type Links } from './qualification/find-links.ts'
import type { ServiceAnchor } from './qualification/service-anchors.ts'
import { agreementsOf, type Policy, QWAC_POLICY } from './verdict/policy.ts'

/** An assessment that has what it remembers by. */
export type Equipped = Assessment & { readonly caches: Caches }

/** A certificate, the lists that may know its issuer, and the paths to them; or why it cannot be read. */
export type Located =
  | Place
  | { readonly ok: false; readonly sha256: string; readonly reason: string; readonly offset: number }

export interface Place {
  readonly ok: true
  readonly certificate: Certificate
  /** Of the certificate, lower-case hexadecimal. */
  readonly sha256: string
  readonly candidates: Intermediates
  readonly chosen: ChosenLists
  readonly found: Links
  /** The path to the authority of a counterparty, where the policy looks at agreements. */
  readonly agreed?: AgreedPath
}

/**
 * The path by which the certificate is trusted, each signature of it proven. An agreement comes before the
 * lists.
 */
export function trustedPath({
  found,
  agreed,
}: Place): Path<BilateralAnchor> | Path<ServiceAnchor> | undefined {
  if (agreed === undefined) return found.verified
  return agreed.path.outcome === 'verified' ? agreed.path : undefined
}

/**
 * The part of an assessment that needs nothing about revocation: what does it say, who may issue, is there a
 * path. What it finds says whom to ask about revocation, and that somebody may be asked at all.
 */
export async function locate(
  evidence: Pick<Evidence, 'certificate' | 'intermediates' | 'lists'>,
  { at, listsAt = at, refreshPeriod, caches, policy = QWAC_POLICY, crypto: plain }: Equipped,
): Promise<Located> {
  const { sha256, parsed } = await caches.certificates.read(evidence.certificate, plain)
  if (!parsed.ok) return { ok: false, sha256, reason: parsed.reason, offset: parsed.offset ?? 0 }
  const certificate = parsed.value
  const moments = { at, listsAt, caches, ...(refreshPeriod !== undefined && { refreshPeriod }) }
  const chosen = chooseLists(evidence.lists, certificate, moments)
  const { list, others } = chosen
  const given = await allOf(evidence.intermediates.map(each => caches.certificates.read(each, plain)))
  // The same octets are the same certificate, however little is remembered: what a search costs does not
  // depend on it.
  const candidates = sortIntermediates(
    given.map(each => (each.sha256 === sha256 ? { sha256, parsed } : each)),
  )
  const intermediates = candidates.certificates
  const crypto = caches.signatures.crypto(plain)
  const found = await findLinks({ certificate, given: intermediates, list, others, caches, crypto, at })
  const agreements = agreementsOf(policy)
  const agreed =
    agreements && (await findAgreedPath({ certificate, intermediates, ...agreements, at, crypto }))
  const isPreferred = agreed !== undefined && (!isBroken(agreed) || !isListed(found) || asksAgreement(policy))
  return { ok: true, certificate, sha256, candidates, chosen, found, ...(isPreferred && { agreed }) }
}

/** Whoever accepts both kinds of anchors is not kept from a listed service by an agreement that is over. */
function isBroken({ agreement }: AgreedPath): boolean {
  return agreement.outcome !== 'satisfied'
}

function isListed({ verified }: Links): boolean {
  return verified !== undefined
}

function asksAgreement({ required }: Policy): boolean {
  return required.includes('path.agreement')
}
