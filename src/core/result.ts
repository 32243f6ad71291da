/** What a reader of foreign material gives back: the record, or why there is none. */
export type Result<T, Reason extends string = string> = Ok<T> | Refused<Reason>

export interface Ok<T> {
  readonly ok: true
  readonly value: T
}

export interface Refused<Reason extends string = string> {
  readonly ok: false
  /** Why, in one kebab-case word of the function's own list. */
  readonly reason: Reason
  /** Where: octets from the start of the input, when the input is octets. */
  readonly offset?: number
}

export function ok<T>(value: T): Ok<T> {
  return { ok: true, value }
}

export function refused<Reason extends string>(reason: Reason, offset?: number): Refused<Reason> {
  return offset === undefined ? { ok: false, reason } : { ok: false, reason, offset }
}
