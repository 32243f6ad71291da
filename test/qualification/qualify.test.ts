import { describe, expect, test } from 'vitest'
import { EXTENSION, QC_STATEMENT } from '../../src/core/object-identifiers.ts'
import { instant } from '../../src/core/time.ts'
import type { ListState, QualificationInput } from '../../src/qualification/evidence.ts'
import { qualify } from '../../src/qualification/qualify.ts'
import { unreadableQualification } from '../../src/qualification/unreadable.ts'
import { QUALIFIERS } from '../../src/qualification/words.ts'
import {
  AT,
  type CertificatePlan,
  certificate,
  input,
  linksTo,
  provider,
  type ServicePlan,
  service,
  trustList,
} from './records.ts'

const WEBSITE = 'qualification.website-authentication'

function decide(given: QualificationInput) {
  const { qualification, checks } = qualify(given)
  const { website } = qualification
  return { ...qualification, checks, answer: [website.atIssuance, website.atValidation, website.result] }
}

function check(given: QualificationInput, code: string) {
  return qualify(given).checks.find(each => each.code === code)
}

const WITHDRAWN_2023: ServicePlan = {
  status: 'withdrawn',
  since: '2023-01-01T00:00:00Z',
  history: [{}],
}

describe('a QWAC', () => {
  test('is one at both moments, and every finding agrees', () => {
    const { answer, website, checks, services, literal } = decide(input([service()]))
    expect(answer).toEqual(['QWAC', 'QWAC', 'QWAC'])
    expect(website.reasons).toEqual([])
    expect(literal).toEqual({
      status: 'PROCESS_PASSED',
      subStatus: [],
      results: ['Not_Qualified_For_eSig', 'Not_Qualified_For_eSeal', 'QWAC'],
    })
    expect(new Set(checks.map(({ outcome }) => outcome))).toEqual(new Set(['satisfied']))
    expect(services).toEqual([
      {
        territory: 'FI',
        provider: 'Example Provider Oy',
        service: 'Example service',
        atIssuance: { status: 'granted', since: '2017-01-01T00:00:00Z' },
        atValidation: { status: 'granted', since: '2017-01-01T00:00:00Z' },
      },
    ])
  })

  test('is decided by one finding; all others warn', () => {
    const { checks } = qualify(input([service()]))
    expect(checks.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual([WEBSITE])
    expect(new Set(checks.map(({ code }) => code)).size).toBe(checks.length)
  })
})

type Row = readonly [
  what: string,
  given: QualificationInput,
  answer: readonly string[],
  reasons: readonly string[],
]

const YES = 'QWAC'
const NO = 'Not_QWAC'
const OPEN = 'INDET_QWAC'

function of(plan: ServicePlan, leaf: CertificatePlan = {}): QualificationInput {
  return input([service(plan)], { certificate: certificate(leaf) })
}

const STATES: readonly Row[] = [
  ['withdrawn after issuance', of(WITHDRAWN_2023), [YES, NO, NO], ['withdrawn-after-issuance']],
  [
    'withdrawn throughout',
    of({ status: 'withdrawn' }),
    [NO, NO, NO],
    ['withdrawn', 'not-granted-at-issuance'],
  ],
  [
    'withdrawn at issuance, granted now',
    of({ since: '2021-01-01T00:00:00Z', history: [{ status: 'withdrawn' }] }),
    [NO, YES, NO],
    ['not-granted-at-issuance'],
  ],
  [
    'listed after issuance',
    of({ since: '2020-01-01T00:00:00.001Z' }),
    [NO, YES, NO],
    ['not-listed-at-issuance'],
  ],
  ['listed at the moment of issuance', of({ since: '2020-01-01T00:00:00Z' }), [YES, YES, YES], []],
  [
    'for websites only since issuance',
    of({ since: '2021-01-01T00:00:00Z', history: [{ information: ['ForeSignatures'] }] }),
    [NO, YES, NO],
    ['web-type-added-after-issuance'],
  ],
  ['not for websites', of({ information: ['ForeSeals'] }), [NO, NO, NO], ['no-web-service']],
  ['without additional information', of({ information: [] }), [NO, NO, NO], ['no-web-service']],
  ['a root and nothing else', of({ information: ['RootCA-QC'] }), [NO, NO, NO], ['no-web-service']],
  ['of an unknown status', of({ status: 'undersupervision' }), [OPEN, OPEN, OPEN], ['list-status']],
  [
    'with an extension that is critical and unknown',
    of({ unknownCritical: ['Novelty'] }),
    [OPEN, OPEN, OPEN],
    ['unknown-critical-extension'],
  ],
  [
    'withdrawn between the two moments, and granted again',
    of({
      since: '2023-01-01T00:00:00Z',
      history: [{ status: 'withdrawn', since: '2022-01-01T00:00:00Z' }, {}],
    }),
    [YES, YES, YES],
    [],
  ],
  [
    'with a history out of order',
    of({ since: '2023-01-01T00:00:00Z', history: [{}, { since: '2018-01-01T00:00:00Z' }] }),
    [OPEN, OPEN, OPEN],
    ['history-order'],
  ],
  [
    'with two states of one start',
    of({ since: '2023-01-01T00:00:00Z', history: [{}, { status: 'withdrawn' }] }),
    [YES, YES, YES],
    [],
  ],
]

const CERTIFICATES: readonly Row[] = [
  ['without compliance', of({}, { compliance: false }), [NO, NO, NO], ['no-compliance']],
  ['for signatures', of({}, { types: ['esign'] }), [NO, NO, NO], ['other-type']],
  ['without a type', of({}, { types: [] }), [NO, NO, NO], ['other-type']],
  ['for two purposes', of({}, { types: ['web', 'eseal'] }), [OPEN, OPEN, OPEN], ['several-types']],
  ['of other legislation', of({}, { legislation: ['US'] }), [NO, NO, NO], ['other-legislation']],
  [
    'of other legislation that the list calls qualified',
    of({ qualifiers: ['QCStatement'] }, { legislation: ['US'] }),
    [YES, YES, YES],
    [],
  ],
  [
    'of a type that only the list states',
    of({ qualifiers: ['QCForWSA'] }, { types: ['esign'] }),
    [YES, YES, YES],
    [],
  ],
  [
    'qualified by the list, of no type',
    of({ qualifiers: ['QCStatement'] }, { compliance: false, types: [] }),
    [OPEN, OPEN, OPEN],
    ['type-unknown'],
  ],
  ['called not qualified', of({ qualifiers: ['NotQualified'] }), [NO, NO, NO], ['not-qualified']],
  [
    'called qualified and not qualified',
    of({ qualifiers: ['NotQualified', 'QCStatement'] }),
    [OPEN, OPEN, OPEN],
    ['contradictory-qualifiers'],
  ],
  [
    'called one for seals by a service for websites',
    of({ qualifiers: ['QCForESeal'] }),
    [OPEN, OPEN, OPEN],
    ['contradictory-qualifiers'],
  ],
  ['called one of a legal person', of({ qualifiers: ['QCForLegalPerson'] }), [YES, YES, YES], []],
  [
    'called not qualified by criteria that pick others',
    of({ missed: ['NotQualified'] }),
    [YES, YES, YES],
    [],
  ],
]

const MALFORMED: readonly Row[] = [
  ...([EXTENSION.qcStatements] as const).map(
    (id): Row => ['statements', of({}, { malformed: [id] }), [OPEN, OPEN, OPEN], ['qc-statements-malformed']],
  ),
  ...([QC_STATEMENT.qcCompliance, QC_STATEMENT.qcType, QC_STATEMENT.qcCcLegislation] as const).map(
    (id): Row => [
      `a statement ${id}`,
      of({}, { malformedStatements: [id] }),
      [OPEN, OPEN, OPEN],
      ['qc-statements-malformed'],
    ],
  ),
  [
    'statements, even where the list would settle all of it',
    of({ qualifiers: ['QCStatement', 'QCForWSA'] }, { malformed: [EXTENSION.qcStatements] }),
    [OPEN, OPEN, OPEN],
    ['qc-statements-malformed'],
  ],
  [
    'statements, where the list says no',
    of({ qualifiers: ['NotQualified'] }, { malformed: [EXTENSION.qcStatements] }),
    [NO, NO, NO],
    ['not-qualified'],
  ],
  [
    'a statement that nobody asks for',
    of({}, { malformedStatements: [QC_STATEMENT.qcPds] }),
    [YES, YES, YES],
    [],
  ],
]

const CRITERIA: readonly Row[] = [
  ['on NotQualified', of({ open: ['NotQualified'] }), [OPEN, OPEN, OPEN], ['criteria-undetermined']],
  ['on QCForESig', of({ open: ['QCForESig'] }), [OPEN, OPEN, OPEN], ['criteria-undetermined']],
  ['that change nothing', of({ open: ['QCStatement', 'QCForWSA'] }), [YES, YES, YES], []],
  [
    'that are needed',
    of({ open: ['QCStatement'] }, { compliance: false }),
    [OPEN, OPEN, OPEN],
    ['criteria-undetermined'],
  ],
  [
    'that only together would do',
    of({ open: ['QCStatement', 'QCForWSA'] }, { compliance: false, types: [] }),
    [OPEN, OPEN, OPEN],
    ['criteria-undetermined'],
  ],
  [
    'on a certificate that is no QWAC in any case',
    of({ open: ['NotQualified'] }, { types: ['esign'] }),
    [NO, NO, NO],
    ['other-type', 'not-qualified'],
  ],
  ['on qualifiers that nobody asks for', of({ open: ['QCWithQSCD'] }), [YES, YES, YES], []],
]

const TWO_PROVIDERS = [
  provider([service()]),
  provider([service({ information: ['ForeSeals'] })], 'Another Ab'),
]

const SEVERAL: readonly Row[] = [
  ['granted', input([service(), service()]), [YES, YES, YES], []],
  [
    'granted and withdrawn',
    input([service(), service({ status: 'withdrawn' })]),
    [OPEN, OPEN, OPEN],
    ['contradictory-status'],
  ],
  [
    'one withdrawn and of another type',
    input([service(), service({ status: 'withdrawn', information: ['ForeSignatures'] })]),
    [YES, YES, YES],
    [],
  ],
  [
    'with qualifiers apart that contradict together',
    input([service({ qualifiers: ['NotQualified'] }), service({ qualifiers: ['QCStatement'] })]),
    [OPEN, OPEN, OPEN],
    ['contradictory-qualifiers'],
  ],
  [
    'that make it one for seals as well',
    input([service(), service({ information: ['ForeSeals'], qualifiers: ['QCForESeal'] })]),
    [OPEN, OPEN, OPEN],
    ['two-types'],
  ],
  [
    'that may make it one for seals as well',
    input([service(), service({ information: ['ForeSeals'], open: ['QCForESeal'] })]),
    [OPEN, OPEN, OPEN],
    ['two-types'],
  ],
  [
    'that leave seals open and do not touch websites',
    input([service(), service({ information: ['ForeSeals'], qualifiers: ['QCForWSA'] })]),
    [YES, YES, YES],
    [],
  ],
  [
    'of two providers',
    input([], { providers: TWO_PROVIDERS, links: linksTo(TWO_PROVIDERS) }),
    [OPEN, OPEN, OPEN],
    ['provider-conflict'],
  ],
]

describe.each([
  ['a service that was or is', STATES],
  ['a certificate', CERTIFICATES],
  ['malformed:', MALFORMED],
  ['criteria that cannot be evaluated', CRITERIA],
  ['several services,', SEVERAL],
])('%s', (_, rows) => {
  test.each(rows)('%s', (_, given, answer, reasons) => {
    const decided = decide(given)
    expect(decided.answer).toEqual(answer)
    expect(decided.website.reasons).toEqual(reasons)
    const outcome = { [YES]: 'satisfied', [NO]: 'violated', [OPEN]: 'undetermined' }[decided.website.result]
    expect(check(given, WEBSITE)).toMatchObject({
      outcome,
      severity: 'error',
      ...(reasons[0] && { reason: reasons[0] }),
    })
  })
})

describe('the Regulation', () => {
  const old: ServicePlan = {
    since: '2016-06-30T22:00:00Z',
    history: [{ status: 'accredited', since: '2010-01-01T00:00:00Z', information: [] }],
  }

  test.each([
    ['2016-06-30T21:59:59Z', [NO, NO, NO], ['before-eidas']],
    ['2016-06-30T22:00:00Z', [YES, YES, YES], []],
  ])('applies to a certificate of %s', (notBefore, answer, reasons) => {
    const decided = decide(of(old, { notBefore }))
    expect(decided.answer).toEqual(answer)
    expect(decided.website.reasons).toEqual(reasons)
  })

  test('knows an older certificate for signatures by its service, then and now', () => {
    const given = of(
      { ...old, information: ['ForeSignatures'] },
      { notBefore: '2014-01-01T00:00:00Z', types: [] },
    )
    expect(decide(given).signature).toEqual({
      atIssuance: 'QC_For_eSig',
      atValidation: 'QC_For_eSig',
      result: 'QC_For_eSig',
      reasons: [],
    })
  })

  test.each([
    ['supervisionceased', 'Not_Qualified_For_eSig', 'withdrawn'],
    ['accreditationrevoked', 'Not_Qualified_For_eSig', 'withdrawn'],
    ['supervisionincessation', 'QC_For_eSig', undefined],
  ])('was preceded by %s: %s', (status, value, reason) => {
    const given = input([service({ status, since: '2010-01-01T00:00:00Z', information: [] })], {
      certificate: certificate({ notBefore: '2014-01-01T00:00:00Z', types: [] }),
      at: instant('2015-01-01T00:00:00Z'),
    })
    const { signature } = decide(given)
    expect(signature.atValidation).toBe(value)
    expect(signature.reasons[0]).toBe(reason)
  })

  test('a policy of the Directive that cannot be read is not absent', () => {
    const plan = { notBefore: '2014-01-01T00:00:00Z', types: [], compliance: false } as const
    const signature = (leaf: CertificatePlan) =>
      decide(of({ ...old, information: ['ForeSignatures'] }, leaf)).signature
    expect(signature({ ...plan, policies: ['0.4.0.1456.1.1'] }).result).toBe('QC_For_eSig')
    expect(signature(plan).reasons).toEqual(['no-compliance'])
    expect(signature({ ...plan, malformed: [EXTENSION.certificatePolicies] }).reasons).toEqual([
      'policies-malformed',
    ])
  })
})

describe('the list', () => {
  const given = input([service()])
  const { list = trustList([]) } = given.territory

  test.each<[ListState, string]>([
    ['refused', 'list-refused'],
    ['unreadable', 'list-unreadable'],
    ['absent', 'list-missing'],
    ['not-announced', 'territory-unknown'],
    ['fresh', 'list-missing'],
  ])('is not there, and its state is %s', (state, reason) => {
    const decided = decide({ ...given, links: [], territory: { state, listOfLists: 'fresh' } })
    expect(decided.answer).toEqual([OPEN, OPEN, OPEN])
    expect(decided.website.reasons).toEqual([reason])
    expect(decided.services).toEqual([])
  })

  test.each<[ListState, string | undefined]>([
    ['fresh', undefined],
    ['aged', undefined],
    ['expired', 'list-of-lists-expired'],
    ['closed', 'list-of-lists-closed'],
    ['refused', 'list-of-lists-missing'],
    ['absent', 'list-of-lists-missing'],
  ])('of lists is %s: %s', (listOfLists, reason) => {
    const decided = decide({ ...given, territory: { ...given.territory, listOfLists } })
    expect(decided.website.reasons).toEqual(reason ? [reason] : [])
  })

  test.each([
    ['2024-11-01T00:00:00Z', []],
    ['2024-11-01T00:00:00.001Z', ['list-expired']],
  ])('answers until its NextUpdate: at %s %o', (at, reasons) => {
    expect(decide({ ...given, at: instant(at) }).website.reasons).toEqual(reasons)
  })

  test('that has expired at the moment of freshness answers for no moment', () => {
    const decided = decide({ ...given, territory: { ...given.territory, state: 'expired' } })
    expect(decided.answer).toEqual([OPEN, OPEN, OPEN])
    expect(decided.website.reasons).toEqual(['list-expired'])
    // The text only warns of the age.
    expect(decided.literal.results).toContain('QWAC')
    expect(
      check(
        { ...given, territory: { ...given.territory, state: 'expired' } },
        'qualification.literal-outcome',
      ),
    ).toMatchObject({ outcome: 'violated', reason: 'outcome-differs', severity: 'warning' })
  })

  test.each([
    ['2024-05-01T00:00:00Z', [YES, YES, YES], []],
    ['2024-05-01T00:00:00.001Z', [YES, OPEN, OPEN], ['list-closed']],
  ])('that was closed in May answers for the time before: at %s %o', (at, answer, reasons) => {
    const closed = { ...list, nextUpdate: null }
    const decided = decide({
      ...given,
      at: instant(at),
      territory: { list: closed, state: 'closed', listOfLists: 'fresh' },
    })
    expect(decided.answer).toEqual(answer)
    expect(decided.website.reasons).toEqual(reasons)
  })

  test.each([
    ['2024-05-01T00:00:00Z', false],
    ['2024-04-30T23:59:59Z', true],
  ])('says at %s whether it was issued later: %s', (at, later) => {
    expect(check({ ...given, at: instant(at) }, 'qualification.list')).toMatchObject({
      outcome: 'satisfied',
      facts: { issuedAfterValidation: later },
    })
  })

  test('of another territory is a mistake of the caller', () => {
    const other = { ...given.territory, list: { ...list, territory: 'SE' } }
    expect(() => qualify({ ...given, territory: other })).toThrow(TypeError)
  })

  test('cannot be found without a country', () => {
    const decided = decide({ ...given, certificate: certificate({ countries: [] }) })
    expect(decided.website.reasons).toEqual(['territory-unknown'])
    expect(decided.literal.subStatus).toEqual(['Provided_country_code_not_representing_an_EU_MS'])
    expect(decided.services).toEqual([])
  })
})

describe('a path', () => {
  const given = input([service()])

  test('to nothing is a no, and another list is told', () => {
    const decided = decide({ ...given, links: [], elsewhere: ['SK', 'CZ', 'SK'] })
    expect(decided.answer).toEqual([NO, NO, NO])
    expect(decided.website.reasons).toEqual([
      'not-listed',
      'listed-in CZ',
      'listed-in SK',
      'not-listed-at-issuance',
    ])
    expect(decided.literal).toMatchObject({ status: 'PROCESS_PASSED', results: ['Not_Qualified'] })
    expect(decided.checks).toContainEqual(
      expect.objectContaining({ code: 'qualification.other-list', facts: { territories: ['CZ', 'SK'] } }),
    )
  })

  test.each<[string, ServicePlan, readonly string[]]>([
    ['would make it a QWAC', {}, ['path-undetermined']],
    [
      'would not',
      { status: 'withdrawn' },
      ['not-listed', 'withdrawn', 'not-listed-at-issuance', 'not-granted-at-issuance'],
    ],
  ])('that could not be checked %s', (_, plan, reasons) => {
    const providers = [provider([service(plan)])]
    const decided = decide(input([], { providers, links: linksTo(providers, { outcome: 'undetermined' }) }))
    expect(decided.website.reasons).toEqual(reasons)
    expect(decided.website.result).toBe(reasons.length === 1 ? OPEN : NO)
    expect(decided.services).toEqual([])
  })

  test.each<[string, ServicePlan, readonly string[]]>([
    ['agrees', {}, []],
    ['contradicts', { status: 'withdrawn' }, ['path-undetermined']],
    ['adds a qualifier against it', { qualifiers: ['NotQualified'] }, ['path-undetermined']],
    ['has no bearing', { information: ['ForeSeals'] }, []],
  ])('that could not be checked beside one that was: %s', (_, plan, reasons) => {
    const [certain, open] = [service(), service(plan)]
    const owner = provider([certain, open])
    const links = linksTo([owner]).map(link =>
      link.service === open ? { ...link, outcome: 'undetermined' as const } : link,
    )
    expect(decide(input([], { providers: [owner], links })).website.reasons).toEqual(reasons)
  })

  test('that could not be checked to a second provider leaves it open', () => {
    const providers = [provider([service()]), provider([service()], 'Another Ab')]
    const links = linksTo(providers).map((link, i) =>
      i ? { ...link, outcome: 'undetermined' as const } : link,
    )
    expect(decide(input([], { providers, links })).website.reasons).toEqual(['path-undetermined'])
  })

  test('through an intermediate that has expired since leads nowhere now', () => {
    const intermediates = [
      certificate({ key: 'i', notBefore: '2015-01-01T00:00:00Z', notAfter: '2023-01-01T00:00:00Z' }),
    ]
    const providers = [provider([service()])]
    const decided = decide(input([], { providers, links: linksTo(providers, { intermediates }) }))
    expect(decided.answer).toEqual([YES, NO, NO])
    expect(decided.services[0]).toMatchObject({ atIssuance: { status: 'granted' }, atValidation: null })
  })

  test('to thousands of services that say much the same leaves open what each leaves open', () => {
    const services = Array.from({ length: 2000 }, (_, i) =>
      service({
        information: ['ForWebSiteAuthentication', 'ForeSeals', 'ForeSignatures'],
        open: QUALIFIERS.slice(i % QUALIFIERS.length, (i % QUALIFIERS.length) + 1),
        status: i % 7 === 0 ? 'withdrawn' : 'granted',
      }),
    )
    const providers = [provider(services)]
    const given = input([], { providers, links: linksTo(providers, { outcome: 'undetermined' }) })
    const { website } = qualify(given).qualification
    expect(website.result).toBe(OPEN)
    expect(website.reasons).toEqual(['path-undetermined', 'criteria-undetermined'])
  })

  test('with more open points than can be settled leaves it open', () => {
    const many = Array.from({ length: 300 }, (_, i) => service({ status: `status${i}` }))
    const providers = [provider([service(), ...many])]
    const links = linksTo(providers).map((link, i) =>
      i ? { ...link, outcome: 'undetermined' as const } : link,
    )
    expect(decide(input([], { providers, links })).website).toMatchObject({
      result: OPEN,
      reasons: ['path-undetermined'],
    })
  })
})

describe('the name of the provider', () => {
  test.each<[string, CertificatePlan, ServicePlan, string]>([
    ['is that of the issuer', {}, {}, 'satisfied'],
    ['in other case and space', { organization: 'EXAMPLE  provider oy' }, {}, 'satisfied'],
    ['is another', { organization: 'Other Oy' }, {}, 'violated'],
    ['is its trade name', { organization: 'Trade' }, {}, 'satisfied'],
    [
      'is that of the successor',
      { organization: 'Successor Oy' },
      { takenOverBy: 'Successor Oy' },
      'satisfied',
    ],
    [
      'is the common name of an issuer without organization',
      { organization: null, commonName: 'Trade' },
      {},
      'satisfied',
    ],
    [
      'is not asked of the common name otherwise',
      { organization: 'Other Oy', commonName: 'Trade' },
      {},
      'violated',
    ],
    ['is nowhere in an issuer without organization', { organization: null }, {}, 'violated'],
  ])('%s', (_, leaf, plan, outcome) => {
    const providers = [provider([service(plan)], 'Example Provider Oy', ['Trade'])]
    const given = input([], { providers, links: linksTo(providers), certificate: certificate(leaf) })
    expect(check(given, 'qualification.provider-name')).toMatchObject({ outcome, severity: 'warning' })
    expect(decide(given).website.result).toBe(YES)
  })

  test('is settled by the listed subject where the issuer has no organization', () => {
    const leaf = certificate({ organization: null })
    const authority = { ...certificate({ key: 'ca' }), subject: leaf.issuer }
    const given = input([service({ certificates: [authority] })], { certificate: leaf })
    expect(check(given, 'qualification.provider-name')).toMatchObject({ outcome: 'satisfied' })
  })

  test('fails the text where it only warns here, and the difference is told', () => {
    const given = input([service()], { certificate: certificate({ organization: 'Other Oy' }) })
    const { literal, website } = decide(given)
    expect(website.result).toBe(YES)
    expect(literal).toEqual({
      status: 'PROCESS_FAILED',
      subStatus: ['ERROR_TSP_NAME_INCONSISTENCY_BETWEEN_CERT_AND_TL'],
      results: ['INDETERMINATE'],
    })
    expect(check(given, 'qualification.literal-outcome')).toMatchObject({ outcome: 'violated' })
  })
})

describe('a warning', () => {
  test.each<[string, string, QualificationInput]>([
    ['qualification.history-order', 'equal-starts', of({ since: '2023-01-01T00:00:00Z', history: [{}, {}] })],
    ['qualification.history-order', 'current-not-newest', of({ history: [{}] })],
    ['qualification.duplicate-service', 'duplicate-service', input([service(), service()])],
    [
      'qualification.legislation',
      'other-legislation',
      of({ qualifiers: ['QCStatement'] }, { legislation: ['US'] }),
    ],
    [
      'qualification.certificate-type',
      'web-type-not-stated',
      of({ qualifiers: ['QCForWSA'] }, { types: ['esign'] }),
    ],
    [
      'qualification.certificate-type',
      'several-types',
      of({ qualifiers: ['QCForWSA'] }, { types: ['web', 'esign'] }),
    ],
    [
      'qualification.single-type',
      'other-purpose-open',
      of({ information: ['ForWebSiteAuthentication', 'ForeSeals'], qualifiers: ['QCForWSA'] }),
    ],
    ['qualification.criteria', 'criteria-undetermined', of({ open: ['QCForWSA'] })],
  ])('%s: %s does not decide', (code, reason, given) => {
    expect(check(given, code)).toMatchObject({ reason, severity: 'warning' })
    expect(decide(given).website.result).toBe(YES)
  })
})

test('a certificate that cannot be read is neither qualified nor not', () => {
  const { website, seal, signature, services } = unreadableQualification()
  expect([website.result, seal.result, signature.result, services]).toEqual([
    'INDET_QWAC',
    'INDET_QC_For_eSeal',
    'INDET_QC_For_eSig',
    [],
  ])
})

test('the moment of use is the caller’s', () => {
  const given = of(WITHDRAWN_2023)
  expect(decide({ ...given, at: instant('2022-12-31T23:59:59.999Z') }).website.atValidation).toBe(YES)
  expect(decide({ ...given, at: instant('2023-01-01T00:00:00Z') }).website.atValidation).toBe(NO)
  expect(decide({ ...given, at: AT }).website.atValidation).toBe(NO)
})
