import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instantFromMilliseconds } from '../../../src/core/time.ts'
import type { Remembered, StatusToKeep } from '../../../src/revocation/ports.ts'
import { revocationMemory } from '../../../src/sources/revocation/memory.ts'
import type { KeyValueStore } from '../../../src/sources/stores/store.ts'
import { memoryStore } from '../../../src/sources/stores/store-in-memory.ts'

const HOUR = 3_600_000
const NOW = 1_780_000_000_000
const KEY = 'ocsp:1'
const signal = new AbortController().signal

function status(hour: number, says: StatusToKeep['says'] = 'good', octet = hour): StatusToKeep {
  return {
    bytes: Uint8Array.of(0x30, octet & 0xff),
    source: says === 'list' ? 'crl' : 'ocsp',
    says,
    thisUpdate: instantFromMilliseconds(NOW + hour * HOUR),
    freshUntil: instantFromMilliseconds(NOW + (hour + 100) * HOUR),
  }
}

/** The same as it was recalled. */
function recalledStatus(hour: number, kept: Remembered | undefined): StatusToKeep {
  return { ...status(hour), bytes: kept?.bytes ?? new Uint8Array(), remembered: true }
}

const clock = () => NOW
const recalled = async (memory: ReturnType<typeof revocationMemory>, key = KEY) =>
  (await memory.recall(key, signal)).map(({ bytes, isDue }) => [bytes[1], isDue])

describe('what is kept', () => {
  test('is recalled by its key and no other', async () => {
    const memory = revocationMemory({ clock })
    await memory.keep(KEY, status(-1, 'good', 7))
    expect(await recalled(memory)).toEqual([[7, false]])
    expect(await recalled(memory, 'ocsp:2')).toEqual([])
    expect(await recalled(memory, 'crl:1')).toEqual([])
  })

  test('is asked for anew after an hour, but for a revocation', async () => {
    let now = NOW
    const memory = revocationMemory({ clock: () => now })
    await memory.keep(KEY, status(-1, 'good', 7))
    await memory.keep('ocsp:2', status(-1, 'revoked', 8))
    now = NOW + HOUR - 1
    expect(await recalled(memory)).toEqual([[7, false]])
    now = NOW + HOUR
    expect(await recalled(memory)).toEqual([[7, true]])
    expect(await recalled(memory, 'ocsp:2')).toEqual([[8, false]])
  })

  test.each([
    ['the process', false],
    ['the store', true],
  ])('does not grow younger when it is recalled from %s and kept again', async (_, isAnother) => {
    let now = NOW
    const options = { store: memoryStore(), clock: () => now, guard: { deadline: 60_000 } }
    const first = revocationMemory(options)
    await first.keep(KEY, status(-1, 'good', 7))
    const memory = isAnother ? revocationMemory(options) : first
    now = NOW + HOUR - 1
    const [kept] = await memory.recall(KEY, signal)
    await memory.keep(KEY, recalledStatus(-1, kept))
    expect(await recalled(memory)).toEqual([[7, false]])
    now = NOW + HOUR
    expect(await recalled(memory)).toEqual([[7, true]])
    // The same octets, but asked for anew.
    await memory.keep(KEY, status(-1, 'good', 7))
    expect(await recalled(memory)).toEqual([[7, false]])
  })

  test('is asked for anew, and a failure is forgotten, when the clock is set back', async () => {
    let now = NOW
    const memory = revocationMemory({ clock: () => now })
    await memory.keep(KEY, status(-1, 'good', 7))
    memory.fail(KEY, 'http://a.example', 'unreachable')
    expect([await recalled(memory), memory.failure(KEY, 'http://a.example')]).toEqual([
      [[7, false]],
      'unreachable',
    ])
    now = NOW - 1
    expect([await recalled(memory), memory.failure(KEY, 'http://a.example')]).toEqual([
      [[7, true]],
      undefined,
    ])
  })

  test('is gone when it ends', async () => {
    let now = NOW
    const memory = revocationMemory({ clock: () => now })
    await memory.keep(KEY, status(-1, 'good', 7))
    now = NOW + 99 * HOUR
    expect(await recalled(memory)).toEqual([])
    await memory.keep(KEY, status(-1, 'good', 7))
    expect(await recalled(memory)).toEqual([])
  })

  test('stays the newest, and no good answer takes the place of a revocation', async () => {
    const memory = revocationMemory({ clock })
    for (const each of [status(-3), status(-1), status(-2), status(-4, 'revoked'), status(-1)])
      await memory.keep(KEY, each)
    expect(await recalled(memory)).toEqual([
      [255, false],
      [252, false],
    ])
  })

  test('is bounded', async () => {
    const memory = revocationMemory({ clock, bounds: { maxEntries: 2 } })
    for (const key of ['ocsp:1', 'ocsp:2', 'ocsp:3']) await memory.keep(key, status(-1))
    expect(await recalled(memory, 'ocsp:1')).toEqual([])
    expect(await recalled(memory, 'ocsp:3')).toHaveLength(1)
  })
})

