import type { Certificate } from '../certificate/certificate.ts'
import { EXTENSION, METHOD } from '../core/object-identifiers.ts'
import { type Oid, oid } from '../core/oid.ts'
import { statesByNull } from './null-statement.ts'

/** Why there is no revocation information about a certificate, and will be none. */
export type NotRevocable = 'validity-assured-short-term' | 'no-revocation-available'

/**
 * Says whether the issuer has stated in the certificate that it will never say anything about its revocation.
 * Of an authority no such statement counts, and none whose value is not the NULL that it must be; nor does
 * `noRevAvail` beside what may be a pointer to the information that it denies.
 *
 * @standard ETSI EN 319 412-1 (validity assured, short term); RFC 9608
 */
export function notRevocable({ extensions }: Certificate): NotRevocable | undefined {
  const { basicConstraints, malformed } = extensions
  if (basicConstraints?.ca === true || malformed.some(({ id }) => id === EXTENSION.basicConstraints))
    return undefined
  if (statesByNull(extensions, EXTENSION.validityAssuredShortTerm)) return 'validity-assured-short-term'
  if (!statesByNull(extensions, NO_REV_AVAIL) || pointsToRevocation(extensions)) return undefined
  const isUnreadable = malformed.some(({ id }) => id === EXTENSION.authorityInfoAccess)
  return isUnreadable ? undefined : 'no-revocation-available'
}

/**
 * Says whether a certificate is invalid because it has `noRevAvail`, and beside it a pointer to revocation
 * information, or is that of an authority.
 *
 * @standard RFC 9608, section 3
 */
export function contradictsNoRevocation({ extensions }: Certificate): boolean {
  if (!has(extensions, NO_REV_AVAIL)) return false
  return extensions.basicConstraints?.ca === true || pointsToRevocation(extensions)
}

function pointsToRevocation(extensions: Extensions): boolean {
  const { authorityInfoAccess = [] } = extensions
  return (
    has(extensions, EXTENSION.crlDistributionPoints) ||
    has(extensions, EXTENSION.freshestCrl) ||
    authorityInfoAccess.some(({ method }) => method === METHOD.ocsp)
  )
}

type Extensions = Certificate['extensions']

function has({ all }: Extensions, identifier: Oid): boolean {
  return all.some(({ id }) => id === identifier)
}

/** @standard RFC 9608, section 2 */
const NO_REV_AVAIL = oid('2.5.29.56')
