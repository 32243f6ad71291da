import { createHash } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import type { KeyValueStore } from '../stores/store.ts'

/** Octets of a part: to encode and digest them takes a millisecond or two. */
const PART = 196_608

/** What parts are found by: the digest of all octets in lower-case hexadecimal, and how many octets there are. */
export interface WholeOfParts {
  readonly sha256: string
  readonly octets: number
}

/**
 * The keys of the parts, and where each begins. The name stands in them, because one list of lists can be kept under two: as
 * itself, and as a pivot, which stays when the other goes.
 */
function partsOf(name: string, { sha256, octets }: WholeOfParts) {
  return Array.from({ length: Math.ceil(octets / PART) }, (_, index) => ({
    key: `qwac:list-octets:${name}:${sha256}:${index}`,
    start: index * PART,
  }))
}

/** @returns Whether all of them are written. */
export async function writeParts(
  store: KeyValueStore,
  name: string,
  archived: WholeOfParts & { readonly bytes: Uint8Array },
): Promise<boolean> {
  const { buffer, byteOffset } = archived.bytes
  for (const { key, start } of partsOf(name, archived)) {
    // Other work goes first between two parts.
    await turn()
    const part = Buffer.from(buffer, byteOffset + start, Math.min(PART, archived.octets - start))
    if (!(await written(store, key, part.toString('base64')))) return false
  }
  return true
}

/** What does not have the digest that it is kept under is damaged, or another's. */
export async function readParts(
  store: KeyValueStore,
  name: string,
  head: WholeOfParts,
): Promise<Uint8Array | undefined> {
  const bytes = new Uint8Array(head.octets)
  const hash = createHash('sha256')
  for (const { key, start } of partsOf(name, head)) {
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

export async function deleteParts(store: KeyValueStore, name: string, head: WholeOfParts): Promise<void> {
  for (const { key } of partsOf(name, head)) await attempt(() => store.delete(key))
}

/** Of the base64 of a part, with room for line breaks. */
const LONGEST = 2 * PART

/** Undefined where the store fails. */
export async function attempt<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call()
  } catch {
    return undefined
  }
}

/** Keyv answers false where its adapter failed. */
export async function written(store: KeyValueStore, key: string, value: string): Promise<boolean> {
  try {
    return (await store.set(key, value)) !== false
  } catch {
    return false
  }
}

/** Whether nothing stands there any more; not where the store fails, because it may stand there all the same. */
export async function deleted(store: KeyValueStore, key: string): Promise<boolean> {
  try {
    await store.delete(key)
    return ((await store.get(key)) ?? undefined) === undefined
  } catch {
    return false
  }
}
