import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { httpClient } from '../../../src/sources/http/http.ts'
import { memoryListMemory } from '../../../src/sources/list-memory/list-memory.ts'
import type { KeyValueStore } from '../../../src/sources/stores/store.ts'
import { memoryStore } from '../../../src/sources/stores/store-in-memory.ts'
import type { Fault } from '../../support/fault-server.ts'
import { type ListWorld, listWorld, NOW, signers } from './list-world.ts'

let world: ListWorld
beforeEach(async () => {
  world = await listWorld()
})
afterEach(() => world.close())

/** What each fault of a server is reported as. */
const FAULTS: readonly (readonly [Fault, string])[] = [
  ['dns-failure', 'unreachable'],
  ['dns-stall', 'timed-out'],
  ['refused', 'unreachable'],
  ['reset-before-answer', 'unreachable'],
  ['reset', 'unreachable'],
  ['stall', 'timed-out'],
  ['stall-in-headers', 'timed-out'],
  ['stall-in-body', 'timed-out'],
  ['slow', 'timed-out'],
  ['slow-headers', 'timed-out'],
  ['html', 'doctype'],
  ['empty', 'not-well-formed'],
  ['no-content', 'status'],
  ['redirect-loop', 'not-allowed'],
  ['redirect-elsewhere', 'not-allowed'],
  ['redirect-to-literal', 'not-allowed'],
  ['redirect-without-location', 'refused'],
  ['forbidden', 'status'],
  ['not-found', 'status'],
  ['too-many-requests', 'status'],
  ['server-error', 'status'],
  ['unavailable', 'status'],
  ['length-too-long', 'unreachable'],
  ['chunks-cut', 'unreachable'],
  ['gzip-bomb', 'not-allowed'],
  ['gzip-truncated', 'refused'],
  ['gzip-not', 'refused'],
  ['endless-headers', 'not-allowed'],
  ['endless-body', 'not-allowed'],
  ['not-http', 'refused'],
]

describe('at the first start, a server with the fault', () => {
  test.each(FAULTS)('%s leaves nothing to trust: %s', async (fault, reason) => {
    const keeper = world.keeper()
    await world.server.fault(fault)
    const broken = await keeper.refresh()
    expect(broken).toMatchObject({ ready: false, anchors: 0, lists: {} })
    expect(keeper.current().ok).toBe(false)
    const attempt = world.events.find(event => event.kind === 'list')
    expect(attempt).toMatchObject({ territory: 'LOTL', attempt: { outcome: 'failed', reason } })
    await world.server.fault('none')
    expect(await keeper.refresh()).toMatchObject({ ready: true, anchors: 2 })
  })
})

describe('later, a server with the fault', () => {
  test.each(FAULTS)(
    '%s leaves the last good lists, which age, until it is well again',
    async (fault, reason) => {
      const keeper = world.keeper()
      await keeper.refresh()
      // Chunks that are cut show in an answer that has some.
      world.validators = fault !== 'chunks-cut'
      await world.server.fault(fault)
      world.clock = NOW + 1000
      const broken = await keeper.refresh()
      const lastAttempt = { outcome: 'failed', reason, at: '2026-08-20T12:00:01Z' }
      expect(broken).toMatchObject({
        ready: true,
        anchors: 2,
        listOfLists: { state: 'fresh', age: 1000, lastAttempt },
        lists: {
          XX: { state: 'fresh', age: 1000, lastAttempt },
          YY: { state: 'fresh', age: 1000, lastAttempt },
        },
      })
      await world.server.fault('none')
      const well = await keeper.refresh()
      expect(well).toMatchObject({ lists: { XX: { age: 0, lastAttempt: { outcome: 'unchanged' } } } })
    },
  )

  test('one that cuts a list by a wrong length is told by the list', async () => {
    const keeper = world.keeper()
    await world.server.fault('length-too-short')
    expect((await keeper.refresh()).ready).toBe(false)
  })
})

type Spoil = (world: ListWorld) => Uint8Array

