import { isRecord } from '../../core/record.ts'
import type { KeyValueStore } from '../stores/store.ts'
import { type ArchivedHead, isSize, isWriteId, parseHead, writeHead } from './archive-head.ts'
import { attempt, type PartsPlace, written } from './archive-parts.ts'

/** Parts that somebody began to write. */
interface Noted extends PartsPlace {
  /** Milliseconds since 1970. */
  readonly at: number
  /** What is to lead to them. */
  readonly head?: ArchivedHead
}

/**
 * Where parts of a list stand, or may stand. A store cannot be searched, so whoever begins to write notes
 * where his parts will stand, and whoever deletes parts strikes them out: what a writer left behind that was
 * stopped, whoever writes later finds. Of two who note at one moment one can be overlooked; what it leaves
 * behind, if nobody needs it, only takes room.
 */
export interface WriteJournal {
  /** @param head What is to lead to the parts once they are there. */
  begin(head: ArchivedHead, now: number): Promise<void>
  /** What was noted to lead to parts, the last first. Whether they are there is another question. */
  heads(): Promise<readonly ArchivedHead[]>
  /** What was noted so long ago that nobody writes it any more. A head may lead to it. */
  abandoned(now: number): Promise<readonly PartsPlace[]>
  strike(parts: readonly PartsPlace[]): Promise<void>
  /** Where the list is taken out: nobody finds it again by what was noted. */
  strikeHeads(): Promise<void>
}

export function writeJournal(store: KeyValueStore, name: string): WriteJournal {
  const key = `qwac:list-writes:${name}`
  const noted = async () => parseJournal(await attempt(() => store.get(key)))
  return {
    begin: async (head, at) => {
      const { id, octets } = head.packed
      await written(store, key, writeNotes([...(await noted()), { id, octets, at, head }].slice(-MOST)))
    },
    heads: async () => (await noted()).flatMap(({ head }) => head ?? []).toReversed(),
    abandoned: async now => (await noted()).filter(({ at }) => now - at > ABANDONED),
    strike: async parts => {
      const struck = new Set(parts.map(({ id }) => id))
      const before = await noted()
      const left = before.filter(({ id }) => !struck.has(id))
      // Where the store has failed nothing seems noted, and what is must stay.
      if (left.length === before.length) return
      if (left.length > 0) await written(store, key, writeNotes(left))
      else await attempt(() => store.delete(key))
    },
    strikeHeads: async () => {
      const left = await noted()
      if (left.length > 0) await written(store, key, writeNotes(left.map(({ head: _, ...note }) => note)))
    },
  }
}

/** Nobody writes one list for an hour. */
const ABANDONED = 3_600_000

/** Notes that are kept: of as many writers that are stopped one after the other. */
const MOST = 40

/** Letters of a journal that is read: a note has some hundred. */
const LONGEST = 100_000

function writeNotes(notes: readonly Noted[]): string {
  return JSON.stringify(
    notes.map(({ head, ...note }) => ({ ...note, ...(head && { head: writeHead(head) }) })),
  )
}

function parseJournal(value: unknown): readonly Noted[] {
  if (typeof value !== 'string' || value.length > LONGEST) return []
  try {
    const entries: unknown = JSON.parse(value)
    return Array.isArray(entries) ? entries.flatMap(entryOf) : []
  } catch {
    return []
  }
}

function entryOf(value: unknown): readonly Noted[] {
  if (!isRecord(value)) return []
  const { id, octets, at } = value
  if (!isWriteId(id) || !isSize(octets) || typeof at !== 'number') return []
  const head = parseHead(value['head'])
  return [{ id, octets, at, ...(head?.packed.id === id && { head }) }]
}
