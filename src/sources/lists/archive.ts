import { type Instant, instantFromMilliseconds } from '../../core/time.ts'
import type { KeyValueStore } from '../stores/store.ts'
import { attempt, deleted, deleteParts, readParts, writeParts, written } from './archive-parts.ts'
import type { Validators } from './fetch.ts'

/** What is kept of a list beside its octets. */
export interface ArchivedHead {
  /** Of the octets, lower-case hexadecimal. */
  readonly sha256: string
  /** How many octets there are. */
  readonly octets: number
  /** Where it came from. */
  readonly location: string
  /** When it was fetched, or when its server last said that it has not changed. */
  readonly obtainedAt: Instant
  readonly validators: Validators
}

export interface Archived extends ArchivedHead {
  readonly bytes: Uint8Array
}

/**
 * Lists as they came, in a store. Nothing that comes out is trusted; whoever reads verifies again. Octets stand under their
 * digest and a small head leads to them, so a reader never meets a head with the octets of another list, whoever writes at
 * the same time. The head is turned to new octets when all of them are there, and former ones go after that: wherever a
 * writer is stopped, the old list is there or the new one, whole. They stand there in parts, each a value of its own: to
 * encode, digest and write a large list at once would hold up for many milliseconds whatever else the process does.
 */
export interface ListArchive {
  /** Undefined where there is nothing that could be used. */
  head(name: string): Promise<ArchivedHead | undefined>
  read(name: string): Promise<Archived | undefined>
  /** @returns Whether all of it is written. */
  write(name: string, archived: Omit<Archived, 'octets'>): Promise<boolean>
  /**
   * Writes only the head, where these octets are there already. They are read to find out: one that is missing or changed
   * would be found out at the next start, when there may be no server to ask.
   *
   * @returns Whether they are there, and it is written.
   */
  confirm(name: string, head: Omit<ArchivedHead, 'octets'>): Promise<boolean>
  /** Takes a list out. @returns Whether it is not there any more. */
  remove(name: string): Promise<boolean>
}

/** @param store May fail, forget or lie: each fault is as if it held nothing. */
export function listArchive(store: KeyValueStore): ListArchive {
  const head = async (name: string) => parseHead(await attempt(() => store.get(headKey(name))))
  const point = (name: string, { sha256, octets, location, obtainedAt, validators }: ArchivedHead) =>
    written(store, headKey(name), JSON.stringify({ sha256, octets, location, obtainedAt, ...validators }))
  return {
    head,
    confirm: async (name, given) => {
      const before = await head(name)
      if (before?.sha256 !== given.sha256) return false
      if (!(await readParts(store, name, before))) return false
      return point(name, { ...given, octets: before.octets })
    },
    read: name => readWhole(store, name, head),
    write: async (name, given) => {
      const archived = { ...given, octets: given.bytes.length }
      const before = await head(name)
      if (!(await writeParts(store, name, archived))) return false
      if (!(await point(name, archived))) return false
      if (before && (await head(name))?.sha256 !== before.sha256) await deleteParts(store, name, before)
      return true
    },
    remove: async name => {
      const before = await head(name)
      const isGone = await deleted(store, headKey(name))
      if (isGone && before) await deleteParts(store, name, before)
      return isGone
    },
  }
}

/** Another process may replace a list while it is read; then what it wrote is read, and who meets that often gives up. */
async function readWhole(
  store: KeyValueStore,
  name: string,
  head: ListArchive['head'],
): Promise<Archived | undefined> {
  let found = await head(name)
  for (let attempts = 3; found && attempts > 0; attempts -= 1) {
    const bytes = await readParts(store, name, found)
    if (bytes) return { ...found, bytes }
    const { sha256 } = found
    found = await head(name)
    if (found?.sha256 === sha256) return undefined
  }
  return undefined
}

const headKey = (name: string): string => `qwac:list:${name}`

/** The largest list that is read. */
const LARGEST = 20_000_000

function parseHead(value: unknown): ArchivedHead | undefined {
  if (typeof value !== 'string' || value.length > 10_000) return undefined
  try {
    return headOf(JSON.parse(value))
  } catch {
    return undefined
  }
}

function headOf(value: unknown): ArchivedHead | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (!('sha256' in value && 'octets' in value && 'location' in value && 'obtainedAt' in value))
    return undefined
  const { sha256, octets, location, obtainedAt } = value
  if (typeof octets !== 'number' || !(octets >= 0 && octets <= LARGEST && Number.isInteger(octets)))
    return undefined
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) return undefined
  if (typeof location !== 'string' || typeof obtainedAt !== 'number') return undefined
  const etag = 'etag' in value && typeof value.etag === 'string' ? { etag: value.etag } : {}
  const lastModified =
    'lastModified' in value && typeof value.lastModified === 'string'
      ? { lastModified: value.lastModified }
      : {}
  const moment = instantFromMilliseconds(obtainedAt)
  return { sha256, octets, location, obtainedAt: moment, validators: { ...etag, ...lastModified } }
}
