import { compareBytes, equalBytes, fromHex } from '../../core/bytes.ts'
import { instantFromMilliseconds } from '../../core/time.ts'
import type { TrustList } from '../trust-list.ts'
import type { ListFile, TerritoryLists, TrustListSet } from '../trust-list-set.ts'
import { BlockReader, readAll, readOptional } from './block-reader.ts'
import { BlockWriter, writeAll, writeOptional } from './block-writer.ts'
import { readFile, writeFile } from './file-codec.ts'
import { readListLazily, readScheme, writeList } from './list-codec.ts'
import { keptProviders, type Part } from './reduce.ts'

/**
 * One territory in two blocks: what is known of its files, and what the list says that counts; empty where
 * none does.
 */
export interface Section {
  readonly files: Uint8Array
  readonly list: Uint8Array
}

/** A section, read. */
export interface TerritoryRead {
  readonly lists: TerritoryLists
  /** The list that counts, and the octets that it was read from. */
  readonly list?: { readonly content: TrustList; readonly octets: Uint8Array }
}

/**
 * Writes what a snapshot holds of one territory. Of further files only what is known of them is kept, without
 * services.
 */
export function encodeSection({ territory, file, others }: TerritoryLists, part: Part = 'all'): Section {
  const files = new BlockWriter()
  const list = new BlockWriter()
  const isListed = file?.outcome === 'authentic'
  files.text(territory)
  writeOptional(files, file, (to, given) =>
    writeFile(to, given, (_, content) => writeList(list, content, keptProviders(content.providers, part))),
  )
  writeAll(files, inOrder(others), writeFurtherFile)
  return { files: files.done(), list: isListed ? list.done() : NOTHING }
}

/**
 * Reads a section; undefined where it is not as the writer writes one.
 *
 * @param known The list of a territory that was read before: where it has the same octets, it is the same
 *   record again.
 * @param isVouched Whether somebody vouches for the octets; otherwise only the one form of a set is read.
 */
export function decodeSection(
  section: Section,
  known: (territory: string) => TerritoryRead['list'] = () => undefined,
  isVouched = true,
): TerritoryRead | undefined {
  let list: TerritoryRead['list']
  const listOf = (territory: string) => {
    list = section.list.length === 0 ? undefined : readBody(section.list, known(territory), isVouched)
    return list?.content
  }
  const lists = readFiles(section.files, listOf, isVouched)
  const isListed = lists?.file?.outcome === 'authentic'
  if (!lists || isListed !== section.list.length > 0) return undefined
  return { lists, ...(list && { list }) }
}

/**
 * Reads the files of a section whose list is known already, and was left out.
 *
 * @param list What the section says as well: whoever calls knows it by the digest that was signed.
 */
export function decodeFilesOf(list: TrustList, files: Uint8Array): TerritoryLists | undefined {
  return readFiles(files, () => list)
}

/**
 * Undefined where they are not as the writer writes them, or the list that counts is not one of the
 * territory.
 */
function readFiles(
  octets: Uint8Array,
  listOf: (territory: string) => TrustList | undefined,
  isVouched = true,
): TerritoryLists | undefined {
  const reader = new BlockReader(octets, isVouched)
  const territory = reader.text()
  const list = listOf(territory)
  const file = readOptional(reader, from => readFile(from, () => list ?? from.nothing(NO_LIST)))
  const others = readInOrder(reader)
  const isConsistent = file?.outcome !== 'authentic' || list?.territory === territory
  if (!reader.isDone() || !isConsistent) return undefined
  return { territory, ...(file && { file }), others }
}

function readBody(
  octets: Uint8Array,
  known: TerritoryRead['list'],
  isVouched: boolean,
): TerritoryRead['list'] {
  if (known !== undefined && equalBytes(known.octets, octets)) return known
  const content = readListLazily(octets, isVouched)
  return content && { content, octets }
}

/** All that belongs to no territory: the list of lists, its pivots, and other files. */
export type Head = Pick<TrustListSet, 'listOfLists' | 'pivots' | 'others'>

export function encodeHead({ listOfLists, pivots, others }: Head): Uint8Array {
  const writer = new BlockWriter()
  writeFurtherFile(writer, listOfLists)
  writeAll(writer, pivots, writeFurtherFile)
  writeAll(writer, inOrder(others), writeFurtherFile)
  return writer.done()
}

export function decodeHead(octets: Uint8Array, isVouched = true): Head | undefined {
  const reader = new BlockReader(octets, isVouched)
  const listOfLists = readFurtherFile(reader)
  const pivots = readAll(reader, readFurtherFile)
  const others = readInOrder(reader)
  return reader.isDone() ? { listOfLists, pivots, others } : undefined
}

/** A file that no service is taken from. */
function writeFurtherFile(writer: BlockWriter, file: ListFile): void {
  writeFile(writer, file, (to, content) => writeList(to, content, []))
}

function readFurtherFile(reader: BlockReader): ListFile {
  return readFile(reader, readScheme)
}

/** Which of them came first says nothing, so it is not written. */
function inOrder(files: readonly ListFile[]): readonly ListFile[] {
  return files.toSorted((a, b) => compareBytes(fromHex(a.sha256), fromHex(b.sha256)))
}

function readInOrder(reader: BlockReader): readonly ListFile[] {
  const files = readAll(reader, readFurtherFile)
  if (inOrder(files).some((file, i) => file !== files[i])) reader.fail()
  return files
}

const NOTHING = new Uint8Array(0)

const EARLIEST_ISSUE = instantFromMilliseconds(0)

/** Stands for the list of a section that turned out not to be one, and is never handed out. */
const NO_LIST: TrustList = {
  version: 0,
  sequenceNumber: 0,
  type: '',
  territory: '',
  operatorNames: [],
  informationUris: [],
  issued: EARLIEST_ISSUE,
  nextUpdate: null,
  pointers: [],
  providers: [],
}
