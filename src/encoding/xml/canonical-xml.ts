import { OctetBuffer } from '../octet-buffer.ts'
import type { XmlAttribute, XmlDeclaration, XmlPiece, XmlTag } from './events.ts'

/** Both without comments. */
export type CanonicalForm = 'exclusive' | 'inclusive'

/**
 * Writes the canonical form of a document, or of one element of it, from the events that a reader tells.
 * Comments have no place in it, so they are not told.
 *
 * @standard Canonical XML 1.0; Exclusive XML Canonicalization 1.0
 */
export class CanonicalWriter {
  private readonly form: CanonicalForm
  private readonly ancestors: readonly XmlTag[]
  /** What the output has declared where it stands: prefix to namespace. */
  private readonly rendered = new Map<string, string>()
  /** The open elements, and what each of them overrode in `rendered`. */
  private readonly names: string[] = []
  private readonly overridden: (readonly XmlDeclaration[])[] = []
  private readonly output: OctetBuffer
  /** A stretch of the document that is to be written as it stands there. */
  private source = ''
  private octets: Uint8Array | undefined
  private start = 0
  private end = 0
  private rootStart = 0
  private rootEnd = 0

  /**
   * @param ancestors Of the element to be written, outermost first, where it is not the root of its document.
   *   The inclusive form takes over their namespaces and their `xml:` attributes.
   * @param output Where to write; what stood there is overwritten.
   */
  constructor(form: CanonicalForm, ancestors: readonly XmlTag[] = [], output = new OctetBuffer()) {
    this.form = form
    this.ancestors = ancestors
    this.output = output
    output.clear()
  }

  /** @param piece The tag as it stands in the document. */
  openTag(tag: XmlTag, piece?: XmlPiece): void {
    const isApex = this.names.length === 0
    if (!isApex && piece?.isPlain && this.declaresNothing(tag)) {
      this.names.push(tag.name)
      this.overridden.push(NONE)
      this.copy(piece)
      return
    }
    if (isApex) this.rootStart = this.flush()
    const declarations = this.candidates(tag, isApex)
    const attributes = isApex && this.form === 'inclusive' ? this.withInherited(tag) : tag.attributes
    this.names.push(tag.name)
    if (declarations.length === 0 && attributes.length === 0) {
      this.overridden.push(NONE)
      this.write(`<${tag.name}>`)
      return
    }
    this.write(`<${tag.name}`)
    this.overridden.push(this.declare(declarations))
    for (const attribute of sorted(attributes)) this.write(attributeText(attribute))
    this.write('>')
  }

  closeTag(piece?: XmlPiece): void {
    const name = this.names.pop()
    if (name === undefined) return
    if (piece?.isPlain) this.copy(piece)
    else this.write(`</${name}>`)
    for (const { prefix, namespace } of this.overridden.pop() ?? NONE) this.rendered.set(prefix, namespace)
    if (this.names.length === 0) this.rootEnd = this.flush()
  }

  /** @returns False where its parts must be written instead. */
  leaf(tag: XmlTag, leaf: XmlPiece): boolean {
    if (this.names.length === 0 || !this.declaresNothing(tag)) return false
    this.copy(leaf)
    return true
  }

  text(piece: XmlPiece): void {
    if (piece.isPlain) {
      this.copy(piece)
      return
    }
    const text = piece.text.slice(piece.start, piece.end)
    this.write(SPECIAL_IN_TEXT.test(text) ? text.replace(EACH_IN_TEXT, escapeCharacter) : text)
  }

  /** An instruction outside of the root stands on a line of its own, whatever stood between. */
  instruction(target: string, body: string): void {
    const written = body === '' ? `<?${target}?>` : `<?${target} ${body}?>`
    if (this.names.length > 0) this.write(written)
    else this.write(this.rootEnd === 0 ? `${written}\n` : `\n${written}`)
  }

  /** The octets of everything told: the document. */
  document(): Uint8Array {
    return this.output.octets(0, this.flush())
  }

  /** The octets of the outermost element alone. */
  root(): Uint8Array {
    return this.output.octets(this.rootStart, this.rootEnd)
  }

  /** Pieces that follow each other in the document become one. */
  private copy({ text, octets, start, end }: XmlPiece): void {
    if (start !== this.end || text !== this.source) {
      this.settle()
      this.source = text
      this.octets = octets
      this.start = start
    }
    this.end = end
  }

  private write(text: string): void {
    this.settle()
    this.output.write(text)
  }

  private flush(): number {
    this.settle()
    return this.output.flush()
  }

  private settle(): void {
    if (this.start === this.end) return
    if (this.octets) this.output.append(this.octets.subarray(this.start, this.end))
    else this.output.write(this.source.slice(this.start, this.end))
    this.start = this.end
  }

  private declaresNothing(tag: XmlTag): boolean {
    return tag.declarations.length === 0 && (this.form === 'inclusive' || this.isDeclared(tag))
  }

