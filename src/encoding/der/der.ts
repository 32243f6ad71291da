import { byteAt } from '../../core/bytes.ts'
import { NO_OID, type Oid } from '../../core/oid.ts'
import { ok, type Refused, type Result, refused } from '../../core/result.ts'
import type { Instant } from '../../core/time.ts'
import { DerContext, type DerLimits, type DerReason, type Look, type ReadingCost } from './context.ts'
import {
  bitStringDefect,
  generalizedTime,
  integerDefect,
  integerValue,
  NO_TIME,
  nullDefect,
  oidContents,
  utcTime,
} from './primitives.ts'
import { textOf } from './strings.ts'
import { TAG } from './tag.ts'
import { CONSTRUCTED, checkOrder, walk } from './walk.ts'

/**
 * Reads DER one value at a time, in the order that the caller's type asks for. What it hands out are slices
 * of the input. The first thing that does not fit is remembered with its offset, and from then on every
 * reader of the same input has no more values and returns empty ones, so a caller writes the type down
 * plainly and asks once, at the end, through {@link readDer}.
 *
 * @standard X.690, clauses 8, 10 and 11
 */
export class DerReader {
  readonly #context: DerContext
  readonly #depth: number
  readonly #end: number
  #position: number

  constructor(context: DerContext, start: number, end: number, depth: number) {
    this.#context = context
    this.#depth = depth
    this.#end = end
    this.#position = start
  }

  /** Whether another value follows. */
  get more(): boolean {
    return this.#position < this.#end && this.#context.failure === undefined
  }

  /** Octets from the start of the input. */
  get offset(): number {
    return this.#position
  }

  /** Identifier octet of the next value; -1 where none follows. */
  peek(): number {
    return this.more ? (this.#context.bytes[this.#position] ?? -1) : -1
  }

  /** Says that the value at hand is not of the type that was promised. */
  fail(reason: DerReason, offset: number = this.#position): void {
    this.#context.fail(reason, offset)
    this.#position = this.#end
  }

  /** Demands that nothing follows. */
  finish(): void {
    if (this.more) this.fail('value-unexpected')
  }

  /**
   * Ends the reading of a part whose defects are its own, such as the value of an extension: why it is not of
   * its type, or undefined where it is. A defect of type is taken back, so that what stands behind the part
   * can be read; all of it must still be DER, from `start` on, and what is not fails the whole.
   */
  defect(start: number): Refused<DerReason> | undefined {
    const defect = this.#context.pardon()
    if (defect !== undefined) walk(this.#context, start, this.#end, this.#depth)
    return defect
  }

  /** The octets from an offset up to where the reader stands. */
  since(start: number): Uint8Array {
    return this.#context.slice(start, this.#position)
  }

  /** Contents octets of the primitive value that was read last. */
  get lastContents(): Uint8Array {
    return this.#context.contents
  }

  /** Whether the contents octets of that value pass a test. */
  lastFits(test: Look<boolean>): boolean {
    return this.#context.look(test)
  }

  /** Moves behind octets that were read before, where they stand here again and their cost has room. */
  passes(octets: Uint8Array, cost: ReadingCost): boolean {
    const passed = this.#context.passes(octets, cost, {
      at: this.#position,
      end: this.#end,
      depth: this.#depth,
    })
    if (passed) this.#position += octets.length
    return passed
  }

  sequence(): DerReader {
    return this.constructed(TAG.sequence)
  }

