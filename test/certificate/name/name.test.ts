import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  attributeTexts,
  formatName,
  isEmptyName,
  type Name,
  readName,
} from '../../../src/certificate/name/name.ts'
import { ATTRIBUTE } from '../../../src/core/object-identifiers.ts'
import { readDer } from '../../../src/encoding/der/der.ts'
import { hex, ia5, integer, oid, printable, rdn, sequence, set, tlv, utf8 } from '../../support/der-writer.ts'
import { nameOf } from '../../support/names.ts'

const CN = '2.5.4.3'
const common = (text: string) => sequence(rdn(CN, utf8(text)))

describe('a name', () => {
  test('is read attribute by attribute', () => {
    const der = sequence(
      rdn('2.5.4.6', printable('LU')),
      set(sequence(oid(CN), utf8('é'))),
      rdn('1.2.3', integer(7)),
    )
    expect(nameOf(der)).toEqual({
      bytes: der,
      rdns: [
        [{ type: ATTRIBUTE.countryName, tag: 0x13, value: hex('4c55'), text: 'LU' }],
        [{ type: ATTRIBUTE.commonName, tag: 0x0c, value: hex('c3a9'), text: 'é' }],
        [{ type: '2a03', tag: 0x02, value: integer(7) }],
      ],
    })
  })

  test('gives the texts of a type in order, from every part', () => {
    const parts = set(sequence(oid(CN), utf8('a')), sequence(oid(CN), utf8('b')))
    const name = nameOf(sequence(parts, rdn('2.5.4.10', utf8('x')), rdn(CN, utf8('c'))))
    expect(attributeTexts(name, ATTRIBUTE.commonName)).toEqual(['a', 'b', 'c'])
  })

  test.each([
    ['each in a part of its own', (all: readonly Uint8Array[]) => sequence(...all.map(each => set(each)))],
    ['all in one part', (all: readonly Uint8Array[]) => sequence(set(...all))],
  ])('has at most 256 attributes, %s', (_, write) => {
    const name = (count: number) => write(Array.from({ length: count }, () => sequence(oid(CN), utf8('a'))))
    const read = (der: Uint8Array) => readDer(der, { bytes: 65_536, depth: 32, elements: 2000 }, readName)
    expect(read(name(256)).ok).toBe(true)
    expect(read(name(257))).toMatchObject({ reason: 'too-many-elements' })
  })

  test('may be empty', () => {
    expect(isEmptyName(nameOf(sequence()))).toBe(true)
    expect(isEmptyName(nameOf(common('a')))).toBe(false)
  })
})

describe('a name that was read before', () => {
  const long = 'x'.repeat(58)
  const names: readonly (readonly [string, Uint8Array])[] = [
    ['without attributes', sequence()],
    [
      'of several parts',
      sequence(rdn('2.5.4.6', printable('LU')), rdn('2.5.4.10', utf8('É – 1')), rdn(CN, utf8('c'))),
    ],
    [
      'with two attributes in one part',
      sequence(set(sequence(oid(CN), utf8('a')), sequence(oid(CN), utf8('b')))),
    ],
    ['with a value that is no text', sequence(rdn('1.2.3', sequence(integer(7))))],
    ['with the longest value that is counted without a look', common(long)],
    ['with a longer value', common(`${long}x`)],
    ['with a value of more than 127 octets', common(long.repeat(3))],
  ]
  const readAt = (
    der: Uint8Array,
    limits: { readonly depth: number; readonly elements: number },
    known?: Name,
  ) =>
    readDer(der, { bytes: 4096, ...limits }, reader => {
      const outer = reader.sequence()
      const name = readName(outer, known)
      const behind = outer.integer()
      outer.finish()
      return { name, behind }
    })

  test.each(names)('%s is read as it is without that, whatever may be spent', (_, der) => {
    const whole = sequence(der, integer(5))
    const known = nameOf(der)
    for (let elements = 0; elements < 24; elements++)
      for (let depth = 0; depth < 7; depth++)
        expect(readAt(whole, { elements, depth }, known)).toEqual(readAt(whole, { elements, depth }))
  })

  test.each(names)('%s is no other name', (_, der) => {
    const known = nameOf(der)
    const whole = sequence(der, integer(5))
    const limits = { depth: 8, elements: 100 }
    for (let at = 0; at < whole.length; at++) {
      const changed = whole.with(at, (whole[at] ?? 0) ^ 1)
      expect(readAt(changed, limits, known)).toEqual(readAt(changed, limits))
      expect(readAt(whole.subarray(0, at), limits, known)).toEqual(readAt(whole.subarray(0, at), limits))
    }
    expect(readAt(sequence(common('other'), integer(5)), limits, known)).toEqual(
      readAt(sequence(common('other'), integer(5)), limits),
    )
  })

  test('is handed out as it is', () => {
    const known = nameOf(common('x'))
    const read = readAt(sequence(common('x'), integer(5)), { depth: 8, elements: 100 }, known)
    expect(read.ok && read.value.name).toBe(known)
  })
})

