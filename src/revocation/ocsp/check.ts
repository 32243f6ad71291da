import type { Certificate } from '../../certificate/certificate.ts'
import { sameName } from '../../certificate/name/match.ts'
import { formatName, type Name } from '../../certificate/name/name.ts'
import { equalBytes, toHex } from '../../core/bytes.ts'
import type { Crypto } from '../../crypto/crypto.ts'
import type { Facts } from '../../requirements/finding.ts'
import type { StatusEvidence, UnusableStatus } from '../status.ts'
import { type IssuedCertificate, namesCertificate } from './cert-id.ts'
import { certHashObjection, extensionObjection, nonceObjection, timeObjection } from './objections.ts'
import type { OcspResponse, SingleResponse } from './ocsp.ts'
import type { OcspFormReason } from './parse.ts'
import { OCSP_POLICY } from './policy.ts'
import { type OcspQuestion, type OcspReason, readResponse } from './question.ts'
import { findSigner, readDelegate, type SignerRules } from './signer.ts'
import { verifiedStatus } from './verified.ts'

/**
 * Judges what an OCSP response says about a certificate. Whether it is still fresh is told by `freshUntil`, and left to
 * those who combine the evidence.
 *
 * @param bytes OCSPResponse as it came; anything else is unusable.
 * @standard RFC 6960, section 3.2
 */
export async function checkOcsp(
  bytes: Uint8Array,
  question: OcspQuestion,
): Promise<StatusEvidence<OcspReason>> {
  const { memo, policy = OCSP_POLICY } = question
  const crypto = memo === undefined ? question.crypto : memo.crypto(question.crypto)
  const { digest, parsed } = (memo?.readResponse ?? readResponse)(bytes, crypto)
  // What is there at once is not waited for: each wait costs as much as some part of the reading.
  const sha256 = toHex(digest instanceof Uint8Array ? digest : await digest)
  const unusable = (reason: OcspReason, facts: Facts): UnusableStatus<OcspReason> => {
    return { outcome: 'unusable', source: 'ocsp', sha256, reason, facts }
  }
  if (!parsed.ok)
    return unusable(formReason(parsed.reason), { defect: parsed.reason, offset: parsed.offset ?? 0 })
  const response = parsed.value
  const single = await freshestAbout(response, question, crypto)
  if (single === undefined) return unusable('not-about-certificate', { responses: response.responses.length })
  const found =
    extensionObjection(response, single) ??
    timeObjection(response, single, question.at) ??
    nonceObjection(response, question.nonce, policy) ??
    certHashObjection(single, question.certificate, { policy, crypto })
  const objection = found instanceof Promise ? await found : found
  if (objection !== undefined) return unusable(objection.reason, objection.facts)
  const signer = await findSigner(response, question.issuer, signerRules(question, crypto))
  if (!signer.ok) return unusable(signer.reason, { responder: responderText(response) })
  return verifiedStatus({ sha256, response, single, signer: signer.value }, policy)
}

function signerRules({ at, policy = OCSP_POLICY, memo }: OcspQuestion, crypto: Crypto): SignerRules {
  const { unsafeSha1 = false, acceptsUncheckedDelegates } = policy
  return {
    at,
    crypto,
    unsafeSha1,
    acceptsUncheckedDelegates,
    readDelegate: memo?.readDelegate ?? readDelegate,
  }
}

/** What is not of the type has one reason for all its defects; the facts name the defect. */
function formReason(reason: OcspFormReason): OcspReason {
  switch (reason) {
    case 'malformed-request':
    case 'internal-error':
    case 'try-later':
    case 'signature-required':
    case 'unauthorized':
    case 'other-response-type':
      return reason
    default:
      return 'malformed'
  }
}

/**
 * Of several answers about the certificate the freshest counts, and among equals the worst. An issuer under another name
 * than the certificate's is none, whatever its key.
 */
async function freshestAbout(
  { responses }: OcspResponse,
  { certificate, issuer }: OcspQuestion,
  crypto: Crypto,
): Promise<SingleResponse | undefined> {
  if (!sameName(certificate.issuer, issuer.name)) return undefined
  const issued = { certificate: namedBy(issuer.name, certificate), issuerKey: issuer.publicKey }
  let freshest: SingleResponse | undefined
  for (const single of responses) {
    const named = namesCertificate(single.certId, issued, crypto)
    const isAbout = typeof named === 'boolean' ? named : await named
    if (isAbout && (freshest === undefined || isBefore(single, freshest))) freshest = single
  }
  return freshest
}

/** The issuer's own array in place of an equal one, because a memo may know its hash. */
function namedBy(name: Name, { issuer, serialNumber }: Certificate): IssuedCertificate['certificate'] {
  return { issuer: equalBytes(issuer.bytes, name.bytes) ? name : issuer, serialNumber }
}

function isBefore(a: SingleResponse, b: SingleResponse): boolean {
  if (a.thisUpdate !== b.thisUpdate) return a.thisUpdate > b.thisUpdate
  return BADNESS[a.status.status] > BADNESS[b.status.status]
}

const BADNESS = { good: 0, unknown: 1, revoked: 2 } as const

function responderText({ responderId }: OcspResponse): string {
  return responderId.form === 'key' ? toHex(responderId.keyHash) : formatName(responderId.name)
}
