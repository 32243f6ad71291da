import type { Instant } from '../../core/time.ts'
import type { Crypto } from '../../crypto/crypto.ts'
import { OctetBuffer } from '../../encoding/octet-buffer.ts'
import { countServices } from '../../trust-list/anchors.ts'
import { authenticateListOfLists } from '../../trust-list/list-of-lists.ts'
import { type Announced, announcedLists, authenticateNationalList } from '../../trust-list/national-list.ts'
import { NOTICE_2026, type OfficialJournalNotice } from '../../trust-list/notices.ts'
import { rankFiles } from '../../trust-list/rank-files.ts'
import { keptFile } from '../../trust-list/snapshot/reduce.ts'
import type { ListFile, TrustListSet } from '../../trust-list/trust-list-set.ts'
import { octetsAt, sizeOf } from '../file.ts'
import type { Done, FileThread, Queue } from './file-thread.ts'
import { type ListFolder, openFolder } from './folder.ts'
import type { VerifiedFile } from './messages.ts'

export interface FolderOptions {
  readonly crypto: Crypto
  /** The moment at which the signatures must be strong enough. */
  readonly at: Instant
  /** Where trust starts: the newest notice of the Official Journal unless told. */
  readonly notice?: OfficialJournalNotice
  /**
   * How many threads work, this one included; one unless told. Each other one starts an engine of its own,
   * which takes some 60 MB and as much time as five megabytes of lists, so with few processors more threads
   * are slower. They use Node's own cryptography.
   */
  readonly threads?: number
  /** The module of the other threads, `sources/lists/worker.js` of this package unless told. */
  readonly worker?: URL
}

/**
 * The lists of a folder, with what a snapshot keeps of them: the services that issue qualified certificates,
 * or once did.
 */
export interface FolderLists {
  readonly lists: TrustListSet
  /** How many services an authentic file has in all, by the SHA-256 of the file. */
  readonly services: ReadonlyMap<string, number>
}

/**
 * Authenticates the lists of a folder, in several threads if that is wanted. What comes out is the same
 * however many there are. The others begin at once to read the largest files while this one authenticates the
 * list of lists, and ends with the smallest.
 *
 * @throws RangeError when `threads` is not a positive whole number.
 * @throws Error when the list of lists or a folder cannot be read.
 */
export async function authenticateFolder(folder: ListFolder, options: FolderOptions): Promise<FolderLists> {
  const { crypto, at, notice = NOTICE_2026 } = options
  const { paths, ...head } = await openFolder(folder)
  const queue = largestFirst(paths)
  const threads = await startThreads(queue, options)
  try {
    const top = await authenticateListOfLists({ ...head, notice, crypto, at })
    const announced = await announcedBy(top.listOfLists, crypto)
    for (const thread of threads) thread.announce(announced)
    const here = { crypto, at, announced, output: new OctetBuffer() }
    const done = [
      ...(await workHere(queue, here)),
      ...(await Promise.all(threads.map(({ done }) => done))).flat(),
    ]
    const verified = await inOrder(paths, new Map(done), here)
    const ranked = rankFiles([...(announced?.keys() ?? [])], filesOf(verified))
    return { lists: { ...top, ...ranked }, services: servicesOf(verified) }
  } finally {
    for (const thread of threads) thread.end()
  }
}

function largestFirst(paths: readonly string[]): Queue {
  return paths.map(path => ({ path, octets: sizeOf(path) })).toSorted((a, b) => b.octets - a.octets)
}

/** One thread alone needs nothing of what it takes to have others. */
async function startThreads(
  queue: Queue,
  { threads = 1, worker, at }: FolderOptions,
): Promise<readonly FileThread[]> {
  if (!(Number.isInteger(threads) && threads > 0)) throw new RangeError('threads is a positive whole number')
  const others = Math.min(threads, queue.length) - 1
  if (others < 1) return []
  const { startFileThread } = await import('./file-thread.ts')
  return Array.from({ length: others }, () => startFileThread(queue, at, worker))
}

interface Here {
  readonly crypto: Crypto
  readonly at: Instant
  readonly announced: Announced | undefined
  readonly output: OctetBuffer
}

async function workHere(queue: Queue, here: Here): Promise<Done> {
  const done: [string, VerifiedFile][] = []
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    done.push([next.path, await verifyHere(next.path, here)])
    // Answers of the other threads are heard.
    await new Promise(resolve => setImmediate(resolve))
  }
  return done
}

async function verifyHere(path: string, { announced, ...here }: Here): Promise<VerifiedFile> {
  const file = await authenticateNationalList({ bytes: await octetsAt(path) }, announced, here)
  return { file: keptFile(file), services: countServices(file) }
}

/** What no thread has answered for is verified here, so that a thread that dies costs nothing but time. */
async function inOrder(
  paths: readonly string[],
  done: ReadonlyMap<string, VerifiedFile | undefined>,
  here: Here,
): Promise<readonly VerifiedFile[]> {
  const all: VerifiedFile[] = []
  for (const path of paths) all.push(done.get(path) ?? (await verifyHere(path, here)))
  return all
}

async function announcedBy(listOfLists: ListFile, crypto: Crypto): Promise<Announced | undefined> {
  return listOfLists.outcome === 'authentic' ? announcedLists(listOfLists.list.content, crypto) : undefined
}

function filesOf(verified: readonly VerifiedFile[]): readonly ListFile[] {
  return verified.map(({ file }) => file)
}

function servicesOf(verified: readonly VerifiedFile[]): ReadonlyMap<string, number> {
  return new Map(
    verified.flatMap(({ file, services }) => (file.outcome === 'authentic' ? [[file.sha256, services]] : [])),
  )
}
