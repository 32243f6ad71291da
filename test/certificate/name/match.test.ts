import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isWithin, nameKey, sameName } from '../../../src/certificate/name/match.ts'
import { concatBytes } from '../../../src/core/bytes.ts'
import { hex, ia5, integer, oid, printable, rdn, sequence, set, tlv, utf8 } from '../../support/der-writer.ts'
import { nameOf } from '../../support/names.ts'

const CN = '2.5.4.3'
const O = '2.5.4.10'
const DC = '0.9.2342.19200300.100.1.25'
const MAIL = '1.2.840.113549.1.9.1'
const common = (value: Uint8Array) => sequence(rdn(CN, value))
const bmp = (text: string) =>
  tlv(0x1e, Uint8Array.from([...text].flatMap(c => [c.charCodeAt(0) >> 8, c.charCodeAt(0) & 0xff])))
const teletex = (text: string) =>
  tlv(
    0x14,
    Uint8Array.from(text, c => c.charCodeAt(0)),
  )
const universal = (text: string) =>
  tlv(0x1c, concatBytes(...Array.from(text, c => hex((c.codePointAt(0) ?? 0).toString(16).padStart(8, '0')))))
const both = (...values: readonly Uint8Array[]) => sequence(set(...values))
const attribute = (type: string, value: Uint8Array) => sequence(oid(type), value)

describe('two names are the same', () => {
  test.each([
    ['octet for octet', common(utf8('Bank')), common(utf8('Bank'))],
    ['empty', sequence(), sequence()],
    ['in another case', common(utf8('Bank')), common(utf8('bANK'))],
    ['with space around', common(utf8('Bank')), common(utf8('  Bank '))],
    ['with more space inside', common(utf8('A Bank')), common(utf8('A \t  Bank'))],
    ['with a space that does not break', common(utf8('A Bank')), common(utf8('A\u00a0Bank'))],
    ['with a new line', common(utf8('A Bank')), common(utf8('A\nBank'))],
    ['as UTF8String and PrintableString', common(utf8('Bank')), common(printable('bank'))],
    ['as UTF8String and BMPString', common(utf8('Crédit')), common(bmp('CRÉDIT'))],
    ['as UTF8String and TeletexString', common(utf8('Crédit')), common(teletex('crédit'))],
    ['as UTF8String and UniversalString', common(utf8('Crédit')), common(universal('crédit'))],
    ['composed and decomposed', common(utf8('Cr\u00e9dit')), common(utf8('Cre\u0301dit'))],
    ['in compatible forms', common(utf8('Bank')), common(utf8('Ｂａｎｋ'))],
    ['with a ligature', common(utf8('ﬁnanz')), common(utf8('finanz'))],
    ['with ß and ss', common(utf8('Straße')), common(utf8('STRASSE'))],
    ['with a final sigma', common(utf8('ΟΔΟΣ')), common(utf8('οδος'))],
    ['with a sigma that is not final', common(utf8('οδοσ')), common(utf8('οδος'))],
    ['with a soft hyphen', common(utf8('Bank')), common(utf8('Ba\u00adnk'))],
    ['with a space of no width', common(utf8('Bank')), common(utf8('Ba\u200bnk'))],
    ['with a mark of direction', common(utf8('Bank')), common(utf8('\u202aBank\u202c'))],
    ['with a mark of order', common(utf8('Bank')), common(utf8('\ufeffBank'))],
    ['with a variation selector', common(utf8('Bank')), common(utf8('Bank\ufe0f'))],
    ['with a tag', common(utf8('Bank')), common(utf8('Bank\u{e0041}'))],
    ['with a joiner', common(utf8('Bank')), common(utf8('Ba\u2060nk'))],
    [
      'with a domain component in another case',
      sequence(rdn(DC, ia5('Example'))),
      sequence(rdn(DC, ia5('EXAMPLE'))),
    ],
    [
      'with an IA5String in another case, of a type that nobody knows',
      sequence(rdn('1.2.3', ia5('A'))),
      sequence(rdn('1.2.3', ia5('a'))),
    ],
    [
      'in an IA5String and a UTF8String, of a type that nobody knows',
      sequence(rdn('1.2.3', ia5('a'))),
      sequence(rdn('1.2.3', utf8('A'))),
    ],
    [
      'in a VisibleString and a BMPString, of a type that nobody knows',
      sequence(rdn('1.2.3', tlv(0x1a, hex('61')))),
      sequence(rdn('1.2.3', tlv(0x1e, hex('0061')))),
    ],
    ['with a mailbox in another case', sequence(rdn(MAIL, ia5('A@b'))), sequence(rdn(MAIL, ia5('a@B')))],
    [
      'with the attributes of a part in another order',
      both(attribute(CN, utf8('a')), attribute(O, printable('B'))),
      both(attribute(CN, printable('A')), attribute(O, utf8('b'))),
    ],
  ])('%s', (_, a, b) => {
    expect([sameName(nameOf(a), nameOf(b)), sameName(nameOf(b), nameOf(a))]).toEqual([true, true])
    expect(nameKey(nameOf(a))).toBe(nameKey(nameOf(b)))
  })
})

