import { describe, expect, test } from 'vitest'
import type { Certificate } from '../../../src/certificate/certificate.ts'
import { subjectId } from '../../../src/certificate/name/subject-id.ts'
import { parseCertificate } from '../../../src/certificate/parse.ts'
import { AUTHORITIES, findAuthority } from '../../../src/certificate/psd2/authorities.ts'
import { x5tS256 } from '../../../src/certificate/thumbprint.ts'
import { fromBase64 } from '../../../src/core/bytes.ts'
import { isCountryCode } from '../../../src/core/countries.ts'
import { nodeCrypto } from '../../../src/crypto/node.ts'
import { type CertificateParts, certificate, extension } from '../../support/certificate-writer.ts'
import {
  bits,
  ia5,
  integer,
  nothing,
  oid,
  printable,
  rdn,
  sequence,
  set,
  tlv,
  utf8,
} from '../../support/der-writer.ts'

const ORGANISATION = '2.5.4.97'

function parse(parts: CertificateParts): Certificate {
  const parsed = parseCertificate(certificate(parts))
  if (!parsed.ok) throw new Error(parsed.reason)
  return parsed.value
}

const named = (...values: readonly Uint8Array[]) => sequence(...values.map(value => rdn(ORGANISATION, value)))
const repeated = (...parts: readonly Uint8Array[]) => extension('2.23.140.3.1', sequence(...parts))

/** The identity as text, or why there is none. */
function identify(parts: CertificateParts): string {
  const identity = subjectId(parse(parts))
  return identity.ok ? identity.value.text : `(${identity.reason})`
}

describe('an identity', () => {
  test.each([
    ['PSDES-BE-3DFD21', { scheme: 'PSD', country: 'ES', authority: 'BE', reference: '3DFD21' }],
    ['PSDMT-MFSA-C 56251', { scheme: 'PSD', country: 'MT', authority: 'MFSA', reference: 'C 56251' }],
    ['PSDEE-FI-1', { scheme: 'PSD', country: 'EE', authority: 'FI', reference: '1' }],
    ['NTRGB-12345678', { scheme: 'NTR', country: 'GB', reference: '12345678' }],
    ['NTRUS+DE-1', { scheme: 'NTR', country: 'US', stateOrProvince: 'DE', reference: '1' }],
    ['VATBE-0876866142', { scheme: 'VAT', country: 'BE', reference: '0876866142' }],
    ['LEIXG-AEYE00EKXESVZUUEBP67', { scheme: 'LEI', country: 'XG', reference: 'AEYE00EKXESVZUUEBP67' }],
    ['XX:GR-18050', { scheme: 'XX', country: 'GR', reference: '18050' }],
  ])('of %s has its parts, and is written the same', (text, parts) => {
    expect(subjectId(parse({ subject: named(utf8(text)) }))).toEqual({ ok: true, value: { ...parts, text } })
  })

  test.each([
    ['PSDES-BDE-0182', 'PSDES-BE-0182'],
    ['PSDHR-CNB-1', 'PSDHR-HNB-1'],
    ['PSDIS-FME-1', 'PSDIS-CBI-1'],
    ['PSDLV-FCMC-1', 'PSDLV-BL-1'],
    ['PSDCZ-CNB-1', 'PSDCZ-CNB-1'],
    ['PSDGB-OB-1', 'PSDGB-OB-1'],
  ])('of %s is that of %s', (former, present) => {
    expect(identify({ subject: named(utf8(former)) })).toBe(present)
  })

  test.each([
    ['case', 'PSDES-BE-a', 'PSDES-BE-A'],
    ['a space at the end', 'PSDES-BE-1', 'PSDES-BE-1 '],
    ['a space at the front', 'PSDES-BE-1', 'PSDES-BE- 1'],
    ['a zero in front', 'PSDES-BE-1', 'PSDES-BE-01'],
    ['a hyphen', 'PSDFI-FINFSA-0751699-0', 'PSDFI-FINFSA-07516990'],
    ['another letter of the same look', 'PSDES-BE-A', 'PSDES-BE-А'],
    ['composition', 'PSDES-BE-\u00e9', 'PSDES-BE-e\u0301'],
    ['width', 'PSDES-BE-1', 'PSDES-BE-１'],
    ['an invisible character', 'PSDES-BE-1', 'PSDES-BE-1\u200b'],
    ['the authority', 'PSDIE-CBI-1', 'PSDIS-CBI-1'],
    ['the scheme', 'NTRES-1', 'VATES-1'],
  ])('differs in %s', (_, a, b) => {
    expect(identify({ subject: named(utf8(a)) })).not.toBe(identify({ subject: named(utf8(b)) }))
  })

  test('is the same in every type of string, for another key, serial number and issuer, and beside other names', () => {
    const one = identify({ subject: named(utf8('PSDES-BE-1')) })
    const [country, other] = [rdn('2.5.4.6', printable('ES')), rdn('2.5.4.3', utf8('renewed.example'))]
    expect(
      identify({
        subject: sequence(country, other, rdn(ORGANISATION, printable('PSDES-BE-1'))),
        serialNumber: integer(99),
        issuer: sequence(other),
        publicKey: sequence(sequence(oid('1.2.840.113549.1.1.1'), nothing()), bits(0, '3006020105020103')),
      }),
    ).toBe(one)
    const units = [...'PSDES-BE-1'].flatMap(c => [0, c.charCodeAt(0)])
    expect(identify({ subject: named(tlv(0x1e, Uint8Array.from(units))) })).toBe(one)
    expect(identify({ subject: named(ia5('PSDES-BE-1')) })).toBe(one)
  })

  test.each<[string, CertificateParts, string]>([
    ['no identifier', { subject: sequence(rdn('2.5.4.3', utf8('a'))) }, '(absent)'],
    ['two identifiers', { subject: named(utf8('PSDES-BE-1'), utf8('PSDES-BE-2')) }, '(several)'],
    ['two that differ in case', { subject: named(utf8('PSDES-BE-a'), utf8('PSDES-BE-A')) }, '(several)'],
    ['a former and a present code', { subject: named(utf8('PSDES-BE-1'), utf8('PSDES-BDE-1')) }, '(several)'],
    ['the same twice', { subject: named(utf8('PSDES-BE-1'), printable('PSDES-BE-1')) }, 'PSDES-BE-1'],
    [
      'two in one part',
      {
        subject: sequence(
          set(
            sequence(oid(ORGANISATION), utf8('PSDES-BE-1')),
            sequence(oid(ORGANISATION), utf8('PSDES-BE-2')),
          ),
        ),
      },
      '(several)',
    ],
    ['no scheme', { subject: named(utf8('12345987')) }, '(other-form)'],
    ['no authority', { subject: named(utf8('PSDES-1')) }, '(other-form)'],
    [
      'the same in the extension',
      {
        subject: named(utf8('PSDES-BE-1')),
        extensions: [repeated(printable('PSD'), printable('ES'), utf8('BE-1'))],
      },
      'PSDES-BE-1',
    ],
    [
      'another in the extension',
      {
        subject: named(utf8('PSDES-BE-1')),
        extensions: [repeated(printable('PSD'), printable('ES'), utf8('BE-2'))],
      },
      '(extension-differs)',
    ],
    [
      'another country in the extension',
      {
        subject: named(utf8('NTRES-1')),
        extensions: [repeated(printable('NTR'), printable('PT'), utf8('1'))],
      },
      '(extension-differs)',
    ],
    [
      'the same state in the extension',
      {
        subject: named(utf8('NTRUS+DE-1')),
        extensions: [
          repeated(printable('NTR'), printable('US'), tlv(0x80, new TextEncoder().encode('DE')), utf8('1')),
        ],
      },
      'NTRUS+DE-1',
    ],
    [
      'no state in the extension',
      {
        subject: named(utf8('NTRUS+DE-1')),
        extensions: [repeated(printable('NTR'), printable('US'), utf8('1'))],
      },
      '(extension-differs)',
    ],
    [
      'the extension alone',
      {
        subject: sequence(rdn('2.5.4.3', utf8('a'))),
        extensions: [repeated(printable('PSD'), printable('ES'), utf8('BE-1'))],
      },
      '(absent)',
    ],
  ])('with %s: %#', (_, parts, expected) => {
    expect(identify(parts)).toBe(expected)
  })
})

