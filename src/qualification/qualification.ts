import type { LiteralOutcome } from './literal.ts'
import type { Reason, SealValue, SignatureValue, WebsiteValue } from './words.ts'

/** The answer to whether a certificate is qualified, in the words of the standard. Times are RFC 3339. */
export interface Qualification {
  readonly website: PurposeQualification<WebsiteValue>
  readonly seal: PurposeQualification<SealValue>
  readonly signature: PurposeQualification<SignatureValue>
  readonly literal: LiteralOutcome
  readonly services: readonly QualifyingService[]
}

export interface PurposeQualification<Value extends string> {
  readonly atIssuance: Value
  readonly atValidation: Value
  /** Both moments together. */
  readonly result: Value
  /** What decided the result; empty where it is positive. */
  readonly reasons: readonly Reason[]
}

/** A listed service that the certificate leads to by a verified path. */
export interface QualifyingService {
  readonly territory: string
  /** The provider's name, in English where the list has it. */
  readonly provider: string
  readonly service: string
  readonly atIssuance: QualifyingState | null
  readonly atValidation: QualifyingState | null
}

export interface QualifyingState {
  /** The last part of the status's address: `granted`, `withdrawn`. */
  readonly status: string
  readonly since: string
}
