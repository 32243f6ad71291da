import { describe, expect, test } from 'vitest'
import { POLICY } from '../../../src/core/object-identifiers.ts'
import { type Oid, oid } from '../../../src/core/oid.ts'
import {
  descend,
  emptyGraph,
  groupMappings,
  initialGraph,
  isEmptyGraph,
  map,
  type PolicyGraph,
  policySets,
} from '../../../src/path/validation/policies.ts'

const ANY = POLICY.any
const [A, B, C, D] = ['2.999.1', '2.999.2', '2.999.3', '2.999.4'].map(oid) as [Oid, Oid, Oid, Oid]

const asserting = (...policies: readonly Oid[]) =>
  policies.map(policyIdentifier => ({ policyIdentifier, policyQualifiers: [] }))
const mapping = (...pairs: readonly (readonly [Oid, Oid])[]) =>
  pairs.map(([issuerDomainPolicy, subjectDomainPolicy]) => ({ issuerDomainPolicy, subjectDomainPolicy }))

/** One certificate: the policies that it asserts and what it maps. */
interface Level {
  readonly asserts: readonly Oid[]
  readonly maps?: ReturnType<typeof mapping>
  readonly acceptsAny?: boolean
  readonly mayMap?: boolean
}

function walk(levels: readonly Level[], budget = 1000): PolicyGraph {
  let graph = initialGraph(budget)
  for (const { asserts, maps = [], acceptsAny = true, mayMap = true } of levels)
    graph = map(descend(graph, asserting(...asserts), acceptsAny), groupMappings(maps), mayMap)
  return graph
}

const sets = (levels: readonly Level[], ...accepted: readonly Oid[]) => {
  const { authorityConstrained, userConstrained } = policySets(walk(levels), accepted)
  return [authorityConstrained, userConstrained]
}

describe('the graph of valid policies', () => {
  test.each<[string, readonly Level[], readonly Oid[]]>([
    ['asserted by all', [{ asserts: [A] }, { asserts: [A] }], [A]],
    ['asserted by some only', [{ asserts: [A, B] }, { asserts: [B, C] }], [B]],
    ['asserted by no two', [{ asserts: [A] }, { asserts: [B] }], []],
    ['below anyPolicy', [{ asserts: [ANY] }, { asserts: [A] }], [A]],
    ['above anyPolicy', [{ asserts: [A, B] }, { asserts: [ANY] }], [A, B]],
    ['above anyPolicy that is inhibited', [{ asserts: [A] }, { asserts: [ANY], acceptsAny: false }], []],
    ['anyPolicy throughout', [{ asserts: [ANY] }, { asserts: [ANY] }], [ANY]],
    ['anyPolicy beside another', [{ asserts: [ANY, A] }, { asserts: [ANY] }], [ANY, A].toSorted()],
    ['mapped', [{ asserts: [A], maps: mapping([A, B]) }, { asserts: [B] }], [A]],
    [
      'mapped, and still asserted under its old name',
      [{ asserts: [A], maps: mapping([A, B]) }, { asserts: [A] }],
      [],
    ],
    [
      'mapped where mapping is inhibited',
      [{ asserts: [A], maps: mapping([A, B]), mayMap: false }, { asserts: [B] }],
      [],
    ],
    [
      'beside one whose mapping is inhibited',
      [{ asserts: [A, C], maps: mapping([A, B]), mayMap: false }, { asserts: [C] }],
      [C],
    ],
    ['two mapped to one', [{ asserts: [A, B], maps: mapping([A, C], [B, C]) }, { asserts: [C] }], [A, B]],
    ['one mapped to two', [{ asserts: [A], maps: mapping([A, B], [A, C]) }, { asserts: [C] }], [A]],
    ['mapped out of anyPolicy', [{ asserts: [ANY], maps: mapping([A, B]) }, { asserts: [B] }], [A]],
    [
      'mapped twice',
      [{ asserts: [A], maps: mapping([A, B]) }, { asserts: [B], maps: mapping([B, D]) }, { asserts: [D] }],
      [A],
    ],
    ['mapped without being asserted', [{ asserts: [A], maps: mapping([B, C]) }, { asserts: [C] }], []],
    ['mapped twice to the same', [{ asserts: [A], maps: mapping([A, B], [A, B]) }, { asserts: [B] }], [A]],
  ])('keeps what is %s', (_, levels, expected) => {
    expect(sets(levels, ANY)).toEqual([expected, expected])
    expect(isEmptyGraph(walk(levels))).toBe(expected.length === 0)
  })

  test('gives the user what the user asked for: of what is valid, or of anyPolicy whatever it is', () => {
    expect(sets([{ asserts: [A, B] }], B, C)).toEqual([[A, B], [B]])
    expect(sets([{ asserts: [A] }], B)).toEqual([[A], []])
    expect(sets([{ asserts: [ANY] }], B, C)).toEqual([[ANY], [B, C]])
    expect(sets([{ asserts: [ANY, A] }], A, C)[1]).toEqual([A, C])
  })

  test('ends where a certificate asserts nothing, and does not begin again', () => {
    const ended = emptyGraph(walk([{ asserts: [A] }]))
    expect(isEmptyGraph(ended)).toBe(true)
    expect(isEmptyGraph(descend(ended, asserting(ANY, A), true))).toBe(true)
    expect(policySets(ended, [ANY])).toEqual({ authorityConstrained: [], userConstrained: [] })
  })
})

describe('the work of the graph', () => {
  const many = Array.from({ length: 20 }, (_, index) => oid(`2.999.5.${index}`))
  const each: Level = {
    asserts: many,
    maps: mapping(...many.flatMap(from => many.map(to => [from, to] as const))),
  }

  test('grows with the certificates, where a tree would have 20 to the tenth leaves', () => {
    const graph = walk(Array.from({ length: 10 }, () => each))
    expect(1000 - graph.budget).toBe(10 * 20)
    expect(policySets(graph, [ANY]).authorityConstrained).toHaveLength(20)
  })

  test.each([
    [40, 0],
    [39, -1],
  ])('with a budget of %i nodes for 40 has %i left', (budget, left) => {
    expect(walk([each, each], budget).budget).toBe(left)
  })

  test('counts nodes that only a mapping makes', () => {
    const graph = walk([{ asserts: [ANY], maps: mapping([A, B], [C, D]) }])
    expect(1000 - graph.budget).toBe(3)
  })

  test.each([
    [20, 0],
    [21, -1],
  ])('with a budget of two nodes, each mapped to %i policies, has %i left', (count, left) => {
    const targets = Array.from({ length: count }, (_, index) => oid(`2.999.6.${index}`))
    const maps = mapping(...[A, B].flatMap(from => targets.map(to => [from, to] as const)))
    expect(walk([{ asserts: [A, B], maps }], 2).budget).toBe(left)
  })
})
