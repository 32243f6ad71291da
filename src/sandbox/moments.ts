import { type Instant, instantFromMilliseconds } from '../core/time.ts'

/** The moment a number of days after another; before it where the number is negative. */
export function daysAfter(moment: Instant, days: number): Instant {
  return instantFromMilliseconds(moment + days * 86_400_000)
}
