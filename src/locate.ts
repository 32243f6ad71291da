import type { Assessment } from './assess.ts'
import { createCaches } from './caches.ts'
import type { Certificate } from './certificate/certificate.ts'
import { parseCertificate } from './certificate/parse.ts'
import { toHex } from './core/bytes.ts'
import type { Evidence } from './evidence/evidence.ts'
import { type Intermediates, readIntermediates } from './evidence/intermediates.ts'
import { type ChosenLists, chooseLists } from './qualification/choose-lists.ts'
import { findLinks, type Links } from './qualification/find-links.ts'

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
}

/**
 * The part of an assessment that needs nothing about revocation: what does it say, who may issue, is there a path. What it
 * finds says whom to ask about revocation, and that somebody may be asked at all.
 */
export async function locate(
  evidence: Pick<Evidence, 'certificate' | 'intermediates' | 'lists'>,
  { at, listsAt = at, refreshPeriod, crypto, caches = createCaches() }: Assessment,
): Promise<Located> {
  const sha256 = toHex(await crypto.digest('SHA-256', evidence.certificate))
  const parsed = parseCertificate(evidence.certificate)
  if (!parsed.ok) return { ok: false, sha256, reason: parsed.reason, offset: parsed.offset ?? 0 }
  const certificate = parsed.value
  const moments = { at, listsAt, ...(refreshPeriod !== undefined && { refreshPeriod }) }
  const chosen = chooseLists(evidence.lists, certificate, moments)
  const { list, others } = chosen
  const candidates = readIntermediates(evidence.intermediates)
  const given = candidates.certificates
  const found = await findLinks({ certificate, given, list, others, caches, crypto, at })
  return { ok: true, certificate, sha256, candidates, chosen, found }
}
