import type { Instant } from '../core/time.ts'
import { nodeCrypto } from '../crypto/node.ts'
import { listFiles } from '../sources/file.ts'
import type { ListFolder } from '../sources/lists/folder.ts'
import { authenticateFolder, type FolderLists } from '../sources/lists/folder-threads.ts'
import type { Snapshot } from '../trust-list/snapshot/snapshot.ts'
import type { TrustListSet } from '../trust-list/trust-list-set.ts'
import { EXIT, type Stop } from './exit.ts'
import { idleOption } from './idle-options.ts'
import { readNotice } from './notice.ts'
import { isStop, readInput, unreadable } from './read-input.ts'
import type { SnapshotVouching } from './read-snapshot.ts'

/**
 * The options that say which lists are used, and by what they are trusted: files by a notice, or a snapshot
 * by who vouches.
 */
export interface ListChoice extends SnapshotVouching {
  readonly lotl?: string
  readonly lists?: string
  readonly pivots?: string
  readonly anchor?: string
  /** Path of a snapshot, in place of the files. */
  readonly snapshot?: string
  /** Path of the folder of `qwac lists refresh`, in place of the files. */
  readonly store?: string
  /** How many threads authenticate files. */
  readonly threads?: number
}

/**
 * Lists; how many services each file has, where the lists hold only some of them; and which, where a snapshot
 * says so.
 */
export type CountedLists = Pick<FolderLists, 'lists'> & Partial<FolderLists> & Partial<Pick<Snapshot, 'part'>>

/**
 * Reads the lists of a command line: a snapshot, or files that are authenticated here. Each way loads its own
 * code.
 */
export async function readLists(choice: ListChoice, at: Instant): Promise<TrustListSet | Stop> {
  const read = await readCountedLists(choice, at)
  return isStop(read) ? read : read.lists
}

/** The same, for whoever counts services. */
export async function readCountedLists(choice: ListChoice, at: Instant): Promise<CountedLists | Stop> {
  const { lotl, lists, pivots, snapshot, store } = choice
  const isVouched = choice.digest !== undefined || choice.key !== undefined || choice.unvouched === true
  if (snapshot === undefined && isVouched) return usage('--digest, --key and --unvouched speak of a snapshot')
  const idle = idleOption([
    ['--threads', choice.threads, store !== undefined, 'with --store'],
    ['--threads', choice.threads, snapshot !== undefined, 'with --snapshot'],
    ['--anchor', choice.anchor, snapshot !== undefined, 'with --snapshot'],
  ])
  if (idle !== undefined) return idle
  if (store !== undefined) {
    if ([lotl, lists, pivots, snapshot].some(path => path !== undefined))
      return usage('either a store, or a snapshot, or files')
    const { readStore } = await import('./lists-store.ts')
    const kept = await readStore({ store, anchor: choice.anchor ?? '2026' }, at)
    return isStop(kept) ? kept : { lists: kept }
  }
  if (snapshot !== undefined) {
    if ([lotl, lists, pivots].some(path => path !== undefined)) return usage('either a snapshot or files')
    const { readSnapshot } = await import('./read-snapshot.ts')
    const read = await readSnapshot(snapshot, choice)
    return isStop(read) ? read : { lists: read.lists, part: read.part }
  }
  if (lotl === undefined || lists === undefined)
    return usage('name --lotl and --lists, or a --snapshot, or a --store')
  return readFiles({ lotl, lists, ...(pivots !== undefined && { pivots }) }, choice, at)
}

async function readFiles(
  folder: ListFolder,
  { anchor, threads }: ListChoice,
  at: Instant,
): Promise<FolderLists | Stop> {
  const { lotl, lists, pivots } = folder
  const notice = await readNotice(anchor ?? '2026')
  if (isStop(notice)) return notice
  const file = await readInput(lotl)
  if (isStop(file)) return file
  for (const path of pivots === undefined ? [lists] : [lists, pivots]) {
    const found = await listFiles(path)
    if (!found.ok) return unreadable(path, found.reason)
  }
  const options = { notice, crypto: nodeCrypto(), at, ...(threads !== undefined && { threads }) }
  return authenticateFolder(folder, options)
}

function usage(message: string): Stop {
  return { code: EXIT.usage, message }
}
