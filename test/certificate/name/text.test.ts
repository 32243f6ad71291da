import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatName, type NameForm } from '../../../src/certificate/name/name.ts'
import { matchesName, parseDistinguishedName, type WrittenName } from '../../../src/certificate/name/text.ts'
import { compareBytes } from '../../../src/core/bytes.ts'
import { oid as oidOf } from '../../../src/core/oid.ts'
import { hex, ia5, integer, oid, printable, rdn, sequence, set, tlv, utf8 } from '../../support/der-writer.ts'
import { nameOf } from '../../support/names.ts'

const C = '2.5.4.6'
const O = '2.5.4.10'
const CN = '2.5.4.3'
const ORGANISATION = '2.5.4.97'

function parsed(text: string): WrittenName['rdns'] {
  const result = parseDistinguishedName(text)
  if (!result.ok) throw new Error(`${result.reason} at ${result.offset}`)
  return result.value.rdns
}

describe('a distinguished name as text', () => {
  test('is read from its end, part by part', () => {
    expect(parsed('CN=a+O=b,C=LU')).toEqual([
      [{ type: oidOf(C), text: 'LU' }],
      [
        { type: oidOf(CN), text: 'a' },
        { type: oidOf(O), text: 'b' },
      ],
    ])
  })

  test('of nothing is the empty name', () => {
    expect(parsed('')).toEqual([])
  })

  test.each([
    ['CN', CN],
    ['cn', CN],
    ['commonName', CN],
    ['COMMONNAME', CN],
    ['2.5.4.3', CN],
    ['organizationIdentifier', ORGANISATION],
    ['OrganizationIdentifier', ORGANISATION],
    ['2.5.4.97', ORGANISATION],
    ['ST', '2.5.4.8'],
    ['serialNumber', '2.5.4.5'],
    ['SN', '2.5.4.4'],
    ['street', '2.5.4.9'],
    ['uid', '0.9.2342.19200300.100.1.1'],
    ['DC', '0.9.2342.19200300.100.1.25'],
    ['emailAddress', '1.2.840.113549.1.9.1'],
    ['1.2.3.4', '1.2.3.4'],
  ])('knows the type %s', (word, type) => {
    expect(parsed(`${word}=x`)).toEqual([[{ type: oidOf(type), text: 'x' }]])
  })

  // The last ones are the examples of RFC 4514, section 4.
  test.each([
    ['CN=', ''],
    ['CN=a=b', 'a=b'],
    ['CN=a#b', 'a#b'],
    ['CN=a b', 'a b'],
    ['CN=\\ a\\ ', ' a '],
    ['CN=\\  a \\ ', '  a  '],
    ['CN=\\#a', '#a'],
    ['CN=\\20a', ' a'],
    ['CN=a\\,b\\+c\\"d\\\\e\\<f\\>g\\;h\\=i', 'a,b+c"d\\e<f>g;h=i'],
    ['CN=\\C3\\A9', 'é'],
    ['CN=\\c3\\a9', 'é'],
    ['CN=é', 'é'],
    ['CN=😀', '😀'],
    ['CN=\\F0\\9F\\98\\80', '😀'],
    ['CN=James \\"Jim\\" Smith\\, III', 'James "Jim" Smith, III'],
    ['CN=Before\\0dAfter', 'Before\rAfter'],
    ['CN=Lu\\C4\\8Di\\C4\\87', 'Lučić'],
  ])('has the value of %s', (text, value) => {
    expect(parsed(text)).toEqual([[{ type: oidOf(CN), text: value }]])
  })

  test('has a value in hexadecimal with its type', () => {
    expect(parsed('1.3.6.1.4.1.1466.0=#04024869')).toEqual([
      [{ type: oidOf('1.3.6.1.4.1.1466.0'), tag: 0x04, value: hex('04024869') }],
    ])
    expect(parsed('2.5.4.97=#0C0141')).toEqual([
      [{ type: oidOf(ORGANISATION), tag: 0x0c, value: hex('41'), text: 'A' }],
    ])
  })

  test.each([
    ['CN', 'syntax', 0],
    ['=a', 'syntax', 0],
    [',CN=a', 'syntax', 0],
    ['CN=a,', 'syntax', 5],
    ['CN=a+', 'syntax', 5],
    ['CN=a,,O=b', 'syntax', 5],
    ['CN=a, O=b', 'syntax', 5],
    ['CN=a ,O=b', 'syntax', 3],
    ['CN= a', 'syntax', 3],
    ['CN=a ', 'syntax', 3],
    ['CN=a\\\\ ', 'syntax', 3],
    ['CN =a', 'syntax', 0],
    ['CN="a"', 'syntax', 3],
    ['CN=a;O=b', 'syntax', 4],
    ['CN=a<b', 'syntax', 4],
    ['CN=a\\', 'syntax', 4],
    ['CN=a\\z', 'syntax', 4],
    ['CN=a\\4', 'syntax', 4],
    ['CN=a\0', 'syntax', 4],
    ['CN=#', 'syntax', 3],
    ['CN=#0c0', 'syntax', 3],
    ['CN=#0c0141 ', 'syntax', 3],
    ['CN=#0g', 'syntax', 3],
    ['-=a', 'syntax', 0],
    ['OID.2.5.4.3=a', 'syntax', 0],
    ['X=a', 'attribute-type', 0],
    ['3.1=a', 'attribute-type', 0],
    ['1.40=a', 'attribute-type', 0],
    ['2.05=a', 'attribute-type', 0],
    ['2.=a', 'attribute-type', 0],
    ['2=a', 'attribute-type', 0],
    ['toString=a', 'attribute-type', 0],
    ['CN=\\C3', 'value', 3],
    ['CN=\\C0\\80', 'value', 3],
    ['CN=a\\00', 'value', 3],
    ['CN=\ud800', 'value', 3],
    ['CN=#0c0241', 'value', 3],
    ['CN=#0c014100', 'value', 3],
    ['CN=#0c810141', 'value', 3],
    ['CN=#020101', 'value', 3],
    ['C=\ud83d,O=\ude00', 'value', 2],
  ])('%j is refused', (text, reason, offset) => {
    expect(parseDistinguishedName(text)).toEqual({ ok: false, reason, offset })
  })

  test.each([
    [16_384, true],
    [16_385, false],
  ])('of %i characters: %s', (length, isRead) => {
    expect(parseDistinguishedName(`CN=${'a'.repeat(length - 3)}`).ok).toBe(isRead)
  })

  test.each([
    [64, true],
    [65, false],
  ])('of %i attributes: %s', (count, isRead) => {
    expect(parseDistinguishedName(Array(count).fill('C=LU').join(',')).ok).toBe(isRead)
    expect(parseDistinguishedName(Array(count).fill('C=LU').join('+')).ok).toBe(isRead)
  })

  test('of chance is a value', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'CN=O#0c41+, \\"é;<'), maxLength: 30 }), text => {
        const result = parseDistinguishedName(text)
        if (!result.ok) expect(result.offset).toBeLessThanOrEqual(text.length)
      }),
      { numRuns: 5000 },
    )
  })
})

