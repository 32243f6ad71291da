import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { memoryListMemory } from '../../../src/sources/list-memory/list-memory.ts'
import { memoryStore } from '../../../src/sources/stores/store-in-memory.ts'
import { pointer } from '../../trust-list/list-content.ts'
import { type ListWorld, listWorld, signers } from './list-world.ts'

let world: ListWorld
beforeEach(async () => {
  world = await listWorld()
})
afterEach(() => world.close())

const LATER = '<NextUpdate><dateTime>2027-06-01T00:00:00Z</dateTime></NextUpdate>'

/** Announces the list of XX once more, in another place or by another signer. */
function announcedTwice(signer = signers.XX) {
  const location = `${world.server.url}/XX_v6.xml`
  const further = [pointer({ territory: 'XX', signers: [signer], location })]
  world.files.set('lotl.xml', world.lotl({ further }))
}

describe('a list that is announced to stand in two places', () => {
  const places: readonly (readonly [string, () => void, number])[] = [
    ['the second is newer', () => world.files.set('XX_v6.xml', world.list('XX', 8)), 8],
    ['the first is newer', () => world.files.set('XX_v6.xml', world.list('XX', 6)), 7],
    [
      'they say other things under one number',
      () => world.files.set('XX_v6.xml', world.list('XX', 7, { nextUpdate: LATER })),
      7,
    ],
    ['the second has nothing', () => undefined, 7],
    ['the second has a page', () => world.files.set('XX_v6.xml', Buffer.from('<html></html>')), 7],
    [
      'the second has what a stranger signed',
      () => world.files.set('XX_v6.xml', world.list('XX', 9, { signer: signers.stranger })),
      7,
    ],
    [
      'the first has nothing',
      () => {
        world.files.delete('XX.xml')
        world.files.set('XX_v6.xml', world.list('XX', 8))
      },
      8,
    ],
    [
      'the second has the list of another territory',
      () => world.files.set('XX_v6.xml', world.list('YY', 9)),
      7,
    ],
  ]

  test.each(places)('is the newest one where %s', async (_, set, sequenceNumber) => {
    announcedTwice()
    set()
    const shared = { memory: memoryListMemory(), store: memoryStore() }
    const keeper = world.keeper(shared)
    for (let round = 0; round < 2; round += 1) {
      const { lists, store } = await keeper.refresh()
      expect(lists['XX']).toMatchObject({ state: 'fresh', age: 0, sequenceNumber })
      expect(lists['XX']?.lastAttempt?.outcome).toBe(round === 0 ? 'updated' : 'unchanged')
      expect(store).toBe('written')
      world.clock += 1000
    }
    await world.server.fault('refused')
    expect((await world.keeper(shared).load()).lists['XX']).toMatchObject({ state: 'fresh', sequenceNumber })
  })

  const told: readonly (readonly [string, () => void, string, string])[] = [
    [
      'the second says something else under its number',
      () => world.files.set('XX_v6.xml', world.list('XX', 7, { nextUpdate: LATER })),
      'XX_v6.xml',
      'same-number-other-content',
    ],
    [
      'the second is older',
      () => world.files.set('XX_v6.xml', world.list('XX', 6)),
      'XX_v6.xml',
      'rolled-back',
    ],
    [
      'the first has nothing',
      () => {
        world.files.delete('XX.xml')
        world.files.set('XX_v6.xml', world.list('XX', 8))
      },
      'XX.xml',
      'status',
    ],
  ]

  test.each(told)('tells of the place that is of no use where %s', async (_, set, name, reason) => {
    announcedTwice()
    set()
    const keeper = world.keeper()
    const attempt = { at: world.clock, outcome: 'failed', reason }
    const place = { kind: 'place', territory: 'XX', location: expect.stringContaining(`/${name}`), attempt }
    for (let round = 0; round < 2; round += 1) {
      expect((await keeper.refresh()).lists['XX']).toMatchObject({ state: 'fresh' })
      expect(world.events.filter(({ kind }) => kind === 'place')).toMatchObject([place])
      world.events.splice(0)
    }
  })

  test('is followed where the one that was left behind expires', async () => {
    announcedTwice()
    world.files.set(
      'lotl.xml',
      world.lotl({
        nextUpdate: LATER,
        further: [
          pointer({ territory: 'XX', signers: [signers.XX], location: `${world.server.url}/XX_v6.xml` }),
        ],
      }),
    )
    world.files.set('XX_v6.xml', world.list('XX', 8, { nextUpdate: LATER }))
    const keeper = world.keeper()
    world.clock = Date.parse('2026-12-01T00:00:01Z')
    const { lists } = await keeper.refresh()
    expect(lists['XX']).toMatchObject({ state: 'fresh', sequenceNumber: 8 })
    expect(lists['YY']).toMatchObject({ state: 'expired', sequenceNumber: 3 })
  })

  test('may be signed by whoever one of the pointers announces', async () => {
    announcedTwice(signers.stranger)
    world.files.set('XX_v6.xml', world.list('XX', 8, { signer: signers.stranger }))
    expect((await world.keeper().refresh()).lists['XX']).toMatchObject({ state: 'fresh', sequenceNumber: 8 })
  })
})

describe('a pointer', () => {
  const odd: readonly (readonly [string, string])[] = [
    ['to a territory in small letters', 'xx'],
    ['to a territory of three letters', 'XXX'],
    ['to no territory', ''],
    ['to a territory that nobody could have', '__proto__'],
  ]

  test.each(odd)('%s announces no list, and touches no other', async (_, territory) => {
    const location = `${world.server.url}/odd.xml`
    const further = [pointer({ territory, signers: [signers.stranger], location })]
    world.files.set('lotl.xml', world.lotl({ further }))
    world.files.set('odd.xml', world.list('XX', 9, { signer: signers.stranger }))
    const health = await world.keeper().refresh()
    expect(Object.keys(health.lists)).toEqual(['XX', 'YY'])
    expect(health).toMatchObject({ ready: true, anchors: 2, lists: { XX: { sequenceNumber: 7 } } })
    expect(world.asked()).not.toContain('odd.xml')
  })

  test('without signers lets nobody sign', async () => {
    world.files.set('lotl.xml', world.lotl({ signersOfX: [] }))
    const { lists, ready } = await world.keeper().refresh()
    expect(ready).toBe(true)
    expect(lists['XX']?.state).toBe('refused')
  })
})
