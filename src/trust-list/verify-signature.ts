import type { Certificate } from '../certificate/certificate.ts'
import { parseCertificate } from '../certificate/parse.ts'
import { readPublicKey } from '../certificate/public-key.ts'
import { equalBytes, toHex } from '../core/bytes.ts'
import { formatInstant } from '../core/time.ts'
import { algorithmObjection, type SignatureAlgorithm } from '../crypto/algorithms.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { type Check, type Facts, satisfied, undetermined, violated } from '../requirements/finding.ts'
import { repeatsKey } from './key-info.ts'
import type { Digest } from './signature-fields.ts'
import type { Expectation } from './verify.ts'
import type { SignatureForm } from './xml-signature.ts'

export interface Signer {
  readonly certificate: Certificate
  /** Of the certificate, lower-case hexadecimal. */
  readonly sha256: string
}

/**
 * Says whether the signer is one of the expected, and what it signed with may be relied on. Nothing is
 * computed with a key before that.
 */
export async function checkSigner(
  form: SignatureForm,
  { pins, crypto, at }: Expectation,
): Promise<{ readonly checks: readonly Check[]; readonly signer?: Signer }> {
  const octets = form.keyInfo.certificate
  const sha256 = toHex(await crypto.digest('SHA-256', octets))
  const facts = { signer: sha256, announced: [...pins] }
  if (!pins.has(sha256)) return { checks: [violated('trust-list.signer', 'not-announced', facts)] }

  const parsed = parseCertificate(octets)
  const key = parsed.ok ? readPublicKey(parsed.value.publicKey) : parsed
  if (!parsed.ok || !key.ok) {
    const reason = key.ok ? '' : key.reason
    return { checks: [undetermined('trust-list.signer', 'certificate-unreadable', { ...facts, reason })] }
  }
  const certificate = parsed.value
  if (
    !repeatsKey(form.keyInfo, certificate) ||
    !(await isNamed(octets, form.properties.certificates, crypto))
  ) {
    return { checks: [violated('trust-list.signer', 'properties-name-another', facts)] }
  }
  const checks = [satisfied('trust-list.signer', facts), checkSigningTime(form, certificate)]
  const objection = algorithmObjection(form.algorithm, key.value, 'list', at)
  const algorithm: Facts = { ...algorithmFacts(form.algorithm), key: { ...key.value }, at: formatInstant(at) }
  if (objection) return { checks: [...checks, violated('trust-list.algorithm', objection, algorithm)] }
  return {
    checks: [...checks, satisfied('trust-list.algorithm', algorithm)],
    signer: { certificate, sha256 },
  }
}

function algorithmFacts(algorithm: SignatureAlgorithm): Facts {
  return { ...algorithm }
}

/** Whether the signed properties name this certificate. */
async function isNamed(
  certificate: Uint8Array,
  digests: readonly Digest[],
  crypto: Crypto,
): Promise<boolean> {
  for (const digest of digests) if (await matches(digest, certificate, crypto)) return true
  return false
}

/** The pin decides, so a claim of another time, or of one in nobody knows which zone, is only told. */
function checkSigningTime({ properties }: SignatureForm, { validity }: Certificate): Check {
  const { moment, hasZone } = properties.signingTime
  const signingTime = formatInstant(moment)
  const facts = {
    signingTime: hasZone ? signingTime : signingTime.slice(0, -1),
    notBefore: formatInstant(validity.notBefore),
    notAfter: formatInstant(validity.notAfter),
  }
  if (!hasZone) return undetermined('trust-list.signing-time', 'zone-missing', facts)
  const isInside = moment >= validity.notBefore && moment <= validity.notAfter
  if (!isInside) return violated('trust-list.signing-time', 'outside-certificate', facts)
  return satisfied('trust-list.signing-time', facts)
}

export interface SignatureCase {
  readonly form: SignatureForm
  readonly signedOctets: Uint8Array
  readonly signer: Certificate
  readonly crypto: Crypto
}

/**
 * Recomputes both digests and verifies the signature over them.
 *
 * @standard XML Signature Syntax and Processing, core validation
 */
export async function checkSignature(signature: SignatureCase): Promise<readonly Check[]> {
  const { form, signedOctets, signer, crypto } = signature
  const facts = {
    ...algorithmFacts(form.algorithm),
    digest: form.document.digest.algorithm,
    octets: signedOctets.length,
  }
  if (!(await matches(form.document.digest, signedOctets, crypto))) {
    return [violated('trust-list.signature', 'list-changed', facts)]
  }
  if (!(await matches(form.propertiesDigest, form.propertiesOctets, crypto))) {
    return [violated('trust-list.signature', 'properties-changed', facts)]
  }
  const outcome = await crypto.verify({
    algorithm: form.algorithm,
    publicKey: signer.publicKey.bytes,
    signature: form.value,
    ecdsaForm: 'raw',
    data: form.signedInfo,
  })
  switch (outcome) {
    case 'valid':
      return [satisfied('trust-list.signature', facts)]
    case 'valid-without-null':
      return [
        satisfied('trust-list.signature', facts),
        violated('trust-list.digest-encoding', 'null-missing'),
      ]
    case 'invalid':
      return [violated('trust-list.signature', 'invalid', facts)]
    case 'unsupported':
      return [undetermined('trust-list.signature', 'unsupported', facts)]
    default:
      return outcome satisfies never
  }
}

async function matches({ algorithm, value }: Digest, octets: Uint8Array, crypto: Crypto): Promise<boolean> {
  return equalBytes(await crypto.digest(algorithm, octets), value)
}
