import { createHash } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { type Instant, instantFromMilliseconds } from '../../core/time.ts'
import type { KeyValueStore } from '../stores/store.ts'
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
 * the same time and wherever a writer is stopped. They stand there in parts, each a value of its own: to encode, digest and
 * write a large list at once would hold up for many milliseconds whatever else the process does.
 */
export interface ListArchive {
  /** Undefined where there is nothing that could be used. */
  head(name: string): Promise<ArchivedHead | undefined>
  read(name: string): Promise<Archived | undefined>
  /** @returns Whether all of it is written. */
  write(name: string, archived: Omit<Archived, 'octets'>): Promise<boolean>
  /** Only the head, where these octets are there already. @returns Whether they are, and it is written. */
  confirm(name: string, head: Omit<ArchivedHead, 'octets'>): Promise<boolean>
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
      return before?.sha256 === given.sha256 && point(name, { ...given, octets: before.octets })
    },
    read: async name => {
      const found = await head(name)
      const bytes = found && (await readParts(store, found))
      return bytes && { ...found, bytes }
    },
    write: async (name, given) => {
      const archived = { ...given, octets: given.bytes.length }
      const before = await head(name)
      if (!(await writeParts(store, archived))) return false
      if (!(await point(name, archived))) return false
      if (before && before.sha256 !== archived.sha256) await deleteParts(store, before)
      return true
    },
  }
}

/** Octets of a part: to encode and digest them takes a millisecond or two. */
const PART = 196_608

/** The keys of the parts, and where each begins. */
function partsOf({ sha256, octets }: Pick<ArchivedHead, 'sha256' | 'octets'>) {
  return Array.from({ length: Math.ceil(octets / PART) }, (_, index) => ({
    key: `qwac:list-octets:${sha256}:${index}`,
    start: index * PART,
  }))
}

async function writeParts(store: KeyValueStore, archived: Archived): Promise<boolean> {
  const { buffer, byteOffset } = archived.bytes
  for (const { key, start } of partsOf(archived)) {
    // Other work goes first between two parts.
    await turn()
    const part = Buffer.from(buffer, byteOffset + start, Math.min(PART, archived.octets - start))
    if (!(await written(store, key, part.toString('base64')))) return false
  }
  return true
}

/** What does not have the digest that it is kept under is damaged, or another's. */
async function readParts(store: KeyValueStore, head: ArchivedHead): Promise<Uint8Array | undefined> {
  const bytes = new Uint8Array(head.octets)
  const hash = createHash('sha256')
  for (const { key, start } of partsOf(head)) {
    await turn()
    const text = await attempt(() => store.get(key))
    if (typeof text !== 'string' || text.length > LONGEST) return undefined
    const part = Buffer.from(text, 'base64')
    if (part.length !== Math.min(PART, head.octets - start)) return undefined
    bytes.set(part, start)
    hash.update(part)
  }
  return hash.digest('hex') === head.sha256 ? bytes : undefined
}

async function deleteParts(store: KeyValueStore, head: ArchivedHead): Promise<void> {
  for (const { key } of partsOf(head)) await attempt(() => store.delete(key))
}

/** Of the base64 of a part, with room for line breaks. */
const LONGEST = 2 * PART

const headKey = (name: string): string => `qwac:list:${name}`

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
