import { formatName } from '../../certificate/name/name.ts'
import { toHex } from '../../core/bytes.ts'
import { after, type Later } from '../../core/later.ts'
import type { Crypto } from '../../crypto/crypto.ts'
import type { SignatureMemory } from '../signature-memory.ts'
import type { StatusEvidence, UnusableStatus } from '../status.ts'
import { answersAbout } from './answers.ts'
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
  return after(answersAbout(response, question, issuerHashes), ([weightiest, ...others]) => {
    if (weightiest === undefined) {
      const facts = { responses: response.responses.length }
      return unusable(sha256, { reason: 'not-about-certificate', facts })
    }
    return after(judgeAnswer(response, weightiest, context), judged =>
      isEvidence(judged) ? judged : withoutWeightiest(response, { objection: judged, others }, context),
    )
  })
}

interface Remainder {
  /** What stands against the weightiest answer. */
  readonly objection: OcspObjection
  readonly others: readonly SingleResponse[]
}

/**
 * Where the weightiest answer cannot be used, the response proves nothing good; but it does not hide that
 * the certificate is on hold, or not known, by the next one.
 */
function withoutWeightiest(
  response: OcspResponse,
  { objection, others }: Remainder,
  context: Context,
): Later<StatusEvidence<OcspReason>> {
  return after(firstUsable(response, others, context), next =>
    next === undefined || (next.outcome === 'verified' && next.status.status === 'good')
      ? unusable(context.sha256, objection)
      : next,
  )
}

function firstUsable(
  response: OcspResponse,
  [first, ...others]: readonly SingleResponse[],
  context: Context,
): Later<StatusEvidence<OcspReason> | undefined> {
  if (first === undefined) return undefined
  return after(judgeAnswer(response, first, context), judged =>
    isEvidence(judged) ? judged : firstUsable(response, others, context),
  )
}

function isEvidence(
  judged: StatusEvidence<OcspReason> | OcspObjection,
): judged is StatusEvidence<OcspReason> {
  return 'outcome' in judged
}

/**
 * @returns What the response comes to by this answer; or what stands against this one, and not against what
 *   the responder says elsewhere: one that nobody has checked still puts on hold.
 */
function judgeAnswer(
  response: OcspResponse,
  single: SingleResponse,
  context: Context,
): Later<StatusEvidence<OcspReason> | OcspObjection> {
  return after(objectionTo(response, single, context), objection => {
    if (objection !== undefined) return objection
    return after(judgeSigner(response, single, context), judged =>
      judged.outcome === 'unusable' && judged.reason === 'signer-revocation-open'
        ? { reason: judged.reason, facts: judged.facts }
        : judged,
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
  const { certificate, at, policy = OCSP_POLICY, memo, standingOf, isSigner = false } = question
  const { unsafeSha1 = false } = policy
  const isRevoked = status.status === 'revoked'
  const acceptsUncheckedDelegates = policy.acceptsUncheckedDelegates || (isRevoked && !isSigner)
  return {
    at,
    crypto,
    unsafeSha1,
    acceptsUncheckedDelegates,
    vouchedFor: isRevoked ? undefined : certificate.publicKey,
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

function responderText({ responderId }: OcspResponse): string {
  return responderId.form === 'key' ? toHex(responderId.keyHash) : formatName(responderId.name)
}
