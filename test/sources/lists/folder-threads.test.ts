import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { nodeCrypto } from '../../../src/crypto/node.ts'
import {
  authenticateFolder,
  type FolderLists,
  type FolderOptions,
} from '../../../src/sources/lists/folder-threads.ts'
import { encodeSnapshot } from '../../../src/trust-list/snapshot/snapshot.ts'
import { type CompiledWorker, compiledWorker } from '../../support/compiled-worker.ts'
import { JOURNAL, type ListWorld, listWorld, NOW, signers } from './list-world.ts'

let thread: CompiledWorker
beforeAll(() => {
  thread = compiledWorker()
}, 60_000)
afterAll(() => thread.remove())

let world: ListWorld
let folder: { readonly lotl: string; readonly lists: string }
let top: string
beforeEach(async () => {
  world = await listWorld()
  top = mkdtempSync(join(tmpdir(), 'qwac-folder-'))
  folder = { lotl: join(top, 'lotl.xml'), lists: join(top, 'lists') }
  mkdirSync(folder.lists)
  writeFileSync(folder.lotl, world.lotl())
  const files = {
    'a.xml': world.list('XX', 7),
    'b.xml': world.list('XX', 8),
    'c.xml': world.list('YY', 3, { signer: signers.stranger }),
    'd.xml': Buffer.from('no list'),
    'e.xml': world.list('XX', 6),
  }
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder.lists, name), bytes)
})
afterEach(async () => {
  rmSync(top, { recursive: true, force: true })
  await world.close()
})

const options = (threads: number, module = thread.worker): FolderOptions => ({
  crypto: nodeCrypto(),
  at: NOW,
  notice: { id: 'test', locations: [JOURNAL], certificates: [signers.lotl.sha256] },
  threads,
  worker: module,
})

/** All that is kept of lists, whether it was decoded before or is when it is asked for. */
const told = ({ lists, services }: FolderLists) => ({
  snapshot: Buffer.from(encodeSnapshot(lists)).toString('hex'),
  services: [...services].toSorted(),
  others: lists.territories.map(({ others }) => others.map(({ sha256, outcome }) => [sha256, outcome])),
})

describe('the lists of a folder', () => {
  test('are judged by who signed them, whatever their names', async () => {
    const { lists, services } = await authenticateFolder(folder, options(1))
    expect(lists).toMatchObject({
      listOfLists: { outcome: 'authentic' },
      territories: [
        {
          territory: 'XX',
          file: { outcome: 'authentic', claims: { sequenceNumber: 8 } },
          others: [{ claims: { sequenceNumber: 7 } }, { claims: { sequenceNumber: 6 } }],
        },
        { territory: 'YY', file: { outcome: 'refused', reason: 'not-announced' } },
      ],
      others: [{ outcome: 'unreadable' }],
    })
    expect([...services.values()]).toEqual([1, 1, 1])
  })

  test.each([2, 3, 9])('are the same where %i threads work', async threads => {
    const [one, several] = await Promise.all([
      authenticateFolder(folder, options(1)),
      authenticateFolder(folder, options(threads)),
    ])
    expect(told(several)).toEqual(told(one))
  })

  test.each([
    ['cannot be started', 'throw new Error("no")'],
    ['dies', 'import { parentPort as p } from "node:worker_threads"; p.on("message", () => process.exit(3))'],
    [
      'fails',
      'import { parentPort as p } from "node:worker_threads"; p.on("message", ({ number }) => p.postMessage({ number, kind: "failed" }))',
    ],
  ])('are the same where a thread %s', async (_, code) => {
    writeFileSync(join(top, 'thread.mjs'), code)
    const broken = await authenticateFolder(folder, options(3, pathToFileURL(join(top, 'thread.mjs'))))
    expect(told(broken)).toEqual(told(await authenticateFolder(folder, options(1))))
  })

  test('are all refused where the list of lists is, by every thread', async () => {
    writeFileSync(folder.lotl, world.lotl({ signer: signers.stranger }))
    const { lists } = await authenticateFolder(folder, options(3))
    expect(lists.territories).toEqual([])
    expect(lists.others.map(({ outcome }) => outcome).toSorted()).toEqual([
      ...Array.from({ length: 4 }, () => 'refused'),
      'unreadable',
    ])
  })

  test.each([0, -1, 1.5, Number.NaN])('are not read by %d threads', async threads => {
    await expect(authenticateFolder(folder, options(threads))).rejects.toThrow(RangeError)
  })
})
