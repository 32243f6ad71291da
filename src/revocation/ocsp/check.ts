import type { Certificate } from '../../certificate/certificate.ts'
import { sameName } from '../../certificate/name/match.ts'
import { formatName, type Name } from '../../certificate/name/name.ts'
import { equalBytes, toHex } from '../../core/bytes.ts'
import { after, allOf, type Later } from '../../core/later.ts'
import type { Crypto } from '../../crypto/crypto.ts'
import { CLOCK_SKEW } from '../policy.ts'
import type { SignatureMemory } from '../signature-memory.ts'
import { isFinal, type StatusEvidence, type UnusableStatus } from '../status.ts'
import { type IssuedCertificate, namesCertificate } from './cert-id.ts'
import { certHashObjection, extensionObjection, nonceObjection, timeObjection } from './objections.ts'
import type { OcspResponse, SingleResponse } from './ocsp.ts'
import type { OcspFormReason } from './parse.ts'
import { OCSP_POLICY } from './policy.ts'
import { type OcspObjection, type OcspQuestion, type OcspReason, readResponse } from './question.ts'
import { findSigner, readDelegate, type SignerRules } from './signer.ts'
import { verifiedStatus } from './verified.ts'

/**
 * Judges what an OCSP response says about a certificate. Whether it is still fresh is told by `freshUntil`,
 * and left to those who combine the evidence.
 *
 * @param bytes OCSPResponse as it came; anything else is unusable.
 * @returns At once where the cryptography answers at once.
 * @standard RFC 6960, section 3.2
 */
export function checkOcsp(bytes: Uint8Array, question: OcspQuestion): Later<StatusEvidence<OcspReason>> {
  const { memo } = question
  const crypto = memo === undefined ? question.crypto : memo.bareCrypto(question.crypto)
  const issuerHashes = memo === undefined ? question.crypto : memo.crypto(question.crypto)
  const { digest, parsed, signature } = (memo?.readResponse ?? readResponse)(
    bytes,
    crypto,
    question.issuer.name,
  )
  return after(digest, octets => {
    const sha256 = toHex(octets)
    if (parsed.ok) return judge(parsed.value, { sha256, crypto, issuerHashes, signature, question })
    const { reason, offset = 0 } = parsed
    return unusable(sha256, { reason: formReason(reason), facts: { defect: reason, offset } })
  })
}

interface Context {
  /** Of the response, lower-case hexadecimal. */
  readonly sha256: string
  readonly crypto: Crypto
  /** May know the hashes by which responses name the issuer. */
  readonly issuerHashes: Pick<Crypto, 'digest'>
  /** Of the response, where somebody keeps it. */
  readonly signature: SignatureMemory | undefined
  readonly question: OcspQuestion
}

/** What it says first, who signed it last. */
function judge(response: OcspResponse, context: Context): Later<StatusEvidence<OcspReason>> {
  const { sha256, issuerHashes, question } = context
  return after(weightiestAbout(response, question, issuerHashes), single => {
    if (single === undefined) {
      const facts = { responses: response.responses.length }
      return unusable(sha256, { reason: 'not-about-certificate', facts })
    }
    return after(objectionTo(response, single, context), objection =>
      objection === undefined ? judgeSigner(response, single, context) : unusable(sha256, objection),
    )
  })
}

function objectionTo(
  response: OcspResponse,
  single: SingleResponse,
  { crypto, question }: Context,
): Later<OcspObjection | undefined> {
  const { certificate, nonce, at, policy = OCSP_POLICY } = question
  return (
    extensionObjection(response, single) ??
    timeObjection(response, single, at) ??
    nonceObjection(response, single, { nonce, policy }) ??
    certHashObjection(single, certificate, { policy, crypto })
  )
}

function judgeSigner(
  response: OcspResponse,
  single: SingleResponse,
  context: Context,
): Later<StatusEvidence<OcspReason>> {
  const { sha256, question } = context
  return after(findSigner(response, question.issuer, signerRules(single, context)), signer =>
    signer.ok
      ? verifiedStatus({ sha256, response, single, signer: signer.value }, question.policy ?? OCSP_POLICY)
      : unusable(sha256, { reason: signer.reason, facts: { responder: responderText(response) } }),
  )
}

function unusable(sha256: string, { reason, facts }: OcspObjection): UnusableStatus<OcspReason> {
  return { outcome: 'unusable', source: 'ocsp', sha256, reason, facts }
}

/**
 * That nobody has checked a delegate is a reason to doubt that a certificate is good, and none to pass over a
 * revocation.
 */
function signerRules(
  { status }: SingleResponse,
  { crypto, issuerHashes, signature, question }: Context,
): SignerRules {
  const { at, policy = OCSP_POLICY, memo, standingOf, isSigner = false } = question
  const { unsafeSha1 = false } = policy
  const countsAnyway = status.status === 'revoked' && !isSigner
  const acceptsUncheckedDelegates = policy.acceptsUncheckedDelegates || countsAnyway
  return {
    at,
    crypto,
    unsafeSha1,
    acceptsUncheckedDelegates,
    standingOf,
    issuerHashes,
    signature,
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
 * Of several answers about the certificate a revocation for good counts before all, then the freshest, and
 * among equals the worst. One of the future says nothing, and hides no other one; but beside a revocation
 * that it foresees nobody is good. An issuer under another name than the certificate's is none, whatever its
 * key.
 */
function weightiestAbout(
  { responses }: OcspResponse,
  { certificate, issuer, at }: OcspQuestion,
  crypto: Pick<Crypto, 'digest'>,
): Later<SingleResponse | undefined> {
  if (!sameName(certificate.issuer, issuer.name)) return undefined
  const issued = { certificate: namedBy(issuer.name, certificate), issuerKey: issuer.publicKey }
  const named = responses.map(({ certId }) => namesCertificate(certId, issued, crypto))
  return after(allOf(named), isAbout => {
    let present: SingleResponse | undefined
    let future: SingleResponse | undefined
    for (const [index, single] of responses.entries()) {
      if (!isAbout[index]) continue
      if (single.thisUpdate > at + CLOCK_SKEW) future = weightier(single, future)
      else present = weightier(single, present)
    }
    const isForeseen = future !== undefined && isFinal(future.status)
    return present === undefined || (isForeseen && present.status.status === 'good') ? future : present
  })
}

/** The issuer's own array in place of an equal one, because a memo may know its hash. */
function namedBy(name: Name, { issuer, serialNumber }: Certificate): IssuedCertificate['certificate'] {
  return { issuer: equalBytes(issuer.bytes, name.bytes) ? name : issuer, serialNumber }
}

function weightier(a: SingleResponse, b: SingleResponse | undefined): SingleResponse {
  return b === undefined || outweighs(a, b) ? a : b
}

function outweighs(a: SingleResponse, b: SingleResponse): boolean {
  const [one, other] = [isFinal(a.status), isFinal(b.status)]
  if (one !== other) return one
  if (a.thisUpdate !== b.thisUpdate) return a.thisUpdate > b.thisUpdate
  return BADNESS[a.status.status] > BADNESS[b.status.status]
}

const BADNESS = { good: 0, unknown: 1, revoked: 2 } as const

function responderText({ responderId }: OcspResponse): string {
  return responderId.form === 'key' ? toHex(responderId.keyHash) : formatName(responderId.name)
}
