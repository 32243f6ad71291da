import { randomUUID } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isTerritory, type ListMemory, type SeenList } from '../../trust-list/sequence-memory.ts'
import { codeOf, readWhole, writeWhole } from '../stores/store-disk.ts'
import { contentOf, entryOf } from './file-names.ts'
import { readSeen, writeSeen } from './record.ts'
import { type Shelf, type ShelfContent, shelvedMemory } from './shelf.ts'

export interface FileListMemoryOptions {
  /**
   * Path of a folder for this memory alone. Where it is not there, nothing was ever seen, and it is made: if
   * it lies on a volume of its own, see to it that the volume is there first.
   */
  readonly folder: string
}

/**
 * Remembers lists in a folder: one file for each number of each territory, `AT.60.seen`. A file is made
 * wholly or not at all and never changed, so processes that share the folder cannot undo what another has
 * written, and of two that write one number the first stays. The number stands in the name, so that a file
 * that is cut or changed is missed: its territory cannot be read until an operator has the file back or
 * forgets the territory.
 *
 * The files are some hundreds in a year, of 250 octets each. The file system must know hard links.
 */
export function fileListMemory({ folder }: FileListMemoryOptions): ListMemory {
  const shelf: Shelf = {
    read: territories => readFolder(folder, territories),
    write: async list => {
      const path = join(folder, `${list.territory}.${list.sequenceNumber}.seen`)
      // What cannot be written is found missing when the folder is read again.
      await writeWhole(path, Buffer.from(writeSeen(list)), 'create').catch(() => false)
    },
    forget: territory =>
      forget(folder, territory).then(
        () => true,
        () => false,
      ),
  }
  return shelvedMemory(shelf)
}

async function readFolder(folder: string, territories: readonly string[]): Promise<ShelfContent> {
  const names = await readdir(folder).catch(error => (codeOf(error) === 'ENOENT' ? [] : undefined))
  if (!names) return { seen: new Map(), unreadable: 'all', forgotten: new Map() }
  const known = territories.filter(isTerritory)
  const { highest, marks } = contentOf(names)
  const all = await Promise.all(known.map(territory => readTerritory(folder, territory, highest)))
  const words = known.map(
    territory => [territory, (marks.get(territory) ?? []).toSorted().join(' ')] as const,
  )
  return {
    seen: new Map(all.flatMap(list => (typeof list === 'object' ? [[list.territory, list]] : []))),
    unreadable: new Set(known.filter((_, index) => all[index] === 'unreadable')),
    forgotten: new Map(words.filter(([, word]) => word !== '')),
  }
}

/**
 * A file that has gone since the folder was read is not there: then somebody forgets the territory at this
 * moment.
 */
async function readTerritory(
  folder: string,
  territory: string,
  highest: ReadonlyMap<string, number>,
): Promise<SeenList | 'never' | 'unreadable'> {
  const sequenceNumber = highest.get(territory)
  if (sequenceNumber === undefined) return 'never'
  const path = join(folder, `${territory}.${sequenceNumber}.seen`)
  const content = await readWhole(path).catch(() => 'damaged' as const)
  if (content === 'absent' || content === 'damaged') return 'unreadable'
  const list = readSeen(Buffer.from(content).toString())
  return list?.territory === territory && list.sequenceNumber === sequenceNumber ? list : 'unreadable'
}

/** The mark comes first: another process that still knows the territory must not write it again. */
async function forget(folder: string, territory: string): Promise<void> {
  const mark = `${territory}.${randomUUID()}.forgotten`
  await writeWhole(join(folder, mark), new Uint8Array(0), 'create')
  const names = await readdir(folder)
  const over = names.filter(name => entryOf(name)?.territory === territory)
  await Promise.all(over.filter(name => name !== mark).map(name => rm(join(folder, name), { force: true })))
}
