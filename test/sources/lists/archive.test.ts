import { createHash } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { instant } from '../../../src/core/time.ts'
import { listArchive } from '../../../src/sources/lists/archive.ts'
import type { Archived } from '../../../src/sources/lists/archive-read.ts'
import type { KeyValueStore } from '../../../src/sources/stores/store.ts'
import { memoryStore } from '../../../src/sources/stores/store-in-memory.ts'

const NOW = instant('2026-08-20T12:00:00Z')

type Given = Omit<Archived, 'octets' | 'packed'>

/** A list that takes three parts: behind the letter stand octets that nothing packs. */
function listOf(letter: string): Given {
  const hash = (index: number) => createHash('sha256').update(`${letter} ${index}`).digest()
  const bytes = Buffer.concat([
    Buffer.from(letter),
    ...Array.from({ length: 5_000 }, (_, index) => hash(index)),
  ])
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const location = `https://lists.example/${letter}.xml`
  return { sha256, location, obtainedAt: NOW, givenAt: NOW, validators: {}, bytes }
}

const [OLD, NEW] = [listOf('a'), listOf('b')]

const octetsOf = (archived: Archived | undefined) =>
  archived && Buffer.from(archived.bytes).toString('latin1', 0, 1)

interface Watched extends KeyValueStore {
  /** What stands in it. */
  readonly values: Map<string, string>
  /** After so many writes and deletions nothing is done any more. */
  left: number
}

/** A store that stops in the middle, as it does when its process is killed. */
function watchedStore(values = new Map<string, string>()): Watched {
  const change = (run: () => void) => {
    if (store.left <= 0) throw new Error('stopped')
    store.left -= 1
    run()
  }
  const store: Watched = {
    values,
    left: Number.POSITIVE_INFINITY,
    get: async key => values.get(key),
    set: async (key, value) => change(() => values.set(key, value)),
    delete: async key => change(() => values.delete(key)),
  }
  return store
}

const partsIn = (values: ReadonlyMap<string, string>): readonly string[] =>
  [...values.keys()].filter(key => key.startsWith('qwac:list-octets:'))

describe('a writer that is stopped', () => {
  test.each([
    [0, 'a'],
    // The first is the note of what is begun.
    [1, 'a'],
    [4, 'a'],
    // The fifth is the head.
    [5, 'b'],
    [6, 'b'],
    [8, 'b'],
    [9, 'b'],
  ])('after %i changes of the store leaves one list whole: %s', async (changes, expected) => {
    const store = watchedStore()
    await listArchive(store).write('XX', OLD)
    store.left = changes
    await listArchive(store).write('XX', NEW)
    store.left = Number.POSITIVE_INFINITY
    const after = listArchive(watchedStore(store.values))
    expect(octetsOf(await after.read('XX'))).toBe(expected)
    expect(await after.confirm('XX', expected === 'a' ? OLD : NEW)).toBe(true)
    expect(await after.write('XX', NEW)).toBe(true)
    expect(octetsOf(await after.read('XX'))).toBe('b')
  })

  test('says that it did not write all of it', async () => {
    const store = watchedStore()
    store.left = 4
    expect(await listArchive(store).write('XX', OLD)).toBe(false)
    expect(await listArchive(store).head('XX')).toBeUndefined()
  })
})

