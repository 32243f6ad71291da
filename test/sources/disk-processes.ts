import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { compiled } from '../support/compiled.ts'

export interface Steps {
  readonly what: 'store' | 'remember'
  readonly folder: string
  /** One negative number: from there on without end. */
  readonly numbers: readonly number[]
  readonly tag: string
  /** `full`: no file may grow. `read-only`: the folder may not be written by whom the process runs as. */
  readonly disk?: 'full' | 'read-only'
}

export interface Running {
  /** Lines of standard output so far. */
  readonly lines: readonly string[]
  /** Resolves when so many lines are there, or the process has ended. */
  atLine(count: number): Promise<void>
  /** SIGKILL. */
  kill(): void
  readonly ended: Promise<number | null>
}

/**
 * Processes of their own that use a folder, for the tests of one file. All have ended and all is removed at
 * the end.
 */
export function diskProcesses() {
  const world: { compiled?: ReturnType<typeof compiled>; folders: string[]; children: ChildProcess[] } = {
    folders: [],
    children: [],
  }
  beforeAll(() => {
    world.compiled = compiled('test/sources/disk-process.ts')
  })
  afterEach(() => {
    for (const child of world.children.splice(0)) child.kill('SIGKILL')
    for (const folder of world.folders.splice(0)) rmSync(folder, { recursive: true, force: true })
  })
  afterAll(() => rmSync(world.compiled?.folder ?? '', { recursive: true, force: true }))
  return {
    newFolder: () => {
      const folder = mkdtempSync(join(tmpdir(), 'qwac-disk-'))
      world.folders.push(folder)
      return folder
    },
    start: (steps: Steps) => {
      const child = startProcess(world.compiled?.module ?? '', steps)
      world.children.push(child)
      return watch(child)
    },
  }
}

const NOBODY = 65_534

/**
 * A limit on the size of files refuses every octet, as a full disk does; the shell has the kernel say so
 * rather than end the process. Root may write everything, so a process that may not is somebody else's.
 */
function startProcess(module: string, { what, folder, numbers, tag, disk }: Steps): ChildProcess {
  const words = [process.execPath, module, what, folder, numbers.join(','), tag]
  const stdio = ['ignore', 'pipe', 'inherit'] as const
  if (disk === 'full') {
    return spawn('sh', ['-c', `trap '' XFSZ; ulimit -f 0; exec "$@"`, 'sh', ...words], { stdio: [...stdio] })
  }
  const [program = '', ...rest] = words
  if (disk === undefined) return spawn(program, rest, { stdio: [...stdio] })
  for (const name of readdirSync(folder)) chmodSync(join(folder, name), 0o444)
  chmodSync(folder, 0o555)
  const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}
  return spawn(program, rest, { stdio: [...stdio], ...user })
}

function watch(child: ChildProcess): Running {
  let text = ''
  const waiting = new Set<() => void>()
  const tell = () => {
    for (const each of waiting) each()
  }
  const ended = new Promise<number | null>(resolve => child.once('close', resolve))
  let isOver = false
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
    tell()
  })
  void ended.then(() => {
    isOver = true
    tell()
  })
  const lines = () => text.split('\n').slice(0, -1)
  return {
    get lines() {
      return lines()
    },
    atLine: count =>
      new Promise(resolve => {
        const look = () => {
          if (!isOver && lines().length < count) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
    kill: () => void child.kill('SIGKILL'),
    ended,
  }
}
