import { describe, expect, test } from 'vitest'
import { instant } from '../../src/core/time.ts'
import { qualify } from '../../src/qualification/qualify.ts'
import { certificate, input, type ServicePlan, service } from './records.ts'

/**
 * The words of the Directive, and of national law, in lists of today: they stand in histories, and some
 * operators left them in present states. (ETSI TS 119 615 V1.4.1, clause 4.4: from 2016-06-30T22:00:00Z a
 * state is granted or withdrawn, or nobody can say.)
 */
const SUPERVISED = ['undersupervision', 'supervisionincessation', 'accredited']
const ENDED = ['supervisionceased', 'supervisionrevoked', 'accreditationceased', 'accreditationrevoked']
const NATIONAL = [
  ...[
    'setbynationallaw',
    'recognisedatnationallevel',
    'deprecatedbynationallaw',
    'deprecatedatnationallevel',
  ],
]

function website(plan: ServicePlan, notBefore?: string) {
  const leaf = notBefore === undefined ? certificate() : certificate({ notBefore })
  const { qualification } = qualify(input([service(plan)], { certificate: leaf }))
  const { atIssuance, atValidation, result, reasons } = qualification.website
  return { answer: [atIssuance, atValidation, result], reasons }
}

describe('a service for websites', () => {
  test.each([...SUPERVISED, ...ENDED, ...NATIONAL])(
    'that is %s after 2016 is neither listed nor withdrawn',
    status => {
      expect(website({ status })).toEqual({
        answer: ['INDET_QWAC', 'INDET_QWAC', 'INDET_QWAC'],
        reasons: ['list-status'],
      })
    },
  )

  test.each([...SUPERVISED, ...ENDED, ...NATIONAL])(
    'that was %s until it was granted issues from then on',
    status => {
      const since = '2016-06-30T22:00:00Z'
      const plan = { since, history: [{ status, since: '2010-01-01T00:00:00Z', information: [] }] }
      expect(website(plan, since).answer).toEqual(['QWAC', 'QWAC', 'QWAC'])
      expect(website(plan, '2016-06-30T21:59:59Z')).toEqual({
        answer: ['Not_QWAC', 'Not_QWAC', 'Not_QWAC'],
        reasons: ['before-eidas'],
      })
    },
  )

  test('whose status is told in another case, or under another address, is neither granted nor withdrawn', () => {
    for (const status of ['Granted', 'granted/', 'x/../granted', 'withdrawn '])
      expect(website({ status }).reasons).toEqual(['list-status'])
  })

  test.each(['granted', 'withdrawn', 'undersupervision'])(
    'whose status is the word %s alone and no address is neither granted nor withdrawn',
    status => {
      const given = input([{ ...service(), status }])
      expect(qualify(given).qualification.website).toMatchObject({
        result: 'INDET_QWAC',
        reasons: ['list-status'],
      })
    },
  )
})

describe('a service for signatures, under the Directive', () => {
  const signature = (status: string) => {
    const plan = { status, since: '2010-01-01T00:00:00Z', information: [] }
    const leaf = certificate({ notBefore: '2014-01-01T00:00:00Z', types: [] })
    const at = instant('2015-01-01T00:00:00Z')
    return qualify(input([service(plan)], { certificate: leaf, at })).qualification.signature.atValidation
  }

  test.each(SUPERVISED)('that was %s issued qualified certificates', status => {
    expect(signature(status)).toBe('QC_For_eSig')
  })

  test.each(ENDED)('for which it was %s did not', status => {
    expect(signature(status)).toBe('Not_Qualified_For_eSig')
  })
})
