import type { Certificate } from '../certificate/certificate.ts'
import type { Instant } from '../core/time.ts'
import type { Crypto } from '../crypto/crypto.ts'
import type { CrlQuestion } from './crl/question.ts'
import type { ProvenPath } from './issuer.ts'
import type { StatusMaterial } from './material.ts'
import type { StatusMemo } from './memo.ts'
import type { OcspQuestion } from './ocsp/question.ts'
import { REVOCATION_POLICY, type RevocationPolicy } from './policy.ts'

/** In which path, when, and by which rules a status is judged. */
export interface StatusContext {
  readonly path: ProvenPath
  /** Certificates among which signers of lists may be found; in any order. */
  readonly intermediates: readonly Certificate[]
  readonly at: Instant
  readonly crypto: Crypto
  readonly policy?: RevocationPolicy
  readonly memo: StatusMemo
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
  { path, intermediates, at, crypto }: StatusContext,
): CrlQuestion {
  const known = [...path.certificates.slice(1), ...intermediates]
  return { ...subject, anchor: path.anchor, intermediates: known, lists, at, crypto }
}
