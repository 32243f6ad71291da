import { describe, expect, test } from 'vitest'
import { parseCertificate } from '../../src/certificate/parse.ts'
import type { QcStatements } from '../../src/certificate/qc-statements.ts'
import { QC_STATEMENT, QC_TYPE } from '../../src/core/object-identifiers.ts'
import { oid as oidOf, oidText } from '../../src/core/oid.ts'
import { certificate, extension } from '../support/certificate-writer.ts'
import { hex, ia5, integer, nothing, oid, printable, sequence, tlv, utf8 } from '../support/der-writer.ts'

type Name = keyof typeof QC_STATEMENT

const statement = (name: Name, ...info: readonly Uint8Array[]) =>
  sequence(oid(oidText(QC_STATEMENT[name])), ...info)

function read(...statements: readonly Uint8Array[]) {
  const parsed = parseCertificate(
    certificate({ extensions: [extension('1.3.6.1.5.5.7.1.3', sequence(...statements))] }),
  )
  if (!parsed.ok) return { refused: parsed.reason }
  const { qcStatements, malformed } = parsed.value.extensions
  if (qcStatements === undefined) return { extension: malformed.map(({ reason }) => reason) }
  return qcStatements
}

const NONE: Omit<QcStatements, 'all'> = {
  malformed: [],
  compliance: false,
  sscd: false,
  pds: [],
  types: [],
  semantics: [],
}
const WEB = oid('0.4.0.1862.1.6.3')
const LEGAL = oid('0.4.0.194121.1.2')

