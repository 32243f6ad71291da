import type { Certificate } from '../../certificate/certificate.ts'
import { sameName } from '../../certificate/name/match.ts'
import { attributeTexts, formatName } from '../../certificate/name/name.ts'
import { equalBytes, toHex } from '../../core/bytes.ts'
import { ATTRIBUTE } from '../../core/object-identifiers.ts'
import { oidText } from '../../core/oid.ts'
import { formatInstant, type Instant, instantFromMilliseconds } from '../../core/time.ts'
import type { Crypto } from '../../crypto/crypto.ts'
import type { Facts } from '../../requirements/finding.ts'
import type { Issuer } from '../issuer.ts'
import { CLOCK_SKEW } from '../policy.ts'
import type { StatusEvidence, StatusSigner, UnusableStatus, VerifiedStatus } from '../status.ts'
import { CERT_ID_HASHES, namesCertificate } from './cert-id.ts'
import type { OcspResponse, SingleResponse } from './ocsp.ts'
import { type OcspErrorStatus, type OcspFormReason, parseOcspResponse } from './parse.ts'
import { OCSP_POLICY, type OcspPolicy } from './policy.ts'
import { findSigner, type ReadDelegate, type SignerReason } from './signer.ts'

export type OcspReason =
  | OcspErrorStatus
  | SignerReason
  | 'malformed'
  | 'other-response-type'
  | 'not-about-certificate'
  | 'unknown-critical-extension'
  | 'not-yet-valid'
  | 'produced-in-future'
  | 'inconsistent-times'
  | 'nonce-mismatch'
  | 'nonce-missing'
  | 'cert-hash-mismatch'
  | 'cert-hash-missing'
  | 'cert-hash-unsupported'

/** Which certificate, of which issuer, when. */
export interface OcspQuestion {
  readonly certificate: Certificate
  readonly issuer: Issuer
  /** The moment of use. */
  readonly at: Instant
  readonly crypto: Crypto
  /** What was sent with the request; absent where nobody asked, as for stapled responses. */
  readonly nonce?: Uint8Array
  /** {@link OCSP_POLICY} unless told. */
  readonly policy?: OcspPolicy
  /** Reads and verifies the certificate of a responder once for all of its responses. */
  readonly memo?: ResponseMemo
}

/** What judgements of many responses can share. */
export interface ResponseMemo {
  readonly readResponse: typeof parseOcspResponse
  readonly readDelegate: ReadDelegate
  crypto(crypto: Crypto): Crypto
}

/**
 * Judges what an OCSP response says about a certificate. Whether it is still fresh is told by `freshUntil`, and left to
 * those who combine the evidence.
 *
 * @param bytes OCSPResponse as it came; anything else is unusable.
 * @standard RFC 6960, section 3.2
 */
export async function checkOcsp(bytes: Uint8Array, asked: OcspQuestion): Promise<StatusEvidence<OcspReason>> {
  const { memo } = asked
  const question = memo === undefined ? asked : { ...asked, crypto: memo.crypto(asked.crypto) }
  const sha256 = toHex(await question.crypto.digest('SHA-256', bytes))
  const unusable = (reason: OcspReason, facts: Facts = {}): UnusableStatus<OcspReason> => {
    return { outcome: 'unusable', source: 'ocsp', sha256, reason, facts }
  }
  const parsed = memo === undefined ? parseOcspResponse(bytes) : memo.readResponse(bytes)
  if (!parsed.ok)
    return unusable(formReason(parsed.reason), { defect: parsed.reason, offset: parsed.offset ?? 0 })
  const response = parsed.value
  const single = await freshestAbout(response, question)
  if (single === undefined) return unusable('not-about-certificate', { responses: response.responses.length })
  const objection =
    extensionObjection(response, single) ??
    timeObjection(response, single, question) ??
    nonceObjection(response, question) ??
    (await certHashObjection(single, question))
  if (objection !== undefined) return unusable(objection.reason, objection.facts)
  const signer = await findSigner(response, question.issuer, {
    ...{ ...question, ...policyOf(question) },
    ...(memo && { readDelegate: memo.readDelegate }),
  })
  if (!signer.ok) return unusable(signer.reason, { responder: responderText(response) })
  return verified({ sha256, response, single, signer: signer.value }, policyOf(question))
}

const policyOf = ({ policy = OCSP_POLICY }: OcspQuestion): OcspPolicy => policy

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
  { certificate, issuer, crypto }: OcspQuestion,
): Promise<SingleResponse | undefined> {
  if (!sameName(certificate.issuer, issuer.name)) return undefined
  const about: SingleResponse[] = []
  for (const single of responses) {
    const names = { certificate, issuerKey: issuer.publicKey }
    if (await namesCertificate(single.certId, names, crypto)) about.push(single)
  }
  const [first] = about.toSorted((a, b) => b.thisUpdate - a.thisUpdate || badness(b) - badness(a))
  return first
}

const BADNESS = { good: 0, unknown: 1, revoked: 2 } as const
const badness = ({ status }: SingleResponse): number => BADNESS[status.status]

interface Objection {
  readonly reason: OcspReason
  readonly facts: Facts
}