const BANK = nameOf(
  sequence(
    rdn(C, printable('ES')),
    rdn(O, utf8('Banco, S.A.')),
    rdn(ORGANISATION, utf8('PSDES-BE-0182')),
    rdn(CN, utf8('pay.example')),
  ),
)

describe('a name is the one that a text writes', () => {
  test.each([
    'CN=pay.example,organizationIdentifier=PSDES-BE-0182,O=Banco\\, S.A.,C=ES',
    'CN=pay.example,2.5.4.97=PSDES-BE-0182,O=Banco\\, S.A.,C=ES',
    'CN=pay.example,2.5.4.97=#0c0d50534445532d42452d30313832,O=Banco\\, S.A.,C=ES',
    'CN=pay.example,2.5.4.97=#130d50534445532d42452d30313832,O=Banco\\, S.A.,C=ES',
    'cn=PAY.EXAMPLE,ORGANIZATIONIDENTIFIER=psdes-be-0182,o=BANCO\\,  s.a.,c=es',
    '2.5.4.3=pay.example,2.5.4.97=PSDES-BE-0182,2.5.4.10=Banco\\2C S.A.,2.5.4.6=ES',
  ])('%s', text => {
    expect(matchesName(BANK, text)).toBe(true)
  })

  test.each([
    ['the order of the certificate', 'C=ES,O=Banco\\, S.A.,2.5.4.97=PSDES-BE-0182,CN=pay.example'],
    ['a part less', '2.5.4.97=PSDES-BE-0182,O=Banco\\, S.A.,C=ES'],
    ['a part more', 'CN=pay.example,2.5.4.97=PSDES-BE-0182,O=Banco\\, S.A.,C=ES,C=ES'],
    ['two parts as one', 'CN=pay.example+2.5.4.97=PSDES-BE-0182,O=Banco\\, S.A.,C=ES'],
    ['another number', 'CN=pay.example,2.5.4.97=PSDES-BE-0183,O=Banco\\, S.A.,C=ES'],
    [
      'another number in hexadecimal',
      'CN=pay.example,2.5.4.97=#0c0d50534445532d42452d30313833,O=Banco\\, S.A.,C=ES',
    ],
    ['octets for text', 'CN=pay.example,2.5.4.97=#040d50534445532d42452d30313832,O=Banco\\, S.A.,C=ES'],
    ['another type', 'CN=pay.example,2.5.4.98=PSDES-BE-0182,O=Banco\\, S.A.,C=ES'],
    ['another letter of the same look', 'CN=pay.example,2.5.4.97=PSDES-BE-0182,O=Ваnco\\, S.A.,C=ES'],
    ['no name', 'CN=pay.example, O=Banco'],
    ['nothing', ''],
  ])('not by %s', (_, text) => {
    expect(matchesName(BANK, text)).toBe(false)
  })

  test('with several attributes in a part, in whatever order', () => {
    const name = nameOf(
      sequence(set(sequence(oid(CN), utf8('a')), sequence(oid(CN), utf8('b')), sequence(oid(O), utf8('c')))),
    )
    expect(matchesName(name, 'O=c+CN=B+CN=A')).toBe(true)
    expect(matchesName(name, 'O=c+CN=a+CN=a')).toBe(false)
    expect(matchesName(name, 'CN=a+O=c+CN=#0c0162')).toBe(true)
    expect(matchesName(name, 'CN=a+CN=b')).toBe(false)
  })

  test.each([
    [
      'a domain component in another case',
      sequence(rdn('0.9.2342.19200300.100.1.25', ia5('Example'))),
      'DC=EXAMPLE',
      true,
    ],
    ['an IA5String of another type', sequence(rdn('1.2.3', ia5('Example'))), '1.2.3=Example', true],
    [
      'an IA5String of another type in another case',
      sequence(rdn('1.2.3', ia5('Example'))),
      '1.2.3=EXAMPLE',
      true,
    ],
    ['a number', sequence(rdn('1.2.3', integer(65))), '1.2.3=A', false],
    ['a number as it is', sequence(rdn('1.2.3', integer(65))), '1.2.3=#020141', true],
    ['a BMPString', sequence(rdn(CN, tlv(0x1e, hex('004100e9')))), 'CN=aÉ', true],
    ['the empty name', sequence(), '', true],
  ])('with %s', (_, der, text, expected) => {
    expect(matchesName(nameOf(der), text)).toBe(expected)
  })
})

