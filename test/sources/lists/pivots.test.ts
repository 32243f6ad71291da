import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { httpClient } from '../../../src/sources/http/http.ts'
import { memoryListMemory } from '../../../src/sources/list-memory/list-memory.ts'
import { listSigner } from '../../trust-list/list-writer.ts'
import { JOURNAL, type ListWorld, listWorld, NOW, signers } from './list-world.ts'

let world: ListWorld
beforeEach(async () => {
  world = await listWorld()
})
afterEach(() => world.close())

const OLD = 'https://journal.example/old'
const notice = { id: 'old', locations: [OLD], certificates: [signers.stranger.sha256] }
const PIVOT = {
  sequenceNumber: '5',
  signer: signers.stranger,
  own: [signers.stranger, signers.lotl],
  uris: [OLD],
}

/** A store whose values can be looked at, and that can be full. */
function openStore() {
  const values = new Map<string, string>()
  const store = {
    isFull: (_: string) => false,
    get: async (key: string) => values.get(key),
    set: async (key: string, value: string) => {
      if (store.isFull(key)) throw new Error('no space')
      values.set(key, value)
    },
    delete: async (key: string) => values.delete(key),
  }
  return { store, values, keysOf: (part: string) => [...values.keys()].filter(key => key.includes(part)) }
}

function withPivot() {
  world.files.set('pivot-5.xml', world.lotl(PIVOT))
  world.files.set('lotl.xml', world.lotl({ uris: [`${world.server.url}/pivot-5.xml`, OLD] }))
}

describe('a pivot that the store loses', () => {
  test.each([
    ['whole', 'pivot-'],
    ['but for its head', 'octets:pivot-'],
    ['but for its octets', 'list:pivot-'],
  ])('%s is put back by the next refresh, which finds nothing new', async (_, part) => {
    withPivot()
    const { store, values, keysOf } = openStore()
    const shared = { notice, memory: memoryListMemory(), store }
    const keeper = world.keeper(shared)
    expect(await keeper.refresh()).toMatchObject({ ready: true, store: 'written' })
    const lost = keysOf(part)
    expect(lost).not.toEqual([])
    for (const key of lost) values.delete(key)
    world.asked()
    expect(await keeper.refresh()).toMatchObject({ ready: true, store: 'written' })
    expect(world.asked()).toEqual(['XX.xml', 'YY.xml', 'lotl.xml', 'pivot-5.xml'])
    await world.server.fault('refused')
    expect(await world.keeper(shared).load()).toMatchObject({ ready: true, anchors: 2 })
  })

  test.each<[string, () => Uint8Array | undefined]>([
    ['is gone where it stood', () => undefined],
    ['is a page where it stood', () => new TextEncoder().encode('<html></html>')],
    ['is another one where it stood', () => world.lotl({ ...PIVOT, signer: signers.XX })],
    ['leads to others where it stood', () => world.lotl({ ...PIVOT, own: [signers.stranger] })],
  ])('and that %s is told, and asked for ever more rarely', async (_, instead) => {
    withPivot()
    const { store, values, keysOf } = openStore()
    const keeper = world.keeper({ notice, store, retryAfter: 1000, period: 100_000 })
    await keeper.start()
    const file = instead()
    if (file) world.files.set('pivot-5.xml', file)
    else world.files.delete('pivot-5.xml')
    for (const key of keysOf('pivot-')) values.delete(key)
    expect(await keeper.refresh()).toMatchObject({ ready: true, store: 'failing' })
    expect(keysOf('list:pivot-')).toEqual([])
    expect(world.planned.at(-1)?.milliseconds).toBe(1000)
    expect(await keeper.refresh()).toMatchObject({ ready: true, store: 'failing' })
    expect(world.planned.at(-1)?.milliseconds).toBe(2000)
    withPivot()
  })

  test('and that was issued anew since is put there in its new octets', async () => {
    withPivot()
    const { store, values, keysOf } = openStore()
    const shared = { notice, memory: memoryListMemory(), store }
    const keeper = world.keeper(shared)
    await keeper.refresh()
    world.files.set('pivot-5.xml', world.lotl(PIVOT))
    for (const key of keysOf('pivot-')) values.delete(key)
    expect(await keeper.refresh()).toMatchObject({ ready: true, store: 'failing' })
    expect(await keeper.refresh()).toMatchObject({
      ready: true,
      store: 'written',
      listOfLists: { lastAttempt: { outcome: 'unchanged' } },
    })
    world.asked()
    expect(await keeper.refresh()).toMatchObject({ ready: true, store: 'written' })
    expect(world.asked()).toEqual(['XX.xml', 'YY.xml', 'lotl.xml'])
    await world.server.fault('refused')
    expect(await world.keeper(shared).load()).toMatchObject({ ready: true, anchors: 2 })
  })

  test('is put there as soon as there is room for it', async () => {
    withPivot()
    const { store } = openStore()
    const shared = { notice, memory: memoryListMemory(), store }
    const keeper = world.keeper(shared)
    store.isFull = key => key.includes('pivot-')
    expect(await keeper.refresh()).toMatchObject({ ready: true, store: 'failing' })
    store.isFull = () => false
    expect(await keeper.refresh()).toMatchObject({ ready: true, store: 'written' })
    expect(await world.keeper(shared).load()).toMatchObject({ ready: true })
  })

  test('is none where the list of lists is the newest one itself', async () => {
    world.files.set('lotl.xml', world.lotl({ uris: [`${world.server.url}/pivot-7.xml`, JOURNAL] }))
    const shared = { memory: memoryListMemory(), store: openStore().store }
    expect(await world.keeper(shared).refresh()).toMatchObject({ ready: true, store: 'written' })
    expect(world.asked()).toEqual(['XX.xml', 'YY.xml', 'lotl.xml'])
    expect(await world.keeper(shared).load()).toMatchObject({ ready: true })
  })

  test('is not fetched again and again where there is no store at all', async () => {
    withPivot()
    world.validators = false
    const keeper = world.keeper({ notice })
    await keeper.refresh()
    world.asked()
    expect(await keeper.refresh()).toMatchObject({ ready: true })
    expect(world.asked()).not.toContain('pivot-5.xml')
  })
})