describe('whatever the order in which things are kept', () => {
  const arbitrary = fc.uniqueArray(
    fc.record({
      hour: fc.integer({ min: -50, max: 0 }),
      octet: fc.integer({ min: 0, max: 3 }),
      says: fc.constantFrom('good' as const, 'revoked' as const),
    }),
    { minLength: 1, maxLength: 6, selector: ({ hour, octet, says }) => `${hour} ${octet} ${says}` },
  )
  const shuffled = arbitrary.chain(all =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
  )

  test('the same is recalled, at once or one after the other, from the process and from the store', async () => {
    await fc.assert(
      fc.asyncProperty(shuffled, fc.boolean(), async ([one, other], atOnce) => {
        const [a, b] = [memoryStore(), memoryStore()]
        // Nothing here is about time, however slow the machine.
        const patient = { clock, guard: { deadline: 60_000 } }
        const first = revocationMemory({ store: a, ...patient })
        const second = revocationMemory({ store: slow(b), ...patient })
        for (const { hour, says, octet } of one) await first.keep(KEY, status(hour, says, octet))
        const kept = other.map(
          ({ hour, says, octet }) =>
            () =>
              second.keep(KEY, status(hour, says, octet)),
        )
        if (atOnce) await Promise.all(kept.map(keep => keep()))
        else for (const keep of kept) await keep()
        expect(await recalled(second)).toEqual(await recalled(first))
        const anew = await recalled(revocationMemory({ store: b, ...patient }))
        expect(anew).toEqual(await recalled(revocationMemory({ store: a, ...patient })))
        expect(anew).toEqual(await recalled(first))
      }),
      { numRuns: 60, seed: 7 },
    )
  })
})

/** A store whose calls take turns of the event loop, more or fewer. */
function slow(store: KeyValueStore): KeyValueStore {
  let calls = 0
  const wait = async () => {
    for (let i = (calls++ * 7) % 5; i > 0; i--) await new Promise(resolve => setImmediate(resolve))
  }
  return {
    get: async key => wait().then(() => store.get(key)),
    set: async (...words) => wait().then(() => store.set(...words)),
    delete: async key => wait().then(() => store.delete(key)),
  }
}

