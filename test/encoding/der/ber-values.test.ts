import { describe, expect, test } from 'vitest'
import { concatBytes, fromHex } from '../../../src/core/bytes.ts'
import { exceedsBudget } from '../../../src/encoding/der/ber-values.ts'
import { integer, octets, sequence, set, tlv } from '../../support/der-writer.ts'

describe('values of BER are counted', () => {
  test.each<[string, Uint8Array, number]>([
    ['one by itself', integer(1), 1],
    ['those inside of one another', sequence(set(integer(1)), integer(2)), 4],
    ['those behind one another', concatBytes(integer(1), integer(2), integer(3)), 3],
    ['those inside of an OCTET STRING', octets(sequence(integer(1))), 3],
    ['those inside of a BIT STRING, behind its octet of unused bits', tlv(0x03, fromHex('000500')), 2],
    ['those inside of strings inside of strings', octets(octets(octets(integer(1)))), 4],
    ['an end of contents, for one of indefinite length', fromHex('308002010100000500'), 4],
    ['one with a high tag number, and what is in it', fromHex('3f8101040201010500'), 3],
    ['one whose length has more octets than it needs', fromHex('308800000000000000030201010500'), 3],
    ['one that is cut', fromHex('3082'), 1],
    ['one that says it is longer than all', fromHex('0484ffffffff0500'), 2],
    ['nothing', new Uint8Array(), 0],
  ])('%s', (_, bytes, count) => {
    expect(exceedsBudget(bytes, { values: count, octets: Number.POSITIVE_INFINITY })).toBe(false)
    if (count > 0)
      expect(exceedsBudget(bytes, { values: count - 1, octets: Number.POSITIVE_INFINITY })).toBe(true)
  })

  test('however deep they stand', () => {
    const deep = new Uint8Array(262_144).fill(0x30)
    expect(exceedsBudget(deep, { values: 100_000, octets: Number.POSITIVE_INFINITY })).toBe(true)
    expect(exceedsBudget(deep, { values: 262_144, octets: Number.POSITIVE_INFINITY })).toBe(false)
  })
})

describe('octets of BER are counted in every value that they stand in', () => {
  test.each<[string, Uint8Array, number]>([
    ['one value', integer(1), 3],
    ['values inside of one another', sequence(sequence(integer(1))), 7 + 5 + 3],
    ['values inside of strings', octets(sequence(integer(1))), 7 + 5 + 3],
    ['a value of indefinite length reaches to the end', fromHex('30800201010000'), 7 + 3 + 2],
    ['a value that says it is longer than the one around it', fromHex('300404820500'), 6 + 4],
    ['nothing', new Uint8Array(), 0],
  ])('%s', (_, bytes, sum) => {
    expect(exceedsBudget(bytes, { values: 100, octets: sum })).toBe(false)
    if (sum > 0) expect(exceedsBudget(bytes, { values: 100, octets: sum - 1 })).toBe(true)
  })
})

test.each([0x06, 0x0d])('an identifier of more than 64 octets exceeds every budget: tag %d', tag => {
  const budget = { values: 100, octets: 1_000 }
  expect(exceedsBudget(sequence(tlv(tag, new Uint8Array(64))), budget)).toBe(false)
  expect(exceedsBudget(sequence(tlv(tag, new Uint8Array(65))), budget)).toBe(true)
})

test.each([
  ['BOOLEAN', Uint8Array.of(0x01)],
  ['one that says that it is constructed', Uint8Array.of(0x21)],
  ['one whose number is written as a higher one', Uint8Array.of(0x1f, 0x01)],
])('a BOOLEAN of more than 1,024 octets exceeds every budget: %s', (_, tag) => {
  const budget = { values: 10_000, octets: 100_000_000 }
  const long = (octets: number) =>
    sequence(Uint8Array.of(...tag, 0x82, octets >> 8, octets & 0xff, ...new Uint8Array(octets).fill(1)))
  expect(exceedsBudget(long(1_024), budget)).toBe(false)
  expect(exceedsBudget(long(1_025), budget)).toBe(true)
})

test('what looks like a long BOOLEAN in a string of the length of a signature does not', () => {
  const signature = new Uint8Array(512).fill(0xff).fill(0x01, 0, 2)
  expect(exceedsBudget(sequence(tlv(0x04, signature)), { values: 1_000, octets: 100_000 })).toBe(false)
})