describe('a list of lists that moves twice, from host to host, with a pivot at the second', () => {
  const hosts = new Set(['fault.test', 'second.test', 'third.test'])

  /** Each of them says where the next one stands; the last is signed by whom the second has announced. */
  function moves() {
    const [second, third] = ['second', 'third'].map(name => `http://${name}.test:${world.server.port}`)
    const location = `${third}/newest.xml`
    const announcing = { own: [signers.lotl, signers.stranger], location }
    world.files.set('lotl.xml', world.lotl({ location: `${second}/new.xml` }))
    world.files.set('new.xml', world.lotl({ ...announcing, sequenceNumber: '8' }))
    world.files.set('pivot-8.xml', world.lotl({ ...announcing, sequenceNumber: '8' }))
    const uris = [`${second}/pivot-8.xml`, JOURNAL]
    const by = { signer: signers.stranger, own: [signers.stranger], location, uris }
    return {
      newest: (sequenceNumber: string) =>
        world.files.set('newest.xml', world.lotl({ ...by, sequenceNumber })),
    }
  }

  test('is found in the store after a restart without a network', async () => {
    moves().newest('9')
    const shared = { store: openStore().store, memory: memoryListMemory() }
    const keeper = world.keeper({ ...shared, client: httpClient({ hosts, ...world.server.reach }) })
    await keeper.refresh()
    const isNewest = { ready: true, listOfLists: { state: 'fresh', sequenceNumber: 9 } }
    expect(await keeper.refresh()).toMatchObject(isNewest)
    expect(await world.keeper(shared).load()).toMatchObject(isNewest)
  })

  test('is followed by its successors although the store is full', async () => {
    const { newest } = moves()
    newest('9')
    const { store } = openStore()
    store.isFull = () => true
    const keeper = world.keeper({ store, client: httpClient({ hosts, ...world.server.reach }) })
    await keeper.refresh()
    expect(await keeper.refresh()).toMatchObject({ store: 'failing', listOfLists: { sequenceNumber: 9 } })
    newest('10')
    world.clock += 1000
    expect(await keeper.refresh()).toMatchObject({
      ready: true,
      store: 'failing',
      listOfLists: { state: 'fresh', sequenceNumber: 10 },
    })
    store.isFull = () => false
    expect(await keeper.refresh()).toMatchObject({ store: 'written', listOfLists: { sequenceNumber: 10 } })
  })
})

test('a move of the list of lists while the store is full is followed, and kept once there is room', async () => {
  const to = `${world.server.url}/new.xml`
  const { store } = openStore()
  const shared = { store, memory: memoryListMemory() }
  const keeper = world.keeper(shared)
  await keeper.refresh()
  store.isFull = () => true
  world.files.set('lotl.xml', world.lotl({ sequenceNumber: '8', location: to }))
  world.files.set('new.xml', world.lotl({ sequenceNumber: '9', location: to }))
  const moved = { ready: true, listOfLists: { state: 'fresh', sequenceNumber: 9 } }
  expect(await keeper.refresh()).toMatchObject({ ...moved, store: 'failing' })
  world.files.delete('lotl.xml')
  expect(await keeper.refresh()).toMatchObject({ ...moved, store: 'failing' })
  store.isFull = () => false
  expect(await keeper.refresh()).toMatchObject({ ...moved, store: 'written' })
  const restarted = world.keeper(shared)
  expect(await restarted.load()).toMatchObject(moved)
  world.asked()
  expect(await restarted.refresh()).toMatchObject(moved)
  expect(world.asked()).not.toContain('lotl.xml')
})

