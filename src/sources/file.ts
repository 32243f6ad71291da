import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ok, type Result, refused } from '../core/result.ts'

/** Why a file could not be read. */
export type FileReason = 'not-found' | 'not-a-file' | 'not-permitted' | 'unreadable'

/**
 * The largest trusted list that is read has 20 MB; of a larger file just enough is read to see that it is
 * larger.
 */
const LARGEST = 20_000_001

/**
 * Reads a file, or the beginning of one that is too large for anything. Pipes and devices are not read at
 * all. It is read in one turn: to wait for the disk in several takes longer than to read, and a list takes a
 * hundred times as long to judge.
 *
 * @param most Octets that are read.
 */
export async function readFileBytes(
  path: string,
  most: number = LARGEST,
): Promise<Result<Uint8Array, FileReason>> {
  try {
    const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    try {
      return readOpened(file, most)
    } finally {
      closeSync(file)
    }
  } catch (error) {
    return refused(reasonOf(error))
  }
}

function readOpened(file: number, most: number): Result<Uint8Array, FileReason> {
  const facts = fstatSync(file)
  if (!facts.isFile()) return refused('not-a-file')
  const bytes = new Uint8Array(Math.min(facts.size, most))
  let length = 0
  while (length < bytes.length) {
    const read = readSync(file, bytes, length, bytes.length - length, null)
    if (read === 0) break
    length += read
  }
  return ok(bytes.subarray(0, length))
}

/**
 * What cannot be read is handed on as nothing, and so is reported as an unreadable list and not passed over.
 */
export async function octetsAt(path: string): Promise<Uint8Array> {
  const file = await readFileBytes(path)
  return file.ok ? file.value : new Uint8Array(0)
}

/** Octets of a file; none where nobody can say. */
export function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}

/** Paths of what lies in a folder, hidden files and folders left out, in the order of their names. */
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
  if (code === 'EISDIR' || code === 'ENOTDIR' || code === 'ENXIO') return 'not-a-file'
  return code === 'EACCES' || code === 'EPERM' ? 'not-permitted' : 'unreadable'
}