/** What is wrong with the list of XX, and how that is reported. The list before had the number 7. */
const OBJECTS: readonly (readonly [string, Spoil, string])[] = [
  ['an older list', w => w.list('XX', 6), 'rolled-back'],
  ['another list of the same number', w => w.list('XX', 7, { uris: ['urn:x'] }), 'same-number-other-content'],
  ['the list of another state', w => w.list('YY', 9), 'not-announced'],
  [
    'the list of another state, signed by this one',
    w => w.list('YY', 9, { signer: signers.XX }),
    'not-announced',
  ],
  ['a list by a stranger', w => w.list('XX', 8, { signer: signers.stranger }), 'not-announced'],
  ['the list of lists', w => w.lotl(), 'not-announced'],
  ['a list of an unknown version', w => w.list('XX', 8, { version: '7' }), 'version-unsupported'],
  ['a list without a date', w => w.list('XX', 8, { issued: 'soon' }), 'time-malformed'],
  ['half a list', w => w.list('XX', 8).slice(0, 3000), 'not-well-formed'],
  [
    'a list in which something was changed',
    w => new TextEncoder().encode(new TextDecoder().decode(w.list('XX', 8)).replace('>8<', '>9<')),
    'list-changed',
  ],
]

describe('instead of the list of XX', () => {
  test.each(OBJECTS)('%s changes nothing, and touches no other list', async (_, spoil, reason) => {
    const keeper = world.keeper()
    await keeper.refresh()
    world.files.set('XX.xml', spoil(world))
    world.files.set('YY.xml', world.list('YY', 4))
    const { lists, ready, anchors } = await keeper.refresh()
    expect(lists['XX']).toMatchObject({
      state: 'fresh',
      sequenceNumber: 7,
      lastAttempt: { outcome: 'failed', reason },
    })
    expect(lists['YY']).toMatchObject({
      state: 'fresh',
      sequenceNumber: 4,
      lastAttempt: { outcome: 'updated' },
    })
    expect([ready, anchors]).toEqual([true, 2])
    world.files.set('XX.xml', world.list('XX', 9))
    expect((await keeper.refresh()).lists['XX']).toMatchObject({ sequenceNumber: 9 })
  })

  test.each(OBJECTS.slice(2))('%s at the first start is no list', async (_, spoil, reason) => {
    world.files.set('XX.xml', spoil(world))
    const { lists, anchors } = await world.keeper().refresh()
    expect(lists['XX']?.state).toMatch(/refused|unreadable/)
    expect(lists['XX']).toMatchObject({ reason, lastAttempt: { outcome: 'failed', reason } })
    expect(anchors).toBe(1)
  })

  test('a list of the future is used, and the clock is asked about', async () => {
    const keeper = world.keeper()
    world.files.set('XX.xml', world.list('XX', 8, { issued: '2026-09-01T00:00:00Z' }))
    expect(await keeper.refresh()).toMatchObject({
      clock: 'before-newest-list',
      lists: { XX: { sequenceNumber: 8 } },
    })
    expect(world.events).toContainEqual({ kind: 'clock', state: 'before-newest-list' })
  })

  test('an older list of lists is refused, and the lists stay', async () => {
    const keeper = world.keeper()
    await keeper.refresh()
    world.files.set('lotl.xml', world.lotl({ sequenceNumber: '6', signersOfX: [signers.stranger] }))
    expect(await keeper.refresh()).toMatchObject({
      ready: true,
      listOfLists: { sequenceNumber: 7, lastAttempt: { reason: 'rolled-back' } },
      lists: { XX: { state: 'fresh' } },
    })
  })
})

