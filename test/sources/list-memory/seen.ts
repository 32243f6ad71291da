import { instant } from '../../../src/core/time.ts'
import type { ListMemory, SeenList } from '../../../src/trust-list/sequence-memory.ts'

export const seen = (sequenceNumber: number, digest = 'aa', territory = 'AT'): SeenList => ({
  territory,
  sequenceNumber,
  digest,
  issued: instant('2026-06-01T00:00:00Z'),
})

/** The number that a memory holds of Austria, or why nobody can say. */
export async function held(memory: ListMemory): Promise<number | 'never' | 'unreadable'> {
  const { seen: lists, unreadable } = await memory.recall(['AT'])
  if (unreadable === 'all' || unreadable.has('AT')) return 'unreadable'
  return lists.get('AT')?.sequenceNumber ?? 'never'
}
