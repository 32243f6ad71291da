import { concatBytes } from '../../src/core/bytes.ts'
import type { Random } from '../support/random.ts'
import { headerOf, type Node, nodeAt, readTree, replaceAt, sizeOf, writeTree } from './der-tree.ts'

/** Identifier octets that a reader of certificates knows, and some that it does not. */
const TAGS = [
  ...[0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0a, 0x0c, 0x12, 0x13, 0x14, 0x16, 0x17, 0x18, 0x1a, 0x1c, 0x1e],
  ...[0x30, 0x31, 0x24, 0x2c, 0x80, 0x81, 0x82, 0x84, 0x86, 0x87, 0xa0, 0xa1, 0xa2, 0xa3, 0x1f, 0x3f, 0x00],
]

/** What a certificate may hold at most; a mutation that repeats stops a little beyond it. */
const LARGEST = 80_000

/** One change of a value, into none, one or several. `other` is a value of another certificate. */
type Change = (node: Node, random: Random, other: () => Node) => readonly Node[]

const CHANGES: readonly Change[] = [
  (node, random) => [{ ...node, tag: random.pick(TAGS) }],
  (node, random) => [{ ...node, tag: node.tag ^ (1 << random.below(8)) }],
  () => [],
  node => [node, node],
  (node, _, other) => [node, other()],
  (_, __, other) => [other()],
  (node, random) => [{ tag: random.pick(TAGS) | 0x20, contents: [node] }],
  ({ tag, contents }) => (contents instanceof Uint8Array ? [{ tag, contents: [] }] : contents),
  ({ tag, contents }, random) => [{ tag, contents: swapped(contents, random) }],
  ({ tag, contents }, random) => [{ tag, contents: contents.slice(0, random.below(contents.length + 1)) }],
  (node, random) => [{ ...node, header: oddHeader(node, random) }],
  ({ tag, contents }, random) => [{ tag, contents: edited(octetsOf(contents), random) }],
  ({ tag, contents }, random) => [{ tag, contents: edited(octetsOf(contents), random) }],
  (node, random) => Array.from({ length: timesOf(node, random) }, () => node),
  ({ tag, contents }, random) => [{ tag, contents: repeated(octetsOf(contents), random) }],
  (node, random) => [nested(node, random)],
]

function octetsOf(contents: Node['contents']): Uint8Array {
  return contents instanceof Uint8Array ? contents : concatBytes(...contents.map(writeTree))
}

function swapped(contents: Node['contents'], random: Random): Node['contents'] {
  if (contents instanceof Uint8Array) return contents.toReversed()
  return random.once(2) ? contents.toReversed() : random.shuffled(contents)
}

/** A length that is not the one of the contents, or is not written as DER writes it. */
function oddHeader({ tag, contents }: Node, random: Random): Uint8Array {
  const { length } = octetsOf(contents)
  const huge = Uint8Array.of(tag, 0x84, 0xff, 0xff, 0xff, 0xff)
  const padded = Uint8Array.of(tag, 0x83, 0, (length >> 8) & 0xff, length & 0xff)
  const off = headerOf(tag, Math.max(0, length + random.pick([-2, -1, 1, 2, 127, 128, 256])))
  const long = Uint8Array.of(0x1f | (tag & 0xe0), 0x81, 0x00, length & 0x7f)
  return random.pick([
    Uint8Array.of(tag, 0x80),
    huge,
    padded,
    off,
    off,
    long,
    Uint8Array.of(tag),
    Uint8Array.of(),
  ])
}

/** Often a few, now and then as many as there may be. */
function timesOf(node: Node, random: Random): number {
  const most = Math.floor(LARGEST / (octetsOf(node.contents).length + 2))
  return random.once(8) ? most : Math.min(most, 2 + random.below(30))
}

