import { SaxesParser } from 'saxes'
import { ok, type Result, refused } from '../core/result.ts'
import { characterBoundary, decodeUtf8, hasByteOrderMark, octetsIn } from './utf8.ts'
import {
  XML_LIMITS,
  type XmlAttribute,
  type XmlDeclaration,
  type XmlHandler,
  type XmlReason,
  type XmlTag,
} from './xml-events.ts'
import { XmlLengths } from './xml-lengths.ts'

/**
 * Reads a document once, strictly: UTF-8 only, no document type, one root, no identifier twice (`Id` in any case and
 * `xml:id` share one space), names and namespaces well-formed, limits kept. Whatever breaks this ends the reading at
 * once, so a handler may have heard of a part of a document that is then refused.
 *
 * @returns Nothing; or the first reason with its offset in octets, exact to the piece of text that was at hand.
 * @standard XML 1.0 (fifth edition); Namespaces in XML 1.0
 */
export function readXml<Word extends string>(
  bytes: Uint8Array,
  handler: XmlHandler<Word>,
): Result<void, XmlReason | Word> {
  if (bytes.length > XML_LIMITS.bytes) return refused('too-large', XML_LIMITS.bytes)
  return new XmlReading(handler).read(bytes)
}

/** Octets decoded at a time. */
const CHUNK = 16_384

/** The end of a tag whose element usually holds a long run of base64. */
const RUN_MARK = 'X509Certificate>'
const SHORT_RUN = 64
const NOT_BASE64 = /[^A-Za-z0-9+/= \t\r\n]/

/** Thrown out of the parser's callbacks and caught in `feed`, nowhere else: the parser knows no other way to stop. */
const HALT = new Error('the reading of a document was stopped')

const NO_ATTRIBUTES: Pick<XmlTag, 'attributes' | 'declarations'> = { attributes: [], declarations: [] }

/** An attribute as the parser tells it; the namespace is filled in when the tag is complete. */
interface RawAttribute {
  readonly name: string
  readonly prefix: string
  readonly local: string
  readonly value: string
  readonly uri?: string
}

/**
 * Stops at the first error. (Callbacks set on an instance of the parser itself would also turn it into a slow
 * dictionary, as they are more than V8 leaves room for; an instance of a subclass has the room.)
 */
class StrictParser extends SaxesParser<{ readonly xmlns: true; readonly position: false }> {
  override fail(): never {
    throw HALT
  }
}

interface RawTag {
  readonly name: string
  readonly prefix: string
  readonly local: string
  readonly uri: string
}

class XmlReading<Word extends string> {
  private readonly handler: XmlHandler<Word>
  private readonly parser = new StrictParser({ xmlns: true, position: false })
  private readonly ids = new Set<string>()
  /** Namespace declarations of each open element. */
  private readonly declared: number[] = []
  private inScope = 0
  /** Characters given to the parser, and characters told without it. */
  private written = 0
  private skipped = 0
  /** What had been given to the parser up to the end of the last tag. */
  private tagEnd = -1
  private readonly lengths = new XmlLengths()
  private nodes = 0
  private references = 0
  private attributes: RawAttribute[] = []
  private reason: XmlReason | Word | undefined

  constructor(handler: XmlHandler<Word>) {
    this.handler = handler
    const { parser } = this
    parser.on('doctype', () => this.halt('doctype'))
    parser.on('xmldecl', ({ version, encoding }) => this.declaration(version, encoding))
    parser.on('attribute', attribute => this.attribute(attribute))
    parser.on('opentag', tag => this.open(tag))
    parser.on('closetag', () => this.close())
    parser.on('text', text => this.parserText(text))
    parser.on('cdata', text => this.section(text))
    parser.on('comment', () => this.comment())
    parser.on('processinginstruction', ({ target, body }) => this.instruction(target, body))
  }

  read(bytes: Uint8Array): Result<void, XmlReason | Word> {
    const start = hasByteOrderMark(bytes, 0) ? 3 : 0
    // The parser would skip a second mark without a word.
    if (start === 3 && hasByteOrderMark(bytes, 3)) return refused('not-well-formed', 3)
    for (let at = start; at < bytes.length; ) {
      const end = characterBoundary(bytes, at + CHUNK)
      const text = decodeUtf8(bytes.subarray(at, end))
      if (text === undefined) return refused('encoding', at)
      const before = this.written + this.skipped
      if (!this.attempt(() => this.tellChunk(text))) {
        return this.refusal(at + octetsIn(text, this.parser.position + this.skipped - before))
      }
      at = end
    }
    return this.attempt(() => this.parser.close()) ? ok(undefined) : this.refusal(bytes.length)
  }

  private attempt(work: () => void): boolean {
    try {
      work()
      return true
    } catch (error) {
      if (error !== HALT) throw error
      return false
    }
  }

  /**
   * The base64 of certificates is half of a list. It needs no parser, which looks at every character several times: where
   * the parser has just finished a tag, base64 up to the next `<` is text and nothing else.
   */
  private tellChunk(chunk: string): void {
    this.references += countAmpersands(chunk)
    if (this.references > XML_LIMITS.references) this.halt('too-many-references')
    let at = 0
    for (let mark = chunk.indexOf(RUN_MARK); mark >= 0; mark = chunk.indexOf(RUN_MARK, mark + 1)) {
      const start = mark + RUN_MARK.length
      const end = chunk.indexOf('<', start)
      if (end < start + SHORT_RUN) continue
      const run = chunk.slice(start, end)
      if (NOT_BASE64.test(run)) continue
      this.write(chunk.slice(at, start))
      at = start
      if (this.tagEnd !== this.written || this.declared.length === 0) continue
      this.text(run.includes('\r') ? run.replace(/\r\n?/g, '\n') : run)
      this.skipped += run.length
      at = end
    }
    this.write(chunk.slice(at))
  }

