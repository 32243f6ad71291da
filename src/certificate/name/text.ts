import { fromHex } from '../../core/bytes.ts'
import { type Oid, parseOid } from '../../core/oid.ts'
import { ok, type Result, refused } from '../../core/result.ts'
import { readDer } from '../../encoding/der/der.ts'
import { decodeUtf8 } from '../../encoding/utf8.ts'
import { attributeTypeOf } from './descriptors.ts'
import { hasText, sameAttribute } from './match.ts'
import { type Attribute, type Name, type RelativeDistinguishedName, readAttributeValue } from './name.ts'

/** A distinguished name that somebody wrote as text, most significant part first, as certificates have it. */
export interface WrittenName {
  readonly rdns: readonly (readonly WrittenAttribute[])[]
}

/** A value in hexadecimal tells its type of string; a plain one does not. */
export type WrittenAttribute = Attribute | WrittenText

export interface WrittenText {
  readonly type: Oid
  readonly text: string
  readonly tag?: undefined
}

/**
 * `syntax`: not by the grammar. `attribute-type`: a descriptor that nobody defined here. `value`: hexadecimal
 * that is no value in DER, or octets that are no UTF-8.
 */
export type NameTextReason = 'syntax' | 'attribute-type' | 'value' | 'too-long'

/** Ten times the longest names in use; the second bounds the work of comparing. */
const MAX_LENGTH = 16_384
const MAX_ATTRIBUTES = 64

/**
 * Reads a distinguished name as RFC 4514 writes it, and nothing looser: the least significant part first, no
 * space around separators, no quotes, no semicolons, no `OID.` before numbers. Descriptors are read without
 * regard to case.
 *
 * @returns The name; or why there is none, with the index of the character where reading ended.
 * @standard RFC 4514, section 3; RFC 4512, section 1.4
 */
export function parseDistinguishedName(text: string): Result<WrittenName, NameTextReason> {
  if (text.length > MAX_LENGTH) return refused('too-long', MAX_LENGTH)
  if (text === '') return ok({ rdns: [] })
  const rdns: WrittenAttribute[][] = [[]]
  let at = 0
  for (let count = 1; count <= MAX_ATTRIBUTES; count++) {
    const read = readAttributeAt(text, at)
    if (!read.ok) return read
    rdns.at(-1)?.push(read.value.attribute)
    at = read.value.end
    if (at === text.length) return ok({ rdns: rdns.reverse() })
    if (text[at] === ',') rdns.push([])
    else if (text[at] !== '+') return refused('syntax', at)
    at++
  }
  return refused('too-long', at)
}

interface ReadAttribute {
  readonly attribute: WrittenAttribute
  /** Where the separator stands, or the text ends. */
  readonly end: number
}

const TYPE = /^([A-Za-z][A-Za-z0-9-]*|[0-9.]+)=/
const HEX = /^#((?:[0-9A-Fa-f]{2})+)(?=[,+]|$)/
/** Any character but those with a meaning, and pairs. The ends are looked at afterwards. */
const STRING = /^(?:[^\0"+,;<>\\]|\\(?:[ "#+,;<=>\\]|[0-9A-Fa-f]{2}))*/u

function readAttributeAt(text: string, start: number): Result<ReadAttribute, NameTextReason> {
  const [head, word] = TYPE.exec(text.slice(start)) ?? []
  if (head === undefined || word === undefined) return refused('syntax', start)
  const type = attributeTypeOf(word) ?? parseOid(word)
  if (type === undefined) return refused('attribute-type', start)
  const at = start + head.length
  return text[at] === '#' ? readHexAt(text, at, type) : readStringAt(text, at, type)
}

function readHexAt(text: string, at: number, type: Oid): Result<ReadAttribute, NameTextReason> {
  const [whole, digits] = HEX.exec(text.slice(at)) ?? []
  if (whole === undefined || digits === undefined) return refused('syntax', at)
  const value = readDer(fromHex(digits), VALUE_LIMITS, reader => readAttributeValue(reader, type))
  return value.ok ? ok({ attribute: value.value, end: at + whole.length }) : refused('value', at)
}

const VALUE_LIMITS = { bytes: MAX_LENGTH / 2, depth: 32, elements: 1000 }

function readStringAt(text: string, at: number, type: Oid): Result<ReadAttribute, NameTextReason> {
  const [written = ''] = STRING.exec(text.slice(at)) ?? []
  // A pair at the end may be a backslash before a space, so an even run of backslashes leaves the space bare.
  if (/^ |(?<!\\)(?:\\\\)* $/.test(written)) return refused('syntax', at)
  const value = unescapeValue(written)
  if (value === undefined) return refused('value', at)
  return ok({ attribute: { type, text: value }, end: at + written.length })
}

const UTF8 = new TextEncoder()
const PARTS = /\\([0-9A-Fa-f]{2})|\\(.)|[^\\]+/gu

/** Octets of UTF-8 may come one by one, in pairs of digits, so the text is put together as octets. */
function unescapeValue(written: string): string | undefined {
  const bytes: number[] = []
  for (const [part, digits, special] of written.matchAll(PARTS)) {
    if (/\p{Cs}/u.test(part)) return undefined
    if (digits !== undefined) bytes.push(Number.parseInt(digits, 16))
    else bytes.push(...UTF8.encode(special ?? part))
  }
  const text = decodeUtf8(Uint8Array.from(bytes))
  return text?.includes('\0') ? undefined : text
}

/**
 * Says whether a certificate's name is the one that a text writes, by the rules for comparing names: part by
 * part in order, without regard to case and space, a plain value whatever the type of string. Parts in the
 * order of the certificate are another name: RFC 4514 has one order.
 *
 * @param text As RFC 4514 writes it, e.g. a client's `tls_client_auth_subject_dn`:
 *   `2.5.4.97=PSDES-BE-3DFD21,O=Bank,C=ES`.
 * @returns False also where the text is no name; {@link parseDistinguishedName} tells why.
 * @standard RFC 4514; RFC 5280, section 7.1; RFC 8705, section 2.1.2
 */
export function matchesName(name: Name, text: string): boolean {
  const written = parseDistinguishedName(text)
  if (!written.ok || written.value.rdns.length !== name.rdns.length) return false
  return written.value.rdns.every((rdn, i) => matchesRdn(rdn, name.rdns[i] ?? []))
}

/** Each attribute finds one of its own. Values that tell their type choose first, because they fit less. */
function matchesRdn(written: readonly WrittenAttribute[], rdn: RelativeDistinguishedName): boolean {
  if (written.length !== rdn.length) return false
  const left = [...rdn]
  const choosy = written.toSorted((a, b) => Number(a.tag === undefined) - Number(b.tag === undefined))
  return choosy.every(each => {
    const index = left.findIndex(attribute => matchesAttribute(each, attribute))
    if (index >= 0) left.splice(index, 1)
    return index >= 0
  })
}

function matchesAttribute(written: WrittenAttribute, attribute: Attribute): boolean {
  if (written.tag !== undefined) return sameAttribute(written, attribute)
  return written.type === attribute.type && hasText(attribute, written.text)
}
