import { listArchive } from '../sources/lists/archive.ts'
import { isTerritory } from '../trust-list/sequence-memory.ts'
import { EXIT } from './exit.ts'
import { type FolderOption, partsOf } from './lists-store.ts'
import { shown, type Terminal } from './terminal.ts'

/**
 * `qwac lists forget`: forgets what was seen of a list, and the copy of it, which would be seen again at the
 * next start. What is fetched next is the first one.
 */
export async function forgetList(
  territory: string,
  { store: folder }: FolderOption,
  terminal: Terminal,
): Promise<number> {
  if (!isTerritory(territory)) {
    terminal.note(`qwac: ${shown(territory)} is no territory: two capital letters, or LOTL`)
    return EXIT.usage
  }
  const { store, memory } = partsOf(folder)
  const isGone = await listArchive(store).remove(territory)
  const forgotten = await memory.forget(territory)
  if (isGone && forgotten.ok) {
    terminal.result(`${territory}: forgotten`)
    return EXIT.passed
  }
  terminal.note(`qwac: ${territory}: cannot be forgotten, because ${shown(folder)} cannot be written`)
  return EXIT.unwritable
}
