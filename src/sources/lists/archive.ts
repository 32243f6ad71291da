import type { KeyValueStore } from '../stores/store.ts'
import { type ArchivedHead, headKey } from './archive-head.ts'
import { writeJournal } from './archive-journal.ts'
import {
  deleted,
  deleteParts,
  hasFirstPart,
  type PartsPlace,
  readParts,
  type WholeOfParts,
} from './archive-parts.ts'
import { type Archived, readHead, readNoted, readWhole } from './archive-read.ts'
import { type Place, point, writeList } from './archive-write.ts'

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
  /**
   * What was written last beside that: a writer that was stopped, or a store that wrote late, can have turned
   * the head to an older list, and what is newer stands there still. Undefined where no head is there.
   */
  readBeside(name: string): Promise<Archived | undefined>
  /**
   * @param isStill Whether the list is still to be put there, asked at the last moment: others may have gone
   *   on while its parts were written.
   * @returns Whether all of it is written, unless others have gone on.
   */
  write(
    name: string,
    archived: Omit<Archived, 'octets' | 'packed'>,
    isStill?: () => Promise<boolean>,
  ): Promise<boolean>
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
    readBeside: async name => {
      const head = await readHead(store, name)
      return head && readNoted(store, name, new Set([head.packed.id]))
    },
    write: (name, given, isStill = async () => true) => writeList({ store, name, now }, given, isStill),
    confirm: (name, given) => confirm({ store, name, now }, given, readings),
    remove: async name => {
      const before = await readHead(store, name)
      const isGone = await deleted(store, headKey(name))
      if (!isGone) return false
      const journal = writeJournal(store, name)
      await journal.strikeHeads()
      const over = [...(before ? [before.packed] : []), ...(await journal.abandoned(now()))]
      const gone: PartsPlace[] = []
      for (const parts of over) if (await deleteParts(store, name, parts)) gone.push(parts)
      await journal.strike(gone)
      return true
    },
  }
}

/** Which octets of a list were last found whole, and when. */
type Readings = Map<string, { readonly id: string; readonly at: number }>

/** To read all lists takes megabytes of texts, which the process then has to clear away while others wait. */
const READING_PERIOD = 86_400_000

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
