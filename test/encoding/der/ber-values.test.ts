import { describe, expect, test } from 'vitest'
import { concatBytes, fromHex } from '../../../src/core/bytes.ts'
import { holdsMoreValues } from '../../../src/encoding/der/ber-values.ts'
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
    expect(holdsMoreValues(bytes, count)).toBe(false)
    if (count > 0) expect(holdsMoreValues(bytes, count - 1)).toBe(true)
  })

  test('however deep they stand', () => {
    const deep = new Uint8Array(262_144).fill(0x30)
    expect(holdsMoreValues(deep, 100_000)).toBe(true)
    expect(holdsMoreValues(deep, 262_144)).toBe(false)
  })
})
