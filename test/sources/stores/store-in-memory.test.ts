import { describe, expect, test } from 'vitest'
import { memoryStore } from '../../../src/sources/stores/store-in-memory.ts'

describe('a store in memory', () => {
  test('keeps, replaces and deletes', async () => {
    const store = memoryStore()
    await store.set('a', 'one')
    await store.set('a', 'two')
    expect(await store.get('a')).toBe('two')
    await store.delete('a')
    expect(await store.get('a')).toBeUndefined()
  })

  test.each([
    [0, 'text'],
    [499, 'text'],
    [500, undefined],
  ])('%i ms after a value for 500 ms was written, it is %s', async (later, expected) => {
    let now = 1_000
    const store = memoryStore({ clock: () => now })
    await store.set('a', 'text', 500)
    now += later
    expect(await store.get('a')).toBe(expected)
  })

  test('drops what was not used for longest when there are too many', async () => {
    const store = memoryStore({ maxEntries: 2 })
    await store.set('a', '1')
    await store.set('b', '2')
    await store.get('a')
    await store.set('c', '3')
    expect(await Promise.all(['a', 'b', 'c'].map(key => store.get(key)))).toEqual(['1', undefined, '3'])
  })

  test.each([
    [50, ['1', 'value']],
    [51, [undefined, 'value']],
  ])(
    'of 104 octets keeps a small value of 4 octets beside one of twice %i, or drops it',
    async (units, kept) => {
      const store = memoryStore({ maxOctets: 104 })
      await store.set('a', '1')
      await store.set('b', 'v'.repeat(units - 1))
      const values = await Promise.all(['a', 'b'].map(key => store.get(key)))
      expect(values.map(value => (value === '1' ? value : value && 'value'))).toEqual(kept)
    },
  )

  test('does not keep what is larger than all of it, nor the older value of that key', async () => {
    const store = memoryStore({ maxOctets: 100 })
    await store.set('b', '1')
    await store.set('a', 'old')
    await store.set('a', 'v'.repeat(50))
    expect(await store.get('a')).toBeUndefined()
    expect(await store.get('b')).toBe('1')
  })

  test.each([{ maxOctets: 0 }, { maxEntries: 1.5 }, { maxOctets: Number.POSITIVE_INFINITY }])(
    'with %o is a misuse',
    wrong => {
      expect(() => memoryStore(wrong)).toThrow(RangeError)
    },
  )
})
