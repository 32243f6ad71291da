import { createHash } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { type Instant, instantFromMilliseconds } from '../core/time.ts'
import type { Validators } from './list-fetch.ts'
import type { KeyValueStore } from './store.ts'

/** What is kept of a list beside its octets. */
export interface ArchivedHead {
  /** Of the octets, lower-case hexadecimal. */
  readonly sha256: string
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
 * the same time and wherever a writer is stopped.
 */
export interface ListArchive {
  /** Undefined where there is nothing that could be used. */
  head(name: string): Promise<ArchivedHead | undefined>
  read(name: string): Promise<Archived | undefined>
  /** @returns Whether all of it is written. */
  write(name: string, archived: Archived): Promise<boolean>
  /** Only the head, where the octets are there already. */
  confirm(name: string, head: ArchivedHead): Promise<boolean>
}

/** @param store May fail, forget or lie: each fault is as if it held nothing. */
export function listArchive(store: KeyValueStore): ListArchive {
  const head = async (name: string) => parseHead(await attempt(() => store.get(headKey(name))))
  const confirm = (name: string, { sha256, location, obtainedAt, validators }: ArchivedHead) =>
    written(store, headKey(name), JSON.stringify({ sha256, location, obtainedAt, ...validators }))
  return {
    head,
    confirm,
    read: async name => {
      const found = await head(name)
      if (!found) return undefined
      const bytes = octetsOf(await attempt(() => store.get(octetsKey(found.sha256))), found.sha256)
      return bytes && { ...found, bytes }
    },
    write: async (name, archived) => {
      const before = await head(name)
      // To write a large list takes milliseconds, so other work goes first between two of them.
      await turn()
      const encoded = Buffer.from(archived.bytes).toString('base64')
      if (!(await written(store, octetsKey(archived.sha256), encoded))) return false
      if (!(await confirm(name, archived))) return false
      if (before && before.sha256 !== archived.sha256)
        await attempt(() => store.delete(octetsKey(before.sha256)))
      return true
    },
  }
}

const headKey = (name: string): string => `qwac:list:${name}`
const octetsKey = (sha256: string): string => `qwac:list-octets:${sha256}`

async function attempt<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call()
  } catch {
    return undefined
  }
}

/** Keyv answers false where its adapter failed. */
async function written(store: KeyValueStore, key: string, value: string): Promise<boolean> {
  try {
    return (await store.set(key, value)) !== false
  } catch {
    return false
  }
}

/** What does not have the digest that it is kept under is damaged, or another's. */
function octetsOf(value: unknown, sha256: string): Uint8Array | undefined {
  if (typeof value !== 'string' || value.length > LARGEST) return undefined
  const bytes = new Uint8Array(Buffer.from(value, 'base64'))
  return createHash('sha256').update(bytes).digest('hex') === sha256 ? bytes : undefined
}

/** Base64 of the largest list that is read, 20 MB. */
const LARGEST = 27_000_000

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
  if (!('sha256' in value && 'location' in value && 'obtainedAt' in value)) return undefined
  const { sha256, location, obtainedAt } = value
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) return undefined
  if (typeof location !== 'string' || typeof obtainedAt !== 'number') return undefined
  const etag = 'etag' in value && typeof value.etag === 'string' ? { etag: value.etag } : {}
  const lastModified =
    'lastModified' in value && typeof value.lastModified === 'string'
      ? { lastModified: value.lastModified }
      : {}
  const moment = instantFromMilliseconds(obtainedAt)
  return { sha256, location, obtainedAt: moment, validators: { ...etag, ...lastModified } }
}
