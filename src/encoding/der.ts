import { byteAt, compareBytes } from '../core/bytes.ts'
import { NO_OID, type Oid } from '../core/oid.ts'
import { ok, type Result, refused } from '../core/result.ts'
import { type Instant, instant } from '../core/time.ts'
import { DerContext, type DerLimits, type DerReason } from './der-context.ts'
import { generalizedTime, oidContents, utcTime } from './der-primitives.ts'
import { isStringTag, textOf } from './der-strings.ts'

/** Identifier octets of the universal types that X.509, CRLs and OCSP use. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  printableString: 0x13,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const

const NOTHING = new Uint8Array(0)

/**
 * Reads DER one value at a time, in the order that the caller's type asks for. What it hands out are slices of the
 * input. The first thing that does not fit is remembered with its offset, and from then on every reader of the same
 * input has no more values and returns empty ones, so a caller writes the type down plainly and asks once, at the end,
 * through {@link readDer}.
 *
 * Nothing recurses: values of unknown type are walked in a loop, with a limit of depth.
 *
 * @standard X.690, clauses 8, 10 and 11
 */
export class DerReader {
  readonly #context: DerContext
  readonly #bytes: Uint8Array
  readonly #depth: number
  #position: number
  #end: number
  /** The header that was read last. */
  #tag = 0
  #content = 0
  #next = 0

  constructor(context: DerContext, start: number, end: number, depth: number) {
    this.#context = context
    this.#bytes = context.bytes
    this.#position = start
    this.#end = end
    this.#depth = depth
  }

  /** Whether another value follows. */
  get more(): boolean {
    return this.#position < this.#end && !this.#context.failed
  }

  /** Octets from the start of the input. */
  get offset(): number {
    return this.#position
  }

