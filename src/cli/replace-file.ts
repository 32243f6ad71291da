import { randomUUID } from 'node:crypto'
import type { Stats } from 'node:fs'
import { lstat, readFile, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { makeFolder } from '../sources/stores/make-folder.ts'
import { codeOf, writeDown } from '../sources/stores/store-disk.ts'
import { EXIT, type Stop } from './exit.ts'
import { shown } from './terminal.ts'

/**
 * Writes a file so that whoever reads it meanwhile finds the old one or the new one, whole. A file that says
 * the same already is not touched, unless it is secret, and a link stays one.
 *
 * @param readers `owner` where nobody else may read it.
 * @returns Whether anything was written; or why it could not be, and then nothing has changed.
 */
export async function replaceFile(
  path: string,
  content: string | Uint8Array,
  readers: 'owner' | 'everybody' = 'everybody',
): Promise<'written' | 'unchanged' | Stop> {
  try {
    const octets = typeof content === 'string' ? Buffer.from(content) : content
    const present = await factsOf(path)
    const obstacle = await obstacleAt(path, present)
    if (obstacle !== undefined) return unwritable(path, obstacle)
    const target = present === undefined ? path : await realpath(path)
    // What is secret is written anew in any case: the old file may be open to everybody.
    if (readers === 'everybody' && present?.size === octets.length)
      if ((await readFile(target)).equals(octets)) return 'unchanged'
    await makeFolder(dirname(target))
    await write(target, octets, readers === 'owner' ? 0o600 : 0o644)
    return 'written'
  } catch (error) {
    const code = String(codeOf(error))
    return unwritable(path, MEANS[code] ?? code)
  }
}

function unwritable(path: string, why: string): Stop {
  return { code: EXIT.unwritable, message: `${shown(path)}: cannot be written: ${why}` }
}

/** Of what a path leads to; undefined where it leads to nothing. */
async function factsOf(path: string): Promise<Stats | undefined> {
  return stat(path).catch(() => undefined)
}

/** Devices and pipes are not files, and to read one may never end. */
async function obstacleAt(path: string, present: Stats | undefined): Promise<string | undefined> {
  if (present?.isDirectory()) return MEANS['EISDIR']
  if (present !== undefined) return present.isFile() ? undefined : 'it is not a file'
  const link = await lstat(path).catch(() => undefined)
  return link?.isSymbolicLink() ? 'it is a link that leads nowhere' : undefined
}

const MEANS: Readonly<Record<string, string>> = {
  EACCES: 'the user of this command may not',
  EPERM: 'the user of this command may not',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full for the user of this command',
  EISDIR: 'it is a folder',
  EEXIST: 'there is a file where a folder should be',
  ENOTDIR: 'there is a file where a folder should be',
  ENOENT: 'its folder cannot be made',
  ENAMETOOLONG: 'its name is too long',
}

async function write(path: string, content: Uint8Array, mode: number): Promise<void> {
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID()}`)
  try {
    await writeDown(draft, content, mode)
    await rename(draft, path)
  } finally {
    await rm(draft, { force: true })
  }
}
