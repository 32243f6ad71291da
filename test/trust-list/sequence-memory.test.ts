import { describe, expect, test } from 'vitest'
import { formatInstant, instant } from '../../src/core/time.ts'
import { applyMemory } from '../../src/trust-list/apply-memory.ts'
import { authenticateLists } from '../../src/trust-list/authenticate.ts'
import {
  checkSequence,
  LIST_OF_LISTS,
  type Remembered,
  type SeenList,
  seenIn,
} from '../../src/trust-list/sequence-memory.ts'
import type { ListFile, TrustListSet } from '../../src/trust-list/trust-list-set.ts'
import { LIST_OF_LISTS as LIST_OF_LISTS_TYPE, pointer, scheme } from './list-content.ts'
import { listSigner, writeList } from './list-writer.ts'
import { crypto, NOW } from './verdict.ts'

const ISSUED = instant('2026-06-01T00:00:00Z')
const JOURNAL = 'https://journal.example/'
const union = listSigner()
const national = listSigner()

const austria = (sequenceNumber: number, digest = 'aa'): SeenList => ({
  territory: 'AT',
  sequenceNumber,
  digest,
  issued: ISSUED,
})
const memory = (
  lists: readonly SeenList[],
  unreadable: Remembered['unreadable'] = new Set(),
): Remembered => ({
  seen: new Map(lists.map(list => [list.territory, list])),
  unreadable,
})

describe('a list beside what is remembered of it', () => {
  test.each([
    ['nothing', austria(7), memory([]), { outcome: 'satisfied', facts: { place: 'first-seen' } }],
    ['another list', austria(7), memory([{ ...austria(9), territory: 'BE' }]), { outcome: 'satisfied' }],
    ['a lower number', austria(7), memory([austria(6)]), { outcome: 'satisfied', facts: { place: 'newer' } }],
    ['itself', austria(7), memory([austria(7)]), { outcome: 'satisfied', facts: { place: 'same' } }],
    ['a higher number', austria(7), memory([austria(8)]), { outcome: 'violated', reason: 'rolled-back' }],
    [
      'its number with another content',
      austria(7),
      memory([austria(7, 'bb')]),
      { outcome: 'violated', reason: 'same-number-other-content' },
    ],
    [
      'a memory that cannot be read',
      austria(7),
      memory([], 'all'),
      { outcome: 'undetermined', reason: 'memory-unreadable' },
    ],
    [
      'a memory of it that cannot be read',
      austria(7),
      memory([austria(6)], new Set(['AT'])),
      { outcome: 'undetermined', reason: 'memory-unreadable' },
    ],
    [
      'a memory of another that cannot be read',
      austria(7),
      memory([], new Set(['BE'])),
      { outcome: 'satisfied' },
    ],
    [
      'a higher number, and something that cannot be read',
      austria(7),
      memory([austria(8)], 'all'),
      { outcome: 'violated', reason: 'rolled-back' },
    ],
    [
      'the highest number there is',
      austria(Number.MAX_SAFE_INTEGER - 1),
      memory([austria(Number.MAX_SAFE_INTEGER)]),
      { outcome: 'violated', reason: 'rolled-back' },
    ],
  ])('%s', (_, list, remembered, expected) => {
    expect(checkSequence(list, remembered)).toMatchObject({ code: 'trust-list.succession', ...expected })
  })

  test('says what was compared', () => {
    expect(checkSequence(austria(7), memory([austria(8, 'bb')])).facts).toEqual({
      territory: 'AT',
      sequenceNumber: 7,
      digest: 'aa',
      issued: formatInstant(ISSUED),
      last: { sequenceNumber: 8, digest: 'bb', issued: formatInstant(ISSUED) },
    })
  })
})

/** An authentic set of the Union and of XX, whose lists have these numbers. */
function authentic(numbers: {
  readonly lotl: number
  readonly lists: readonly Uint8Array[]
}): Promise<TrustListSet> {
  const pointers =
    pointer({ type: LIST_OF_LISTS_TYPE, territory: 'EU', signers: [union] }) +
    pointer({ signers: [national] })
  const listOfLists = writeList({
    content: scheme({
      type: LIST_OF_LISTS_TYPE,
      territory: 'EU',
      uris: [JOURNAL],
      pointers,
      sequenceNumber: `${numbers.lotl}`,
    }),
    signer: union,
  })
  return authenticateLists({
    listOfLists: { bytes: listOfLists },
    lists: numbers.lists.map(bytes => ({ bytes })),
    notice: { id: JOURNAL, locations: [JOURNAL], certificates: [union.sha256] },
    crypto,
    at: NOW,
  })
}

const list = (sequenceNumber: number, issued = '2026-06-01T00:00:00Z', uri = 'https://operator.example/') =>
  writeList({
    content: scheme({ sequenceNumber: `${sequenceNumber}`, issued, uris: [uri] }),
    signer: national,
  })
const remembering = (...sets: readonly TrustListSet[]) => memory(sets.flatMap(seenIn))
const word = (file: ListFile | undefined) =>
  file?.outcome === 'authentic' ? `authentic ${file.list.content.sequenceNumber}` : (file?.reason ?? 'absent')
const words = ({ listOfLists, territories }: TrustListSet) =>
  [listOfLists, ...territories.map(({ file }) => file)].map(word)

