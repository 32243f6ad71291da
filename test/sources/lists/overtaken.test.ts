import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { memoryListMemory } from '../../../src/sources/list-memory/list-memory.ts'
import { memoryStore } from '../../../src/sources/stores/store-in-memory.ts'
import type { ListMemory } from '../../../src/trust-list/sequence-memory.ts'
import { type ListWorld, listWorld } from './list-world.ts'

let world: ListWorld
beforeEach(async () => {
  world = await listWorld()
})
afterEach(() => world.close())

/** A memory before which something happens once, between what a round recalls and what it remembers. */
function crossed(inner: ListMemory, cross: () => Promise<void>): ListMemory & { arm(): void } {
  let isArmed = false
  return {
    ...inner,
    arm: () => {
      isArmed = true
    },
    remember: async lists => {
      if (isArmed) {
        isArmed = false
        await cross()
      }
      return inner.remember(lists)
    },
  }
}

describe('another process that sees a newer list while a refresh is under way', () => {
  const changes: readonly (readonly [string, () => void])[] = [
    ['of lists', () => world.files.set('lotl.xml', world.lotl({ sequenceNumber: '8' }))],
    ['of one territory', () => world.files.set('XX.xml', world.list('XX', 8))],
  ]

  test.each(changes)('%s: the refresh ends with that one, and nobody is without lists', async (_, change) => {
    const inner = memoryListMemory()
    const memory = crossed(inner, async () => {
      change()
      await world.keeper({ memory: inner }).refresh()
    })
    const keeper = world.keeper({ memory })
    await keeper.refresh()
    memory.arm()
    const health = await keeper.refresh()
    expect(health).toMatchObject({ ready: true, anchors: 2, listOfLists: { state: 'fresh' } })
    expect(health.lists['XX']).toMatchObject({ state: 'fresh' })
    expect(Math.max(health.listOfLists.sequenceNumber ?? 0, health.lists['XX']?.sequenceNumber ?? 0)).toBe(8)
  })

  test('and puts it where nobody else finds it: that is a failure, and soon tried again', async () => {
    const inner = memoryListMemory()
    const memory = crossed(inner, async () => {
      const before = world.files.get('XX.xml') ?? new Uint8Array()
      world.files.set('XX.xml', world.list('XX', 8))
      await world.keeper({ memory: inner }).refresh()
      world.files.set('XX.xml', before)
    })
    const keeper = world.keeper({ memory, retryAfter: 1000, period: 100_000 })
    await keeper.start()
    await keeper.refresh()
    memory.arm()
    const { lists, ready } = await keeper.refresh()
    expect(ready).toBe(true)
    expect(lists['XX']).toMatchObject({
      state: 'refused',
      reason: 'rolled-back',
      lastAttempt: { outcome: 'failed', reason: 'rolled-back' },
    })
    expect(lists['YY']).toMatchObject({ state: 'fresh', lastAttempt: { outcome: 'unchanged' } })
    expect(world.planned.at(-1)?.milliseconds).toBe(1000)
  })
})

describe('a memory that cannot be read at the end of a refresh', () => {
  test('takes the lists out of use, which is told, and soon tried again', async () => {
    const inner = memoryListMemory()
    let isDown = false
    const memory: ListMemory = {
      ...inner,
      remember: async lists => {
        const { remembered, unwritten } = await inner.remember(lists)
        return isDown
          ? { remembered: { ...remembered, unreadable: 'all' }, unwritten }
          : { remembered, unwritten }
      },
    }
    const keeper = world.keeper({ memory, store: memoryStore(), retryAfter: 1000, period: 100_000 })
    await keeper.start()
    isDown = true
    const failed = { state: 'refused', lastAttempt: { outcome: 'failed', reason: 'memory-unreadable' } }
    expect(await keeper.refresh()).toMatchObject({ ready: false, listOfLists: failed })
    expect(world.planned.at(-1)?.milliseconds).toBe(1000)
    isDown = false
    expect(await keeper.refresh()).toMatchObject({ ready: true, anchors: 2 })
    expect(world.planned.at(-1)?.milliseconds).toBe(100_000)
  })

  test.each([1, 2, 3, 4, 5])(
    'for call %i alone once the lists are remembered keeps them from nobody, nor from the store',
    async call => {
      const [inner, store] = [memoryListMemory(), memoryStore()]
      let isLoaded = false
      let left = Number.POSITIVE_INFINITY
      const memory: ListMemory = {
        ...inner,
        recall: async names => {
          left -= 1
          const remembered = await inner.recall(names)
          return left === 0 ? { ...remembered, unreadable: 'all' } : remembered
        },
        remember: async lists => {
          if (isLoaded && lists.length > 1) left = call
          return inner.remember(lists)
        },
      }
      await world.keeper({ store }).refresh()
      world.files.set('XX.xml', world.list('XX', 8))
      const keeper = world.keeper({ memory, store })
      await keeper.load()
      isLoaded = true
      expect(await keeper.refresh()).toMatchObject({ store: 'written', lists: { XX: { sequenceNumber: 8 } } })
      const kept = await world.keeper({ store }).load()
      expect(kept.lists['XX']).toMatchObject({ state: 'fresh', sequenceNumber: 8 })
    },
  )
})