describe('authorities', () => {
  test.each([
    ['ES', 'BE', 'ES-BE'],
    ['ES', 'BDE', 'ES-BE'],
    ['HR', 'CNB', 'HR-HNB'],
    ['CZ', 'CNB', 'CZ-CNB'],
    ['IE', 'CBI', 'IE-CBI'],
    ['IS', 'CBI', 'IS-CBI'],
    ['IS', 'FME', 'IS-CBI'],
    ['LV', 'BL', 'LV-BL'],
    ['LT', 'BL', 'LT-BL'],
    ['FI', 'FI', undefined],
    ['LT', 'FCMC', undefined],
    ['GB', 'OB', undefined],
    ['DE', 'FAKENCA', undefined],
    ['', 'NA', undefined],
    ['es', 'be', undefined],
  ])('of %s by the code %s: %s', (country, code, id) => {
    expect(findAuthority(country, code)?.id).toBe(id)
  })

  test('have identifiers of their own, of the right shape', () => {
    const ids = AUTHORITIES.flatMap(({ id, aliases }) => [
      id,
      ...aliases.map(alias => `${id.slice(0, 2)}-${alias}`),
    ])
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.filter(id => !/^[A-Z]{2}-[A-Z]{2,8}$/.test(id) || !isCountryCode(id.slice(0, 2)))).toEqual([])
  })
})

test.each([
  ['GR', true],
  ['EL', false],
  ['GB', true],
  ['UK', false],
  ['EU', false],
  ['XK', false],
  ['XG', false],
  ['gr', false],
  ['', false],
])('%j is a country code: %s', (code, expected) => {
  expect(isCountryCode(code)).toBe(expected)
})

/** The certificate of RFC 8705, appendix A, and the confirmation that the text computes for it. */
const RFC_8705 =
  'MIIBBjCBrAIBAjAKBggqhkjOPQQDAjAPMQ0wCwYDVQQDDARtdGxzMB4XDTE4MTAxODEyMzcwOVoXDTIyMDUwMjEyMzcwOVowDzENMAsGA1UEAwwE' +
  'bXRsczBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNcnyxwqV6hY8QnhxxzFQ03C7HKW9OylMbnQZjjJ/Au08/coZwxS7LfA4vOLS9WuneIXhbGG' +
  'WvsDSb0tH6IxLm8wCgYIKoZIzj0EAwIDSQAwRgIhAP0RC1E+vwJD/D1AGHGzuri+hlV/PpQEKTWUVeORWz83AiEA5x2eXZOVbUlJSGQgjwD5vaUa' +
  'KlLR50Q2DmFfQj1L+SY='

test('the thumbprint of a certificate is that of RFC 8705', async () => {
  const der = fromBase64(RFC_8705)
  if (!der.ok) throw new Error(der.reason)
  expect(await x5tS256(der.value, nodeCrypto())).toBe('A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0')
})