describe('a set beside what is remembered', () => {
  test('is remembered by the lists that count', async () => {
    const set = await authentic({ lotl: 30, lists: [list(7), list(6)] })
    expect(seenIn(set)).toMatchObject([
      { territory: LIST_OF_LISTS, sequenceNumber: 30 },
      { territory: 'XX', sequenceNumber: 7, issued: ISSUED },
    ])
  })

  test.each([
    ['nothing', [30, 7], [1, 1], ['authentic 30', 'authentic 7']],
    ['the same', [30, 7], [30, 7], ['authentic 30', 'authentic 7']],
    ['older ones', [30, 7], [29, 6], ['authentic 30', 'authentic 7']],
    ['a newer national list', [30, 7], [30, 8], ['authentic 30', 'rolled-back']],
    ['a newer list of lists', [30, 7], [31, 7], ['rolled-back', 'list-of-lists-refused']],
  ])('that remembers %s', async (_, [lotl = 0, number = 0], [lastLotl = 0, last = 0], expected) => {
    const before = await authentic({ lotl: lastLotl, lists: [list(last)] })
    const set = applyMemory(await authentic({ lotl, lists: [list(number)] }), remembering(before))
    expect(words(set)).toEqual(expected)
  })

  test('tells of a refused file what any other refusal tells, and drops its content', async () => {
    const before = await authentic({ lotl: 30, lists: [list(8)] })
    const set = await authentic({ lotl: 30, lists: [list(7)] })
    const [whole] = set.territories
    const [refused] = applyMemory(set, remembering(before)).territories
    expect(refused?.file).toMatchObject({ sha256: whole?.file?.sha256, claims: { sequenceNumber: 7 } })
    expect(refused?.file).not.toHaveProperty('list')
    expect(refused?.file?.checks).toHaveLength((whole?.file?.checks.length ?? 0) + 1)
    expect(refused?.file?.checks.at(-1)).toMatchObject({ outcome: 'violated', severity: 'error' })
  })

  test('keeps the content that was seen first under a number, whatever came later beside it', async () => {
    const kept = list(7)
    const later = list(7, '2026-07-01T00:00:00Z')
    const before = remembering(await authentic({ lotl: 30, lists: [kept] }))
    expect(words(applyMemory(await authentic({ lotl: 30, lists: [later] }), before))[1]).toBe(
      'same-number-other-content',
    )
    const both = applyMemory(await authentic({ lotl: 30, lists: [later, kept] }), before).territories[0]
    expect(word(both?.file)).toBe('authentic 7')
    expect(both?.file?.claims?.issued).toBe(ISSUED)
    expect(both?.others.map(word)).toEqual(['same-number-other-content'])
  })

  test('never takes an older file in the place of a refused one', async () => {
    const before = remembering(await authentic({ lotl: 30, lists: [list(9)] }))
    const [territory] = applyMemory(
      await authentic({ lotl: 30, lists: [list(8), list(7)] }),
      before,
    ).territories
    expect([territory?.file, ...(territory?.others ?? [])].map(word)).toEqual(['rolled-back', 'rolled-back'])
  })

  test('lets older files lie beside the one that counts', async () => {
    const set = await authentic({ lotl: 30, lists: [list(8), list(7)] })
    const [territory] = applyMemory(set, remembering(set)).territories
    expect(territory?.others.map(word)).toEqual(['authentic 7'])
  })

  test('leaves a contradiction inside of the set as it is', async () => {
    const [a, b] = [list(7, undefined, 'https://a.example/'), list(7, undefined, 'https://b.example/')]
    for (const kept of [a, b]) {
      const before = remembering(await authentic({ lotl: 30, lists: [kept] }))
      expect(words(applyMemory(await authentic({ lotl: 30, lists: [a, b] }), before))[1]).toBe('ambiguous')
    }
  })

  test('accepts nothing where the memory cannot be read', async () => {
    const set = applyMemory(await authentic({ lotl: 30, lists: [list(7)] }), memory([], 'all'))
    expect(words(set)).toEqual(['memory-unreadable', 'list-of-lists-refused'])
    expect(seenIn(set)).toEqual([])
  })

  test('is judged again without a second word, and refused where another process went on meanwhile', async () => {
    const set = await authentic({ lotl: 30, lists: [list(7)] })
    const once = applyMemory(set, memory([]))
    const twice = applyMemory(once, remembering(set))
    expect(twice.territories[0]?.file).toEqual(once.territories[0]?.file)
    expect(once.territories[0]?.file?.checks.at(-1)?.facts).toMatchObject({ place: 'first-seen' })
    const newer = remembering(await authentic({ lotl: 30, lists: [list(8)] }))
    const [territory] = applyMemory(once, newer).territories
    expect(word(territory?.file)).toBe('rolled-back')
    expect(territory?.file?.checks.filter(({ code }) => code === 'trust-list.succession')).toHaveLength(1)
  })

  test('in which the list of lists is refused already stays so, and is not remembered', async () => {
    const set = await authentic({ lotl: 30, lists: [list(7)] })
    const { list: _, ...rest } =
      set.listOfLists.outcome === 'authentic' ? set.listOfLists : { list: 0, ...set.listOfLists }
    const refused: TrustListSet = { ...set, listOfLists: { ...rest, outcome: 'refused', reason: 'invalid' } }
    expect(words(applyMemory(refused, memory([])))).toEqual(['invalid', 'list-of-lists-refused'])
    expect(seenIn(refused)).toEqual([])
  })
})
