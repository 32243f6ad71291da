#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8'
import { EXIT } from './exit.ts'

/**
 * A command lives for a second, and the engine would spend a third of it on compiling what is soon over: it compiles plainly
 * at once, and optimises late. See docs/decisions.md.
 */
for (const flag of ['--always-sparkplug', '--interrupt-budget=400000']) setFlagsFromString(flag)

/** A reader that has seen enough closes the pipe; the answer stays what it is. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', error => {
    const isClosed = 'code' in error && error.code === 'EPIPE'
    if (!isClosed) process.exitCode = EXIT.internal
  })
}

/** Loaded here, so that it is compiled under the flags. */
async function main(): Promise<void> {
  const [{ run }, { processTerminal }] = await Promise.all([import('./run.ts'), import('./terminal.ts')])
  const code = await run(process.argv.slice(2), processTerminal())
  process.exitCode ??= code
}

void main()
