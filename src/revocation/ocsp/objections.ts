import type { Certificate } from '../../certificate/certificate.ts'
import { attributeTexts } from '../../certificate/name/name.ts'
import { equalBytes, toHex } from '../../core/bytes.ts'
import { after, type Later } from '../../core/later.ts'
import { ATTRIBUTE } from '../../core/object-identifiers.ts'
import { oidText } from '../../core/oid.ts'
import { formatInstant, type Instant } from '../../core/time.ts'
import type { Crypto } from '../../crypto/crypto.ts'
import { CLOCK_SKEW } from '../policy.ts'
import { CERT_ID_HASHES } from './cert-id.ts'
import type { OcspResponse, SingleResponse } from './ocsp.ts'
import type { OcspPolicy } from './policy.ts'
import type { OcspObjection } from './question.ts'

export function extensionObjection(
  { extensions }: OcspResponse,
  single: SingleResponse,
): OcspObjection | undefined {
  if (extensions.unknownCritical.length + single.extensions.unknownCritical.length === 0) return undefined
  const unknown = [...extensions.unknownCritical, ...single.extensions.unknownCritical]
  return { reason: 'unknown-critical-extension', facts: { unknown: unknown.map(oidText) } }
}

/** Whether it is still fresh is not asked here. */
export function timeObjection(
  { producedAt }: OcspResponse,
  { thisUpdate, nextUpdate }: SingleResponse,
  at: Instant,
): OcspObjection | undefined {
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

interface NonceRules {
  /** What was sent; absent where nobody asked. */
  readonly nonce: Uint8Array | undefined
  readonly policy: OcspPolicy
}

/**
 * Responses that are made beforehand repeat none, so that its absence says nothing unless the policy asks for
 * it. A policy that asks for more proof is no reason to pass over a revocation.
 */
export function nonceObjection(
  { extensions: { nonce } }: OcspResponse,
  { status }: SingleResponse,
  { nonce: asked, policy }: NonceRules,
): OcspObjection | undefined {
  if (asked === undefined) return undefined
  if (nonce === undefined) {
    const isMissed = policy.requiresNonce && status.status !== 'revoked'
    return isMissed ? { reason: 'nonce-missing', facts: {} } : undefined
  }
  return equalBytes(nonce, asked) ? undefined : { reason: 'nonce-mismatch', facts: { nonce: toHex(nonce) } }
}

interface CertHashRules {
  readonly policy: OcspPolicy
  readonly crypto: Pick<Crypto, 'digest'>
}

/**
 * By its hash a responder proves that it has the certificate, and does not only know of no revocation. One
 * that says that it is revoked has nothing to prove by it.
 */
export function certHashObjection(
  { extensions: { certHash }, status }: SingleResponse,
  certificate: Certificate,
  { policy, crypto }: CertHashRules,
): Later<OcspObjection | undefined> {
  if (certHash === undefined)
    return status.status === 'revoked' ? undefined : missingCertHash(certificate, policy)
  const algorithm = CERT_ID_HASHES.get(certHash.algorithm)
  const facts = { algorithm: oidText(certHash.algorithm), hash: toHex(certHash.hash) }
  if (algorithm === undefined) return { reason: 'cert-hash-unsupported', facts }
  return after(crypto.digest(algorithm, certificate.bytes), digest =>
    equalBytes(digest, certHash.hash) ? undefined : { reason: 'cert-hash-mismatch', facts },
  )
}

function missingCertHash({ issuer }: Certificate, policy: OcspPolicy): OcspObjection | undefined {
  const countries = attributeTexts(issuer, ATTRIBUTE.countryName)
  const isAsked = countries.some(country => policy.certHashCountries.includes(country.toUpperCase()))
  return isAsked ? { reason: 'cert-hash-missing', facts: { countries } } : undefined
}
