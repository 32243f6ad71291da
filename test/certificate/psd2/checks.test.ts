import { describe, expect, test } from 'vitest'
import type { Certificate } from '../../../src/certificate/certificate.ts'
import { checkCertificate } from '../../../src/certificate/checks.ts'
import { parseCertificate } from '../../../src/certificate/parse.ts'
import { checkPsd2, findPsd2Deviations } from '../../../src/certificate/psd2/checks.ts'
import {
  DEVIATION_REASONS,
  type DeviationReason,
  isDeviationReason,
} from '../../../src/certificate/psd2/deviations.ts'
import { acceptedPsd2 } from '../../../src/certificate/psd2/reading.ts'
import { PSD2 } from '../../../src/requirements/psd2.ts'
import { reportPsd2 } from '../../../src/verdict/certificate-report.ts'
import { certificate, extension } from '../../support/certificate-writer.ts'
import { nothing, oid, printable, rdn, sequence, utcTime, utf8 } from '../../support/der-writer.ts'

const STATEMENT = '0.4.0.19495.2'
const role = (arc: string, name: string) => sequence(oid(`0.4.0.19495.1.${arc}`), utf8(name))
const PI = role('2', 'PSP_PI')

interface Parts {
  readonly roles?: readonly Uint8Array[]
  readonly name?: Uint8Array
  readonly id?: Uint8Array
  /** PSD2QcType itself, in place of the three above. */
  readonly statement?: Uint8Array
  /** The value of the extension, in place of everything above. */
  readonly statements?: Uint8Array
  readonly identifiers?: readonly string[]
  readonly subject?: Uint8Array
  readonly issuer?: Uint8Array
  readonly issued?: string
  readonly eku?: readonly string[]
  readonly type?: string
}

const COMPLIANCE = sequence(oid('0.4.0.1862.1.1'))
const qcType = (arc: string) => sequence(oid('0.4.0.1862.1.6'), sequence(oid(`0.4.0.1862.1.6.${arc}`)))
const TLS = ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']

/** A certificate without any deviation, but for the parts. */
function sound(parts: Parts = {}): Certificate {
  const { roles = [PI], name = utf8('Bank of Spain'), id = utf8('ES-BE'), eku = TLS, type = '3' } = parts
  const statement = parts.statement ?? sequence(sequence(...roles), name, id)
  const statements = sequence(COMPLIANCE, qcType(type), sequence(oid(STATEMENT), statement))
  const subject = sequence(
    rdn('2.5.4.10', utf8('Bank')),
    ...(parts.identifiers ?? ['PSDES-BE-0182']).map(each => rdn('2.5.4.97', utf8(each))),
    rdn('2.5.4.3', utf8('pay.example')),
  )
  const bytes = certificate({
    subject: parts.subject ?? subject,
    ...(parts.issuer && { issuer: parts.issuer }),
    validity: sequence(utcTime(parts.issued ?? '250101000000Z'), utcTime('280101000000Z')),
    extensions: [
      ...(eku.length > 0 ? [extension('2.5.29.37', sequence(...eku.map(oid)))] : []),
      extension('1.3.6.1.5.5.7.1.3', parts.statements ?? statements),
    ],
  })
  const parsed = parseCertificate(bytes)
  if (!parsed.ok) throw new Error(`${parsed.reason} at ${parsed.offset}`)
  return parsed.value
}

const reasons = (parts: Parts) => findPsd2Deviations(sound(parts)).map(({ reason }) => reason)

const AFTER = '260401000000Z'
const BEFORE = '260331235959Z'

test('a certificate that departs from nothing has no deviation', () => {
  expect(reasons({})).toEqual([])
  const checks = checkPsd2(sound({ issued: AFTER }))
  expect(checks.map(({ code, outcome }) => [code, outcome])).toEqual(
    Object.keys(PSD2).map(code => [code, 'satisfied']),
  )
})

test('a certificate is judged by the rules of its issuance', () => {
  const outcomeAt = (issued: string) =>
    checkPsd2(sound({ issued })).find(({ code }) => code === 'psd2.authority-scope')?.outcome
  expect([BEFORE, AFTER].map(outcomeAt)).toEqual(['not-applicable', 'satisfied'])
})

test('without a statement nothing is asked', () => {
  const parsed = parseCertificate(certificate())
  if (!parsed.ok) throw new Error(parsed.reason)
  expect(findPsd2Deviations(parsed.value)).toEqual([])
  expect(new Set(checkPsd2(parsed.value).map(({ outcome }) => outcome))).toEqual(new Set(['not-applicable']))
  expect(reportPsd2(parsed.value)).toBeNull()
})

