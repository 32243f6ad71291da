import { createHash } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import type { KeyValueStore } from '../stores/store.ts'

/** Octets of a part: to encode, digest and write them takes a fraction of a millisecond at a time. */
const PART = 65_535

/** What parts are found by. */
export interface PartsPlace {
  /** Names one act of writing: what is written by another one stands elsewhere, whatever it is. */
  readonly id: string
  /** How many octets there are. */
  readonly octets: number
}

export interface WholeOfParts extends PartsPlace {
  /** Of all octets, lower-case hexadecimal. */
  readonly sha256: string
}

/** The keys of the parts, and where each begins and ends. */
function partsOf(name: string, { id, octets }: PartsPlace) {
  return Array.from({ length: Math.ceil(octets / PART) }, (_, index) => ({
    key: `qwac:list-octets:${name}:${id}:${index}`,
    start: index * PART,
    end: Math.min(octets, (index + 1) * PART),
  }))
}

/** @returns Whether all of them are written. */
export async function writeParts(
  store: KeyValueStore,
  name: string,
  { id, bytes }: { readonly id: string; readonly bytes: Uint8Array },
): Promise<boolean> {
  const { buffer, byteOffset, length } = bytes
  for (const { key, start, end } of partsOf(name, { id, octets: length })) {
    // Other work goes first between two parts.
    await turn()
    const part = Buffer.from(buffer, byteOffset + start, end - start)
    if (!(await written(store, key, part.toString('base64')))) return false
  }
  return true
}

/** What does not have the digest that it is kept with is damaged, or another's. */
export async function readParts(
  store: KeyValueStore,
  name: string,
  whole: WholeOfParts,
): Promise<Uint8Array | undefined> {
  const bytes = new Uint8Array(whole.octets)
  const hash = createHash('sha256')
  for (const { key, start, end } of partsOf(name, whole)) {
    await turn()
    const text = await attempt(() => store.get(key))
    if (typeof text !== 'string' || text.length !== 4 * Math.ceil((end - start) / 3)) return undefined
    const part = Buffer.from(text, 'base64')
    if (part.length !== end - start) return undefined
    bytes.set(part, start)
    hash.update(part)
  }
  return hash.digest('hex') === whole.sha256 ? bytes : undefined
}

/** It is the first that goes where parts are deleted. */
export async function hasFirstPart(
  store: KeyValueStore,
  name: string,
  whole: WholeOfParts,
): Promise<boolean> {
  const [first] = partsOf(name, whole)
  return first !== undefined && typeof (await attempt(() => store.get(first.key))) === 'string'
}

/** @returns Whether the store has deleted all of them; where it has failed, they may be there still. */
export async function deleteParts(store: KeyValueStore, name: string, whole: PartsPlace): Promise<boolean> {
  let isGone = true
  for (const { key } of partsOf(name, whole)) {
    const isDone = await attempt(() => store.delete(key).then(() => true))
    isGone &&= isDone === true
  }
  return isGone
}

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

/**
 * Whether nothing stands there any more; not where the store fails, because it may stand there all the same.
 */
export async function deleted(store: KeyValueStore, key: string): Promise<boolean> {
  try {
    await store.delete(key)
    return ((await store.get(key)) ?? undefined) === undefined
  } catch {
    return false
  }
}
