import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { memoryListMemory } from '../../../src/sources/list-memory/list-memory.ts'
import { memoryStore } from '../../../src/sources/stores/store-in-memory.ts'
import { type CompiledWorker, compiledWorker } from '../../support/compiled-worker.ts'
import { listSigner } from '../../trust-list/list-writer.ts'
import { type ListWorld, listWorld, signers } from './list-world.ts'

let thread: CompiledWorker
beforeAll(() => {
  thread = compiledWorker()
}, 60_000)
afterAll(() => thread.remove())

let world: ListWorld
let threads = 0
const count = () => void threads++
beforeEach(async () => {
  world = await listWorld()
  threads = 0
  process.on('worker', count)
})
afterEach(async () => {
  process.off('worker', count)
  await world.close()
})

describe('a refresh that finds nothing new', () => {
  test.each<[string, () => void]>([
    ['is refused', () => world.files.set('YY.xml', world.list('YY', 3, { signer: signers.stranger }))],
    ['is that of another territory', () => world.files.set('YY.xml', world.list('XX', 3))],
    ['is a page', () => world.files.set('YY.xml', new TextEncoder().encode('<html></html>'))],
    [
      'has expired',
      () => {
        const nextUpdate = '<NextUpdate><dateTime>2026-08-01T00:00:00Z</dateTime></NextUpdate>'
        world.files.set('YY.xml', world.list('YY', 3, { nextUpdate }))
      },
    ],
    [
      'is closed',
      () => world.files.set('YY.xml', world.list('YY', 3, { nextUpdate: '<NextUpdate></NextUpdate>' })),
    ],
  ])('starts no thread where a list %s', async (_, spoil) => {
    spoil()
    for (const validators of [false, true]) {
      world.validators = validators
      const keeper = world.keeper({ worker: thread.worker, store: memoryStore() })
      const first = await keeper.refresh()
      expect(threads).toBe(1)
      for (let day = 1; day <= 3; day++) {
        world.clock += 86_400_000
        const { lists, listOfLists } = await keeper.refresh()
        expect(listOfLists.lastAttempt).toMatchObject({ outcome: 'unchanged' })
        expect(lists['YY']).toMatchObject({ state: first.lists['YY']?.state })
      }
      expect(threads).toBe(1)
      threads = 0
      world.clock -= 3 * 86_400_000
    }
  })

  test('starts none where a server gives out an older list than is held, or the store has one', async () => {
    world.validators = false
    const [store, memory] = [memoryStore(), memoryListMemory()]
    await world.keeper({ store, memory }).refresh()
    const keeper = world.keeper({ worker: thread.worker, store, memory })
    const old = world.files.get('XX.xml') ?? new Uint8Array()
    world.files.set('XX.xml', world.list('XX', 8))
    await keeper.refresh()
    world.files.set('XX.xml', old)
    await keeper.refresh()
    threads = 0
    expect((await keeper.refresh()).lists['XX']).toMatchObject({
      state: 'fresh',
      sequenceNumber: 8,
      lastAttempt: { outcome: 'failed', reason: 'rolled-back' },
    })
    expect(threads).toBe(0)
  })

  test('starts none after a restart, where the servers have what the store has', async () => {
    world.validators = false
    const [store, memory] = [memoryStore(), memoryListMemory()]
    await world.keeper({ store, memory }).refresh()
    const keeper = world.keeper({ worker: thread.worker, store, memory })
    await keeper.load()
    expect(threads).toBe(1)
    expect((await keeper.refresh()).ready).toBe(true)
    expect(threads).toBe(1)
  })
})

describe('from 2029 on, when RSA of 2,048 bits is too short for a list', () => {
  const rsa = listSigner('rsa-2048')
  const nextUpdate = '<NextUpdate><dateTime>2029-06-01T00:00:00Z</dateTime></NextUpdate>'
  const [last, over] = [Date.parse('2028-12-31T23:59:59Z'), Date.parse('2029-01-01T00:00:00Z')]
  const weak = { state: 'refused', reason: 'too-weak' }

  test.each([
    [
      'gives it out again',
      () => {
        world.validators = false
      },
    ],
    ['says that it has not changed', () => undefined],
    ['cannot be reached', () => world.server.fault('refused')],
  ])('a list that is held is refused, also where its server %s', async (_, answer) => {
    world.clock = last
    world.files.set('lotl.xml', world.lotl({ nextUpdate, signersOfX: [rsa] }))
    world.files.set('XX.xml', world.list('XX', 7, { nextUpdate, signer: rsa }))
    world.files.set('YY.xml', world.list('YY', 3, { nextUpdate }))
    const keeper = world.keeper({ store: memoryStore() })
    expect((await keeper.refresh()).lists).toMatchObject({ XX: { state: 'fresh' }, YY: { state: 'fresh' } })
    world.clock = over
    await answer()
    const health = await keeper.refresh()
    expect(health).toMatchObject({ anchors: 1, lists: { XX: weak, YY: { state: 'fresh' } } })
    world.clock = last
    await world.server.fault('none')
    expect((await keeper.refresh()).lists['XX']).toMatchObject({ state: 'fresh' })
  })
})
