import { type Refused, refused } from '../../core/result.ts'

/**
 * Why octets are refused. The first group: not DER, whatever the type. The second: DER, but not of the type
 * asked for.
 */
export type DerReason =
  | 'truncated'
  | 'trailing-bytes'
  | 'too-large'
  | 'tag-high-number'
  | 'tag-form'
  | 'length-indefinite'
  | 'length-not-minimal'
  | 'length-exceeds-parent'
  | 'depth'
  | 'too-many-elements'
  | 'boolean-value'
  | 'default-encoded'
  | 'integer-empty'
  | 'integer-not-minimal'
  | 'null-not-empty'
  | 'bit-string-unused-bits'
  | 'bit-string-padding'
  | 'oid-value'
  | 'oid-too-long'
  | 'set-not-sorted'
  | 'time-value'
  | SchemaReason

export type SchemaReason =
  | 'tag-unexpected'
  | 'value-missing'
  | 'value-unexpected'
  | 'value-out-of-range'
  | 'value-repeated'
  | 'value-inconsistent'
  | 'string-character'

const SCHEMA_REASONS: ReadonlySet<string> = new Set<SchemaReason>([
  'tag-unexpected',
  'value-missing',
  'value-unexpected',
  'value-out-of-range',
  'value-repeated',
  'value-inconsistent',
  'string-character',
])

/** Whether the octets are DER all the same. */
export function isSchemaReason(reason: DerReason): reason is SchemaReason {
  return SCHEMA_REASONS.has(reason)
}

/** What an input may cost. */
export interface DerLimits {
  readonly bytes: number
  /** Values inside values. */
  readonly depth: number
  readonly elements: number
}

/** What reading some octets costs. */
export interface ReadingCost {
  /** All values, those inside of values included. */
  readonly values: number
  /** Constructed values inside one another. */
  readonly depth: number
}

interface Place {
  readonly at: number
  readonly end: number
  /** Values around what stands here. */
  readonly depth: number
}

/** Looks at the octets from `start` up to `end`. */
export type Look<T> = (bytes: Uint8Array, start: number, end: number) => T

const NOTHING = new Uint8Array(0)

/**
 * What all readers of one input share: the octets, the budget, the first failure, and the header read last.
 */
export class DerContext {
  readonly bytes: Uint8Array
  readonly limits: DerLimits
  failure: Refused<DerReason> | undefined
  /** Of the header that was read last: identifier octet, and where the contents begin and end. */
  tag = 0
  content = 0
  next = 0
  readonly #buffer: ArrayBufferLike
  readonly #origin: number
  #elements = 0

  constructor(bytes: Uint8Array, limits: DerLimits) {
    this.bytes = bytes
    this.limits = limits
    this.#buffer = bytes.buffer
    this.#origin = bytes.byteOffset
  }

  fail(reason: DerReason, offset: number): void {
    this.failure ??= refused(reason, offset)
  }

  /** Takes a failure of type back, and gives it out; one of DER stays. */
  pardon(): Refused<DerReason> | undefined {
    const { failure } = this
    if (failure === undefined || !isSchemaReason(failure.reason)) return undefined
    this.failure = undefined
    return failure
  }

  /** Counts one value; false where nothing more may be read. */
  count(): boolean {
    return this.failure === undefined && ++this.#elements <= this.limits.elements
  }

  /**
   * Whether octets that were read before stand here again, so that they need not be: they would be read the
   * same way. Their values are counted as if they were. False also where there may be no room for so many or
   * so deep ones; then nothing counts.
   */
  passes(octets: Uint8Array, { values, depth }: ReadingCost, here: Place): boolean {
    const { elements, depth: deepest } = this.limits
    if (this.failure !== undefined || octets.length === 0 || octets.length > here.end - here.at) return false
    if (here.depth + depth > deepest || this.#elements + values > elements) return false
    for (let i = 0; i < octets.length; i++) if (octets[i] !== this.bytes[here.at + i]) return false
    this.#elements += values
    return true
  }

  /** The contents of the value that was read last. */
  get contents(): Uint8Array {
    return this.slice(this.content, this.next)
  }

  /** What a function makes of these contents. */
  look<T>(at: Look<T>): T {
    return at(this.bytes, this.content, this.next)
  }

  /**
   * A view of the input; empty after a failure. Made by the constructor, which takes a third of the time of
   * `subarray`.
   */
  slice(start: number, end: number): Uint8Array {
    if (this.failure !== undefined) return NOTHING
    return new Uint8Array(this.#buffer, this.#origin + start, end - start)
  }

  /**
   * Reads identifier and length octets.
   *
   * @param end Where the enclosing value ends.
   * @returns Where the value ends; undefined after a failure.
   */
  header(start: number, end: number): number | undefined {
    if (this.failure !== undefined) return undefined
    if (++this.#elements > this.limits.elements) return this.#refuse('too-many-elements', start)
    if (start + 2 > end) return this.#refuse(this.#shortage(end), start)
    const tag = this.bytes[start] ?? 0
    if ((tag & 0x1f) === 0x1f) return this.#refuse('tag-high-number', start)
    if (WRONG_FORM[tag] === 1) return this.#refuse('tag-form', start)
    const first = this.bytes[start + 1] ?? 0
    const length = first < 0x80 ? first : this.#longLength(start + 1, end)
    if (length === undefined) return undefined
    this.tag = tag
    this.content = start + 2 + (first < 0x80 ? 0 : first & 0x7f)
    this.next = this.content + length
    return this.next > end ? this.#refuse(this.#shortage(end), start) : this.next
  }

  /** The long form, which must be needed and must not begin with zero (X.690, 10.1). */
  #longLength(at: number, end: number): number | undefined {
    const count = (this.bytes[at] ?? 0) & 0x7f
    if (count === 0) return this.#refuse('length-indefinite', at)
    if (at + count >= end) return this.#refuse(this.#shortage(end), at)
    const first = this.bytes[at + 1] ?? 0
    if (first === 0 || (count === 1 && first < 0x80)) return this.#refuse('length-not-minimal', at)
    if (count > MAX_LENGTH_OCTETS) return this.#refuse(this.#shortage(end), at)
    let length = 0
    for (let i = 1; i <= count; i++) length = length * 256 + (this.bytes[at + i] ?? 0)
    return length
  }

  #shortage(end: number): DerReason {
    return end === this.bytes.length ? 'truncated' : 'length-exceeds-parent'
  }

  #refuse(reason: DerReason, offset: number): undefined {
    this.fail(reason, offset)
    return undefined
  }
}

/** Six octets count beyond any input and still fit a number exactly. */
const MAX_LENGTH_OCTETS = 6

/**
 * Identifier octets that no DER value has: a constructed string or number, a primitive SEQUENCE or SET, the
 * reserved tag 0 (X.690, 8.9 to 8.12 and 10.2). EXTERNAL, EMBEDDED PDV and CHARACTER STRING are constructed.
 */
const WRONG_FORM = Uint8Array.from({ length: 256 }, (_, tag) => {
  if (tag >= 0x40) return 0
  const number = tag & 0x1f
  const constructed = [8, 11, 16, 17, 29].includes(number)
  return number === 0 || constructed !== tag >= 0x20 ? 1 : 0
})
