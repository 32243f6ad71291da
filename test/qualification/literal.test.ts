import { describe, expect, test } from 'vitest'
import { instant } from '../../src/core/time.ts'
import type { QualificationInput } from '../../src/qualification/evidence.ts'
import { literalOutcome as outcomeOf } from '../../src/qualification/literal.ts'
import { matchServices } from '../../src/qualification/literal-match.ts'
import { situationOf } from '../../src/qualification/situation.ts'
import {
  type CertificatePlan,
  certificate,
  input,
  linksTo,
  provider,
  type ServicePlan,
  service,
} from './records.ts'

function literalOutcome(given: QualificationInput) {
  return outcomeOf(situationOf(given))
}

function outcome(plans: readonly ServicePlan[], leaf: CertificatePlan = {}) {
  return literalOutcome(input(plans.map(service), { certificate: certificate(leaf) }))
}

const NONE = ['Not_Qualified_For_eSig', 'Not_Qualified_For_eSeal', 'Not_QWAC']
const WEB = ['Not_Qualified_For_eSig', 'Not_Qualified_For_eSeal', 'QWAC']

describe('the outcome of the text', () => {
  test('fails without results where two purposes are positive', () => {
    const seals = { information: ['ForeSeals'], qualifiers: ['QCForESeal'] }
    expect(outcome([{}, seals])).toEqual({
      status: 'PROCESS_FAILED',
      subStatus: ['ERROR_QUALIFIED_FOR_TWO_TYPES'],
      results: [],
    })
  })

  test.each<[string, ServicePlan, unknown]>([
    [
      'differ in a purpose that is open at issuance',
      {
        since: '2021-01-01T00:00:00Z',
        history: [{ information: ['ForWebSiteAuthentication', 'ForeSeals'], qualifiers: ['QCForWSA'] }],
      },
      { status: 'PROCESS_FAILED', subStatus: ['ERROR_RESULTS_DIFFER_AT_ISSUANCE'], results: WEB },
    ],
    [
      'are the same, with the same warnings',
      { information: ['ForWebSiteAuthentication', 'ForeSeals'], qualifiers: ['QCForWSA'] },
      {
        status: 'PROCESS_PASSED_WITH_WARNING',
        subStatus: ['WARNING_T2_TL_Inconsistency_in_applying_qualifiers'],
        results: ['Not_Qualified_For_eSig', 'INDET_QC_For_eSeal', 'QWAC'],
      },
    ],
    [
      'are the same, with another word',
      {
        status: 'undersupervision',
        since: '2021-01-01T00:00:00Z',
        history: [{ qualifiers: ['QCForESig'] }],
      },
      {
        status: 'PROCESS_PASSED_WITH_WARNING',
        subStatus: [
          'ERROR_Service_Status_Noncompliance_with_TS119612',
          'WARNING_T3_TL_Inconsistency_in_applying_qualifiers',
        ],
        results: ['Not_Qualified_For_eSig', 'Not_Qualified_For_eSeal', 'INDET_QWAC'],
      },
    ],
    [
      'are not to be had at issuance',
      { since: '2021-01-01T00:00:00Z' },
      { status: 'PROCESS_FAILED', subStatus: ['ERROR_RESULTS_DIFFER_AT_ISSUANCE'], results: WEB },
    ],
  ])('compares two runs whose results %s', (_, plan, expected) => {
    expect(outcome([plan])).toEqual(expected)
  })

  test('fails with the words of the run at issuance', () => {
    const providers = [
      provider([service()]),
      provider(
        [
          service({
            type: 'CA/PKC',
            since: '2022-01-01T00:00:00Z',
            history: [{ information: ['ForeSeals'] }],
          }),
        ],
        'Another Ab',
      ),
    ]
    expect(literalOutcome(input([], { providers, links: linksTo(providers) }))).toEqual({
      status: 'PROCESS_FAILED',
      subStatus: ['ERROR_TSP_CONFLICT'],
      results: WEB,
    })
  })

  test('leaves out an element that cannot be evaluated, and says so', () => {
    expect(outcome([{ open: ['NotQualified'] }])).toEqual({
      status: 'PROCESS_PASSED',
      subStatus: ['WARNING_CRITERIA_NOT_EVALUATED'],
      results: WEB,
    })
  })

  test('does not read legislation', () => {
    expect(outcome([{}], { legislation: ['US'] }).results).toEqual(WEB)
  })

  test('fails on two past states of one start, and on a list of lists that has expired', () => {
    expect(outcome([{ since: '2023-01-01T00:00:00Z', history: [{}, {}] }])).toMatchObject({
      status: 'PROCESS_FAILED',
      subStatus: ['ERROR_SERVICE_HISTORY_ORDER'],
    })
    const given = input([service()])
    expect(literalOutcome({ ...given, territory: { ...given.territory, listOfLists: 'expired' } })).toEqual({
      status: 'PROCESS_FAILED',
      subStatus: ['ERROR_EUMSTL_CC_NOT_AVAILABLE'],
      results: [],
    })
  })

  test('knows no path that could not be checked', () => {
    const providers = [provider([service()])]
    const links = linksTo(providers, { outcome: 'undetermined' })
    expect(literalOutcome(input([], { providers, links })).results).toEqual(['Not_Qualified'])
  })
})

