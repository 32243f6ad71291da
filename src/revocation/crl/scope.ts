import type { Certificate } from '../../certificate/certificate.ts'
import { sameName } from '../../certificate/name/match.ts'
import { byteAt } from '../../core/bytes.ts'
import type { RevocationList } from './crl.ts'
import type { IssuingDistributionPoint } from './extensions.ts'
import { isNamed, type Point, pointNames, sameOctets } from './points.ts'
import type { ScopeReason } from './question.ts'

/**
 * (b): whether a complete list is that of a distribution point, and speaks of such certificates.
 *
 * @returns Undefined when it does.
 * @standard RFC 5280, section 6.3.3 (b)
 */
export function scopeObjection(
  list: RevocationList,
  point: Point,
  certificate: Certificate,
): ScopeReason | undefined {
  const idp = list.extensions.issuingDistributionPoint
  if (!isFromIssuer(list, point, certificate)) return 'other-issuer'
  if (idp === undefined) return undefined
  if (!isOfPoint(list, idp, point)) return 'other-distribution-point'
  return isOfKind(idp, certificate) ? undefined : 'other-kind-of-certificate'
}

/**
 * (b)(1): the list is of whom the point names, and says that it speaks for others; or of the issuer of the
 * certificate.
 */
function isFromIssuer(
  { issuer, extensions }: RevocationList,
  { crlIssuer }: Point,
  { issuer: own }: Certificate,
) {
  if (crlIssuer === undefined) return sameName(issuer, own)
  return extensions.issuingDistributionPoint?.indirectCrl === true && isNamed(issuer, crlIssuer)
}

/** (b)(2)(i): where the list has names, one of them is one of the point's. */
function isOfPoint({ issuer }: RevocationList, idp: IssuingDistributionPoint, { names }: Point): boolean {
  const own = pointNames(idp, issuer)
  return own === undefined || own.some(name => names.includes(name))
}

/** (b)(2)(ii) to (iv). */
function isOfKind(idp: IssuingDistributionPoint, { extensions }: Certificate): boolean {
  const ca = extensions.basicConstraints?.ca === true
  if (idp.onlyContainsUserCerts && ca) return false
  if (idp.onlyContainsCaCerts && !ca) return false
  return !idp.onlyContainsAttributeCerts
}

/**
 * (c): whether a delta is of the same issuer, scope and key as a complete list.
 *
 * @standard RFC 5280, sections 5.2.4 and 6.3.3 (c)
 */
export function isDeltaOfScope(delta: RevocationList, complete: RevocationList): boolean {
  const [a, b] = [delta.extensions, complete.extensions]
  return (
    sameName(delta.issuer, complete.issuer) &&
    sameOctets(a.issuingDistributionPoint?.bytes, b.issuingDistributionPoint?.bytes) &&
    sameOctets(a.authorityKeyIdentifier?.keyIdentifier, b.authorityKeyIdentifier?.keyIdentifier)
  )
}

/**
 * Whether a delta starts from a complete list or from an earlier one. Without numbers nobody can say.
 *
 * @standard RFC 5280, section 5.2.4 (c)
 */
export function startsFrom({ extensions: delta }: RevocationList, { extensions }: RevocationList): boolean {
  if (delta.deltaCrlIndicator === undefined || delta.crlNumber === undefined) return false
  return extensions.crlNumber !== undefined && extensions.crlNumber >= delta.deltaCrlIndicator
}

/**
 * Whether a delta that starts from a complete list tells more than that one: by its number, and by its date
 * as well, because what ended before a list was made is not what the list tells.
 *
 * @standard RFC 5280, section 5.2.4 (d)
 */
export function isNewer(delta: RevocationList, complete: RevocationList): boolean {
  const [number, known] = [delta.extensions.crlNumber, complete.extensions.crlNumber]
  return (number ?? 0n) > (known ?? 0n) && delta.thisUpdate >= complete.thisUpdate
}

/** Reasons as bits 1 to 8 of ReasonFlags, the first at 0x4000. */
export type ReasonsMask = number

export const NO_REASONS: ReasonsMask = 0
export const ALL_REASONS: ReasonsMask = 0x7f80
/** certificateHold (6). @standard RFC 5280, section 4.2.1.13 */
export const HOLD_REASON: ReasonsMask = 0x8000 >> 6

/** (d): the reasons that a list covers for a point. */
export function interimReasons({ extensions }: RevocationList, { reasons }: Point): ReasonsMask {
  return maskOf(extensions.issuingDistributionPoint?.onlySomeReasons) & maskOf(reasons)
}

function maskOf(octets: Uint8Array | undefined): ReasonsMask {
  if (octets === undefined) return ALL_REASONS
  return ((byteAt(octets, 0) << 8) | byteAt(octets, 1)) & ALL_REASONS
}
