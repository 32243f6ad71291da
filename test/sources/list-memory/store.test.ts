import fc from 'fast-check'
import Keyv from 'keyv'
import { describe, expect, test } from 'vitest'
import { memoryListMemory } from '../../../src/sources/list-memory/list-memory.ts'
import { type Cells, readHighest, writeNumber } from '../../../src/sources/list-memory/register.ts'
import { storeListMemory } from '../../../src/sources/list-memory/store.ts'
import type { KeyValueStore } from '../../../src/sources/stores/store.ts'
import { held, seen } from './seen.ts'

const cellsOf = (map: Map<string, string>, turn: () => Promise<unknown> = async () => undefined): Cells => ({
  get: async key => {
    await turn()
    return map.get(key)
  },
  set: async (key, value) => {
    await turn()
    map.set(key, value)
  },
})

/** Low numbers, neighbours of powers of two, and the highest there is. */
const aNumber = fc.oneof(
  fc.integer({ min: 1, max: 40 }),
  fc.constantFrom(255, 256, 257, 2 ** 32 - 1, 2 ** 32, 2 ** 52, Number.MAX_SAFE_INTEGER),
  fc.maxSafeNat().map(number => number || 1),
)

describe('the highest of all numbers', () => {
  test('is found, whatever was written in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(aNumber), async numbers => {
        const cells = cellsOf(new Map())
        for (const number of numbers) await writeNumber(cells, 'p', { number, text: `${number}` })
        const highest = Math.max(...numbers)
        expect(await readHighest(cells, 'p')).toEqual(
          numbers.length === 0 ? undefined : { number: highest, text: `${highest}` },
        )
      }),
    )
  })

  test('is never lost nor falls, however the steps of writers and readers fall between each other', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.array(aNumber, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 4 }),
        async (scheduler, writers) => {
          const cells = cellsOf(new Map(), () => scheduler.schedule(Promise.resolve()))
          let confirmed = 0
          const write = async (numbers: readonly number[]) => {
            for (const number of numbers) {
              await writeNumber(cells, 'p', { number, text: `${number}` })
              confirmed = Math.max(confirmed, number)
            }
          }
          const read = async () => {
            let last = 0
            for (let round = 0; round < 4; round += 1) {
              const atLeast = Math.max(last, confirmed)
              const found = await readHighest(cells, 'p')
              expect(found).not.toBe('damaged')
              last = typeof found === 'object' ? found.number : 0
              expect(last).toBeGreaterThanOrEqual(atLeast)
            }
          }
          await scheduler.waitFor(Promise.all([...writers.map(write), read(), read()]))
          expect(await scheduler.waitFor(readHighest(cells, 'p'))).toMatchObject({
            number: Math.max(...writers.flat()),
          })
        },
      ),
      { numRuns: 300 },
    )
  })

  test('is never replaced by a lower one when writers stop in the middle', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(aNumber, fc.nat(120)), { minLength: 1 }),
        aNumber,
        async (stopped, whole) => {
          const map = new Map<string, string>()
          await writeNumber(cellsOf(map), 'p', { number: whole, text: `${whole}` })
          for (const [number, steps] of stopped) {
            let left = steps
            const stopping = cellsOf(map, async () => {
              left -= 1
              if (left < 0) throw new Error('stopped')
            })
            await writeNumber(stopping, 'p', { number, text: `${number}` }).catch(() => undefined)
          }
          const found = await readHighest(cellsOf(map), 'p')
          expect(typeof found === 'object' && found.number >= whole).toBe(true)
        },
      ),
    )
  })

  test('costs so many cells', async () => {
    const cost = async (number: number) => {
      let steps = 0
      const cells = cellsOf(new Map(), async () => {
        steps += 1
      })
      await writeNumber(cells, 'p', { number, text: 'x' })
      const written = steps
      await readHighest(cells, 'p')
      return [written, steps - written]
    }
    expect(await cost(1)).toEqual([2, 2])
    expect(await cost(390)).toEqual([13, 18])
    expect(await cost(Number.MAX_SAFE_INTEGER)).toEqual([106, 105])
  })

  test.each([
    ['a mark that is no mark', 'p/longer/2', '2'],
    ['a digit that is no mark', 'p/one/3/1', 'x'],
    ['a mark that leads to no number', 'p/longer/3', '1'],
  ])('is unknown with %s', async (_, key, value) => {
    const map = new Map<string, string>()
    await writeNumber(cellsOf(map), 'p', { number: 5, text: '5' })
    map.set(key, value)
    expect(await readHighest(cellsOf(map), 'p')).toBe('damaged')
  })
})