describe('a list that was replaced', () => {
  test('leaves nothing behind', async () => {
    const store = watchedStore()
    const archive = listArchive(store)
    await archive.write('XX', OLD)
    await archive.write('XX', NEW)
    const { packed } = (await archive.head('XX')) ?? {}
    expect(JSON.parse(store.values.get('qwac:list-writes:XX') ?? '')).toMatchObject([{ id: packed?.id }])
    expect(partsIn(store.values)).toEqual(
      [0, 1, 2].map(index => `qwac:list-octets:XX:${packed?.id}:${index}`),
    )
  })

  test('stays where it is kept under another name, as a pivot', async () => {
    const archive = listArchive(memoryStore())
    await archive.write('pivot', OLD)
    await archive.write('LOTL', OLD)
    await archive.write('LOTL', NEW)
    expect(octetsOf(await archive.read('pivot'))).toBe('a')
  })

  /** A store in which another process turns the head back once, as soon as it was turned. */
  async function turnedBack(): Promise<readonly [Watched, KeyValueStore]> {
    const store = watchedStore()
    await listArchive(store).write('XX', OLD)
    const back = store.values.get('qwac:list:XX') ?? ''
    let isTurned = false
    const raced: KeyValueStore = {
      ...store,
      set: async (key, value) => {
        await store.set(key, value)
        if (key !== 'qwac:list:XX' || isTurned) return
        isTurned = true
        await store.set(key, back)
      },
    }
    return [store, raced]
  }

  test('does not come back where another process, which knows no better, has turned back to it', async () => {
    const [store, raced] = await turnedBack()
    expect(await listArchive(raced).write('XX', NEW)).toBe(true)
    expect(octetsOf(await listArchive(store).read('XX'))).toBe('b')
    expect(partsIn(store.values)).toHaveLength(3)
  })

  test('does not come back where others have seen one that is newer still, and not written it yet', async () => {
    const store = watchedStore()
    await listArchive(store).write('XX', OLD)
    const answers = [true, false]
    expect(await listArchive(store).write('XX', NEW, async () => answers.shift() ?? false)).toBe(true)
    expect(octetsOf(await listArchive(store).read('XX'))).toBe('b')
  })

  test('is deleted by a later write where the store did not delete it', async () => {
    const HOUR = 3_600_000
    const store = watchedStore()
    await listArchive(store, () => NOW).write('XX', OLD)
    const rejecting = async (key: string): Promise<never> => {
      throw new Error(key)
    }
    await listArchive({ ...store, delete: rejecting }, () => NOW).write('XX', NEW)
    expect(partsIn(store.values)).toHaveLength(6)
    await listArchive(store, () => NOW + HOUR + 1).write('XX', OLD)
    expect(partsIn(store.values)).toHaveLength(3)
  })

  test('is deleted by a later write where the store had nothing to say of what was noted', async () => {
    const HOUR = 3_600_000
    const store = watchedStore()
    await listArchive(store, () => NOW).write('XX', OLD)
    // Parts of another writer, who was stopped before he turned the head.
    const stopped = watchedStore(store.values)
    stopped.left = 4
    await listArchive(stopped, () => NOW).write('XX', NEW)
    const left = partsIn(store.values).length
    let isGone = false
    const deaf = {
      ...store,
      get: async (key: string) => {
        if (isGone && key === 'qwac:list-writes:XX') throw new Error(key)
        return store.get(key)
      },
      delete: async (key: string) => {
        isGone = true
        return store.delete(key)
      },
    }
    await listArchive(deaf, () => NOW).write('XX', NEW)
    expect(partsIn(store.values)).toHaveLength(left)
    await listArchive(store, () => NOW + HOUR + 1).write('XX', OLD)
    expect(partsIn(store.values)).toHaveLength(3)
  })

  test('in the middle of being read is read anew', async () => {
    const store = watchedStore()
    await listArchive(store).write('XX', OLD)
    let isRaced = false
    const raced: KeyValueStore = {
      ...store,
      get: async key => {
        if (!isRaced && key.endsWith(':1')) {
          isRaced = true
          await listArchive(store).write('XX', NEW)
        }
        return store.get(key)
      },
    }
    expect(octetsOf(await listArchive(raced).read('XX'))).toBe('b')
  })
})

describe('to take a list out', () => {
  test('leaves nothing behind', async () => {
    const store = watchedStore()
    await listArchive(store).write('XX', OLD)
    expect(await listArchive(store).remove('XX')).toBe(true)
    expect(store.values.size).toBe(0)
  })

  test('that is not there is done', async () => {
    expect(await listArchive(watchedStore()).remove('XX')).toBe(true)
  })

  const fail = async (): Promise<never> => {
    throw new Error('no leave')
  }
  const faults: readonly (readonly [string, Partial<KeyValueStore>])[] = [
    ['does not delete', { delete: fail }],
    ['neither deletes nor reads', { delete: fail, get: fail }],
    ['cannot say afterwards', { get: fail }],
    ['deletes nothing, and does not say so', { delete: async () => false }],
  ]

  test.each(faults)('is not done where the store %s', async (_, fault) => {
    const store = watchedStore()
    await listArchive(store).write('XX', OLD)
    expect(await listArchive({ ...store, ...fault }).remove('XX')).toBe(false)
  })
})

