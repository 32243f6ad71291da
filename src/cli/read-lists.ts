import type { Instant } from '../core/time.ts'
import { nodeCrypto } from '../crypto/node.ts'
import { listFiles } from '../sources/file.ts'
import { listFolder } from '../sources/list-folder.ts'
import { authenticateLists } from '../trust-list/authenticate.ts'
import type { TrustListSet } from '../trust-list/trust-list-set.ts'
import type { Stop } from './exit.ts'
import { readNotice } from './notice.ts'
import { isStop, readInput, unreadable } from './read-input.ts'

/** The options that say which lists are used, and by which notice they are trusted. */
export interface ListChoice {
  readonly lotl: string
  readonly lists: string
  readonly pivots?: string
  readonly anchor: string
}

/** Reads and authenticates the lists of a command line. */
export async function readLists(choice: ListChoice, at: Instant): Promise<TrustListSet | Stop> {
  const { lotl, lists, pivots } = choice
  const notice = await readNotice(choice.anchor)
  if (isStop(notice)) return notice
  const file = await readInput(lotl)
  if (isStop(file)) return file
  for (const folder of pivots === undefined ? [lists] : [lists, pivots]) {
    const found = await listFiles(folder)
    if (!found.ok) return unreadable(folder, found.reason)
  }
  const source = listFolder({ lotl, lists, ...(pivots !== undefined && { pivots }) })
  return authenticateLists({ ...(await source.files()), notice, crypto: nodeCrypto(), at })
}
