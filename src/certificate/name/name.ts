import { toHex } from '../../core/bytes.ts'
import { ATTRIBUTE } from '../../core/object-identifiers.ts'
import { type Oid, oidText } from '../../core/oid.ts'
import type { ReadingCost } from '../../encoding/der/context.ts'
import type { DerReader } from '../../encoding/der/der.ts'
import { isStringTag } from '../../encoding/der/strings.ts'
import { DESCRIPTOR, DESCRIPTOR_4514 } from './descriptors.ts'

/**
 * A distinguished name, in the order of the certificate (most significant first).
 *
 * @standard RFC 5280, section 4.1.2.4
 */
export interface Name {
  /** The whole Name, DER. */
  readonly bytes: Uint8Array
  readonly rdns: readonly RelativeDistinguishedName[]
}

/** Usually one attribute. */
export type RelativeDistinguishedName = readonly Attribute[]

export interface Attribute {
  readonly type: Oid
  /** Identifier octet of the value: 0x0c UTF8String, 0x13 PrintableString … */
  readonly tag: number
  /**
   * The value without its header; for a type that this library does not know and no string, the whole value.
   */
  readonly value: Uint8Array
  /** The value as text, where it is one of the string types. */
  readonly text?: string
}

/** Attributes whose values are strings by their definition, so anything else is refused. */
const TEXTUAL: ReadonlySet<Oid> = new Set(Object.values(ATTRIBUTE))

/**
 * @param known A name that was read before. Where its octets stand here again, it is handed out and not read
 *   again.
 */
export function readName(reader: DerReader, known?: Name): Name {
  if (known !== undefined && reader.passes(known.bytes, costOf(known))) return known
  const start = reader.offset
  const sequence = reader.sequence()
  const rdns: RelativeDistinguishedName[] = []
  let attributes = 0
  while (sequence.more) {
    const at = sequence.offset
    const rdn = readRdn(sequence)
    attributes += rdn.length
    if (attributes > MAX_ATTRIBUTES) sequence.fail('too-many-elements', at)
    rdns.push(rdn)
  }
  return { bytes: reader.since(start), rdns }
}

/** Real names have some ten. What has more than these is made to cost time: attributes are compared in pairs. */
const MAX_ATTRIBUTES = 256

/**
 * Values in a name and how deep they lie, as far as its records tell: where they leave it open, there are
 * more than may be read.
 */
function costOf({ rdns }: Name): ReadingCost {
  for (const rdn of rdns) {
    const [first] = rdn
    if (rdn.length !== 1 || first?.text === undefined || first.value.length > SHORT_VALUE) return UNKNOWN_COST
  }
  return { values: 1 + 4 * rdns.length, depth: 3 }
}

const UNKNOWN_COST = { values: Number.POSITIVE_INFINITY, depth: 3 }

/**
 * With the longest type in front of it, a value of so many octets keeps the sequence around both below 128
 * octets, so that a look at the order of its set costs nothing.
 */
const SHORT_VALUE = 58

/**
 * A set of at least one. The array begins with its only member, because an empty one reserves room for
 * seventeen.
 */
function readRdn(sequence: DerReader): RelativeDistinguishedName {
  const set = sequence.setOf()
  const attributes = [readAttribute(set.sequence())]
  while (set.more) attributes.push(readAttribute(set.sequence()))
  return attributes
}

function readAttribute(reader: DerReader): Attribute {
  return readAttributeValue(reader, reader.oid())
}

/** Reads the value of an attribute, which is all that is left of the reader. */
export function readAttributeValue(reader: DerReader, type: Oid): Attribute {
  const tag = reader.peek()
  if (!isStringTag(tag)) return readOtherValue(reader, type, tag)
  const text = reader.text(tag)
  const value = reader.lastContents
  reader.finish()
  return { type, tag, value, text }
}

function readOtherValue(reader: DerReader, type: Oid, tag: number): Attribute {
  if (TEXTUAL.has(type)) reader.fail('tag-unexpected')
  const value = reader.any()
  reader.finish()
  return { type, tag, value }
}

/**
 * All values of an attribute type, in the order of the name, as text. The array begins with what is mostly
 * its only member, because an empty one reserves room for seventeen.
 */
export function attributeTexts(name: Name, type: Oid): readonly string[] {
  let texts: string[] | undefined
  for (const rdn of name.rdns) {
    for (const attribute of rdn) {
      if (attribute.type !== type || attribute.text === undefined) continue
      if (texts === undefined) texts = [attribute.text]
      else texts.push(attribute.text)
    }
  }
  return texts ?? []
}

