import type { ListFiles, ListSource } from '../trust-list/source.ts'
import type { ListInput } from '../trust-list/trust-list-set.ts'
import { listFiles, readFileBytes } from './file.ts'

export interface ListFolder {
  /** Path of the list of trusted lists. */
  readonly lotl: string
  /** Path of a folder with national lists. Every file in it is taken for one; names say nothing. */
  readonly lists: string
  /** Path of a folder with earlier lists of trusted lists. */
  readonly pivots?: string
}

/** Lists that lie on a disk. National lists are read one at a time, as they are asked for. */
export function listFolder({ lotl, lists, pivots }: ListFolder): ListSource {
  return {
    files: async () => filesOf(lotl, await paths(lists), pivots === undefined ? [] : await paths(pivots)),
  }
}

async function filesOf(
  lotl: string,
  lists: readonly string[],
  pivots: readonly string[],
): Promise<ListFiles> {
  const listOfLists = await readFileBytes(lotl)
  if (!listOfLists.ok) throw new Error(`${lotl}: ${listOfLists.reason}`)
  return {
    listOfLists: { bytes: listOfLists.value },
    pivots: await Promise.all(pivots.map(octetsOf)),
    lists: inputs(lists),
  }
}

async function* inputs(paths: readonly string[]): AsyncGenerator<ListInput> {
  for (const path of paths) yield { bytes: await octetsOf(path) }
}

/** What cannot be read is handed on as nothing, and so is reported as an unreadable list and not passed over. */
async function octetsOf(path: string): Promise<Uint8Array> {
  const file = await readFileBytes(path)
  return file.ok ? file.value : new Uint8Array(0)
}

/** @throws Error when the folder cannot be read. */
async function paths(folder: string): Promise<readonly string[]> {
  const files = await listFiles(folder)
  if (!files.ok) throw new Error(`${folder}: ${files.reason}`)
  return files.value
}
