import type { Certificate } from '../../certificate/certificate.ts'
import { sameName } from '../../certificate/name/match.ts'
import { formatName } from '../../certificate/name/name.ts'
import { parseCertificate } from '../../certificate/parse.ts'
import { isWithinPeriod } from '../../certificate/validity-period.ts'
import { equalBytes, toHex } from '../../core/bytes.ts'
import { after, type Later } from '../../core/later.ts'
import { EXTENSION, PURPOSE } from '../../core/object-identifiers.ts'
import { ok, type Result, refused } from '../../core/result.ts'
import type { Crypto } from '../../crypto/crypto.ts'
import { checkCriticalExtensions } from '../../path/validation/critical-extensions.ts'
import type { Issuer } from '../issuer.ts'
import { type SignatureObjection, type SignatureRules, signatureObjection } from '../signature.ts'
import type { StatusSigner } from '../status.ts'
import type { OcspResponse, ResponderId } from './ocsp.ts'

export type SignerReason = SignatureObjection | DelegateReason | 'signer-not-found'

type DelegateReason =
  | 'signer-not-authorised'
  | 'signer-without-purpose'
  | 'signer-key-usage'
  | 'signer-not-valid'
  | 'signer-extensions'
  | 'signer-revoked'
  | 'signer-revocation-open'

export interface SignerRules extends SignatureRules {
  /** Accepts delegates whose own revocation is open: their certificate has no id-pkix-ocsp-nocheck. */
  readonly acceptsUncheckedDelegates: boolean
  /** Whether other evidence names a delegate of the issuer as revoked. Absent: nobody says so. */
  readonly isRevoked?: (delegate: Certificate) => Later<boolean>
  /** Reads a certificate that was sent along. */
  readonly readDelegate: ReadDelegate
}

/** Undefined where it cannot be read. */
export type ReadDelegate = (bytes: Uint8Array) => Certificate | undefined

/** Reads it each time anew. */
export function readDelegate(bytes: Uint8Array): Certificate | undefined {
  const parsed = parseCertificate(bytes)
  return parsed.ok ? parsed.value : undefined
}

/**
 * Finds out who signed a response, and whether they may: the issuer of the certificate itself, which sends no certificate
 * along, or somebody whom that same key certified for id-kp-OCSPSigning.
 *
 * @returns Who it was, when the signature is right; or why nobody is known who may have made it. Where several could have,
 *   the reason is that of the first.
 * @standard RFC 6960, sections 3.2 and 4.2.2.2
 */
export function findSigner(
  response: OcspResponse,
  issuer: Issuer,
  rules: SignerRules,
): Later<Result<StatusSigner, SignerReason>> {
  return after(isNamed(response.responderId, issuer, rules.crypto), isIssuer => {
    if (!isIssuer) return findDelegate({ response, issuer, rules })
    return after(signatureObjection(response, issuer.publicKey, rules), objection =>
      objection === undefined
        ? ok({ role: 'issuer', name: formatName(issuer.name) })
        : findDelegate({ response, issuer, rules }, objection),
    )
  })
}

/** @param objection Why it was not the issuer, where it might have been. */
async function findDelegate(
  context: Context,
  objection?: SignerReason,
): Promise<Result<StatusSigner, SignerReason>> {
  const { response, issuer, rules } = context
  if (response.certificates.length === 0) return refused(objection ?? 'signer-not-found')
  let reason = objection
  for (const [index, delegate] of (await namedDelegates(response, issuer, rules)).entries()) {
    const found = await delegateObjection(delegate, context)
    if (found === undefined) return ok(await asSigner(delegate, rules.crypto))
    if (index === 0) reason = found
  }
  return refused(reason ?? 'signer-not-found')
}

async function asSigner({ bytes, subject }: Certificate, crypto: Crypto): Promise<StatusSigner> {
  const certificate = toHex(await crypto.digest('SHA-256', bytes))
  return { role: 'delegate', name: formatName(subject), certificate }
}

