import type { Draft } from '../../core/draft.ts'
import { ok, type Result, refused } from '../../core/result.ts'
import { hasByteOrderMark } from '../utf8.ts'
import { readDeclaration } from './declaration.ts'
import { NO_LEAF, XML_LIMITS, type XmlHandler, type XmlLeaf, type XmlReason } from './events.ts'
import { readInstruction } from './instruction.ts'
import { type KnownTag, KnownTags } from './known-tags.ts'
import { checkToken, XmlLimits } from './limits.ts'
import { NameTable } from './names.ts'
import { NamespaceScope } from './namespaces.ts'
import { countReferences, expandReferences } from './references.ts'
import { TagResolver } from './resolve.ts'
import { behindSpace, indexOrEnd } from './space.ts'
import { readTag } from './tag.ts'
import { XmlWindow } from './window.ts'

/**
 * Reads a document once, strictly: UTF-8 only, no document type, one root, no identifier twice (`Id` in any
 * case and `xml:id` share one space), names and namespaces well-formed, limits kept. Whatever breaks this
 * ends the reading at once, so a handler may have heard of a part of a document that is then refused.
 *
 * @returns Nothing; or the first reason, with the offset in octets of the tag, text or other piece that it is
 *   about.
 * @standard XML 1.0 (fifth edition); Namespaces in XML 1.0
 */
export function readXml<Word extends string>(
  bytes: Uint8Array,
  handler: XmlHandler<Word>,
): Result<void, XmlReason | Word> {
  if (bytes.length > XML_LIMITS.bytes) return refused('too-large', XML_LIMITS.bytes)
  const reading = new XmlReading(new XmlWindow(bytes, hasByteOrderMark(bytes, 0) ? 3 : 0), handler)
  const reason = reading.run()
  return reason === undefined ? ok(undefined) : refused(reason, reading.offset())
}

const SLASH = 0x2f
const GREATER = 0x3e
const EXCLAMATION = 0x21
const QUESTION = 0x3f
const COMMENT = '<!--'
const SECTION = '<![CDATA['
const SECTION_END = ']]>'

/** That markup goes on behind the window. */
const CUT = Symbol('cut')

/** The piece that is told. */
type Piece = Draft<XmlLeaf>

/** One reading. A method that returns a reason has ended it. */
class XmlReading<Word extends string> {
  private readonly window: XmlWindow
  private readonly handler: XmlHandler<Word>
  private readonly limits = new XmlLimits()
  private readonly names = new NameTable()
  private readonly scope = new NamespaceScope()
  private readonly resolver = new TagResolver(this.scope, this.limits)
  private readonly tags = new KnownTags()
  /** Names of the open elements. */
  private readonly open: string[] = []
  private hasRoot = false
  private text = ''
  /** Where in the window the piece begins that is being read. */
  private at = 0
  /** Where the next `&`, `]]>` and `>` stand, behind everything where there is none. */
  private reference = -1
  private sectionEnd = -1
  private greater = -1
  private readonly piece: Piece = { ...NO_LEAF }

  constructor(window: XmlWindow, handler: XmlHandler<Word>) {
    this.window = window
    this.handler = handler
  }

  /** Of the piece that is being read, in octets. */
  offset(): number {
    return this.window.offset(this.at)
  }

  run(): XmlReason | Word | undefined {
    const { window } = this
    if (!this.look(window.advance())) return 'encoding'
    const declaration = readDeclaration(this.text)
    if (typeof declaration === 'string') return declaration
    this.at = declaration.end
    for (;;) {
      const reason = this.pieces()
      if (reason === CUT) {
        if (!this.look(window.widen(this.at))) return 'encoding'
      } else if (reason !== undefined) return reason
      else if (window.isLast) break
      else if (!this.look(window.advance())) return 'encoding'
    }
    const isComplete = this.hasRoot && this.open.length === 0 && !window.isForbidden
    return isComplete ? undefined : 'not-well-formed'
  }

  private look(isOpen: boolean): boolean {
    this.text = this.window.text
    this.at = 0
    this.reference = -1
    this.sectionEnd = -1
    this.greater = -1
    return isOpen
  }

