import { toHex } from '../../core/bytes.ts'
import { ok, type Result, refused } from '../../core/result.ts'
import type { Crypto } from '../../crypto/crypto.ts'
import type { TrustListSet } from '../trust-list-set.ts'
import { type Blocks, checkForm, joinBlocks, splitBlocks } from './container.ts'
import { MAX_SNAPSHOT_OCTETS, type SnapshotReason } from './limits.ts'
import { areKept, type Part } from './reduce.ts'
import {
  decodeHead,
  decodeSection,
  encodeHead,
  encodeSection,
  type Head,
  type Section,
  type TerritoryRead,
} from './section.ts'

/** A set of lists that was verified before, as it was read from a snapshot. */
export interface Snapshot {
  /** SHA-256 of the octets, lower-case hexadecimal: what the snapshot is called. */
  readonly sha256: string
  readonly part: Part
  readonly octets: Uint8Array
  /** To be used wherever authenticated lists are; reports then name the snapshot. */
  readonly lists: TrustListSet
  /** What a later snapshot takes over of this one, where it has not changed. */
  readonly territories: readonly TerritoryRead[]
}

/** Who vouches for a snapshot: it replaces all signatures of the lists, so somebody has to. */
export type SnapshotTrust =
  /**
   * SHA-256 of the octets, lower-case hexadecimal, known from elsewhere: from whoever built it, or out of a
   * signature.
   */
  | { readonly expected: string }
  /**
   * Nobody does: for octets that never left the hands of the process that wrote them, and to look at what
   * they say.
   */
  | { readonly unsafeUnvouched: true }

export type DecodeOptions = SnapshotTrust & {
  readonly crypto: Crypto
  /**
   * An earlier snapshot: lists that have not changed are the same records again, with all that is cached of
   * them.
   */
  readonly previous?: Snapshot
  /** Called between territories, so that whoever loads beside other work can let that go first. */
  readonly pause?: () => Promise<void>
}

/**
 * Writes a set of lists in the one form that it has: the same set gives the same octets, whatever the order
 * of files and of territories. What cannot have a part in deciding a qualification is left out; see the
 * guide.
 *
 * @throws RangeError when the set is larger than a snapshot may be.
 */
export function encodeSnapshot(
  set: TrustListSet,
  { part = 'all' }: { readonly part?: Part } = {},
): Uint8Array {
  const sections = new Map(set.territories.map(lists => [lists.territory, encodeSection(lists, part)]))
  return assembleSnapshot({ head: set, sections, part })
}

/**
 * The snapshot of the services that issue certificates for websites, now or once, and of what may stand on
 * the same path.
 *
 * @throws RangeError when the set is larger than a snapshot may be.
 */
export function websitePart(set: TrustListSet): Uint8Array {
  return encodeSnapshot(set, { part: 'website' })
}

export interface SnapshotParts {
  readonly head: Head
  /** By territory, as {@link encodeSection} wrote them, all with the same part. */
  readonly sections: ReadonlyMap<string, Section>
  readonly part?: Part
}

/**
 * Puts a snapshot together out of sections that were written apart: by workers, or taken over from an earlier
 * one.
 *
 * @throws RangeError when they are larger than a snapshot may be: whoever writes one shall not find out when
 *   it is read.
 */
export function assembleSnapshot({ head: written, sections, part = 'all' }: SnapshotParts): Uint8Array {
  const inOrder = [...sections].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, section]) => section)
  const head = encodeHead(written)
  const octets = joinBlocks({ part, head, sections: inOrder })
  if (octets.length > MAX_SNAPSHOT_OCTETS)
    throw new RangeError(`${octets.length} octets: no snapshot has so many`)
  if (decodeHead(head) === undefined || inOrder.some(section => decodeSection(section) === undefined))
    throw new RangeError('a list has more items than one in a snapshot may have')
  return octets
}

/**
 * Reads a snapshot. It is digested before anything is read out of it, and all of it is read before any of it
 * is handed out; certificates become records when they are first asked for. Where nobody vouches, only what
 * would be written as the same octets again is read.
 *
 * @throws TypeError when neither a digest is expected nor the caller says that nobody vouches.
 */
export async function decodeSnapshot(
  bytes: Uint8Array,
  options: DecodeOptions,
): Promise<Result<Snapshot, SnapshotReason>> {
  const expected = expectedOf(options)
  const reason = checkForm(bytes)
  if (reason !== undefined) return refused(reason)
  // What is read is what was digested, whatever becomes of the caller's array. The slice of a Buffer would be
  // no copy.
  const octets = new Uint8Array(bytes)
  const sha256 = toHex(await options.crypto.digest('SHA-256', octets))
  if (expected !== undefined && sha256 !== expected) return refused('digest-mismatch')
  const blocks = splitBlocks(octets)
  if (!blocks.ok) return blocks
  const isVouched = expected !== undefined
  const head = decodeHead(blocks.value.head, isVouched)
  const territories = await readTerritories(blocks.value, { ...options, isVouched })
  if (head === undefined || territories === undefined) return refused('malformed')
  if (!isVouched && !isPart(territories, blocks.value.part)) return refused('malformed')
  const lists = { ...head, territories: territories.map(each => each.lists), snapshot: sha256 }
  return ok({ sha256, part: blocks.value.part, octets, lists, territories })
}

/**
 * Whether a part for websites holds nothing else. Whoever vouches for one has made it so; to find out takes
 * all of its certificates.
 */
function isPart(territories: readonly TerritoryRead[], part: Part): boolean {
  return part === 'all' || territories.every(({ list }) => !list || areKept(list.content.providers, part))
}

function expectedOf(trust: SnapshotTrust): string | undefined {
  if ('expected' in trust && /^[0-9a-f]{64}$/.test(trust.expected)) return trust.expected
  if ('unsafeUnvouched' in trust && trust.unsafeUnvouched === true) return undefined
  throw new TypeError('a snapshot is read by its SHA-256, in lower-case hexadecimal, or as unvouched')
}

/** Undefined where a section is not as it must be, or they do not stand in the order of their territories. */
async function readTerritories(
  { sections }: Blocks,
  { previous, pause, isVouched }: Pick<DecodeOptions, 'previous' | 'pause'> & { readonly isVouched: boolean },
): Promise<readonly TerritoryRead[] | undefined> {
  const known = new Map(previous?.territories.map(({ lists, list }) => [lists.territory, list]))
  const read: TerritoryRead[] = []
  for (const section of sections) {
    const territory = decodeSection(section, lists => known.get(lists), isVouched)
    const last = read.at(-1)?.lists.territory ?? ''
    if (territory === undefined || territory.lists.territory <= last) return undefined
    read.push(territory)
    await pause?.()
  }
  return read
}