const NA = { name: utf8('NA'), id: utf8('NA'), identifiers: ['LEIXG-5493001KJTIIGC8Y1R12'] }
const CB = role('5', 'PSP_CB')
const PA = role('6', 'PSP_PA')

const UNASSIGNED: readonly DeviationReason[] = ['identifier-unassigned-country', 'authority-differs']

describe('a certificate with a PSD2 statement', () => {
  test.each<[string, Parts, readonly DeviationReason[]]>([
    [
      'a role by a name that nobody knows',
      { roles: [role('2', 'Payment Initiation')] },
      ['unknown-role-name'],
    ],
    ['a role by the name of another', { roles: [role('2', 'PSP_AI')] }, ['conflicting-role-name']],
    [
      'both',
      { roles: [role('2', 'PSP_AI'), role('4', 'PSP_ic')] },
      ['unknown-role-name', 'conflicting-role-name'],
    ],
    ['a role of others', { roles: [PI, role('9', 'PSP_XX')] }, ['unknown-role']],
    ['a role of others by a known name', { roles: [PI, role('9', 'PSP_AI')] }, ['unknown-role']],
    ['a role twice', { roles: [PI, PI] }, ['repeated-role']],
    ['no role', { roles: [] }, ['no-role']],
    ['Unspecified alone', { roles: [role('0', 'Unspecified')] }, []],
    ['Unspecified and a role', { roles: [role('0', 'Unspecified'), PI] }, ['unspecified-not-alone']],
    ['Unspecified twice', { roles: [role('0', 'Unspecified'), role('0', 'Unspecified')] }, ['repeated-role']],
    [
      'Unspecified and a misnamed role',
      { roles: [role('0', 'Unspecified'), role('2', 'x')] },
      ['unspecified-not-alone', 'unknown-role-name'],
    ],

    ['an authority with an accent', { name: utf8('Banco de España') }, []],
    ['an authority with an accent apart', { name: utf8('Banco de Espan\u0303a') }, []],
    ['an authority with signs', { name: utf8('Bank (of) Spain – "No. 1" & Co/2') }, []],
    ['an authority in Greek', { name: utf8('Τράπεζα') }, ['name-not-latin']],
    ['one Cyrillic letter', { name: utf8('Bаnk') }, ['name-not-latin']],
    ['a new line', { name: utf8('Bank\n') }, ['name-not-plain']],
    ['a mark of direction', { name: utf8('Bank\u202e') }, ['name-not-plain']],

    ['no country', { id: utf8('BE') }, ['id-country-only']],
    ['only a country and a hyphen', { id: utf8('ES-') }, ['id-country-only']],
    ['only an authority', { id: utf8('BDE') }, ['id-without-country']],
    ['only an authority and a hyphen', { id: utf8('-BDE') }, ['id-without-country']],
    ['a country of three letters', { id: utf8('ESP-BE') }, ['id-country-of-three-letters']],
    ['an underscore', { id: utf8('ES_BE') }, ['id-separator']],
    ['a hyphen of another kind', { id: utf8('ES\u2010BE') }, ['id-separator']],
    ['a country that is none', { id: utf8('XY-BE') }, ['id-unassigned-country', 'authority-differs']],
    ['the Union', { id: utf8('EU-BE') }, ['id-unassigned-country', 'authority-differs']],
    ['lower case', { id: utf8('es-be') }, ['id-malformed']],
    ['one letter', { id: utf8('ES-B') }, ['id-malformed']],
    ['two letters', { id: utf8('ES-BE') }, []],
    ['eight letters', { id: utf8('ES-ABCDEFGH'), identifiers: ['VATES-1'] }, ['authority-unlisted']],
    ['nine letters', { id: utf8('ES-ABCDEFGHI') }, ['id-malformed']],
    ['a digit', { id: utf8('ES-BE1') }, ['id-malformed']],
    ['the whole number', { id: utf8('PSDES-BE-0182') }, ['id-malformed']],
    ['a new line behind', { id: utf8('ES-BE\n') }, ['id-malformed']],

    ['"NA" before the rule', { ...NA, roles: [CB], issued: BEFORE }, ['id-malformed']],
    ['"NA" from the rule on', { ...NA, roles: [CB], issued: AFTER }, []],
    ['"NA" for both kinds', { ...NA, roles: [CB, PA], issued: AFTER }, []],
    ['"NA" for a payment institution', { ...NA, roles: [PI], issued: AFTER }, ['na-not-allowed']],
    ['"NA" for both at once', { ...NA, roles: [PA, PI], issued: AFTER }, ['na-not-allowed']],
    ['"NA" unspecified', { ...NA, roles: [role('0', 'Unspecified')], issued: AFTER }, ['na-not-allowed']],
    [
      '"NA" for a payee verifier',
      { ...NA, roles: [role('51', 'VOP_RS')], issued: AFTER },
      ['na-not-allowed'],
    ],
    ['"NA" as the name alone', { name: utf8('NA'), issued: AFTER }, ['na-not-allowed']],
    ['a central bank with an authority', { roles: [CB], issued: AFTER }, ['na-missing']],
    ['a central bank with an authority before', { roles: [CB], issued: BEFORE }, []],
    [
      'a central bank with "NA" as the name alone',
      { ...NA, id: utf8('ES-BE'), roles: [CB], issued: AFTER },
      ['na-missing'],
    ],

    ['a former code', { id: utf8('ES-BDE') }, ['authority-alias']],
    ['a former code in both', { id: utf8('ES-BDE'), identifiers: ['PSDES-BDE-0182'] }, ['authority-alias']],
    ['a former code in the number', { identifiers: ['PSDES-BDE-0182'] }, []],
    ['another authority', { id: utf8('IE-CBI') }, ['authority-differs']],
    [
      'the same code of another country',
      { id: utf8('IS-CBI'), identifiers: ['PSDIE-CBI-1'] },
      ['authority-differs'],
    ],
    [
      'an authority that nobody lists',
      { id: utf8('GB-FFA'), identifiers: ['PSDGB-FFA-1'] },
      ['authority-unlisted'],
    ],
    ['a scheme without an authority', { identifiers: ['VATES-1'] }, []],

    ['no identifier', { identifiers: [] }, ['identifier-absent']],
    ['two identifiers', { identifiers: ['PSDES-BE-1', 'PSDES-BE-2'] }, []],
    ['the same twice', { identifiers: ['PSDES-BE-0182', 'PSDES-BE-0182'] }, []],
    [
      'another scheme in March 2021',
      { identifiers: ['VATES-1'], issued: '210331235959Z' },
      ['identifier-of-other-scheme'],
    ],
    ['another scheme in April 2021', { identifiers: ['VATES-1'], issued: '210401000000Z' }, []],
    ['a national scheme', { identifiers: ['XX:ES-1'] }, []],
    [
      'a country of three letters in it',
      { identifiers: ['PSDESP-BE-1'] },
      ['identifier-country-of-three-letters'],
    ],
    ['UK in it', { identifiers: ['PSDUK-FCA-1'], id: utf8('GB-FCA') }, UNASSIGNED],
    ['EL in it', { identifiers: ['PSDEL-BOG-1'], id: utf8('GR-BOG') }, UNASSIGNED],
    ['EL for taxes', { identifiers: ['VATEL-1'] }, []],
    ['GB in it', { identifiers: ['PSDGB-FCA-1'], id: utf8('GB-FCA') }, []],
    ['white space for a number', { identifiers: ['PSDES-BE- '] }, ['identifier-malformed']],
    ['no scheme', { identifiers: ['ES-BE-1'] }, ['identifier-malformed']],
    ['a bare number', { identifiers: ['12345987'] }, ['identifier-malformed']],
    ['no authority', { identifiers: ['PSDES-0182'] }, ['identifier-malformed']],
    ['all of it twice', { identifiers: ['PSDES-BE-PSDES-BE-1'] }, ['repeated-prefix']],
    ['hyphens and dots in the number', { identifiers: ['PSDES-BE-04.05-5 5'] }, []],

    ['no extended key usage', { eku: [] }, ['no-extended-key-usage']],
    ['no extended key usage in a seal', { eku: [], type: '2' }, []],
    ['mail in a seal', { eku: ['1.3.6.1.5.5.7.3.4'], type: '2' }, []],
    ['mail beside TLS', { eku: [...TLS, '1.3.6.1.5.5.7.3.4'] }, ['unusual-extended-key-usage']],
    ['the server alone', { eku: ['1.3.6.1.5.5.7.3.1'] }, []],
    [
      'no names',
      { subject: sequence(rdn('2.5.4.97', utf8('PSDES-BE-0182'))) },
      ['no-organization-name', 'no-common-name'],
    ],
    [
      'a new line in the issuer',
      { issuer: sequence(rdn('2.5.4.10', utf8('Trust AG\n'))) },
      ['name-with-control-character'],
    ],
    [
      'no other statement',
      { statements: sequence(sequence(oid(STATEMENT), sequence(sequence(PI), utf8('A'), utf8('ES-BE')))) },
      ['no-qc-compliance', 'no-qc-type'],
    ],
  ])('with %s', (_, parts, expected) => {
    expect(reasons(parts)).toEqual(expected)
  })
})

