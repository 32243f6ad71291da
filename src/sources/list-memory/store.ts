import { randomUUID } from 'node:crypto'
import { isTerritory, type ListMemory, type SeenList } from '../../trust-list/sequence-memory.ts'
import type { KeyValueStore } from '../stores/store.ts'
import { guardedStore } from '../stores/store-guard.ts'
import { readSeen, writeSeen } from './record.ts'
import { type Cells, readHighest, writeNumber } from './register.ts'
import { type Shelf, type ShelfContent, shelvedMemory } from './shelf.ts'

export interface StoreListMemoryOptions {
  /** What all keys begin with; without: `qwac-lists`. */
  readonly prefix?: string
  /** Milliseconds for one call of the store. A refresh can wait longer than a validation; without: 1,000. */
  readonly deadline?: number
}

/**
 * Remembers lists in a store that several processes share, and in the process.
 *
 * A store of this shape cannot compare and set, so nothing in it is ever changed: every number has a key of
 * its own, and the highest is found by marks that are only ever set. Whatever the order in which processes
 * write, the highest number stays. Of two processes that write one number with different contents at the same
 * moment, the later stays, and the other process refuses its own list from then on.
 *
 * What cannot be had: a store that drops keys, because its memory is full or it is started anew, forgets; the
 * processes that live write it again. Whoever can write to the store can make lists be refused, or be taken
 * for new.
 *
 * @param store It must reject where it cannot answer. To say "no value" instead would be to say "never seen".
 * @throws TypeError when it is a Keyv, or a Keyv over an adapter, that keeps its errors to itself: give
 *   `throwOnErrors: true` to both.
 */
export function storeListMemory(store: KeyValueStore, options: StoreListMemoryOptions = {}): ListMemory {
  if (keepsErrors(store)) {
    throw new TypeError('the store keeps its errors to itself: it and its adapter need throwOnErrors: true')
  }
  const { prefix = 'qwac-lists', deadline = 1_000 } = options
  return shelvedMemory(storeShelf(cellsOf(store, prefix, deadline)))
}

/** Keyv and its adapters have a switch each, and a Keyv has its adapter in its options. */
function keepsErrors(store: object): boolean {
  if ('throwOnErrors' in store && store.throwOnErrors === false) return true
  if (!('opts' in store) || typeof store.opts !== 'object' || store.opts === null) return false
  if (!('store' in store.opts) || typeof store.opts.store !== 'object' || store.opts.store === null)
    return false
  return 'throwOnErrors' in store.opts.store && store.opts.store.throwOnErrors === false
}

/** No breaker stands before it: one refresh in an hour must not find it open because of the one before. */
function cellsOf(store: KeyValueStore, prefix: string, deadline: number): Cells {
  const guarded = guardedStore(store, { deadline, failures: Number.POSITIVE_INFINITY })
  return {
    get: async key => {
      const answer = await guarded.get(`${prefix}/${key}`)
      if (!answer.ok) throw new Error(answer.reason)
      return answer.value
    },
    set: async (key, value) => {
      const answer = await guarded.set(`${prefix}/${key}`, value)
      if (!answer.ok) throw new Error(answer.reason)
    },
  }
}

function storeShelf(cells: Cells): Shelf {
  return {
    read: territories => readStore(cells, territories).catch(unreadable),
    // What cannot be written is found missing when the store is read again.
    write: list => writeList(cells, list).catch(() => undefined),
    forget: territory =>
      cells.set(territory, randomUUID()).then(
        () => true,
        () => false,
      ),
  }
}

function unreadable(): ShelfContent {
  return { seen: new Map(), unreadable: 'all', forgotten: new Map() }
}

/**
 * A store that has died meanwhile may say of everything that it is not there, so it is tried before and
 * after.
 */
async function readStore(cells: Cells, territories: readonly string[]): Promise<ShelfContent> {
  const known = territories.filter(isTerritory)
  if (!(await isAlive(cells))) return unreadable()
  const all = await Promise.all(
    known.map(territory => readTerritory(cells, territory).catch(() => undefined)),
  )
  if (!(await isAlive(cells))) return unreadable()
  const read = all.filter(each => each !== undefined)
  return {
    seen: new Map(read.flatMap(({ list }) => (list ? [[list.territory, list]] : []))),
    unreadable: new Set(known.filter((_, index) => all[index] === undefined)),
    forgotten: new Map(
      read.flatMap(({ territory, word }) => (word === undefined ? [] : [[territory, word]])),
    ),
  }
}

/** Whether it still knows a text that never changes; where it does not, whether it can be taught it. */
async function isAlive(cells: Cells): Promise<boolean> {
  if ((await cells.get(SIGN.key)) === SIGN.text) return true
  await cells.set(SIGN.key, SIGN.text)
  return (await cells.get(SIGN.key)) === SIGN.text
}

const SIGN = { key: 'sign', text: 'qwac 1' } as const

interface Found {
  readonly territory: string
  /** Names the tree that counts; a new one since the territory was forgotten. */
  readonly word: string | undefined
  readonly list?: SeenList
}

/** Undefined where what is there is not what was written. Rejects where a cell cannot be read. */
async function readTerritory(cells: Cells, territory: string): Promise<Found | undefined> {
  const word = await cells.get(territory)
  const highest = await readHighest(cells, pathOf(territory, word))
  if (highest === 'damaged') return undefined
  if (!highest) return { territory, word }
  const list = readSeen(highest.text)
  if (list?.territory !== territory || list.sequenceNumber !== highest.number) return undefined
  return { territory, word, list }
}

async function writeList(cells: Cells, list: SeenList): Promise<void> {
  const path = pathOf(list.territory, await cells.get(list.territory))
  await writeNumber(cells, path, { number: list.sequenceNumber, text: writeSeen(list) })
}

function pathOf(territory: string, word = 'first'): string {
  return `${territory}/${word}`
}
