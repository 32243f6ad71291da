import { rmSync, symlinkSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { instant } from '../../src/core/time.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import type { HttpClient } from '../../src/sources/http/client.ts'
import { memoryListMemory } from '../../src/sources/list-memory/list-memory.ts'
import { createListKeeper } from '../../src/sources/lists/keeper.ts'
import { memoryStore } from '../../src/sources/stores/store-in-memory.ts'
import { authenticateListOfLists } from '../../src/trust-list/list-of-lists.ts'
import { announcedLists } from '../../src/trust-list/national-list.ts'
import { NOTICE_2026 } from '../../src/trust-list/notices.ts'
import { compiled } from '../support/compiled.ts'
import { corpus } from './corpus.ts'

const AT = instant('2026-08-20T12:00:00Z')
const LOTL = 'https://lists.example/eu-lotl.xml'
const crypto = nodeCrypto()

/** Gives out the files at the addresses that the list of lists names, each time as a whole. */
async function clientOf(folder: string): Promise<HttpClient> {
  const lotl = join(folder, 'lotl/eu-lotl-390.xml')
  const given = { listOfLists: { bytes: await readFile(lotl) }, pivots: [], notice: NOTICE_2026 }
  const { listOfLists } = await authenticateListOfLists({ ...given, crypto, at: AT })
  const paths = new Map([[LOTL, lotl]])
  if (listOfLists.outcome === 'authentic')
    for (const { territory, locations } of (await announcedLists(listOfLists.list.content, crypto)).values())
      for (const location of locations) paths.set(location, join(folder, 'lists', `${territory}.xml`))
  return {
    request: async ({ url }) => {
      const body = await readFile(paths.get(url) ?? '').catch(() => undefined)
      const status = body ? 200 : 404
      return { ok: true, value: { status, headers: new Map(), body: body ?? new Uint8Array(), url } }
    },
  }
}

describe.skipIf(!corpus)('the lists in force', () => {
  test('are verified once by a keeper, the one that is refused too', async () => {
    const { folder, module } = compiled('src/sources/lists/worker.ts')
    symlinkSync(resolve(import.meta.dirname, '../../node_modules'), join(folder, 'node_modules'))
    let threads = 0
    const count = () => void threads++
    process.on('worker', count)
    const keeper = createListKeeper({
      client: await clientOf(corpus ?? ''),
      store: memoryStore(),
      memory: memoryListMemory(),
      crypto,
      location: LOTL,
      clock: () => AT,
      worker: pathToFileURL(module),
    })
    try {
      const first = await keeper.refresh()
      expect(first).toMatchObject({
        ready: true,
        lists: {
          HR: { state: 'refused', reason: 'not-announced' },
          UK: { state: 'closed' },
          RO: { state: 'fresh' },
        },
      })
      expect(threads).toBe(1)
      const again = await keeper.refresh()
      expect(threads).toBe(1)
      const states = (health: typeof first) =>
        Object.entries(health.lists).map(([name, { state, reason }]) => [name, state, reason])
      expect(states(again)).toEqual(states(first))
      expect(again.lists['RO']).toMatchObject({ lastAttempt: { outcome: 'unchanged' } })
    } finally {
      process.off('worker', count)
      await keeper.close()
      rmSync(folder, { recursive: true, force: true })
    }
  }, 120_000)
})
