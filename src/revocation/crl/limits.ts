import type { DerLimits } from '../../encoding/der/context.ts'

/**
 * What one revocation list may cost. The largest lists in use have some hundred thousand entries; one of a
 * million with serial numbers of sixteen octets has 40 MB. An entry with all its extensions is of some twenty
 * values.
 */
export const CRL_LIMITS: DerLimits & { readonly entries: number } = {
  bytes: 67_108_864,
  depth: 32,
  elements: 24_000_000,
  entries: 1_000_000,
}

/** The same limit that certificates have for their own serial number: no longer one can be asked for. */
export const MAX_SERIAL_OCTETS = 64

/** Extensions of a list, and of one entry; those in use have some five, and three. */
export const MAX_CRL_EXTENSIONS = 32
