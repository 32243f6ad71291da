import KeyvRedis from '@keyv/redis'
import Keyv from 'keyv'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { authenticate, createCaches, instant, nodeCrypto, validate } from '../../src/index.ts'
import { createTestWorld } from '../../src/sandbox/index.ts'
import {
  httpClient,
  type KeyValueStore,
  revocationMemory,
  revocationSources,
} from '../../src/sources/index.ts'
import { installed } from '../support/installed.ts'
import { type Redis, startRedis } from '../support/redis.ts'
import { watchUncaught } from '../support/uncaught.ts'

/** Whole validations, 200 in a second, while the store behind the memory dies or freezes and comes back. */

const now = instant('2026-06-01T12:00:00Z')
const crypto = nodeCrypto()
const uncaught = watchUncaught()
const pause = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds))

describe.skipIf(!installed('redis-server'))('a memory over Redis', async () => {
  const world = await createTestWorld({ seed: 'redis', now, responders: true })
  const lists = await authenticate(world.source, { notice: world.notice, crypto, at: now })
  const minted = await Promise.all([...'abcdefgh'].map(subject => world.mint({ subject })))
  const revoked = minted.filter((_, index) => index % 2 === 1)
  for (const each of revoked) world.revoke(each, { reason: 'keyCompromise' })
  const ports = [world.addresses.ocsp, world.addresses.crl].map(url => Number(new URL(url ?? '').port))
  const client = httpClient({ hosts: new Set(['127.0.0.1']), ports, unsafeAddresses: ['127.0.0.1'] })
  afterAll(() => world.close())

  let redis: Redis
  beforeAll(async () => {
    redis = await startRedis()
  })
  afterAll(() => redis.close())

  /**
   * Validations that nobody waits for, each of which reads the store: the process itself remembers one thing.
   */
  function loaded(keyv: Keyv, readsMany: boolean) {
    const seen = { answered: 0, open: 0 }
    const counted = (value: unknown) => {
      if (typeof value === 'string') seen.answered++
      return value
    }
    const store: KeyValueStore = {
      get: async key => counted(await keyv.get(key)),
      ...(readsMany && { getMany: async keys => (await keyv.getMany(keys)).map(counted) }),
      set: (key, value, ttl) => keyv.set(key, value, ttl),
      delete: key => keyv.delete(key),
    }
    const memory = revocationMemory({ store, clock: () => now, bounds: { maxEntries: 1 } })
    // However slow the machine: here nothing is about time.
    const sources = revocationSources({ client, memory, timeout: 60_000 })
    const caches = createCaches()
    const verdicts: Promise<readonly [string | undefined, string]>[] = []
    const judge = async (number: number): Promise<readonly [string | undefined, string]> => {
      const { certificate } = minted[number % minted.length]!
      seen.open++
      const report = await validate({ certificate, at: now, caches }, { lists, crypto, ...sources })
      seen.open--
      const status = report.findings.find(({ code }) => code === 'revocation.status')
      return [status?.reason ?? status?.outcome, number % 2 === 1 ? 'revoked' : 'satisfied']
    }
    return {
      seen,
      verdicts,
      until: async (holds: () => boolean) => {
        while (!holds()) {
          if (seen.open < 100) verdicts.push(judge(verdicts.length))
          await pause(5)
        }
      },
    }
  }

  test.each<[string, boolean, (server: Redis) => unknown, (server: Redis) => unknown]>([
    ['frozen', true, server => server.freeze(), server => server.thaw()],
    ['killed', true, server => server.kill(), server => server.restart()],
    ['killed', false, server => server.kill(), server => server.restart()],
  ])(
    'that is %s, where it reads many keys at once or not (%s): every verdict is right, and it is used again unaided',
    async (_, readsMany, fault, repair) => {
      const keyv = new Keyv({ store: new KeyvRedis({ socket: { path: redis.socket, tls: false } }) })
      keyv.on('error', () => undefined)
      const { until, seen, verdicts } = loaded(keyv, readsMany)
      await until(() => seen.answered >= 30)

      await fault(redis)
      const [asked, begun] = [world.calls('ocsp'), verdicts.length]
      await until(() => world.calls('ocsp') - asked >= 30 && verdicts.length - begun >= 200)

      await repair(redis)
      const repaired = seen.answered
      await until(() => seen.answered - repaired >= 30)
      const said = await Promise.all(verdicts)
      await keyv.disconnect()
      expect(said.filter(([is, expected]) => is !== expected)).toEqual([])
      expect(uncaught).toEqual([])
    },
    60_000,
  )
})
