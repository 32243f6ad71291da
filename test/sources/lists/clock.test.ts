import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fileListMemory } from '../../../src/sources/list-memory/file.ts'
import { memoryListMemory } from '../../../src/sources/list-memory/list-memory.ts'
import type { ListKeeperOptions } from '../../../src/sources/lists/types.ts'
import { fileStore } from '../../../src/sources/stores/file-store.ts'
import { memoryStore } from '../../../src/sources/stores/store-in-memory.ts'
import { type ListWorld, listWorld, NOW, signers } from './list-world.ts'

let world: ListWorld
let folder: string
beforeEach(async () => {
  world = await listWorld()
  folder = mkdtempSync(join(tmpdir(), 'qwac-clock-'))
})
afterEach(async () => {
  await world.close()
  rmSync(folder, { recursive: true, force: true })
})

const [HOUR, DAY] = [3_600_000, 86_400_000]
const YEAR = 365 * DAY
const [EPOCH, ISSUED] = [0, Date.parse('2026-06-01T00:00:00Z')]

const OUTAGES: readonly (readonly [string, () => Pick<ListKeeperOptions, 'store' | 'memory'>])[] = [
  ['in memory', () => ({ store: memoryStore(), memory: memoryListMemory() })],
  [
    'on disk',
    () => ({
      store: fileStore({ folder: join(folder, 'files'), now: () => world.clock }),
      memory: fileListMemory({ folder: join(folder, 'seen') }),
    }),
  ],
]

/** Sets the clock as soon as the list of lists was asked for, when the others still have to be. */
function stepWithin(clock: number): void {
  const { files } = world
  const get = files.get.bind(files)
  files.get = path => {
    if (path === 'lotl.xml') world.clock = clock
    return get(path)
  }
}

describe('a clock that steps back', () => {
  test('is told, and takes no list away', async () => {
    const keeper = world.keeper()
    await keeper.refresh()
    world.clock = NOW - HOUR
    expect(keeper.health()).toMatchObject({ clock: 'stepped-back', ready: true, lists: { XX: { age: 0 } } })
    await keeper.refresh()
    expect(world.events).toContainEqual({ kind: 'clock', state: 'stepped-back' })
  })

  test.each([
    [300_000, 'plausible'],
    [300_001, 'stepped-back'],
  ])('by %i milliseconds is %s', async (step, clock) => {
    const keeper = world.keeper()
    await keeper.refresh()
    world.clock = NOW - step
    expect(keeper.health().clock).toBe(clock)
  })

  test('by a day during a refresh changes nothing of what the refresh comes to', async () => {
    const keeper = world.keeper()
    await keeper.refresh()
    world.clock = NOW + HOUR
    world.files.set('XX.xml', world.list('XX', 8))
    stepWithin(NOW + HOUR - DAY)
    expect(await keeper.refresh()).toMatchObject({
      ready: true,
      anchors: 2,
      clock: 'stepped-back',
      lists: {
        XX: { state: 'fresh', sequenceNumber: 8, lastAttempt: { outcome: 'updated' } },
        YY: { state: 'fresh', lastAttempt: { outcome: 'unchanged' } },
      },
    })
    world.files.set('XX.xml', world.list('XX', 7))
    expect((await keeper.refresh()).lists['XX']).toMatchObject({
      sequenceNumber: 8,
      lastAttempt: { reason: 'rolled-back' },
    })
  })
})