  private write(text: string): void {
    this.written += text.length
    this.parser.write(text)
    this.tell(this.lengths.written(text, this.written))
  }

  private refusal(offset: number): Result<void, XmlReason | Word> {
    return refused(this.reason ?? 'not-well-formed', offset)
  }

  private halt(reason: XmlReason | Word): never {
    this.reason = reason
    throw HALT
  }

  private tell(word: XmlReason | Word | undefined): void {
    if (word !== undefined) this.halt(word)
  }

  private count(nodes: number): void {
    this.nodes += nodes
    if (this.nodes > XML_LIMITS.nodes) this.halt('too-many-nodes')
  }

  /** Other versions than 1.0 have other characters, which canonical forms do not know. */
  private declaration(version: string | undefined, encoding: string | undefined): void {
    if (version !== '1.0') this.halt('xml-version')
    if (encoding !== undefined && encoding.toUpperCase() !== 'UTF-8') this.halt('encoding')
  }

  private attribute(attribute: RawAttribute): void {
    this.attributes.push(attribute)
    if (this.attributes.length > XML_LIMITS.attributes) this.halt('too-many-attributes')
  }

  private open({ name, prefix, local, uri }: RawTag): void {
    if (this.declared.length >= XML_LIMITS.depth) this.halt('too-deep')
    this.count(1 + this.attributes.length)
    if (prefix !== '') this.checkLocal(local)
    const { attributes, declarations } = this.takeAttributes()
    this.declared.push(declarations.length)
    this.inScope += declarations.length
    if (this.inScope > XML_LIMITS.namespaces) this.halt('too-many-namespaces')
    this.endTag()
    this.tell(this.handler.open({ name, prefix, local, namespace: uri, attributes, declarations }))
  }

  private takeAttributes(): Pick<XmlTag, 'attributes' | 'declarations'> {
    const raw = this.attributes
    if (raw.length === 0) return NO_ATTRIBUTES
    this.attributes = []
    const attributes: XmlAttribute[] = []
    const declarations: XmlDeclaration[] = []
    for (const { name, prefix, local, uri, value } of raw) {
      if (prefix !== '') this.checkLocal(local)
      if (prefix === 'xmlns' || name === 'xmlns') {
        this.checkNamespace(value)
        declarations.push({ prefix: prefix === '' ? '' : local, namespace: value })
        continue
      }
      if (isIdentifier(prefix, local)) this.checkIdentifier(value)
      attributes.push({ name, prefix, local, namespace: uri ?? '', value })
    }
    return { attributes, declarations }
  }

  private close(): void {
    this.inScope -= this.declared.pop() ?? 0
    this.endTag()
    this.tell(this.handler.close())
  }

  /**
   * Relative namespace names have no canonical form (Canonical XML 1.0). White space around one would be part of
   * the name, but the parser cuts it off.
   */
  private checkNamespace(name: string): void {
    if (name !== '' && !/^[A-Za-z][A-Za-z0-9+.-]*:\S*$/.test(name)) this.halt('namespace-relative')
  }

  private checkIdentifier(value: string): void {
    if (this.ids.has(value)) this.halt('duplicate-id')
    this.ids.add(value)
    if (this.ids.size > XML_LIMITS.identifiers) this.halt('too-many-identifiers')
  }

  /** The parser takes `a:1b` for a name; the part after the colon must be a name of its own. */
  private checkLocal(local: string): void {
    if (continuesName(local.charCodeAt(0))) this.halt('not-well-formed')
  }

  private endTag(): void {
    const { position } = this.parser
    this.tagEnd = position
    this.lengths.endText()
    this.tell(this.lengths.toldMarkupAt(position))
  }

  private parserText(text: string): void {
    this.lengths.toldTextAt(this.parser.position)
    this.text(text)
  }

  private section(text: string): void {
    this.endMarkup()
    this.text(text)
  }

  private endMarkup(): void {
    this.tell(this.lengths.toldMarkupAt(this.parser.position))
  }

  private text(text: string): void {
    if (this.declared.length === 0 || text === '') return
    this.count(1)
    this.tell(this.lengths.text(text))
    this.tell(this.handler.text(text))
  }

  private comment(): void {
    this.endMarkup()
    this.count(1)
    this.tell(this.handler.comment())
  }

  private instruction(target: string, body: string): void {
    this.endMarkup()
    this.count(1)
    this.tell(this.handler.instruction(target, body))
  }
}

/** NameChar without NameStartChar. @standard Extensible Markup Language 1.0 (fifth edition), productions 4 and 4a */
function continuesName(unit: number): boolean {
  if (unit < 0x80) return unit === 0x2d || unit === 0x2e || (unit >= 0x30 && unit <= 0x39)
  return unit === 0xb7 || (unit >= 0x300 && unit <= 0x36f) || unit === 0x203f || unit === 0x2040
}

/** Attributes that other elements could be pointed at by, whatever a schema would say. */
function isIdentifier(prefix: string, local: string): boolean {
  return prefix === '' ? local.toLowerCase() === 'id' : prefix === 'xml' && local === 'id'
}

/** Each reference costs as much as a kilobyte of text, so they have a limit of their own. */
function countAmpersands(text: string): number {
  let count = 0
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', at + 1)) count++
  return count
}
