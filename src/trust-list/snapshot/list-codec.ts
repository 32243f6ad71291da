import type { Provider, TrustList } from '../trust-list.ts'
import { BlockReader, readAll, readOptional, readText, readTime } from './block-reader.ts'
import { type BlockWriter, writeAll, writeOptional, writeText, writeTime } from './block-writer.ts'
import { readLocalText, readProvider, writeLocalText, writeProvider } from './service-codec.ts'

/**
 * A list without its pointers: they say where to fetch lists and who may sign them, which was settled before.
 *
 * @param providers Those that are kept.
 */
export function writeList(writer: BlockWriter, list: TrustList, providers: readonly Provider[]): void {
  writer.uint(list.version)
  writer.uint(list.sequenceNumber)
  writer.text(list.type)
  writer.text(list.territory)
  writeAll(writer, list.operatorNames, writeLocalText)
  writeAll(writer, list.informationUris, writeText)
  writer.time(list.issued)
  writeOptional(writer, list.nextUpdate, writeTime)
  writeAll(writer, providers, writeProvider)
}

function readList(reader: BlockReader): TrustList {
  const scheme = readHead(reader)
  return { ...scheme, providers: readAll(reader, readProvider) }
}

/** A list that no service is taken from, as it was written: without providers. */
export function readScheme(reader: BlockReader): TrustList {
  const scheme = readHead(reader)
  if (reader.count() > 0) reader.fail()
  return { ...scheme, providers: [] }
}

/**
 * Looks through a list, and reads its providers when somebody first asks: a verdict needs one list of thirty.
 *
 * @returns Undefined where the octets are not exactly a list.
 */
export function readListLazily(octets: Uint8Array, isVouched: boolean): TrustList | undefined {
  const scheme = scanList(octets, isVouched)
  if (!scheme) return undefined
  let providers: readonly Provider[] | undefined
  return {
    ...scheme,
    get providers() {
      providers ??= readList(new BlockReader(octets)).providers
      return providers
    },
  }
}

/**
 * A function of its own, so that what is handed out lazily does not hold the reader with all of its tables.
 */
function scanList(octets: Uint8Array, isVouched: boolean): Omit<TrustList, 'providers'> | undefined {
  const reader = new BlockReader(octets, isVouched)
  const scheme = readHead(reader)
  reader.scan(() => readAll(reader, readProvider))
  return reader.isDone() ? scheme : undefined
}

function readHead(reader: BlockReader): Omit<TrustList, 'providers'> {
  return {
    version: reader.uint(),
    sequenceNumber: reader.uint(),
    type: reader.text(),
    territory: reader.text(),
    operatorNames: readAll(reader, readLocalText),
    informationUris: readAll(reader, readText),
    issued: reader.time(),
    nextUpdate: readOptional(reader, readTime) ?? null,
    pointers: [],
  }
}
