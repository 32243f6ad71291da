import type { Oid } from '../core/oid.ts'
import type { Psd2Statement } from './psd2-statement.ts'

/**
 * What a certificate claims about its own qualification. A claim, not a fact: see `qualification`.
 *
 * @standard RFC 3739, section 3.2.6; ETSI EN 319 412-5
 */
export interface QcStatements {
  /** In the order of the certificate, unknown ones included. */
  readonly all: readonly QcStatement[]
  /** QcCompliance: issued as a qualified certificate under the Regulation (or other legislation, see below). */
  readonly compliance: boolean
  /** QcLimitValue: liability limit per transaction, `amount` × 10^`exponent`. */
  readonly limitValue?: { readonly currency: string | number; readonly amount: number; readonly exponent: number }
  /** QcRetentionPeriod, years after expiry. */
  readonly retentionPeriod?: number
  /** QcSSCD: the private key resides in a qualified signature creation device. */
  readonly sscd: boolean
  /** QcPDS: disclosure statements, an address per language (ISO 639-1). */
  readonly pds: readonly { readonly url: string; readonly language: string }[]
  /** QcType: as written; {@link QC_TYPE} names the known ones. */
  readonly types: readonly Oid[]
  /** QcCClegislation: countries (ISO 3166-1 alpha-2) under whose law the certificate is qualified; absent: the Union's. */
  readonly legislation?: readonly string[]
  /** QcIdentMethod. */
  readonly identificationMethods?: readonly Oid[]
  /** QcQSCDlegislation: countries under whose law the device is certified. */
  readonly qscdLegislation?: readonly string[]
  /** SemanticsInformation of pkixQCSyntax-v2: how to read the subject's identifiers. */
  readonly semantics?: SemanticsInformation
  readonly psd2?: Psd2Statement
}

export interface QcStatement {
  readonly id: Oid
  /** statementInfo as one DER value, absent where it is. */
  readonly info?: Uint8Array
}

/** @standard RFC 3739, section 3.2.6.1; ETSI EN 319 412-1, clause 5.1 */
export interface SemanticsInformation {
  readonly identifier?: Oid
  readonly registrationAuthorities: readonly string[]
}
