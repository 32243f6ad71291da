import { describe, expect, test } from 'vitest'
import { crlNumber, deltaOf, issuingDistributionPoint, pointName } from '../support/crl-writer.ts'
import { hex, sequence, tlv } from '../support/der-writer.ts'
import {
  anchor,
  CA,
  certified,
  HOLD,
  list,
  listed,
  party,
  pointsAt,
  REMOVED,
  response,
  type Single,
  status,
  uses,
} from './by-hand.ts'

/**
 * A hold that a newer list has ended: what was said before it is not taken up again (RFC 5280, sections 5.3.1
 * and 6.3.3).
 */

const A = pointName('http://crl.example/a')
const B = pointName('http://crl.example/b')
const leaf = certified(party('Leaf'), { by: CA, extensions: [pointsAt(sequence(A), sequence(B))] })

/**
 * For keyCompromise and cACompromise, and for all reasons from affiliationChanged on: a hold is one of these.
 */
const some = list({ by: CA, extensions: [issuingDistributionPoint(A, tlv(0x83, hex('0560')))] })
const rest = list({ by: CA, extensions: [issuingDistributionPoint(B, tlv(0x83, hex('071f80')))] })
const held = list({ by: CA, from: -3, entries: [listed(leaf, HOLD)] })
const good = (from: number, more: Partial<Single> = {}) =>
  response({ by: CA, producedAt: from }, { about: leaf, says: 'good', from, ...more })

describe('a hold that a newer list has ended', () => {
  test.each<[string, string, readonly Uint8Array[], readonly Uint8Array[]]>([
    ['which tells of some reasons: nobody is good', 'no-usable-evidence', [held, rest], []],
    ['and good before the hold', 'no-usable-evidence', [held, rest], [good(-6)]],
    ['and good at the moment of the hold', 'no-usable-evidence', [held, rest], [good(-3)]],
    ['and good after the hold', 'satisfied', [held, rest], [good(-2)]],
    [
      'and good before, where all lists together tell of all reasons',
      'satisfied',
      [held, rest, some],
      [good(-6)],
    ],
    [
      'and good before, where what ended it has itself ended',
      'stale',
      [held, list({ by: CA, from: -2, until: -1 })],
      [good(-6)],
    ],
    [
      'and good after, where what ended it has itself ended',
      'satisfied',
      [held, list({ by: CA, from: -2, until: -1 })],
      [good(-2.5)],
    ],
    ['not, because it tells of no holds', 'on-hold', [held, some], [good(-6)]],
  ])('%s', async (_, expected, crls, ocsp) => {
    expect(await status(leaf, { anchor, crls, ocsp })).toBe(expected)
    expect(await status(leaf, { anchor, crls: crls.toReversed(), ocsp })).toBe(expected)
  })

  const A_DELTA = [crlNumber(9), deltaOf(7)]
  const removal = (until: number) =>
    list({ by: CA, from: -2, until, extensions: A_DELTA, entries: [listed(leaf, REMOVED)] })
  const wasHeld = list({ by: CA, from: -3, until: -2, entries: [listed(leaf, HOLD)] })

  test.each<[string, string, readonly Uint8Array[], readonly Uint8Array[]]>([
    ['that are fresh', 'satisfied', [wasHeld, removal(24)], [good(-6)]],
    ['that have ended: what was good before the hold is none', 'stale', [wasHeld, removal(-1)], [good(-6)]],
    ['that have ended: what was good at its moment is none', 'stale', [wasHeld, removal(-1)], [good(-3)]],
    ['that have ended: what was good after it is', 'satisfied', [wasHeld, removal(-1)], [good(-2.5)]],
    [
      'that have ended, beside a fresh list from before the hold',
      'stale',
      [wasHeld, removal(-1), list({ by: CA, from: -9, extensions: [] })],
      [],
    ],
    [
      'that have no end: the list from before the hold is none',
      'no-usable-evidence',
      [
        list({ by: CA, from: -3, until: null, entries: [listed(leaf, HOLD)] }),
        list({ by: CA, from: -2, until: null, extensions: A_DELTA, entries: [listed(leaf, REMOVED)] }),
        list({ by: CA, from: -9, extensions: [] }),
      ],
      [good(-6)],
    ],
    [
      'that are silent of a hold by older changes',
      'stale',
      [
        list({ by: CA, from: -9, until: -8 }),
        list({
          by: CA,
          from: -4,
          until: -3,
          extensions: [crlNumber(8), deltaOf(7)],
          entries: [listed(leaf, HOLD)],
        }),
        list({ by: CA, from: -2, until: -1, extensions: A_DELTA }),
      ],
      [good(-6)],
    ],
    [
      'made in the same second as their list',
      'satisfied',
      [list({ by: CA, from: -2, entries: [listed(leaf, HOLD)] }), removal(24)],
      [],
    ],
  ])('by changes %s', async (_, expected, crls, ocsp) => {
    expect(await status(leaf, { anchor, crls, ocsp })).toBe(expected)
    expect(await status(leaf, { anchor, crls: crls.toReversed(), ocsp })).toBe(expected)
  })

  test('is told of the list that has it', async () => {
    const crls = [held, list({ by: CA })]
    expect(new Set(await uses(leaf, { anchor, crls }))).toEqual(new Set(['satisfied', 'hold-ended']))
  })
})
