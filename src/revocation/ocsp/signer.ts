import type { Certificate, PublicKeyInfo } from '../../certificate/certificate.ts'
import { sameName } from '../../certificate/name/match.ts'
import type { Name } from '../../certificate/name/name.ts'
import { parseIssuedCertificate } from '../../certificate/parse.ts'
import { isWithinPeriod } from '../../certificate/validity-period.ts'
import { equalBytes, toHex } from '../../core/bytes.ts'
import { after, allOf, type Later } from '../../core/later.ts'
import { EXTENSION, PURPOSE } from '../../core/object-identifiers.ts'
import { ok, type Refused, type Result, refused } from '../../core/result.ts'
import type { Crypto } from '../../crypto/crypto.ts'
import { unknownCriticalExtensions } from '../../path/validation/critical-extensions.ts'
import type { Issuer } from '../issuer.ts'
import { statesByNull } from '../null-statement.ts'
import { type SignatureObjection, type SignatureRules, signatureObjection } from '../signature.ts'
import type { SignatureMemory } from '../signature-memory.ts'
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
  readonly unsafeSha1: boolean
  /** Accepts delegates whose own revocation is open: their certificate has no id-pkix-ocsp-nocheck. */
  readonly acceptsUncheckedDelegates: boolean
  /**
   * Key of the certificate that is said not to be revoked. Nobody vouches for their own: who has stolen a key
   * would keep it good. Absent where it is said to be revoked.
   */
  readonly vouchedFor: PublicKeyInfo | undefined
  /** What other evidence says of a delegate of the issuer. Absent: nothing. */
  readonly standingOf?: ((delegate: Certificate) => Later<DelegateStanding>) | undefined
  /** May know the hash by which responses name the issuer's key. */
  readonly issuerHashes: Pick<Crypto, 'digest'>
  readonly readDelegate: ReadDelegate
}

/** `open`: not all that may name it as revoked was looked at, because a limit was reached. */
export type DelegateStanding = 'revoked' | 'open' | 'not-named'

/** Somebody who may have signed a response. */
export interface Delegate {
  readonly certificate: Certificate
  /** Of the certificate; absent where nobody keeps it. */
  readonly signature?: SignatureMemory
}

/**
 * Reads a certificate that was sent along.
 *
 * @param issuer Name of whoever should have issued it.
 * @returns Undefined where it cannot be read.
 */
export type ReadDelegate = (bytes: Uint8Array, issuer: Name) => Delegate | undefined

/** Reads it each time anew. */
export function readDelegate(bytes: Uint8Array, issuer: Name): Delegate | undefined {
  const parsed = parseIssuedCertificate(bytes, issuer)
  return parsed.ok ? { certificate: parsed.value } : undefined
}

/**
 * Finds out who signed a response, and whether they may: the issuer of the certificate itself, which sends no
 * certificate along, or somebody whom that same key certified for id-kp-OCSPSigning.
 *
 * @returns Who it was, when the signature is right; or why nobody is known who may have made it. Where
 *   several could have, the reason is that of the first.
 * @standard RFC 6960, sections 3.2 and 4.2.2.2
 */
export function findSigner(
  response: OcspResponse,
  issuer: Issuer,
  rules: SignerRules,
): Later<Result<StatusSigner, SignerReason>> {
  return after(isNamed(response.responderId, issuer, rules.issuerHashes), isIssuer => {
    if (!isIssuer) return findDelegate({ response, issuer, rules })
    return after(signatureObjection(response, issuer.publicKey, rules), objection =>
      objection === undefined
        ? ok({ role: 'issuer', name: issuer.name })
        : findDelegate({ response, issuer, rules }, objection),
    )
  })
}

/** @param objection Why it was not the issuer, where it might have been. */
function findDelegate(context: Context, objection?: SignerReason): Later<Result<StatusSigner, SignerReason>> {
  if (context.response.certificates.length === 0) return refused(objection ?? 'signer-not-found')
  return after(namedDelegates(context), ([first, ...others]) => {
    if (first === undefined) return refused(objection ?? 'signer-not-found')
    return after(judgeDelegate(first, context), judged =>
      judged.ok ? judged : firstOf(others, context, judged),
    )
  })
}

/** The first who may have signed it; where nobody may, why the one before all of them may not. */
function firstOf(
  [first, ...others]: readonly Delegate[],
  context: Context,
  refusal: Refused<SignerReason>,
): Later<Result<StatusSigner, SignerReason>> {
  if (first === undefined) return refusal
  return after(judgeDelegate(first, context), judged =>
    judged.ok ? judged : firstOf(others, context, refusal),
  )
}

function judgeDelegate(delegate: Delegate, context: Context): Later<Result<StatusSigner, SignerReason>> {
  return after(delegateObjection(delegate, context), objection =>
    objection === undefined ? after(asSigner(delegate, context.rules.crypto), ok) : refused(objection),
  )
}