describe('a store', () => {
  const holding = (value: unknown): KeyValueStore => ({
    get: async () => value,
    set: async () => true,
    delete: async () => true,
  })

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a number', 7],
    ['another form', 'hello'],
    ['another version', `2:${NOW}:MAA=`],
    ['no date', '1::MAA='],
    ['a date without end', `1:${'9'.repeat(400)}:MAA=`],
    ['what is no base64', `1:${NOW}:M*A=`],
    ['no octets', `1:${NOW}:`],
    ['what is larger than anything that is stored', `1:${NOW}:${'M'.repeat(2_000_000)}`],
  ])('that gives %s gives nothing', async (_, value) => {
    expect(await revocationMemory({ store: holding(value), clock }).recall(KEY, signal)).toEqual([])
  })

  test.each<[string, KeyValueStore]>([
    [
      'rejects',
      {
        get: () => Promise.reject(new Error()),
        set: () => Promise.reject(new Error()),
        delete: () => Promise.reject(new Error()),
      },
    ],
    [
      'never answers',
      {
        get: () => new Promise(() => {}),
        set: () => new Promise(() => {}),
        delete: () => new Promise(() => {}),
      },
    ],
    [
      'throws',
      {
        get: () => {
          throw new Error()
        },
        set: () => {
          throw new Error()
        },
        delete: () => {
          throw new Error()
        },
      },
    ],
  ])('that %s is a miss, and this process remembers all the same', async (_, store) => {
    const memory = revocationMemory({ store, clock, guard: { deadline: 20 } })
    expect(await memory.recall(KEY, signal)).toEqual([])
    await memory.keep(KEY, status(-1, 'good', 7))
    expect(await recalled(memory)).toEqual([[7, false]])
  })

  test('that lies about when something was asked for cannot date it ahead', async () => {
    const dueAt = async (askedAt: number, now: number) => {
      const memory = revocationMemory({ store: holding(`1:${askedAt}:MAc=`), clock: () => now })
      return (await memory.recall(KEY, signal))[0]?.isDue
    }
    expect(await dueAt(NOW + 300_000, NOW)).toBe(false)
    expect(await dueAt(NOW + 300_001, NOW)).toBe(true)
    expect(await dueAt(NOW + 300_000, NOW + 300_000 + HOUR)).toBe(true)
  })

  test('is told of nothing that has ended: no time at all is time without end to many', async () => {
    let now = NOW
    const times: unknown[] = []
    const store: KeyValueStore = { ...holding(undefined), set: async (_, __, ttl) => times.push(ttl) }
    const memory = revocationMemory({ store, clock: () => now })
    await memory.keep(KEY, { ...status(-1), freshUntil: instantFromMilliseconds(NOW + HOUR) })
    now = NOW + HOUR
    await memory.keep(KEY, status(-2))
    expect(times).toEqual([HOUR])
    expect(await recalled(memory)).toEqual([])
  })

  /** What is called, in order; it fails as long as it is said to. */
  function watched() {
    const store = memoryStore()
    const calls: string[] = []
    const state = { fails: false, calls: () => calls.splice(0) }
    const call = <T>(name: string, make: () => Promise<T>) => {
      calls.push(name)
      return state.fails ? Promise.reject(new Error('down')) : make()
    }
    const watching: KeyValueStore = {
      get: key => call(`get ${key}`, () => store.get(key)),
      set: (key, value, ttl) => call(`set ${key}`, () => store.set(key, value, ttl)),
      delete: key => store.delete(key),
    }
    return { store: watching, state }
  }
  const patient = { deadline: 60_000, failures: 1_000 }

  test('is told what is new, and of nothing that was recalled', async () => {
    const { store, state } = watched()
    const [first, second] = [0, 1].map(() => revocationMemory({ store, clock, guard: patient }))
    const again = async (memory = first) => {
      const [kept] = (await memory?.recall('crl:1', signal)) ?? []
      await memory?.keep('crl:1', { ...recalledStatus(-1, kept), source: 'crl', says: 'list' })
      return state.calls()
    }
    await first?.keep('crl:1', status(-1, 'list', 7))
    expect(state.calls()).toEqual(['set crl:1:list'])
    expect(await again(first)).toEqual([])
    expect(await again(second)).toEqual(['get crl:1:list'])
    expect(await again(second)).toEqual([])
    await second?.keep('crl:1', status(-1, 'list', 7))
    expect(state.calls()).toEqual(['set crl:1:list'])
  })

  test('that holds what is older is told what is newer', async () => {
    const store = memoryStore()
    let now = NOW
    const options = { store, clock: () => now, guard: patient }
    const [older, newer] = [revocationMemory(options), revocationMemory(options)]
    await newer.keep(KEY, status(-1, 'good', 8))
    await older.keep(KEY, status(-2, 'good', 7))
    now = NOW + HOUR
    for (const kept of await newer.recall(KEY, signal))
      await newer.keep(KEY, recalledStatus(kept.bytes[1] === 8 ? -1 : -2, kept))
    expect(await recalled(revocationMemory(options))).toEqual([[8, true]])
  })

  test('is told again what it could not be told', async () => {
    const { store, state } = watched()
    const memory = revocationMemory({ store, clock, guard: patient })
    state.fails = true
    await memory.keep(KEY, status(-1, 'good', 7))
    state.fails = false
    const [kept] = await memory.recall(KEY, signal)
    state.calls()
    const offered = recalledStatus(-1, kept)
    await memory.keep(KEY, offered)
    expect(state.calls()).toEqual([`set ${KEY}:good`])
    await memory.keep(KEY, offered)
    expect(state.calls()).toEqual([])
  })

  test('is not asked again for ten seconds for what it did not have, unless it is told of it', async () => {
    let now = NOW
    const { store, state } = watched()
    const options = { store, clock: () => now, guard: patient }
    const memory = revocationMemory(options)
    const both = [`get ${KEY}:good`, `get ${KEY}:revoked`]
    expect([await recalled(memory), state.calls()]).toEqual([[], both])
    now = NOW + 9_999
    expect([await recalled(memory), state.calls()]).toEqual([[], []])
    await revocationMemory(options).keep(KEY, status(-1, 'revoked', 8))
    state.calls()
    now = NOW + 10_000
    expect([await recalled(memory), state.calls()]).toEqual([[[8, false]], both])
  })

  test('is asked again for what this process has told it', async () => {
    const { store, state } = watched()
    const memory = revocationMemory({ store, clock, guard: patient, bounds: { maxEntries: 1 } })
    expect(await recalled(memory)).toEqual([])
    await memory.keep(KEY, status(-1, 'good', 7))
    await memory.keep('ocsp:2', status(-1, 'good', 9))
    state.calls()
    expect([await recalled(memory), state.calls()]).toEqual([[[7, false]], [`get ${KEY}:good`]])
  })

  test('that fails is asked again: that is not to say that it has nothing', async () => {
    const { store, state } = watched()
    const memory = revocationMemory({ store, clock, guard: patient })
    await revocationMemory({ store, clock, guard: patient }).keep(KEY, status(-1, 'good', 7))
    state.fails = true
    expect(await recalled(memory)).toEqual([])
    state.fails = false
    expect(await recalled(memory)).toEqual([[7, false]])
  })

  test('gets no list that is too large for it', async () => {
    const store = memoryStore()
    const memory = revocationMemory({ store, clock, maxStored: 1 })
    await memory.keep('crl:1', status(-1, 'list', 7))
    expect(await recalled(memory, 'crl:1')).toEqual([[7, false]])
    expect(await store.get('crl:1:list')).toBeUndefined()
  })
})

test('a failure is remembered for ten seconds, about one certificate and one address', () => {
  let now = NOW
  const memory = revocationMemory({ clock: () => now })
  memory.fail(KEY, 'http://a', 'refused')
  expect(memory.failure(KEY, 'http://a')).toBe('refused')
  expect(memory.failure(KEY, 'http://b')).toBeUndefined()
  expect(memory.failure('ocsp:2', 'http://a')).toBeUndefined()
  now = NOW + 9_999
  expect(memory.failure(KEY, 'http://a')).toBe('refused')
  now = NOW + 10_000
  expect(memory.failure(KEY, 'http://a')).toBeUndefined()
})
