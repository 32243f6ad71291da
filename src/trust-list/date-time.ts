import { ok, type Result, refused } from '../core/result.ts'
import { type Instant, instantFromMilliseconds, LATEST, parseInstant } from '../core/time.ts'

/** A date and time as a list writes it. */
export interface DateTime {
  /** Where there is no zone, as if it were UTC: it may be 14 hours earlier or later. */
  readonly moment: Instant
  readonly hasZone: boolean
}

/**
 * Reads an `xsd:dateTime` of the years 1 to 9999. `24:00:00` is the first moment of the next day.
 *
 * @standard XML Schema Part 2: Datatypes, section 3.2.7
 */
export function parseDateTime(text: string): Result<DateTime, 'malformed'> {
  const hasZone = /(?:Z|[+-]\d\d:\d\d)$/i.test(text)
  const isEndOfDay = END_OF_DAY.test(text)
  const written = isEndOfDay ? text.replace('24:', '00:') : text
  const parsed = parseInstant(hasZone ? written : `${written}Z`)
  if (!parsed.ok) return parsed
  const moment = parsed.value + (isEndOfDay ? DAY : 0)
  return moment > LATEST ? refused('malformed') : ok({ moment: instantFromMilliseconds(moment), hasZone })
}

/** Nothing of that day follows, so its fraction can only be zero. */
const END_OF_DAY = /^\d{4}-\d\d-\d\dT24:00:00(?:\.0+)?(?:Z|[+-]\d\d:\d\d)?$/i
const DAY = 86_400_000