function asSigner({ certificate: { bytes, subject } }: Delegate, crypto: Crypto): Later<StatusSigner> {
  return after(crypto.digest('SHA-256', bytes), digest => {
    return { role: 'delegate', name: subject, certificate: toHex(digest) }
  })
}

/** Whether a responder's identity is that of a name or a key. */
function isNamed(
  id: ResponderId,
  { name, publicKey }: Pick<Issuer, 'name' | 'publicKey'>,
  crypto: Pick<Crypto, 'digest'>,
): Later<boolean> {
  if (id.form === 'name') return sameName(id.name, name)
  return after(crypto.digest('SHA-1', publicKey.key), hash => equalBytes(id.keyHash, hash))
}

/**
 * Certificates of the response that are of its responder. What cannot be read is nobody's; the issuer was
 * tried before. A delegate with the issuer's key, and with a name of its own, is one like any other.
 */
function namedDelegates({ response, issuer, rules }: Context): Later<readonly Delegate[]> {
  const delegates: Delegate[] = []
  const named: Later<boolean>[] = []
  for (const bytes of response.certificates) {
    const delegate = rules.readDelegate(bytes, issuer.name)
    if (delegate === undefined) continue
    const { subject: name, publicKey } = delegate.certificate
    if (equalBytes(publicKey.bytes, issuer.publicKey.bytes) && sameName(name, issuer.name)) continue
    delegates.push(delegate)
    named.push(isNamed(response.responderId, { name, publicKey }, rules.crypto))
  }
  return after(allOf(named), areNamed => delegates.filter((_, index) => areNamed[index]))
}

interface Context {
  readonly response: OcspResponse
  readonly issuer: Issuer
  readonly rules: SignerRules
}

/**
 * What it says of itself first, then signatures, and last what others say of it. That nobody needs to check a
 * delegate, or that a policy does without, excuses that nothing is known. Whoever is named as revoked must
 * not sign.
 *
 * @standard RFC 6960, section 4.2.2.2.1
 */
function delegateObjection(
  { certificate, signature }: Delegate,
  { response, issuer, rules }: Context,
): Later<SignerReason | undefined> {
  if (!sameName(certificate.issuer, issuer.name)) return 'signer-not-authorised'
  const claim = purposeObjection(certificate) ?? periodObjection(certificate, response, rules)
  if (claim !== undefined) return claim
  if (isRevocationOpen(certificate, rules)) return 'signer-revocation-open'
  const { at, crypto, unsafeSha1 } = rules
  const linkRules = { at, crypto, unsafeSha1, signature }
  return after(signatureObjection(certificate, issuer.publicKey, linkRules), link => {
    if (link === 'signature-wrong') return 'signer-not-authorised'
    if (link !== undefined) return link
    return after(
      signatureObjection(response, certificate.publicKey, rules),
      objection => objection ?? revocationObjection(certificate, rules),
    )
  })
}

function isRevocationOpen(
  delegate: Certificate,
  { vouchedFor, acceptsUncheckedDelegates }: SignerRules,
): boolean {
  const isItsOwn = vouchedFor !== undefined && equalBytes(delegate.publicKey.key, vouchedFor.key)
  return isItsOwn || !(acceptsUncheckedDelegates || isNotToBeChecked(delegate))
}

function revocationObjection(
  delegate: Certificate,
  { standingOf, acceptsUncheckedDelegates }: SignerRules,
): Later<SignerReason | undefined> {
  if (standingOf === undefined) return undefined
  return after(standingOf(delegate), standing => {
    if (standing === 'revoked') return 'signer-revoked'
    return standing === 'open' && !acceptsUncheckedDelegates ? 'signer-revocation-open' : undefined
  })
}

/**
 * anyExtendedKeyUsage does not delegate (RFC 6960, 4.2.2.2). Either usage for signatures will do: signers of
 * responses with nonRepudiation alone are in use.
 */
function purposeObjection(delegate: Certificate): DelegateReason | undefined {
  const { extendedKeyUsage, keyUsage, malformed, all } = delegate.extensions
  if (extendedKeyUsage?.includes(PURPOSE.ocspSigning) !== true) return 'signer-without-purpose'
  if (malformed.some(({ id }) => id === EXTENSION.keyUsage)) return 'signer-key-usage'
  if (keyUsage !== undefined && !keyUsage.digitalSignature && !keyUsage.nonRepudiation)
    return 'signer-key-usage'
  const isUnreadable = malformed.some(({ id }) => all.some(each => each.critical && each.id === id))
  return isUnreadable || holdsUnknown(delegate) ? 'signer-extensions' : undefined
}

/**
 * What excuses from checking the delegate is known here; that it should not be critical forbids nobody to
 * mark it so.
 */
function holdsUnknown(delegate: Certificate): boolean {
  return unknownCriticalExtensions(delegate).some(
    id => id !== EXTENSION.ocspNoCheck || !isNotToBeChecked(delegate),
  )
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
  return statesByNull(extensions, EXTENSION.ocspNoCheck)
}
