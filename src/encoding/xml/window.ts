import { decodeUtf8, octetsIn } from '../utf8.ts'
import { findForbidden, indexBeforeLineEnds, withLineEnds } from './references.ts'

/**
 * Octets decoded at a time, where markup and text are no longer than that. A certificate fits; and most
 * windows are ASCII from end to end, which engines read several times as fast as other text.
 */
const SIZE = 8192
const LESS_THAN = 0x3c

/**
 * The part of a document that is being read, as text. It ends before a `<` or with the document, so that no
 * text and no character is cut; markup that is cut, because there is a `<` inside of it, is read again from a
 * larger window.
 */
export class XmlWindow {
  /** Line ends are `\n` (XML 1.0, 2.11); no window begins or ends inside of one. */
  text = ''
  /** The octets of the text, where each of its characters is one. */
  octets: Uint8Array | undefined
  /** Whether nothing follows that could be read. */
  isLast = false
  /** Whether it ends where a character stands that no document may hold. */
  isForbidden = false
  private readonly bytes: Uint8Array
  /** With the line ends of the document. */
  private raw = ''
  private start: number
  private end: number
  private size = SIZE

  constructor(bytes: Uint8Array, start: number) {
    this.bytes = bytes
    this.start = start
    this.end = start
  }

  /** Goes on behind this window. False where the octets are no UTF-8. */
  advance(): boolean {
    this.size = SIZE
    return this.open(this.end)
  }

  /** Opens a larger window from an index of this one. False where the octets are no UTF-8. */
  widen(at: number): boolean {
    this.size *= 2
    return this.open(this.offset(at))
  }

  /** Octets before an index. */
  offset(at: number): number {
    return this.start + octetsIn(this.raw, indexBeforeLineEnds(this.raw, at))
  }

  private open(start: number): boolean {
    this.start = start
    this.end = this.boundary()
    const octets = this.bytes.subarray(start, this.end)
    const text = decodeUtf8(octets)
    if (text === undefined) {
      this.raw = ''
      this.text = ''
      return false
    }
    const forbidden = findForbidden(text)
    this.isForbidden = forbidden >= 0
    this.raw = this.isForbidden ? text.slice(0, forbidden) : text
    this.text = withLineEnds(this.raw)
    this.octets = this.text === text && text.length === octets.length ? octets : undefined
    this.isLast = this.isForbidden || this.end === this.bytes.length
    return true
  }

  /** The last `<` that leaves something in front of it, in a window that grows until there is one. */
  private boundary(): number {
    const { bytes, start } = this
    for (; start + this.size < bytes.length; this.size *= 2) {
      const end = bytes.lastIndexOf(LESS_THAN, start + this.size)
      if (end > start) return end
    }
    return bytes.length
  }
}
