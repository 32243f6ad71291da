import { type CanonicalForm, CanonicalWriter } from '../../src/encoding/xml/canonical-xml.ts'
import type { XmlHandler, XmlTag } from '../../src/encoding/xml/events.ts'
import { children, type XmlElement, XmlTreeBuilder } from '../../src/encoding/xml/tree.ts'
import { readXml } from '../../src/encoding/xml/xml.ts'

/**
 * Writes a document in its canonical form, in the pass that reads it.
 *
 * @throws Error where it is refused.
 */
export function canonicalWriter(octets: Uint8Array, form: CanonicalForm): CanonicalWriter {
  const writer = new CanonicalWriter(form)
  const handler: XmlHandler = {
    open: (tag, piece) => void writer.openTag(tag, piece) as undefined,
    close: piece => void writer.closeTag(piece) as undefined,
    text: piece => void writer.text(piece) as undefined,
    leaf: (tag, leaf) => writer.leaf(tag, leaf),
    comment: () => undefined,
    instruction: (target, body) => void writer.instruction(target, body) as undefined,
  }
  const read = readXml(octets, handler)
  if (!read.ok) throw new Error(`refused: ${read.reason} at ${read.offset}`)
  return writer
}

/** An element with the tags that it stands in, outermost first. */
export interface PlacedElement {
  readonly element: XmlElement
  readonly ancestors: readonly XmlTag[]
}

/** Every element of a document, outer ones first. */
export function placedElements(octets: Uint8Array): readonly PlacedElement[] {
  const builder = new XmlTreeBuilder()
  let root: XmlElement | undefined
  const read = readXml(octets, {
    open: tag => void builder.openTag(tag) as undefined,
    close: () => {
      root = builder.closeTag()
      return undefined
    },
    text: piece => void builder.text(piece) as undefined,
    comment: () => void builder.add({ comment: true }) as undefined,
    instruction: (target, body) => void builder.add({ target, body }) as undefined,
  })
  if (!read.ok) throw new Error(`refused: ${read.reason} at ${read.offset}`)
  return root ? within(root, []) : []
}

function within(element: XmlElement, ancestors: readonly XmlTag[]): readonly PlacedElement[] {
  const inside = children(element).flatMap(child => within(child, [...ancestors, element.tag]))
  return [{ element, ancestors }, ...inside]
}
