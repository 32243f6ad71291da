import { describe, expect, test } from 'vitest'
import { instantFromMilliseconds } from '../../../src/core/time.ts'
import type { StatusToKeep } from '../../../src/revocation/ports.ts'
import { type RevocationMemoryOptions, revocationMemory } from '../../../src/sources/revocation/memory.ts'
import type { KeyValueStore } from '../../../src/sources/stores/store.ts'
import { memoryStore } from '../../../src/sources/stores/store-in-memory.ts'

/** How long a memory leaves sources and its store alone, and how often it asks the store. */

const NOW = 1_780_000_000_000
const HOUR = 3_600_000
const KEY = 'ocsp:1'
const URL = 'http://a.example'
const signal = new AbortController().signal

const status = (says: StatusToKeep['says'] = 'good', octet = 7): StatusToKeep => ({
  bytes: Uint8Array.of(0x30, octet),
  source: 'ocsp',
  says,
  thisUpdate: instantFromMilliseconds(NOW),
  freshUntil: instantFromMilliseconds(NOW + 100 * HOUR),
})

const patient = { deadline: 60_000, failures: 1_000 }

/** One process of two that share a store, and how the clock of both is set. */
function shared(options: RevocationMemoryOptions) {
  const store = memoryStore()
  let passed = 0
  const terms = { store, clock: () => NOW + passed, guard: patient }
  const other = revocationMemory(terms)
  const memory = revocationMemory({ ...terms, ...options })
  return {
    other,
    memory,
    later: (milliseconds: number) => {
      passed = milliseconds
    },
    octets: async () => (await memory.recall(KEY, signal)).map(({ bytes }) => bytes[1]),
  }
}

describe.each([
  ['unless told', {}, 10_000, 10_000],
  ['for a failure alone', { restAfterFailure: 60_000 }, 60_000, 10_000],
  ['for a miss alone', { restAfterMiss: 500 }, 10_000, 500],
  ['not at all', { restAfterFailure: 0, restAfterMiss: 0 }, 0, 0],
] as const)('a rest %s', (_, options, failure, miss) => {
  test(`is one of ${failure} ms for a source that failed`, () => {
    const { memory, later } = shared(options)
    memory.fail(KEY, URL, 'unreachable')
    expect(memory.failure(KEY, URL)).toBe(failure === 0 ? undefined : 'unreachable')
    later(Math.max(0, failure - 1))
    expect(memory.failure(KEY, URL)).toBe(failure === 0 ? undefined : 'unreachable')
    later(failure)
    expect(memory.failure(KEY, URL)).toBeUndefined()
  })

  test(`is one of ${miss} ms for what the store did not have: then a revocation that another process has learnt is known`, async () => {
    const { memory, other, later, octets } = shared(options)
    await memory.keep(KEY, status())
    expect(await octets()).toEqual([7])
    await other.keep(KEY, status('revoked', 8))
    later(Math.max(0, miss - 1))
    expect(await octets()).toEqual(miss === 0 ? [7, 8] : [7])
    later(miss)
    expect(await octets()).toEqual([7, 8])
  })
})

test.each(['askAfter', 'restAfterFailure', 'restAfterMiss', 'maxStored'] as const)(
  '%s is a whole number of at least zero',
  name => {
    for (const value of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])
      expect(() => revocationMemory({ [name]: value })).toThrow(RangeError)
    expect(() => revocationMemory({ [name]: 0 })).not.toThrow()
  },
)

test('what a source hands out again as the same array was asked for again', async () => {
  const { memory, later } = shared({})
  const again = status()
  const isDue = async () => (await memory.recall(KEY, signal)).map(each => each.isDue)
  for (const hour of [0, 1, 2, 3]) {
    later(hour * HOUR)
    expect(await isDue()).toEqual(hour === 0 ? [] : [true])
    await memory.keep(KEY, again)
    expect(await isDue()).toEqual([false])
  }
})

describe('a store that can read many keys', () => {
  function counted(getMany: (keys: string[], store: KeyValueStore) => unknown) {
    const store = memoryStore()
    const calls: (readonly string[])[] = []
    const counting: KeyValueStore = {
      ...store,
      get: key => Promise.reject(new Error(`read alone: ${key}`)),
      getMany: async keys => {
        calls.push([...keys])
        return getMany(keys, store)
      },
    }
    return { store: counting, calls }
  }
  const reading = (keys: string[], store: KeyValueStore) => Promise.all(keys.map(key => store.get(key)))

  test('is asked once for all that is to be known of a certificate', async () => {
    const { store, calls } = counted(reading)
    const terms = { store, clock: () => NOW, guard: patient }
    const [first, second] = [revocationMemory(terms), revocationMemory(terms)]
    await first.keep(KEY, status('revoked', 8))
    await first.keep('crl:2', { ...status('list', 9), source: 'crl' })
    const found = await Promise.all([KEY, 'crl:2'].map(key => second.recall(key, signal)))
    expect(found.map(all => all.map(({ bytes }) => bytes[1]))).toEqual([[8], [9]])
    expect(calls).toEqual([['ocsp:1:good', 'ocsp:1:revoked', 'crl:2:list']])
  })

  test.each<[string, (keys: string[], store: KeyValueStore) => unknown]>([
    ['fails', () => Promise.reject(new Error())],
    ['gives nothing', () => undefined],
    ['gives a text', () => `1:${NOW}:MAA=`],
    ['gives fewer values than keys', async (keys, store) => (await reading(keys, store)).slice(1)],
    ['gives more values than keys', async (keys, store) => [...(await reading(keys, store)), undefined]],
    ['gives values of another kind', keys => keys.map(() => 7)],
    ['never answers', () => new Promise(() => {})],
  ])('and %s gives nothing, and is asked again', async (_, getMany) => {
    const { store, calls } = counted(getMany)
    const terms = { store, clock: () => NOW, guard: { failures: 1000, deadline: 20 } }
    await revocationMemory(terms).keep(KEY, status('revoked', 8))
    const memory = revocationMemory(terms)
    expect(await memory.recall(KEY, signal)).toEqual([])
    expect(await memory.recall(KEY, signal)).toEqual([])
    expect(calls).toHaveLength(2)
  })

  test('and has one of two values gives that one', async () => {
    const { store } = counted(async (keys, kept) =>
      (await reading(keys, kept)).map(value => (value === undefined ? 7 : value)),
    )
    const terms = { store, clock: () => NOW, guard: patient }
    await revocationMemory(terms).keep(KEY, status('revoked', 8))
    const found = await revocationMemory(terms).recall(KEY, signal)
    expect(found.map(({ bytes }) => bytes[1])).toEqual([8])
  })
})
