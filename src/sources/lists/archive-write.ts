import { randomUUID } from 'node:crypto'
import type { KeyValueStore } from '../stores/store.ts'
import { type ArchivedHead, headKey, LARGEST, writeHead } from './archive-head.ts'
import { writeJournal } from './archive-journal.ts'
import { deleteParts, hasFirstPart, type PartsPlace, writeParts, written } from './archive-parts.ts'
import { type Archived, readHead, readNoted } from './archive-read.ts'
import { digestInTurns, pack } from './packing.ts'

/** Where a list stands. */
export interface Place {
  readonly store: KeyValueStore
  readonly name: string
  readonly now: () => number
}

/** Puts a list into a store: its parts, then the head that leads to them; then what it replaced goes. */
export async function writeList(
  place: Place,
  { bytes, ...facts }: Omit<Archived, 'octets' | 'packed'>,
  isStill: () => Promise<boolean>,
): Promise<boolean> {
  if (bytes.length > LARGEST) return false
  const octets = await pack(bytes)
  const sha256 = await digestInTurns(octets)
  const writing = { octets, isStill }
  const head = () => {
    const packed = { id: randomUUID(), sha256, octets: octets.length }
    return { ...facts, octets: bytes.length, packed }
  }
  const first = await writeOnce(place, head(), writing)
  const last = first === 'taken-away' ? await writeOnce(place, head(), writing) : first
  return last === 'done'
}

/** Octets that are packed, and when to put them there. */
interface Writing {
  readonly octets: Uint8Array
  readonly isStill: () => Promise<boolean>
}

/**
 * `taken-away`: one whose clock is an hour ahead has taken the parts for abandoned while they were written.
 */
async function writeOnce(
  place: Place,
  head: ArchivedHead,
  { octets, isStill }: Writing,
): Promise<'done' | 'failed' | 'taken-away'> {
  const { store, name, now } = place
  const { packed } = head
  const journal = writeJournal(store, name)
  await journal.begin(head, now())
  if (!(await writeParts(store, name, { id: packed.id, bytes: octets }))) return 'failed'
  const before = await readHead(store, name)
  const earlier = await journal.heads()
  if (!(await isStill())) {
    const isGone = await deleteParts(store, name, packed)
    if (isGone) await journal.strike([packed])
    return 'done'
  }
  if (!(await point(place, head))) return 'failed'
  if (!(await hasFirstPart(store, name, packed)))
    return (await isReplaced(place, packed)) ? 'done' : 'taken-away'
  const after = (await isStill()) ? await insist(place, head) : await giveWay(place, earlier)
  if (after) await tidy(place, after, before ? [before.packed, packed] : [packed])
  return 'done'
}

/**
 * Another process may have turned the head meanwhile, to octets of the same list or back to an older one; the
 * newest stands again.
 *
 * @returns The head that stands there.
 */
async function insist(place: Place, head: ArchivedHead): Promise<ArchivedHead | undefined> {
  const { store, name } = place
  const found = await readHead(store, name)
  if (!found || found.sha256 === head.sha256) return found
  if (!(await hasFirstPart(store, name, head.packed))) return found
  await point(place, head)
  return readHead(store, name)
}

/**
 * Others went on before the head was turned, so it is turned back to what they have written, if they have.
 *
 * @param earlier What was noted when the list was still the newest, and therefore is no newer.
 * @returns The head that stands there.
 */
async function giveWay(place: Place, earlier: readonly ArchivedHead[]): Promise<ArchivedHead | undefined> {
  const { store, name } = place
  const theirs = await readNoted(store, name, new Set(earlier.map(({ packed }) => packed.id)))
  if (theirs) {
    const { bytes: _, ...head } = theirs
    await point(place, head)
  }
  return readHead(store, name)
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
  const gone: PartsPlace[] = []
  for (const parts of unused) if (await discard(place, parts, head)) gone.push(parts)
  await journal.strike(gone)
}

/**
 * Deletes parts that no head leads to. Where one was turned to them meanwhile, the good one stands again.
 *
 * @returns Whether they are gone.
 */
async function discard(place: Place, parts: PartsPlace, good: ArchivedHead): Promise<boolean> {
  const { store, name } = place
  const isGone = await deleteParts(store, name, parts)
  if ((await readHead(store, name))?.packed.id === parts.id) await point(place, good)
  return isGone
}

export function point({ store, name }: Place, head: ArchivedHead): Promise<boolean> {
  return written(store, headKey(name), writeHead(head))
}
