import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { constants, getPriority } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { memoryListMemory } from '../../../src/sources/list-memory/list-memory.ts'
import { verifierInThread } from '../../../src/sources/lists/thread.ts'
import { memoryStore } from '../../../src/sources/stores/store-in-memory.ts'
import { type CompiledWorker, compiledWorker } from '../../support/compiled-worker.ts'
import { type ListWorld, listWorld, NOW, signers } from './list-world.ts'

let thread: CompiledWorker
beforeAll(() => {
  thread = compiledWorker()
}, 60_000)
afterAll(() => thread.remove())

let world: ListWorld
beforeEach(async () => {
  world = await listWorld()
})
afterEach(() => world.close())

/** A thread that does something else. */
function threadThat(code: string): URL {
  const path = join(thread.folder, `${Math.abs(code.length * 7919)}.mjs`)
  writeFileSync(path, code)
  return pathToFileURL(path)
}

const national = (bytes: Uint8Array) => ({
  input: { bytes, obtainedAt: NOW },
  announced: { territory: 'XX', locations: ['http://x.example/'], signers: new Set([signers.XX.sha256]) },
  at: NOW,
})

/** How far each thread of this process steps back for others, 0 unless told. */
function niceness(): readonly number[] {
  return readdirSync('/proc/self/task').map(thread => {
    const [, fields = ''] = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8').split(') ')
    return Number(fields.split(' ')[16])
  })
}

describe('a keeper whose lists are verified in a thread of their own', () => {
  // A priority of one thread alone is known to Linux only.
  test.skipIf(process.platform !== 'linux')('lets all other threads of the process go first', async () => {
    const own = getPriority()
    const verifier = verifierInThread(thread.worker)
    await verifier.nationalList(national(world.list('XX', 1)))
    expect(niceness()).toContain(constants.priority.PRIORITY_BELOW_NORMAL)
    expect(getPriority()).toBe(own)
    verifier.rest()
  })

  test('knows what one knows that verifies them itself', async () => {
    world.files.set('YY.xml', world.list('YY', 3, { signer: signers.stranger }))
    const here = await world.keeper().refresh()
    const there = await world.keeper({ worker: thread.worker }).refresh()
    expect(there).toEqual(here)
    expect(there).toMatchObject({ ready: true, anchors: 1, lists: { YY: { state: 'refused' } } })
  })

  test('keeps lists over a refresh, and over a restart without a network', async () => {
    const [store, memory] = [memoryStore(), memoryListMemory()]
    const keeper = world.keeper({ worker: thread.worker, store, memory })
    await keeper.refresh()
    world.files.set('XX.xml', world.list('XX', 8))
    expect((await keeper.refresh()).lists['XX']).toMatchObject({ sequenceNumber: 8 })
    await world.server.fault('refused')
    const again = world.keeper({ worker: thread.worker, store, memory })
    expect(await again.refresh()).toMatchObject({ ready: true, lists: { XX: { sequenceNumber: 8 } } })
  })
})

describe('a list that is held', () => {
  test('and found again stays the same record, and is verified all the same', async () => {
    const verifier = verifierInThread(thread.worker)
    const good = world.list('XX', 9)
    const first = await verifier.nationalList(national(good))
    const held = first.ok && first.value.file.outcome === 'authentic' ? first.value.file.list : undefined
    const again = await verifier.nationalList({ ...national(good), held })
    expect(again).toMatchObject({ ok: true, value: { anchors: 1, file: { outcome: 'authentic' } } })
    const file = again.ok ? again.value.file : undefined
    expect(file?.outcome === 'authentic' && file.list.content).toBe(held?.content)
    expect(file).toEqual(first.ok && first.value.file)
    const forged = world.list('XX', 9, { signer: signers.stranger })
    expect(await verifier.nationalList({ ...national(forged), held })).toMatchObject({
      value: { anchors: 0, file: { outcome: 'refused' } },
    })
    const next = await verifier.nationalList({ ...national(world.list('XX', 10)), held })
    expect(next).toMatchObject({ value: { anchors: 1, file: { claims: { sequenceNumber: 10 } } } })
    verifier.rest()
  })

  test('is handed to the thread as a copy: whoever gave it has it still', async () => {
    const verifier = verifierInThread(thread.worker)
    const given = new Uint8Array(world.list('XX', 9))
    const before = given.length
    await verifier.nationalList(national(given))
    expect(given.length).toBe(before)
    verifier.rest()
  })
})

describe('a thread', () => {
  test('works on many files at once, each for itself', async () => {
    const verifier = verifierInThread(thread.worker)
    const good = world.list('XX', 9)
    const bad = world.list('XX', 9, { signer: signers.stranger })
    const files = Array.from({ length: 20 }, (_, i) => (i % 3 === 0 ? bad : good))
    const verdicts = await Promise.all(files.map(bytes => verifier.nationalList(national(bytes))))
    const words = verdicts.map(verdict => (verdict.ok ? verdict.value.file.outcome : verdict.reason))
    expect(words).toEqual(files.map(bytes => (bytes === bad ? 'refused' : 'authentic')))
    verifier.rest()
  })

  test.each([
    ['that cannot be found', () => new URL('file:///nowhere/thread.js')],
    ['that dies', () => threadThat('process.exit(1)')],
    ['that throws', () => threadThat('throw new Error("no")')],
    [
      'that dies at its first task',
      () =>
        threadThat(
          'import { parentPort } from "node:worker_threads"; parentPort.on("message", () => process.exit(3))',
        ),
    ],
    [
      'that says nothing',
      () =>
        threadThat('import { parentPort } from "node:worker_threads"; parentPort.on("message", () => {})'),
    ],
    [
      'that says something else',
      () =>
        threadThat(
          'import { parentPort as p } from "node:worker_threads"; p.on("message", ({ number }) => p.postMessage({ number, kind: "failed" }))',
        ),
    ],
  ])('%s fails its tasks, and no list is trusted', async (_, url) => {
    const verifier = verifierInThread(url(), 500)
    const task = national(world.list('XX', 9))
    const both = await Promise.all([verifier.nationalList(task), verifier.nationalList(task)])
    expect(both).toMatchObject([
      { ok: false, reason: 'verifier-failed' },
      { ok: false, reason: 'verifier-failed' },
    ])
    verifier.rest()
    const { ready, listOfLists } = await world
      .keeper({ worker: threadThat('throw new Error("no")') })
      .refresh()
    expect(ready).toBe(false)
    expect(listOfLists).toMatchObject({ state: 'absent', lastAttempt: { reason: 'verifier-failed' } })
  })
})