describe('what is written is read back as the same name', () => {
  const type = fc.constantFrom(C, O, CN, ORGANISATION, '2.5.4.5', '1.2.840.113549.1.9.1', '1.2.3.4')
  const value = fc.oneof(
    fc
      .string({ unit: 'binary', maxLength: 12 })
      .filter(text => !/\p{Cs}/u.test(text) && !text.includes('\0'))
      .map(utf8),
    fc.string({ unit: fc.constantFrom(...' #+,;<=>"\\aé\u202e\u3164😀'), maxLength: 8 }).map(utf8),
    fc.stringMatching(/^[A-Za-z0-9 '()+,./:=?-]{0,12}$/).map(printable),
  )
  const part = fc.array(fc.tuple(type, value), { minLength: 1, maxLength: 3 })
  const names = fc
    .array(part, { maxLength: 5 })
    .map(parts =>
      sequence(
        ...parts.map(attributes =>
          set(...attributes.map(([id, text]) => sequence(oid(id), text)).toSorted(compareBytes)),
        ),
      ),
    )

  test.each<NameForm>(['descriptors', 'rfc4514'])('in the form %s', form => {
    fc.assert(
      fc.property(names, der => {
        const name = nameOf(der)
        const text = formatName(name, form)
        expect(text).not.toMatch(/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u)
        expect(matchesName(name, text)).toBe(true)
        expect(parsed(text).map(each => each.length)).toEqual(name.rdns.map(each => each.length))
        for (const [i, attributes] of parsed(text).entries()) {
          expect(attributes.map(each => each.text)).toEqual(name.rdns[i]?.map(each => each.text))
        }
      }),
      { numRuns: 500 },
    )
  })

  test('and a name is no other that differs in a letter', () => {
    fc.assert(
      fc.property(names, names, (a, b) => {
        const [one, other] = [nameOf(a), nameOf(b)]
        if (matchesName(one, formatName(other))) expect(matchesName(other, formatName(one))).toBe(true)
      }),
    )
  })
})

test('the form of RFC 4514 alone names nine types, and writes all others by number', () => {
  expect(formatName(BANK, 'rfc4514')).toBe(
    'CN=pay.example,2.5.4.97=#0c0d50534445532d42452d30313832,O=Banco\\, S.A.,C=ES',
  )
})
