import { ok, refused } from '../../core/result.ts'
import {
  isTerritory,
  type ListMemory,
  type MemoryReason,
  type Remembered,
  type SeenList,
} from '../../trust-list/sequence-memory.ts'
import { isList } from './record.ts'

/** What a shelf holds of some territories. */
export interface ShelfContent extends Remembered {
  /**
   * A word that changes when a territory is forgotten; absent where it never was, or where nobody can say.
   */
  readonly forgotten: ReadonlyMap<string, string>
}

/**
 * A place outside of the process where lists are written down. It keeps all numbers, or at least the highest,
 * whoever else writes; what it cannot do it says by its answers.
 */
export interface Shelf {
  read(territories: readonly string[]): Promise<ShelfContent>
  /** Where nothing of the same number is there. Failures show when it is read again. */
  write(list: SeenList): Promise<void>
  /** @returns Whether it is done. */
  forget(territory: string): Promise<boolean>
}

/**
 * A memory on a shelf, and in this process: what could not be written, or was lost from the shelf, is
 * remembered as long as the process lives, and written again. What was forgotten on the shelf, by whichever
 * process, is forgotten here.
 */
export function shelvedMemory(shelf: Shelf): ListMemory {
  const known = new Map<string, Known>()

  async function read(territories: readonly string[]): Promise<ShelfContent> {
    const content = await shelf.read(territories)
    for (const territory of territories) learn(known, territory, content)
    return content
  }

  async function restore(territories: readonly string[], content: ShelfContent): Promise<void> {
    const lists = territories.flatMap(territory => known.get(territory)?.list ?? [])
    const missing = lists.filter(list => isReadable(content, list.territory) && !isHeld(content, list))
    await Promise.all(missing.map(list => shelf.write(list)))
  }

  return {
    recall: async territories => {
      const content = await read(territories)
      await restore(territories, content)
      return remembered(known, territories, content)
    },
    remember: async lists => {
      const territories = [...new Set(lists.filter(isList).map(({ territory }) => territory))]
      const before = await read(territories)
      for (const list of lists.filter(isList)) note(known, list, before)
      await restore(territories, before)
      const after = await read(territories)
      return { remembered: remembered(known, territories, after), unwritten: unwritten(lists, after) }
    },
    forget: async territory => {
      if (!isTerritory(territory)) return refused('not-a-list')
      if (!(await shelf.forget(territory))) return refused('unwritable')
      known.delete(territory)
      return ok(undefined)
    },
  }
}

/** What this process knows of a list. */
interface Known {
  readonly list: SeenList
  readonly forgotten: Word
}

/**
 * The word of {@link ShelfContent.forgotten} when the list became known: undefined where there was none,
 * `unknown` where the shelf did not say.
 */
type Word = string | undefined | typeof UNKNOWN

const UNKNOWN = Symbol('unknown')

/** Of two contents under one number the one on the shelf counts, because all processes see that one. */
function learn(known: Map<string, Known>, territory: string, content: ShelfContent): void {
  heed(known, territory, content)
  const list = content.seen.get(territory)
  const own = known.get(territory)
  if (!list || (own && own.list.sequenceNumber > list.sequenceNumber)) return
  known.set(territory, { list, forgotten: wordOf(territory, content, own) })
}

/**
 * What became known while the shelf did not say whether its territory was forgotten is kept: it may have been
 * forgotten long before.
 */
function heed(known: Map<string, Known>, territory: string, content: ShelfContent): void {
  const own = known.get(territory)
  if (!own) return
  const word = wordOf(territory, content, own)
  if (own.forgotten === UNKNOWN) known.set(territory, { ...own, forgotten: word })
  else if (word !== own.forgotten && word !== undefined) known.delete(territory)
}

function note(known: Map<string, Known>, list: SeenList, content: ShelfContent): void {
  const { territory, sequenceNumber } = list
  const own = known.get(territory)
  if (own && own.list.sequenceNumber >= sequenceNumber) return
  known.set(territory, { list, forgotten: wordOf(territory, content, own) })
}

/** What the shelf says by now, or else what it said last. */
function wordOf(territory: string, content: ShelfContent, own: Known | undefined): Word {
  const word = content.forgotten.get(territory)
  if (word !== undefined || isReadable(content, territory)) return word ?? told(own)
  return own ? own.forgotten : UNKNOWN
}

/** A word stands for good: where it is missing, the shelf was lost and begins anew. */
function told(own: Known | undefined): string | undefined {
  return own && own.forgotten !== UNKNOWN ? own.forgotten : undefined
}

function remembered(
  known: ReadonlyMap<string, Known>,
  territories: readonly string[],
  { unreadable }: ShelfContent,
): Remembered {
  const lists = territories.flatMap(territory => known.get(territory)?.list ?? [])
  return { seen: new Map(lists.map(list => [list.territory, list])), unreadable }
}

function unwritten(lists: readonly SeenList[], content: ShelfContent): ReadonlyMap<string, MemoryReason> {
  return new Map(
    lists.flatMap((list): readonly [string, MemoryReason][] => {
      if (!isList(list)) return [[list.territory, 'not-a-list']]
      return isReadable(content, list.territory) && isHeld(content, list)
        ? []
        : [[list.territory, 'unwritable']]
    }),
  )
}

function isReadable({ unreadable }: Remembered, territory: string): boolean {
  return unreadable !== 'all' && !unreadable.has(territory)
}

function isHeld({ seen }: Remembered, { territory, sequenceNumber }: SeenList): boolean {
  return (seen.get(territory)?.sequenceNumber ?? 0) >= sequenceNumber
}
