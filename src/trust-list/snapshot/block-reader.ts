import { byteAt, toHex } from '../../core/bytes.ts'
import { NO_OID, type Oid, oidFromContents } from '../../core/oid.ts'
import { EARLIEST, type Instant, instantFromMilliseconds, LATEST } from '../../core/time.ts'
import { decodeUtf8 } from '../../encoding/utf8.ts'
import type { ListedCertificate, LocalText, QualificationElement } from '../trust-list.ts'
import { areDistinct, areDistinctTexts } from './distinct.ts'
import { MAX_DEPTH, MAX_ITEMS } from './limits.ts'
import { MAX_UINT_OCTETS } from './octet-sink.ts'

/** Parts that records share, in the order in which they came, and the octets of each, which no other has. */
export interface SharedParts<T> {
  readonly parts: (readonly T[])[]
  readonly octets: Set<string>
}

/**
 * Reads what a block writer wrote, and nothing else: a number in too many octets, a table in another order and
 * an entry that no record names are failures, and so is one that stands twice, unless somebody vouches for the
 * octets: to look for it takes as long as to read. It remembers that something failed; from then on what it
 * hands out means nothing and costs nothing.
 */
export class BlockReader {
  /** Certificates that were read already, by their number in the table. */
  readonly certificates = new Map<number, ListedCertificate>()
  readonly names: SharedParts<LocalText> = { parts: [], octets: new Set() }
  readonly qualifications: SharedParts<QualificationElement> = { parts: [], octets: new Set() }
  private readonly bytes: Uint8Array
  private readonly isVouched: boolean
  private readonly texts: readonly string[]
  private readonly strings: readonly Uint8Array[]
  /**
   * What was made of octet strings, by their numbers: however often one is named, it is looked through once.
   */
  private readonly hexadecimal = new Map<number, string>()
  private readonly identifiers = new Map<number, Oid>()
  private at = 0
  private depth = 0
  private items = 0
  private textsNamed = 0
  private stringsNamed = 0
  private hasFailed = false
  private isScanning = false

  constructor(bytes: Uint8Array, isVouched = true) {
    this.bytes = bytes
    this.isVouched = isVouched
    const lengths = this.lengths()
    const whole = decodeUtf8(this.take(this.uint())) ?? this.nothing('')
    this.texts = this.hasFailed ? [] : (split(whole, lengths) ?? this.nothing([]))
    this.strings = this.lengths().map(length => this.take(length))
    if (!isVouched && !(areDistinctTexts(this.texts) && areDistinct(this.strings))) this.fail()
  }

  get failed(): boolean {
    return this.hasFailed
  }

  fail(): void {
    this.hasFailed = true
    this.at = this.bytes.length
  }

  /** Whether what is read is only looked at: items are dropped. */
  get scanning(): boolean {
    return this.isScanning
  }

  /**
   * Goes through records as reading does, and keeps nothing: what was scanned without a failure can be read.
   */
  scan(read: () => void): void {
    this.isScanning = true
    read()
    this.isScanning = false
  }

  /** Whether everything was read, and everything in the tables was named. */
  isDone(): boolean {
    const isRead = this.at === this.bytes.length
    const isNamed = this.textsNamed === this.texts.length && this.stringsNamed === this.strings.length
    return !this.hasFailed && isRead && isNamed
  }

  uint(): number {
    let value = 0
    let scale = 1
    for (let length = 1; length <= MAX_UINT_OCTETS && this.at < this.bytes.length; length++) {
      const octet = byteAt(this.bytes, this.at++)
      value += (octet & 0x7f) * scale
      if (octet < 0x80) {
        if (Number.isSafeInteger(value) && (octet !== 0 || length === 1)) return value
        break
      }
      scale *= 0x80
    }
    this.fail()
    return 0
  }

  /** How many items follow; each of them takes an octet at least. */
  count(): number {
    const count = this.uint()
    this.items += count
    if (count <= this.bytes.length - this.at && this.items <= MAX_ITEMS) return count
    this.fail()
    return 0
  }

  flag(): boolean {
    const value = this.uint()
    if (value > 1) this.fail()
    return value === 1
  }

  time(): Instant {
    const moment = this.uint() + EARLIEST
    if (moment <= LATEST) return instantFromMilliseconds(moment)
    this.fail()
    return instantFromMilliseconds(EARLIEST)
  }