describe('a qualified certificate statement', () => {
  test.each<[Name, readonly Uint8Array[], Partial<QcStatements>]>([
    ['qcCompliance', [], { compliance: true }],
    [
      'qcLimitValue',
      [sequence(printable('EUR'), integer(5), integer(3))],
      { limitValue: { currency: 'EUR', amount: 5, exponent: 3 } },
    ],
    [
      'qcLimitValue',
      [sequence(integer(978), integer(2 ** 32), hex('0201fe'))],
      { limitValue: { currency: 978, amount: 2 ** 32, exponent: -2 } },
    ],
    ['qcRetentionPeriod', [integer(10)], { retentionPeriod: 10 }],
    ['qcSscd', [], { sscd: true }],
    [
      'qcPds',
      [sequence(sequence(ia5('https://a'), printable('en')), sequence(ia5('https://b'), printable('fr')))],
      {
        pds: [
          { url: 'https://a', language: 'en' },
          { url: 'https://b', language: 'fr' },
        ],
      },
    ],
    ['qcType', [sequence(WEB)], { types: [QC_TYPE.web] }],
    ['qcCcLegislation', [sequence(printable('CH'), printable('GB'))], { legislation: ['CH', 'GB'] }],
    ['qcIdentMethod', [sequence(oid('1.2.3'))], { identificationMethods: [oidOf('1.2.3')] }],
    ['qcQscdLegislation', [sequence(printable('CH'))], { qscdLegislation: ['CH'] }],
    ['pkixQcSyntaxV1', [], {}],
    ['pkixQcSyntaxV2', [], {}],
    [
      'pkixQcSyntaxV1',
      [sequence(LEGAL)],
      { semantics: [{ identifier: oidOf('0.4.0.194121.1.2'), registrationAuthorities: [] }] },
    ],
    [
      'pkixQcSyntaxV2',
      [sequence(sequence(ia5('http://a', 0x86), tlv(0xa4, sequence())))],
      { semantics: [{ registrationAuthorities: ['http://a', ''] }] },
    ],
  ])('%s is read: %#', (name, info, record) => {
    const all = [{ id: QC_STATEMENT[name], ...(info[0] && { info: info[0] }) }]
    expect(read(statement(name, ...info))).toEqual({ ...NONE, all, ...record })
  })

  test.each<[Name, string, readonly Uint8Array[], string]>([
    ['qcLimitValue', 'nothing', [], 'value-missing'],
    [
      'qcLimitValue',
      'a currency in UTF-8',
      [sequence(utf8('EUR'), integer(5), integer(3))],
      'tag-unexpected',
    ],
    ['qcLimitValue', 'no exponent', [sequence(printable('EUR'), integer(5))], 'value-missing'],
    ['qcRetentionPeriod', 'nothing', [], 'value-missing'],
    ['qcRetentionPeriod', 'a negative number', [hex('0201ff')], 'value-out-of-range'],
    ['qcPds', 'nothing', [], 'value-missing'],
    ['qcPds', 'no place', [sequence()], 'value-missing'],
    ['qcPds', 'a place outside of a list', [sequence(ia5('https://a'), printable('en'))], 'tag-unexpected'],
    [
      'qcPds',
      'an address in UTF-8',
      [sequence(sequence(utf8('https://a'), printable('en')))],
      'tag-unexpected',
    ],
    [
      'qcPds',
      'a language of three letters',
      [sequence(sequence(ia5('https://a'), printable('eng')))],
      'value-out-of-range',
    ],
    ['qcType', 'nothing', [], 'value-missing'],
    ['qcType', 'no type', [sequence()], 'value-missing'],
    ['qcType', 'a bare identifier', [WEB], 'tag-unexpected'],
    ['qcType', 'two values', [sequence(WEB), sequence(WEB)], 'value-unexpected'],
    ['qcCcLegislation', 'no country', [sequence()], 'value-missing'],
    ['qcCcLegislation', 'three letters', [sequence(printable('CHE'))], 'value-out-of-range'],
    ['qcCcLegislation', 'digits', [sequence(printable('41'))], 'value-out-of-range'],
    ['qcIdentMethod', 'no method', [sequence()], 'value-missing'],
    ['qcQscdLegislation', 'a country in UTF-8', [sequence(utf8('CH'))], 'tag-unexpected'],
    ['pkixQcSyntaxV2', 'neither part', [sequence()], 'value-missing'],
    ['pkixQcSyntaxV2', 'a bare identifier', [LEGAL], 'tag-unexpected'],
    ['psd2', 'nothing', [], 'value-missing'],
  ])('%s with %s is named malformed beside the others', (name, _, info, reason) => {
    const compliance = statement('qcCompliance')
    expect(read(statement(name, ...info), compliance)).toMatchObject({
      ...NONE,
      compliance: true,
      all: [{ id: QC_STATEMENT[name] }, { id: QC_STATEMENT.qcCompliance }],
      malformed: [{ id: QC_STATEMENT[name], reason }],
    })
  })

  test.each([
    ['qcCompliance', 'compliance'],
    ['qcSscd', 'sscd'],
  ] as const)('%s with information is malformed, and stands all the same', (name, field) => {
    expect(read(statement(name, nothing()))).toMatchObject({
      [field]: true,
      all: [{ id: QC_STATEMENT[name], info: nothing() }],
      malformed: [{ id: QC_STATEMENT[name], reason: 'value-unexpected' }],
    })
  })

  test('that is unknown is kept as it was written', () => {
    const info = sequence(integer(1), utf8('a'))
    expect(read(sequence(oid('1.2.3'), info), sequence(oid('1.2.4')))).toEqual({
      ...NONE,
      all: [{ id: '2a03', info }, { id: '2a04' }],
    })
  })

  test('of semantics may stand twice: for the person and for the organisation', () => {
    const natural = statement('pkixQcSyntaxV2', sequence(oid('0.4.0.194121.1.1')))
    expect(read(natural, statement('pkixQcSyntaxV2', sequence(LEGAL)))).toMatchObject({
      malformed: [],
      semantics: [{ identifier: '04008bec490101' }, { identifier: '04008bec490102' }],
    })
  })

  test('of another kind may not: nobody can say which of the two counts', () => {
    const type = statement('qcType', sequence(WEB))
    expect(read(type, type)).toEqual({ extension: ['value-repeated'] })
  })

  test('is one of at most 64', () => {
    const statements = (count: number) => Array.from({ length: count }, (_, i) => sequence(oid(`1.2.${i}`)))
    expect(read(...statements(64))).toMatchObject({ malformed: [] })
    expect(read(...statements(65))).toEqual({ refused: 'too-many-elements' })
  })

  test.each([
    ['no statement', [], 'value-missing'],
    ['a statement without an identifier', [sequence()], 'value-missing'],
    ['an identifier without its statement', [oid('0.4.0.1862.1.1')], 'tag-unexpected'],
  ])('%s makes the extension malformed', (_, statements, reason) => {
    expect(read(...statements)).toEqual({ extension: [reason] })
  })

  test('that is no DER makes the certificate unreadable', () => {
    const deep = hex('30800000')
    expect(read(statement('qcType', sequence(integer(1), deep)))).toEqual({ refused: 'length-indefinite' })
    expect(read(sequence(oid('1.2.3'), deep))).toEqual({ refused: 'length-indefinite' })
  })
})
