import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { KNOWN_OIDS } from '../../src/core/object-identifiers.ts'
import { oid, oidText } from '../../src/core/oid.ts'

describe('an object identifier', () => {
  test.each([
    ['2.5.29.15', '551d0f'],
    ['1.2.840.113549.1.1.11', '2a864886f70d01010b'],
    ['0.4.0.19495.2', '040081982702'],
    ['0.0', '00'],
    ['0.39', '27'],
    ['1.0', '28'],
    ['1.39', '4f'],
    ['2.0', '50'],
    ['2.39', '77'],
    ['2.40', '78'],
    ['2.999', '8837'],
    ['2.5.127', '557f'],
    ['2.5.128', '558100'],
    ['2.5.4294967297', '559080808001'],
    ['2.25.329800735698586629295641978511506172918', '69' + '83f09da7ebcfdee0c7a1a7b2c0948cc8f9d776'],
  ])('%s is %s', (dotted, contents) => {
    expect(oid(dotted)).toBe(contents)
    expect(oidText(oid(dotted))).toBe(dotted)
  })

  test.each([
    '',
    '1',
    '3.1',
    '1.40',
    '0.40',
    '1.2.',
    '.1.2',
    '1..2',
    '1.02',
    '1.-2',
    '1.2 ',
    '١.٢',
    `1.${'9'.repeat(40)}`,
  ])('%j is a mistake of the programmer', dotted => {
    expect(() => oid(dotted)).toThrow(RangeError)
  })

  test('comes back from its text', () => {
    const arc = fc.bigInt({ min: 0n, max: 10n ** 38n })
    const first = fc.oneof(
      fc.tuple(fc.constantFrom(0n, 1n), fc.bigInt({ min: 0n, max: 39n })),
      fc.tuple(fc.constant(2n), arc),
    )
    fc.assert(
      fc.property(first, fc.array(arc, { maxLength: 8 }), (head, rest) => {
        const identifier = oid([...head, ...rest].join('.'))
        expect(oid(oidText(identifier))).toBe(identifier)
      }),
    )
  })

  test('stands in the tables once', () => {
    const shared = KNOWN_OIDS.filter((identifier, index) => KNOWN_OIDS.indexOf(identifier) !== index)
    expect(shared.map(oidText)).toEqual([])
  })
})
