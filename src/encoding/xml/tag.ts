import { XML_LIMITS, type XmlReason } from './events.ts'
import { type NameTable, nameEnd, type QualifiedName } from './names.ts'
import { behindSpace } from './space.ts'

/** A start tag as it stands in the text; nothing in it is resolved yet. */
export interface RawTag {
  readonly name: QualifiedName
  /** In document order, declarations of namespaces among them. */
  readonly attributes: readonly RawAttribute[]
  readonly isEmpty: boolean
  /** The index behind it. */
  readonly end: number
}

export interface RawAttribute {
  readonly name: QualifiedName
  /** What stands between the quotes. */
  readonly raw: string
}

interface ReadAttribute extends RawAttribute {
  readonly end: number
}

type TagReason = Extract<XmlReason, 'not-well-formed' | 'too-many-attributes'> | 'unfinished'

const NO_ATTRIBUTES: readonly RawAttribute[] = []

const QUOTE = 0x22
const APOSTROPHE = 0x27
const SLASH = 0x2f
const EQUALS = 0x3d
const GREATER = 0x3e

/**
 * @param start The index of `<`.
 * @returns The tag, or why there is none; `unfinished` where the text ends before it does.
 * @standard Extensible Markup Language 1.0 (fifth edition), productions 40, 41 and 44
 */
export function readTag(text: string, start: number, names: NameTable): RawTag | TagReason {
  const behindName = nameEnd(text, start + 1)
  if (behindName === start + 1) return 'not-well-formed'
  if (behindName === text.length) return 'unfinished'
  const name = names.read(text, start + 1, behindName)
  if (!name) return 'not-well-formed'
  if (text.charCodeAt(behindName) === GREATER)
    return { name, attributes: NO_ATTRIBUTES, isEmpty: false, end: behindName + 1 }
  return readAttributes(text, { name, end: behindName }, names)
}

function readAttributes(
  text: string,
  { name, end }: Pick<RawTag, 'name' | 'end'>,
  names: NameTable,
): RawTag | TagReason {
  const attributes: RawAttribute[] = []
  for (let at = end; ; ) {
    const next = behindSpace(text, at)
    const unit = text.charCodeAt(next)
    if (unit === GREATER) return { name, attributes, isEmpty: false, end: next + 1 }
    if (unit === SLASH) {
      const isEnd = text.charCodeAt(next + 1) === GREATER
      return isEnd ? { name, attributes, isEmpty: true, end: next + 2 } : 'not-well-formed'
    }
    if (next === text.length) return 'unfinished'
    if (next === at) return 'not-well-formed'
    const attribute = readAttribute(text, next, names)
    if (typeof attribute === 'string') return attribute
    attributes.push(attribute)
    if (attributes.length > XML_LIMITS.attributes) return 'too-many-attributes'
    at = attribute.end
  }
}

function readAttribute(text: string, start: number, names: NameTable): ReadAttribute | TagReason {
  const behindName = nameEnd(text, start)
  const equals = behindSpace(text, behindName)
  if (behindName === start || text.charCodeAt(equals) !== EQUALS)
    return equals === text.length ? 'unfinished' : 'not-well-formed'
  const opening = behindSpace(text, equals + 1)
  const quote = text.charCodeAt(opening)
  if (quote !== QUOTE && quote !== APOSTROPHE) return 'not-well-formed'
  const closing = text.indexOf(quote === QUOTE ? '"' : "'", opening + 1)
  if (closing < 0) return 'unfinished'
  const name = names.read(text, start, behindName)
  const raw = text.slice(opening + 1, closing)
  return name && !raw.includes('<') ? { name, raw, end: closing + 1 } : 'not-well-formed'
}
