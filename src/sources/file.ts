import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ok, type Result, refused } from '../core/result.ts'

/** Why a file could not be read. */
export type FileReason = 'not-found' | 'not-a-file' | 'not-permitted' | 'unreadable'

/** Reads a whole file. */
export async function readFileBytes(path: string): Promise<Result<Uint8Array, FileReason>> {
  try {
    return ok(await readFile(path))
  } catch (error) {
    return refused(reasonOf(error))
  }
}

/** Paths of the files of a folder, hidden ones and folders left out, in the order of their names. */
export async function listFiles(folder: string): Promise<Result<readonly string[], FileReason>> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    const names = entries
      .filter(entry => !entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
    return ok(names.toSorted().map(name => join(folder, name)))
  } catch (error) {
    return refused(reasonOf(error))
  }
}

function reasonOf(error: unknown): FileReason {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return 'not-found'
  if (code === 'EISDIR' || code === 'ENOTDIR') return 'not-a-file'
  return code === 'EACCES' || code === 'EPERM' ? 'not-permitted' : 'unreadable'
}
