import { describe, expect, test } from 'vitest'
import { instant } from '../../src/core/time.ts'
import { parseDateTime } from '../../src/trust-list/date-time.ts'

describe('a date and time of XML Schema', () => {
  test.each([
    ['2026-06-01T00:00:00Z', '2026-06-01T00:00:00Z', true],
    ['2026-06-01T02:00:00+02:00', '2026-06-01T00:00:00Z', true],
    ['2026-05-31T22:00:00-02:00', '2026-06-01T00:00:00Z', true],
    ['2026-06-01T00:00:00', '2026-06-01T00:00:00Z', false],
    ['2026-06-01T00:00:00.250', '2026-06-01T00:00:00.250Z', false],
    ['2026-05-31T24:00:00Z', '2026-06-01T00:00:00Z', true],
    ['2026-05-31T24:00:00', '2026-06-01T00:00:00Z', false],
    ['2026-05-31T24:00:00.000+00:00', '2026-06-01T00:00:00Z', true],
    ['2026-06-01T24:00:00+02:00', '2026-06-01T22:00:00Z', true],
    ['2024-02-28T24:00:00Z', '2024-02-29T00:00:00Z', true],
    ['2026-12-31T24:00:00Z', '2027-01-01T00:00:00Z', true],
  ])('%s is %s, with a zone: %s', (text, moment, hasZone) => {
    expect(parseDateTime(text)).toEqual({ ok: true, value: { moment: instant(moment), hasZone } })
  })

  test.each([
    '',
    '2026-06-01',
    '2026-06-01T00:00Z',
    '2026-06-01T24:00:01Z',
    '2026-06-01T24:01:00Z',
    '2026-06-01T25:00:00Z',
    '2026-06-01T24:00:00.001Z',
    '2026-02-29T24:00:00Z',
    '9999-12-31T24:00:00Z',
    '2026-06-01T00:00:00ZZ',
    '2026-06-01T00:00:00 Z',
    '2026-06-01T00:00:00+2',
    '-2026-06-01T00:00:00Z',
    'T24:00:00',
  ])('%s is none', text => {
    expect(parseDateTime(text)).toEqual({ ok: false, reason: 'malformed' })
  })
})