describe('two names differ', () => {
  test.each([
    ['in a letter', common(utf8('Bank')), common(utf8('Bang'))],
    ['in space between letters', common(utf8('ABank')), common(utf8('A Bank'))],
    ['in an accent', common(utf8('Credit')), common(utf8('Crédit'))],
    ['in the alphabet', common(utf8('Bank')), common(utf8('Ваnk'))],
    ['in a dotless i', common(utf8('Fin')), common(utf8('Fın'))],
    ['in a dot above', common(utf8('fin')), common(utf8('Fİn'))],
    ['in a hyphen', common(utf8('A-B')), common(utf8('A\u2010B'))],
    ['in their type', sequence(rdn(CN, utf8('Bank'))), sequence(rdn(O, utf8('Bank')))],
    [
      'in their order',
      sequence(rdn(CN, utf8('a')), rdn(O, utf8('b'))),
      sequence(rdn(O, utf8('b')), rdn(CN, utf8('a'))),
    ],
    ['in a part more', sequence(rdn(CN, utf8('a'))), sequence(rdn(CN, utf8('a')), rdn(O, utf8('b')))],
    [
      'in one part or two',
      both(attribute(CN, utf8('a')), attribute(O, utf8('b'))),
      sequence(rdn(CN, utf8('a')), rdn(O, utf8('b'))),
    ],
    [
      'in an attribute that stands twice',
      both(attribute(CN, utf8('a'))),
      both(attribute(CN, utf8('a')), attribute(CN, utf8('a'))),
    ],
    [
      'in text that looks like two parts',
      common(utf8('a\n550403="b"')),
      sequence(rdn(CN, utf8('a')), rdn(CN, utf8('b'))),
    ],
    [
      'in text that looks like two attributes',
      common(utf8('a"+55040a="b')),
      both(attribute(CN, utf8('a')), attribute(O, utf8('b'))),
    ],
    [
      'in a number and its octets as text',
      sequence(rdn('1.2.3', integer(65))),
      sequence(rdn('1.2.3', printable('A'))),
    ],
    ['in nothing and something', sequence(), common(utf8('a'))],
    ['in empty text and none', common(utf8('')), sequence()],
  ])('%s', (_, a, b) => {
    expect([sameName(nameOf(a), nameOf(b)), sameName(nameOf(b), nameOf(a))]).toEqual([false, false])
    expect(nameKey(nameOf(a))).not.toBe(nameKey(nameOf(b)))
  })
})

describe('a name lies within another', () => {
  const country = rdn('2.5.4.6', printable('LU'))
  const name = nameOf(sequence(country, rdn(O, utf8('Bank')), rdn(CN, utf8('a'))))

  test.each([
    ['the empty one', sequence(), true],
    ['its beginning', sequence(rdn('2.5.4.6', utf8('lu'))), true],
    ['more of its beginning', sequence(country, rdn(O, utf8('BANK'))), true],
    ['itself', sequence(country, rdn(O, utf8('Bank')), rdn(CN, utf8('a'))), true],
    ['its end', sequence(rdn(CN, utf8('a'))), false],
    ['another beginning', sequence(country, rdn(O, utf8('Other'))), false],
    ['a longer one', sequence(country, rdn(O, utf8('Bank')), rdn(CN, utf8('a')), rdn(CN, utf8('b'))), false],
  ])('%s: %#', (_, base, expected) => {
    expect(isWithin(name, nameOf(base))).toBe(expected)
  })
})

test('names are the same exactly when their keys are, and with themselves', () => {
  const text = fc.string({
    unit: fc.constantFrom(
      'a',
      'A',
      ' ',
      '\u00a0',
      'ß',
      's',
      'S',
      'Σ',
      'ς',
      'σ',
      'ı',
      'i',
      'I',
      '\u00ad',
      'é',
      'e\u0301',
    ),
    maxLength: 4,
  })
  fc.assert(
    fc.property(text, text, (a, b) => {
      const [first, second] = [nameOf(common(utf8(a))), nameOf(common(utf8(b)))]
      expect(sameName(first, second)).toBe(nameKey(first) === nameKey(second))
      expect(sameName(first, nameOf(common(utf8(` ${a.toUpperCase()} `)))) || a.includes('ı')).toBe(true)
    }),
    { numRuns: 500 },
  )
})
