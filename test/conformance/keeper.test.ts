import { describe, expect, test } from 'vitest'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { memoryListMemory } from '../../src/sources/list-memory/list-memory.ts'
import { createListKeeper } from '../../src/sources/lists/keeper.ts'
import { memoryStore } from '../../src/sources/stores/store-in-memory.ts'
import { compiledWorker } from '../support/compiled-worker.ts'
import { LIST_OF_LISTS_AT, LISTS_AT, listServers } from '../support/lists-in-force.ts'
import { corpus } from './corpus.ts'

describe.skipIf(!corpus)('the lists in force', () => {
  test('are verified once by a keeper, the one that is refused too', async () => {
    const thread = compiledWorker()
    let threads = 0
    const count = () => void threads++
    process.on('worker', count)
    const keeper = createListKeeper({
      client: await listServers(corpus ?? '', { sayUnchanged: false }),
      store: memoryStore(),
      memory: memoryListMemory(),
      crypto: nodeCrypto(),
      location: LIST_OF_LISTS_AT,
      clock: () => LISTS_AT,
      worker: thread.worker,
    })
    try {
      const first = await keeper.refresh()
      expect(first).toMatchObject({
        ready: true,
        lists: {
          HR: { state: 'refused', reason: 'not-announced' },
          UK: { state: 'closed' },
          RO: { state: 'fresh' },
        },
      })
      expect(threads).toBe(1)
      const again = await keeper.refresh()
      expect(threads).toBe(1)
      const states = (health: typeof first) =>
        Object.entries(health.lists).map(([name, { state, reason }]) => [name, state, reason])
      expect(states(again)).toEqual(states(first))
      expect(again.lists['RO']).toMatchObject({ lastAttempt: { outcome: 'unchanged' } })
    } finally {
      process.off('worker', count)
      await keeper.close()
      thread.remove()
    }
  }, 120_000)
})