describe('a store', () => {
  test('lets a keeper start without a network, and say how old everything is', async () => {
    const [store, memory] = [memoryStore(), memoryListMemory()]
    await world.keeper({ store, memory }).refresh()
    await world.server.fault('refused')
    world.clock = NOW + 5000
    const keeper = world.keeper({ store, memory })
    await keeper.start()
    expect(keeper.current().ok).toBe(true)
    expect(keeper.health()).toMatchObject({
      ready: true,
      anchors: 2,
      lists: { XX: { state: 'fresh', age: 5000 } },
    })
  })

  test('spares a keeper that starts what its server has not changed', async () => {
    const [store, memory] = [memoryStore(), memoryListMemory()]
    await world.keeper({ store, memory }).refresh()
    const { lists } = await world.keeper({ store, memory }).refresh()
    expect(lists['XX']?.lastAttempt?.outcome).toBe('unchanged')
    expect(world.server.requests().filter(({ headers }) => headers['if-none-match'])).toHaveLength(3)
  })

  const edits: readonly (readonly [string, (value: string) => string | undefined])[] = [
    ['nothing', () => undefined],
    ['half of everything', value => value.slice(0, value.length / 2)],
    ['other text', () => 'x'],
    ['other JSON', () => '{"sha256":1,"location":[],"obtainedAt":"now"}'],
    ['JSON that is nothing', () => 'null'],
    [
      'one list in the place of all',
      (() => {
        let first: string | undefined
        return (value: string) => (first ??= value)
      })(),
    ],
  ]

  test.each(edits)('that gives back %s is as good as empty', async (_, edit) => {
    const [store, memory] = [memoryStore(), memoryListMemory()]
    await world.keeper({ store, memory }).refresh()
    const damaged: KeyValueStore = {
      ...store,
      get: async key => {
        const value = await store.get(key)
        return typeof value === 'string' ? edit(value) : value
      },
    }
    await world.server.fault('refused')
    const offline = world.keeper({ store: damaged, memory })
    expect((await offline.refresh()).anchors).toBe(0)
    await world.server.fault('none')
    expect(await offline.refresh()).toMatchObject({ ready: true, anchors: 2 })
  })

  test('that is full loses nothing, is reported, and filled once there is room', async () => {
    let isFull = true
    const kept = memoryStore()
    const store: KeyValueStore = {
      ...kept,
      set: async (key, value) => {
        if (isFull) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
        return kept.set(key, value)
      },
    }
    const memory = memoryListMemory()
    const keeper = world.keeper({ store, memory })
    expect(await keeper.refresh()).toMatchObject({ ready: true, anchors: 2, store: 'failing' })
    expect(world.events).toContainEqual({ kind: 'store-failing' })
    isFull = false
    expect(await keeper.refresh()).toMatchObject({ ready: true, store: 'written' })
    await world.server.fault('refused')
    expect(await world.keeper({ store, memory }).refresh()).toMatchObject({ ready: true, anchors: 2 })
  })

  test('with a list that was signed by nobody who may lets nothing in', async () => {
    const [store, memory] = [memoryStore(), memoryListMemory()]
    const other = await listWorld()
    other.files.set('XX.xml', other.list('XX', 7))
    await other.keeper({ store, memory: memoryListMemory() }).refresh()
    await other.close()
    await world.server.fault('refused')
    const notice = {
      id: 'x',
      locations: ['https://journal.example/notice'],
      certificates: [signers.YY.sha256],
    }
    expect(await world.keeper({ store, memory, notice }).refresh()).toMatchObject({
      ready: false,
      anchors: 0,
    })
  })

  test('with an older list than is remembered lets it not in', async () => {
    const [old, memory] = [memoryStore(), memoryListMemory()]
    await world.keeper({ store: old, memory }).refresh()
    world.files.set('XX.xml', world.list('XX', 8))
    await world.keeper({ memory }).refresh()
    await world.server.fault('refused')
    const { lists } = await world.keeper({ store: old, memory }).refresh()
    expect(lists['XX']).toMatchObject({ state: 'refused', reason: 'rolled-back' })
    expect(lists['YY']).toMatchObject({ state: 'fresh' })
  })

  test('with a list from the future is dated by its issue', async () => {
    const [store, memory] = [memoryStore(), memoryListMemory()]
    world.clock = NOW + 86_400_000
    await world.keeper({ store, memory }).refresh()
    await world.server.fault('refused')
    world.clock = NOW
    const { lists } = await world.keeper({ store, memory }).refresh()
    expect(lists['XX']).toMatchObject({ state: 'aged', age: NOW - Date.parse('2026-06-01T00:00:00Z') })
  })

  test('that two share gives one what the other has fetched', async () => {
    const [store, memory] = [memoryStore(), memoryListMemory()]
    const [a, b] = [world.keeper({ store, memory }), world.keeper({ store, memory })]
    await Promise.all([a.refresh(), b.refresh()])
    world.files.set('XX.xml', world.list('XX', 8))
    await a.refresh()
    await world.server.fault('refused')
    const { lists } = await b.refresh()
    expect(lists['XX']).toMatchObject({ state: 'fresh', sequenceNumber: 8 })
  })
})

test('a memory that breaks its promise leaves the lists as they were', async () => {
  const memory = memoryListMemory()
  let isBroken = false
  const keeper = world.keeper({
    memory: {
      ...memory,
      recall: async names => {
        if (isBroken) throw new Error('broken')
        return memory.recall(names)
      },
    },
  })
  await keeper.refresh()
  isBroken = true
  expect(await keeper.refresh()).toMatchObject({
    ready: true,
    listOfLists: { lastAttempt: { outcome: 'failed', reason: 'internal' } },
  })
})

test('only hosts that the client may ask are asked', async () => {
  const client = httpClient({ hosts: new Set(['elsewhere.test']), ...world.server.reach })
  await world.keeper({ client }).refresh()
  expect(world.server.connections()).toBe(0)
})
