import { describe, expect, test } from 'vitest'
import type { Certificate } from '../../src/certificate/certificate.ts'
import { checkCertificate } from '../../src/certificate/checks.ts'
import { parseCertificate } from '../../src/certificate/parse.ts'
import { checkValidityPeriod } from '../../src/certificate/validity-period.ts'
import { instant } from '../../src/core/time.ts'
import { catalogue } from '../../src/requirements/catalogue.ts'
import { type CertificateParts, certificate, extension } from '../support/certificate-writer.ts'
import {
  bits,
  generalizedTime,
  hex,
  integer,
  nothing,
  oid,
  printable,
  rdn,
  sequence,
  tlv,
  utcTime,
  utf8,
} from '../support/der-writer.ts'

function parse(parts: CertificateParts): Certificate {
  const parsed = parseCertificate(certificate(parts))
  if (!parsed.ok) throw new Error(parsed.reason)
  return parsed.value
}

const EC = sequence(
  sequence(oid('1.2.840.10045.2.1'), oid('1.2.840.10045.3.1.7')),
  bits(0, `04${'11'.repeat(64)}`),
)
const rsa = (octets: number) =>
  sequence(
    sequence(oid('1.2.840.113549.1.1.1'), nothing()),
    tlv(3, hex('00'), sequence(tlv(2, hex(`00ff${'00'.repeat(octets - 2)}01`)), integer(65_537))),
  )
const eku = (...purposes: readonly string[]) => extension('2.5.29.37', sequence(...purposes.map(oid)))
const statements = (...all: readonly Uint8Array[]) => extension('1.3.6.1.5.5.7.1.3', sequence(...all))
const cabf = (scheme: string, country: string, reference: string) =>
  extension('2.23.140.3.1', sequence(printable(scheme), printable(country), utf8(reference)))
const organisations = (...identifiers: readonly string[]) =>
  sequence(...identifiers.map(identifier => rdn('2.5.4.97', utf8(identifier))))

/** The outcome of one requirement for a sound certificate with these parts. */
function outcome(code: string, parts: CertificateParts): string {
  const check = checkCertificate(parse({ publicKey: EC, ...parts })).find(
    each => each.code === `certificate.${code}`,
  )
  return check?.reason ?? check?.outcome ?? 'not asked'
}

