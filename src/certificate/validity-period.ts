import { formatInstant, type Instant } from '../core/time.ts'
import { type Check, satisfied, violated } from '../requirements/finding.ts'
import type { ValidityPeriod } from './certificate.ts'

/**
 * Says whether `at` lies within the period. Both ends are included.
 *
 * @param at The moment of use, supplied by the caller; this library never reads the clock.
 * @standard RFC 5280, section 4.1.2.5
 */
export function checkValidityPeriod({ notBefore, notAfter }: ValidityPeriod, at: Instant): Check {
  const facts = {
    notBefore: formatInstant(notBefore),
    notAfter: formatInstant(notAfter),
    at: formatInstant(at),
  }
  if (at < notBefore) return violated('certificate.validity-period', 'not-yet-valid', facts)
  if (at > notAfter) return violated('certificate.validity-period', 'expired', facts)
  return satisfied('certificate.validity-period', facts)
}