  text(): string {
    const number = this.uint()
    if (number === this.textsNamed) this.textsNamed++
    if (number >= this.textsNamed) this.fail()
    return this.texts[number] ?? this.nothing('')
  }

  oid(): Oid {
    const number = this.stringNumber()
    const identifier = this.identifiers.get(number) ?? identifierIn(this.string(number))
    if (identifier === undefined) return this.nothing(NO_OID)
    this.identifiers.set(number, identifier)
    return identifier
  }

  /** The number of an octet string in its table. */
  stringNumber(): number {
    const number = this.uint()
    if (number === this.stringsNamed) this.stringsNamed++
    if (number >= this.stringsNamed || number >= this.strings.length) this.fail()
    return number
  }

  string(number: number): Uint8Array {
    return this.strings[number] ?? NOTHING
  }

  octets(): Uint8Array {
    return this.string(this.stringNumber())
  }

  /** Lower-case hexadecimal. */
  hex(): string {
    const number = this.stringNumber()
    const known = this.hexadecimal.get(number) ?? toHex(this.string(number))
    this.hexadecimal.set(number, known)
    return known
  }

  sha256(): string {
    const digest = this.hex()
    return digest.length === 64 ? digest : this.nothing('')
  }

  /** Reads what may hold more of its own kind. */
  nested<T>(read: () => T, instead: T): T {
    if (this.depth >= MAX_DEPTH) return this.nothing(instead)
    this.depth++
    const value = read()
    this.depth--
    return value
  }

  /** Reads a part that records share, for the first time. */
  first<T>({ parts, octets }: SharedParts<T>, read: () => readonly T[]): void {
    const start = this.at
    parts.push(read())
    if (this.isVouched || this.hasFailed) return
    const key = toHex(this.bytes, start, this.at)
    if (octets.has(key)) this.fail()
    octets.add(key)
  }

  nothing<T>(instead: T): T {
    this.fail()
    return instead
  }

  private lengths(): readonly number[] {
    return Array.from({ length: this.count() }, () => (this.hasFailed ? 0 : this.uint()))
  }

  private take(length: number): Uint8Array {
    if (length > this.bytes.length - this.at) return this.nothing(NOTHING)
    this.at += length
    return this.bytes.subarray(this.at - length, this.at)
  }
}

/** Texts that stand in one piece, by their lengths in UTF-16 units; undefined where these are not its own. */
function split(whole: string, lengths: readonly number[]): readonly string[] | undefined {
  let end = 0
  const texts = lengths.map(length => {
    end += length
    return whole.slice(end - length, end)
  })
  return end === whole.length ? texts : undefined
}

function identifierIn(contents: Uint8Array): Oid | undefined {
  return isIdentifier(contents) ? oidFromContents(contents, 0, contents.length) : undefined
}

/** Whether octets are the contents of an object identifier. @standard X.690, clause 8.19.2 */
function isIdentifier(contents: Uint8Array): boolean {
  let isStart = true
  for (const octet of contents) {
    if (isStart && octet === 0x80) return false
    isStart = octet < 0x80
  }
  return isStart && contents.length > 0
}

const NOTHING = new Uint8Array(0)

/** Reads how many there are, then each. */
export function readAll<T>(reader: BlockReader, read: (reader: BlockReader) => T): readonly T[] {
  const items: T[] = []
  for (let left = reader.count(); left > 0 && !reader.failed; left--) {
    const item = read(reader)
    if (!reader.scanning) items.push(item)
  }
  return items
}

/** Reads whether there is a value, then the value. */
export function readOptional<T>(reader: BlockReader, read: (reader: BlockReader) => T): T | undefined {
  return reader.flag() ? read(reader) : undefined
}

export const readText = (reader: BlockReader): string => reader.text()
export const readTime = (reader: BlockReader): Instant => reader.time()
export const readUint = (reader: BlockReader): number => reader.uint()

/** Reads a part that records share: here, where it is the next one, or the one that stood before. */
export function readShared<T>(
  reader: BlockReader,
  known: SharedParts<T>,
  read: (reader: BlockReader) => T,
): readonly T[] {
  const number = reader.uint()
  if (number === known.parts.length) reader.first(known, () => readAll(reader, read))
  return known.parts[number] ?? reader.nothing([])
}
