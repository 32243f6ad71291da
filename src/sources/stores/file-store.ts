import { createHash } from 'node:crypto'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { KeyValueStore } from './store.ts'
import { codeOf, DRAFT, readWhole, writeWhole } from './store-disk.ts'

export interface FileStoreOptions {
  /** Path of a folder for this store alone. It is made where it is not there. */
  readonly folder: string
  /** Milliseconds since 1970: several processes share the folder, so they need a clock in common. */
  readonly now?: () => number
}

export interface FileStore extends KeyValueStore {
  /** Removes values that have expired, and what interrupted writers left behind. @returns How many files. */
  sweep(): Promise<number>
}

/**
 * A store in a folder: one file for each key, named by the hash of the key. Several processes may share it;
 * of two values that are written at one time, one is there wholly. What is half written or was changed on the
 * disk is a miss. A value that cannot be written, because the disk is full or must not be written, leaves
 * what was there before, and the call rejects.
 */
export function fileStore({ folder, now = () => Date.now() }: FileStoreOptions): FileStore {
  const pathOf = (key: string) => join(folder, createHash('sha256').update(key).digest('hex'))
  return {
    get: async key => {
      const entry = readEntry(await readWhole(pathOf(key)))
      return entry?.key === key && isAlive(entry, now()) ? entry.value : undefined
    },
    set: async (key, value, ttl) => {
      const entry: Entry = { key, value, until: ttl === undefined ? null : now() + ttl }
      await writeWhole(pathOf(key), Buffer.from(JSON.stringify(entry)), 'replace')
    },
    delete: async key => rm(pathOf(key), { force: true }),
    sweep: async () => {
      const names = await readdir(folder)
      const removed = await Promise.all(names.map(name => sweepFile(join(folder, name), name, now())))
      return removed.filter(Boolean).length
    },
  }
}

interface Entry {
  readonly key: string
  readonly value: string
  /** Milliseconds since 1970; null where it does not expire. */
  readonly until: number | null
}

function isAlive({ until }: Entry, now: number): boolean {
  return until === null || now < until
}

/**
 * The octets are what was written, as their hash says; who wrote them may have been another program all the
 * same.
 */
function readEntry(content: Uint8Array | 'absent' | 'damaged'): Entry | undefined {
  if (content === 'absent' || content === 'damaged') return undefined
  const entry = parse(content)
  if (typeof entry !== 'object' || entry === null) return undefined
  if (!('key' in entry && 'value' in entry && 'until' in entry)) return undefined
  const { key, value, until } = entry
  if (typeof key !== 'string' || typeof value !== 'string') return undefined
  return until === null || typeof until === 'number' ? { key, value, until } : undefined
}

function parse(content: Uint8Array): unknown {
  try {
    const { buffer, byteOffset, length } = content
    return JSON.parse(Buffer.from(buffer, byteOffset, length).toString())
  } catch {
    return undefined
  }
}

/** Nobody writes one value for an hour. */
const ABANDONED = 3_600_000

/**
 * A value that another process writes anew at this very moment may be removed with the old one; that is a
 * miss.
 */
async function sweepFile(path: string, name: string, now: number): Promise<boolean> {
  const isDraft = name.startsWith(DRAFT)
  if (!isDraft && !/^[0-9a-f]{64}$/.test(name)) return false
  try {
    const entry = isDraft ? undefined : readEntry(await readWhole(path))
    const isOver = isDraft ? now - (await stat(path)).mtimeMs > ABANDONED : entry && !isAlive(entry, now)
    if (isOver) await rm(path)
    return isOver ?? false
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw error
  }
}
