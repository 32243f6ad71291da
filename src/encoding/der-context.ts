import { byteAt } from '../core/bytes.ts'
import { type Refused, refused } from '../core/result.ts'

/** Why octets are refused. The first group: not DER, whatever the type. The second: DER, but not of the type asked for. */
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
  | 'string-character'
  | 'time-value'
  | 'time-type'
  | SchemaReason

export type SchemaReason =
  | 'tag-unexpected'
  | 'value-missing'
  | 'value-unexpected'
  | 'value-out-of-range'
  | 'value-repeated'
  | 'value-inconsistent'

const SCHEMA_REASONS: ReadonlySet<string> = new Set<SchemaReason>([
  'tag-unexpected',
  'value-missing',
  'value-unexpected',
  'value-out-of-range',
  'value-repeated',
  'value-inconsistent',
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

/** What all readers of one input share: the octets, the budget, the first failure, and the header read last. */
export class DerContext {
  readonly bytes: Uint8Array
  readonly limits: DerLimits
  failure: Refused<DerReason> | undefined
  /** Of the header that was read last: identifier octet, and where the contents begin. */
  tag = 0
  content = 0
  #elements = 0

  constructor(bytes: Uint8Array, limits: DerLimits) {
    this.bytes = bytes
    this.limits = limits
  }

  get failed(): boolean {
    return this.failure !== undefined
  }

  fail(reason: DerReason, offset: number): void {
    this.failure ??= refused(reason, offset)
  }

  /** Counts one value; false where nothing more may be read. */
  count(): boolean {
    return this.failure === undefined && ++this.#elements <= this.limits.elements
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
    const tag = byteAt(this.bytes, start)
    if ((tag & 0x1f) === 0x1f) return this.#refuse('tag-high-number', start)
    if (WRONG_FORM[tag] === 1) return this.#refuse('tag-form', start)
    const first = byteAt(this.bytes, start + 1)
    const length = first < 0x80 ? first : this.#longLength(start + 1, end)
    if (length === undefined) return undefined
    this.tag = tag
    this.content = start + 2 + (first < 0x80 ? 0 : first & 0x7f)
    const next = this.content + length
    return next > end ? this.#refuse(this.#shortage(end), start) : next
  }

  /** The long form, which must be needed and must not begin with zero (X.690, 10.1). */
  #longLength(at: number, end: number): number | undefined {
    const count = byteAt(this.bytes, at) & 0x7f
    if (count === 0) return this.#refuse('length-indefinite', at)
    if (at + count >= end) return this.#refuse(this.#shortage(end), at)
    const first = byteAt(this.bytes, at + 1)
    if (first === 0 || (count === 1 && first < 0x80)) return this.#refuse('length-not-minimal', at)
    if (count > MAX_LENGTH_OCTETS) return this.#refuse(this.#shortage(end), at)
    let length = 0
    for (let i = 1; i <= count; i++) length = length * 256 + byteAt(this.bytes, at + i)
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
 * Identifier octets that no DER value has: a constructed string or number, a primitive SEQUENCE or SET, the reserved
 * tag 0 (X.690, 8.9 to 8.12 and 10.2). EXTERNAL, EMBEDDED PDV and CHARACTER STRING are constructed.
 */
const WRONG_FORM = Uint8Array.from({ length: 256 }, (_, tag) => {
  if (tag >= 0x40) return 0
  const number = tag & 0x1f
  const constructed = [8, 11, 16, 17, 29].includes(number)
  return number === 0 || constructed !== tag >= 0x20 ? 1 : 0
})