const keyv = (map = new Map()): Keyv => new Keyv({ store: map, throwOnErrors: true })

describe('lists that are remembered in a store', () => {
  test('are known to every process that comes later', async () => {
    const map = new Map()
    const lists = [seen(7), seen(390, 'bb', 'LOTL')]
    const { remembered, unwritten } = await storeListMemory(keyv(map)).remember(lists)
    expect(unwritten.size).toBe(0)
    expect([...remembered.seen.values()]).toEqual(lists)
    const later = await storeListMemory(keyv(map)).recall(['LOTL', 'AT', 'BE'])
    expect(later).toMatchObject({
      unreadable: new Set(),
      seen: new Map(lists.map(list => [list.territory, list])),
    })
    expect(await held(storeListMemory(keyv(map), { prefix: 'other' }))).toBe('never')
  })

  test('are the highest ones, and keep the content that came first', async () => {
    const map = new Map()
    const [one, other] = [storeListMemory(keyv(map)), storeListMemory(keyv(map))]
    for (const number of [9, 100, 10]) await one.remember([seen(number)])
    const { remembered } = await other.remember([seen(100, 'bb')])
    expect(remembered.seen.get('AT')).toEqual(seen(100, 'aa'))
    expect(await held(one)).toBe(100)
  })

  test('agree in the end where two processes write one number with other contents at the same moment', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async scheduler => {
        const map = new Map<string, string>()
        const cells = cellsOf(map, () => scheduler.schedule(Promise.resolve()))
        const store: KeyValueStore = { ...cells, delete: async key => map.delete(key) }
        const [one, other] = [storeListMemory(store), storeListMemory(store)]
        await scheduler.waitFor(Promise.all([one.remember([seen(7, 'aa')]), other.remember([seen(7, 'bb')])]))
        const recalled = Promise.all([one.recall(['AT']), other.recall(['AT'])])
        const [a, b] = await scheduler.waitFor(recalled)
        expect(a.seen.get('AT')?.digest).toMatch(/^(?:aa|bb)$/)
        expect(a.seen.get('AT')).toEqual(b.seen.get('AT'))
      }),
      { numRuns: 100 },
    )
  })

  test('come back when the store is started anew while a process lives that knows them', async () => {
    const map = new Map()
    const memory = storeListMemory(keyv(map))
    await memory.remember([seen(7)])
    map.clear()
    expect(await held(memory)).toBe(7)
    expect(await held(storeListMemory(keyv(map)))).toBe(7)
  })

  test('are forgotten by every process', async () => {
    const map = new Map()
    const service = storeListMemory(keyv(map))
    await service.remember([seen(7), seen(5, 'cc', 'BE')])
    expect(await storeListMemory(keyv(map)).forget('AT')).toEqual({ ok: true, value: undefined })
    expect(await held(service)).toBe('never')
    expect((await service.recall(['BE'])).seen.get('BE')).toEqual(seen(5, 'cc', 'BE'))
    await service.remember([seen(1)])
    expect(await held(storeListMemory(keyv(map)))).toBe(1)
  })
})

