import type { Certificate } from '../certificate/certificate.ts'
import type { NameConstraints } from '../certificate/extensions.ts'
import { formatInstant, type Instant } from '../core/time.ts'
import { type Check, satisfied, violated } from '../requirements/finding.ts'
import type { Anchor } from './building/candidates.ts'
import type { Purpose } from './rules.ts'

/** From the first moment to the last, both included. */
export interface Period {
  readonly from: Instant
  readonly until: Instant
}

/**
 * The authority of a counterparty, trusted because the two have agreed on it: for some purposes, for some
 * time, for some names. What it vouches for is never qualified by that.
 */
export interface BilateralAnchor extends Anchor {
  /** Who says so: an agreement, and not a list. */
  readonly kind: 'bilateral'
  /** The caller's own name for the agreement; it is told in the findings and otherwise opaque. */
  readonly agreement: string
  /** What the certificates may be used for; at least one. */
  readonly purposes: readonly Purpose[]
  /** When the agreement holds, whatever dates the certificate of the authority has. */
  readonly period: Period
}

export interface Agreement extends Pick<BilateralAnchor, 'agreement' | 'purposes' | 'period'> {
  /** The counterparty's authority: its name and its key are trusted, and nothing else of a certificate is. */
  readonly certificate: Certificate | Pick<Anchor, 'name' | 'publicKey' | 'keyIdentifier'>
  /**
   * The names that it may vouch for. A form of name without a subtree is not constrained: who wants to
   * exclude a form says so in `excluded`.
   */
  readonly names?: NameConstraints
}

/**
 * Makes an anchor of an agreement.
 *
 * @throws RangeError when it names no purpose, or ends before it begins.
 * @standard RFC 5280, section 6.1.1 (d); RFC 5937 for the constraints of an anchor
 */
export function bilateralAnchor({
  certificate,
  agreement,
  purposes,
  period,
  names,
}: Agreement): BilateralAnchor {
  if (purposes.length === 0) throw new RangeError('an agreement is for at least one purpose')
  return {
    kind: 'bilateral',
    ...identityOf(certificate),
    ...(names && { nameConstraints: names }),
    agreement,
    purposes,
    period: checkedPeriod(period),
  }
}

function identityOf(
  given: Agreement['certificate'],
): Pick<BilateralAnchor, 'name' | 'publicKey' | 'keyIdentifier'> {
  const identifier = 'subject' in given ? given.extensions.subjectKeyIdentifier : given.keyIdentifier
  const name = 'subject' in given ? given.subject : given.name
  return { name, publicKey: given.publicKey, ...(identifier && { keyIdentifier: identifier }) }
}

/**
 * Replaces an anchor by another: during the overlap both are accepted, before it the old one alone, after it
 * the new one alone.
 *
 * @throws RangeError when the overlap ends before it begins, or is not within the periods of both.
 */
export function rollOver(
  old: BilateralAnchor,
  next: BilateralAnchor,
  overlap: Period,
): readonly [BilateralAnchor, BilateralAnchor] {
  const { from, until } = checkedPeriod(overlap)
  const isWithin = ({ period }: BilateralAnchor): boolean => period.from <= from && until <= period.until
  if (!isWithin(old) || !isWithin(next)) throw new RangeError('the overlap is not within both periods')
  return [
    { ...old, period: { from: old.period.from, until } },
    { ...next, period: { from, until: next.period.until } },
  ]
}

function checkedPeriod(period: Period): Period {
  if (!(period.from <= period.until)) throw new RangeError('a period ends before it begins')
  return period
}

/**
 * Says whether an agreement covers a use at a moment.
 *
 * @param purpose Absent: for whatever the agreement is.
 */
export function checkAgreement(
  { agreement, purposes, period }: BilateralAnchor,
  { at, purpose }: { readonly at: Instant; readonly purpose?: Purpose },
): Check {
  const facts = {
    agreement,
    purposes,
    from: formatInstant(period.from),
    until: formatInstant(period.until),
    at: formatInstant(at),
  }
  if (at < period.from) return violated('path.agreement', 'not-yet-in-force', facts)
  if (at > period.until) return violated('path.agreement', 'no-longer-in-force', facts)
  if (purpose !== undefined && !purposes.includes(purpose))
    return violated('path.agreement', 'other-purpose', { ...facts, purpose })
  return satisfied('path.agreement', facts)
}
