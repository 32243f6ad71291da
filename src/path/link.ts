import type { Certificate, PublicKeyInfo } from '../certificate/certificate.ts'
import { readPublicKey } from '../certificate/public-key.ts'
import { signatureAlgorithmOf } from '../certificate/signature-algorithm.ts'
import type { Instant } from '../core/time.ts'
import { algorithmObjection, type SignatureAlgorithm } from '../crypto/algorithms.ts'
import type { Crypto, SignatureOutcome } from '../crypto/crypto.ts'
import { type Check, satisfied, undetermined, violated } from '../requirements/finding.ts'
import { asks, type Profile } from './profile/profile.ts'

/**
 * Whether a key made the signature of a certificate. `unproven`: it was not computed, or nothing may be
 * concluded from it, because the algorithm is unknown or too weak at the moment.
 */
export type LinkOutcome = 'verified' | 'wrong' | 'unproven'

/** What decides whether an algorithm counts. */
export interface AlgorithmRules {
  readonly at: Instant
  /** `eidas`, which is the strictest about algorithms, unless told. */
  readonly profile?: Profile
}

export interface LinkRules extends AlgorithmRules {
  readonly crypto: Crypto
}

/** A signature as it was computed, and what there is to say about its algorithm. */
export interface Link {
  readonly outcome: LinkOutcome
  /** `path.algorithm`. */
  readonly algorithm: Check
}

/**
 * Computes one signature, if the algorithm and the key may be relied on.
 *
 * @returns At once where the implementation of the cryptography answers at once: to wait would cost as much
 *   as what it took to ask.
 */
export function verifyLink(
  certificate: Certificate,
  issuerKey: PublicKeyInfo,
  rules: LinkRules,
): Link | Promise<Link> {
  const { check, algorithm } = judgeAlgorithm(certificate, issuerKey, rules)
  if (algorithm === undefined) return { outcome: withoutSignature(check), algorithm: check }
  const answer = rules.crypto.verify({
    algorithm,
    publicKey: issuerKey.bytes,
    signature: certificate.signature,
    ecdsaForm: 'der',
    data: certificate.tbs,
  })
  if (typeof answer === 'string') return { outcome: linkOutcome(answer), algorithm: check }
  return answer.then(outcome => ({ outcome: linkOutcome(outcome), algorithm: check }))
}

/** A key of another family cannot have made the signature. */
function withoutSignature({ outcome, reason }: Check): LinkOutcome {
  return outcome === 'violated' && reason === 'key-of-other-type' ? 'wrong' : 'unproven'
}

function linkOutcome(outcome: SignatureOutcome): LinkOutcome {
  if (outcome === 'unsupported') return 'unproven'
  return outcome === 'valid' ? 'verified' : 'wrong'
}

/**
 * Says whether the algorithm of a certificate's signature may be relied on with its issuer's key.
 *
 * @standard ETSI TS 119 312
 */
export function checkAlgorithm(
  certificate: Certificate,
  issuerKey: PublicKeyInfo,
  rules: AlgorithmRules,
): Check {
  return judgeAlgorithm(certificate, issuerKey, rules).check
}

function judgeAlgorithm(
  certificate: Certificate,
  issuerKey: PublicKeyInfo,
  { at, profile = 'eidas' }: AlgorithmRules,
): { readonly check: Check; readonly algorithm?: SignatureAlgorithm } {
  const algorithm = signatureAlgorithmOf(certificate.signatureAlgorithm)
  const key = readPublicKey(issuerKey)
  if (!algorithm.ok) return { check: refusedAlgorithm(algorithm.reason) }
  if (!key.ok) return { check: refusedAlgorithm(key.reason === 'unsupported' ? key.reason : 'malformed') }
  const objection = algorithmObjection(algorithm.value, key.value, USE[profile], at)
  const facts = { algorithm: describe(algorithm.value), key: key.value }
  if (objection !== undefined) return { check: violated('path.algorithm', objection, facts) }
  return { check: satisfied('path.algorithm', facts), algorithm: algorithm.value }
}

/** Whether a profile dates algorithms, found once. */
const USE = { rfc5280: useBy('rfc5280'), webpki: useBy('webpki'), eidas: useBy('eidas') }

function useBy(profile: Profile): 'certificate' | 'undated-certificate' {
  return asks(profile, 'dated-algorithms', 'leaf') ? 'certificate' : 'undated-certificate'
}

function refusedAlgorithm(reason: 'unsupported' | 'malformed'): Check {
  if (reason === 'unsupported') return undetermined('path.algorithm', reason)
  return violated('path.algorithm', reason)
}

function describe(algorithm: SignatureAlgorithm): string {
  return 'hash' in algorithm ? `${algorithm.scheme} ${algorithm.hash}` : algorithm.scheme
}
