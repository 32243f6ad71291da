import { formatInstant, type Instant } from '../core/time.ts'
import { type Check, satisfied, violated } from '../requirements/finding.ts'
import type { ValidityPeriod } from './certificate.ts'

/**
 * Whether a moment lies within the period, both ends included. Certificates write whole seconds, so that the
 * last second belongs to the period to its end.
 *
 * @standard RFC 5280, section 4.1.2.5
 */
export function isWithinPeriod({ notBefore, notAfter }: ValidityPeriod, at: Instant): boolean {
  return notBefore <= at && at < notAfter + SECOND
}

const SECOND = 1000

/**
 * Says whether `at` lies within the period, as {@link isWithinPeriod} does.
 *
 * @param at The moment of use, supplied by the caller; this library never reads the clock.
 * @standard RFC 5280, section 4.1.2.5
 */
export function checkValidityPeriod(period: ValidityPeriod, at: Instant): Check {
  const { notBefore, notAfter } = period
  const facts = {
    notBefore: formatInstant(notBefore),
    notAfter: formatInstant(notAfter),
    at: formatInstant(at),
  }
  if (isWithinPeriod(period, at)) return satisfied('certificate.validity-period', facts)
  return violated('certificate.validity-period', at < notBefore ? 'not-yet-valid' : 'expired', facts)
}
