import type { Certificate } from '../../certificate/certificate.ts'
import type { Crypto } from '../../crypto/crypto.ts'
import type { Check } from '../../requirements/finding.ts'
import { DEFAULT_PATH_BUDGET } from '../budget.ts'
import type { Anchor } from '../building/candidates.ts'
import { type LinkOutcome, verifyLink } from '../link.ts'
import type { PathRules } from '../rules.ts'
import { checkPath, type PathValidation } from './check-path.ts'
import { isSignedByItself } from './own-signature.ts'

/** One path and the rules for it. */
export interface ValidationRequest extends PathRules {
  /**
   * The leaf first, then its issuer and so on; the last one was issued by the anchor. The anchor's own is
   * none of them.
   */
  readonly certificates: readonly Certificate[]
  readonly anchor: Anchor
  readonly crypto: Crypto
}

/**
 * Validates one path from a certificate to an anchor: computes its signatures, as many as the budget allows,
 * and takes the steps of RFC 5280. Revocation is no part of it.
 *
 * @returns What was found about each certificate, and the policies and the key that the path is valid for.
 * @standard RFC 5280, section 6.1; RFC 9618, section 5
 */
export async function validatePath(request: ValidationRequest): Promise<PathValidation> {
  const { certificates, anchor, crypto, profile = 'rfc5280', at } = request
  const { signatures: budget } = request.budget ?? DEFAULT_PATH_BUDGET
  const rules = { crypto, at, profile }
  const signatures: LinkOutcome[] = []
  const algorithms: Check[] = []
  for (const certificate of certificates.slice(0, budget)) {
    const key = certificates[signatures.length + 1]?.publicKey ?? anchor.publicKey
    const link = verifyLink(certificate, key, rules)
    const { outcome, algorithm } = 'outcome' in link ? link : await link
    signatures.push(outcome)
    algorithms.push(algorithm)
  }
  const anchorSelfSigned = await isSignedByItself(anchor, rules)
  return checkPath({ anchor, certificates, signatures, algorithms, anchorSelfSigned }, request)
}
