import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isStringTag, textOf } from '../../../src/encoding/der/strings.ts'
import { TAG } from '../../../src/encoding/der/tag.ts'
import { hex } from '../../support/der-writer.ts'

const UTF8 = new TextEncoder()
const read = (tag: number, octets: Uint8Array) => textOf(tag, octets, 0, octets.length)

test('a text with characters of two and three octets, whole, cut and wrong, is what the decoder of the platform makes of it', () => {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const decoded = (octets: Uint8Array): string | undefined => {
    try {
      return decoder.decode(octets)
    } catch {
      return undefined
    }
  }
  const edges = [0x01, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xe2, 0xff]
  const others: string[] = []
  const octets = hex('41 e2 00 00 42')
  for (const first of [0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xe2, 0xe3, 0xed, 0xef]) {
    for (const second of edges) {
      for (const third of edges) {
        octets.set([first, second, third], 1)
        for (const end of [4, 5]) {
          const text = decoded(octets.subarray(0, end))
          if (textOf(TAG.utf8String, octets, 0, end) !== text) others.push(`${first} ${second} ${third}`)
        }
      }
    }
  }
  expect(others).toEqual([])
})

describe('a string of type', () => {
  test.each([
    ['UTF8String', TAG.utf8String, '', ''],
    ['UTF8String', TAG.utf8String, '41 7f 01', 'A\u007f\u0001'],
    ['UTF8String', TAG.utf8String, 'c3a9 e282ac f09f9880', 'é€😀'],
    ['UTF8String with a mark of order, which is kept', TAG.utf8String, 'efbbbf41', '\ufeffA'],
    ['NumericString', TAG.numericString, '3020 39', '0 9'],
    [
      'PrintableString',
      TAG.printableString,
      '41 7a 30 20 27 28 29 2b 2c 2d 2e 2f 3a 3d 3f',
      "Az0 '()+,-./:=?",
    ],
    ['TeletexString', TAG.teletexString, '41 e9 ff', 'Aéÿ'],
    ['IA5String', TAG.ia5String, '01 40 7f', '\u0001@\u007f'],
    ['VisibleString', TAG.visibleString, '20 7e', ' ~'],
    ['UniversalString', TAG.universalString, '00000041 0001f600', 'A😀'],
    ['BMPString', TAG.bmpString, '0041 20ac', 'A€'],
  ])('%s', (_, tag, octets, text) => {
    expect(isStringTag(tag)).toBe(true)
    expect(read(tag, hex(octets))).toBe(text)
  })

  test.each([
    ['UTF8String: NUL', TAG.utf8String, '4100'],
    ['UTF8String: NUL beside other letters', TAG.utf8String, 'c3a900'],
    ['UTF8String: overlong NUL', TAG.utf8String, 'c080'],
    ['UTF8String: overlong solidus', TAG.utf8String, 'e080af'],
    ['UTF8String: surrogates', TAG.utf8String, 'eda080edb080'],
    ['UTF8String: beyond 10FFFF', TAG.utf8String, 'f4908080'],
    ['UTF8String: cut', TAG.utf8String, '41e282'],
    ['UTF8String: Latin-1', TAG.utf8String, '41e941'],
    ['NumericString: a letter', TAG.numericString, '41'],
    ['PrintableString: an asterisk', TAG.printableString, '2a'],
    ['PrintableString: an at sign', TAG.printableString, '40'],
    ['PrintableString: an ampersand', TAG.printableString, '26'],
    ['PrintableString: an underscore', TAG.printableString, '5f'],
    ['PrintableString: Latin-1', TAG.printableString, 'e9'],
    ['TeletexString: NUL', TAG.teletexString, '00'],
    ['IA5String: 128', TAG.ia5String, '80'],
    ['IA5String: NUL', TAG.ia5String, '00'],
    ['VisibleString: a control', TAG.visibleString, '1f'],
    ['VisibleString: delete', TAG.visibleString, '7f'],
    ['UniversalString: three octets', TAG.universalString, '000041'],
    ['UniversalString: beyond 10FFFF', TAG.universalString, '00110000'],
    ['UniversalString: a surrogate', TAG.universalString, '0000d800'],
    ['UniversalString: NUL', TAG.universalString, '00000000'],
    ['BMPString: an odd number of octets', TAG.bmpString, '004100'],
    ['BMPString: a surrogate', TAG.bmpString, 'd83dde00'],
    ['BMPString: NUL', TAG.bmpString, '00410000'],
    ['no string type at all', TAG.integer, '41'],
    ['GeneralString, which nobody uses', 0x1b, '41'],
  ])('%s is refused', (_, tag, octets) => {
    expect(read(tag, hex(octets))).toBeUndefined()
  })

  test('UTF8String of any length is read as it was written', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme-ascii', maxLength: 80 }),
      fc.string({ unit: 'binary', maxLength: 40 }),
    )
    fc.assert(
      fc.property(text, written => {
        fc.pre(!written.includes('\0'))
        expect(read(TAG.utf8String, UTF8.encode(written))).toBe(written)
      }),
    )
  })

  test('TeletexString is read octet by octet, whatever its length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ min: 1, maxLength: 80 }), octets => {
        expect(read(TAG.teletexString, octets)).toBe(Buffer.from(octets).toString('latin1'))
      }),
    )
  })
})
