import type { KeyValueStore } from '../stores/store.ts'
import { type ArchivedHead, headKey, parseHead } from './archive-head.ts'
import { writeJournal } from './archive-journal.ts'
import { attempt, readParts } from './archive-parts.ts'
import { digestInTurns, unpack } from './packing.ts'

export interface Archived extends ArchivedHead {
  readonly bytes: Uint8Array
}

export async function readHead(store: KeyValueStore, name: string): Promise<ArchivedHead | undefined> {
  return parseHead(await attempt(() => store.get(headKey(name))))
}

/**
 * Another process may replace a list while it is read; then what it wrote is read, and who meets that often
 * gives up.
 */
export async function readWhole(store: KeyValueStore, name: string): Promise<Archived | undefined> {
  let found = await readHead(store, name)
  for (let attempts = 3; found && attempts > 0; attempts -= 1) {
    const bytes = await readOctets(store, name, found)
    if (bytes) return { ...found, bytes }
    const { id } = found.packed
    found = await readHead(store, name)
    if (found?.packed.id === id) return readNoted(store, name, new Set([id]))
  }
  return undefined
}

/** Of others that may stand there whole. */
const MOST_NOTED = 4

/**
 * A writer that was stopped between two steps, and went on when others had gone on, leaves a head that leads
 * nowhere. What the others have written is there still, as they have noted.
 *
 * @param others What is not looked for, by the names of the acts of writing.
 */
export async function readNoted(
  store: KeyValueStore,
  name: string,
  others: ReadonlySet<string>,
): Promise<Archived | undefined> {
  const noted = await writeJournal(store, name).heads()
  for (const head of noted.filter(({ packed }) => !others.has(packed.id)).slice(0, MOST_NOTED)) {
    const bytes = await readOctets(store, name, head)
    if (bytes) return { ...head, bytes }
  }
  return undefined
}

async function readOctets(
  store: KeyValueStore,
  name: string,
  { sha256, octets, packed }: ArchivedHead,
): Promise<Uint8Array | undefined> {
  const parts = await readParts(store, name, packed)
  const bytes = parts && (await unpack(parts, octets))
  return bytes && (await digestInTurns(bytes)) === sha256 ? bytes : undefined
}
