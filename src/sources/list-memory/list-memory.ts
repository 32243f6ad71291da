import { ok } from '../../core/result.ts'
import type { ListMemory, SeenList } from '../../trust-list/sequence-memory.ts'

/**
 * Remembers lists as long as the process lives: for tests, and for processes that start from a snapshot each
 * time.
 */
export function memoryListMemory(): ListMemory {
  const seen = new Map<string, SeenList>()
  const held = () => ({ seen: new Map(seen), unreadable: new Set<string>() })
  return {
    recall: async () => held(),
    remember: async lists => {
      for (const list of lists) {
        const last = seen.get(list.territory)
        if (!last || last.sequenceNumber < list.sequenceNumber) seen.set(list.territory, list)
      }
      return { remembered: held(), unwritten: new Map() }
    },
    forget: async territory => {
      seen.delete(territory)
      return ok(undefined)
    },
  }
}
