import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Makes a folder where it is not there, and those above it. `mkdir` with `recursive` is not asked, because
 * under a folder that says of everything new that it cannot exist, as `/proc` does, it tries without end.
 *
 * @param mode Of every folder that is made.
 * @returns Rejects where it cannot be made, or where something else has its name.
 */
export async function makeFolder(path: string, mode = 0o777): Promise<void> {
  if (await isFolder(path)) return
  const above = dirname(path)
  if (above !== path) await makeFolder(above, mode)
  try {
    await mkdir(path, { mode })
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!(await isFolder(path))) throw error
  }
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  return found?.isDirectory() === true
}
