import { describe, expect, test } from 'vitest'
import { parseCertificate } from '../../src/certificate/parse.ts'
import { PROCESSED_EXTENSIONS } from '../../src/certificate/read-extensions.ts'
import { EXTENSION } from '../../src/core/object-identifiers.ts'
import { oidText } from '../../src/core/oid.ts'
import { certificate, extension, NAME } from '../support/certificate-writer.ts'
import {
  bits,
  boolean,
  hex,
  ia5,
  integer,
  nothing,
  octets,
  oid,
  printable,
  sequence,
  set,
  tlv,
  utf8,
} from '../support/der-writer.ts'

/** Extensions that are told by their presence, or that this library does not read. */
const UNREAD = ['ctPoison', 'signedCertificateTimestamps', 'ocspNoCheck', 'validityAssuredShortTerm'] as const
type Field = Exclude<keyof typeof EXTENSION, (typeof UNREAD)[number]>

function read(field: Field, value: Uint8Array) {
  const parsed = parseCertificate(certificate({ extensions: [extension(oidText(EXTENSION[field]), value)] }))
  if (!parsed.ok) return { refused: parsed.reason }
  const { malformed } = parsed.value.extensions
  return {
    record: parsed.value.extensions[field],
    malformed: malformed.map(({ id, reason }) => [id, reason]),
  }
}

const dns = (text: string) => ia5(text, 0x82)
const uri = (text: string) => ia5(text, 0x86)
const mail = (text: string) => ia5(text, 0x81)
const address = (digits: string) => tlv(0x87, hex(digits))
const directory = tlv(0xa4, NAME)
const location = { form: 'uniformResourceIdentifier', text: 'http://example.com/a' }
const fullName = tlv(0xa0, tlv(0xa0, uri('http://example.com/a')))
const NO_USAGE = {
  digitalSignature: false,
  nonRepudiation: false,
  keyEncipherment: false,
  dataEncipherment: false,
  keyAgreement: false,
  keyCertSign: false,
  cRLSign: false,
  encipherOnly: false,
  decipherOnly: false,
}
const policy = (...qualifiers: readonly Uint8Array[]) =>
  sequence(sequence(oid('1.2.3'), ...(qualifiers.length > 0 ? [sequence(...qualifiers)] : [])))
const CPS = oid('1.3.6.1.5.5.7.2.1')
const NOTICE = oid('1.3.6.1.5.5.7.2.2')
const readPolicy = (...policyQualifiers: readonly object[]) => [
  { policyIdentifier: '2a03', policyQualifiers },
]

