import { getEventListeners } from 'node:events'
import { afterAll, expect, test } from 'vitest'
import { instant, type ListSource, nodeCrypto, validate } from '../../src/index.ts'
import { createTestWorld } from '../../src/sandbox/index.ts'
import { httpClient } from '../../src/sources/index.ts'

/** Whoever shuts a process down gives one signal to all that it does. */

const now = instant('2026-06-01T12:00:00Z')
const world = await createTestWorld({ seed: 'one signal', now })
const { certificate } = await world.mint()
afterAll(() => world.close())

const listeners = (signal: AbortSignal) => getEventListeners(signal, 'abort').length
const never: ListSource = { files: () => new Promise(() => {}) }
const client = httpClient({ hosts: 'public', resolve: () => new Promise(() => {}) })

const waits: readonly [string, (signal: AbortSignal) => Promise<unknown>][] = [
  [
    'validations with a deadline',
    signal =>
      validate(
        { certificate, at: now, signal },
        { lists: never, crypto: nodeCrypto(), deadline: () => new AbortController().signal },
      ),
  ],
  [
    'validations without',
    signal => validate({ certificate, at: now, signal }, { lists: never, crypto: nodeCrypto() }),
  ],
  [
    'requests',
    signal => client.request({ url: 'http://example.com/', maxOctets: 1, timeout: 60_000 }, signal),
  ],
]

test.each(waits)(
  'forty %s at a time are one listener of their signal, and none afterwards',
  async (_, wait) => {
    const controller = new AbortController()
    const all = Array.from({ length: 40 }, () => wait(controller.signal))
    await new Promise(done => setImmediate(done))
    expect(listeners(controller.signal)).toBe(1)
    controller.abort()
    await Promise.all(all)
    expect(listeners(controller.signal)).toBe(0)
  },
)
