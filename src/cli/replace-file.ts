import { randomUUID } from 'node:crypto'
import { mkdir, readFile, realpath, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { writeDown } from '../sources/stores/store-disk.ts'
import { EXIT, type Stop } from './exit.ts'
import { shown } from './terminal.ts'

/**
 * Writes a text file so that whoever reads it meanwhile finds the old one or the new one, whole. A file that says the same
 * already is not touched, and a link stays one.
 *
 * @returns Whether anything was written; or why it could not be, and then nothing has changed.
 */
export async function replaceFile(path: string, text: string): Promise<'written' | 'unchanged' | Stop> {
  try {
    const target = await realpath(path).catch(() => path)
    const present = await readFile(target, 'utf8').catch(() => undefined)
    if (present === text) return 'unchanged'
    await mkdir(dirname(target), { recursive: true })
    await write(target, text)
    return 'written'
  } catch {
    return { code: EXIT.unwritable, message: `${shown(path)}: cannot be written` }
  }
}

async function write(path: string, text: string): Promise<void> {
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID()}`)
  try {
    await writeDown(draft, text, 0o644)
    await rename(draft, path)
  } finally {
    await rm(draft, { force: true })
  }
}
