import { join } from 'node:path'
import { run } from '../../src/cli/run.ts'
import type { Terminal } from '../../src/cli/terminal.ts'

export const FIXTURES = join(import.meta.dirname, '..', '..', 'fixtures')

/** What a command line printed, and how it ended. */
export interface Ended {
  readonly code: number
  readonly result: string
  readonly notes: string
}

/** Runs a command line in this process, with a terminal that keeps what is written. */
export async function qwac(...words: readonly string[]): Promise<Ended> {
  const result: string[] = []
  const notes: string[] = []
  const terminal: Terminal = {
    result: text => void result.push(text),
    note: text => void notes.push(text),
    paint: (_, text) => text,
  }
  const code = await run(words, terminal)
  return { code, result: result.join('\n'), notes: notes.join('\n') }
}

/** The lists among the fixtures, and the moment at which they hold. */
export const LISTS = [
  '--lotl',
  join(FIXTURES, 'lotl.xml'),
  '--lists',
  join(FIXTURES, 'lists'),
  '--anchor',
  join(FIXTURES, 'notice.json'),
  '--at',
  '2026-06-01T12:00:00Z',
] as const
