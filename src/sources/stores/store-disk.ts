import { createHash, randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { link, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { makeFolder } from './make-folder.ts'

/** The most that is read of one file: a list of 20 MB, the largest that is read, in base64, with room. */
const LARGEST = 64_000_000

/**
 * Reads what {@link writeWhole} wrote.
 *
 * @returns The content; `absent` where there is no such file; `damaged` where what is there is not what was
 *   written: half of it, another content, something else altogether. Rejects where the disk does not answer.
 */
export async function readWhole(path: string): Promise<Uint8Array | 'absent' | 'damaged'> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    try {
      const facts = await file.stat()
      if (!facts.isFile() || facts.size > LARGEST) return 'damaged'
      return unframe(await file.readFile()) ?? 'damaged'
    } finally {
      await file.close()
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'absent'
    if (codeOf(error) === 'EISDIR' || codeOf(error) === 'ENXIO') return 'damaged'
    throw error
  }
}

/**
 * Writes a file that is there wholly or not at all, whenever the process is stopped and whoever else writes:
 * into a file of another name, down to the disk, and only then under its own name. The folder is made where
 * it is not there.
 *
 * @param how `replace` what is there, or `create` and leave alone what is there already. To create asks of
 *   the file system that it knows hard links.
 * @returns False where a file was there already. Rejects where it could not be written; then nothing has
 *   changed.
 */
export async function writeWhole(
  path: string,
  content: Uint8Array,
  how: 'replace' | 'create',
): Promise<boolean> {
  const folder = dirname(path)
  await makeFolder(folder, 0o700)
  const draft = join(folder, `${DRAFT}${randomUUID()}`)
  try {
    await writeDown(draft, frame(content), 0o600)
    if (how === 'create') await link(draft, path)
    if (how === 'replace') await rename(draft, path)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  } finally {
    await rm(draft, { force: true }).catch(() => undefined)
  }
  await syncFolder(folder)
  return true
}

/** How the names of files begin that are not finished. */
export const DRAFT = '.draft-'

/** Writes a new file down to the disk. */
export async function writeDown(path: string, content: Uint8Array | string, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
}

/**
 * So that the name survives a loss of power, too. Not every system can do that to a folder; then the file is
 * all there is.
 */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY).catch(() => undefined)
  await folder?.sync().catch(() => undefined)
  await folder?.close().catch(() => undefined)
}

/**
 * Length and SHA-256 stand before the content, so a file that was cut or changed anywhere is told from a
 * whole one.
 */
function frame(content: Uint8Array): Uint8Array {
  return Buffer.concat([headOf(content), content])
}

/** The content, where what stands before it is what {@link frame} puts there, octet for octet. */
function unframe(octets: Uint8Array): Uint8Array | undefined {
  const start = octets.indexOf(0x0a) + 1
  const content = octets.subarray(start)
  return headOf(content).equals(octets.subarray(0, start)) ? content : undefined
}

function headOf(content: Uint8Array): Buffer {
  const digest = createHash('sha256').update(content).digest('hex')
  return Buffer.from(`qwac 1 ${content.length} ${digest}\n`)
}

export function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