  /** A SET OF: its values must stand in ascending order (X.690, 11.6). */
  setOf(): DerReader {
    const set = this.constructed(TAG.set)
    checkOrder(this.#context, set.#position, set.#end)
    return set
  }

  /** Any constructed value: SEQUENCE, SET, or context-specific. */
  constructed(tag: number): DerReader {
    const context = this.#context
    if (!this.#expect(tag)) return new DerReader(context, this.#end, this.#end, this.#depth)
    if (this.#depth >= context.limits.depth) this.#failLast('depth')
    return new DerReader(context, context.content, context.next, this.#depth + 1)
  }

  /** The values inside an OCTET STRING that holds DER, such as extnValue. */
  encapsulated(): DerReader {
    return this.constructed(TAG.octetString)
  }

  /** One whole value of whatever type, header included; everything inside is checked to be DER in form. */
  any(): Uint8Array {
    const context = this.#context
    const start = this.#position
    const next = context.header(start, this.#end) ?? this.#end
    this.#position = next
    if ((context.tag & CONSTRUCTED) === 0) return this.since(start)
    if (this.#depth >= context.limits.depth) this.fail('depth', start)
    walk(context, context.content, next, this.#depth + 1)
    return this.since(start)
  }

  boolean(tag: number = TAG.boolean): boolean {
    if (!this.#expect(tag)) return false
    const { bytes, content, next } = this.#context
    const octet = byteAt(bytes, content)
    if (next - content !== 1 || (octet !== 0 && octet !== 0xff)) this.#failLast('boolean-value')
    return octet !== 0
  }

  /** A BOOLEAN DEFAULT FALSE: absent means false, and false must be absent (X.690, 11.5). */
  flag(): boolean {
    const isPresent = this.peek() === TAG.boolean
    if (isPresent && !this.boolean()) this.#failLast('default-encoded')
    return isPresent
  }

  /** Contents of an INTEGER: two's complement, big-endian, as short as can be. */
  integer(tag: number = TAG.integer): Uint8Array {
    this.#demand(tag, integerDefect)
    return this.lastContents
  }

  /** An INTEGER from 0 to 2^31 - 1. */
  smallInteger(tag: number = TAG.integer): number {
    const value = this.number(tag)
    if (value < 0 || value > 0x7fff_ffff) this.#failLast('value-out-of-range')
    return value
  }

  /** An INTEGER of at most six octets, which a number holds exactly. */
  number(tag: number = TAG.integer): number {
    const value = integerValue(this.integer(tag))
    if (value === undefined) this.#failLast('value-out-of-range')
    return value ?? 0
  }

  null(): void {
    this.#demand(TAG.null, nullDefect)
  }

  oid(tag: number = TAG.oid): Oid {
    if (!this.#expect(tag)) return NO_OID
    const { bytes, content, next } = this.#context
    const contents = oidContents(bytes, content, next)
    if (contents.ok) return contents.value
    this.fail(contents.reason, contents.offset)
    return NO_OID
  }

  /** Contents of an OCTET STRING, or of a primitive value under an implicit tag. */
  octetString(tag: number = TAG.octetString): Uint8Array {
    this.#expect(tag)
    return this.lastContents
  }

  /** A BIT STRING of whole octets, as keys and signatures are. */
  bitStringOctets(): Uint8Array {
    const { unused, octets } = this.bitString()
    if (unused !== 0) this.#failLast('value-out-of-range')
    return octets
  }

  /** A BIT STRING: how many bits of the last octet do not count (they must be zero), and the octets. */
  bitString(tag: number = TAG.bitString): { readonly unused: number; readonly octets: Uint8Array } {
    this.#demand(tag, bitStringDefect)
    const { bytes, content, next } = this.#context
    return { unused: byteAt(bytes, content), octets: this.#context.slice(content + 1, next) }
  }

  /** A BIT STRING of named bits: trailing zero bits are left out (X.690, 11.2.2). */
  namedBits(tag: number = TAG.bitString): Uint8Array {
    const { unused, octets } = this.bitString(tag)
    const last = byteAt(octets, octets.length - 1)
    if (octets.length > 0 && (last & (1 << unused)) === 0) this.#failLast('bit-string-padding')
    return octets
  }

  /** UTCTime or GeneralizedTime, both in seconds with Z. Which of the two is a rule of the certificate. */
  time(): Instant {
    return this.peek() === TAG.generalizedTime ? this.generalizedTime() : this.#time(TAG.utcTime, utcTime)
  }

  /** GeneralizedTime in seconds with Z. */
  generalizedTime(tag: number = TAG.generalizedTime): Instant {
    return this.#time(tag, generalizedTime)
  }

  /** A character string, its characters checked against its type, which an implicit tag hides. */
  text(tag: number, type: number = tag): string {
    if (!this.#expect(tag)) return ''
    const { bytes, content, next } = this.#context
    const text = textOf(type, bytes, content, next)
    if (text === undefined) this.#failLast('string-character')
    return text ?? ''
  }

  #time(tag: number, read: Look<Instant | undefined>): Instant {
    if (!this.#expect(tag)) return NO_TIME
    const moment = this.#context.look(read)
    if (moment === undefined) this.#failLast('time-value')
    return moment ?? NO_TIME
  }

  /** Reads a value of the given type whose contents octets must not have the defect. */
  #demand(tag: number, defectOf: Look<DerReason | undefined>): void {
    const defect = this.#expect(tag) ? this.#context.look(defectOf) : undefined
    if (defect !== undefined) this.#failLast(defect)
  }

  #failLast(reason: DerReason): void {
    this.fail(reason, this.#context.content)
  }

  /**
   * Reads the header of a value of the given type and moves behind the value. Nearly every header is one
   * octet of type and one of length, so this form is read here and every other, with every failure, below.
   */
  #expect(tag: number): boolean {
    const context = this.#context
    const start = this.#position
    const content = start + 2
    if (content > this.#end || context.bytes[start] !== tag) return this.#expectAny(tag)
    const length = context.bytes[start + 1] ?? 0
    const next = content + length
    if (length >= 0x80 || next > this.#end || !context.count()) return this.#expectAny(tag)
    context.content = content
    context.next = next
    this.#position = next
    return true
  }

  #expectAny(tag: number): boolean {
    const context = this.#context
    const start = this.#position
    if (start >= this.#end) this.fail('value-missing')
    const next = context.header(start, this.#end)
    if (next !== undefined && context.tag !== tag) this.fail('tag-unexpected', start)
    this.#position = next === undefined || context.failure !== undefined ? this.#end : next
    return context.failure === undefined
  }
}

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