describe('a store that does not do what it should', () => {
  const down = async () => {
    throw new Error('down')
  }
  const map = () => {
    const inner = new Map<string, string>()
    return {
      get: async (key: string) => inner.get(key),
      set: async (key: string, value: string) => inner.set(key, value),
    }
  }

  test.each<[string, KeyValueStore]>([
    ['cannot be read', { ...map(), get: down, delete: down }],
    ['never answers', { ...map(), get: () => new Promise(() => undefined), delete: down }],
    ['says of everything that it is not there', { ...map(), get: async () => undefined, delete: down }],
    ['gives something else than was written', { ...map(), get: async () => ({}), delete: down }],
    ['gives one text for everything', { ...map(), get: async () => 'qwac 1', delete: down }],
  ])('%s: nothing counts as never seen', async (_, store) => {
    const memory = storeListMemory(store, { deadline: 5 })
    expect(await held(memory)).toBe('unreadable')
    const { unwritten } = await memory.remember([seen(7)])
    expect([...unwritten]).toEqual([['AT', 'unwritable']])
  })

  test('cannot be written: that is reported, and remembered by the process alone', async () => {
    const { get, set } = map()
    await storeListMemory({ get, set, delete: down }).remember([seen(7)])
    const memory = storeListMemory({ get, set: down, delete: down })
    const { remembered, unwritten } = await memory.remember([seen(8, 'bb')])
    expect([...unwritten]).toEqual([['AT', 'unwritable']])
    expect(remembered.seen.get('AT')).toEqual(seen(8, 'bb'))
    expect(await held(memory)).toBe(8)
    expect(await held(storeListMemory({ get, set, delete: down }))).toBe(7)
    expect(await memory.forget('AT')).toEqual({ ok: false, reason: 'unwritable' })
  })

  test('and fails while it is asked whether a territory was forgotten: no number is lost by that', async () => {
    const { get, set } = map()
    const well = storeListMemory({ get, set, delete: down })
    await well.remember([seen(6)])
    await well.forget('AT')
    await well.remember([seen(7)])
    let faults: 'none' | 'reads' = 'none'
    const memory = storeListMemory({
      get: key => (faults === 'reads' ? down() : get(key)),
      set: down,
      delete: down,
    })
    await memory.remember([seen(8, 'bb')])
    faults = 'reads'
    await memory.remember([seen(9, 'cc')])
    faults = 'none'
    expect(await held(memory)).toBe(9)
    await well.forget('AT')
    expect(await held(memory)).toBe('never')
  })

  test.each([
    ['where the territory was forgotten before', true],
    ['where the territory was never forgotten', false],
  ])(
    'and fails from the start: what is seen is known still, %s, until it is forgotten',
    async (_, before) => {
      const { get, set } = map()
      const well = storeListMemory({ get, set, delete: down })
      await well.remember([seen(6)])
      if (before) await well.forget('AT')
      let isDown = true
      const memory = storeListMemory({ get: key => (isDown ? down() : get(key)), set, delete: down })
      await memory.remember([seen(10, 'dd')])
      isDown = false
      expect(await held(memory)).toBe(10)
      expect(await held(well)).toBe(10)
      await well.forget('AT')
      expect(await held(memory)).toBe('never')
    },
  )

  test('is written again when it can be', async () => {
    const { get, set } = map()
    let isWell = true
    const store = {
      get,
      set: (key: string, value: string) => (isWell ? set(key, value) : down()),
      delete: down,
    }
    const memory = storeListMemory(store)
    await memory.remember([seen(6)])
    isWell = false
    await memory.remember([seen(7)])
    isWell = true
    await memory.recall(['AT'])
    expect(await held(storeListMemory(store))).toBe(7)
  })

  test('damages one territory: the others can be read', async () => {
    const inner = new Map<string, string>()
    const store: KeyValueStore = { ...cellsOf(inner), delete: down }
    await storeListMemory(store).remember([seen(7), seen(5, 'cc', 'BE')])
    for (const [key, value] of inner) {
      if (!key.startsWith('qwac-lists/AT/')) continue
      inner.set(key, `${value} `)
      expect(await held(storeListMemory(store)), key).toBe('unreadable')
      const { seen: lists } = await storeListMemory(store).recall(['AT', 'BE'])
      expect([...lists.keys()]).toEqual(['BE'])
      inner.set(key, value)
    }
  })

  test('keeps its errors to itself: that is a misuse', () => {
    expect(() => storeListMemory(new Keyv())).toThrow(TypeError)
    expect(() => storeListMemory(keyv())).not.toThrow()
  })
})

describe('lists that are remembered by the process', () => {
  test('are the highest, first seen, until they are forgotten', async () => {
    const memory = memoryListMemory()
    expect(await held(memory)).toBe('never')
    await memory.remember([seen(7), seen(6)])
    const { remembered } = await memory.remember([seen(7, 'bb')])
    expect(remembered.seen.get('AT')).toEqual(seen(7, 'aa'))
    await memory.forget('AT')
    expect(await held(memory)).toBe('never')
  })
})
