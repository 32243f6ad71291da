import type { Certificate } from '../certificate/certificate.ts'
import type { Instant } from '../core/time.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { about, type Finding, undetermined } from '../requirements/finding.ts'
import { combineStatus, isElsewhere } from './combine.ts'
import { checkRevocationList } from './crl/finding.ts'
import type { CrlReason } from './crl/question.ts'
import type { ProvenPath } from './issuer.ts'
import { judgeCertificate } from './judge-certificate.ts'
import { MOST_GIVEN, readMaterial, type StatusObjects } from './material.ts'
import { createStatusMemo, type StatusMemo } from './memo.ts'
import { checkOcspResponse } from './ocsp/finding.ts'
import type { OcspReason } from './ocsp/question.ts'
import { REVOCATION_POLICY, type RevocationPolicy } from './policy.ts'
import type { StatusEvidence } from './status.ts'
import { statusContext } from './status-context.ts'

/** What is known of the revocation of the certificates of a path. */
export interface RevocationRequest extends StatusObjects {
  readonly path: ProvenPath
  /** Certificates among which signers of lists may be found; in any order. */
  readonly intermediates: readonly Certificate[]
  readonly at: Instant
  readonly crypto: Crypto
  /** {@link REVOCATION_POLICY} unless told. */
  readonly policy?: RevocationPolicy
  /** Makes further judgements of the same responses and lists fast; changes no answer. */
  readonly memo?: StatusMemo
}

/**
 * Says of every certificate of a path, the anchor excepted, what is known of its revocation, and of every
 * response and list whether it is of use.
 */
export async function checkRevocation(request: RevocationRequest): Promise<readonly Finding[]> {
  const { path, fetched = [], at, policy = REVOCATION_POLICY, memo = createStatusMemo() } = request
  const asks = policy.missing !== 'none'
  const crypto = memo.crypto(request.crypto)
  const material = await readMaterial(asks ? request : NOTHING, memo, crypto)
  const responses: StatusEvidence<OcspReason>[] = []
  const lists: StatusEvidence<CrlReason>[] = []
  const findings: Finding[] = []
  const context = statusContext({ ...request, crypto, memo })
  for (const [index, certificate] of path.certificates.entries()) {
    const judged = await judgeCertificate(index, material, context)
    if (judged === undefined) continue
    const { sha256, ocsp, crl, unavailable } = judged
    responses.push(...ocsp)
    lists.push(...crl)
    const evidence = [...ocsp, ...crl, ...unavailable]
    const wasAnswered = fetched.some(each => each.certificate === sha256 && 'bytes' in each)
    findings.push(...about(sha256, combineStatus({ certificate, evidence, wasAnswered, at, policy })))
    if (index === 0 && asks) findings.push(...about(sha256, checkNumber(request)))
  }
  return [
    ...findings,
    ...mostTelling(responses).flatMap(each => about(each.sha256, [checkOcspResponse(each, at)])),
    ...mostTelling([...lists, ...material.unreadable]).flatMap(each =>
      about(each.sha256, [checkRevocationList(each, at)]),
    ),
  ]
}

const NOTHING: StatusObjects = { ocspResponses: [], crls: [] }

/** What is not looked at could hold a revocation. */
function checkNumber({ ocspResponses, crls }: RevocationRequest) {
  if (ocspResponses.length <= MOST_GIVEN && crls.length <= MOST_GIVEN) return []
  return [undetermined('revocation.status', 'too-many', { most: MOST_GIVEN })]
}

/**
 * One account of each response and list: it is about one certificate of the path, and of no use for the
 * others.
 */
function mostTelling<R extends string>(all: readonly StatusEvidence<R>[]): readonly StatusEvidence<R>[] {
  const kept = new Map<string, StatusEvidence<R>>()
  for (const each of all) {
    const known = kept.get(each.sha256)
    if (known === undefined || weight(each) > weight(known)) kept.set(each.sha256, each)
  }
  return [...kept.values()]
}

/** A revocation outweighs a good status: one list can tell of several certificates. */
function weight(evidence: StatusEvidence): number {
  if (evidence.outcome === 'unusable') return isElsewhere(evidence) ? 0 : 1
  return evidence.status.status === 'good' ? 2 : 3
}
