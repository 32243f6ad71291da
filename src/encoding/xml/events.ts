/** A name, split at its colon, with the namespace that its prefix stands for; empty where there is none. */
export interface XmlName {
  /** As written: `ds:Signature`. */
  readonly name: string
  readonly prefix: string
  readonly local: string
  readonly namespace: string
}

/** An attribute that declares no namespace. The value is normalised as for CDATA (XML 1.0, 3.3.3). */
export interface XmlAttribute extends XmlName {
  readonly value: string
}

/** `xmlns:prefix="namespace"`; the prefix is empty for `xmlns="namespace"`. */
export interface XmlDeclaration {
  readonly prefix: string
  readonly namespace: string
}

/** The start of an element. Attributes and declarations are in document order. */
export interface XmlTag extends XmlName {
  readonly attributes: readonly XmlAttribute[]
  readonly declarations: readonly XmlDeclaration[]
}

/**
 * A stretch of text. It is told without being cut out, since few listeners want to keep it. The reader tells
 * of the next one with the same object.
 */
export interface XmlPiece {
  readonly text: string
  readonly start: number
  /** The index behind it. */
  readonly end: number
  /** The octets of the text, where each of its characters is one and they were kept. */
  readonly octets?: Uint8Array | undefined
  /**
   * Whether the document itself stands there, and its canonical form has the same characters, declarations
   * aside.
   */
  readonly isPlain: boolean
}

/** An element that holds nothing but text, from the `<` of its start to behind its end. */
export interface XmlLeaf extends XmlPiece {
  readonly textStart: number
  readonly textEnd: number
}

/** What stands in a piece before anything is read. */
export const NO_LEAF: XmlLeaf = {
  text: '',
  octets: undefined,
  start: 0,
  end: 0,
  isPlain: false,
  textStart: 0,
  textEnd: 0,
}

/**
 * Who listens to a document. A method that returns a word stops the reading, and the word becomes the reason.
 * White space between the elements outside of the root is not told.
 */
export interface XmlHandler<Word extends string = never> {
  /** @param piece The tag as it stands. */
  open(tag: XmlTag, piece: XmlPiece): Word | undefined
  /** @param piece The tag as it stands; that of the start, where one tag is both. */
  close(piece: XmlPiece): Word | undefined
  /** Character data and CDATA sections alike, line ends as `\n`. One run may arrive in pieces. */
  text(piece: XmlPiece): Word | undefined
  /**
   * An element that holds nothing but text and is plain from end to end: most of a list. Who does not listen
   * to this hears of its parts.
   *
   * @returns False where its parts shall be told after all.
   */
  leaf?(tag: XmlTag, leaf: XmlLeaf): boolean
  comment(): Word | undefined
  instruction(target: string, body: string): Word | undefined
}

export type XmlReason =
  | 'too-large'
  | 'encoding'
  | 'xml-version'
  | 'doctype'
  | 'not-well-formed'
  | 'too-deep'
  | 'too-many-nodes'
  | 'too-many-attributes'
  | 'too-many-namespaces'
  | 'too-many-references'
  | 'too-many-identifiers'
  | 'token-too-long'
  | 'text-too-long'
  | 'namespace-relative'
  | 'duplicate-id'

/**
 * What one document may cost. The largest trusted lists in use have three megabytes, depth 17 and some 60,000
 * nodes; the attributes of an element and the namespaces in scope stay below ten, references to characters
 * below a hundred. Identifiers are a handful for each signature, and tags, comments and instructions have
 * some hundred characters; the longest text is a certificate of ten thousand, or a revocation list of some
 * megabytes in a signature.
 */
export const XML_LIMITS = {
  bytes: 20_000_000,
  depth: 64,
  nodes: 2_000_000,
  attributes: 64,
  namespaces: 64,
  /**
   * Characters of the names of namespaces, in every tag that uses one. The exclusive form may write the name
   * of each anew, and attributes are compared by it, so that a long one would multiply. An element of a list
   * uses one of some thirty characters.
   */
  namespaceCharacters: 40_000_000,
  references: 100_000,
  identifiers: 100_000,
  /** Characters of one tag, comment, instruction or CDATA section. */
  token: 1_000_000,
  /** Characters of text from one tag to the next. */
  text: 4_000_000,
} as const
