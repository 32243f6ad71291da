import { type CanonicalForm, CanonicalWriter } from './canonical-xml.ts'
import type { XmlTag } from './xml.ts'

/** An element with all that stands in it. */
export interface XmlElement {
  readonly tag: XmlTag
  /** In document order. Strings are text; one run may be several strings. */
  readonly content: readonly XmlNode[]
}

export type XmlNode = string | XmlElement | XmlInstruction | XmlComment

export interface XmlInstruction {
  readonly target: string
  readonly body: string
}

/** That there was one. */
export interface XmlComment {
  readonly comment: true
}

/** Collects the events of one element into a tree. */
export class XmlTreeBuilder {
  private readonly open: { readonly tag: XmlTag; readonly content: XmlNode[] }[] = []

  openTag(tag: XmlTag): void {
    this.open.push({ tag, content: [] })
  }

  /** @returns The whole element, when the one that was opened first is closed. */
  closeTag(): XmlElement | undefined {
    const closed = this.open.pop()
    const parent = this.open.at(-1)
    if (closed && parent) parent.content.push(closed)
    return parent ? undefined : closed
  }

  add(node: string | XmlInstruction | XmlComment): void {
    this.open.at(-1)?.content.push(node)
  }
}

/** Whether an element has this name, whatever its prefix. */
export function isNamed({ tag }: XmlElement, namespace: string, local: string): boolean {
  return tag.local === local && tag.namespace === namespace
}

/** The elements directly inside. */
export function children({ content }: XmlElement): readonly XmlElement[] {
  return content.filter(isElement)
}

/** The elements of a name directly inside. */
export function childrenNamed(parent: XmlElement, namespace: string, local: string): readonly XmlElement[] {
  return children(parent).filter(child => isNamed(child, namespace, local))
}

/** The one element of a name directly inside; undefined where there is none or more than one. */
export function onlyChild(parent: XmlElement, namespace: string, local: string): XmlElement | undefined {
  const [only, second] = childrenNamed(parent, namespace, local)
  return second ? undefined : only
}

/**
 * The text of an element that holds nothing else, trimmed. Where an element, a comment or an instruction splits it, it
 * could be read in two ways, and so it is not read.
 */
export function textOf({ content }: XmlElement): string | undefined {
  let text = ''
  for (const node of content) {
    if (typeof node !== 'string') return undefined
    text += node
  }
  return trimSpace(text)
}

/** Without the white space of XML at either end; other spaces are text. */
export function trimSpace(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isSpace(text.charCodeAt(start))) start++
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--
  return start === 0 && end === text.length ? text : text.slice(start, end)
}

function isSpace(unit: number): boolean {
  return unit === 0x20 || unit === 0x0a || unit === 0x09 || unit === 0x0d
}

/** Whether nothing but elements and white space stands directly inside. */
export function holdsOnlyElements({ content }: XmlElement): boolean {
  return content.every(node => (typeof node === 'string' ? trimSpace(node) === '' : 'tag' in node))
}

/** The value of an attribute without a namespace. */
export function attributeOf({ attributes }: XmlTag, local: string): string | undefined {
  return attributes.find(attribute => attribute.prefix === '' && attribute.local === local)?.value
}

/** @param ancestors Of the element in its document, outermost first. */
export function canonicalize(
  element: XmlElement,
  form: CanonicalForm,
  ancestors: readonly XmlTag[],
): Uint8Array {
  const writer = new CanonicalWriter(form, ancestors)
  writeElement(writer, element)
  return writer.root()
}

/** Its depth is bounded by that of the document. */
function writeElement(writer: CanonicalWriter, { tag, content }: XmlElement): void {
  writer.openTag(tag)
  for (const node of content) {
    if (typeof node === 'string') writer.text(node)
    else if ('tag' in node) writeElement(writer, node)
    else if ('target' in node) writer.instruction(node.target, node.body)
  }
  writer.closeTag()
}

function isElement(node: XmlNode): node is XmlElement {
  return typeof node === 'object' && 'tag' in node
}
