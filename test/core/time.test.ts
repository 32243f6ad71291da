import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatInstant, instant, instantFromMilliseconds, parseInstant, utc } from '../../src/core/time.ts'

describe('a moment', () => {
  test.each([
    ['1970-01-01T00:00:00Z', 0],
    ['2026-06-01T00:00:00Z', Date.UTC(2026, 5, 1)],
    ['2026-06-01T02:00:00+02:00', Date.UTC(2026, 5, 1)],
    ['2026-05-31T18:30:00-05:30', Date.UTC(2026, 5, 1)],
    ['2024-02-29T23:59:59Z', Date.UTC(2024, 1, 29, 23, 59, 59)],
    ['2000-02-29t00:00:00z', Date.UTC(2000, 1, 29)],
    ['2026-06-01T00:00:00.5Z', Date.UTC(2026, 5, 1) + 500],
    ['2026-06-01T00:00:00.123456789Z', Date.UTC(2026, 5, 1) + 123],
    ['0001-01-01T00:00:00Z', -62_135_596_800_000],
    ['9999-12-31T23:59:59Z', 253_402_300_799_000],
  ])('%s is %i milliseconds from 1970', (text, milliseconds) => {
    expect(parseInstant(text)).toEqual({ ok: true, value: milliseconds })
  })

  test.each([
    '',
    '2026-06-01',
    '2026-06-01T00:00:00',
    '2026-06-01 00:00:00Z',
    '2026-6-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-06-00T00:00:00Z',
    '2026-06-31T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2026-06-01T24:00:00Z',
    '2026-06-01T00:60:00Z',
    '2026-06-30T23:59:60Z',
    '2026-06-01T00:00:00.Z',
    '2026-06-01T00:00:00.1234567890Z',
    '2026-06-01T00:00:00+24:00',
    '2026-06-01T00:00:00+00:60',
    '0000-01-01T00:00:00Z',
    '0001-01-01T00:00:00+00:01',
    '9999-12-31T23:59:59-00:01',
    '٢٠٢٦-06-01T00:00:00Z',
    `2026-06-01T00:00:00${' '.repeat(100)}Z`,
  ])('is not %j', text => {
    expect(parseInstant(text)).toEqual({ ok: false, reason: 'malformed' })
    expect(() => instant(text)).toThrow(RangeError)
  })

  test.each([Number.NaN, Infinity, 0.5, -62_135_596_800_001, 253_402_300_800_000])(
    'is not %s milliseconds',
    milliseconds => {
      expect(() => instantFromMilliseconds(milliseconds)).toThrow(RangeError)
    },
  )

  test('comes back from its text, in whole seconds', () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }), seconds => {
        const moment = instantFromMilliseconds(seconds * 1000)
        expect(parseInstant(formatInstant(moment))).toEqual({ ok: true, value: moment })
      }),
    )
  })

  test('is written as the platform writes it', () => {
    const boundaries = [
      -62_135_596_800_000, -1, 0, 999, 951_782_399_999, 951_782_400_000, 253_402_300_799_999,
    ]
    const milliseconds = fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 })
    fc.assert(
      fc.property(milliseconds, moment => {
        const written = `${new Date(moment).toISOString().slice(0, 19)}Z`
        expect(formatInstant(instantFromMilliseconds(moment))).toBe(written)
      }),
      { numRuns: 2000, examples: boundaries.map((moment): [number] => [moment]) },
    )
  })

  test('of a calendar is the one of the platform', () => {
    const field = fc.integer({ min: -1, max: 61 })
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9999 }),
        fc.tuple(field, field, field, field, field),
        (year, fields) => {
          const [month, day, hour, minute, second] = fields
          const date = new Date(0)
          date.setUTCFullYear(year, month - 1, day)
          date.setUTCHours(hour, minute, second)
          const shown = [
            date.getUTCMonth() + 1,
            date.getUTCDate(),
            date.getUTCHours(),
            date.getUTCMinutes(),
            date.getUTCSeconds(),
          ]
          const exists = shown.every((value, index) => value === fields[index])
          expect(utc(year, month, day, hour, minute, second)).toBe(exists ? date.getTime() : undefined)
        },
      ),
    )
  })
})
