import { EXTENSION } from '../../core/object-identifiers.ts'
import type { Oid } from '../../core/oid.ts'
import { TAG } from '../../encoding/der/tag.ts'
import type { RevocationList } from './crl.ts'
import { EntryIndex } from './entry-index.ts'
import { CRL_NUMBER, DELTA_CRL_INDICATOR, ISSUING_DISTRIBUTION_POINT } from './extensions.ts'
import { contentOf, endOf } from './walk.ts'

/**
 * Says whether a list has a number.
 *
 * @standard RFC 5280, section 5.2.3
 */
export function isNumbered({ extensions }: RevocationList): boolean {
  return extensions.crlNumber !== undefined
}

/**
 * Says whether those extensions are critical that limit what the list says, and no others.
 *
 * @standard RFC 5280, sections 5.2.1 and 5.2.3 to 5.2.7
 */
export function isMarkedRightly({ extensions }: RevocationList): boolean {
  const { critical, deltaCrlIndicator, issuingDistributionPoint } = extensions
  const needed = [
    ...(deltaCrlIndicator === undefined ? [] : [DELTA_CRL_INDICATOR]),
    ...(issuingDistributionPoint === undefined ? [] : [ISSUING_DISTRIBUTION_POINT]),
  ]
  return needed.every(id => critical.includes(id)) && !critical.some(id => NEVER_CRITICAL.has(id))
}

const NEVER_CRITICAL: ReadonlySet<Oid> = new Set([
  CRL_NUMBER,
  EXTENSION.authorityKeyIdentifier,
  EXTENSION.freshestCrl,
  EXTENSION.authorityInfoAccess,
])

/**
 * Says whether all dates before 2050, those of the entries included, are written as UTCTime.
 *
 * @standard RFC 5280, sections 5.1.2.4 to 5.1.2.6
 */
export function hasDatesOfType({ bytes, dates, nextUpdate, entries: { extent } }: RevocationList): boolean {
  if (isMistyped(bytes, dates)) return false
  if (nextUpdate !== undefined && isMistyped(bytes, endOf(bytes, dates))) return false
  for (let at = extent.start; at < extent.end; at = endOf(bytes, at))
    if (isMistyped(bytes, endOf(bytes, contentOf(bytes, at)))) return false
  return true
}

/** A GeneralizedTime of a year before 2050. */
function isMistyped(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== TAG.generalizedTime) return false
  const year = String.fromCharCode(...bytes.subarray(contentOf(bytes, at), contentOf(bytes, at) + 4))
  return year < '2050'
}

/**
 * Says whether each certificate stands in the list once. Of an indirect list this is not asked: there one
 * serial number may be that of certificates of several issuers. Where serial numbers were chosen so that
 * looking is slow, the answer is no.
 *
 * @standard CA/Browser Forum Baseline Requirements, 7.2
 */
export function namesEachOnce({ bytes, entries, extensions }: RevocationList): boolean {
  const { extent, count } = entries
  if (extensions.issuingDistributionPoint?.indirectCrl === true) return true
  const index = new EntryIndex(bytes, { ...extent, count })
  for (let at = extent.start; at < extent.end; at = endOf(bytes, at)) {
    const serial = contentOf(bytes, at)
    const found = index.offsets(bytes.subarray(contentOf(bytes, serial), endOf(bytes, serial)))
    if (found?.length !== 1) return false
  }
  return true
}
