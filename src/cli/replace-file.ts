import { randomUUID } from 'node:crypto'
import { mkdir, readFile, realpath, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { writeDown } from '../sources/stores/store-disk.ts'
import { EXIT, type Stop } from './exit.ts'
import { shown } from './terminal.ts'

/**
 * Writes a file so that whoever reads it meanwhile finds the old one or the new one, whole. A file that says
 * the same already is not touched, and a link stays one.
 *
 * @returns Whether anything was written; or why it could not be, and then nothing has changed.
 */
export async function replaceFile(
  path: string,
  content: string | Uint8Array,
): Promise<'written' | 'unchanged' | Stop> {
  try {
    const target = await realpath(path).catch(() => path)
    const present = await readFile(target).catch(() => undefined)
    const octets = typeof content === 'string' ? Buffer.from(content) : content
    if (present?.equals(octets)) return 'unchanged'
    await mkdir(dirname(target), { recursive: true })
    await write(target, octets)
    return 'written'
  } catch {
    return { code: EXIT.unwritable, message: `${shown(path)}: cannot be written` }
  }
}

async function write(path: string, content: Uint8Array): Promise<void> {
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID()}`)
  try {
    await writeDown(draft, content, 0o644)
    await rename(draft, path)
  } finally {
    await rm(draft, { force: true })
  }
}