describe('the outcome of the text for the time of the Directive', () => {
  const old: CertificatePlan = { notBefore: '2014-01-01T00:00:00Z', types: [] }
  const supervised: ServicePlan = {
    status: 'undersupervision',
    since: '2010-01-01T00:00:00Z',
    information: [],
  }
  const then = (plans: readonly ServicePlan[], at = '2015-01-01T00:00:00Z') =>
    literalOutcome(input(plans.map(service), { certificate: certificate(old), at: instant(at) }))

  test.each<[string, readonly ServicePlan[], unknown]>([
    [
      'warns of two states of one status',
      [supervised, supervised],
      {
        status: 'PROCESS_PASSED',
        subStatus: ['WARNING_TL-SERVICE-ENTRY-SDI_DUPLICATION'],
        results: ['QC_For_eSig', 'Not_Qualified_For_eSeal', 'Not_QWAC'],
      },
    ],
    [
      'fails on two statuses',
      [supervised, { ...supervised, status: 'accredited' }],
      {
        status: 'PROCESS_FAILED',
        subStatus: ['ERROR_TL-SERVICE-ENTRY-SDI_DUPLICATION_STATUS_CONFLICT'],
        results: [],
      },
    ],
    [
      'fails on a qualifier for websites',
      [{ ...supervised, qualifiers: ['QCForWSA'] }],
      {
        status: 'PROCESS_FAILED',
        subStatus: [],
        results: ['INDET_QC_For_eSig', 'Not_Qualified_For_eSeal', 'Not_QWAC'],
      },
    ],
    [
      'fails on qualified and not qualified',
      [{ ...supervised, qualifiers: ['NotQualified', 'QCStatement'] }],
      {
        status: 'PROCESS_FAILED',
        subStatus: [],
        results: ['INDET_QC_For_eSig', 'Not_Qualified_For_eSeal', 'Not_QWAC'],
      },
    ],
    [
      'says no after supervision had ceased',
      [{ ...supervised, status: 'supervisionceased' }],
      { status: 'PROCESS_PASSED', subStatus: [], results: NONE },
    ],
  ])('%s', (_, plans, expected) => {
    expect(then(plans)).toEqual(expected)
  })

  test.each([
    [['ForeSignatures'], 'granted', 'QC_For_eSig'],
    [['ForeSignatures'], 'withdrawn', 'Not_Qualified_For_eSig'],
    [[], 'granted', 'Not_Qualified_For_eSig'],
  ])('asks today for a service with %o that is %s: %s', (information, status, expected) => {
    const plan = { information, status, since: '2016-06-30T22:00:00Z', history: [supervised] }
    expect(then([plan], '2024-06-01T00:00:00Z').results[0]).toBe(expected)
  })
})

describe('the match of services', () => {
  test('of three states can be both doubled and contradictory', () => {
    const services = [service(), service(), service({ status: 'withdrawn' })]
    const situation = situationOf(input(services))
    expect(matchServices(situation, situation.validation)).toMatchObject({
      status: 'PROCESS_PASSED',
      subStatus: ['WARNING_T3_DUPLICATION', 'ERROR_T3_DUPLICATION'],
    })
  })
})
