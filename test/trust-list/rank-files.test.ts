import { describe, expect, test } from 'vitest'
import { rankFiles } from '../../src/trust-list/rank-files.ts'
import type { RejectedFile } from '../../src/trust-list/trust-list-set.ts'

const rejected = (digit: string, outcome: RejectedFile['outcome'], territory = 'XX'): RejectedFile => ({
  outcome,
  reason: outcome === 'refused' ? 'not-announced' : 'malformed',
  sha256: digit.repeat(64),
  checks: [],
  claims: { version: 6, territory, sequenceNumber: 7, issued: null, nextUpdate: null },
})

const FILES = [rejected('c', 'unreadable'), rejected('a', 'refused'), rejected('b', 'refused')]

describe('where no file of a territory is authentic', () => {
  test.each([[[0, 1, 2]], [[2, 1, 0]], [[1, 2, 0]]])(
    'the digest decides which one is told of: given in the order %j',
    order => {
      const given = order.flatMap(index => FILES[index] ?? [])
      const [entry] = rankFiles(['XX'], given).territories
      expect(entry?.file?.sha256).toBe('a'.repeat(64))
      expect(entry?.others.map(({ sha256 }) => sha256[0])).toEqual(['b', 'c'])
    },
  )

  test('the same file twice is there twice', () => {
    const [entry] = rankFiles(['XX'], [rejected('a', 'refused'), rejected('a', 'refused')]).territories
    expect([entry?.file?.sha256, entry?.others.length]).toEqual(['a'.repeat(64), 1])
  })
})
