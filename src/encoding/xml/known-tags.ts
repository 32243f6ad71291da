import { canonicalTag } from './canonical-xml.ts'
import type { XmlTag } from './events.ts'
import { isIdentifier, namespaceCharacters } from './resolve.ts'
import type { RawTag } from './tag.ts'

/** A start tag that was read and resolved. */
export interface KnownTag {
  /** As it stands in the document. */
  readonly written: string
  /** The end tag that is its canonical form. */
  readonly end: string
  readonly tag: XmlTag
  readonly isEmpty: boolean
  /** Whether its canonical form is what is written. */
  readonly isPlain: boolean
  readonly namespaceCharacters: number
  /** What its prefixes stood for: see `NamespaceScope.state`. */
  readonly state: number
}

/**
 * Start tags that were read. A list has a few hundred different ones tens of thousands of times; where one
 * stands again and every prefix means the same, it is the same tag.
 */
export class KnownTags {
  private readonly slots: (KnownTag | undefined)[] = new Array(SLOTS)

  /**
   * @param start The index of `<`.
   * @param end The index behind the first `>` from there.
   */
  find(text: string, start: number, end: number): KnownTag | undefined {
    if (end - start > LONGEST) return undefined
    const known = this.slots[slotOf(text, start, end)]
    if (known?.written.length !== end - start) return undefined
    return text.startsWith(known.written, start) ? known : undefined
  }

  /**
   * Keeps a tag that costs the same when it stands again: one without declarations, identifiers and
   * references.
   */
  keep(written: string, tag: XmlTag, { isEmpty }: RawTag, state: number): void {
    if (written.length > LONGEST || tag.declarations.length > 0 || tag.attributes.some(isIdentifier)) return
    if (written.includes('&') || written.indexOf('>') !== written.length - 1) return
    const canonical = canonicalTag(tag)
    const isPlain = canonical === written
    // What is cut out of a text keeps all of that text; what is put together does not.
    const known = {
      written: isPlain ? canonical : written,
      end: `</${tag.name}>`,
      tag,
      isEmpty,
      isPlain,
      namespaceCharacters: namespaceCharacters(tag),
      state,
    }
    this.slots[slotOf(written, 0, written.length)] = known
  }
}

/** A power of two: a tag that falls on another takes its place, so the table does not grow. */
const SLOTS = 2048
const LONGEST = 256

function slotOf(text: string, start: number, end: number): number {
  const quarter = (end - start) >> 2
  const sum =
    (end - start) * 37 +
    text.charCodeAt(start + 1) * 5 +
    text.charCodeAt(start + quarter) * 67 +
    text.charCodeAt(start + 2 * quarter) * 131 +
    text.charCodeAt(end - 1 - quarter) * 257 +
    text.charCodeAt(end - 3) * 521
  return (sum ^ (sum >> 11)) & (SLOTS - 1)
}
