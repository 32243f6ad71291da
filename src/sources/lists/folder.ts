import type { ListFiles, ListSource } from '../../trust-list/source.ts'
import type { ListInput } from '../../trust-list/trust-list-set.ts'
import { listFiles, octetsAt, readFileBytes } from '../file.ts'

export interface ListFolder {
  /** Path of the list of trusted lists. */
  readonly lotl: string
  /** Path of a folder with national lists. Every file in it is taken for one; names say nothing. */
  readonly lists: string
  /** Path of a folder with earlier lists of trusted lists. */
  readonly pivots?: string
}

/** Lists that lie on a disk. National lists are read one at a time, as they are asked for. */
export function listFolder(folder: ListFolder): ListSource {
  return {
    files: async () => {
      const { paths, ...head } = await openFolder(folder)
      return { ...head, lists: inputs(paths) }
    },
  }
}

/**
 * Reads the list of lists and the pivots, and finds the national lists.
 *
 * @throws Error when the list of lists or a folder cannot be read.
 */
export async function openFolder({
  lotl,
  lists,
  pivots,
}: ListFolder): Promise<Omit<ListFiles, 'lists'> & { readonly paths: readonly string[] }> {
  const listOfLists = await readFileBytes(lotl)
  if (!listOfLists.ok) throw new Error(`${lotl}: ${listOfLists.reason}`)
  const earlier = pivots === undefined ? [] : await pathsIn(pivots)
  return {
    listOfLists: { bytes: listOfLists.value },
    pivots: await Promise.all(earlier.map(octetsAt)),
    paths: await pathsIn(lists),
  }
}

async function* inputs(paths: readonly string[]): AsyncGenerator<ListInput> {
  for (const path of paths) yield { bytes: await octetsAt(path) }
}

/** @throws Error when the folder cannot be read. */
async function pathsIn(folder: string): Promise<readonly string[]> {
  const files = await listFiles(folder)
  if (!files.ok) throw new Error(`${folder}: ${files.reason}`)
  return files.value
}