describe('a clock that steps a year ahead', () => {
  test('makes lists expire, and back again, fresh', async () => {
    const keeper = world.keeper()
    await keeper.refresh()
    world.clock = NOW + YEAR
    expect(await keeper.refresh()).toMatchObject({
      ready: false,
      reason: 'list-of-lists-expired',
      anchors: 2,
      lists: { XX: { state: 'expired' } },
    })
    world.clock = NOW
    expect(keeper.health()).toMatchObject({
      ready: true,
      clock: 'stepped-back',
      lists: { XX: { state: 'fresh' } },
    })
  })

  test('during a refresh loses no list', async () => {
    const keeper = world.keeper()
    stepWithin(NOW + YEAR)
    expect(await keeper.refresh()).toMatchObject({
      ready: false,
      anchors: 2,
      lists: { YY: { state: 'expired' } },
    })
    world.clock = NOW
    expect(keeper.health()).toMatchObject({ ready: true, lists: { YY: { state: 'fresh' } } })
  })

  test('leaves no list young when it is right again and nobody can be asked', async () => {
    const keeper = world.keeper()
    world.clock = NOW + YEAR
    await keeper.refresh()
    world.clock = NOW
    await world.server.fault('refused')
    expect(await keeper.refresh()).toMatchObject({
      clock: 'stepped-back',
      listOfLists: { state: 'aged', age: NOW - ISSUED },
      lists: { XX: { state: 'aged', age: NOW - ISSUED } },
    })
    await world.server.fault('none')
    expect((await keeper.refresh()).lists['XX']).toMatchObject({ state: 'fresh', age: 0 })
  })

  test('by less than clocks differ changes no age', async () => {
    const keeper = world.keeper()
    world.clock = NOW + 300_000
    await keeper.refresh()
    world.clock = NOW
    await world.server.fault('refused')
    expect((await keeper.refresh()).lists['XX']).toMatchObject({ state: 'fresh', age: 0 })
  })

  test.each(OUTAGES)(
    'and was so when the lists were kept %s: a restart finds them, as old as their issue',
    async (_, kept) => {
      const shared = kept()
      world.clock = NOW + YEAR
      await world.keeper(shared).refresh()
      await world.server.fault('refused')
      world.clock = NOW
      expect(await world.keeper(shared).load()).toMatchObject({
        ready: true,
        lists: { XX: { state: 'aged', age: NOW - ISSUED } },
      })
    },
  )
})

describe('a clock that was never set, and shows 1970', () => {
  test('is told at the first start; once it is set, lists are as old as it seems until they are asked for', async () => {
    world.clock = EPOCH
    const keeper = world.keeper()
    expect(await keeper.refresh()).toMatchObject({
      ready: true,
      at: '1970-01-01T00:00:00Z',
      anchors: 2,
      clock: 'before-newest-list',
    })
    expect(world.events).toContainEqual({ kind: 'clock', state: 'before-newest-list' })
    world.clock = NOW
    expect(keeper.health()).toMatchObject({ clock: 'plausible', lists: { XX: { state: 'aged', age: NOW } } })
    expect(await keeper.refresh()).toMatchObject({ ready: true, lists: { XX: { state: 'fresh', age: 0 } } })
  })

  test.each(OUTAGES)('after a restart lets nothing older in than what is remembered %s', async (_, kept) => {
    const shared = kept()
    await world.keeper(shared).refresh()
    world.clock = EPOCH
    world.files.set('XX.xml', world.list('XX', 6, { signer: signers.XX }))
    const keeper = world.keeper(shared)
    expect(await keeper.refresh()).toMatchObject({
      ready: true,
      clock: 'before-newest-list',
      lists: { XX: { sequenceNumber: 7, lastAttempt: { reason: 'rolled-back' } } },
    })
    world.clock = NOW + HOUR
    world.files.set('XX.xml', world.list('XX', 8))
    expect(await keeper.refresh()).toMatchObject({
      clock: 'plausible',
      lists: { XX: { state: 'fresh', age: 0, sequenceNumber: 8 } },
    })
  })

  test('makes a list fresh that is not, says so, and has it expire when it is set', async () => {
    const nextUpdate = '<NextUpdate><dateTime>2026-07-01T00:00:00Z</dateTime></NextUpdate>'
    world.files.set('XX.xml', world.list('XX', 7, { nextUpdate }))
    world.clock = EPOCH
    const keeper = world.keeper()
    expect(await keeper.refresh()).toMatchObject({
      clock: 'before-newest-list',
      lists: { XX: { state: 'fresh' } },
    })
    world.clock = NOW
    expect(keeper.health().lists['XX']).toMatchObject({ state: 'expired' })
  })

  test('plans the next refresh as ever', async () => {
    world.clock = EPOCH
    const keeper = world.keeper()
    await keeper.start()
    expect(world.planned.map(({ milliseconds }) => milliseconds)).toEqual([6 * HOUR])
  })
})

describe('a value of a store on disk with a time to live', () => {
  test.each([
    ['a year ahead is gone, and so is a miss', YEAR, undefined],
    ['back a day is there', -DAY, 'v'],
    ['back to 1970 is there', -NOW, 'v'],
  ])('under a clock that steps %s', async (_, step, expected) => {
    let now = Number(NOW)
    const store = fileStore({ folder, now: () => now })
    await store.set('k', 'v', HOUR)
    now += step
    expect(await store.get('k')).toBe(expected)
    now = NOW
    expect(await store.get('k')).toBe('v')
  })
})
