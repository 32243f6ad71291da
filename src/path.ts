import type { Certificate } from './certificate/certificate.ts'
import { ownBytes } from './core/bytes.ts'
import { ownRules, type PathRules } from './path/rules.ts'
import {
  answerAbout,
  type CertificateAnswer,
  type CertificateRequest as PathQuestion,
  readable,
} from './path/validate-certificate.ts'
import { type PathValidation, withChecks } from './path/validation/check-path.ts'
import {
  type ValidationRequest as OnePath,
  validatePath as validateSigned,
} from './path/validation/validate.ts'
import { type ListOptions, statusByLists } from './path-status.ts'

export type { Certificate, PublicKeyInfo } from './certificate/certificate.ts'
export type { KeyUsage, NameConstraints } from './certificate/extensions.ts'
export { parseCertificate } from './certificate/parse.ts'
export { type Oid, oid, oidText } from './core/oid.ts'
export type { Result } from './core/result.ts'
export { formatInstant, type Instant, instant, instantFromMilliseconds, parseInstant } from './core/time.ts'
export type { Crypto } from './crypto/crypto.ts'
export { nodeCrypto } from './crypto/node.ts'
export { readCertificates } from './encoding/pem.ts'
export { type BudgetItem, DEFAULT_PATH_BUDGET, type PathBudget } from './path/budget.ts'
export {
  buildPaths,
  type DeadEnd,
  type Path,
  type PathRequest,
  type PathSearch,
} from './path/building/build.ts'
export { type Anchor, type ByName, indexAnchors } from './path/building/candidates.ts'
export { createIntermediateStore, type IntermediateStore } from './path/building/intermediate-store.ts'
export type { IssuerSource } from './path/building/issuer-source.ts'
export type { ExpectedName } from './path/names/server-name.ts'
export { PROFILE_RULES, type Profile, type ProfileRule, type Role } from './path/profile/profile.ts'
export type { PathRules, Purpose } from './path/rules.ts'
export {
  anchorFrom,
  type Candidate,
  type CertificateAnswer,
  type CertificateInput,
} from './path/validate-certificate.ts'
export type { CertificateChecks, PathValidation } from './path/validation/check-path.ts'
export type { PolicySets } from './path/validation/policies.ts'
export type { ListOptions } from './path-status.ts'
export type { Check, Outcome } from './requirements/finding.ts'

/** What is asked about a certificate. */
export interface CertificateRequest extends PathQuestion, ListOptions {}

/** One path and the rules for it. */
export interface ValidationRequest extends OnePath, ListOptions {
  /** Certificates among which signers of revocation lists are looked for, besides those of the path. */
  readonly intermediates?: readonly Certificate[]
}

/**
 * Builds the paths from a certificate to the anchors and validates them one by one until one is valid, and
 * none of its certificates revoked where lists are given.
 *
 * @throws RangeError, as a rejection, when `maxDepth`, a limit of the budget or a time of the policy is no
 *   number of that kind, or `commonNames` another word; TypeError when lists, budget or policy are null.
 * @standard RFC 5280, section 6; RFC 4158
 */
export async function validateCertificate(request: CertificateRequest): Promise<CertificateAnswer> {
  const { certificate, intermediates = [], anchors, crypto, store, issuers, signal } = request
  const own = {
    ...ownRequest(request),
    crypto,
    ...(store && { store }),
    ...(issuers && { issuers }),
    ...(signal && { signal }),
    certificate: inOwnMemory(certificate),
    intermediates: intermediates.map(inOwnMemory),
    anchors: anchors.map(inOwnMemory),
  }
  const terms = { ...own, intermediates: readable(own.intermediates) }
  return answerAbout(own, statusByLists(own, terms))
}

/**
 * Validates one path from a certificate to an anchor: computes its signatures, as many as the budget allows,
 * takes the steps of RFC 5280, and asks the revocation lists where some are given.
 *
 * @returns What was found about each certificate, and the policies and the key that the path is valid for.
 * @standard RFC 5280, section 6; RFC 9618, section 5
 */
export async function validatePath(request: ValidationRequest): Promise<PathValidation> {
  const { certificates, intermediates = [], anchor, crypto } = request
  const given = { certificates: [...certificates], intermediates: [...intermediates], anchor, crypto }
  const own = { ...ownRequest(request), ...given }
  const validation = await validateSigned(own)
  const status = statusByLists(own, own)
  if (status === undefined || validation.outcome !== 'valid') return validation
  return withChecks(validation, await status(own))
}

/** What is asked for, as it is at this moment: the caller's arrays may change while a validation waits. */
function ownRequest(request: PathRules & ListOptions): PathRules & ListOptions {
  const { crls, revocation } = request
  return {
    ...ownRules(request),
    ...(crls !== undefined && { crls: [...crls] }),
    ...(revocation !== undefined && { revocation: ownRevocation(revocation) }),
  }
}

type Silence = NonNullable<ListOptions['revocation']>

function ownRevocation({ missing, acceptStaleFor }: Silence): Silence {
  return { missing, ...(acceptStaleFor !== undefined && { acceptStaleFor }) }
}

/** Records of certificates are the caller's, who knows that their octets must not change. */
function inOwnMemory<T extends object>(given: T): T | Uint8Array {
  return ArrayBuffer.isView(given) ? ownBytes(given) : given
}