  /** What stands in the window. */
  private pieces(): XmlReason | Word | typeof CUT | undefined {
    const { text } = this
    while (this.at < text.length) {
      const markup = indexOrEnd(text, '<', this.at)
      const reason = markup > this.at ? this.characters(markup) : this.markup()
      if (reason !== undefined) return reason
    }
    return undefined
  }

  private markup(): XmlReason | Word | typeof CUT | undefined {
    const { text, at } = this
    const unit = text.charCodeAt(at + 1)
    if (unit === SLASH) return this.endTag()
    if (unit === QUESTION) return this.instruction()
    if (unit !== EXCLAMATION) return this.startTag()
    if (text.startsWith(COMMENT, at)) return this.comment()
    if (text.startsWith(SECTION, at)) return this.section()
    return text.startsWith('<!DOCTYPE', at) ? 'doctype' : 'not-well-formed'
  }

  private startTag(): XmlReason | Word | typeof CUT | undefined {
    const { limits, open } = this
    if (open.length === 0 && this.hasRoot) return 'not-well-formed'
    if (open.length >= XML_LIMITS.depth) return 'too-deep'
    const known = this.tags.find(this.text, this.at, this.behindGreater())
    if (known?.state !== this.scope.state) return this.newTag()
    const exceeded = limits.element(1 + known.tag.attributes.length, known.namespaceCharacters)
    if (exceeded) return exceeded
    const told = known.isPlain ? this.tellLeaf(known) : false
    if (told !== false) return told
    this.scope.enter(known.tag.declarations)
    return this.tellTag(known, this.behindGreater())
  }

  /**
   * Tells of the element that a plain tag begins, where it is a leaf, so that most of a list is told in one
   * step.
   */
  private tellLeaf({ tag, written, end: endTag }: KnownTag): XmlReason | undefined | false {
    const { text, at, limits } = this
    if (!this.handler.leaf || this.open.length === 0) return false
    const textStart = at + written.length
    const textEnd = indexOrEnd(text, '<', textStart)
    if (!text.startsWith(endTag, textEnd) || !this.isPlainText(textStart, textEnd)) return false
    const leaf = this.pieceOf(text, at, textEnd + endTag.length, true)
    leaf.textStart = textStart
    leaf.textEnd = textEnd
    if (!this.handler.leaf(tag, leaf)) return false
    this.at = leaf.end
    limits.endRun()
    if (textEnd === textStart) return undefined
    return limits.nodes(1) ?? limits.text(textEnd - textStart) ?? limits.endRun()
  }

  /**
   * Whether what stands between two indices is its own canonical form: no reference, and no `>` (nor so the
   * end of a section).
   */
  private isPlainText(start: number, end: number): boolean {
    if (this.reference < start) this.reference = indexOrEnd(this.text, '&', start)
    return this.reference >= end && this.text.indexOf('>', start) > end
  }

  private newTag(): XmlReason | Word | typeof CUT | undefined {
    const { text, at } = this
    const raw = readTag(text, at, this.names)
    if (typeof raw === 'string') return raw === 'unfinished' ? this.unfinished() : raw
    const exceeded = checkToken(raw.end - at) ?? this.limits.nodes(1 + raw.attributes.length)
    if (exceeded) return exceeded
    const tag = this.resolver.resolve(raw)
    if (typeof tag === 'string') return tag
    this.tags.keep(text.slice(at, raw.end), tag, raw, this.scope.state)
    return this.tellTag({ tag, isEmpty: raw.isEmpty, isPlain: false }, raw.end)
  }

  private tellTag(
    { tag, isEmpty, isPlain }: Pick<KnownTag, 'tag' | 'isEmpty' | 'isPlain'>,
    end: number,
  ): XmlReason | Word | undefined {
    this.hasRoot = true
    this.open.push(tag.name)
    this.limits.endRun()
    const word = this.handler.open(tag, this.pieceOf(this.text, this.at, end, isPlain))
    if (word !== undefined) return word
    this.at = end
    return isEmpty ? this.close(this.piece) : undefined
  }

