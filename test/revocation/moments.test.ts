import { describe, expect, test } from 'vitest'
import { extension } from '../support/certificate-writer.ts'
import { crlExtension, crlNumber } from '../support/crl-writer.ts'
import { generalizedTime } from '../support/der-writer.ts'
import {
  anchor,
  CA,
  certified,
  type Evidence,
  generalized,
  hours,
  leaf,
  list,
  listed,
  party,
  type ResponseOptions,
  response,
  type Single,
  status,
  uses,
} from './by-hand.ts'

/**
 * From when and until when responses and lists count: RFC 5280, sections 5.1.2.4 and 5.1.2.5; RFC 6960,
 * section 4.2.2.1.
 */

describe('clocks', () => {
  const SKEW = 5 / 60
  const SECOND = 1 / 3600

  test.each<readonly [string, string, ResponseOptions, Partial<Single>]>([
    ['thisUpdate five minutes ahead', 'satisfied', { by: CA, producedAt: SKEW }, { from: SKEW }],
    [
      'thisUpdate a second more ahead',
      'no-usable-evidence',
      { by: CA, producedAt: SKEW },
      { from: SKEW + SECOND },
    ],
    ['producedAt a second more ahead', 'no-usable-evidence', { by: CA, producedAt: SKEW + SECOND }, {}],
    ['producedAt before thisUpdate', 'satisfied', { by: CA, producedAt: -2 }, {}],
    ['made beforehand: produced long before', 'satisfied', { by: CA, producedAt: -50 }, { from: -50 }],
    ['an end before the beginning', 'no-usable-evidence', { by: CA }, { from: -1, until: -2 }],
  ])('a response with %s', async (_, expected, options, single) => {
    const ocsp = [response(options, { about: leaf, says: 'good', ...single })]
    expect(await status(leaf, { anchor, ocsp })).toBe(expected)
  })

  test.each([
    ['five minutes ahead', SKEW, 'satisfied'],
    ['a second more ahead', SKEW + SECOND, 'no-usable-evidence'],
  ])('a list made %s', async (_, from, expected) => {
    expect(await status(leaf, { anchor, crls: [list({ by: CA, from })] })).toBe(expected)
  })

  test('fractions of a second are no time of these profiles (RFC 5280, 4.1.2.5.2)', async () => {
    const cutoff = extension('1.3.6.1.5.5.7.48.1.6', generalizedTime('20260601110000.5Z'))
    const ocsp = [response({ by: CA, extensions: [cutoff] }, { about: leaf, says: 'good' })]
    expect(await uses(leaf, { anchor, ocsp })).toEqual(['malformed'])
    const since = crlExtension('2.5.29.24', generalizedTime('20260601110000.5Z'))
    expect(await uses(leaf, { anchor, crls: [list({ by: CA, entries: [listed(leaf, 1, since)] })] })).toEqual(
      ['malformed'],
    )
  })
})

describe('a moment in the past', () => {
  const at = hours(-500)
  const old = certified(party('Old'), { by: CA, until: -400 })

  test.each<readonly [string, string, Omit<Evidence, 'anchor'>]>([
    [
      'is told by a response of then',
      'satisfied',
      {
        ocsp: [response({ by: CA, producedAt: -501 }, { about: old, says: 'good', from: -501, until: -480 })],
      },
    ],
    [
      'is not told by a response of today, though it keeps records',
      'no-usable-evidence',
      {
        ocsp: [
          response(
            { by: CA, extensions: [extension('1.3.6.1.5.5.7.48.1.6', generalized(hours(-900)))] },
            { about: old, says: 'good' },
          ),
        ],
      },
    ],
    ['is not told by a list of today', 'no-usable-evidence', { crls: [list({ by: CA })] }],
    [
      'was good by a list of then, whatever came of it since',
      'satisfied',
      { crls: [list({ by: CA, from: -501, until: -480 }), list({ by: CA, entries: [listed(old)] })] },
    ],
  ])('%s', async (_, expected, evidence) => {
    expect(await status(old, { anchor, at, ...evidence })).toBe(expected)
  })

  test.each([
    ['says nothing of it', [crlNumber(7)], 'no-usable-evidence'],
    [
      'says nothing of it, though it keeps what expired (expiredCertsOnCRL)',
      [crlNumber(7), crlExtension('2.5.29.60', generalized(hours(-900)))],
      'no-usable-evidence',
    ],
  ] as const)('beyond its end: a list that was made later %s', async (_, extensions, expected) => {
    expect(await status(old, { anchor, crls: [list({ by: CA, extensions })] })).toBe(expected)
    const naming = list({ by: CA, extensions, entries: [listed(old)] })
    expect(await status(old, { anchor, crls: [naming] })).toBe('revoked')
  })
})
