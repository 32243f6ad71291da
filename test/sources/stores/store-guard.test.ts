import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { KeyValueStore } from '../../../src/sources/stores/store.ts'
import { guardedStore } from '../../../src/sources/stores/store-guard.ts'
import { memoryStore } from '../../../src/sources/stores/store-in-memory.ts'

const unhandled: unknown[] = []
const onUnhandled = (reason: unknown) => void unhandled.push(reason)
beforeEach(() => {
  unhandled.length = 0
  process.on('unhandledRejection', onUnhandled)
})
afterEach(() => void process.off('unhandledRejection', onUnhandled))

/** Lets timers and rejections that nobody waits for come up. */
const settled = (milliseconds = 20) => new Promise(resolve => setTimeout(resolve, milliseconds))

const never = () => new Promise<never>(() => undefined)
const later = (milliseconds: number) =>
  new Promise<never>((_, reject) => setTimeout(() => reject(new Error('late')), milliseconds))
const all = (call: () => unknown): KeyValueStore => ({
  // A store of the field is under no type of ours.
  get: () => call() as Promise<unknown>,
  set: () => call() as Promise<unknown>,
  delete: () => call() as Promise<unknown>,
})
type Settle = (value: unknown) => void
const thenable = (then: (resolve: Settle, reject: Settle) => void) => Object.fromEntries([['then', then]])
const thrown = () => {
  throw new Error('at once')
}

describe('a store that is well', () => {
  test('is served as it is', async () => {
    const store = guardedStore(memoryStore())
    expect(await store.get('a')).toEqual({ ok: true, value: undefined })
    expect(await store.set('a', 'text')).toEqual({ ok: true, value: undefined })
    expect(await store.get('a')).toEqual({ ok: true, value: 'text' })
    expect(await store.delete('a')).toEqual({ ok: true, value: undefined })
    expect(await store.get('a')).toEqual({ ok: true, value: undefined })
    expect(store.state()).toBe('closed')
  })

  test('is given the time for which a value is of use', async () => {
    const calls: unknown[][] = []
    const store = guardedStore({ ...memoryStore(), set: async (...call) => calls.push(call) })
    await store.set('a', 'text', 500)
    expect(calls).toEqual([['a', 'text', 500]])
  })
})

describe('a store that is not', () => {
  test.each<[string, () => unknown, string]>([
    ['never answers', never, 'timed-out'],
    ['rejects after the deadline', () => later(10), 'timed-out'],
    ['rejects', () => Promise.reject(new Error('refused')), 'failed'],
    ['rejects with nothing', () => Promise.reject(undefined), 'failed'],
    ['throws', thrown, 'failed'],
    ['gives a promise of its own that throws', () => thenable(thrown), 'failed'],
    [
      'settles twice',
      () =>
        thenable((resolve, reject) => {
          reject(new Error('first'))
          resolve('second')
        }),
      'failed',
    ],
  ])('%s: every call is a value, and nothing is heard of it later', async (_, call, reason) => {
    const store = guardedStore(all(call), { deadline: 3 })
    const answers = await Promise.all([store.get('a'), store.set('a', 'text'), store.delete('a')])
    expect(answers).toEqual(Array(3).fill({ ok: false, reason }))
    await settled()
    expect(unhandled).toEqual([])
  })

  test.each([
    ['a number', 5],
    ['octets', new Uint8Array(3)],
    ['an object', { value: 'x' }],
    ['false', false],
  ])(
    'gives %s where a text is expected: that is no value, and says nothing about other keys',
    async (_, garbage) => {
      const store = guardedStore(
        all(() => garbage),
        { failures: 1 },
      )
      expect(await store.get('a')).toEqual({ ok: false, reason: 'failed' })
      expect(store.state()).toBe('closed')
    },
  )

  test.each([null, undefined])('gives %s: that is a miss', async nothing => {
    expect(await guardedStore(all(() => nothing)).get('a')).toEqual({ ok: true, value: undefined })
  })

  test('answers false to a write: that is a failure', async () => {
    const store = guardedStore(
      all(() => Promise.resolve(false)),
      { failures: 1 },
    )
    expect(await store.set('a', 'text')).toEqual({ ok: false, reason: 'failed' })
    expect(store.state()).toBe('open')
  })
})

/** A store that fails or works, as `isWell` says, and counts its calls; and a clock. */
function patient() {
  const inner = memoryStore()
  const seen = { now: 0, isWell: true, reads: 0, writes: 0 }
  const store: KeyValueStore = {
    get: async key => {
      seen.reads += 1
      if (!seen.isWell) throw new Error('down')
      return inner.get(key)
    },
    set: async (key, value) => {
      seen.writes += 1
      if (!seen.isWell) throw new Error('down')
      return inner.set(key, value)
    },
    delete: key => inner.delete(key),
  }
  const options = { failures: 2, window: 1_000, rest: 100, clock: () => seen.now }
  return { seen, guarded: guardedStore(store, options) }
}

describe('behind the breaker', () => {
  test('a store that has failed is not called again until it has rested', async () => {
    const { seen, guarded } = patient()
    seen.isWell = false
    expect(await guarded.get('a')).toMatchObject({ reason: 'failed' })
    expect(await guarded.get('a')).toMatchObject({ reason: 'failed' })
    for (let i = 0; i < 50; i += 1) {
      expect(await guarded.get('a')).toEqual({ ok: false, reason: 'open' })
      expect(await guarded.set('a', 'text')).toEqual({ ok: false, reason: 'open' })
    }
    expect(seen).toMatchObject({ reads: 2, writes: 0 })
  })

  test('nobody waits for the read that tries it out, and one is made at a time', async () => {
    const { seen, guarded } = patient()
    seen.isWell = false
    await Promise.all([guarded.get('a'), guarded.get('a')])
    seen.now = 100
    const answers = await Promise.all([guarded.set('a', 'text'), guarded.get('a'), guarded.get('a')])
    expect(answers).toEqual(Array(3).fill({ ok: false, reason: 'open' }))
    expect(seen).toMatchObject({ reads: 3, writes: 0 })
  })

  test('it recovers unaided', async () => {
    const { seen, guarded } = patient()
    await guarded.set('a', 'text')
    seen.isWell = false
    await Promise.all([guarded.get('a'), guarded.get('a')])
    seen.now = 100
    await guarded.get('a')
    await settled(1)
    expect(guarded.state()).toBe('open')
    seen.isWell = true
    seen.now = 200
    expect(await guarded.get('a')).toEqual({ ok: false, reason: 'open' })
    await settled(1)
    expect(guarded.state()).toBe('closed')
    expect(await guarded.get('a')).toEqual({ ok: true, value: 'text' })
  })

  test('a frozen store is called a few times, whatever the load', async () => {
    let calls = 0
    const frozen = all(() => {
      calls += 1
      return never()
    })
    const guarded = guardedStore(frozen, { deadline: 3, failures: 5, rest: 60_000 })
    for (let i = 0; i < 5; i += 1) await guarded.get('a')
    const answers = await Promise.all(Array.from({ length: 1_000 }, () => guarded.get('a')))
    expect(answers.every(answer => !answer.ok && answer.reason === 'open')).toBe(true)
    expect(calls).toBe(5)
  })

  test.each([{ deadline: 0 }, { deadline: Number.NaN }, { deadline: 2 ** 31 }, { failures: 0 }])(
    '%o is a misuse',
    wrong => {
      expect(() => guardedStore(memoryStore(), wrong)).toThrow(RangeError)
    },
  )
})
