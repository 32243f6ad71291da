import { equalBytes, fromHex, toHex } from '../../core/bytes.ts'
import { EARLIEST, type Instant } from '../../core/time.ts'
import { OctetSink } from './octet-sink.ts'

/** What is shared, each kind with numbers of its own. */
export type SharedKind = 'names' | 'qualifications'

/**
 * Writes one block: a table of texts, a table of octet strings, and records that refer to them by number.
 * Each text and each octet string stands once, in the order in which the records first name it, so that the
 * same records are always the same octets.
 */
export class BlockWriter {
  private records = new OctetSink()
  private readonly shared = new Map<SharedKind, Map<string, number>>()
  private readonly texts = new Map<string, number>()
  private readonly strings: Uint8Array[] = []
  private readonly buckets = new Map<string, number[]>()

  uint(value: number): void {
    this.records.uint(value)
  }

  flag(value: boolean): void {
    this.records.uint(value ? 1 : 0)
  }

  /** Counted from the first moment that an instant can be, so that it is never negative. */
  time(value: Instant): void {
    this.records.uint(value - EARLIEST)
  }

  text(value: string): void {
    const known = this.texts.get(value)
    if (known === undefined) this.texts.set(value, this.texts.size)
    this.records.uint(known ?? this.texts.size - 1)
  }

  octets(value: Uint8Array): void {
    this.records.uint(this.numberOf(value))
  }

  /** @param value Lower-case hexadecimal. */
  hex(value: string): void {
    this.octets(fromHex(value))
  }

  /**
   * Writes a part of a record that others have too, most of all the past states of a service: where it stood
   * before, only which one it is. Equal parts have equal octets, because what they name has one number each.
   */
  share<T>(kind: SharedKind, value: T, write: (writer: BlockWriter, value: T) => void): void {
    const { records } = this
    this.records = new OctetSink()
    write(this, value)
    const octets = this.records.done()
    this.records = records
    const known = this.shared.get(kind) ?? new Map<string, number>()
    this.shared.set(kind, known)
    const key = toHex(octets)
    const number = known.get(key)
    records.uint(number ?? known.size)
    if (number !== undefined) return
    known.set(key, known.size)
    records.octets(octets)
  }

  /** The tables, then the records. */
  done(): Uint8Array {
    const block = new OctetSink()
    const texts = [...this.texts.keys()]
    const octets = new TextEncoder().encode(texts.join(''))
    block.uint(texts.length)
    for (const { length } of texts) block.uint(length)
    block.uint(octets.length)
    block.octets(octets)
    block.uint(this.strings.length)
    for (const { length } of this.strings) block.uint(length)
    for (const string of this.strings) block.octets(string)
    block.octets(this.records.done())
    return block.done()
  }

  /** Certificates end in their signatures, so the last octets of two that differ hardly ever agree. */
  private numberOf(value: Uint8Array): number {
    const key = `${value.length} ${toHex(value, Math.max(0, value.length - 16))}`
    const bucket = this.buckets.get(key) ?? []
    const known = bucket.find(number => equalBytes(this.strings[number] ?? NOTHING, value))
    if (known !== undefined) return known
    const number = this.strings.push(value) - 1
    this.buckets.set(key, [...bucket, number])
    return number
  }
}

const NOTHING = new Uint8Array(0)

/** Writes how many there are, then each. */
export function writeAll<T>(
  writer: BlockWriter,
  items: readonly T[],
  write: (writer: BlockWriter, item: T) => void,
): void {
  writer.uint(items.length)
  for (const item of items) write(writer, item)
}

/** Writes whether there is a value, then the value. */
export function writeOptional<T>(
  writer: BlockWriter,
  value: T | null | undefined,
  write: (writer: BlockWriter, value: T) => void,
): void {
  const isGiven = value !== null && value !== undefined
  writer.flag(isGiven)
  if (isGiven) write(writer, value)
}

export const writeText = (writer: BlockWriter, text: string): void => writer.text(text)
export const writeTime = (writer: BlockWriter, time: Instant): void => writer.time(time)
export const writeUint = (writer: BlockWriter, value: number): void => writer.uint(value)
