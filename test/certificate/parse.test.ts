import { describe, expect, test } from 'vitest'
import { parseCertificate } from '../../src/certificate/parse.ts'
import { formatInstant } from '../../src/core/time.ts'
import { certificate, extension, NAME, SHA256_WITH_RSA } from '../support/certificate-writer.ts'
import {
  bits,
  generalizedTime,
  hex,
  integer,
  nothing,
  octets,
  oid,
  printable,
  rdn,
  sequence,
  set,
  tlv,
  utcTime,
  utf8,
} from '../support/der-writer.ts'

function reasonOf(bytes: Uint8Array): string {
  const parsed = parseCertificate(bytes)
  return parsed.ok ? 'accepted' : parsed.reason
}

const v1 = new Uint8Array(0)
const v2 = tlv(0xa0, integer(1))
const UNKNOWN = extension('1.2.3.4', hex('0500'))

describe('a certificate', () => {
  test('is read whole', () => {
    const bytes = certificate({ extensions: [UNKNOWN] })
    const parsed = parseCertificate(bytes)
    if (!parsed.ok) throw new Error(parsed.reason)
    const { value } = parsed
    expect(value).toMatchObject({ version: 3, serialNumber: hex('07'), signature: hex('c0ffee') })
    expect(value.bytes).toBe(bytes)
    expect(value.signatureAlgorithm).toEqual({
      bytes: SHA256_WITH_RSA,
      algorithm: '2a864886f70d01010b',
      parameters: hex('0500'),
    })
    expect([value.issuer.bytes, value.subject.bytes]).toEqual([NAME, NAME])
    expect(formatInstant(value.validity.notBefore)).toBe('2026-01-01T00:00:00Z')
    expect(formatInstant(value.validity.notAfter)).toBe('2027-01-01T00:00:00Z')
    expect(value.publicKey).toMatchObject({
      algorithm: { algorithm: '2a864886f70d010101' },
      key: hex('3006020101020103'),
    })
    expect(value.extensions).toEqual({
      all: [{ id: '2a0304', critical: false, value: hex('0500') }],
      malformed: [],
    })
  })

  test('is read the same wherever it stands in its buffer', () => {
    const bytes = certificate({ extensions: [UNKNOWN] })
    const shifted = new Uint8Array([...hex('ffffff'), ...bytes, ...hex('ffffff')]).subarray(
      3,
      3 + bytes.length,
    )
    expect(parseCertificate(shifted)).toEqual(parseCertificate(bytes))
  })

  test('holds what is signed as a slice of the input', () => {
    const bytes = certificate()
    const parsed = parseCertificate(bytes)
    expect(parsed.ok && parsed.value.tbs.buffer).toBe(bytes.buffer)
    expect(parsed.ok && parsed.value.tbs).toEqual(bytes.subarray(3, 3 + 3 + (bytes[5] ?? 0)))
  })

  test.each([
    ['nothing', hex(''), 'truncated'],
    ['a SET', tlv(0x31, certificate()), 'tag-unexpected'],
    ['with another behind it', new Uint8Array([...certificate(), ...certificate()]), 'trailing-bytes'],
    ['with a value behind the signature', certificate({ after: [nothing()] }), 'value-unexpected'],
    ['without a signature', certificate({ signature: new Uint8Array(0) }), 'value-missing'],
    ['with a signature of odd bits', certificate({ signature: bits(1, '02') }), 'value-out-of-range'],
    [
      'whose algorithm differs outside',
      certificate({ outerAlgorithm: sequence(oid('1.2.840.113549.1.1.12'), nothing()) }),
      'value-inconsistent',
    ],
    [
      'whose parameters differ outside',
      certificate({ outerAlgorithm: sequence(oid('1.2.840.113549.1.1.11')) }),
      'value-inconsistent',
    ],
    [
      'whose algorithm has a third part',
      certificate({ signatureAlgorithm: sequence(oid('1.2.3'), nothing(), nothing()) }),
      'value-unexpected',
    ],
    ['with version 1 written out', certificate({ version: tlv(0xa0, integer(0)) }), 'default-encoded'],
    ['with version 4', certificate({ version: tlv(0xa0, integer(3)) }), 'value-out-of-range'],
    ['with a negative version', certificate({ version: tlv(0xa0, hex('0201ff')) }), 'value-out-of-range'],
    ['with two versions', certificate({ version: tlv(0xa0, integer(2), integer(2)) }), 'value-unexpected'],
    [
      'with a serial number of 65 octets',
      certificate({ serialNumber: tlv(2, hex('01'.repeat(65))) }),
      'value-out-of-range',
    ],
    ['with an empty serial number', certificate({ serialNumber: tlv(2) }), 'integer-empty'],
    [
      'with extensions in version 1',
      certificate({ version: v1, extensions: [UNKNOWN] }),
      'value-inconsistent',
    ],
    [
      'with extensions in version 2',
      certificate({ version: v2, extensions: [UNKNOWN] }),
      'value-inconsistent',
    ],
    [
      'with a unique identifier in version 1',
      certificate({ version: v1, rest: [tlv(0x81, hex('0001'))] }),
      'value-inconsistent',
    ],
    [
      'with its unique identifiers in the wrong order',
      certificate({ rest: [tlv(0x82, hex('0001')), tlv(0x81, hex('0001'))] }),
      'value-unexpected',
    ],
    ['with an unknown field', certificate({ rest: [tlv(0xa4, nothing())] }), 'value-unexpected'],
    ['with no extensions in their field', certificate({ extensions: [] }), 'value-missing'],
    ['with an extension twice', certificate({ extensions: [UNKNOWN, UNKNOWN] }), 'value-repeated'],
    [
      'with a value behind its extensions',
      certificate({ rest: [tlv(0xa3, sequence(UNKNOWN), nothing())] }),
      'value-unexpected',
    ],
    [
      'with critical FALSE written out',
      certificate({ extensions: [sequence(oid('1.2.3'), hex('010100'), octets())] }),
      'default-encoded',
    ],
    [
      'with an extension of four parts',
      certificate({ extensions: [sequence(oid('1.2.3'), octets(), nothing())] }),
      'value-unexpected',
    ],
    [
      'with an extension without a value',
      certificate({ extensions: [sequence(oid('1.2.3'))] }),
      'value-missing',
    ],
    [
      'with a key of odd bits',
      certificate({ publicKey: sequence(sequence(oid('1.2.3')), bits(1, '02')) }),
      'value-out-of-range',
    ],
    [
      'with three times',
      certificate({ validity: sequence(utcTime('260101000000Z'), utcTime('270101000000Z'), nothing()) }),
      'value-unexpected',
    ],
    ['with one time', certificate({ validity: sequence(utcTime('260101000000Z')) }), 'value-missing'],
    ['with an empty part of a name', certificate({ subject: sequence(set()) }), 'value-missing'],
    [
      'with an attribute of three parts',
      certificate({ subject: sequence(set(sequence(oid('2.5.4.3'), utf8('a'), nothing()))) }),
      'value-unexpected',
    ],
    [
      'with a number for a common name',
      certificate({ subject: sequence(rdn('2.5.4.3', integer(1))) }),
      'tag-unexpected',
    ],
    [
      'with an asterisk in a PrintableString',
      certificate({ subject: sequence(rdn('2.5.4.3', printable('*'))) }),
      'string-character',
    ],
    [
      'with NUL in a name',
      certificate({ subject: sequence(rdn('2.5.4.3', utf8('a\0b'))) }),
      'string-character',
    ],
    [
      'with a part of a name out of order',
      certificate({
        subject: sequence(set(sequence(oid('2.5.4.3'), utf8('b')), sequence(oid('2.5.4.3'), utf8('a')))),
      }),
      'set-not-sorted',
    ],
  ] as const)('%s is refused', (_, bytes, reason) => {
    expect(reasonOf(bytes)).toBe(reason)
  })

  test.each([
    ['of version 1', certificate({ version: v1 }), 1],
    ['of version 2', certificate({ version: v2, rest: [tlv(0x81, hex('00aa')), tlv(0x82, hex('00bb'))] }), 2],
    ['of version 3', certificate({ extensions: [UNKNOWN] }), 3],
  ] as const)('%s is read', (_, bytes, version) => {
    expect(parseCertificate(bytes)).toMatchObject({ ok: true, value: { version } })
  })

  test('keeps the unique identifiers', () => {
    const rest = [tlv(0x81, hex('00aa')), tlv(0x82, hex('00bb'))]
    expect(parseCertificate(certificate({ version: v2, rest }))).toMatchObject({
      value: { issuerUniqueId: hex('aa'), subjectUniqueId: hex('bb') },
    })
  })

  test('may have a serial number of 64 octets, or of none but zero, and says so', () => {
    const long = hex(`7f${'01'.repeat(63)}`)
    expect(parseCertificate(certificate({ serialNumber: tlv(2, long) }))).toMatchObject({
      value: { serialNumber: long },
    })
    expect(parseCertificate(certificate({ serialNumber: integer(0) }))).toMatchObject({
      value: { serialNumber: hex('00') },
    })
  })

  test('may have 64 extensions, not 65', () => {
    const many = (count: number) =>
      certificate({
        extensions: Array.from({ length: count }, (_, i) => extension(`1.2.3.${i}`, hex('0500'))),
      })
    expect(reasonOf(many(64))).toBe('accepted')
    expect(reasonOf(many(65))).toBe('too-many-elements')
  })

  test('may have 65,536 octets, not 65,537', () => {
    const frame =
      certificate({ extensions: [extension('1.2.3', tlv(4, new Uint8Array(60_000)))] }).length - 60_000
    const sized = (length: number) =>
      certificate({ extensions: [extension('1.2.3', tlv(4, new Uint8Array(length - frame)))] })
    expect([sized(65_536).length, sized(65_537).length]).toEqual([65_536, 65_537])
    expect(reasonOf(sized(65_536))).toBe('accepted')
    expect(reasonOf(sized(65_537))).toBe('too-large')
  })

  test.each([
    [utcTime('491231235959Z'), generalizedTime('20500101000000Z'), undefined],
    [utcTime('491231235959Z'), generalizedTime('20491231235959Z'), true],
    [generalizedTime('20491231235959Z'), generalizedTime('20500101000000Z'), true],
    [generalizedTime('20500101000000Z'), generalizedTime('99991231235959Z'), undefined],
    [utcTime('500101000000Z'), utcTime('260101000000Z'), undefined],
  ])('says whether its times are of the kind that the profile wants: %#', (notBefore, notAfter, mistyped) => {
    const parsed = parseCertificate(certificate({ validity: sequence(notBefore, notAfter) }))
    expect(parsed.ok && parsed.value.validity.mistyped).toBe(mistyped)
  })

  test('names where it is wrong', () => {
    const bytes = certificate({ serialNumber: hex('02020001') })
    expect(parseCertificate(bytes)).toEqual({
      ok: false,
      reason: 'integer-not-minimal',
      offset: 3 + 3 + 5 + 2,
    })
  })
})