  /** The namespaces that this element may have to declare, in the order of their prefixes. */
  private candidates(tag: XmlTag, isApex: boolean): readonly XmlDeclaration[] {
    if (this.form === 'exclusive') return this.isDeclared(tag) ? NONE : visiblyUsed(tag)
    const own = isApex && this.ancestors.length > 0 ? inScope([...this.ancestors, tag]) : tag.declarations
    return own.length < 2 ? own : own.toSorted((a, b) => compareText(a.prefix, b.prefix))
  }

  /** The usual case: nothing but a name whose namespace the output has declared. */
  private isDeclared({ prefix, namespace, attributes }: XmlTag): boolean {
    return (this.rendered.get(prefix) ?? '') === namespace && attributes.every(isUnprefixed)
  }

  /** @returns What held before, for each that is new. */
  private declare(declarations: readonly XmlDeclaration[]): readonly XmlDeclaration[] {
    const before: XmlDeclaration[] = []
    for (const { prefix, namespace } of declarations) {
      const outer = this.rendered.get(prefix) ?? ''
      if (prefix === 'xml' || outer === namespace) continue
      before.push({ prefix, namespace: outer })
      this.rendered.set(prefix, namespace)
      this.write(` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${escapeAttribute(namespace)}"`)
    }
    return before
  }

  /**
   * The nearest `xml:` attribute of each name among the ancestors, where the element has none (section 2.4).
   */
  private withInherited(tag: XmlTag): readonly XmlAttribute[] {
    const inherited = new Map<string, XmlAttribute>()
    for (const { attributes } of this.ancestors) {
      for (const attribute of attributes)
        if (attribute.prefix === 'xml') inherited.set(attribute.local, attribute)
    }
    for (const { prefix, local } of tag.attributes) if (prefix === 'xml') inherited.delete(local)
    return inherited.size === 0 ? tag.attributes : [...tag.attributes, ...inherited.values()]
  }
}

const NONE: readonly never[] = []

/** The namespaces of the names in the tag itself (Exclusive XML Canonicalization 1.0, section 3). */
function visiblyUsed(tag: XmlTag): readonly XmlDeclaration[] {
  const own = { prefix: tag.prefix, namespace: tag.namespace }
  if (tag.attributes.every(isUnprefixed)) return [own]
  const used = new Map([[own.prefix, own]])
  for (const { prefix, namespace } of tag.attributes) {
    if (prefix !== '') used.set(prefix, { prefix, namespace })
  }
  return [...used.values()].sort((a, b) => compareText(a.prefix, b.prefix))
}

/** `xml` is never declared. */
function isUnprefixed({ prefix }: XmlAttribute): boolean {
  return prefix === '' || prefix === 'xml'
}

/** What the innermost of nested tags has in scope. */
function inScope(nested: readonly XmlTag[]): readonly XmlDeclaration[] {
  const found = new Map<string, XmlDeclaration>()
  for (const { declarations } of nested) {
    for (const declaration of declarations) found.set(declaration.prefix, declaration)
  }
  return [...found.values()]
}

/** By namespace, then by local name; attributes without a namespace come first (section 2.2). */
function sorted(attributes: readonly XmlAttribute[]): readonly XmlAttribute[] {
  if (attributes.length < 2) return attributes
  return attributes.toSorted((a, b) => compareText(a.namespace, b.namespace) || compareText(a.local, b.local))
}

/** Orders by code points; units of UTF-16 would put surrogates before U+E000 to U+FFFF. */
export function compareText(a: string, b: string): number {
  const shared = Math.min(a.length, b.length)
  for (let i = 0; i < shared; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return rank(x) - rank(y)
  }
  return a.length - b.length
}

function rank(unit: number): number {
  return unit < 0xd800 ? unit : unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}

/** The canonical form of a start tag, but for declarations. */
export function canonicalTag({ name, attributes }: XmlTag): string {
  return `<${name}${sorted(attributes).map(attributeText).join('')}>`
}

function attributeText({ name, value }: XmlAttribute): string {
  return ` ${name}="${escapeAttribute(value)}"`
}

const SPECIAL_IN_TEXT = /[&<>\r]/
const EACH_IN_TEXT = /[&<>\r]/g
const SPECIAL_IN_ATTRIBUTE = /[&<"\t\n\r]/
const EACH_IN_ATTRIBUTE = /[&<"\t\n\r]/g

function escapeAttribute(value: string): string {
  return SPECIAL_IN_ATTRIBUTE.test(value) ? value.replace(EACH_IN_ATTRIBUTE, escapeCharacter) : value
}

function escapeCharacter(character: string): string {
  switch (character) {
    case '&':
      return '&amp;'
    case '<':
      return '&lt;'
    case '>':
      return '&gt;'
    case '"':
      return '&quot;'
    default:
      return `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`
  }
}
