import { equalBytes, toHex } from '../../core/bytes.ts'
import type { Attribute, Name, RelativeDistinguishedName } from './name.ts'

/**
 * Says whether two names are the same: attribute by attribute in order, text without regard to case, to the
 * kind of string that holds it and to repeated, leading or trailing space.
 *
 * @standard RFC 5280, section 7.1
 */
export function sameName(a: Name, b: Name): boolean {
  if (equalBytes(a.bytes, b.bytes)) return true
  return a.rdns.length === b.rdns.length && a.rdns.every((rdn, i) => isSameRdn(rdn, b.rdns[i] ?? NONE))
}

/** Text that is equal for two names exactly when {@link sameName} holds: the key to index names by. */
export function nameKey(name: Pick<Name, 'rdns'>): string {
  return name.rdns.map(rdnKey).join('\n')
}

/** Whether the first name begins with all of the second: the test for a directoryName subtree (4.2.1.10). */
export function isWithin(name: Name, base: Name): boolean {
  return isKeyWithin(nameKey(name), nameKey(base))
}

/** The same for two names' keys, which have one line for each relative distinguished name. */
export function isKeyWithin(key: string, base: string): boolean {
  return base === '' || key === base || key.startsWith(`${base}\n`)
}

/** Whether two attributes are the same, by the rules of {@link sameName}. */
export function sameAttribute(a: Attribute, b: Attribute): boolean {
  if (a.type !== b.type) return false
  if (a.text === undefined || b.text === undefined) return attributeKey(a) === attributeKey(b)
  return a.text === b.text || prepare(a.text) === prepare(b.text)
}

/** Whether the value of an attribute is a text, by the rules of {@link sameName}. */
export function hasText(attribute: Attribute, text: string): boolean {
  if (attribute.text === undefined) return false
  return attribute.text === text || prepare(attribute.text) === prepare(text)
}

const NONE: RelativeDistinguishedName = []

function isSameRdn(a: RelativeDistinguishedName, b: RelativeDistinguishedName): boolean {
  const [first] = a
  const [other] = b
  if (a.length !== 1 || b.length !== 1 || first === undefined || other === undefined)
    return rdnKey(a) === rdnKey(b)
  return sameAttribute(first, other)
}

function rdnKey(rdn: RelativeDistinguishedName): string {
  const [first] = rdn
  if (rdn.length === 1 && first !== undefined) return attributeKey(first)
  return rdn.map(attributeKey).sort().join('+')
}

/**
 * Every character string is compared as text, whatever its type and its kind: otherwise a name that is
 * excluded could be written in another kind of string and pass.
 */
function attributeKey({ type, tag, value, text }: Attribute): string {
  if (text !== undefined) return `${type}=${JSON.stringify(prepare(text))}`
  return `${type}=#${tag}:${toHex(value)}`
}

const SPACES = /[\t\n\v\f\r\u0085\p{Zs}\u2028\u2029]+/gu
/** Controls, format characters, variation selectors, tags and the like (RFC 4518, 2.2). */
const TO_NOTHING =
  /\p{Cc}|\u00ad|\u034f|\u06dd|\u070f|[\u1806\u180e]|[\u180b-\u180d]|[\u200b-\u200f\u202a-\u202e\u2060-\u2063\u206a-\u206f]|[\ufe00-\ufe0f]|[\ufeff\ufff9-\ufffc]|[\u{1d173}-\u{1d17a}]|[\u{e0001}\u{e0020}-\u{e007f}]/gu

/**
 * Prepares text for comparison: invisible characters map to nothing, every run of space to one space, case is
 * folded, and compatible forms are made equal (NFKC).
 *
 * @standard RFC 5280, section 7.1; RFC 4518, sections 2.2, 2.3 and 2.6.1
 */
export function prepare(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase()
  const mapped = text.replace(SPACES, ' ').replace(TO_NOTHING, '').normalize('NFKC')
  const folded = mapped.split(DOTLESS_I).map(fold).join(DOTLESS_I).normalize('NFKC')
  return folded.replace(SPACES, ' ').trim()
}

/** Upper case first: it unfolds ß and the final sigma, which have no single lower-case form. */
function fold(text: string): string {
  return text.toUpperCase().toLowerCase()
}

/**
 * It has no case in the tables of RFC 3454 (B.2), but its capital is that of the dotted one: folded, it would
 * become another letter.
 */
const DOTLESS_I = '\u0131'

/** ASCII with single inner spaces needs no preparation but case. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/
