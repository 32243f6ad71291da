import type { KeyValueStore } from '../stores/store.ts'
import { isSize, isWriteId } from './archive-head.ts'
import { attempt, type PartsPlace, written } from './archive-parts.ts'

/** Parts that are left over where the writer is stopped who noted them. */
interface Noted extends PartsPlace {
  /** Milliseconds since 1970. */
  readonly at: number
}

/**
 * The writes of a list that were begun and not ended. A store cannot be searched, so who begins notes where its parts will
 * stand, and where those stand that they replace: where it is stopped, whoever writes later knows what it left behind. Of
 * two who note at one moment one can be overlooked; what it leaves behind, if it is stopped as well, only takes room.
 */
export interface WriteJournal {
  begin(parts: readonly PartsPlace[], now: number): Promise<void>
  /** What was noted so long ago that nobody can be at it any more. */
  abandoned(now: number): Promise<readonly PartsPlace[]>
  /** Strikes out. */
  end(parts: readonly PartsPlace[]): Promise<void>
}

export function writeJournal(store: KeyValueStore, name: string): WriteJournal {
  const key = `qwac:list-writes:${name}`
  const begun = async () => parseJournal(await attempt(() => store.get(key)))
  return {
    begin: async (parts, at) => {
      const all = [...(await begun()), ...parts.map(({ id, octets }) => ({ id, octets, at }))]
      await written(store, key, JSON.stringify(all.slice(-MOST)))
    },
    abandoned: async now => (await begun()).filter(({ at }) => now - at > ABANDONED),
    end: async parts => {
      const ended = new Set(parts.map(({ id }) => id))
      const left = (await begun()).filter(({ id }) => !ended.has(id))
      if (left.length > 0) await written(store, key, JSON.stringify(left))
      else await attempt(() => store.delete(key))
    },
  }
}

/** Nobody writes one list for an hour. */
const ABANDONED = 3_600_000

/** Places that are noted: of as many writers, or half as many, that are stopped one after the other. */
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
  if (typeof value !== 'object' || value === null) return []
  if (!('id' in value && 'octets' in value && 'at' in value)) return []
  const { id, octets, at } = value
  return isWriteId(id) && isSize(octets) && typeof at === 'number' ? [{ id, octets, at }] : []
}
