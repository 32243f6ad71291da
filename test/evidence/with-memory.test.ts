import { afterAll, expect, test } from 'vitest'
import { ok, refused } from '../../src/core/result.ts'
import { authenticate, instant, nodeCrypto, validate } from '../../src/index.ts'
import { createTestWorld } from '../../src/sandbox/index.ts'
import { revocationMemory } from '../../src/sources/revocation/memory.ts'
import { memoryStore } from '../../src/sources/stores/store-in-memory.ts'

/** How often sources and a store are asked by validations that have a memory. */

const now = instant('2026-06-01T12:00:00Z')
const crypto = nodeCrypto()
const world = await createTestWorld({ seed: 'same array', now })
const lists = await authenticate(world.source, { notice: world.notice, crypto, at: now })
const { certificate, chain: intermediates } = await world.mint()
afterAll(() => world.close())

test.each([
  ['a list', 'crl', await world.crl()],
  ['a response', 'ocsp', await world.ocsp({ certificate })],
] as const)('%s that is the same array each time is asked for once in an hour', async (_, source, array) => {
  let asked = 0
  let clock: number = now
  const answer = async (url: string) => {
    if (url.includes('delta')) return refused('not-found')
    asked += 1
    return ok(array)
  }
  const ports = {
    ...{ lists, crypto, memory: revocationMemory({ clock: () => clock }) },
    ...(source === 'crl' ? { crl: { crl: answer } } : { ocsp: { ocsp: answer } }),
    deadline: () => new AbortController().signal,
  }
  const status = async () => {
    const { findings } = await validate({ certificate, intermediates, at: now }, ports)
    return findings.find(({ code }) => code === 'revocation.status')?.outcome
  }
  for (const hour of [0, 1, 2, 3]) {
    clock = now + hour * 3_600_000
    for (const _again of [1, 2, 3]) expect(await status()).toBe('satisfied')
    expect(asked).toBe(hour + 1)
  }
})

test('a certificate that is new costs a store that reads many keys at once one call', async () => {
  const store = memoryStore()
  const read: (readonly string[])[] = []
  const getMany = async (keys: string[]) => {
    read.push(keys.map(key => key.replace(/[0-9a-f]{64}/, '')))
    return Promise.all(keys.map(key => store.get(key)))
  }
  const memory = revocationMemory({
    store: { ...store, getMany },
    clock: () => now,
    guard: { deadline: 60_000 },
  })
  const nothing = async () => refused('unreachable')
  await validate(
    { certificate, intermediates, at: now },
    {
      ...{ lists, crypto, memory, ocsp: { ocsp: nothing }, crl: { crl: nothing } },
      deadline: () => new AbortController().signal,
    },
  )
  expect(read).toEqual([['ocsp::good', 'ocsp::revoked', 'crl::list']])
})
