import { rmSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { compiled } from './compiled.ts'

export interface CompiledWorker {
  readonly worker: URL
  /** Where it lies, and where other modules may be put beside it. */
  readonly folder: string
  remove(): void
}

/**
 * The thread that verifies lists. Threads know only JavaScript, so it is compiled, with the packages of the
 * project beside it.
 */
export function compiledWorker(): CompiledWorker {
  const { folder, module } = compiled('src/sources/lists/worker.ts')
  symlinkSync(resolve(import.meta.dirname, '../../node_modules'), join(folder, 'node_modules'))
  return {
    worker: pathToFileURL(module),
    folder,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
