#!/usr/bin/env node
import { createRequire } from 'node:module'
import { setFlagsFromString } from 'node:v8'
import { EXIT } from './exit.ts'

/**
 * A command lives for a second, and the engine would spend a third of it on compiling what is soon over: it
 * compiles plainly at once, and optimises late. See docs/decisions.md.
 */
for (const flag of ['--always-sparkplug', '--interrupt-budget=400000']) setFlagsFromString(flag)

/** A reader that has seen enough closes the pipe; the answer stays what it is. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', error => {
    const isClosed = 'code' in error && error.code === 'EPIPE'
    if (!isClosed) process.exitCode = EXIT.unwritable
  })
}

const require = createRequire(import.meta.url)

/**
 * The modules of the commands. What is required is read at once; what is imported, in steps that wait for
 * each other, which takes a short command a tenth of its time. The import that a command makes itself finds
 * what was loaded here.
 */
const COMMANDS: ReadonlyMap<string, () => unknown> = new Map([
  ['crl', () => require('./crl.js')],
  ['inspect', () => require('./inspect.js')],
  ['lint', () => require('./lint.js')],
  ['lists', () => require('./lists.js')],
  ['ocsp', () => require('./ocsp.js')],
  ['snapshot', () => require('./snapshot.js')],
  ['validate', () => require('./validate.js')],
])

/** Under the flags. */
function load([command = '']: readonly string[]): void {
  require('./run.js')
  require('./terminal.js')
  COMMANDS.get(command)?.()
}

async function main(words: readonly string[]): Promise<void> {
  load(words)
  const [{ run }, { processTerminal }] = await Promise.all([import('./run.ts'), import('./terminal.ts')])
  const code = await run(words, processTerminal())
  process.exitCode ??= code
}

void main(process.argv.slice(2))
