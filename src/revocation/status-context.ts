import type { Certificate } from '../certificate/certificate.ts'
import type { Instant } from '../core/time.ts'
import type { Crypto } from '../crypto/crypto.ts'
import type { CrlQuestion } from './crl/question.ts'
import { SignerPaths } from './crl/signer-paths.ts'
import type { ProvenPath } from './issuer.ts'
import type { StatusMaterial } from './material.ts'
import type { StatusMemo } from './memo.ts'
import type { OcspQuestion } from './ocsp/question.ts'
import { REVOCATION_POLICY, type RevocationPolicy } from './policy.ts'

/** In which path, when, and by which rules a status is judged. */
export interface StatusTerms {
  readonly path: ProvenPath
  /** Certificates among which signers of lists may be found; in any order. */
  readonly intermediates: readonly Certificate[]
  readonly at: Instant
  readonly crypto: Crypto
  readonly policy?: RevocationPolicy
  readonly memo: StatusMemo
}

/** The same, and what the questions of one validation share: what it costs holds for all of them together. */
export interface StatusContext extends StatusTerms {
  readonly signerPaths: SignerPaths
}

export function statusContext(terms: StatusTerms): StatusContext {
  const { path, at, crypto } = terms
  const { anchor } = path
  const intermediates = [...path.certificates.slice(1), ...terms.intermediates]
  const signerPaths = new SignerPaths({ anchor, intermediates, at, crypto })
  return { ...terms, intermediates, signerPaths }
}

/** Whose status a piece of evidence is asked for. */
export type StatusSubject = Pick<CrlQuestion, 'certificate' | 'issuer' | 'isSigner'>

export function ocspQuestion(
  subject: StatusSubject,
  { at, crypto, memo, policy = REVOCATION_POLICY }: StatusContext,
): OcspQuestion {
  return { ...subject, at, crypto, memo, ...(policy.ocsp && { policy: policy.ocsp }) }
}

export function crlQuestion(
  subject: StatusSubject,
  { lists }: StatusMaterial,
  { path, intermediates, signerPaths, at, crypto }: StatusContext,
): CrlQuestion {
  return { ...subject, anchor: path.anchor, intermediates, signerPaths, lists, at, crypto }
}
