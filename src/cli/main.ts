#!/usr/bin/env node
import { EXIT } from './exit.ts'
import { run } from './run.ts'
import { processTerminal } from './terminal.ts'

/** A reader that has seen enough closes the pipe; the answer stays what it is. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', error => {
    const isClosed = 'code' in error && error.code === 'EPIPE'
    if (!isClosed) process.exitCode = EXIT.internal
  })
}

void run(process.argv.slice(2), processTerminal()).then(code => {
  process.exitCode ??= code
})