describe('a name is written', () => {
  test('last part first, parts of several attributes with a plus sign', () => {
    const parts = set(sequence(oid(CN), utf8('a')), sequence(oid('2.5.4.10'), utf8('b')))
    expect(formatName(nameOf(sequence(rdn('2.5.4.6', printable('LU')), parts)))).toBe('CN=a+O=b,C=LU')
  })

  test('empty as nothing', () => {
    expect(formatName(nameOf(sequence()))).toBe('')
  })

  test.each([
    ['a b', 'a b'],
    [' a', '\\ a'],
    ['a ', 'a\\ '],
    [' ', '\\ '],
    ['  ', '\\ \\ '],
    ['#a', '\\#a'],
    ['a#', 'a#'],
    ['a,b+c"d\\e<f>g;h', 'a\\,b\\+c\\"d\\\\e\\<f\\>g\\;h'],
    ['a=b', 'a\\=b'],
    ['Crédit Ελλάς', 'Crédit Ελλάς'],
    ['😀', '😀'],
    ['\u001b[31m', '\\1B[31m'],
    ['a\nb', 'a\\0Ab'],
    ['\u0085', '\\C2\\85'],
    ['\u202egnp', '\\E2\\80\\AEgnp'],
    ['\ufeffBank', '\\EF\\BB\\BFBank'],
    ['a\u200bb', 'a\\E2\\80\\8Bb'],
    ['\u2028', '\\E2\\80\\A8'],
    ['\ue000', '\\EE\\80\\80'],
    ['', ''],
  ])('%j as %s', (text, written) => {
    expect(formatName(nameOf(common(text)))).toBe(`CN=${written}`)
  })

  test.each([
    ['an unknown type', sequence(rdn('1.2.3', utf8('é'))), '1.2.3=#0c02c3a9'],
    [
      'a type without a descriptor',
      sequence(rdn('1.2.840.113549.1.9.1', ia5('a@b'))),
      '1.2.840.113549.1.9.1=#1603614062',
    ],
    ['an unknown type that is no text', sequence(rdn('1.2.3', integer(7))), '1.2.3=#020107'],
    [
      'an unknown type of 127 octets',
      sequence(rdn('1.2.3', utf8('a'.repeat(127)))),
      `1.2.3=#0c7f${'61'.repeat(127)}`,
    ],
    [
      'an unknown type of 128 octets',
      sequence(rdn('1.2.3', utf8('a'.repeat(128)))),
      `1.2.3=#0c8180${'61'.repeat(128)}`,
    ],
    [
      'an unknown type of 256 octets',
      sequence(rdn('1.2.3', utf8('a'.repeat(256)))),
      `1.2.3=#0c820100${'61'.repeat(256)}`,
    ],
    [
      'an organisation identifier',
      sequence(rdn('2.5.4.97', utf8('PSDLU-CSSF-1'))),
      'organizationIdentifier=PSDLU-CSSF-1',
    ],
    ['a BMPString', sequence(rdn(CN, tlv(0x1e, hex('0041 20ac')))), 'CN=A€'],
  ])('%s as RFC 4514 has it', (_, der, written) => {
    expect(formatName(nameOf(der))).toBe(written)
  })

  test('with the characters escaped that cannot be shown or mean something, and no others', () => {
    const written = (text: string): string => formatName(nameOf(common(text)))
    const characters = Array.from({ length: 0x2fff }, (_, i) => String.fromCodePoint(i + 1))
    const escaped = characters.filter(each => written(`a${each}b`) !== `CN=a${each}b`)
    const UNSAFE = /["+,;<=>\\\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u
    expect(escaped).toEqual(characters.filter(each => UNSAFE.test(each)))
  })

  test('so that nothing in it acts on what shows it, and it can be read back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), text => {
        fc.pre(!text.includes('\0'))
        const written = formatName(nameOf(common(text)))
        expect(written).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u)
        expect(unescape4514(written.slice('CN='.length))).toBe(text)
      }),
    )
  })
})

/** Reads a value as RFC 4514, section 3, says. */
function unescape4514(value: string): string {
  const octets: number[] = []
  for (const [part] of value.matchAll(/\\[0-9A-F]{2}|\\.|[^\\]/gsu)) {
    if (/^\\[0-9A-F]{2}$/.test(part)) octets.push(Number.parseInt(part.slice(1), 16))
    else octets.push(...new TextEncoder().encode(part.replace(/^\\/, '')))
  }
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(octets))
}
