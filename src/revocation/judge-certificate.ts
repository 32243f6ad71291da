import type { Certificate } from '../certificate/certificate.ts'
import { toHex } from '../core/bytes.ts'
import type { Instant } from '../core/time.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { checkCrls } from './crl/check.ts'
import type { CrlReason } from './crl/question.ts'
import { issuerInPath, type ProvenPath } from './issuer.ts'
import type { StatusMaterial } from './material.ts'
import type { StatusMemo } from './memo.ts'
import { checkOcsp } from './ocsp/check.ts'
import type { OcspReason } from './ocsp/question.ts'
import { REVOCATION_POLICY, type RevocationPolicy } from './policy.ts'
import type { StatusEvidence, UnavailableStatus } from './status.ts'

/** In which path, when, and by which rules a status is judged. */
export interface StatusContext {
  readonly path: ProvenPath
  /** Certificates among which signers of lists may be found; in any order. */
  readonly intermediates: readonly Certificate[]
  readonly at: Instant
  readonly crypto: Crypto
  readonly policy?: RevocationPolicy
  readonly memo: StatusMemo
}

/** What the material comes to for one certificate of a path. */
export interface CertificateEvidence {
  /** SHA-256 of the certificate, lower-case hexadecimal. */
  readonly sha256: string
  readonly ocsp: readonly StatusEvidence<OcspReason>[]
  readonly crl: readonly StatusEvidence<CrlReason>[]
  readonly unavailable: readonly UnavailableStatus[]
}

/** Judges every response and list for the certificate that stands at an index of the path. */
export async function judgeCertificate(
  index: number,
  material: StatusMaterial,
  context: StatusContext,
): Promise<CertificateEvidence | undefined> {
  const certificate = context.path.certificates[index]
  if (certificate === undefined) return undefined
  const sha256 = toHex(await context.crypto.digest('SHA-256', certificate.bytes))
  const subject = { certificate, issuer: issuerInPath(context.path, index) }
  const failures = material.failures.filter(failure => failure.certificate === sha256)
  return {
    sha256,
    ocsp: await askResponses(material, subject, context),
    crl: [...(await askLists(material, subject, context)), ...material.unreadable].map(each =>
      withOrigin(each, material),
    ),
    unavailable: failures.map(({ source, url, unavailable }) => ({
      outcome: 'unavailable',
      source,
      url,
      reason: unavailable,
    })),
  }
}

type Subject = Pick<Parameters<typeof checkCrls>[0], 'certificate' | 'issuer'>

function askResponses(
  { responses }: StatusMaterial,
  subject: Subject,
  { at, crypto, memo, policy = REVOCATION_POLICY }: StatusContext,
): Promise<readonly StatusEvidence<OcspReason>[]> {
  const question = { ...subject, at, crypto, memo, ...(policy.ocsp && { policy: policy.ocsp }) }
  return Promise.all(
    responses.map(async ({ bytes, nonce, origin }) => {
      const evidence = await checkOcsp(bytes, { ...question, ...(nonce && { nonce }) })
      return origin === undefined ? evidence : { ...evidence, origin }
    }),
  )
}

async function askLists(
  { lists }: StatusMaterial,
  subject: Subject,
  { path, intermediates, at, crypto }: StatusContext,
): Promise<readonly StatusEvidence<CrlReason>[]> {
  if (lists.length === 0) return []
  const known = [...path.certificates.slice(1), ...intermediates]
  return checkCrls({ ...subject, anchor: path.anchor, intermediates: known, lists, at, crypto })
}

function withOrigin(
  evidence: StatusEvidence<CrlReason>,
  { origins }: StatusMaterial,
): StatusEvidence<CrlReason> {
  const origin = origins.get(evidence.sha256)
  return origin === undefined ? evidence : { ...evidence, origin }
}
