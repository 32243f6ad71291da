import { byteAt, concatBytes } from '../../core/bytes.ts'
import { ok, type Result, refused } from '../../core/result.ts'
import { BlockReader, readAll } from './block-reader.ts'
import { BlockWriter, writeAll } from './block-writer.ts'
import { MAX_SNAPSHOT_OCTETS, type SnapshotReason } from './limits.ts'
import type { Part } from './reduce.ts'
import type { Section } from './section.ts'

/** The parts of a snapshot, each a block of its own. */
export interface Blocks {
  readonly part: Part
  readonly head: Uint8Array
  readonly sections: readonly Section[]
}

/** `QWACSNAP`, and the number of the form. */
const MAGIC = Uint8Array.of(0x51, 0x57, 0x41, 0x43, 0x53, 0x4e, 0x41, 0x50)
const FORM = 2

/** What stands before the directory: the magic, the form, and the length of the directory in four octets. */
const PREFIX = MAGIC.length + 1 + 4

/** Puts blocks behind a directory of their lengths. */
export function joinBlocks({ part, head, sections }: Blocks): Uint8Array {
  const writer = new BlockWriter()
  writer.flag(part === 'website')
  writer.uint(head.length)
  writeAll(writer, sections, (to, { files, list }) => {
    to.uint(files.length)
    to.uint(list.length)
  })
  const directory = writer.done()
  const length = new Uint8Array(4)
  new DataView(length.buffer).setUint32(0, directory.length)
  const blocks = sections.flatMap(({ files, list }) => [files, list])
  return concatBytes(MAGIC, Uint8Array.of(FORM), length, directory, head, ...blocks)
}

/** Finds the blocks; every octet belongs to one of them. They are windows into the octets, not copies. */
export function splitBlocks(octets: Uint8Array): Result<Blocks, SnapshotReason> {
  const { part, lengths, start } = readDirectory(octets) ?? {}
  const [head = 0, ...rest] = lengths ?? []
  const total = [head, ...rest].reduce((sum, length) => sum + length, 0)
  if (part === undefined || start === undefined || start + total !== octets.length)
    return refused('malformed')
  let at = start
  const take = (length = 0): Uint8Array => {
    at += length
    return octets.subarray(at - length, at)
  }
  const headBlock = take(head)
  const sections = Array.from({ length: rest.length / 2 }, (_, i) => ({
    files: take(rest[2 * i]),
    list: take(rest[2 * i + 1]),
  }))
  return ok({ part, head: headBlock, sections })
}

/** Whether octets begin as a snapshot of this form does, before anything else is made of them. */
export function checkForm(octets: Uint8Array): SnapshotReason | undefined {
  if (octets.length > MAX_SNAPSHOT_OCTETS) return 'too-large'
  if (octets.length < PREFIX || MAGIC.some((octet, at) => octets[at] !== octet)) return 'not-a-snapshot'
  return byteAt(octets, MAGIC.length) === FORM ? undefined : 'version-unsupported'
}

interface Directory {
  readonly part: Part
  /** Of the head, and then two for each section. */
  readonly lengths: readonly number[]
  /** Where the first block begins. */
  readonly start: number
}

function readDirectory(octets: Uint8Array): Directory | undefined {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length)
  const start = PREFIX + view.getUint32(PREFIX - 4)
  if (start > octets.length) return undefined
  const reader = new BlockReader(octets.subarray(PREFIX, start), false)
  const part = reader.flag() ? 'website' : 'all'
  const head = reader.uint()
  const sections = readAll(reader, from => [from.uint(), from.uint()])
  return reader.isDone() ? { part, lengths: [head, ...sections.flat()], start } : undefined
}
