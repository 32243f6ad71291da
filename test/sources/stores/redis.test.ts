import KeyvRedis from '@keyv/redis'
import Keyv from 'keyv'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { instant } from '../../../src/core/time.ts'
import { storeListMemory } from '../../../src/sources/list-memory/store.ts'
import type { KeyValueStore } from '../../../src/sources/stores/store.ts'
import { guardedStore, type StoreReason } from '../../../src/sources/stores/store-guard.ts'
import { installed } from '../../support/installed.ts'
import { type Redis, startRedis } from '../../support/redis.ts'
import { watchUncaught } from '../../support/uncaught.ts'

const uncaught = watchUncaught()
const pause = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds))

type Word = 'value' | 'miss' | 'written' | 'wrong' | StoreReason

/**
 * A store of the field as people make it, 200 calls a second on it, and a clock that moves with the calls.
 */
function loaded(keyv: Keyv) {
  let now = 0
  let touched = 0
  const counting: KeyValueStore = {
    get: key => {
      touched += 1
      return keyv.get(key)
    },
    set: (key, value, ttl) => {
      touched += 1
      return keyv.set(key, value, ttl)
    },
    delete: key => keyv.delete(key),
  }
  const store = guardedStore(counting, { clock: () => now })
  const words: Word[] = []
  const calls: Promise<void>[] = []
  async function call(number: number): Promise<void> {
    const key = `key-${number % 10}`
    if (number % 4 === 0) {
      const answer = await store.set(key, `value of ${key}`)
      words.push(answer.ok ? 'written' : answer.reason)
      return
    }
    const answer = await store.get(key)
    if (!answer.ok) return void words.push(answer.reason)
    if (answer.value === undefined) return void words.push('miss')
    words.push(answer.value === `value of ${key}` ? 'value' : 'wrong')
  }
  return {
    store,
    words,
    get touched() {
      return touched
    },
    /** Calls until something holds; the clock stands still where `ticking` is false. */
    until: async (holds: () => boolean, ticking = true) => {
      while (!holds()) {
        if (ticking) now += 5
        calls.push(call(calls.length))
        await pause(5)
      }
    },
    settled: () => Promise.all(calls),
    count: (word: Word, from = 0) => words.slice(from).filter(each => each === word).length,
  }
}

describe.skipIf(!installed('redis-server'))('Redis', () => {
  let redis: Redis
  beforeAll(async () => {
    redis = await startRedis()
  })
  afterAll(() => redis.close())

  const connect = () => new KeyvRedis({ socket: { path: redis.socket, tls: false } })

  test.each<[string, (server: Redis) => unknown, (server: Redis) => unknown]>([
    ['frozen', server => server.freeze(), server => server.thaw()],
    ['killed', server => server.kill(), server => server.restart()],
  ])(
    'that is %s under load: every call settles to a value, and it recovers unaided',
    async (_, fault, repair) => {
      const keyv = new Keyv({ store: connect() })
      const errors: unknown[] = []
      keyv.on('error', error => errors.push(error))
      const load = loaded(keyv)
      await load.until(() => load.count('value') >= 20)

      await fault(redis)
      await load.until(() => load.store.state() === 'open')
      // No time passes: it stays open, and nothing touches the store.
      const [touched, from] = [load.touched, load.words.length]
      await load.until(() => load.count('open', from) >= 100, false)
      expect(load.touched).toBe(touched)

      await repair(redis)
      const repaired = load.words.length
      await load.until(() => load.count('value', repaired) >= 20)
      await load.settled()
      await keyv.disconnect()
      expect(load.store.state()).toBe('closed')
      expect(load.count('wrong')).toBe(0)
      expect(load.count('timed-out') + load.count('failed') + load.count('miss')).toBeGreaterThan(0)
      expect(uncaught).toEqual([])
    },
  )

  test('that is killed makes what it remembered of lists unreadable, never unseen', async () => {
    const keyv = new Keyv({
      store: new KeyvRedis({ socket: { path: redis.socket, tls: false } }, { throwOnErrors: true }),
      throwOnErrors: true,
    })
    keyv.on('error', () => undefined)
    const memory = storeListMemory(keyv, { deadline: 200 })
    const list = { territory: 'AT', sequenceNumber: 7, digest: 'aa', issued: instant('2026-06-01T00:00:00Z') }
    expect((await memory.remember([list])).unwritten.size).toBe(0)
    expect((await storeListMemory(keyv).recall(['AT'])).seen.get('AT')).toEqual(list)

    redis.freeze()
    expect(await storeListMemory(keyv, { deadline: 50 }).recall(['AT'])).toMatchObject({ unreadable: 'all' })
    redis.thaw()
    await redis.kill()
    const recalled = await memory.recall(['AT'])
    expect(recalled.unreadable).toBe('all')
    expect(recalled.seen.get('AT')).toEqual(list)

    await redis.restart()
    // It has come back empty; this process tells it again as soon as it answers.
    while ((await memory.recall(['AT'])).unreadable === 'all') await pause(20)
    expect((await storeListMemory(keyv).recall(['AT'])).seen.get('AT')).toEqual(list)
    await keyv.disconnect()
    expect(uncaught).toEqual([])
  })

  test('whose adapter keeps its errors to itself remembers no lists', async () => {
    const keyv = new Keyv({ store: connect(), throwOnErrors: true })
    expect(() => storeListMemory(keyv)).toThrow(TypeError)
  })
})

test('a Keyv over a map is a store like any other', async () => {
  const store = guardedStore(new Keyv({ store: new Map() }))
  expect(await store.set('a', 'text', 60_000)).toEqual({ ok: true, value: undefined })
  expect(await store.get('a')).toEqual({ ok: true, value: 'text' })
  expect(await store.delete('a')).toEqual({ ok: true, value: undefined })
  expect(await store.get('a')).toEqual({ ok: true, value: undefined })
})
