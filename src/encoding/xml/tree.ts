import { type CanonicalForm, CanonicalWriter } from './canonical-xml.ts'
import type { XmlLeaf, XmlPiece, XmlTag } from './events.ts'
import { isBlank, trimSpace } from './space.ts'

/** An element with all that stands in it. */
export interface XmlElement {
  readonly tag: XmlTag
  /** In document order. A string is a whole run of text, from one node that is kept to the next. */
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

interface OpenElement {
  readonly tag: XmlTag
  content: XmlNode[]
}

/** Shared by all elements that hold nothing (yet); never pushed to. */
const NOTHING: XmlNode[] = []

/**
 * Collects the events of one element into a tree. Text is one run, in however many pieces it arrives, until
 * something else that is kept ends it.
 */
export class XmlTreeBuilder {
  private readonly open: OpenElement[] = []
  private readonly blanks: 'keep' | 'drop'
  /** The run of text, as a stretch of what was told last; it is cut out where it is kept. */
  private source = ''
  private start = 0
  private end = 0

  /** @param blanks What becomes of runs that are white space from end to end. */
  constructor(blanks: 'keep' | 'drop' = 'keep') {
    this.blanks = blanks
  }

  openTag(tag: XmlTag): void {
    this.endRun()
    this.open.push({ tag, content: NOTHING })
  }

  /** @returns The whole element, when the one that was opened first is closed. */
  closeTag(): XmlElement | undefined {
    this.endRun()
    const closed = this.open.pop()
    if (this.open.length === 0 || !closed) return closed
    this.append(closed)
    return undefined
  }

  /** A whole element inside of an open one. */
  leaf(tag: XmlTag, { text, textStart, textEnd }: XmlLeaf): void {
    this.endRun()
    const isEmpty = textStart === textEnd || (this.blanks === 'drop' && isBlank(text, textStart, textEnd))
    this.append({ tag, content: isEmpty ? NOTHING : [text.slice(textStart, textEnd)] })
  }

  text({ text, start, end }: XmlPiece): void {
    const isFirst = this.start === this.end
    this.source = isFirst ? text : this.source.slice(this.start, this.end) + text.slice(start, end)
    this.start = isFirst ? start : 0
    this.end = isFirst ? end : this.source.length
  }

  add(node: XmlInstruction | XmlComment): void {
    this.endRun()
    this.append(node)
  }

  private endRun(): void {
    const { source, start, end } = this
    if (start === end) return
    this.end = start
    if (this.blanks === 'keep' || !isBlank(source, start, end)) this.append(source.slice(start, end))
  }

  private append(node: XmlNode): void {
    const parent = this.open[this.open.length - 1]
    if (!parent) return
    // Most elements hold one node, and an array written with one has room for no more.
    if (parent.content === NOTHING) parent.content = [node]
    else parent.content.push(node)
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
  const found: XmlElement[] = []
  for (const node of parent.content) {
    if (isElement(node) && isNamed(node, namespace, local)) found.push(node)
  }
  return found
}

/** The one element of a name directly inside; undefined where there is none or more than one. */
export function onlyChild(parent: XmlElement, namespace: string, local: string): XmlElement | undefined {
  const only = firstChild(parent, namespace, local)
  return only && only === lastChild(parent, namespace, local) ? only : undefined
}

/** The first element of a name directly inside. */
export function firstChild(parent: XmlElement, namespace: string, local: string): XmlElement | undefined {
  for (const node of parent.content) if (isElement(node) && isNamed(node, namespace, local)) return node
  return undefined
}

/** The last element of a name directly inside: the first one, where there is one. */
export function lastChild({ content }: XmlElement, namespace: string, local: string): XmlElement | undefined {
  for (let at = content.length - 1; at >= 0; at--) {
    const node = content[at]
    if (node !== undefined && isElement(node) && isNamed(node, namespace, local)) return node
  }
  return undefined
}

/**
 * The text of an element that holds nothing else, trimmed. Where an element, an instruction or a comment that
 * was kept splits it, it could be read in two ways, and so it is not read.
 */
export function textOf({ content }: XmlElement): string | undefined {
  const [only = '', ...others] = content
  return typeof only === 'string' && others.length === 0 ? trimSpace(only) : undefined
}

/** Whether nothing but elements and white space stands directly inside. */
export function holdsOnlyElements({ content }: XmlElement): boolean {
  return content.every(node => (typeof node === 'string' ? isBlank(node) : 'tag' in node))
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
    if (typeof node === 'string') writer.text({ text: node, start: 0, end: node.length, isPlain: false })
    else if ('tag' in node) writeElement(writer, node)
    else if ('target' in node) writer.instruction(node.target, node.body)
  }
  writer.closeTag()
}

function isElement(node: XmlNode): node is XmlElement {
  return typeof node === 'object' && 'tag' in node
}
