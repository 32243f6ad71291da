import { join } from 'node:path'
import { type FileReason, listFiles } from '../sources/file.ts'
import { EXIT, type Stop } from './exit.ts'
import { shown } from './terminal.ts'

/** Where the lists of a folder lie, and what was seen of them. */
export function foldersOf(folder: string) {
  return { files: join(folder, 'files'), seen: join(folder, 'seen') }
}

/**
 * Why lists that are kept cannot be looked at. That they may not be read is another thing than that there are
 * none: a keeper would find nothing in either case, and only one of them is mended by a refresh.
 */
export async function storeObstacle(folder: string): Promise<Stop | undefined> {
  for (const path of Object.values(foldersOf(folder))) {
    const found = await listFiles(path)
    const obstacle = found.ok ? undefined : obstacleFor(path, found.reason)
    if (obstacle) return obstacle
  }
  return undefined
}

/** A folder that is not there is none: nothing was kept yet. */
export function obstacleFor(path: string, reason: FileReason): Stop | undefined {
  if (reason === 'not-found') return undefined
  return { code: EXIT.unreadable, message: `${shown(path)}: ${reason}: ${MEANS[reason]}` }
}

const MEANS: Readonly<Record<Exclude<FileReason, 'not-found'>, string>> = {
  'not-permitted':
    'the user of this command may not read it; run it as the user of `qwac lists refresh`, or give it leave',
  'not-a-file': 'there is something else where a folder of lists should be',
  unreadable: 'the disk does not give it out',
}
