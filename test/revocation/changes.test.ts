import { describe, expect, test } from 'vitest'
import { crlNumber, deltaOf, issuingDistributionPoint } from '../support/crl-writer.ts'
import { hex, tlv } from '../support/der-writer.ts'
import {
  anchor,
  CA,
  COMPROMISED,
  HOLD,
  leaf,
  list,
  listed,
  party,
  REMOVED,
  response,
  status,
} from './by-hand.ts'

/** What changes to a list come to with it: RFC 5280, sections 5.2.4, 5.3.1 and 6.3.3 (c) and (h) to (k). */

describe('changes to a list', () => {
  const changes = (entries: readonly Uint8Array[], numbers: readonly [number, number] = [9, 7], from = -1) =>
    list({ by: CA, from, entries, extensions: [crlNumber(numbers[0]), deltaOf(numbers[1])] })
  const base = (code?: number, number = 7) =>
    list({
      by: CA,
      from: -9,
      extensions: [crlNumber(number)],
      ...(code !== undefined && { entries: [listed(leaf, code)] }),
    })
  const revoked = list({ by: CA, from: -9, entries: [listed(leaf)] })
  const newer = list({ by: CA, from: -2, extensions: [] })

  test.each<[string, string, readonly Uint8Array[]]>([
    ['that revoke', 'revoked', [base(), changes([listed(leaf, COMPROMISED)])]],
    ['that hold', 'on-hold', [base(), changes([listed(leaf, HOLD)])]],
    ['that revoke what was on hold', 'revoked', [base(HOLD), changes([listed(leaf, COMPROMISED)])]],
    ['that end a hold', 'satisfied', [base(HOLD), changes([listed(leaf, REMOVED)])]],
    [
      'that remove it, and revoke it in another entry',
      'revoked',
      [base(HOLD), changes([listed(leaf, REMOVED), listed(leaf, COMPROMISED)])],
    ],
    [
      'that remove what was revoked for good: an entry goes with the end of a hold, or of the certificate (5.3.1)',
      'revoked',
      [base(COMPROMISED), changes([listed(leaf, REMOVED)])],
    ],
    ['that remove what was revoked without a reason', 'revoked', [revoked, changes([listed(leaf, REMOVED)])]],
    ['that hold what was revoked for good', 'revoked', [base(COMPROMISED), changes([listed(leaf, HOLD)])]],
    [
      'that remove what another list has on hold',
      'satisfied',
      [
        base(HOLD),
        list({ by: CA, from: -8, extensions: [], entries: [listed(leaf, HOLD)] }),
        changes([listed(leaf, REMOVED)]),
      ],
    ],
    [
      'that revoke, without their list: whoever hides it hides no revocation',
      'revoked',
      [changes([listed(leaf, COMPROMISED)])],
    ],
    ['that hold, without their list', 'on-hold', [changes([listed(leaf, HOLD)])]],
    ['that are silent, without their list', 'no-usable-evidence', [changes([])]],
    ['that remove, without their list', 'no-usable-evidence', [changes([listed(leaf, REMOVED)])]],
    [
      'that revoke, beside a list that they do not continue',
      'revoked',
      [base(), changes([listed(leaf, COMPROMISED)], [9, 8])],
    ],
    [
      'that hold, beside a newer list that they do not continue',
      'satisfied',
      [newer, changes([listed(leaf, HOLD)], [9, 8], -3)],
    ],
    [
      'that revoke, and that the list has in its number already: it should have the entry too',
      'revoked',
      [base(undefined, 9), changes([listed(leaf, COMPROMISED)], [9, 7], -10)],
    ],
    [
      'that revoke, by a stranger and without a list',
      'no-usable-evidence',
      [
        list({
          by: party('CA'),
          entries: [listed(leaf, COMPROMISED)],
          extensions: [crlNumber(8), deltaOf(7)],
        }),
      ],
    ],
    [
      'that revoke, of authorities only and without a list',
      'no-usable-evidence',
      [
        list({
          by: CA,
          entries: [listed(leaf, COMPROMISED)],
          extensions: [crlNumber(8), deltaOf(7), issuingDistributionPoint(tlv(0x82, hex('ff')))],
        }),
      ],
    ],
    ['that remove what was never listed (5.2.4)', 'satisfied', [base(), changes([listed(leaf, REMOVED)])]],
    [
      'older than the list, whatever their number says: a hold that has ended before is another one',
      'on-hold',
      [base(HOLD), changes([listed(leaf, REMOVED)], [9, 7], -10)],
    ],
    [
      'older than the list that revoke',
      'revoked',
      [base(), changes([listed(leaf, COMPROMISED)], [9, 7], -10)],
    ],
    ['from a later base than the list', 'on-hold', [base(HOLD), changes([listed(leaf, REMOVED)], [9, 8])]],
    ['that the list knows already', 'on-hold', [base(HOLD, 9), changes([listed(leaf, REMOVED)], [9, 7])]],
    [
      'older than another list that they do not continue, and newer than the one that they do: what they revoke is revoked',
      'revoked',
      [base(), newer, changes([listed(leaf, COMPROMISED)], [9, 7], -3)],
    ],
    [
      'two, of which the newer ends the hold of the older',
      'satisfied',
      [base(), changes([listed(leaf, HOLD)], [8, 7], -3), changes([listed(leaf, REMOVED)], [9, 7])],
    ],
    [
      'two, of which the older revokes and the newer is silent',
      'revoked',
      [base(), changes([listed(leaf, COMPROMISED)], [8, 7], -3), changes([])],
    ],
    [
      'two, of which the older revokes and the newer removes',
      'revoked',
      [base(), changes([listed(leaf, COMPROMISED)], [8, 7], -3), changes([listed(leaf, REMOVED)])],
    ],
    [
      'two, of which the older revokes and the newer holds',
      'revoked',
      [base(HOLD), changes([listed(leaf, COMPROMISED)], [8, 7], -3), changes([listed(leaf, HOLD)])],
    ],
    [
      'two, of which the older holds and the newer is silent',
      'satisfied',
      [base(), changes([listed(leaf, HOLD)], [8, 7], -3), changes([])],
    ],
    [
      'two, of which the older revokes and is by a stranger',
      'satisfied',
      [
        base(),
        list({
          by: party('CA'),
          from: -3,
          entries: [listed(leaf, COMPROMISED)],
          extensions: [crlNumber(8), deltaOf(7)],
        }),
        changes([]),
      ],
    ],
    [
      'two, both of which end the hold',
      'satisfied',
      [base(HOLD), changes([listed(leaf, REMOVED)], [8, 7], -3), changes([listed(leaf, REMOVED)], [9, 7])],
    ],
    [
      'that keep a list that has ended fresh',
      'satisfied',
      [list({ by: CA, from: -90, until: -80 }), changes([])],
    ],
  ])('%s', async (_, expected, crls) => {
    expect(await status(leaf, { anchor, crls })).toBe(expected)
    expect(await status(leaf, { anchor, crls: crls.toReversed() })).toBe(expected)
  })
})

test('changes older than their list, whatever their number says, make what the list says no older', async () => {
  const crls = [list({ by: CA, from: -2 })]
  const changes = list({ by: CA, from: -10, extensions: [crlNumber(9), deltaOf(7)] })
  const ocsp = [
    response({ by: CA, producedAt: -5 }, { about: leaf, says: { at: -5, reason: HOLD }, from: -5 }),
  ]
  expect(await status(leaf, { anchor, crls, ocsp })).toBe('satisfied')
  expect(await status(leaf, { anchor, crls: [...crls, changes], ocsp })).toBe('satisfied')
})