function repeated(octets: Uint8Array, random: Random): Uint8Array {
  const unit = octets.length === 0 ? Uint8Array.of(random.below(256)) : octets
  const most = Math.floor(LARGEST / unit.length)
  const times = random.once(8) ? most : Math.min(most, 2 + random.below(30))
  return concatBytes(...Array.from({ length: times }, () => unit))
}

function nested(node: Node, random: Random): Node {
  let whole = node
  for (let depth = 1 + random.below(random.once(8) ? 2000 : 40); depth > 0; depth--) {
    whole = { tag: node.tag | 0x20, contents: [whole] }
  }
  return whole
}

/** A few octets changed, without regard to what they mean. */
export function edited(octets: Uint8Array, random: Random): Uint8Array {
  const at = random.below(octets.length + 1)
  const [before, after] = [octets.subarray(0, at), octets.subarray(at)]
  switch (random.below(6)) {
    case 0:
      return concatBytes(before, Uint8Array.of((after[0] ?? 0) ^ (1 << random.below(8))), after.subarray(1))
    case 1:
      return concatBytes(
        before,
        Uint8Array.of(random.pick([0, 0x7f, 0x80, 0xff, random.below(256)])),
        after.subarray(1),
      )
    case 2:
      return before
    case 3:
      return concatBytes(before, Uint8Array.of(random.below(256), random.below(256)), after)
    case 4:
      return concatBytes(before, after.subarray(1 + random.below(8)))
    default:
      return concatBytes(before, before.subarray(-(1 + random.below(16))), after)
  }
}

/** What octets are mutated from. */
export interface OctetSeed {
  readonly tree: Node
  readonly size: number
  /** Values that deserve more attention, as numbers of the first and of the one behind the last. */
  readonly focus?: readonly [number, number]
}

export function octetSeed(bytes: Uint8Array, marker?: Uint8Array): OctetSeed {
  const tree = readTree(bytes)
  const size = sizeOf(tree)
  const focus = marker === undefined ? undefined : focusOf(tree, size, marker)
  return { tree, size, ...(focus && { focus }) }
}

/** The extension that has the identifier: its SEQUENCE and all that is in it. */
function focusOf(tree: Node, size: number, marker: Uint8Array): readonly [number, number] | undefined {
  for (let index = 0; index < size; index++) {
    const { contents } = nodeAt(tree, index)
    const isMarker = contents instanceof Uint8Array && Buffer.from(marker).equals(contents)
    if (isMarker) return [index - 1, index - 1 + sizeOf(nodeAt(tree, index - 1))]
  }
  return undefined
}

/** Changes one to four values, half of them where the attention is, and now and then octets of the whole. */
export function mutateOctets(seed: OctetSeed, seeds: readonly OctetSeed[], random: Random): Uint8Array {
  let { tree } = seed
  const other = (): Node => {
    const { tree, size } = random.pick(seeds)
    return nodeAt(tree, random.below(size))
  }
  for (let count = 1 + random.below(4); count > 0; count--) {
    tree = replaceAt(tree, indexIn(seed, random), node => random.pick(CHANGES)(node, random, other))
  }
  const written = writeTree(tree)
  return random.once(8) ? edited(written, random) : written
}

function indexIn({ size, focus }: OctetSeed, random: Random): number {
  if (focus === undefined || random.once(2)) return random.below(size)
  const [from, to] = focus
  return from + random.below(to - from)
}

/**
 * Turns one bit of one to three values and leaves the form as it is, so that most of it can be read still.
 */
export function nudgeOctets({ tree, size }: OctetSeed, random: Random): Uint8Array {
  let nudged = tree
  for (let count = 1 + random.below(3); count > 0; count--) {
    nudged = replaceAt(nudged, random.below(size), node => [withBitTurned(node, random)])
  }
  return writeTree(nudged)
}

function withBitTurned(node: Node, random: Random): Node {
  const { tag, contents } = node
  if (!(contents instanceof Uint8Array) || contents.length === 0) return node
  const at = random.below(contents.length)
  return { tag, contents: contents.with(at, (contents[at] ?? 0) ^ (1 << random.below(8))) }
}
