import type { Instant } from '../core/time.ts'
import { nodeCrypto } from '../crypto/node.ts'
import { listFiles } from '../sources/file.ts'
import { type ListFolder, listFolder } from '../sources/list-folder.ts'
import { authenticateLists } from '../trust-list/authenticate.ts'
import type { TrustListSet } from '../trust-list/trust-list-set.ts'
import { EXIT, type Stop } from './exit.ts'
import { readNotice } from './notice.ts'
import { isStop, readInput, unreadable } from './read-input.ts'
import type { SnapshotVouching } from './read-snapshot.ts'

/** The options that say which lists are used, and by what they are trusted: files by a notice, or a snapshot by who vouches. */
export interface ListChoice extends SnapshotVouching {
  readonly lotl?: string
  readonly lists?: string
  readonly pivots?: string
  readonly anchor?: string
  /** Path of a snapshot, in place of the files. */
  readonly snapshot?: string
  /** Path of the folder of `qwac lists refresh`, in place of the files. */
  readonly store?: string
}

/** Reads the lists of a command line: a snapshot, or files that are authenticated here. Each way loads its own code. */
export async function readLists(choice: ListChoice, at: Instant): Promise<TrustListSet | Stop> {
  const { lotl, lists, pivots, snapshot, store } = choice
  if (store !== undefined) {
    if ([lotl, lists, pivots, snapshot].some(path => path !== undefined))
      return usage('either a store, or a snapshot, or files')
    const { readStore } = await import('./lists-store.ts')
    return readStore({ store, anchor: choice.anchor ?? '2026' }, at)
  }
  if (snapshot !== undefined) {
    if ([lotl, lists, pivots].some(path => path !== undefined)) return usage('either a snapshot or files')
    const { readSnapshot } = await import('./read-snapshot.ts')
    const read = await readSnapshot(snapshot, choice)
    return isStop(read) ? read : read.lists
  }
  if (choice.digest !== undefined || choice.key !== undefined || choice.unvouched === true)
    return usage('--digest, --key and --unvouched speak of a snapshot')
  if (lotl === undefined || lists === undefined)
    return usage('name --lotl and --lists, or a --snapshot, or a --store')
  return readFiles({ lotl, lists, ...(pivots !== undefined && { pivots }) }, choice.anchor ?? '2026', at)
}

async function readFiles(folder: ListFolder, anchor: string, at: Instant): Promise<TrustListSet | Stop> {
  const { lotl, lists, pivots } = folder
  const notice = await readNotice(anchor)
  if (isStop(notice)) return notice
  const file = await readInput(lotl)
  if (isStop(file)) return file
  for (const path of pivots === undefined ? [lists] : [lists, pivots]) {
    const found = await listFiles(path)
    if (!found.ok) return unreadable(path, found.reason)
  }
  return authenticateLists({ ...(await listFolder(folder).files()), notice, crypto: nodeCrypto(), at })
}

function usage(message: string): Stop {
  return { code: EXIT.usage, message }
}