/** Whether an attribute type has a value that is text. */
export function hasAttributeText(name: Name, type: Oid): boolean {
  for (const rdn of name.rdns) {
    for (const attribute of rdn) if (attribute.type === type && attribute.text !== undefined) return true
  }
  return false
}

/**
 * Which attributes are written by a descriptor with their text; all others are dotted numbers with their
 * octets.
 */
export type NameForm = 'descriptors' | 'rfc4514'

/**
 * Writes a name as RFC 4514 does: last attribute first, types without a descriptor as dotted numbers with
 * their value in hexadecimal. Control, bidirectional, private, unassigned and invisible characters stand as
 * `\XX`, so the result is safe to show and still reads back as the same name.
 *
 * @param form `descriptors`: every type that RFC 4519 names, and organizationIdentifier. `rfc4514`: the nine
 *   types of its table alone, as profiles of OAuth ask for it: `2.5.4.97=#0c…`.
 * @standard RFC 4514, section 2
 */
export function formatName(name: Name, form: NameForm = 'descriptors'): string {
  const descriptors = form === 'rfc4514' ? DESCRIPTOR_4514 : DESCRIPTOR
  let text = ''
  for (const rdn of name.rdns) {
    const [first] = rdn
    const written =
      rdn.length === 1 && first !== undefined
        ? formatAttribute(first, descriptors)
        : rdn.map(attribute => formatAttribute(attribute, descriptors)).join('+')
    text = text === '' ? written : `${written},${text}`
  }
  return text
}

function formatAttribute(
  { type, tag, value, text }: Attribute,
  descriptors: ReadonlyMap<Oid, string>,
): string {
  const descriptor = descriptors.get(type)
  if (descriptor !== undefined && text !== undefined) return `${descriptor}=${escapeValue(text)}`
  return `${oidText(type)}=#${toHex(text === undefined ? value : withHeader(tag, value))}`
}

function withHeader(tag: number, value: Uint8Array): Uint8Array {
  const { length } = value
  if (length < 0x80) return Uint8Array.of(tag, length, ...value)
  if (length < 0x100) return Uint8Array.of(tag, 0x81, length, ...value)
  return Uint8Array.of(tag, 0x82, length >> 8, length & 0xff, ...value)
}

/** ASCII, Latin, Cyrillic, dashes and quotation marks, without what is invisible among them. */
const PLAIN_RANGES = [
  [0x21, 0x7e],
  [0xa1, 0xac],
  [0xae, 0x24f],
  [0x400, 0x481],
  [0x2010, 0x2027],
] as const

/** Section 2.4: specials anywhere, space at either end, number sign in front; and what cannot be shown. */
const SPECIAL = /^[ #]|["+,;<=>\\]| $|[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]+/gu
/**
 * Most values have nothing to escape, and this says so for less: letters of Europe, digits and marks, and
 * single spaces between them.
 */
const PLAIN = plainCharacters()

function plainCharacters(): Uint8Array {
  const plain = new Uint8Array(0x2028)
  for (const [from, to] of PLAIN_RANGES) plain.fill(1, from, to + 1)
  for (const special of ' "+,;<=>\\#') plain[special.charCodeAt(0)] = 0
  return plain
}

function isPlain(text: string): boolean {
  let wasPlain = false
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    const isSpace = code === 0x20 && wasPlain
    wasPlain = PLAIN[code] === 1
    if (!wasPlain && !isSpace) return false
  }
  return wasPlain
}
const UTF8 = new TextEncoder()

function escapeValue(text: string): string {
  if (isPlain(text)) return text
  return text.replace(SPECIAL, found => (/[ #"+,;<=>\\]/.test(found) ? `\\${found}` : escapeOctets(found)))
}

/** A value can be full of what cannot be shown, so what stands together is written at once. */
function escapeOctets(characters: string): string {
  let escaped = ''
  for (const octet of UTF8.encode(characters)) escaped += ESCAPED[octet] ?? ''
  return escaped
}

/** Each octet as it is written. */
const ESCAPED = Array.from({ length: 256 }, (_, octet) => {
  return `\\${octet.toString(16).toUpperCase().padStart(2, '0')}`
})

/** Whether the name has no attributes at all. */
export function isEmptyName(name: Name): boolean {
  return name.rdns.length === 0
}