const BARE = sequence(oid(STATEMENT), sequence(sequence(PI), utf8('Bank of Spain'), utf8('ES-BE')))
const FLAT = sequence(
  sequence(sequence(oid('0.4.0.19495.1.2'), utf8('PSP_PI'), oid('0.4.0.19495.1.3'), utf8('PSP_AI'))),
  utf8('Bank of Spain'),
  utf8('ES-BE'),
)

describe('roles come from a reading that counts:', () => {
  test.each<[string, Parts, readonly DeviationReason[], readonly string[] | undefined]>([
    ['strict', {}, [], ['PSP_PI']],
    ['flat roles', { statement: FLAT }, [], undefined],
    ['flat roles, tolerated', { statement: FLAT }, ['flat-roles'], ['PSP_PI', 'PSP_AI']],
    ['flat roles, something else tolerated', { statement: FLAT }, ['bare-statement'], undefined],
    ['a bare statement', { statements: BARE }, [], undefined],
    ['a bare statement, tolerated', { statements: BARE }, ['bare-statement'], ['PSP_PI']],
    ['a PrintableString', { id: printable('ES-BE') }, [], undefined],
    ['a PrintableString, tolerated', { id: printable('ES-BE') }, ['string-type'], ['PSP_PI']],
    ['no role, tolerated', { roles: [] }, ['no-role'], []],
    ['an unknown name', { roles: [PI, role('3', 'Account Information')] }, [], ['PSP_PI']],
    [
      'an unknown name, tolerated',
      { roles: [PI, role('3', 'Account Information')] },
      ['unknown-role-name'],
      ['PSP_PI', 'PSP_AI'],
    ],
    ['a conflicting name', { roles: [role('3', 'PSP_PI')] }, [], []],
    ['a conflicting name, another tolerated', { roles: [role('3', 'PSP_PI')] }, ['unknown-role-name'], []],
    [
      'a conflicting name, tolerated',
      { roles: [role('3', 'PSP_PI')] },
      ['conflicting-role-name'],
      ['PSP_AI'],
    ],
    ['Unspecified beside a role', { roles: [role('0', 'Unspecified'), PI] }, [], []],
    [
      'Unspecified beside a role, tolerated',
      { roles: [role('0', 'Unspecified'), PI] },
      ['unspecified-not-alone'],
      ['Unspecified', 'PSP_PI'],
    ],
    ['a role of others', { roles: [role('9', 'PSP_AI')] }, DEVIATION_REASONS, []],
    ['what cannot be read', { statement: nothing() }, DEVIATION_REASONS, undefined],
    ['a bare statement of another kind', { statements: COMPLIANCE }, DEVIATION_REASONS, undefined],
    [
      'a bare statement with something behind it',
      { statements: sequence(oid(STATEMENT), sequence(sequence(PI), utf8('A'), utf8('ES-BE')), nothing()) },
      DEVIATION_REASONS,
      undefined,
    ],
  ])('%s', (_, parts, tolerated, roles) => {
    expect(acceptedPsd2(sound(parts), tolerated)?.roles).toEqual(roles)
  })
})