describe('to confirm a list', () => {
  type Spoil = (part: string) => string | undefined
  const spoils: readonly (readonly [string, Spoil])[] = [
    ['is missing', () => undefined],
    ['is another', part => part.replace(/^.{4}/, 'YmJi')],
    ['is shorter', part => part.slice(0, -4)],
    ['is longer', part => `${part}YWFh`],
  ]

  test.each(spoils)('of which a part %s fails, and leaves its head as it was', async (_, spoil) => {
    for (const index of [0, 1, 2]) {
      const store = watchedStore()
      const archive = listArchive(store)
      await archive.write('XX', OLD)
      const head = store.values.get('qwac:list:XX')
      const key = [...store.values.keys()].find(each => each.endsWith(`:${index}`)) ?? ''
      const spoiled = spoil(store.values.get(key) ?? '')
      if (spoiled === undefined) store.values.delete(key)
      else store.values.set(key, spoiled)
      expect(await archive.confirm('XX', { ...OLD, obtainedAt: instant('2026-09-01T00:00:00Z') })).toBe(false)
      expect(store.values.get('qwac:list:XX')).toBe(head)
      expect(await archive.read('XX')).toBeUndefined()
      expect(await archive.write('XX', OLD)).toBe(true)
      expect(octetsOf(await archive.read('XX'))).toBe('a')
    }
  })

  test('that is whole dates it anew', async () => {
    const archive = listArchive(memoryStore())
    await archive.write('XX', OLD)
    const later = instant('2026-09-01T00:00:00Z')
    expect(await archive.confirm('XX', { ...OLD, obtainedAt: later })).toBe(true)
    expect(await archive.head('XX')).toMatchObject({ obtainedAt: later, givenAt: NOW })
  })

  test.each([
    ['of which the last part is lost is found out a day after it was read', 2, [true, true, false]],
    ['of which the first part is lost is found out at once', 0, [true, false, false]],
  ])('%s', async (_, index, found) => {
    const DAY = 86_400_000
    let now: number = NOW
    const store = watchedStore()
    const archive = listArchive(store, () => now)
    await archive.write('XX', OLD)
    const confirmed = [await archive.confirm('XX', OLD)]
    store.values.delete([...store.values.keys()].find(each => each.endsWith(`:${index}`)) ?? '')
    for (const time of [DAY - 1, DAY]) {
      now = NOW + time
      confirmed.push(await archive.confirm('XX', OLD))
    }
    expect(confirmed).toEqual(found)
  })

  test('that was written anew is read again before its day is over', async () => {
    const store = watchedStore()
    const archive = listArchive(store, () => NOW)
    await archive.write('XX', OLD)
    expect(await archive.confirm('XX', OLD)).toBe(true)
    await listArchive(store, () => NOW).write('XX', OLD)
    const last = [...store.values.keys()].findLast(each => each.endsWith(':2')) ?? ''
    store.values.delete(last)
    expect(await archive.confirm('XX', OLD)).toBe(false)
  })

  test('other than the one that is there fails', async () => {
    const archive = listArchive(memoryStore())
    await archive.write('XX', OLD)
    expect(await archive.confirm('XX', NEW)).toBe(false)
    expect(await archive.confirm('YY', OLD)).toBe(false)
  })
})

