import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { memoryListMemory } from '../../../src/sources/list-memory/list-memory.ts'
import type { KeyValueStore } from '../../../src/sources/stores/store.ts'
import { memoryStore } from '../../../src/sources/stores/store-in-memory.ts'
import { JOURNAL, type ListWorld, listWorld } from './list-world.ts'

let world: ListWorld
beforeEach(async () => {
  world = await listWorld()
})
afterEach(() => world.close())

const never = () => new Promise<never>(() => undefined)
const thrown = (): never => {
  throw new Error('no')
}

describe('a store that', () => {
  type Fault = (inner: KeyValueStore) => Partial<KeyValueStore>
  const faults: readonly (readonly [string, Fault])[] = [
    ['never answers', () => ({ get: never, set: never, delete: never })],
    ['reads and never writes', () => ({ set: never, delete: never })],
    ['writes and never reads', () => ({ get: never })],
    ['gives octets', ({ get }) => ({ get: async key => Buffer.from(`${await get(key)}`) })],
    ['gives numbers', () => ({ get: async () => 5 })],
    ['gives objects', () => ({ get: async () => ({ ok: true, value: '{}' }) })],
    ['gives what stands under another key', ({ get }) => ({ get: key => get(key.replace('XX', 'YY')) })],
    ['says that nothing is written', () => ({ set: async () => false })],
    ['keeps nothing, and does not say so', () => ({ set: async () => undefined })],
    ['throws at once', () => ({ get: thrown, set: thrown, delete: thrown })],
  ]

  test.each(faults)('%s keeps nobody from lists, and is told', async (_, fault) => {
    const inner = memoryStore()
    const store = { ...inner, ...fault(inner) }
    const keeper = world.keeper({ store, storeDeadline: 20 })
    await keeper.start()
    expect(keeper.health()).toMatchObject({ ready: true, anchors: 2, store: 'failing' })
    expect(await keeper.refresh()).toMatchObject({ ready: true, anchors: 2 })
    await keeper.close()
  })

  test('never answers any more is left, and taken up again when it is well', async () => {
    const [memory, well] = [memoryListMemory(), memoryStore()]
    await world.keeper({ memory, store: well }).refresh()
    await world.server.fault('refused')
    let isFrozen = true
    const store = { ...well, get: (key: string) => (isFrozen ? never() : well.get(key)) }
    const keeper = world.keeper({ memory, store, storeDeadline: 20 })
    expect(await keeper.load()).toMatchObject({ ready: false, reason: 'not-loaded' })
    isFrozen = false
    expect(await world.keeper({ memory, store }).load()).toMatchObject({ ready: true, anchors: 2 })
  })
})

test('a head that the store writes after its deadline, over a newer one, hides that from nobody', async () => {
  const [inner, memory] = [memoryStore(), memoryListMemory()]
  const late: (() => Promise<unknown>)[] = []
  let isLate = false
  const store: KeyValueStore = {
    ...inner,
    set: (key, value) => {
      if (!isLate || key !== 'qwac:list:XX') return inner.set(key, value)
      late.push(() => inner.set(key, value))
      return never()
    },
  }
  const keeper = world.keeper({ memory, store, storeDeadline: 20 })
  await keeper.refresh()
  isLate = true
  world.files.set('XX.xml', world.list('XX', 8))
  expect(await keeper.refresh()).toMatchObject({ ready: true, store: 'failing' })
  isLate = false
  world.files.set('XX.xml', world.list('XX', 9))
  expect(await world.keeper({ memory, store }).refresh()).toMatchObject({ store: 'written' })
  expect(late).toHaveLength(1)
  for (const write of late) await write()
  await world.server.fault('refused')
  const { lists } = await world.keeper({ memory, store }).load()
  expect(lists['XX']).toMatchObject({ state: 'fresh', sequenceNumber: 9 })
  await world.server.fault('none')
  const again = world.keeper({ memory, store })
  expect((await again.refresh()).lists['XX']).toMatchObject({ state: 'fresh', sequenceNumber: 9 })
  expect(await again.refresh()).toMatchObject({ store: 'written' })
  await world.server.fault('refused')
  expect((await world.keeper({ memory, store }).load()).lists['XX']).toMatchObject({ sequenceNumber: 9 })
})

test('each process tells of a newer notice once, be it one that another has put into the store', async () => {
  const uris = ['https://journal.example/newer', JOURNAL]
  world.files.set('lotl.xml', world.lotl({ uris }))
  const shared = { memory: memoryListMemory(), store: memoryStore() }
  for (const keeper of [world.keeper(shared), world.keeper(shared)]) {
    world.events.splice(0)
    await keeper.load()
    await keeper.refresh()
    await keeper.refresh()
    expect(world.events.filter(({ kind }) => kind === 'notice-superseded')).toEqual([
      { kind: 'notice-superseded', newer: ['https://journal.example/newer'] },
    ])
  }
})

describe('to close a keeper', () => {
  /** A store, what was written to it, and a keeper that is closed when the head of the list of lists is. */
  function closedWhileWriting() {
    const inner = memoryStore()
    const memory = memoryListMemory()
    const written: string[] = []
    const closed: Promise<void>[] = []
    const store: KeyValueStore = {
      ...inner,
      set: async (key, value) => {
        if (key === 'qwac:list:LOTL') closed.push(keeper.close())
        written.push(key)
        await inner.set(key, value)
      },
    }
    const keeper = world.keeper({ memory, store })
    return { inner, memory, written, keeper, closed }
  }

  test('while lists are put into the store puts there what is remembered already', async () => {
    const { keeper, closed, memory, inner } = closedWhileWriting()
    await keeper.refresh()
    await Promise.all(closed)
    await world.server.fault('refused')
    expect(await world.keeper({ memory, store: inner }).load()).toMatchObject({ ready: true, anchors: 2 })
  })

  test('while the store is written and nothing is new ends that between two lists', async () => {
    const { keeper, closed, memory, inner, written } = closedWhileWriting()
    await world.keeper({ memory, store: inner }).refresh()
    await keeper.refresh()
    await Promise.all(closed)
    expect(written).toEqual(['qwac:list:LOTL'])
  })

  test('before the lists are remembered remembers none: they would be missed at the next start', async () => {
    const inner = memoryListMemory()
    const memory = {
      ...inner,
      recall: async (names: readonly string[]) => {
        if (names.includes('XX')) void keeper.close()
        return inner.recall(names)
      },
    }
    const keeper = world.keeper({ memory })
    await keeper.refresh()
    await keeper.close()
    expect((await inner.recall(['LOTL', 'XX', 'YY'])).seen.size).toBe(0)
  })

  test('while the store is read ends that between two lists', async () => {
    const [memory, inner] = [memoryListMemory(), memoryStore()]
    await world.keeper({ memory, store: inner }).refresh()
    const read: string[] = []
    let closed: Promise<void> | undefined
    const store: KeyValueStore = {
      ...inner,
      get: async key => {
        read.push(key)
        closed ??= keeper.close()
        return inner.get(key)
      },
    }
    const keeper = world.keeper({ memory, store })
    expect(await keeper.load()).toMatchObject({ ready: false, reason: 'not-loaded' })
    await closed
    expect(read).not.toContain('qwac:list:XX')
  })
})
