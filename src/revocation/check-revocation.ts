import type { Certificate } from '../certificate/certificate.ts'
import { toHex } from '../core/bytes.ts'
import type { Instant } from '../core/time.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { about, type Finding, undetermined } from '../requirements/finding.ts'
import { combineStatus, isElsewhere } from './combine.ts'
import { checkCrls } from './crl/check.ts'
import { checkRevocationList } from './crl/finding.ts'
import { type CrlReason, type GivenCrl, readCrl } from './crl/question.ts'
import { type Issuer, issuerInPath, type ProvenPath } from './issuer.ts'
import { checkOcsp, type OcspReason } from './ocsp/check.ts'
import { checkOcspResponse } from './ocsp/finding.ts'
import { REVOCATION_POLICY, type RevocationPolicy } from './policy.ts'
import type { StatusEvidence, UnusableStatus } from './status.ts'

/** What is known of the revocation of the certificates of a path. */
export interface RevocationRequest {
  /** A verified path, leaf first. */
  readonly path: ProvenPath
  /** Certificates among which signers of lists may be found; in any order. */
  readonly intermediates: readonly Certificate[]
  /** Stapled or fetched before, each as it came, in any order. */
  readonly ocspResponses: readonly Uint8Array[]
  /** Complete lists and deltas, DER, in any order. */
  readonly crls: readonly Uint8Array[]
  readonly at: Instant
  readonly crypto: Crypto
  readonly policy?: RevocationPolicy
}

/** A path of nine certificates with two of each kind for every one; more would only cost signatures. */
const MOST = 20

/**
 * Says of every certificate of a path, the anchor excepted, what is known of its revocation, and of every response and
 * list whether it is of use.
 *
 * @param request By {@link REVOCATION_POLICY} unless told.
 */
export async function checkRevocation(request: RevocationRequest): Promise<readonly Finding[]> {
  const { path, at, crypto, policy = REVOCATION_POLICY } = request
  const asks = policy.missing !== 'none'
  const given = asks ? await readGiven(request) : NOTHING
  const responses: StatusEvidence<OcspReason>[] = []
  const lists: StatusEvidence<CrlReason>[] = [...given.unreadable]
  const findings: Finding[] = []
  for (const [index, certificate] of path.certificates.entries()) {
    const ocsp = await askResponses(given, { certificate, issuer: issuerInPath(path, index) }, request)
    const crl = await askLists(given, { certificate, issuer: issuerInPath(path, index) }, request)
    responses.push(...ocsp)
    lists.push(...crl)
    const evidence = [...ocsp, ...crl, ...given.unreadable]
    const sha256 = toHex(await crypto.digest('SHA-256', certificate.bytes))
    findings.push(...about(sha256, combineStatus({ certificate, evidence, at, policy })))
    if (index === 0 && asks) findings.push(...about(sha256, checkNumber(request)))
  }
  return [
    ...findings,
    ...mostTelling(responses).flatMap(each => about(each.sha256, [checkOcspResponse(each, at)])),
    ...mostTelling(lists).flatMap(each => about(each.sha256, [checkRevocationList(each, at)])),
  ]
}

/** What was given, as far as it is looked at. */
interface Given {
  readonly ocspResponses: readonly Uint8Array[]
  readonly lists: readonly GivenCrl[]
  readonly unreadable: readonly UnusableStatus<CrlReason>[]
}

const NOTHING: Given = { ocspResponses: [], lists: [], unreadable: [] }

async function readGiven({ ocspResponses, crls, crypto }: RevocationRequest): Promise<Given> {
  const read = await Promise.all(crls.slice(0, MOST).map(bytes => readCrl(bytes, crypto)))
  return {
    ocspResponses: ocspResponses.slice(0, MOST),
    lists: read.flatMap(each => ('list' in each ? [each] : [])),
    unreadable: read.flatMap(each => ('list' in each ? [] : [each])),
  }
}

/** What is not looked at could hold a revocation. */
function checkNumber({ ocspResponses, crls }: RevocationRequest) {
  if (ocspResponses.length <= MOST && crls.length <= MOST) return []
  return [undetermined('revocation.status', 'too-many', { most: MOST })]
}

interface Subject {
  readonly certificate: Certificate
  readonly issuer: Issuer
}

function askResponses(
  { ocspResponses }: Given,
  subject: Subject,
  { at, crypto, policy = REVOCATION_POLICY }: RevocationRequest,
): Promise<readonly StatusEvidence<OcspReason>[]> {
  const question = { ...subject, at, crypto, ...(policy.ocsp && { policy: policy.ocsp }) }
  return Promise.all(ocspResponses.map(bytes => checkOcsp(bytes, question)))
}

async function askLists(
  { lists }: Given,
  subject: Subject,
  { path, intermediates, at, crypto }: RevocationRequest,
): Promise<readonly StatusEvidence<CrlReason>[]> {
  if (lists.length === 0) return []
  const known = [...path.certificates.slice(1), ...intermediates]
  return checkCrls({ ...subject, anchor: path.anchor, intermediates: known, lists, at, crypto })
}

/** One account of each response and list: it is about one certificate of the path, and of no use for the others. */
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
