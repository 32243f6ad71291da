import type { Certificate } from '../certificate/certificate.ts'
import { toHex } from '../core/bytes.ts'
import type { Instant } from '../core/time.ts'
import type { Crypto } from '../crypto/crypto.ts'
import type { Path } from '../path/build.ts'
import type { Anchor } from '../path/candidates.ts'
import { about, type Finding, undetermined } from '../requirements/finding.ts'
import { combineStatus } from './combine.ts'
import { checkOcsp, type OcspReason } from './ocsp-check.ts'
import { checkOcspResponse } from './ocsp-finding.ts'
import type { Issuer } from './ocsp-signer.ts'
import { REVOCATION_POLICY, type RevocationPolicy } from './policy.ts'
import type { StatusEvidence } from './status.ts'

/** What is known of the revocation of the certificates of a path. */
export interface RevocationRequest {
  /** A verified path, leaf first. */
  readonly path: Pick<Path<Anchor>, 'anchor' | 'certificates'>
  /** Stapled or fetched before, each as it came, in any order. */
  readonly ocspResponses: readonly Uint8Array[]
  readonly at: Instant
  readonly crypto: Crypto
  /** {@link REVOCATION_POLICY} unless told. */
  readonly policy?: RevocationPolicy
}

/** A path of nine certificates with two responses for each; more would only cost signatures. */
const MAX_RESPONSES = 20

/**
 * Says of every certificate of a path, the anchor excepted, what is known of its revocation, and of every response whether
 * it is of use.
 */
export async function checkRevocation(request: RevocationRequest): Promise<readonly Finding[]> {
  const { path, ocspResponses, crypto, policy = REVOCATION_POLICY } = request
  const evidence = new Map<Uint8Array, StatusEvidence<OcspReason>>()
  const asked = policy.missing === 'none' ? [] : ocspResponses.slice(0, MAX_RESPONSES)
  const findings: Finding[] = []
  for (const [index, certificate] of path.certificates.entries()) {
    const answers = await answersAbout(certificate, issuerOf(path, index), {
      ...request,
      ocspResponses: asked,
    })
    for (const [response, answer] of answers) keepTheMostTelling(evidence, response, answer)
    const combined = combineStatus({ certificate, evidence: [...answers.values()], at: request.at, policy })
    findings.push(...about(toHex(await crypto.digest('SHA-256', certificate.bytes)), combined))
  }
  const [leaf = ''] = findings.map(({ about: sha256 }) => sha256)
  const tooMany = ocspResponses.length > MAX_RESPONSES && policy.missing !== 'none'
  return [
    ...findings,
    ...(tooMany ? about(leaf, [undetermined('revocation.status', 'too-many', { most: MAX_RESPONSES })]) : []),
    ...[...evidence.values()].flatMap(each => about(each.sha256, [checkOcspResponse(each, request.at)])),
  ]
}

/** The certificate above, or the anchor. */
function issuerOf({ anchor, certificates }: RevocationRequest['path'], index: number): Issuer {
  const above = certificates[index + 1]
  return above === undefined ? anchor : { name: above.subject, publicKey: above.publicKey }
}

type Answers = ReadonlyMap<Uint8Array, StatusEvidence<OcspReason>>

async function answersAbout(
  certificate: Certificate,
  issuer: Issuer,
  { ocspResponses, at, crypto, policy = REVOCATION_POLICY }: RevocationRequest,
): Promise<Answers> {
  const answers = new Map<Uint8Array, StatusEvidence<OcspReason>>()
  for (const response of ocspResponses) {
    const question = { certificate, issuer, at, crypto, ...(policy.ocsp && { policy: policy.ocsp }) }
    answers.set(response, await checkOcsp(response, question))
  }
  return answers
}

/** A response is about one certificate of the path, and of no use for the others. */
function keepTheMostTelling(
  evidence: Map<Uint8Array, StatusEvidence<OcspReason>>,
  response: Uint8Array,
  answer: StatusEvidence<OcspReason>,
): void {
  const known = evidence.get(response)
  if (known === undefined || telling(answer) > telling(known)) evidence.set(response, answer)
}

function telling(answer: StatusEvidence<OcspReason>): number {
  if (answer.outcome === 'verified') return 2
  return answer.reason === 'not-about-certificate' ? 0 : 1
}