/** Codes that decide against the certificate. */
function failing(parts: Parts, tolerated: readonly DeviationReason[]): readonly string[] {
  const own = ['psd2.', 'certificate.extension-syntax', 'certificate.qc-statement-syntax']
  return checkCertificate(sound(parts), tolerated)
    .filter(({ outcome, severity }) => outcome === 'violated' && severity === 'error')
    .map(({ code }) => code)
    .filter(code => own.some(prefix => code.startsWith(prefix)))
}

describe('what decides:', () => {
  test.each<[string, Parts, readonly DeviationReason[], readonly string[]]>([
    ['nothing', {}, [], []],
    ['flat roles', { statement: FLAT }, [], ['psd2.encoding']],
    ['flat roles, tolerated', { statement: FLAT }, ['flat-roles'], []],
    ['a bare statement', { statements: BARE }, [], ['psd2.encoding']],
    ['a bare statement, tolerated', { statements: BARE }, ['bare-statement'], []],
    [
      'a bare flat statement, half of it tolerated',
      { statements: sequence(oid(STATEMENT), FLAT) },
      ['bare-statement'],
      ['psd2.encoding'],
    ],
    [
      'a bare flat statement, tolerated',
      { statements: sequence(oid(STATEMENT), FLAT) },
      ['bare-statement', 'flat-roles'],
      [],
    ],
    [
      'flat roles, tolerated, beside another malformed statement',
      {
        statements: sequence(
          sequence(oid('0.4.0.1862.1.1'), nothing()),
          qcType('3'),
          sequence(oid(STATEMENT), FLAT),
        ),
      },
      ['flat-roles'],
      ['certificate.qc-statement-syntax'],
    ],
    ['an unknown authority', { id: utf8('GB-FFA') }, [], []],
    ['a malformed authority', { id: utf8('es-be') }, [], ['psd2.authority-id']],
    ['a malformed authority, tolerated', { id: utf8('es-be') }, ['id-malformed'], []],
    ['what cannot be read', { statement: nothing() }, [], ['psd2.encoding']],
    [
      'what cannot be read, tolerated',
      { statement: nothing() },
      [...DEVIATION_REASONS, 'unreadable'],
      ['psd2.encoding'],
    ],
  ])('%s', (_, parts, tolerated, codes) => {
    expect(failing(parts, tolerated)).toEqual(codes)
  })

  test('what is tolerated is told all the same', () => {
    expect(checkPsd2(sound({ statement: FLAT }), ['flat-roles'])).toContainEqual(
      expect.objectContaining({
        code: 'psd2.encoding',
        outcome: 'violated',
        severity: 'warning',
        reason: 'flat-roles',
        facts: expect.objectContaining({ roles: 2, tolerated: true }),
      }),
    )
  })
})

