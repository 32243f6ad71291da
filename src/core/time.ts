import { ok, type Result, refused } from './result.ts'

declare const instantBrand: unique symbol

/**
 * A moment: whole milliseconds since 1970-01-01T00:00:00Z. Branded, so that a count of seconds does not
 * compile.
 */
export type Instant = number & { readonly [instantBrand]: 'Instant' }

/** Years 0001 to 9999: what both ASN.1 times and RFC 3339 can write. */
export const EARLIEST = -62_135_596_800_000
export const LATEST = 253_402_300_799_999

/**
 * Makes an instant out of milliseconds since 1970, UTC.
 *
 * @throws RangeError when the number is not whole or outside the years 1 to 9999.
 */
export function instantFromMilliseconds(milliseconds: number): Instant {
  if (!Number.isInteger(milliseconds) || milliseconds < EARLIEST || milliseconds > LATEST) {
    throw new RangeError(`not a moment of the years 1 to 9999: ${milliseconds}`)
  }
  return milliseconds as Instant
}

/**
 * Writes a moment in the source of a program or a test: `instant('2026-06-01T00:00:00Z')`.
 *
 * @throws RangeError when the text is not an RFC 3339 date and time. Use {@link parseInstant} for text from
 *   outside.
 */
export function instant(text: string): Instant {
  const parsed = parseInstant(text)
  if (!parsed.ok) throw new RangeError(`not an RFC 3339 date and time: ${text}`)
  return parsed.value
}

/**
 * Reads a date and time with seconds and a zone, as RFC 3339 and `xsd:dateTime` write it. Fractions finer
 * than a millisecond are cut. A leap second is refused: no certificate or list can mean one.
 *
 * @standard RFC 3339, section 5.6
 */
export function parseInstant(text: string): Result<Instant, 'malformed'> {
  if (text.length > MAX_LENGTH) return refused('malformed')
  const match = SHAPE.exec(text)
  if (!match) return refused('malformed')
  const [, year, month, day, hour, minute, second, fraction, zone, zoneHour, zoneMinute] = match
  const moment = utc(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second))
  if (moment === undefined) return refused('malformed')
  const offset = zone === undefined ? 0 : Number(zoneHour) * 60 + Number(zoneMinute)
  if (Number(zoneHour ?? 0) > 23 || Number(zoneMinute ?? 0) > 59) return refused('malformed')
  const milliseconds = Number((fraction ?? '').padEnd(3, '0').slice(0, 3))
  const result = moment + milliseconds - (zone === '-' ? -offset : offset) * 60_000
  return result < EARLIEST || result > LATEST ? refused('malformed') : ok(result as Instant)
}

const MAX_LENGTH = 40
const SHAPE = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d\d):(\d\d))$/

/**
 * The moment that calendar fields name, UTC; undefined where the calendar has no such day or the clock no
 * such time.
 *
 * @param month 1 to 12.
 */
export function utc(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): Instant | undefined {
  // Written so that NaN, which stands for a field that is no number, fails every line.
  if (!(year >= 1 && year <= 9999 && month >= 1 && month <= 12)) return undefined
  if (!(day >= 1 && day <= daysIn(year, month))) return undefined
  if (!(hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 59))
    return undefined
  return (daysSince1970(year, month, day) * 86_400_000 +
    ((hour * 60 + minute) * 60 + second) * 1000) as Instant
}

/**
 * Days from 1970-01-01 to a date of the proleptic Gregorian calendar: years counted from March, in eras of
 * 400.
 */
function daysSince1970(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1
  const era = Math.floor(y / 400)
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  const yearOfEra = y - era * 400
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/**
 * RFC 3339, UTC, in whole seconds: `2026-06-01T00:00:00Z`. Findings are full of it, and by arithmetic it is
 * cheap.
 */
export function formatInstant(moment: Instant): string {
  const seconds = Math.floor(moment / 1000)
  const days = Math.floor(seconds / 86_400)
  const time = seconds - days * 86_400
  const hour = Math.floor(time / 3600)
  const minute = Math.floor(time / 60) % 60
  const second = time % 60
  return formatDate(days) + formatTime(hour, minute, second)
}

/** All characters at once: joining them one by one would make a text of each. */
function formatTime(hour: number, minute: number, second: number): string {
  return String.fromCharCode(
    LETTER_T,
    ZERO + Math.floor(hour / 10),
    ZERO + (hour % 10),
    COLON,
    ZERO + Math.floor(minute / 10),
    ZERO + (minute % 10),
    COLON,
    ZERO + Math.floor(second / 10),
    ZERO + (second % 10),
    LETTER_Z,
  )
}

const ZERO = 0x30
const HYPHEN = 0x2d
const COLON = 0x3a
const LETTER_T = 0x54
const LETTER_Z = 0x5a

/** The inverse of {@link daysSince1970}: the year begins in March, so that the leap day is its last. */
function formatDate(days: number): string {
  const sinceMarch = days + 719_468
  const era = Math.floor(sinceMarch / 146_097)
  const dayOfEra = sinceMarch - era * 146_097
  const leaps = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096)
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365)
  const dayOfYear = dayOfEra - 365 * yearOfEra - Math.floor(yearOfEra / 4) + Math.floor(yearOfEra / 100)
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
  const year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
  return String.fromCharCode(
    ZERO + Math.floor(year / 1000),
    ZERO + (Math.floor(year / 100) % 10),
    ZERO + (Math.floor(year / 10) % 10),
    ZERO + (year % 10),
    HYPHEN,
    ZERO + Math.floor(month / 10),
    ZERO + (month % 10),
    HYPHEN,
    ZERO + Math.floor(day / 10),
    ZERO + (day % 10),
  )
}
