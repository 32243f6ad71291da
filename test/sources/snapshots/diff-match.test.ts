import { describe, expect, test } from 'vitest'
import { type ListedService, matchServices } from '../../../src/sources/snapshots/diff-match.ts'
import { service } from '../../qualification/records.ts'

const SERVICE = service()

function listed(plan: Partial<ListedService> = {}): ListedService {
  const { territory = 'XX', provider = 'P', name = 'S', keys = new Set(['k']), purposes = 'web' } = plan
  return { territory, provider, name, service: SERVICE, keys, purposes }
}

const many = (count: number, plan: (index: number) => Partial<ListedService>) =>
  Array.from({ length: count }, (_, index) => listed(plan(index)))

/**
 * So many that a comparison of each with each, 2,500 million of them in each of the rounds, would not end.
 */
const MANY = 50_000

describe('services that all have one key', () => {
  test('are paired one by one', () => {
    const [old, young] = [many(MANY, () => ({})), many(MANY, () => ({}))]
    const { pairs, removed, added } = matchServices(old, young)
    expect([pairs.length, removed, added]).toEqual([MANY, [], []])
    expect(new Set(pairs.map(([before]) => before)).size).toBe(MANY)
    expect(new Set(pairs.map(([, after]) => after)).size).toBe(MANY)
    expect(pairs.every(([before, after], index) => before === old[index] && after === young[index])).toBe(
      true,
    )
  })

  test('are paired where nothing else agrees', () => {
    const old = many(MANY, index => ({
      name: `old ${index}`,
      provider: `old ${index}`,
      purposes: `${index}`,
    }))
    const young = many(MANY + 1, index => ({ name: `${index}`, provider: `${index}`, purposes: `x${index}` }))
    const { pairs, removed, added } = matchServices(old, young)
    expect([pairs.length, removed.length, added.length]).toEqual([MANY, 0, 1])
    expect(added[0]).toBe(young.at(-1))
  })

  test('and several others are paired at most once each', () => {
    const keys = new Set(['a', 'b', 'c'])
    const old = many(MANY, () => ({ keys }))
    const young = many(MANY / 2, () => ({ keys }))
    const { pairs, removed, added } = matchServices(old, young)
    expect([pairs.length, removed.length, added.length]).toEqual([MANY / 2, MANY / 2, 0])
    expect(new Set(pairs.map(([, after]) => after)).size).toBe(MANY / 2)
  })
})

describe('the surest match comes first', () => {
  test.each([
    ['the same name before another', { name: 'T' }, {}, 1],
    ['the same provider before another', { provider: 'Q' }, {}, 1],
    ['the same purpose before the same name', { purposes: 'seal' }, { name: 'T' }, 1],
    ['a key in common before a name alone', { keys: new Set(['l']) }, { name: 'T', purposes: 'seal' }, 1],
    ['what comes first, where both are as good', {}, {}, 0],
  ])('%s', (_, first, second, expected) => {
    const young = [listed(first), listed(second)]
    const { pairs, added } = matchServices([listed()], young)
    expect(pairs).toHaveLength(1)
    expect(pairs[0]?.[1]).toBe(young[expected])
    expect(added).toEqual([young[1 - expected]])
  })

  test('a second key is tried where the first is taken', () => {
    const [a, b] = [listed({ keys: new Set(['a']) }), listed({ keys: new Set(['a', 'b']) })]
    const [x, y] = [listed({ keys: new Set(['a']) }), listed({ keys: new Set(['b']) })]
    expect(matchServices([a, b], [x, y]).pairs).toEqual([
      [a, x],
      [b, y],
    ])
  })

  test('services without a key or a name in common are not the same', () => {
    const [old, young] = [listed(), listed({ keys: new Set(['l']), name: 'T' })]
    expect(matchServices([old], [young])).toEqual({ pairs: [], removed: [old], added: [young] })
  })
})