  private endTag(): XmlReason | Word | undefined {
    const { text, at } = this
    const name = this.open[this.open.length - 1]
    if (name === undefined || !text.startsWith(name, at + 2)) return 'not-well-formed'
    const behindName = at + 2 + name.length
    const end = behindSpace(text, behindName)
    if (text.charCodeAt(end) !== GREATER) return 'not-well-formed'
    this.at = end + 1
    return this.close(this.pieceOf(text, at, end + 1, end === behindName))
  }

  private close(piece: Piece): Word | undefined {
    this.open.pop()
    this.scope.leave()
    this.limits.endRun()
    return this.handler.close(piece)
  }

  private pieceOf(text: string, start: number, end: number, isPlain: boolean): Piece {
    const { piece } = this
    piece.text = text
    piece.octets = isPlain ? this.window.octets : undefined
    piece.start = start
    piece.end = end
    piece.isPlain = isPlain
    return piece
  }

  /** Up to the next `<`, or to the end of the window. */
  private characters(end: number): XmlReason | Word | undefined {
    const { text, at, limits } = this
    if (this.open.length === 0) {
      if (behindSpace(text, at) < end) return 'not-well-formed'
      this.at = end
      return undefined
    }
    if (this.sectionEnd < at) this.sectionEnd = indexOrEnd(text, SECTION_END, at)
    if (this.sectionEnd < end) return 'not-well-formed'
    if (this.reference < at) this.reference = indexOrEnd(text, '&', at)
    if (this.reference >= end)
      return this.tellText(this.pieceOf(text, at, end, this.behindGreater() > end), end)
    const raw = text.slice(at, end)
    const exceeded = limits.references(countReferences(raw))
    if (exceeded) return exceeded
    const expanded = expandReferences(raw)
    if (expanded === undefined) return 'not-well-formed'
    return this.tellText(this.pieceOf(expanded, 0, expanded.length, false), end)
  }

  /** The index behind the next `>`. */
  private behindGreater(): number {
    if (this.greater < this.at) this.greater = indexOrEnd(this.text, '>', this.at)
    return this.greater + 1
  }

  /** @param end The index behind it in the window. */
  private tellText(piece: Piece, end: number): XmlReason | Word | undefined {
    const { limits } = this
    const length = piece.end - piece.start
    if (length === 0) return undefined
    const reason = limits.nodes(1) ?? limits.text(length) ?? this.handler.text(piece)
    if (reason === undefined) this.at = end
    return reason
  }

  private section(): XmlReason | Word | typeof CUT | undefined {
    if (this.open.length === 0) return 'not-well-formed'
    const start = this.at + SECTION.length
    const end = this.text.indexOf(SECTION_END, start)
    const behind = end + SECTION_END.length
    if (end < 0) return this.unfinished()
    if (end > start)
      return checkToken(behind - this.at) ?? this.tellText(this.pieceOf(this.text, start, end, false), behind)
    this.at = behind
    return undefined
  }

  private comment(): XmlReason | Word | typeof CUT | undefined {
    const end = this.text.indexOf('--', this.at + COMMENT.length)
    if (end < 0) return this.unfinished()
    if (this.text.charCodeAt(end + 2) !== GREATER) return 'not-well-formed'
    const reason = checkToken(end + 3 - this.at) ?? this.limits.nodes(1) ?? this.handler.comment()
    if (reason === undefined) this.at = end + 3
    return reason
  }

  private instruction(): XmlReason | Word | typeof CUT | undefined {
    const read = readInstruction(this.text, this.at)
    if (typeof read === 'string') return read === 'unfinished' ? this.unfinished() : read
    const { target, content, end } = read
    const exceeded = checkToken(end - this.at) ?? this.limits.nodes(1)
    if (exceeded) return exceeded
    const word = this.handler.instruction(target, content)
    if (word === undefined) this.at = end
    return word
  }

  /** The window ends inside of markup. A piece that is too long as far as it goes is refused for that. */
  private unfinished(): XmlReason | typeof CUT {
    const exceeded = checkToken(this.text.length - this.at)
    return exceeded ?? (this.window.isLast ? 'not-well-formed' : CUT)
  }
}