  /** Identifier octet of the next value; -1 where none follows. */
  peek(): number {
    return this.more ? byteAt(this.#context.bytes, this.#position) : -1
  }

  /** Says that the value at hand is not of the type that was promised. */
  fail(reason: DerReason, offset: number = this.#position): void {
    this.#context.fail(reason, offset)
    this.#position = this.#end
  }

  /** Contents octets of the primitive value that was read last. */
  get lastContents(): Uint8Array {
    return this.#slice(this.#content, this.#next)
  }

  /** Demands that nothing follows. */
  finish(): void {
    if (this.more) this.fail('value-unexpected')
  }

  sequence(): DerReader {
    return this.constructed(TAG.sequence)
  }

  /** A SET OF: its values must stand in ascending order (X.690, 11.6). */
  setOf(): DerReader {
    const set = this.constructed(TAG.set)
    set.#checkOrder()
    return set
  }

  /** Any constructed value: SEQUENCE, SET, or context-specific. */
  constructed(tag: number): DerReader {
    if (!this.#expect(tag)) return this.#child(this.#end, this.#end)
    return this.#child(this.#content, this.#next)
  }

  /** The values inside an OCTET STRING that holds DER, such as extnValue. */
  encapsulated(): DerReader {
    return this.constructed(TAG.octetString)
  }

  /** One whole value of the given type, header included. */
  element(tag: number): Uint8Array {
    const start = this.#position
    return this.#expect(tag) ? this.#slice(start, this.#next) : NOTHING
  }

  /** One whole value of whatever type, header included; the caller reads what is inside, or calls {@link any}. */
  unread(): Uint8Array {
    const start = this.#position
    if (!this.#readHeader()) return NOTHING
    this.#position = this.#next
    return this.#slice(start, this.#next)
  }

  /** One whole value of whatever type, header included; everything inside is checked to be DER in form. */
  any(): Uint8Array {
    const start = this.#position
    if (!this.#readHeader()) return NOTHING
    this.#walk(start, this.#next)
    this.#position = this.#next
    return this.#slice(start, this.#next)
  }

  /** Contents octets of a primitive value. */
  contents(tag: number): Uint8Array {
    return this.#expect(tag) ? this.#slice(this.#content, this.#next) : NOTHING
  }

  boolean(tag: number = TAG.boolean): boolean {
    if (!this.#expect(tag)) return false
    const octet = byteAt(this.#context.bytes, this.#content)
    if (this.#next - this.#content !== 1 || (octet !== 0 && octet !== 0xff)) this.#failLast('boolean-value')
    return octet !== 0
  }

  /** A BOOLEAN DEFAULT FALSE: absent means false, and false must be absent (X.690, 11.5). */
  flag(): boolean {
    if (this.peek() !== TAG.boolean) return false
    const value = this.boolean()
    if (!value) this.#failLast('default-encoded')
    return value
  }

  /** Contents of an INTEGER: two's complement, big-endian, as short as can be. */
  integer(tag: number = TAG.integer): Uint8Array {
    if (!this.#expect(tag)) return NOTHING
    const { bytes } = this.#context
    const first = byteAt(bytes, this.#content)
    const length = this.#next - this.#content
    if (length === 0) this.#failLast('integer-empty')
    if (length > 1) {
      const sign = byteAt(bytes, this.#content + 1) & 0x80
      if ((first === 0 && sign === 0) || (first === 0xff && sign !== 0)) this.#failLast('integer-not-minimal')
    }
    return this.#slice(this.#content, this.#next)
  }

  /** An INTEGER from 0 to 2^31 - 1. */
  smallInteger(tag: number = TAG.integer): number {
    const octets = this.integer(tag)
    if (octets.length > 4 || byteAt(octets, 0) > 0x7f) this.#failLast('value-out-of-range')
    let value = 0
    for (const octet of octets) value = value * 256 + octet
    return value
  }

  null(): void {
    if (this.#expect(TAG.null) && this.#next !== this.#content) this.#failLast('null-not-empty')
  }

  oid(tag: number = TAG.oid): Oid {
    if (!this.#expect(tag)) return NO_OID
    const contents = oidContents(this.#context.bytes, this.#content, this.#next)
    if (contents.ok) return contents.value
    this.#failLast(contents.reason)
    return NO_OID
  }

  octetString(tag: number = TAG.octetString): Uint8Array {
    return this.contents(tag)
  }

  /** A BIT STRING of whole octets, as keys and signatures are. */
  bitStringOctets(): Uint8Array {
    const { unused, octets } = this.bitString()
    if (unused !== 0) this.#failLast('value-out-of-range')
    return octets
  }

  /** A BIT STRING: how many bits of the last octet do not count (they must be zero), and the octets. */
  bitString(tag: number = TAG.bitString): { readonly unused: number; readonly octets: Uint8Array } {
    if (!this.#expect(tag)) return { unused: 0, octets: NOTHING }
    const { bytes } = this.#context
    const length = this.#next - this.#content
    const unused = length === 0 ? 8 : byteAt(bytes, this.#content)
    if (unused > 7 || (length === 1 && unused !== 0)) this.#failLast('bit-string-unused-bits')
    if ((byteAt(bytes, this.#next - 1) & ((1 << unused) - 1)) !== 0 && length > 1) this.#failLast('bit-string-padding')
    return { unused, octets: this.#slice(Math.min(this.#content + 1, this.#next), this.#next) }
  }

  /** A BIT STRING of named bits: trailing zero bits are left out (X.690, 11.2.2). */
  namedBits(tag: number = TAG.bitString): Uint8Array {
    const { unused, octets } = this.bitString(tag)
    if (octets.length > 0 && (byteAt(octets, octets.length - 1) & (1 << unused)) === 0) {
      this.#failLast('bit-string-padding')
    }
    return octets
  }

  /** Time of a certificate or CRL: UTCTime to 2049, GeneralizedTime from 2050 (RFC 5280, 4.1.2.5). */
  time(): Instant {
    const tag = this.peek()
    if (tag !== TAG.generalizedTime) return this.#timeOf(TAG.utcTime, utcTime)
    const moment = this.#timeOf(TAG.generalizedTime, generalizedTime)
    if (moment < YEAR_2050) this.#failLast('time-type')
    return moment
  }

  /** GeneralizedTime in seconds with Z, as OCSP and CRL extensions use it. */
  generalizedTime(tag: number = TAG.generalizedTime): Instant {
    return this.#timeOf(tag, generalizedTime)
  }

  /** A character string of the given type, or of any string type: its characters checked against the type. */
  text(tag: number): string {
    if (!this.#expect(tag)) return ''
    return this.#textOfLast(tag)
  }

  /** A character string under an implicit tag. */
  implicitText(tag: number, type: number): string {
    if (!this.#expect(tag)) return ''
    return this.#textOfLast(type)
  }

  /** DirectoryString and its kin: a string of whichever type. */
  anyText(): string {
    const tag = this.peek()
    if (!isStringTag(tag)) {
      this.fail('tag-unexpected')
      return ''
    }
    return this.text(tag)
  }

  #textOfLast(type: number): string {
    const text = textOf(type, this.#bytes, this.#content, this.#next)
    if (text === undefined) this.#failLast('string-character')
    return text ?? ''
  }

  #timeOf(tag: number, read: (bytes: Uint8Array, start: number, end: number) => Instant | undefined): Instant {
    if (!this.#expect(tag)) return YEAR_2050
    const moment = read(this.#context.bytes, this.#content, this.#next)
    if (moment !== undefined) return moment
    this.#failLast('time-value')
    return YEAR_2050
  }

  #failLast(reason: DerReason): void {
    this.fail(reason, this.#content)
  }

  #slice(start: number, end: number): Uint8Array {
    return this.#context.failed ? NOTHING : this.#context.bytes.subarray(start, end)
  }

  #child(start: number, end: number): DerReader {
    if (this.#depth >= this.#context.limits.depth) this.fail('depth')
    return new DerReader(this.#context, start, end, this.#depth + 1)
  }

  /**
   * Reads the header of a value of the given type and moves behind the value. Nearly every header is one octet of type
   * and one of length, so this form is read here and every other, with every failure, below.
   */
  #expect(tag: number): boolean {
    const content = this.#position + 2
    const length = byteAt(this.#bytes, content - 1)
    if (content > this.#end || length >= 0x80 || byteAt(this.#bytes, content - 2) !== tag) return this.#expectAny(tag)
    if (content + length > this.#end || !this.#context.count()) return this.#expectAny(tag)
    this.#content = content
    this.#next = content + length
    this.#position = this.#next
    return true
  }

  #expectAny(tag: number): boolean {
    const start = this.#position
    if (start >= this.#end) {
      this.fail('value-missing')
      return false
    }
    if (!this.#readHeader()) return false
    if (this.#tag !== tag) {
      this.fail('tag-unexpected', start)
      return false
    }
    this.#position = this.#next
    return true
  }

  #readHeader(): boolean {
    const header = this.#context.header(this.#position, this.#end)
    if (header === undefined) {
      this.#position = this.#end
      return false
    }
    this.#tag = this.#context.tag
    this.#content = this.#context.content
    this.#next = header
    return true
  }

  /** Visits every value between two offsets without recursion; `ends` holds where the open constructed values close. */
  #walk(start: number, end: number): void {
    const context = this.#context
    const ends = [end]
    let at = start
    while (ends.length > 0 && !context.failed) {
      const close = ends[ends.length - 1] ?? end
      if (at >= close) {
        ends.pop()
        continue
      }
      const next = context.header(at, close)
      if (next === undefined) return
      if ((context.tag & CONSTRUCTED) === 0) {
        at = next
        continue
      }
      if (this.#depth + ends.length > context.limits.depth) return context.fail('depth', at)
      ends.push(next)
      at = context.content
    }
  }

  #checkOrder(): void {
    let at = this.#position
    let previous: Uint8Array | undefined
    while (at < this.#end && !this.#context.failed) {
      const next = this.#context.header(at, this.#end)
      if (next === undefined) return
      if (previous === undefined && next === this.#end) return
      const value = this.#slice(at, next)
      if (previous !== undefined && compareBytes(previous, value) > 0) return this.#context.fail('set-not-sorted', at)
      previous = value
      at = next
    }
  }
}

const CONSTRUCTED = 0x20
const YEAR_2050 = instant('2050-01-01T00:00:00Z')

/**
 * Reads one DER value that is the whole input.
 *
 * @param bytes The input. Its slices are handed out, so it must not change afterwards.
 * @param read Writes the type down: gets a reader that stands before the value.
 * @returns What `read` built; or the first thing that is not DER or not of the type, with its offset.
 */
export function readDer<T>(
  bytes: Uint8Array,
  limits: DerLimits,
  read: (reader: DerReader) => T,
): Result<T, DerReason> {
  if (bytes.length === 0) return refused('truncated', 0)
  if (bytes.length > limits.bytes) return refused('too-large', limits.bytes)
  const context = new DerContext(bytes, limits)
  const reader = new DerReader(context, 0, bytes.length, 0)
  const value = read(reader)
  if (reader.more) context.fail('trailing-bytes', reader.offset)
  return context.failure ?? ok(value)
}

/**
 * Reads a value inside an input that is being read, such as the value of an extension, so that a failure stays its own.
 *
 * @param start Offset of the value in `bytes`; offsets in the answer count from the start of `bytes`.
 */
export function readDerPart<T>(
  bytes: Uint8Array,
  part: { readonly start: number; readonly end: number; readonly limits: DerLimits },
  read: (reader: DerReader) => T,
): Result<T, DerReason> {
  const context = new DerContext(bytes, part.limits)
  const reader = new DerReader(context, part.start, part.end, 0)
  const value = read(reader)
  if (reader.more) context.fail('trailing-bytes', reader.offset)
  return context.failure ?? ok(value)
}