describe('an extension', () => {
  test.each<[Field, string, Uint8Array, unknown]>([
    ['authorityKeyIdentifier', 'empty', sequence(), {}],
    [
      'authorityKeyIdentifier',
      'with a key identifier',
      sequence(tlv(0x80, hex('aa'))),
      { keyIdentifier: hex('aa') },
    ],
    [
      'authorityKeyIdentifier',
      'with issuer and serial number',
      sequence(tlv(0xa1, dns('a')), tlv(0x82, hex('07'))),
      { authorityCertIssuer: [{ form: 'dNSName', text: 'a' }], authorityCertSerialNumber: hex('07') },
    ],
    ['subjectKeyIdentifier', 'of two octets', octets(hex('aabb')), hex('aabb')],
    ['keyUsage', 'digitalSignature', bits(7, '80'), { ...NO_USAGE, digitalSignature: true }],
    ['keyUsage', 'nonRepudiation', bits(6, '40'), { ...NO_USAGE, nonRepudiation: true }],
    ['keyUsage', 'keyEncipherment', bits(5, '20'), { ...NO_USAGE, keyEncipherment: true }],
    ['keyUsage', 'dataEncipherment', bits(4, '10'), { ...NO_USAGE, dataEncipherment: true }],
    ['keyUsage', 'keyAgreement', bits(3, '08'), { ...NO_USAGE, keyAgreement: true }],
    ['keyUsage', 'keyCertSign', bits(2, '04'), { ...NO_USAGE, keyCertSign: true }],
    ['keyUsage', 'cRLSign', bits(1, '02'), { ...NO_USAGE, cRLSign: true }],
    ['keyUsage', 'encipherOnly', bits(0, '01'), { ...NO_USAGE, encipherOnly: true }],
    ['keyUsage', 'decipherOnly', bits(7, '0080'), { ...NO_USAGE, decipherOnly: true }],
    ['keyUsage', 'two of them', bits(1, '06'), { ...NO_USAGE, keyCertSign: true, cRLSign: true }],
    ['certificatePolicies', 'without qualifiers', policy(), readPolicy()],
    [
      'certificatePolicies',
      'with an address',
      policy(sequence(CPS, ia5('http://a'))),
      readPolicy({ id: '2b06010505070201', value: hex('687474703a2f2f61'), cps: 'http://a' }),
    ],
    [
      'certificatePolicies',
      'with a notice',
      policy(sequence(NOTICE, sequence(sequence(utf8('o'), sequence(integer(1))), utf8('text')))),
      readPolicy({
        id: '2b06010505070202',
        value: hex('30080c016f3003020101 0c0474657874'),
        explicitText: 'text',
      }),
    ],
    [
      'certificatePolicies',
      'with a notice in Latin-1',
      policy(sequence(NOTICE, sequence(tlv(0x1a, hex('72 e9'))))),
      readPolicy({ id: '2b06010505070202', value: hex('1a0272e9'), explicitText: 'ré' }),
    ],
    [
      'certificatePolicies',
      'with a notice of nothing',
      policy(sequence(NOTICE, sequence())),
      readPolicy({ id: '2b06010505070202', value: hex('') }),
    ],
    [
      'certificatePolicies',
      'with an unknown qualifier',
      policy(sequence(oid('1.2.4'), nothing())),
      readPolicy({ id: '2a04', value: hex('0500') }),
    ],
    [
      'policyMappings',
      'of one pair',
      sequence(sequence(oid('1.2.3'), oid('1.2.4'))),
      [{ issuerDomainPolicy: '2a03', subjectDomainPolicy: '2a04' }],
    ],
    ['subjectAltName', 'a DNS name', sequence(dns('a.example')), [{ form: 'dNSName', text: 'a.example' }]],
    ['issuerAltName', 'a DNS name', sequence(dns('a.example')), [{ form: 'dNSName', text: 'a.example' }]],
    [
      'subjectDirectoryAttributes',
      'one of two values',
      sequence(sequence(oid('1.2.3'), set(integer(1), integer(2)))),
      [{ type: '2a03', values: [integer(1), integer(2)] }],
    ],
    ['basicConstraints', 'empty', sequence(), { ca: false }],
    ['basicConstraints', 'of an authority', sequence(boolean(true)), { ca: true }],
    [
      'basicConstraints',
      'with a path length of 0',
      sequence(boolean(true), integer(0)),
      { ca: true, pathLength: 0 },
    ],
    ['basicConstraints', 'with a path length only', sequence(integer(5)), { ca: false, pathLength: 5 }],
    [
      'nameConstraints',
      'of both kinds',
      sequence(
        tlv(0xa0, sequence(dns('example.com')), sequence(directory)),
        tlv(0xa1, sequence(address('0a000000ff000000')), sequence(dns(''))),
      ),
      {
        permitted: [
          { base: { form: 'dNSName', text: 'example.com' }, minimum: 0 },
          { base: { form: 'directoryName', name: expect.objectContaining({ bytes: NAME }) }, minimum: 0 },
        ],
        excluded: [
          { base: { form: 'iPAddress', octets: hex('0a000000ff000000') }, minimum: 0 },
          { base: { form: 'dNSName', text: '' }, minimum: 0 },
        ],
      },
    ],
    [
      'nameConstraints',
      'with bounds',
      sequence(tlv(0xa0, sequence(dns('.example.com'), tlv(0x80, hex('01')), tlv(0x81, hex('02'))))),
      {
        permitted: [{ base: { form: 'dNSName', text: '.example.com' }, minimum: 1, maximum: 2 }],
        excluded: [],
      },
    ],
    [
      'policyConstraints',
      'both',
      sequence(tlv(0x80, hex('00')), tlv(0x81, hex('02'))),
      { requireExplicitPolicy: 0, inhibitPolicyMapping: 2 },
    ],
    ['policyConstraints', 'the second', sequence(tlv(0x81, hex('02'))), { inhibitPolicyMapping: 2 }],
    [
      'extendedKeyUsage',
      'of two purposes',
      sequence(oid('1.3.6.1.5.5.7.3.1'), oid('1.2.3')),
      ['2b06010505070301', '2a03'],
    ],
    ['crlDistributionPoints', 'with a name', sequence(sequence(fullName)), [{ fullName: [location] }]],
    [
      'crlDistributionPoints',
      'with all parts',
      sequence(sequence(fullName, tlv(0x81, hex('0640')), tlv(0xa2, directory))),
      [
        {
          fullName: [location],
          reasons: hex('40'),
          crlIssuer: [{ form: 'directoryName', name: expect.objectContaining({ bytes: NAME }) }],
        },
      ],
    ],
    [
      'crlDistributionPoints',
      'relative to its issuer',
      sequence(sequence(tlv(0xa0, tlv(0xa1, nothing())), tlv(0xa2, directory))),
      [{ nameRelativeToCrlIssuer: hex('a1020500'), crlIssuer: [expect.anything()] }],
    ],
    [
      'crlDistributionPoints',
      'with spaces in the address',
      sequence(sequence(tlv(0xa0, tlv(0xa0, uri('ldap://a/cn=A B'))))),
      [{ fullName: [{ form: 'uniformResourceIdentifier', text: 'ldap://a/cn=A B' }] }],
    ],
    ['inhibitAnyPolicy', 'of 3', integer(3), 3],
    ['freshestCrl', 'with a name', sequence(sequence(fullName)), [{ fullName: [location] }]],
    [
      'authorityInfoAccess',
      'of one place',
      sequence(sequence(oid('1.3.6.1.5.5.7.48.1'), uri('http://example.com/a'))),
      [{ method: '2b06010505073001', location }],
    ],
    [
      'subjectInfoAccess',
      'of one place',
      sequence(sequence(oid('1.2.3'), uri('http://example.com/a'))),
      [{ method: '2a03', location }],
    ],
    [
      'cabfOrganizationIdentifier',
      'with a state',
      sequence(printable('NTR'), printable('US'), ia5('CA', 0x80), utf8('12')),
      { scheme: 'NTR', country: 'US', stateOrProvince: 'CA', reference: '12' },
    ],
    [
      'cabfOrganizationIdentifier',
      'without a state',
      sequence(printable('PSD'), printable('FI'), utf8('FINFSA-1')),
      { scheme: 'PSD', country: 'FI', reference: 'FINFSA-1' },
    ],
  ])('%s, %s, is read', (field, _, value, record) => {
    expect(read(field, value)).toEqual({ record, malformed: [] })
  })

  test.each<[Field, string, Uint8Array, string]>([
    [
      'authorityKeyIdentifier',
      'an issuer without a serial number',
      sequence(tlv(0xa1, dns('a'))),
      'value-inconsistent',
    ],
    [
      'authorityKeyIdentifier',
      'a serial number without an issuer',
      sequence(tlv(0x82, hex('07'))),
      'value-inconsistent',
    ],
    [
      'authorityKeyIdentifier',
      'parts out of order',
      sequence(tlv(0x82, hex('07')), tlv(0x80, hex('aa'))),
      'value-unexpected',
    ],
    ['subjectKeyIdentifier', 'a sequence', sequence(), 'tag-unexpected'],
    ['subjectKeyIdentifier', 'two values', new Uint8Array([...octets(), ...octets()]), 'value-unexpected'],
    ['keyUsage', 'no bit at all', bits(0, ''), 'value-out-of-range'],
    ['keyUsage', 'three octets', bits(0, '000001'), 'value-out-of-range'],
    ['keyUsage', 'an octet string', octets(), 'tag-unexpected'],
    ['certificatePolicies', 'no policy', sequence(), 'value-missing'],
    [
      'certificatePolicies',
      'a policy twice',
      sequence(sequence(oid('1.2.3')), sequence(oid('1.2.3'))),
      'value-repeated',
    ],
    [
      'certificatePolicies',
      'no qualifier in its list',
      sequence(sequence(oid('1.2.3'), sequence())),
      'value-missing',
    ],
    [
      'certificatePolicies',
      'an address that is no IA5String',
      policy(sequence(CPS, utf8('http://a'))),
      'tag-unexpected',
    ],
    [
      'certificatePolicies',
      'an address with NUL',
      policy(sequence(CPS, ia5('http://a\0'))),
      'string-character',
    ],
    [
      'certificatePolicies',
      'a notice of a number',
      policy(sequence(NOTICE, sequence(integer(1)))),
      'tag-unexpected',
    ],
    ['policyMappings', 'no pair', sequence(), 'value-missing'],
    [
      'policyMappings',
      'anyPolicy mapped from',
      sequence(sequence(oid('2.5.29.32.0'), oid('1.2.3'))),
      'value-out-of-range',
    ],
    [
      'policyMappings',
      'anyPolicy mapped to',
      sequence(sequence(oid('1.2.3'), oid('2.5.29.32.0'))),
      'value-out-of-range',
    ],
    ['subjectAltName', 'no name', sequence(), 'value-missing'],
    ['issuerAltName', 'no name', sequence(), 'value-missing'],
    [
      'subjectDirectoryAttributes',
      'an attribute without values',
      sequence(sequence(oid('1.2.3'), set())),
      'value-missing',
    ],
    [
      'basicConstraints',
      'a negative path length',
      sequence(boolean(true), hex('0201ff')),
      'value-out-of-range',
    ],
    ['basicConstraints', 'a third part', sequence(boolean(true), integer(0), nothing()), 'value-unexpected'],
    [
      'basicConstraints',
      'something behind',
      new Uint8Array([...sequence(), ...nothing()]),
      'value-unexpected',
    ],
    ['nameConstraints', 'neither kind', sequence(), 'value-missing'],
    ['nameConstraints', 'no subtree', sequence(tlv(0xa0)), 'value-missing'],
    [
      'nameConstraints',
      'an address without its mask',
      sequence(tlv(0xa0, sequence(address('0a000000')))),
      'value-out-of-range',
    ],
    ['policyConstraints', 'neither', sequence(), 'value-missing'],
    [
      'policyConstraints',
      'out of order',
      sequence(tlv(0x81, hex('00')), tlv(0x80, hex('00'))),
      'value-unexpected',
    ],
    ['extendedKeyUsage', 'no purpose', sequence(), 'value-missing'],
    ['extendedKeyUsage', 'a bare identifier', oid('1.3.6.1.5.5.7.3.1'), 'tag-unexpected'],
    ['crlDistributionPoints', 'no point', sequence(), 'value-missing'],
    ['crlDistributionPoints', 'a point to nowhere', sequence(sequence()), 'value-missing'],
    ['crlDistributionPoints', 'reasons only', sequence(sequence(tlv(0x81, hex('0640')))), 'value-missing'],
    [
      'crlDistributionPoints',
      'an empty address',
      sequence(sequence(tlv(0xa0, tlv(0xa0, uri(''))))),
      'value-out-of-range',
    ],
    ['inhibitAnyPolicy', 'a negative number', hex('0201ff'), 'value-out-of-range'],
    ['freshestCrl', 'no point', sequence(), 'value-missing'],
    ['authorityInfoAccess', 'no place', sequence(), 'value-missing'],
    ['authorityInfoAccess', 'a method without a place', sequence(sequence(oid('1.2.3'))), 'tag-unexpected'],
    ['subjectInfoAccess', 'no place', sequence(), 'value-missing'],
    ['qcStatements', 'no statement', sequence(), 'value-missing'],
    ['qcStatements', 'a statement without its list', sequence(oid('0.4.0.1862.1.1')), 'tag-unexpected'],
    [
      'cabfOrganizationIdentifier',
      'a reference of another string type',
      sequence(printable('PSD'), printable('FI'), printable('1')),
      'tag-unexpected',
    ],
  ])('%s with %s is named malformed, and never read as absent', (field, _, value, reason) => {
    expect(read(field, value)).toEqual({ record: undefined, malformed: [[EXTENSION[field], reason]] })
  })

  test.each<[Field, string, Uint8Array, string]>([
    ['basicConstraints', 'cA FALSE written out', sequence(boolean(false)), 'default-encoded'],
    ['basicConstraints', 'cA of 1', sequence(hex('010101')), 'boolean-value'],
    ['keyUsage', 'trailing zero bits', bits(0, 'a0'), 'bit-string-padding'],
    ['keyUsage', 'bits behind the last', bits(7, 'c0'), 'bit-string-padding'],
    ['extendedKeyUsage', 'an identifier that begins with zero', sequence(hex('0603808055')), 'oid-value'],
    ['subjectAltName', 'a length beyond the value', hex('3003820261'), 'length-exceeds-parent'],
    [
      'nameConstraints',
      'a minimum of 0 written out',
      sequence(tlv(0xa0, sequence(dns('a'), tlv(0x80, hex('00'))))),
      'default-encoded',
    ],
    [
      'extendedKeyUsage',
      'BER behind a defect of type',
      sequence(integer(1), hex('30800000')),
      'length-indefinite',
    ],
  ])('%s with %s is no DER, so there is no certificate', (field, _, value, reason) => {
    expect(read(field, value)).toEqual({ refused: reason })
  })

  test('with a thousand names is read, with one more it is not', () => {
    const names = (count: number) => sequence(...Array.from({ length: count }, () => dns('a')))
    expect(read('subjectAltName', names(1000))).toMatchObject({ malformed: [] })
    expect(read('subjectAltName', names(1001))).toEqual({ refused: 'too-many-elements' })
  })

  test('with a hundred policies is read, with one more it is not', () => {
    const policies = (count: number) =>
      sequence(...Array.from({ length: count }, (_, i) => sequence(oid(`1.2.${i}`))))
    expect(read('certificatePolicies', policies(100))).toMatchObject({ malformed: [] })
    expect(read('certificatePolicies', policies(101))).toEqual({ refused: 'too-many-elements' })
  })

  test('that is malformed leaves the others readable', () => {
    const extensions = [
      extension('2.5.29.37', integer(1)),
      extension('2.5.29.15', bits(7, '80'), true),
      extension('1.2.3', hex('ff')),
    ]
    const parsed = parseCertificate(certificate({ extensions }))
    expect(parsed).toMatchObject({
      value: {
        extensions: {
          all: [
            { id: '551d25', critical: false },
            { id: '551d0f', critical: true },
            { id: '2a03', critical: false, value: hex('ff') },
          ],
          malformed: [{ id: '551d25', reason: 'tag-unexpected' }],
          keyUsage: { digitalSignature: true },
        },
      },
    })
  })

  test('counts as processed exactly when it is read, which that of a precertificate never is', () => {
    const unprocessed = Object.entries(EXTENSION).filter(([, id]) => !PROCESSED_EXTENSIONS.has(id))
    expect(unprocessed.map(([name]) => name)).toEqual([...UNREAD])
  })
})

