import { toHex } from '../core/bytes.ts'
import type { Crypto } from '../crypto/crypto.ts'
import type { Fact } from '../requirements/finding.ts'
import type { FetchedStatus } from '../revocation/fetched.ts'
import type { CertificateEvidence } from '../revocation/judge-certificate.ts'
import type { StatusMaterial } from '../revocation/material.ts'
import type { StatusMemory, StatusToKeep } from '../revocation/ports.ts'
import { isFinal, type VerifiedStatus } from '../revocation/status.ts'

/** What came, and what was found of it. */
export interface Harvest {
  /** What a memory finds it by. */
  readonly key: string
  readonly came: FetchedStatus
  readonly evidence: CertificateEvidence
  readonly material: StatusMaterial
}

/**
 * Hands a response or list over to a memory, where it was verified and says something that lasts. It is not
 * waited for.
 */
export async function keepStatus(harvest: Harvest, memory: StatusMemory, crypto: Crypto): Promise<void> {
  const sha256 = toHex(await crypto.digest('SHA-256', harvest.came.bytes))
  const found = harvest.came.source === 'ocsp' ? responseToKeep(harvest, sha256) : listToKeep(harvest, sha256)
  if (found === undefined) return
  const status: StatusToKeep = harvest.came.remembered ? { ...found, remembered: true } : found
  // Within an async function, so that a memory that throws at once is as good as one that rejects.
  const kept = (async () => memory.keep(harvest.key, status))()
  kept.catch(() => undefined)
}

/** `unknown` is not kept: the certificate may be entered a second later. */
function responseToKeep({ came, evidence }: Harvest, sha256: string): StatusToKeep | undefined {
  const found = evidence.ocsp.find(each => each.sha256 === sha256)
  if (found?.outcome !== 'verified' || found.status.status === 'unknown') return undefined
  const { thisUpdate, freshUntil, status } = found
  // A hold ends when a newer answer is good, so it has the place of what is asked for anew and replaced.
  const says = isFinal(status) ? 'revoked' : 'good'
  return { bytes: came.bytes, source: 'ocsp', says, thisUpdate, freshUntil }
}

/** A list is verified where it is an answer, or a part of one. */
function listToKeep({ came, evidence, material }: Harvest, sha256: string): StatusToKeep | undefined {
  const answers = evidence.crl.flatMap(each => (each.outcome === 'verified' ? partsOf(each) : []))
  const parts = evidence.crl.flatMap(each =>
    each.outcome === 'unusable' && each.reason === 'reasons-not-covered' ? [each.sha256] : [],
  )
  if (![...answers, ...parts].includes(sha256)) return undefined
  const list = material.lists.find(each => each.sha256 === sha256)?.list
  if (list?.nextUpdate === undefined) return undefined
  const { thisUpdate, nextUpdate: freshUntil } = list
  return { bytes: came.bytes, source: 'crl', says: 'list', thisUpdate, freshUntil }
}

function partsOf({ sha256, facts = {} }: VerifiedStatus): readonly Fact[] {
  const { delta = null, others = [] } = facts
  return [sha256, delta, ...(Array.isArray(others) ? others : [])]
}