/** Whether a responder's identity is that of a name or a key. */
function isNamed(
  id: ResponderId,
  { name, publicKey }: Pick<Issuer, 'name' | 'publicKey'>,
  crypto: Crypto,
): Later<boolean> {
  if (id.form === 'name') return sameName(id.name, name)
  return after(crypto.digest('SHA-1', publicKey.key), hash => equalBytes(id.keyHash, hash))
}

/**
 * Certificates of the response that are of its responder. What cannot be read is nobody's; the issuer was tried before. A
 * delegate with the issuer's key, and with a name of its own, is one like any other.
 */
async function namedDelegates(
  { certificates, responderId }: OcspResponse,
  issuer: Issuer,
  { crypto, readDelegate }: SignerRules,
): Promise<readonly Certificate[]> {
  const named: Certificate[] = []
  for (const bytes of certificates) {
    const certificate = readDelegate(bytes)
    if (certificate === undefined) continue
    const { subject: name, publicKey } = certificate
    if (equalBytes(publicKey.bytes, issuer.publicKey.bytes) && sameName(name, issuer.name)) continue
    if (await isNamed(responderId, { name, publicKey }, crypto)) named.push(certificate)
  }
  return named
}

interface Context {
  readonly response: OcspResponse
  readonly issuer: Issuer
  readonly rules: SignerRules
}

/**
 * What it says of itself first, then signatures, and last what others say of it. That nobody needs to check a delegate, or that a policy
 * does without, excuses that nothing is known. Whoever is named as revoked must not sign.
 *
 * @standard RFC 6960, section 4.2.2.2.1
 */
async function delegateObjection(
  delegate: Certificate,
  { response, issuer, rules }: Context,
): Promise<SignerReason | undefined> {
  if (!sameName(delegate.issuer, issuer.name)) return 'signer-not-authorised'
  const claim = purposeObjection(delegate) ?? periodObjection(delegate, response, rules)
  if (claim !== undefined) return claim
  if (!rules.acceptsUncheckedDelegates && !isNotToBeChecked(delegate)) return 'signer-revocation-open'
  const link = await signatureObjection(delegate, issuer.publicKey, rules)
  if (link === 'signature-wrong') return 'signer-not-authorised'
  const objection = link ?? (await signatureObjection(response, delegate.publicKey, rules))
  if (objection !== undefined) return objection
  return (await rules.isRevoked?.(delegate)) ? 'signer-revoked' : undefined
}

/**
 * anyExtendedKeyUsage does not delegate (RFC 6960, 4.2.2.2). Either usage for signatures will do: signers of responses
 * with nonRepudiation alone are in use.
 */
function purposeObjection(delegate: Certificate): DelegateReason | undefined {
  const { extendedKeyUsage = [], keyUsage, malformed, all } = delegate.extensions
  if (!extendedKeyUsage.includes(PURPOSE.ocspSigning)) return 'signer-without-purpose'
  if (malformed.some(({ id }) => id === EXTENSION.keyUsage)) return 'signer-key-usage'
  if (keyUsage !== undefined && !keyUsage.digitalSignature && !keyUsage.nonRepudiation)
    return 'signer-key-usage'
  const isUnreadable = all.some(({ id, critical }) => critical && malformed.some(each => each.id === id))
  if (isUnreadable || checkCriticalExtensions(delegate).outcome !== 'satisfied') return 'signer-extensions'
  return undefined
}

/** It must hold when the response was signed, and still when it is relied on. */
function periodObjection(
  { validity }: Certificate,
  { producedAt }: OcspResponse,
  { at }: SignerRules,
): DelegateReason | undefined {
  const isValid = isWithinPeriod(validity, producedAt) && isWithinPeriod(validity, at)
  return isValid ? undefined : 'signer-not-valid'
}

/** @standard RFC 6960, section 4.2.2.2.1 */
function isNotToBeChecked({ extensions }: Certificate): boolean {
  return extensions.all.some(({ id }) => id === EXTENSION.ocspNoCheck)
}
