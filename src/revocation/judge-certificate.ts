import { toHex } from '../core/bytes.ts'
import { checkCrls } from './crl/check.ts'
import type { CrlReason } from './crl/question.ts'
import { issuerInPath } from './issuer.ts'
import type { StatusMaterial } from './material.ts'
import { checkOcsp } from './ocsp/check.ts'
import type { OcspReason } from './ocsp/question.ts'
import { delegateWatch, listSignerWatch } from './signer-standing.ts'
import type { StatusEvidence, UnavailableStatus } from './status.ts'
import { crlQuestion, ocspQuestion, type StatusContext, type StatusSubject } from './status-context.ts'

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

async function askResponses(
  material: StatusMaterial,
  subject: StatusSubject,
  context: StatusContext,
): Promise<readonly StatusEvidence<OcspReason>[]> {
  const { responses } = material
  const standingOf = delegateWatch(subject.issuer, material, context)
  const question = { ...ocspQuestion(subject, context), ...(standingOf && { standingOf }) }
  return Promise.all(
    responses.map(async ({ bytes, nonce, origin }) => {
      const evidence = await checkOcsp(bytes, { ...question, ...(nonce && { nonce }) })
      return origin === undefined ? evidence : { ...evidence, origin }
    }),
  )
}

async function askLists(
  material: StatusMaterial,
  subject: StatusSubject,
  context: StatusContext,
): Promise<readonly StatusEvidence<CrlReason>[]> {
  if (material.lists.length === 0) return []
  return checkCrls({ ...crlQuestion(subject, material, context), ...listSignerWatch(material, context) })
}

function withOrigin(
  evidence: StatusEvidence<CrlReason>,
  { origins }: StatusMaterial,
): StatusEvidence<CrlReason> {
  const origin = origins.get(evidence.sha256)
  return origin === undefined ? evidence : { ...evidence, origin }
}