describe('a name in subjectAltName', () => {
  const label = 'a'.repeat(63)
  const longest = [label, label, label, 'a'.repeat(61)].join('.')

  test.each([
    ['a host', dns('example.com'), { form: 'dNSName', text: 'example.com' }],
    ['one label', dns('localhost'), { form: 'dNSName', text: 'localhost' }],
    ['a star', dns('*.example.com'), { form: 'dNSName', text: '*.example.com' }],
    ['a service', dns('_imap._tcp.example.com'), { form: 'dNSName', text: '_imap._tcp.example.com' }],
    ['a label of 63', dns(`${label}.com`), { form: 'dNSName', text: `${label}.com` }],
    ['253 characters', dns(longest), { form: 'dNSName', text: longest }],
    ['a mailbox', mail('a@example.com'), { form: 'rfc822Name', text: 'a@example.com' }],
    ['an address', uri('urn:a:b'), { form: 'uniformResourceIdentifier', text: 'urn:a:b' }],
    ['IPv4', address('7f000001'), { form: 'iPAddress', octets: hex('7f000001') }],
    ['IPv6', address('00'.repeat(16)), { form: 'iPAddress', octets: hex('00'.repeat(16)) }],
    ['an identifier', tlv(0x88, hex('2a03')), { form: 'registeredID', id: '2a03' }],
    [
      'a directory name',
      directory,
      { form: 'directoryName', name: expect.objectContaining({ bytes: NAME }) },
    ],
    ['an X.400 address', tlv(0xa3, nothing()), { form: 'x400Address', value: hex('a3020500') }],
    ['an EDI party', tlv(0xa5, nothing()), { form: 'ediPartyName', value: hex('a5020500') }],
    [
      'another name',
      tlv(0xa0, oid('1.2.3'), tlv(0xa0, utf8('a'))),
      { form: 'otherName', type: '2a03', value: hex('0c0161') },
    ],
  ])('%s is read', (_, name, record) => {
    expect(read('subjectAltName', sequence(name))).toEqual({ record: [record], malformed: [] })
  })

  test.each([
    ['an empty host', dns(''), 'value-out-of-range'],
    ['NUL in a host', dns('a.example\0.b'), 'string-character'],
    ['a comma in a host', dns('a.example, DNS:b'), 'value-out-of-range'],
    ['a new line in a host', dns('a.example\nb'), 'value-out-of-range'],
    ['a space in a host', dns(' a.example'), 'value-out-of-range'],
    ['a host with Latin-1', tlv(0x82, hex('61e9')), 'string-character'],
    ['two periods', dns('a..b'), 'value-out-of-range'],
    ['a period in front', dns('.example'), 'value-out-of-range'],
    ['a period behind', dns('example.'), 'value-out-of-range'],
    ['a hyphen in front', dns('-a.example'), 'value-out-of-range'],
    ['a hyphen behind', dns('a-.example'), 'value-out-of-range'],
    ['a label of 64', dns(`${label}a.com`), 'value-out-of-range'],
    ['254 characters', dns(`${longest}a`), 'value-out-of-range'],
    ['two stars', dns('*.*.example'), 'value-out-of-range'],
    ['a star inside a label', dns('a*.example'), 'value-out-of-range'],
    ['a star alone', dns('*'), 'value-out-of-range'],
    ['a star before nothing', dns('*.'), 'value-out-of-range'],
    ['a mailbox without a host', mail('a@'), 'value-out-of-range'],
    ['a mailbox without a name', mail('@example.com'), 'value-out-of-range'],
    ['no mailbox', mail('example.com'), 'value-out-of-range'],
    ['a mailbox with a space', mail('a b@example.com'), 'value-out-of-range'],
    ['a relative address', uri('/a'), 'value-out-of-range'],
    ['an address with a space', uri('http://a b'), 'value-out-of-range'],
    ['a scheme that begins with a digit', uri('1a:b'), 'value-out-of-range'],
    ['a scheme alone', uri('http:'), 'value-out-of-range'],
    ['no scheme', uri(':a'), 'value-out-of-range'],
    ['an address of five octets', address('7f00000100'), 'value-out-of-range'],
    ['an address with a mask', address('0a000000ff000000'), 'value-out-of-range'],
    ['another name without a value', tlv(0xa0, oid('1.2.3')), 'value-missing'],
    ['a form that does not exist', tlv(0x89, hex('61')), 'tag-unexpected'],
    ['a host in a constructed tag', tlv(0xa2, ia5('a')), 'tag-unexpected'],
  ])('%s is malformed', (_, name, reason) => {
    expect(read('subjectAltName', sequence(name))).toEqual({
      record: undefined,
      malformed: [[EXTENSION.subjectAltName, reason]],
    })
  })
})
