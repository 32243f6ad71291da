import type { Certificate } from '../certificate/certificate.ts'
import { EXTENSION, METHOD } from '../core/object-identifiers.ts'
import { type Oid, oid } from '../core/oid.ts'

/** Why there is no revocation information about a certificate, and will be none. */
export type NotRevocable = 'validity-assured-short-term' | 'no-revocation-available'

/**
 * Says whether the issuer has stated in the certificate that it will never say anything about its revocation. Of an
 * authority no such statement counts; nor does `noRevAvail` beside a pointer to the information that it denies.
 *
 * @standard ETSI EN 319 412-1 (validity assured, short term); RFC 9608
 */
export function notRevocable({ extensions }: Certificate): NotRevocable | undefined {
  const { all, authorityInfoAccess = [], basicConstraints, malformed } = extensions
  if (basicConstraints?.ca === true || malformed.some(({ id }) => id === EXTENSION.basicConstraints))
    return undefined
  const has = (identifier: Oid): boolean => all.some(({ id }) => id === identifier)
  if (has(EXTENSION.validityAssuredShortTerm)) return 'validity-assured-short-term'
  const isContradicted =
    has(EXTENSION.crlDistributionPoints) ||
    has(EXTENSION.freshestCrl) ||
    authorityInfoAccess.some(({ method }) => method === METHOD.ocsp)
  return has(NO_REV_AVAIL) && !isContradicted ? 'no-revocation-available' : undefined
}

/** @standard RFC 9608, section 2 */
const NO_REV_AVAIL = oid('2.5.29.56')
