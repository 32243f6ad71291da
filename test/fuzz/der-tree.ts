import { concatBytes } from '../../src/core/bytes.ts'

/** A value of DER that can be changed and written again: octets, or values inside. */
export interface Node {
  /** Identifier octets, one of them. */
  readonly tag: number
  readonly contents: Uint8Array | readonly Node[]
  /** Header octets to be written instead of those that belong to the contents. */
  readonly header?: Uint8Array
}

const CONSTRUCTED = 0x20
const OCTET_STRING = 0x04
/** Deeper values of a seed stay octets. */
const DEPTH = 24

/**
 * Reads one value; of octets that are no DER, the values as far as they are in form, else the octets as a
 * leaf.
 */
export function readTree(bytes: Uint8Array): Node {
  const [first, ...others] = readAll(bytes, 0) ?? []
  return first !== undefined && others.length === 0 ? first : { tag: OCTET_STRING, contents: bytes }
}

function readAll(bytes: Uint8Array, depth: number): readonly Node[] | undefined {
  const nodes: Node[] = []
  for (let at = 0; at < bytes.length; ) {
    const { start, end } = extentAt(bytes, at)
    if (end > bytes.length || depth > DEPTH) return undefined
    nodes.push(nodeOf(bytes[at] ?? 0, bytes.subarray(start, end), depth))
    at = end
  }
  return nodes
}

/**
 * Where the contents of a value begin and end; the end is beyond everything where its length is no plain one.
 */
function extentAt(bytes: Uint8Array, at: number): { readonly start: number; readonly end: number } {
  const tag = bytes[at] ?? 0
  const first = bytes[at + 1] ?? 0xff
  const count = first < 0x80 ? 0 : first & 0x7f
  if ((tag & 0x1f) === 0x1f || first === 0x80 || count > 4)
    return { start: at, end: Number.POSITIVE_INFINITY }
  const start = at + 2 + count
  const length =
    count === 0 ? first : bytes.subarray(at + 2, start).reduce((sum, octet) => sum * 256 + octet, 0)
  return { start, end: start + length }
}

/** An OCTET STRING often holds a value of its own, as every extension does. */
function nodeOf(tag: number, contents: Uint8Array, depth: number): Node {
  const isOpened = (tag & CONSTRUCTED) !== 0 || (tag === OCTET_STRING && contents[0] === 0x30)
  const inside = isOpened ? readAll(contents, depth + 1) : undefined
  return { tag, contents: inside ?? contents }
}

/** Writes a value with the lengths that its contents have, where no others were put there. */
export function writeTree({ tag, contents, header }: Node): Uint8Array {
  const inside = contents instanceof Uint8Array ? contents : concatBytes(...contents.map(writeTree))
  return concatBytes(header ?? headerOf(tag, inside.length), inside)
}

export function headerOf(tag: number, length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(tag, length)
  if (length < 0x100) return Uint8Array.of(tag, 0x81, length)
  if (length < 0x10000) return Uint8Array.of(tag, 0x82, length >> 8, length & 0xff)
  return Uint8Array.of(tag, 0x83, length >> 16, (length >> 8) & 0xff, length & 0xff)
}

/** How many values there are, itself included. */
export function sizeOf({ contents }: Node): number {
  return contents instanceof Uint8Array ? 1 : contents.reduce((sum, each) => sum + sizeOf(each), 1)
}

/** The value of that number, counted in the order of the octets. */
export function nodeAt(root: Node, index: number): Node {
  let left = index
  const visit = (node: Node): Node | undefined => {
    if (left-- === 0) return node
    if (node.contents instanceof Uint8Array) return undefined
    for (const each of node.contents) {
      const found = visit(each)
      if (found !== undefined) return found
    }
    return undefined
  }
  return visit(root) ?? root
}

/** Puts others in the place of the value of that number. */
export function replaceAt(root: Node, index: number, change: (node: Node) => readonly Node[]): Node {
  let left = index
  const visit = (node: Node): readonly Node[] => {
    if (left-- === 0) return change(node)
    if (left < 0 || node.contents instanceof Uint8Array) return [node]
    return [{ ...node, contents: node.contents.flatMap(visit) }]
  }
  const [first, ...others] = visit(root)
  return first !== undefined && others.length === 0
    ? first
    : { tag: 0x30, contents: [...(first ? [first] : []), ...others] }
}
