import { isRecord } from '../../core/record.ts'
import type { KeyValueStore } from '../stores/store.ts'
import { isSize, isWriteId } from './archive-head.ts'
import { attempt, type PartsPlace, written } from './archive-parts.ts'

/** Parts that somebody began to write. */
interface Noted extends PartsPlace {
  /** Milliseconds since 1970. */
  readonly at: number
}

/**
 * Where parts of a list stand, or may stand. A store cannot be searched, so whoever begins to write notes
 * where his parts will stand, and whoever deletes parts strikes them out: what a writer left behind that was
 * stopped, whoever writes later finds. Of two who note at one moment one can be overlooked; what it leaves
 * behind, if nobody needs it, only takes room.
 */
export interface WriteJournal {
  begin(parts: PartsPlace, now: number): Promise<void>
  /** What was noted so long ago that nobody writes it any more. A head may lead to it. */
  abandoned(now: number): Promise<readonly PartsPlace[]>
  strike(parts: readonly PartsPlace[]): Promise<void>
}

export function writeJournal(store: KeyValueStore, name: string): WriteJournal {
  const key = `qwac:list-writes:${name}`
  const noted = async () => parseJournal(await attempt(() => store.get(key)))
  return {
    begin: async ({ id, octets }, at) => {
      const all = [...(await noted()), { id, octets, at }]
      await written(store, key, JSON.stringify(all.slice(-MOST)))
    },
    abandoned: async now => (await noted()).filter(({ at }) => now - at > ABANDONED),
    strike: async parts => {
      const struck = new Set(parts.map(({ id }) => id))
      const left = (await noted()).filter(({ id }) => !struck.has(id))
      if (left.length > 0) await written(store, key, JSON.stringify(left))
      else await attempt(() => store.delete(key))
    },
  }
}

/** Nobody writes one list for an hour. */
const ABANDONED = 3_600_000

/** Notes that are kept: of as many writers that are stopped one after the other. */
const MOST = 40

function parseJournal(value: unknown): readonly Noted[] {
  if (typeof value !== 'string' || value.length > 10_000) return []
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
  return isWriteId(id) && isSize(octets) && typeof at === 'number' ? [{ id, octets, at }] : []
}