describe('two writers', () => {
  const letters = ['a', 'b', 'c', 'd'] as const
  const lists = letters.map(listOf)

  /** A store that does one thing at a time, and lets others go first as chance has it. */
  function sharedStore(values: Map<string, string>, random: () => number): KeyValueStore {
    const wait = async () => {
      for (let left = Math.floor(random() * 8); left > 0; left -= 1) await turn()
    }
    const act = async <T>(run: () => T): Promise<T> => {
      await wait()
      const result = run()
      await wait()
      return result
    }
    return {
      get: key => act(() => values.get(key)),
      set: (key, value) => act(() => values.set(key, value)),
      delete: key => act(() => values.delete(key)),
    }
  }

  function chance(seed: number): () => number {
    let state = seed
    return () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return state / 2 ** 32
    }
  }

  test.each(Array.from({ length: 40 }, (_, seed) => seed))(
    'at the same moment leave a list whole (order %i)',
    async seed => {
      const random = chance(seed)
      const values = new Map<string, string>()
      const store = sharedStore(values, random)
      const [first, second] = [listArchive(store), listArchive(store)]
      const [before, one, other] = [seed, seed + 1, seed + (seed % 3)].map(at => lists[at % 4] ?? OLD)
      await listArchive(watchedStore(values)).write('XX', before ?? OLD)
      const told = await Promise.all([
        first.write('XX', one ?? OLD),
        second.write('XX', other ?? OLD),
        listArchive(store).confirm('XX', before ?? OLD),
      ])
      expect(told.slice(0, 2)).toEqual([true, true])
      const archived = await listArchive(watchedStore(values)).read('XX')
      expect(lists.map(({ sha256 }) => sha256)).toContain(archived?.sha256)
    },
  )

  test('of which one confirms what the other replaces do not lose both', async () => {
    const store = watchedStore()
    await listArchive(store).write('XX', OLD)
    let isCrossed = false
    const crossed: KeyValueStore = {
      ...store,
      // The head is turned back at the last moment: just before the parts that it leads to are deleted.
      delete: async key => {
        if (!isCrossed) {
          isCrossed = true
          expect(await confirmed.confirm('XX', OLD)).toBe(true)
        }
        return store.delete(key)
      },
    }
    const old = store.values.get('qwac:list:XX') ?? ''
    // A confirmer that has read everything before the other began to write.
    const confirmed = listArchive({
      ...store,
      get: async key => (key === 'qwac:list:XX' ? old : store.get(key)),
    })
    expect(await listArchive(crossed).write('XX', NEW)).toBe(true)
    expect(octetsOf(await listArchive(store).read('XX'))).toBe('b')
  })
})

describe('a writer beside one whose clock is a month ahead', () => {
  const ahead = () => NOW + 30 * 86_400_000
  const THIRD = listOf('c')

  test.each(['a part', 'the head'])(
    'puts its list there, where both are at it before %s is written',
    async at => {
      const store = watchedStore()
      await listArchive(store, () => NOW).write('XX', OLD)
      let isCrossed = false
      const crossed: KeyValueStore = {
        ...store,
        set: async (key, value) => {
          const isHere = at === 'the head' ? key === 'qwac:list:XX' : key.endsWith(':1')
          if (isHere && !isCrossed) {
            isCrossed = true
            expect(await listArchive(store, ahead).write('XX', THIRD)).toBe(true)
          }
          return store.set(key, value)
        },
      }
      expect(await listArchive(crossed, () => NOW).write('XX', NEW)).toBe(true)
      expect(octetsOf(await listArchive(store).read('XX'))).toBe('b')
    },
  )
})

