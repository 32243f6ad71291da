/**
 * Recognises an entry in the form that nearly all have: a short serial number, a UTCTime, and no extension or
 * a reason alone. Whatever else may stand in an entry, and whatever is wrong with it, is left to the reader
 * that knows every form.
 *
 * @param end Where the entries end.
 * @returns Where the entry ends; 0 where it is not of this form.
 */
export function plainEntryEnd(bytes: Uint8Array, at: number, end: number): number {
  const next = at + 2 + (bytes[at + 1] ?? 0x80)
  const serial = bytes[at + 3] ?? 0
  const time = at + 4 + serial
  if (bytes[at] !== 0x30 || next - at >= 0x82 || next > end || bytes[at + 2] !== 0x02) return 0
  if (serial < 2 || serial > MAX_PLAIN_SERIAL || !isMinimal(bytes, at + 4)) return 0
  if (bytes[time] !== 0x17 || bytes[time + 1] !== 13 || !isPlainTime(bytes, time + 2)) return 0
  const rest = time + 15
  return rest === next || (rest + 14 === next && isPlainReason(bytes, rest)) ? next : 0
}

const MAX_PLAIN_SERIAL = 32

/** The first nine bits of an INTEGER are not all the same (X.690, 8.3.2). */
function isMinimal(bytes: Uint8Array, at: number): boolean {
  const first = bytes[at] ?? 0
  const isNegative = (bytes[at + 1] ?? 0) >= 0x80
  return first !== (isNegative ? 0xff : 0)
}

/** Days that a month always has; the 29th of February is left to the reader that knows the calendar. */
const DAYS = Uint8Array.of(0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

/** `YYMMDDHHMMSSZ`. */
function isPlainTime(bytes: Uint8Array, at: number): boolean {
  const day = twoDigits(bytes, at + 4)
  return (
    twoDigits(bytes, at) < 100 &&
    day > 0 &&
    day <= (DAYS[twoDigits(bytes, at + 2)] ?? 0) &&
    twoDigits(bytes, at + 6) < 24 &&
    twoDigits(bytes, at + 8) < 60 &&
    twoDigits(bytes, at + 10) < 60 &&
    bytes[at + 12] === 0x5a
  )
}

/** 100 or more where an octet is no digit. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] ?? 0) - 0x30
  const ones = (bytes[at + 1] ?? 0) - 0x30
  return tens >>> 0 > 9 || ones >>> 0 > 9 ? 100 : tens * 10 + ones
}

/** The sequence of one extension that is not critical, 2.5.29.21 with an ENUMERATED, up to its last octet. */
const REASON = Uint8Array.of(0x30, 12, 0x30, 10, 0x06, 3, 0x55, 0x1d, 21, 0x04, 3, 0x0a, 1)

/** The reasons that may stand in any list: 7 is not defined, 8 is of deltas only. */
function isPlainReason(bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < REASON.length; i++) if (bytes[at + i] !== REASON[i]) return false
  const reason = bytes[at + REASON.length] ?? 0
  return reason <= 6 || reason === 9 || reason === 10
}