describe('from 2029 on, when RSA of 2,048 bits is too short for a list', () => {
  const rsa = listSigner('rsa-2048')
  const nextUpdate = '<NextUpdate><dateTime>2029-06-01T00:00:00Z</dateTime></NextUpdate>'
  const byRsa = { id: 'rsa', locations: [JOURNAL], certificates: [rsa.sha256] }

  test.each([
    [
      'by which the list of lists is signed',
      'too-weak',
      () => {
        world.files.set('lotl.xml', world.lotl({ nextUpdate, signer: rsa, own: [rsa] }))
      },
    ],
    [
      'by which a pivot is signed',
      'pivot-refused',
      () => {
        world.files.set(
          'pivot-5.xml',
          world.lotl({ sequenceNumber: '5', signer: rsa, own: [rsa, signers.lotl] }),
        )
        world.files.set(
          'lotl.xml',
          world.lotl({ nextUpdate, uris: [`${world.server.url}/pivot-5.xml`, JOURNAL] }),
        )
      },
    ],
  ])('a key %s vouches for nothing any more', async (_, reason, set) => {
    set()
    world.clock = Date.parse('2028-12-31T23:59:59Z')
    const shared = { notice: byRsa, store: openStore().store, memory: memoryListMemory() }
    const keeper = world.keeper(shared)
    expect((await keeper.refresh()).ready).toBe(true)
    world.clock += 1000
    await world.server.fault('refused')
    const refused = { ready: false, anchors: 0, listOfLists: { state: 'refused', reason } }
    expect(await keeper.refresh()).toMatchObject(refused)
    expect(await world.keeper(shared).load()).toMatchObject(refused)
    await world.server.fault('none')
    expect(await keeper.refresh()).toMatchObject(refused)
    world.clock -= 1000
    expect(await keeper.refresh()).toMatchObject({ ready: true })
  })
})

describe('two keepers over one store, who begin at different notices', () => {
  test('find what they need in it, each by its own way', async () => {
    const uris = [JOURNAL, `${world.server.url}/pivot-5.xml`, OLD]
    world.files.set('pivot-5.xml', world.lotl(PIVOT))
    world.files.set('lotl.xml', world.lotl({ uris }))
    const shared = { store: openStore().store, memory: memoryListMemory() }
    for (const keeper of [world.keeper(shared), world.keeper({ ...shared, notice })])
      expect(await keeper.refresh()).toMatchObject({ ready: true, store: 'written' })
    expect(await world.keeper(shared).refresh()).toMatchObject({ ready: true, store: 'written' })
    await world.server.fault('refused')
    for (const keeper of [world.keeper(shared), world.keeper({ ...shared, notice })])
      expect(await keeper.load()).toMatchObject({ ready: true, anchors: 2 })
  })

  test('trust nothing that the other one has put there by a notice that leads nowhere', async () => {
    const shared = { store: openStore().store, memory: memoryListMemory() }
    expect(await world.keeper(shared).refresh()).toMatchObject({ ready: true })
    const other = world.keeper({ ...shared, notice })
    expect(await other.load()).toMatchObject({ ready: false, reason: 'list-of-lists-refused', anchors: 0 })
    expect(await other.refresh()).toMatchObject({ ready: false, reason: 'list-of-lists-refused', anchors: 0 })
    await world.server.fault('refused')
    expect(await world.keeper(shared).load()).toMatchObject({ ready: true, anchors: 2 })
  })
})

describe('a store whose dates another process has written', () => {
  const MONTH = 30 * 86_400_000

  test.each([
    ['a month ahead', MONTH, 'aged', NOW - Date.parse('2026-06-01T00:00:00Z')],
    ['a month behind', -MONTH, 'aged', MONTH],
    ['a minute ahead', 60_000, 'fresh', 0],
    ['a minute behind', -60_000, 'fresh', 60_000],
  ])('by a clock that is %s loses no list, and none is younger than is known', async (_, by, state, age) => {
    const shared = { store: openStore().store, memory: memoryListMemory() }
    world.clock = NOW + by
    await world.keeper(shared).refresh()
    world.clock = NOW
    const keeper = world.keeper(shared)
    const { lists } = await keeper.load()
    expect(lists['XX']).toMatchObject({ state, age })
    expect((await keeper.refresh()).lists['XX']).toMatchObject({ state: 'fresh', age: 0 })
    expect((await world.keeper(shared).load()).lists['XX']).toMatchObject({ state: 'fresh', age: 0 })
  })
})
