import type { DerReader } from '../../encoding/der/der.ts'
import { isStringTag } from '../../encoding/der/strings.ts'
import { TAG } from '../../encoding/der/tag.ts'
import type { EncodingDeviation } from './deviations.ts'

/** Whether the next value stands in a context-specific constructed tag, of which the statement has none. */
export function isExplicit(reader: DerReader): boolean {
  return (reader.peek() & 0xe0) === 0xa0
}

/** Reads what stands alone inside of such a tag, and notes the tag. */
export function readWrapped<T>(
  reader: DerReader,
  deviations: EncodingDeviation[],
  read: (inner: DerReader) => T,
): T {
  const { offset } = reader
  const tag = reader.peek()
  deviations.push({
    code: 'psd2.encoding',
    reason: 'explicit-tag',
    offset,
    strict: 'tag-unexpected',
    facts: { tag: tag & 0x1f },
  })
  const inner = reader.constructed(tag)
  const value = read(inner)
  inner.finish()
  return value
}

const STRING_NAME: Readonly<Record<number, string>> = {
  [TAG.numericString]: 'NumericString',
  [TAG.printableString]: 'PrintableString',
  [TAG.teletexString]: 'TeletexString',
  [TAG.ia5String]: 'IA5String',
  [TAG.visibleString]: 'VisibleString',
  [TAG.universalString]: 'UniversalString',
  [TAG.bmpString]: 'BMPString',
}

/**
 * Reads a string of another type than the module has, and notes the type. A TeletexString is read only where
 * it is ASCII: beyond it, software disagrees on what its octets mean.
 */
export function readAnyText(reader: DerReader, deviations: EncodingDeviation[]): string {
  const { offset } = reader
  const tag = reader.peek()
  if (!isStringTag(tag)) return reader.text(TAG.utf8String)
  const text = reader.text(tag)
  if (tag === TAG.teletexString && !isAscii(text)) reader.fail('string-character', offset)
  const facts = { type: STRING_NAME[tag] ?? '' }
  deviations.push({ code: 'psd2.encoding', reason: 'string-type', offset, strict: 'tag-unexpected', facts })
  return text
}

function isAscii(text: string): boolean {
  return !/[^ -~]/.test(text)
}

/**
 * Whether a text has more characters than the limit; one beyond the basic plane takes two units of the
 * string.
 */
export function isLonger(text: string, limit: number): boolean {
  return text.length > limit && (text.length > 2 * limit || Array.from(text).length > limit)
}