describe('the report', () => {
  test('of a reading that does not count has no roles, and says what they would be', () => {
    expect(reportPsd2(sound({ statement: FLAT }))).toEqual({
      reading: 'refused',
      roles: [],
      otherRoles: [],
      authority: { id: '', name: '' },
      authorizationNumber: '0182',
      deviations: [{ reason: 'flat-roles', tolerated: false }],
      ifTolerated: { roles: ['PSP_PI', 'PSP_AI'], authority: { id: 'ES-BE', name: 'Bank of Spain' } },
    })
  })

  test('of one that is tolerated has them', () => {
    expect(reportPsd2(sound({ statement: FLAT }), ['flat-roles'])).toMatchObject({
      reading: 'tolerated',
      roles: ['PSP_PI', 'PSP_AI'],
      deviations: [{ reason: 'flat-roles', tolerated: true }],
      ifTolerated: null,
    })
  })

  test('of a strict one too', () => {
    expect(reportPsd2(sound())).toMatchObject({
      reading: 'strict',
      roles: ['PSP_PI'],
      deviations: [],
      ifTolerated: null,
    })
  })

  test('of one that cannot be read has nothing', () => {
    expect(reportPsd2(sound({ statement: nothing() }), DEVIATION_REASONS)).toMatchObject({
      reading: 'refused',
      roles: [],
      ifTolerated: null,
    })
  })
})

test('no reason stands in two rows, and a policy can name each', () => {
  expect(new Set(DEVIATION_REASONS).size).toBe(DEVIATION_REASONS.length)
  expect(DEVIATION_REASONS.every(isDeviationReason)).toBe(true)
  expect(['', 'toString', 'flat roles'].some(isDeviationReason)).toBe(false)
})

test('of two statements nobody can say which counts: they are refused, and not said to be missing', () => {
  const one = sequence(oid(STATEMENT), sequence(sequence(PI), utf8('Bank of Spain'), utf8('ES-BE')))
  const twice = sound({ statements: sequence(COMPLIANCE, one, one) })
  expect(reportPsd2(twice, DEVIATION_REASONS)).toMatchObject({
    reading: 'refused',
    roles: [],
    ifTolerated: null,
  })
  expect(acceptedPsd2(twice, DEVIATION_REASONS)).toBeUndefined()
  const told = checkPsd2(twice).map(({ code, outcome, reason, facts }) => [
    code,
    outcome,
    reason,
    facts['defect'],
  ])
  expect(told).toEqual([['psd2.encoding', 'violated', 'unreadable', 'value-repeated']])
  const codes = checkCertificate(twice, DEVIATION_REASONS).filter(({ outcome }) => outcome === 'violated')
  expect(codes.map(({ code }) => code)).toContain('certificate.extension-syntax')

  const others = sound({ statements: sequence(COMPLIANCE, qcType('3'), qcType('3')) })
  expect([reportPsd2(others), findPsd2Deviations(others)]).toEqual([null, []])
})
