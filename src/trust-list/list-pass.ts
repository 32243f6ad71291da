import type { OctetBuffer } from '../encoding/octet-buffer.ts'
import { type CanonicalForm, CanonicalWriter } from '../encoding/xml/canonical-xml.ts'
import type { XmlHandler, XmlLeaf, XmlPiece, XmlTag } from '../encoding/xml/events.ts'
import { type XmlElement, XmlTreeBuilder } from '../encoding/xml/tree.ts'
import { NAMESPACE } from './names.ts'
import { ListBuilder, type ListContent } from './parse.ts'

/** Where the parts of a list may stand. */
export type LayoutReason =
  | 'root-unexpected'
  | 'element-unexpected'
  | 'signature-absent'
  | 'signature-repeated'
  /** Inside of another part, or not last. */
  | 'signature-misplaced'

/** What a list may hold at each depth: `enter` what is in there, or `take` the whole element as a record. */
const LAYOUT: readonly ReadonlyMap<string, 'enter' | 'take'>[] = [
  new Map([['TrustServiceStatusList', 'enter']]),
  new Map([
    ['SchemeInformation', 'take'],
    ['TrustServiceProviderList', 'enter'],
  ]),
  new Map([['TrustServiceProvider', 'enter']]),
  new Map([
    ['TSPInformation', 'take'],
    ['TSPServices', 'enter'],
  ]),
  new Map([['TSPService', 'take']]),
]

const COMMENT = { comment: true } as const

/**
 * Listens to a list once. Every event goes to the canonical form (but for those of the signature, which the
 * enveloped signature leaves out) and to the record that is being built. What the canonical form does not
 * hold, nobody has signed, so no record hears of it: comments, and whether text was written as CDATA or in
 * pieces.
 */
export class ListPass implements XmlHandler<LayoutReason> {
  root: XmlTag | undefined
  signature: XmlElement | undefined
  private readonly writer: CanonicalWriter
  private readonly records = new ListBuilder()
  private part: XmlTreeBuilder | undefined
  private inSignature = false
  private depth = 0

  constructor(form: CanonicalForm, output: OctetBuffer) {
    this.writer = new CanonicalWriter(form, [], output)
  }

  open(tag: XmlTag, piece: XmlPiece): LayoutReason | undefined {
    const reason = isSignature(tag) ? this.enterSignature() : this.part ? undefined : this.enter(tag)
    if (reason) return reason
    this.depth++
    this.part?.openTag(tag)
    if (!this.inSignature) this.writer.openTag(tag, piece)
    return undefined
  }

  close(piece: XmlPiece): undefined {
    if (!this.inSignature) this.writer.closeTag(piece)
    this.depth--
    if (this.part) this.leave(this.part.closeTag())
    else if (this.depth === 2) this.records.endProvider()
  }

  text(piece: XmlPiece): undefined {
    if (!this.inSignature) this.writer.text(piece)
    this.part?.text(piece)
  }

  leaf(tag: XmlTag, leaf: XmlLeaf): boolean {
    if (!this.part || isSignature(tag)) return false
    if (!this.inSignature && !this.writer.leaf(tag, leaf)) return false
    this.part.leaf(tag, leaf)
    return true
  }

  /** In the signature a comment must be seen: values are read there that its own digest does not cover. */
  comment(): undefined {
    if (this.inSignature) this.part?.add(COMMENT)
  }

  instruction(target: string, body: string): undefined {
    if (!this.inSignature) this.writer.instruction(target, body)
    this.part?.add({ target, body })
  }

  /** The canonical octets of the list without its signature. */
  octets(scope: 'document' | 'root'): Uint8Array {
    return scope === 'document' ? this.writer.document() : this.writer.root()
  }

  content(): ListContent {
    return this.records.content()
  }

  private enterSignature(): LayoutReason | undefined {
    if (this.depth === 0) return 'root-unexpected'
    if (this.signature || this.inSignature) return 'signature-repeated'
    if (this.depth !== 1) return 'signature-misplaced'
    this.inSignature = true
    // It is written again, white space and all.
    this.part = new XmlTreeBuilder('keep')
    return undefined
  }

  private enter(tag: XmlTag): LayoutReason | undefined {
    if (this.signature) return 'signature-misplaced'
    const how = tag.namespace === NAMESPACE.list ? LAYOUT[this.depth]?.get(tag.local) : undefined
    if (!how) return this.depth === 0 ? 'root-unexpected' : 'element-unexpected'
    if (this.depth === 0) this.root = tag
    else if (how === 'take') this.part = new XmlTreeBuilder('drop')
    else if (this.depth === 1) this.records.startProviderList()
    else if (this.depth === 2) this.records.startProvider()
    return undefined
  }

  private leave(element: XmlElement | undefined): void {
    if (!element) return
    this.part = undefined
    if (this.inSignature) this.signature = element
    else this.records.take(element)
    this.inSignature = false
  }
}

function isSignature({ local, namespace }: XmlTag): boolean {
  return local === 'Signature' && namespace === NAMESPACE.signature
}