describe('of a certificate by itself', () => {
  test.each<[string, string, CertificateParts, string]>([
    ['serial-number', 'one', { serialNumber: integer(1) }, 'satisfied'],
    ['serial-number', 'zero', { serialNumber: integer(0) }, 'not-positive'],
    ['serial-number', 'minus one', { serialNumber: hex('0201ff') }, 'not-positive'],
    ['serial-number', '20 octets', { serialNumber: tlv(2, hex('7f'.repeat(20))) }, 'satisfied'],
    [
      'serial-number',
      '20 octets behind a zero',
      { serialNumber: tlv(2, hex(`00${'ff'.repeat(20)}`)) },
      'satisfied',
    ],
    ['serial-number', '21 octets', { serialNumber: tlv(2, hex('7f'.repeat(21))) }, 'too-long'],
    ['validity-encoding', 'UTCTime', {}, 'satisfied'],
    [
      'validity-encoding',
      'GeneralizedTime from 2050',
      { validity: sequence(utcTime('260101000000Z'), generalizedTime('20500101000000Z')) },
      'satisfied',
    ],
    [
      'validity-encoding',
      'GeneralizedTime before 2050',
      { validity: sequence(utcTime('260101000000Z'), generalizedTime('20491231235959Z')) },
      'mistyped',
    ],
    ['public-key', 'P-256', {}, 'satisfied'],
    ['public-key', 'RSA of 2,048 bits', { publicKey: rsa(256) }, 'satisfied'],
    ['public-key', 'RSA of 2,040 bits', { publicKey: rsa(255) }, 'too-small'],
    ['public-key', 'RSA of 8,192 bits', { publicKey: rsa(1024) }, 'satisfied'],
    ['public-key', 'RSA of 8,200 bits', { publicKey: rsa(1025) }, 'too-large'],
    [
      'public-key',
      'the point at infinity',
      { publicKey: sequence(sequence(oid('1.2.840.10045.2.1'), oid('1.2.840.10045.3.1.7')), bits(0, '00')) },
      'malformed',
    ],
    [
      'public-key',
      'an explicit curve',
      { publicKey: sequence(sequence(oid('1.2.840.10045.2.1'), sequence()), bits(0, '04')) },
      'explicit-curve',
    ],
    [
      'public-key',
      'an unknown type',
      { publicKey: sequence(sequence(oid('1.2.3')), bits(0, '04')) },
      'unsupported',
    ],
    ['extension-syntax', 'sound ones', { extensions: [eku('1.2.3')] }, 'satisfied'],
    [
      'extension-syntax',
      'a malformed one',
      { extensions: [extension('2.5.29.37', integer(1))] },
      'malformed',
    ],
    ['qc-statement-syntax', 'none', {}, 'not-applicable'],
    [
      'qc-statement-syntax',
      'sound ones',
      { extensions: [statements(sequence(oid('0.4.0.1862.1.1')))] },
      'satisfied',
    ],
    [
      'qc-statement-syntax',
      'a malformed one',
      { extensions: [statements(sequence(oid('0.4.0.1862.1.6')))] },
      'malformed',
    ],
    ['extended-key-usage', 'none', {}, 'not-applicable'],
    ['extended-key-usage', 'a server', { extensions: [eku('1.3.6.1.5.5.7.3.1')] }, 'satisfied'],
    ['extended-key-usage', 'a client', { extensions: [eku('1.3.6.1.5.5.7.3.2')] }, 'satisfied'],
    ['extended-key-usage', 'any', { extensions: [eku('2.5.29.37.0')] }, 'satisfied'],
    ['extended-key-usage', 'mail', { extensions: [eku('1.3.6.1.5.5.7.3.4')] }, 'other-purpose'],
    [
      'extended-key-usage',
      'an arc that wraps to a server',
      { extensions: [eku('1.3.6.1.5.5.7.3.4294967297')] },
      'other-purpose',
    ],
    ['organization-identifier', 'none', {}, 'not-applicable'],
    ['organization-identifier', 'one', { subject: organisations('PSDLU-AB-1') }, 'satisfied'],
    ['organization-identifier', 'two', { subject: organisations('PSDLU-AB-1', 'VATLU-1') }, 'several'],
    [
      'organization-identifier',
      'the same twice',
      { subject: organisations('PSDLU-AB-1', 'PSDLU-AB-1') },
      'satisfied',
    ],
    ['organization-identifier', 'a bare number', { subject: organisations('12345987') }, 'other-form'],
    [
      'organization-identifier',
      'another in the extension',
      { subject: organisations('PSDLU-AB-1'), extensions: [cabf('PSD', 'LU', 'AB-2')] },
      'extension-differs',
    ],
    [
      'organization-identifier',
      'the same in the extension',
      { subject: organisations('PSDLU-AB-1'), extensions: [cabf('PSD', 'LU', 'AB-1')] },
      'satisfied',
    ],
    [
      'organization-identifier',
      'another name',
      { subject: sequence(rdn('2.5.4.10', printable('A'))) },
      'not-applicable',
    ],
  ])('%s, %s: %#', (code, _, parts, expected) => {
    expect(outcome(code, parts)).toBe(expected)
  })

  test('every requirement of the table is asked, but for those of its reading and its moment', () => {
    const asked = checkCertificate(parse({}))
      .map(({ code }) => code)
      .filter(code => code.startsWith('certificate.'))
    const elsewhere = ['certificate.encoding', 'certificate.validity-period']
    const table = Object.keys(catalogue).filter(code => code.startsWith('certificate.'))
    expect([...asked, ...elsewhere].sort()).toEqual(table.sort())
  })
})

const june = { notBefore: instant('2026-06-01T00:00:00Z'), notAfter: instant('2026-06-30T23:59:59Z') }

test.each([
  ['2026-05-31T23:59:59Z', { outcome: 'violated', reason: 'not-yet-valid' }],
  ['2026-06-01T00:00:00Z', { outcome: 'satisfied' }],
  ['2026-06-30T23:59:59Z', { outcome: 'satisfied' }],
  // The last second lasts to its end, and the first does not begin before it.
  ['2026-06-30T23:59:59.999Z', { outcome: 'satisfied' }],
  ['2026-05-31T23:59:59.999Z', { outcome: 'violated', reason: 'not-yet-valid' }],
  ['2026-07-01T00:00:00Z', { outcome: 'violated', reason: 'expired' }],
])('at %s a June certificate is %o', (at, expected) => {
  expect(checkValidityPeriod(june, instant(at))).toMatchObject(expected)
})
