import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { fileListMemory } from '../../../src/sources/list-memory/file.ts'
import { fileStore } from '../../../src/sources/stores/file-store.ts'
import { compiled } from '../../support/compiled.ts'
import { JOURNAL, type ListWorld, listWorld, NOW, signers } from './list-world.ts'

let made: ReturnType<typeof compiled>
beforeAll(() => {
  made = compiled('test/sources/lists/keeper-process.ts')
  symlinkSync(resolve(import.meta.dirname, '../../../node_modules'), join(made.folder, 'node_modules'))
}, 60_000)
afterAll(() => rmSync(made.folder, { recursive: true, force: true }))

let world: ListWorld
let folder: string
const children: ChildProcess[] = []
beforeEach(async () => {
  world = await listWorld('127.0.0.1')
  folder = mkdtempSync(join(tmpdir(), 'qwac-keepers-'))
})
afterEach(async () => {
  const ending = children.splice(0).map(child => ended(child))
  await Promise.all(ending)
  await world.close()
  rmSync(folder, { recursive: true, force: true })
})

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise(done => {
    child.once('close', () => done())
    child.kill('SIGKILL')
  })
}

/** A process that keeps lists, and the lines that it has printed. */
function startKeeper() {
  const words = [made.module, folder, `${world.server.port}`, JOURNAL, signers.lotl.sha256, `${NOW}`]
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  const lines: string[] = []
  const waiting = new Set<() => void>()
  createInterface({ input: child.stdout }).on('line', line => {
    lines.push(line)
    for (const look of waiting) look()
  })
  return {
    kill: () => ended(child),
    numbers: () => lines.map(line => Number(line.split(' ')[0])),
    /** Resolves when a line that is printed from now on, or was printed last, begins so. */
    says: (beginning: string) =>
      new Promise<void>(done => {
        const look = () => {
          if (!lines.at(-1)?.startsWith(beginning)) return
          waiting.delete(look)
          done()
        }
        waiting.add(look)
        look()
      }),
  }
}

const rising = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)

describe('two processes that keep lists in one folder', () => {
  test('agree in the end although one was killed, and accept nothing lower than either has seen', async () => {
    const [first, second] = [startKeeper(), startKeeper()]
    await Promise.all([first.says('7 fresh'), second.says('7 fresh')])
    for (let number = 8; number < 14; number++) {
      world.files.set('XX.xml', world.list('XX', number))
      if (number === 10) await first.kill()
      await second.says(`${number} fresh`)
    }
    const third = startKeeper()
    await third.says('13 fresh')

    world.files.set('XX.xml', world.list('XX', 12))
    await Promise.all([second.says('13 fresh rolled-back'), third.says('13 fresh rolled-back')])
    for (const { numbers } of [first, second, third]) expect(numbers()).toEqual(rising(numbers()))
    expect(third.numbers()[0]).toBe(13)

    const { seen } = await fileListMemory({ folder: join(folder, 'seen') }).recall(['XX'])
    expect(seen.get('XX')?.sequenceNumber).toBe(13)
    const stored = world.keeper({ store: fileStore({ folder: join(folder, 'files') }) })
    expect((await stored.load()).lists['XX']).toMatchObject({ state: 'fresh', sequenceNumber: 13 })
  }, 120_000)
})
