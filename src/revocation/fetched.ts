import type { Unavailable } from './ports.ts'
import type { StatusSource } from './status.ts'

/** What somebody was asked about a certificate of a path, and what came of it. */
export type Fetched = FetchedStatus | FailedFetch

interface Asked {
  readonly source: StatusSource
  /** The address that was asked, or to which what is remembered belongs. */
  readonly url: string
  /** SHA-256 of the certificate that it was asked for, lower-case hexadecimal. */
  readonly certificate: string
}

/** Octets as they came; nothing of them is trusted. */
export interface FetchedStatus extends Asked {
  readonly bytes: Uint8Array
  /** What was sent with an OCSP request, where something was. */
  readonly nonce?: Uint8Array
  /** It comes from what earlier validations have learnt, and nobody was asked for it this time. */
  readonly remembered?: true
}

/** Nothing came. That is evidence like any other: the verdict has a place for it. */
export interface FailedFetch extends Asked {
  readonly unavailable: Unavailable
}
