import { randomUUID } from 'node:crypto'
import type { KeyValueStore } from '../stores/store.ts'
import { type ArchivedHead, headKey, LARGEST, parseHead, writeHead } from './archive-head.ts'
import { writeJournal } from './archive-journal.ts'
import {
  attempt,
  deleted,
  deleteParts,
  hasFirstPart,
  type PartsPlace,
  readParts,
  type WholeOfParts,
  writeParts,
  written,
} from './archive-parts.ts'
import { digestInTurns, pack, unpack } from './packing.ts'

export interface Archived extends ArchivedHead {
  readonly bytes: Uint8Array
}

/**
 * Lists as they came, packed, in a store. Nothing that comes out is trusted; whoever reads verifies again.
 * Octets stand where one act of writing has put them, and a small head leads to them, so a reader never meets
 * a head with the octets of another list, whoever writes at the same time. The head is turned to new octets
 * when all of them are there, and former ones go after that: wherever a writer is stopped, the old list is
 * there or the new one, whole. They stand there in parts, each a value of its own: to encode, digest and
 * write a large list at once would hold up whatever else the process does.
 *
 * A store of this shape cannot compare and set, so after each step that another process could have crossed,
 * whoever took it looks again: who has deleted parts looks whether a head leads to them once more, and who
 * has turned a head to parts whether somebody has begun to delete them. One of two who cross sees the other.
 */
export interface ListArchive {
  /** Undefined where there is nothing that could be used. */
  head(name: string): Promise<ArchivedHead | undefined>
  read(name: string): Promise<Archived | undefined>
  /** @returns Whether all of it is written. */
  write(name: string, archived: Omit<Archived, 'octets' | 'packed'>): Promise<boolean>
  /**
   * Writes only the head, where these octets are there already. They are read to find out, at first and then
   * once a day: one that is missing or changed would be found out at the next start, when there may be no
   * server to ask. In between it is looked whether they begin.
   *
   * @returns Whether they are there, and it is written.
   */
  confirm(name: string, head: Omit<ArchivedHead, 'octets' | 'packed'>): Promise<boolean>
  /** Takes a list out. @returns Whether it is not there any more. */
  remove(name: string): Promise<boolean>
}

/**
 * @param store May fail, forget or lie: each fault is as if it held nothing.
 * @param now Milliseconds since 1970.
 */
export function listArchive(store: KeyValueStore, now: () => number = Date.now): ListArchive {
  const readings: Readings = new Map()
  return {
    head: name => readHead(store, name),
    read: name => readWhole(store, name),
    write: (name, given) => write({ store, name, now }, given),
    confirm: (name, given) => confirm({ store, name, now }, given, readings),
    remove: async name => {
      const before = await readHead(store, name)
      const isGone = await deleted(store, headKey(name))
      if (!isGone) return false
      const journal = writeJournal(store, name)
      const over = [...(before ? [before.packed] : []), ...(await journal.abandoned(now()))]
      for (const parts of over) await deleteParts(store, name, parts)
      await journal.strike(over)
      return true
    },
  }
}

/** Which octets of a list were last found whole, and when. */
type Readings = Map<string, { readonly id: string; readonly at: number }>

/** To read all lists takes megabytes of texts, which the process then has to clear away while others wait. */
const READING_PERIOD = 86_400_000

/** Where a list stands. */
interface Place {
  readonly store: KeyValueStore
  readonly name: string
  readonly now: () => number
}

async function write(place: Place, given: Omit<Archived, 'octets' | 'packed'>): Promise<boolean> {
  const { store, name, now } = place
  const { bytes, ...facts } = given
  if (bytes.length > LARGEST) return false
  const octets = await pack(bytes)
  const packed = { id: randomUUID(), sha256: await digestInTurns(octets), octets: octets.length }
  await writeJournal(store, name).begin(packed, now())
  if (!(await writeParts(store, name, { id: packed.id, bytes: octets }))) return false
  const before = await readHead(store, name)
  if (!(await point(place, { ...facts, octets: bytes.length, packed }))) return false
  // One whose clock is an hour ahead takes these parts for abandoned while they are written.
  if (!(await hasFirstPart(store, name, packed))) return isReplaced(place, packed)
  // Another process may have turned the head meanwhile: to its own octets, or back to those that were there
  // before.
  const head = await readHead(store, name)
  if (head) await tidy(place, head, before ? [before.packed, packed] : [packed])
  return true
}

/** Whether the head has been turned to other parts than these. */
async function isReplaced({ store, name }: Place, { id }: PartsPlace): Promise<boolean> {
  const head = await readHead(store, name)
  return head !== undefined && head.packed.id !== id
}

/** Deletes what no head leads to: what was replaced, and what writers left behind who were stopped. */
async function tidy(place: Place, head: ArchivedHead, over: readonly PartsPlace[]): Promise<void> {
  const journal = writeJournal(place.store, place.name)
  const all = [...over, ...(await journal.abandoned(place.now()))]
  const unused = all.filter(({ id }) => id !== head.packed.id)
  for (const parts of unused) await discard(place, parts, head)
  await journal.strike(unused)
}

/** Deletes parts that no head leads to. Where one was turned to them meanwhile, the good one stands again. */
async function discard(place: Place, parts: PartsPlace, good: ArchivedHead): Promise<void> {
  const { store, name } = place
  await deleteParts(store, name, parts)
  if ((await readHead(store, name))?.packed.id === parts.id) await point(place, good)
}

async function confirm(
  place: Place,
  given: Omit<ArchivedHead, 'octets' | 'packed'>,
  readings: Readings,
): Promise<boolean> {
  const { store, name } = place
  const before = await readHead(store, name)
  if (before?.sha256 !== given.sha256) return false
  if (!(await isWhole(place, before.packed, readings))) return false
  const still = await readHead(store, name)
  // Somebody has written these octets anew, or others.
  if (still?.packed.id !== before.packed.id) return still?.sha256 === given.sha256
  const { octets, packed } = before
  return (await point(place, { ...given, octets, packed })) && hasFirstPart(store, name, packed)
}

async function isWhole(
  { store, name, now }: Place,
  packed: WholeOfParts,
  readings: Readings,
): Promise<boolean> {
  const last = readings.get(name)
  if (last?.id === packed.id && Math.abs(now() - last.at) < READING_PERIOD) return true
  if (!(await readParts(store, name, packed))) return false
  readings.set(name, { id: packed.id, at: now() })
  return true
}

function point({ store, name }: Place, head: ArchivedHead): Promise<boolean> {
  return written(store, headKey(name), writeHead(head))
}

async function readHead(store: KeyValueStore, name: string): Promise<ArchivedHead | undefined> {
  return parseHead(await attempt(() => store.get(headKey(name))))
}

/**
 * Another process may replace a list while it is read; then what it wrote is read, and who meets that often
 * gives up.
 */
async function readWhole(store: KeyValueStore, name: string): Promise<Archived | undefined> {
  let found = await readHead(store, name)
  for (let attempts = 3; found && attempts > 0; attempts -= 1) {
    const bytes = await readOctets(store, name, found)
    if (bytes) return { ...found, bytes }
    const { id } = found.packed
    found = await readHead(store, name)
    if (found?.packed.id === id) return undefined
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
