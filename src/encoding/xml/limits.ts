import { XML_LIMITS, type XmlReason } from './events.ts'

/** Counts what one document has cost so far. A method returns the reason where a limit is exceeded. */
export class XmlLimits {
  private nodeCount = 0
  private namespaceCharacters = 0
  private referenceCount = 0
  private readonly identifiers = new Set<string>()
  /** Characters of text since the last tag. */
  private run = 0

  nodes(more: number): XmlReason | undefined {
    this.nodeCount += more
    return this.nodeCount > XML_LIMITS.nodes ? 'too-many-nodes' : undefined
  }

  /** What a tag costs that is known already. */
  element(nodes: number, namespaceCharacters: number): XmlReason | undefined {
    return this.nodes(nodes) ?? this.namespaces(namespaceCharacters)
  }

  /** @param characters Of the names of the namespaces that one more tag uses. */
  namespaces(characters: number): XmlReason | undefined {
    this.namespaceCharacters += characters
    return this.namespaceCharacters > XML_LIMITS.namespaceCharacters ? 'too-many-namespaces' : undefined
  }

  /** Each reference costs as much as a kilobyte of text, so they have a limit of their own. */
  references(more: number): XmlReason | undefined {
    this.referenceCount += more
    return this.referenceCount > XML_LIMITS.references ? 'too-many-references' : undefined
  }

  identifier(value: string): XmlReason | undefined {
    if (this.identifiers.has(value)) return 'duplicate-id'
    this.identifiers.add(value)
    return this.identifiers.size > XML_LIMITS.identifiers ? 'too-many-identifiers' : undefined
  }

  /** A piece of text follows the last. */
  text(length: number): XmlReason | undefined {
    this.run += length
    return this.run > XML_LIMITS.text ? 'text-too-long' : undefined
  }

  /** A tag ends the text before it. */
  endRun(): undefined {
    this.run = 0
  }
}

/** @param length Of a piece of markup, from `<` to `>`. */
export function checkToken(length: number): XmlReason | undefined {
  return length > XML_LIMITS.token ? 'token-too-long' : undefined
}
