import { XML_LIMITS, type XmlReason } from './xml-events.ts'

/**
 * Measures what a parser keeps until it can tell it, which costs many octets a character, and the text between two tags.
 * A method returns the reason where a limit is exceeded. Positions count the characters that the parser was given.
 */
export class XmlLengths {
  /** Where the parser stood when it last told something, and whether that was text, which ends behind a `<`. */
  private lastTold = 0
  private toldText = false
  /** Whether markup has begun since. */
  private inMarkup = false
  /** Characters of text since the last tag. */
  private run = 0

  /** The parser was given a text, up to a position, and has told what it could. */
  written(text: string, end: number): XmlReason | undefined {
    const start = end - text.length
    const isCarried = this.lastTold < start
    const from = isCarried ? 0 : this.lastTold - start
    this.inMarkup = (isCarried ? this.inMarkup : this.toldText) || text.lastIndexOf('<') >= from
    const unfinished = end - this.lastTold
    if (this.inMarkup && unfinished > XML_LIMITS.token) return 'token-too-long'
    return unfinished > XML_LIMITS.text ? 'text-too-long' : undefined
  }

  /** The parser has told a piece of text. */
  toldTextAt(position: number): void {
    this.lastTold = position
    this.toldText = true
  }

  /** The parser has told anything else. */
  toldMarkupAt(position: number): XmlReason | undefined {
    const length = position - this.lastTold
    this.lastTold = position
    this.toldText = false
    return length > XML_LIMITS.token ? 'token-too-long' : undefined
  }

  /** A piece of text follows the last. */
  text(piece: string): XmlReason | undefined {
    this.run += piece.length
    return this.run > XML_LIMITS.text ? 'text-too-long' : undefined
  }

  /** A tag ends the text before it. */
  endText(): void {
    this.run = 0
  }
}
