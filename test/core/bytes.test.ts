import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  byteAt,
  compareBytes,
  concatBytes,
  equalBytes,
  fromBase64,
  fromHex,
  toBase64,
  toBase64Url,
  toHex,
} from '../../src/core/bytes.ts'

const octets = fc.uint8Array({ maxLength: 100 })
const plain = (bytes: Uint8Array) => Uint8Array.from(bytes)

describe('base64', () => {
  test.each([
    ['', ''],
    ['AA==', '00'],
    ['AAA=', '0000'],
    ['AAAA', '000000'],
    ['+/+/', 'fbffbf'],
    [' A A\r\n=\t= ', '00'],
    ['AAAA\n', '000000'],
  ])('%j is %j', (text, digits) => {
    expect(fromBase64(text)).toEqual({ ok: true, value: fromHex(digits) })
  })

  test.each([
    ['A', 1],
    ['AA', 2],
    ['AAA', 3],
    ['AA=', 2],
    ['AA===', 2],
    ['AAA==', 3],
    ['AAAA=', 4],
    ['=', 0],
    ['AB==', 2],
    ['AAB=', 3],
    ['AA==AA==', 2],
    ['A*AA', 1],
    ['-_-_', 0],
    ['AA\u00a0==', 2],
    ['AAＡ=', 2],
    [`AA=${' '.repeat(5000)}=`, 2],
  ])('is not %j', (text, offset) => {
    expect(fromBase64(text)).toEqual({ ok: false, reason: 'malformed', offset })
  })

  test('is read as the platform writes it', () => {
    fc.assert(
      fc.property(octets, bytes => {
        expect(fromBase64(Buffer.from(bytes).toString('base64'))).toEqual({ ok: true, value: plain(bytes) })
      }),
    )
  })

  test('has one encoding for one byte string', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ABC/+=z9'), maxLength: 12 })
    fc.assert(
      fc.property(text, encoded => {
        const read = fromBase64(encoded)
        if (read.ok) expect(Buffer.from(read.value).toString('base64')).toBe(encoded)
      }),
    )
  })
})

describe('octets', () => {
  test('come back from hexadecimal', () => {
    fc.assert(
      fc.property(octets, bytes => {
        expect(toHex(bytes)).toBe(Buffer.from(bytes).toString('hex'))
        expect(fromHex(toHex(bytes))).toEqual(plain(bytes))
      }),
    )
  })

  test.each(['0', 'zz', '0 0', '0x00'])('are not %j', digits => {
    expect(() => fromHex(digits)).toThrow(RangeError)
  })

  test('are compared as the platform compares them', () => {
    fc.assert(
      fc.property(octets, octets, (a, b) => {
        expect(Math.sign(compareBytes(a, b))).toBe(Buffer.compare(a, b))
        expect(equalBytes(a, b)).toBe(Buffer.compare(a, b) === 0)
        expect(equalBytes(a, plain(a))).toBe(true)
        expect(concatBytes(a, b)).toEqual(plain(Buffer.concat([a, b])))
      }),
    )
  })

  test.each([0, 1, 2, 3, 4, 5, 7, 8, 9, 100])(
    'of %d are other ones when any is, or one is missing',
    length => {
      const bytes = Uint8Array.from({ length }, (_, i) => i)
      for (let index = 0; index < length; index++) {
        const changed = plain(bytes)
        changed[index] = index ^ 0x80
        expect(equalBytes(bytes, changed), `octet ${index}`).toBe(false)
      }
      expect(equalBytes(bytes, Uint8Array.of(...bytes, 0))).toBe(false)
    },
  )

  test.each([
    [-1, 0],
    [0, 7],
    [1, 8],
    [2, 0],
  ])('at %i', (index, octet) => {
    expect(byteAt(Uint8Array.of(7, 8), index)).toBe(octet)
  })
})

// The examples of RFC 4648, section 10, without padding, and the two characters that differ.
test.each([
  ['', ''],
  ['66', 'Zg'],
  ['666f', 'Zm8'],
  ['666f6f', 'Zm9v'],
  ['666f6f62', 'Zm9vYg'],
  ['fbff', '-_8'],
])('base64 for addresses of %j is %j', (digits, text) => {
  expect(toBase64Url(fromHex(digits))).toBe(text)
})

test('base64 with its padding is as Node writes it', () => {
  fc.assert(
    fc.property(octets, bytes => {
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
    }),
  )
})

test('base64 for addresses is as Node writes it', () => {
  fc.assert(
    fc.property(octets, bytes => {
      expect(toBase64Url(bytes)).toBe(Buffer.from(bytes).toString('base64url'))
    }),
  )
})