function extensionObjection({ extensions }: OcspResponse, single: SingleResponse): Objection | undefined {
  const unknown = [...extensions.unknownCritical, ...single.extensions.unknownCritical]
  if (unknown.length === 0) return undefined
  return { reason: 'unknown-critical-extension', facts: { unknown: unknown.map(oidText) } }
}

/** Whether it is still fresh is not asked here. */
function timeObjection(
  { producedAt }: OcspResponse,
  { thisUpdate, nextUpdate }: SingleResponse,
  { at }: OcspQuestion,
): Objection | undefined {
  const latest = at + CLOCK_SKEW
  const isInconsistent = nextUpdate !== undefined && nextUpdate < thisUpdate
  if (!isInconsistent && thisUpdate <= latest && producedAt <= latest) return undefined
  const facts = {
    thisUpdate: formatInstant(thisUpdate),
    producedAt: formatInstant(producedAt),
    ...(nextUpdate !== undefined && { nextUpdate: formatInstant(nextUpdate) }),
  }
  if (isInconsistent) return { reason: 'inconsistent-times', facts }
  return { reason: thisUpdate > latest ? 'not-yet-valid' : 'produced-in-future', facts }
}

/** Responses that are made beforehand repeat none, so that its absence says nothing unless the policy asks for it. */
function nonceObjection(response: OcspResponse, question: OcspQuestion): Objection | undefined {
  const asked = question.nonce
  const { nonce } = response.extensions
  if (asked === undefined) return undefined
  if (nonce === undefined)
    return policyOf(question).requiresNonce ? { reason: 'nonce-missing', facts: {} } : undefined
  return equalBytes(nonce, asked) ? undefined : { reason: 'nonce-mismatch', facts: { nonce: toHex(nonce) } }
}

/** By its hash a responder proves that it has the certificate, and does not only know of no revocation. */
async function certHashObjection(
  { extensions: { certHash } }: SingleResponse,
  question: OcspQuestion,
): Promise<Objection | undefined> {
  const { certificate, crypto } = question
  if (certHash === undefined) {
    const countries = attributeTexts(certificate.issuer, ATTRIBUTE.countryName)
    const isAsked = policyOf(question).certHashCountries.some(country => countries.includes(country))
    return isAsked ? { reason: 'cert-hash-missing', facts: { countries } } : undefined
  }
  const algorithm = CERT_ID_HASHES.get(certHash.algorithm)
  const facts = { algorithm: oidText(certHash.algorithm), hash: toHex(certHash.hash) }
  if (algorithm === undefined) return { reason: 'cert-hash-unsupported', facts }
  const expected = await crypto.digest(algorithm, certificate.bytes)
  return equalBytes(expected, certHash.hash) ? undefined : { reason: 'cert-hash-mismatch', facts }
}

interface Verified {
  readonly sha256: string
  readonly response: OcspResponse
  readonly single: SingleResponse
  readonly signer: StatusSigner
}

function verified({ sha256, response, single, signer }: Verified, policy: OcspPolicy): VerifiedStatus {
  const { status, thisUpdate, nextUpdate } = single
  return {
    outcome: 'verified',
    source: 'ocsp',
    sha256,
    status,
    thisUpdate,
    ...(nextUpdate !== undefined && { nextUpdate }),
    producedAt: response.producedAt,
    freshUntil: freshUntil(single, policy),
    signer,
    facts: factsOf(response, single),
  }
}

function freshUntil({ thisUpdate, nextUpdate }: SingleResponse, policy: OcspPolicy): Instant {
  if (nextUpdate === undefined) return after(thisUpdate, policy.maximumAgeWithoutNextUpdate)
  return instantFromMilliseconds(Math.min(nextUpdate, after(thisUpdate, policy.maximumAge)))
}

/** No later than the last moment that there is. */
function after(moment: Instant, milliseconds: number): Instant {
  return instantFromMilliseconds(Math.min(moment + milliseconds, LAST_MOMENT))
}

const LAST_MOMENT = 253_402_300_799_999

/** Either place may hold what is said about the responder's records. */
function factsOf({ extensions: whole }: OcspResponse, { extensions, status }: SingleResponse): Facts {
  const cutoff = extensions.archiveCutoff ?? whole.archiveCutoff
  const reference = extensions.crlReference ?? whole.crlReference
  const extended = whole.extendedRevoke ?? extensions.extendedRevoke
  return {
    ...(cutoff !== undefined && { archiveCutoff: formatInstant(cutoff) }),
    ...(reference?.url !== undefined && { crl: reference.url }),
    ...(extended && { extendedRevoke: true, neverIssued: isNeverIssued(status) }),
    ...(extensions.certHash !== undefined && { certHash: toHex(extensions.certHash.hash) }),
  }
}

/** How a responder says `revoked` of a number that was never given. @standard RFC 6960, section 2.2 */
function isNeverIssued(status: SingleResponse['status']): boolean {
  return status.status === 'revoked' && status.at === 0 && status.reason === 'certificateHold'
}

function responderText({ responderId }: OcspResponse): string {
  return responderId.form === 'key' ? toHex(responderId.keyHash) : formatName(responderId.name)
}
