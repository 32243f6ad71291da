import type { Fetched } from '../revocation/fetched.ts'
import type { TrustListSet } from '../trust-list/trust-list-set.ts'

/**
 * All that an assessment may look at. Evidence is gathered first; the same evidence gives the same report
 * today and in seven years.
 */
export interface Evidence {
  /** The certificate to judge, DER. */
  readonly certificate: Uint8Array
  /** Certificates that may stand between it and a listed service, DER, in any order. */
  readonly intermediates: readonly Uint8Array[]
  /** The lists, authenticated up to the Official Journal. */
  readonly lists: TrustListSet
  /**
   * OCSP responses about the certificate and its intermediates, stapled or fetched before, as they came, in
   * any order.
   */
  readonly ocspResponses?: readonly Uint8Array[]
  /** Revocation lists, complete ones and deltas, DER, in any order. */
  readonly crls?: readonly Uint8Array[]
  /**
   * What was fetched about the revocation of the path, and what could not be, in the order in which it was
   * asked for.
   */
  readonly fetched?: readonly Fetched[]
  /** The addresses that were asked for issuers, in order. What they served is among the intermediates. */
  readonly askedIssuers?: readonly AskedIssuer[]
}

/** An address in a certificate that was asked for the issuer of that certificate. */
export interface AskedIssuer {
  readonly url: string
  /** How many certificates it served; null where nothing came. */
  readonly certificates: number | null
}