describe('a writer that is stopped, and goes on when others have gone on by two lists', () => {
  const [THIRD, FOURTH] = [listOf('c'), listOf('d')]

  /** The archive of the writer, which stands still before it changes the store for the time that is told. */
  function stoppedBefore(change: number, store: Watched, others: () => Promise<void>) {
    let left = change
    const wait = async () => {
      left -= 1
      if (left === 0) await others()
    }
    const stopped: KeyValueStore = {
      ...store,
      set: async (key, value) => {
        await wait()
        return store.set(key, value)
      },
      delete: async key => {
        await wait()
        return store.delete(key)
      },
    }
    return listArchive(stopped, () => NOW)
  }

  const HOURS = [0, 2 * 3_600_000] as const
  const cases = HOURS.flatMap(later => Array.from({ length: 10 }, (_, index) => [index + 1, later] as const))

  test.each(cases)('before its change %i, and %i ms: a list stands there whole', async (change, later) => {
    const store = watchedStore()
    await listArchive(store, () => NOW).write('XX', OLD)
    let newest = 1
    const stopped = stoppedBefore(change, store, async () => {
      await listArchive(store, () => NOW + later).write('XX', THIRD)
      await listArchive(store, () => NOW + later).write('XX', FOURTH)
      newest = 3
    })
    expect(await stopped.write('XX', NEW, async () => newest === 1)).toBe(true)
    const found = octetsOf(await listArchive(store).read('XX'))
    expect(found).toBe(newest === 3 ? 'd' : 'b')
  })

  test('before it confirms what was there: what the others wrote is found', async () => {
    const store = watchedStore()
    await listArchive(store, () => NOW).write('XX', OLD)
    const stopped = stoppedBefore(1, store, async () => {
      await listArchive(store, () => NOW).write('XX', THIRD)
      await listArchive(store, () => NOW).write('XX', FOURTH)
    })
    expect(await stopped.confirm('XX', OLD)).toBe(false)
    expect(await listArchive(store).head('XX')).toMatchObject({ sha256: OLD.sha256 })
    expect(octetsOf(await listArchive(store).read('XX'))).toBe('d')
    expect(await listArchive(store).confirm('XX', FOURTH)).toBe(false)
    expect(await listArchive(store, () => NOW).write('XX', FOURTH)).toBe(true)
    expect(octetsOf(await listArchive(store).read('XX'))).toBe('d')
    expect(partsIn(store.values).length).toBeLessThanOrEqual(6)
  })

  test.each([4, 5, 6, 7])('and is killed after its change %i: a list stands there whole', async change => {
    const store = watchedStore()
    await listArchive(store, () => NOW).write('XX', OLD)
    const stopped = stoppedBefore(change, store, async () => {
      await listArchive(store, () => NOW + 2 * 3_600_000).write('XX', THIRD)
      await listArchive(store, () => NOW + 2 * 3_600_000).write('XX', FOURTH)
      store.left = 1
    })
    await stopped.write('XX', NEW)
    store.left = Number.POSITIVE_INFINITY
    expect(octetsOf(await listArchive(store).read('XX'))).toBe('d')
  })

  test('and takes out a list: nothing of it is found any more, whatever was noted', async () => {
    const store = watchedStore()
    await listArchive(store, () => NOW).write('XX', OLD)
    await listArchive(store, () => NOW).write('XX', NEW)
    store.left = 1
    await listArchive(store, () => NOW).remove('XX')
    store.left = Number.POSITIVE_INFINITY
    expect(await listArchive(store).read('XX')).toBeUndefined()
  })

  test('and does not find a list again that was taken out meanwhile', async () => {
    const store = watchedStore()
    await listArchive(store, () => NOW).write('XX', OLD)
    const stopped = stoppedBefore(1, store, async () => {
      await listArchive(store, () => NOW).write('XX', NEW)
      store.left = 1
      await listArchive(store, () => NOW).remove('XX')
      store.left = Number.POSITIVE_INFINITY
      await listArchive(store, () => NOW).remove('XX')
    })
    expect(await stopped.confirm('XX', OLD)).toBe(false)
    expect(await listArchive(store).read('XX')).toBeUndefined()
  })
})

describe('what a writer that was stopped left behind', () => {
  const HOUR = 3_600_000

  async function stoppedAfter(changes: number): Promise<Watched> {
    const store = watchedStore()
    await listArchive(store, () => NOW).write('XX', OLD)
    store.left = changes
    await listArchive(store, () => NOW).write('XX', NEW)
    store.left = Number.POSITIVE_INFINITY
    return store
  }

  const THIRD = listOf('c')

  test.each([
    [2, 'a part', HOUR, 4],
    [2, 'a part', HOUR + 1, 3],
    [4, 'all parts and no head', HOUR + 1, 3],
    [5, 'the former parts', HOUR + 1, 3],
    [7, 'some of the former parts', HOUR + 1, 3],
    [8, 'a note', HOUR + 1, 3],
  ])(
    'after %i changes, %s, is deleted by the next write, unless somebody may be at it still (%s, %i ms)',
    async (changes, _, later, left) => {
      const store = await stoppedAfter(changes)
      expect(await listArchive(store, () => NOW + later).write('XX', THIRD)).toBe(true)
      expect(octetsOf(await listArchive(store).read('XX'))).toBe('c')
      expect(partsIn(store.values)).toHaveLength(left)
      const noted: readonly unknown[] = JSON.parse(store.values.get('qwac:list-writes:XX') ?? '')
      expect(noted).toHaveLength(left - 2)
    },
  )

  test('is deleted with the list that is taken out', async () => {
    const store = await stoppedAfter(3)
    expect(await listArchive(store, () => NOW + HOUR + 1).remove('XX')).toBe(true)
    expect(store.values.size).toBe(0)
  })

  test('is not looked for where the note is not one', async () => {
    for (const note of ['', '{}', '[1]', '[{"id":"../x","octets":1,"at":0}]', `[${'1,'.repeat(9_000)}1]`]) {
      const store = watchedStore()
      store.values.set('qwac:list-writes:XX', note)
      expect(await listArchive(store).write('XX', OLD)).toBe(true)
      expect(octetsOf(await listArchive(store).read('XX'))).toBe('a')
      expect(partsIn(store.values)).toHaveLength(3)
    }
  })
})
