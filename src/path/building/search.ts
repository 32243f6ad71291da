import type { Certificate } from '../../certificate/certificate.ts'
import type { BudgetItem } from '../budget.ts'
import type { Anchor } from './candidates.ts'

/**
 * A chain of names and signatures from a certificate to an anchor. Whether it is a valid path, validation
 * says.
 */
export interface Path<A extends Anchor> {
  readonly anchor: A
  /**
   * The certificate, then its issuer and so on; the last one was issued by the anchor. Empty: the certificate
   * is the anchor's own.
   */
  readonly certificates: readonly Certificate[]
  /** Of each certificate's signature. `unproven`: it could not be computed or may not be relied on. */
  readonly signatures: readonly SignatureState[]
  /** Of the whole chain: `verified` when every signature is. */
  readonly outcome: SignatureState
}

export type SignatureState = 'verified' | 'unproven'

export interface PathSearch<A extends Anchor> {
  /** Every path within the budget, in the order in which they were found. */
  readonly paths: readonly Path<A>[]
  /** Where no path was found: the places at which the search ended, deepest first. */
  readonly deadEnds: readonly DeadEnd[]
  /** The budget that was spent before the search was complete. */
  readonly exhausted?: BudgetItem
  /** The addresses that were asked for further issuers, in order; absent where none was. */
  readonly fetched?: readonly string[]
}

export interface DeadEnd {
  /** The certificate for which no issuer could be confirmed. */
  readonly certificate: Certificate
  /** How many certificates the chain had, this one included. */
  readonly length: number
  /** `wrong-signature`: every issuer of that name is known, and none of their keys made the signature. */
  readonly reason: 'issuer-not-found' | 'wrong-signature'
  /** Whoever has the name of the issuer, likeliest first, and why the path does not go on there. */
  readonly candidates: readonly StoppedAt[]
}

export interface StoppedAt {
  /** Absent: an anchor. */
  readonly certificate?: Certificate
  readonly reason: StopReason
}

export type StopReason =
  /** Its key did not make the signature. */
  | 'wrong-signature'
  /** It stands in the chain already, under this name and with this key. */
  | 'repeated'
  /** The chain would have more intermediates than the budget allows. */
  | 'too-deep'
  /** It was not tried, because it explains nothing any more. */
  | 'not-tried'
