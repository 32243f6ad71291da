import { beforeAll, describe, expect, test } from 'vitest'
import type { Certificate } from '../../../src/certificate/certificate.ts'
import { indexAuthorities } from '../../../src/path/building/candidates.ts'
import { alongside, createIntermediateStore } from '../../../src/path/building/intermediate-store.ts'
import { issue, type Party, party } from '../../support/authorities.ts'

let root: Party
let one: Certificate
let other: Certificate
let sameName: Certificate

beforeAll(async () => {
  const [made, first, second] = await Promise.all(['Root', 'One', 'Other'].map(name => party(name)))
  root = made!
  ;[one, other, sameName] = [
    await issue(root, first!, { ca: true }),
    await issue(root, second!, { ca: true }),
    await issue(root, first!, { ca: true }),
  ]
})

const kept = (store: ReturnType<typeof createIntermediateStore>) =>
  [one, other, sameName].filter(certificate =>
    store.named(certificate.subject).some(each => each.certificate.bytes === certificate.bytes),
  )

describe('a store of intermediates', () => {
  test('finds by name what it keeps, each certificate once', () => {
    const store = createIntermediateStore(10)
    store.remember([one, other])
    store.remember([sameName, { ...one, bytes: one.bytes.slice() }])
    expect(store.size).toBe(3)
    expect(store.named(one.subject).map(({ certificate }) => certificate)).toEqual([one, sameName])
    expect(store.named(one.issuer)).toEqual([])
  })

  test.each([
    [3, ['one', 'other', 'same']],
    [2, ['one', 'same']],
    [1, ['one']],
  ])('of %i keeps those that were shown last', (limit, names) => {
    const store = createIntermediateStore(limit)
    for (const shown of [[one], [other], [sameName], [one]]) store.remember(shown)
    const called = new Map([
      [one, 'one'],
      [other, 'other'],
      [sameName, 'same'],
    ])
    expect(kept(store).map(certificate => called.get(certificate))).toEqual(names)
    expect(store.size).toBe(limit)
  })

  test('beside others repeats none of them', () => {
    const store = createIntermediateStore(10)
    store.remember([one, sameName])
    const both = alongside(indexAuthorities([one]), store)
    expect(both.named(one.subject).map(({ certificate }) => certificate)).toEqual([one, sameName])
  })

  test.each([0, -1, 1.5, Number.NaN])('of %d is refused', limit => {
    expect(() => createIntermediateStore(limit)).toThrow(RangeError)
  })
})
