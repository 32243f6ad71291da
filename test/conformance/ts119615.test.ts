import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { oid } from '../../src/core/oid.ts'
import { instant } from '../../src/core/time.ts'
import { matchCriteria } from '../../src/qualification/criteria.ts'
import { isBeforeRegulation } from '../../src/qualification/directive.ts'
import type { QualificationInput } from '../../src/qualification/evidence.ts'
import { matchServices } from '../../src/qualification/literal-match.ts'
import { comparePair } from '../../src/qualification/pair-table.ts'
import { qualify } from '../../src/qualification/qualify.ts'
import { stateAt } from '../../src/qualification/service-at.ts'
import { situationOf } from '../../src/qualification/situation.ts'
import { territoryOf } from '../../src/qualification/territory.ts'
import type { Answer } from '../../src/qualification/words.ts'
import type { Criterion, Provider, Service } from '../../src/trust-list/trust-list.ts'
import {
  AT,
  certificate,
  linksByIdentity,
  linksTo,
  provider,
  type ServicePlan,
  type StatePlan,
  service,
  trustList,
} from '../qualification/records.ts'
import { corpusExists, corpusPath } from './corpus.ts'

/** A case of the suite: only what this file reads. */
interface Case {
  readonly id: string
  readonly table: string
  readonly certificate?: CaseCertificate
  readonly service?: CaseService
  readonly services?: readonly CaseService[]
  readonly at?: string
  readonly input?: unknown
  readonly expected: CaseExpected
  readonly recommended?: {
    readonly qwac?: boolean
    readonly value?: string
    readonly warning?: string
    readonly action?: string
    readonly atIssuance?: string
    readonly atValidation?: string
  }
}

interface CaseCertificate {
  readonly qcCompliance?: boolean
  readonly qcTypes?: readonly ('esign' | 'eseal' | 'web')[]
  readonly qcCClegislation?: readonly string[]
  readonly policies?: readonly string[]
  readonly notBefore?: string
  readonly issuerC?: string | null
  readonly issuerO?: string | null
  readonly issuerCN?: string
  readonly text?: string
}

interface CaseState {
  readonly type?: string
  readonly status?: string
  readonly statusStart?: string
  readonly asi?: readonly string[]
  readonly qualifiers?: readonly string[]
  readonly qualificationElements?: readonly {
    readonly qualifiers: readonly string[]
    readonly criteriaMatch: boolean
  }[]
}

interface CaseService extends CaseState {
  readonly text?: string
  readonly history?: readonly CaseState[]
  readonly provider?: string
  readonly tradeNames?: readonly string[]
  readonly identity?: string
}

interface CaseExpected {
  readonly check?: 'CHECK_1' | 'CHECK_2' | 'CHECK_3'
  readonly value?: string
  readonly results?: readonly string[]
  readonly status?: string
  readonly notStatus?: string
  readonly subStatusIncludes?: readonly string[]
  readonly pair?: string
  readonly result?: string
  readonly state?: { readonly status: string; readonly fromHistory: boolean }
  readonly matches?: number
  readonly siStatus?: string
  readonly territory?: string
  readonly nameMatch?: boolean
  readonly regime?: string
  readonly resultsRetained?: boolean
  readonly comparisonRun?: boolean
  readonly ts119615?: string
  readonly tableReading?: string
}

const cases: readonly Case[] = corpusExists
  ? JSON.parse(readFileSync(corpusPath('ts119615', 'tables.json'), 'utf8')).cases
  : []

/**
 * Authentication of lists is judged elsewhere; whether a key lies in a device (clause 4.5) is not judged at
 * all.
 */
const OUT_OF_SCOPE: Readonly<Record<string, readonly string[]>> = {
  '4.1': [
    '4.1-location-conflict',
    '4.1-location-refresh',
    '4.1-n0-anchor',
    '4.1-pivot-link',
    '4.1-pivot-self',
    '4.1-anchor',
    '4.1-expired',
    '4.1-pass',
  ],
  '4.2': ['4.2-expired', '4.2-pass'],
  '6': [
    'T6-sscd-QCSSCDStatusAsInCert',
    'T6-sscd-none',
    'T6-nosscd-QCNoSSCD',
    'T6-nosscd-QCSSCDStatusAsInCert',
    'T6-nosscd-none',
  ],
  '7': [
    'T7-sscd-QCNoQSCD',
    'T7-sscd-QCQSCDStatusAsInCert',
    'T7-nosscd-QCWithQSCD',
    'T7-nosscd-QCNoQSCD',
    'T7-nosscd-QCQSCDStatusAsInCert',
    'T7-nosscd-none',
  ],
  step: [
    '4.5-inconsistent-QCWithSSCD',
    '4.5-inconsistent-QCQSCDManagedOnBehalf+QCNoQSCD',
    '4.5-inconsistent-QCQSCDStatusAsInCert+QCWithQSCD',
    '4.5-unknown-critical',
    '4.5-unknown-noncritical',
  ],
}

function statePlan(given: CaseState): StatePlan {
  const elements = given.qualificationElements ?? []
  return {
    ...(given.type ? { type: given.type } : {}),
    ...(given.status ? { status: given.status } : {}),
    ...(given.statusStart ? { since: given.statusStart } : {}),
    ...(given.asi ? { information: given.asi } : {}),
    qualifiers: [
      ...(given.qualifiers ?? []),
      ...elements.flatMap(each => (each.criteriaMatch ? each.qualifiers : [])),
    ],
    missed: elements.flatMap(each => (each.criteriaMatch ? [] : each.qualifiers)),
  }
}

const LEAF_KEY = 'leaf'

function servicePlan(given: CaseService): ServicePlan {
  const identity = given.identity ?? 'matches'
  return {
    ...statePlan(given),
    history: (given.history ?? []).map(statePlan),
    certificates:
      identity === 'X509SKI only'
        ? []
        : [certificate({ key: identity === 'certificate itself' ? LEAF_KEY : identity })],
  }
}

interface World {
  readonly input: QualificationInput
  readonly services: readonly Service[]
}

/** Builds the evidence that a case describes. */
async function world(given: Case): Promise<World> {
  const described = given.services ?? (given.service ? [given.service] : [])
  const entries = described.map(each => ({ each, service: service(servicePlan(each)) }))
  const names = [...new Set(described.map(each => each.provider ?? 'Example Provider Oy'))]
  const providers: readonly Provider[] = names.map(name => {
    const group = entries.filter(({ each }) => (each.provider ?? 'Example Provider Oy') === name)
    const tradeNames = group.flatMap(({ each }) => each.tradeNames ?? [])
    return provider(
      group.map(entry => entry.service),
      name,
      tradeNames,
    )
  })
  const { certificate: stated = {} } = given
  const leaf = certificate({
    key: LEAF_KEY,
    compliance: stated.qcCompliance ?? true,
    types: stated.qcTypes ?? ['web'],
    legislation: stated.qcCClegislation ?? [],
    ...(stated.policies ? { policies: stated.policies } : {}),
    ...(stated.notBefore ? { notBefore: stated.notBefore } : {}),
    ...(stated.issuerC === null ? { countries: [] } : {}),
    ...(stated.issuerO === undefined ? {} : { organization: stated.issuerO }),
    ...(stated.issuerCN === undefined ? {} : { commonName: stated.issuerCN }),
  })
  const identity = described[0]?.identity ?? 'matches'
  const links = identity === 'matches' ? linksTo(providers) : await linksByIdentity(providers, leaf)
  return {
    services: entries.map(entry => entry.service),
    input: {
      certificate: leaf,
      at: given.at ? instant(given.at) : AT,
      territory: {
        list: trustList(providers, { nextUpdate: instant('2027-01-01T00:00:00Z') }),
        state: 'fresh',
        listOfLists: 'fresh',
      },
      links,
      elsewhere: [],
    },
  }
}

const PURPOSE = { CHECK_1: 'signature', CHECK_2: 'seal', CHECK_3: 'website' } as const

/** Words in brackets are not of the text, so no one can be asked to use them. */
function named(words: readonly string[] = []): readonly string[] {
  return words.filter(word => !word.startsWith('('))
}

async function decide(given: Case) {
  return qualify((await world(given)).input)
}

/** What the text says: the outcome that stands beside the decision. */
async function expectLiteral(given: Case): Promise<void> {
  const { expected } = given
  const { literal } = (await decide(given)).qualification
  if (expected.status) expect(literal.status).toBe(expected.status)
  if (expected.results) expect(literal.results).toEqual(expected.results)
  expect(literal.subStatus).toEqual(expect.arrayContaining([...named(expected.subStatusIncludes)]))
}

/** What the decision says of the purpose that the case is about, at the moment that it asks for. */
async function expectValue(given: Case): Promise<void> {
  const { check, value } = given.expected
  if (check === undefined) return
  expect((await decide(given)).qualification[PURPOSE[check]].atValidation).toBe(value)
}

async function expectRecommended(given: Case): Promise<void> {
  const { recommended = {} } = given
  const { qualification, checks } = await decide(given)
  const { website } = qualification
  if (recommended.value) expect(website.result).toBe(recommended.value)
  if (recommended.qwac !== undefined) expect(website.result === 'QWAC').toBe(recommended.qwac)
  if (recommended.atIssuance) expect(website.atIssuance).toBe(asWebsite(recommended.atIssuance))
  if (recommended.atValidation) expect(website.atValidation).toBe(asWebsite(recommended.atValidation))
  if (recommended.warning) expect(checks).toContainEqual(expect.objectContaining(warned(recommended.warning)))
  if (recommended.action) {
    expect(recommended.action).toBe('warning only')
    expect(qualification.signature.result).toBe('QC_For_eSig')
    const warning = { code: 'qualification.provider-name', outcome: 'violated', severity: 'warning' }
    expect(checks).toContainEqual(expect.objectContaining(warning))
  }
}

/** An overall `Not_Qualified` is a no for every purpose. */
function asWebsite(value: string): string {
  return value === 'Not_Qualified' ? 'Not_QWAC' : value
}

function warned(warning: string): object {
  const reason = {
    'certificate does not carry QcType web': 'web-type-not-stated',
    'certificate names other legislation': 'other-legislation',
  }[warning]
  expect(reason, warning).toBeDefined()
  return { reason, outcome: 'violated', severity: 'warning' }
}

interface Run {
  readonly title: string
  readonly takes: (given: Case) => boolean
  readonly judge: (given: Case) => void | Promise<void>
}

function isStep({ table, id }: Case): boolean {
  return table === 'step' && !id.startsWith('4.5-')
}

const RUNS: readonly Run[] = [
  {
    title: 'a cell of Tables 1 to 3 and 5',
    takes: ({ table }) => ['1', '2', '3', '5'].includes(table),
    judge: async given => {
      expect(given.expected.results).toHaveLength(3)
      await expectLiteral(given)
      await expectValue(given)
    },
  },
  {
    title: 'a pair of Table 4',
    takes: ({ table }) => table === '4',
    judge: ({ input, expected }) => {
      const [one = '', other = ''] = input as readonly string[]
      expect(comparePair(answerIn(one), answerIn(other))).toBe(expected.pair)
      expect(comparePair(answerIn(other), answerIn(one))).toBe(expected.pair)
    },
  },
  { title: 'criteria', takes: ({ table }) => table === 'criteria', judge: judgeCriteria },
  {
    title: 'a row of another implementation',
    takes: ({ table }) => table === 'dss-3.7',
    judge: judgeComparison,
  },
  {
    title: 'a territory',
    takes: given => isStep(given) && given.expected.territory !== undefined,
    judge: ({ input, expected }) => {
      const { issuer } = certificate({ countries: [String(input)] })
      expect(territoryOf(issuer)).toEqual({ ok: true, value: expected.territory })
    },
  },
  {
    title: 'a state',
    takes: given => isStep(given) && given.expected.state !== undefined,
    judge: async given => {
      const { input, services } = await world(given)
      const found = services.map(each => stateAt(each, input.at))
      expect(found).toEqual([
        {
          fromHistory: given.expected.state?.fromHistory,
          state: expect.objectContaining({
            status: expect.stringMatching(new RegExp(`/${given.expected.state?.status}$`)),
          }),
        },
      ])
    },
  },
  {
    title: 'a match of services',
    takes: given =>
      isStep(given) && (given.expected.matches !== undefined || given.expected.siStatus !== undefined),
    judge: async given => {
      const { input } = await world(given)
      const situation = situationOf(input)
      const { status, subStatus, matches } = matchServices(situation, situation.validation)
      if (given.expected.matches !== undefined) expect(matches).toHaveLength(given.expected.matches)
      if (given.expected.siStatus !== undefined) expect(status).toBe(given.expected.siStatus)
      expect(subStatus).toEqual(expect.arrayContaining([...named(given.expected.subStatusIncludes)]))
    },
  },
  {
    title: 'a name',
    takes: given => isStep(given) && given.expected.nameMatch !== undefined,
    judge: async given => {
      expect(given.expected.nameMatch).toBe(true)
      const { checks, qualification } = await decide(given)
      expect(checks).toContainEqual(
        expect.objectContaining({ code: 'qualification.provider-name', outcome: 'satisfied' }),
      )
      expect(qualification.literal.results).not.toEqual(['INDETERMINATE'])
    },
  },
  {
    title: 'a regime',
    takes: given => isStep(given) && given.expected.regime !== undefined,
    judge: async given => {
      const { certificate, at } = (await world(given)).input
      const directive = isBeforeRegulation(at, certificate.validity.notBefore)
      expect(directive ? 'directive' : 'regulation').toBe(given.expected.regime)
    },
  },
  {
    title: 'a legislation',
    takes: given => isStep(given) && given.id.startsWith('legislation-'),
    judge: async given => {
      expect(given.recommended?.value).toBeDefined()
      await expectRecommended(given)
      const { literal } = (await decide(given)).qualification
      expect(literal.results).toContain(given.expected.tableReading ?? 'QWAC')
    },
  },
  {
    title: 'a step',
    takes: given => isStep(given) && ('check' in given.expected || 'status' in given.expected),
    judge: async given => {
      await expectLiteral(given)
      await expectValue(given)
      await expectRecommended(given)
      if (given.expected.resultsRetained)
        expect((await decide(given)).qualification.literal.results).toHaveLength(3)
    },
  },
]

function answerIn(value: string): Answer {
  if (/^(?:QC_For_|QWAC$)/.test(value)) return 'yes'
  expect(value).toMatch(/^(?:Not_|INDET_)/)
  return value.startsWith('Not_') ? 'no' : 'unknown'
}

interface CriteriaInput {
  readonly assert_?: string
  readonly children?: readonly ('match' | 'miss' | 'unknown')[]
  readonly require?: Readonly<Record<string, boolean>>
  readonly certificateKeyUsage?: readonly string[] | null
  readonly policySet?: readonly string[]
  readonly certificatePolicies?: readonly string[]
}

const CHILD: Readonly<Record<string, Criterion>> = {
  match: { kind: 'key-usage', bits: [{ name: 'digitalSignature', value: true }] },
  miss: { kind: 'key-usage', bits: [{ name: 'digitalSignature', value: false }] },
  unknown: { kind: 'unknown', name: 'x' },
}

function judgeCriteria({ input, expected }: Case): void {
  const given = input as CriteriaInput
  const leaf = certificate({
    ...(given.certificateKeyUsage === undefined ? {} : { keyUsage: given.certificateKeyUsage }),
    ...(given.certificatePolicies ? { policies: given.certificatePolicies } : {}),
  })
  expect(matchCriteria({ assert: given.assert_ ?? 'all', criteria: criteriaIn(given) }, leaf)).toBe(
    expected.result,
  )
}

function criteriaIn({ children, require, policySet }: CriteriaInput): readonly Criterion[] {
  if (require) {
    return [{ kind: 'key-usage', bits: Object.entries(require).map(([name, value]) => ({ name, value })) }]
  }
  if (policySet) return [{ kind: 'policy-set', policies: policySet.map(oid) }]
  return (children ?? []).flatMap(child => CHILD[child] ?? [])
}

/** The suite describes these rows in words: what the certificate says, and what the service is. */
const CLAIMS: Readonly<Record<string, CaseCertificate>> = {
  'QcC web legislation US': { qcCompliance: true, qcTypes: ['web'], qcCClegislation: ['US'] },
  'web, no QcC': { qcCompliance: false, qcTypes: ['web'] },
  'QcC web': { qcCompliance: true, qcTypes: ['web'] },
  'QcC esign': { qcCompliance: true, qcTypes: ['esign'] },
  'QcC web+esign': { qcCompliance: true, qcTypes: ['web', 'esign'] },
}

const SERVICES: Readonly<Record<string, CaseService>> = {
  'granted web': { type: 'CA/QC', status: 'granted', asi: ['ForWebSiteAuthentication'] },
  'CA/PKC only': { type: 'CA/PKC', status: 'granted', asi: ['ForWebSiteAuthentication'] },
}

async function judgeComparison(given: Case): Promise<void> {
  const claims = CLAIMS[given.certificate?.text ?? '']
  const described = SERVICES[given.service?.text ?? '']
  expect(claims && described, given.id).toBeDefined()
  const { qualification } = await decide({
    ...given,
    certificate: { notBefore: '2020-01-01T00:00:00Z', ...claims },
    service: { ...described, qualifiers: given.service?.qualifiers ?? [] },
  })
  const [text = ''] = given.expected.ts119615?.split(' ') ?? []
  expect(qualification.literal.results).toContain(text)
  // The decision reads the legislation, and the text does not.
  const departs = (claims?.qcCClegislation ?? []).length > 0
  expect(qualification.website.result).toBe(departs ? 'Not_QWAC' : asWebsite(text))
}

function idsByTable(all: readonly Case[]): Readonly<Record<string, readonly string[]>> {
  const tables = [...new Set(all.map(({ table }) => table))]
  return Object.fromEntries(
    tables.map(table => [table, all.filter(each => each.table === table).map(({ id }) => id)]),
  )
}

describe.skipIf(!corpusExists)('TS 119 615', () => {
  test('every case is judged by one run, or named as left out', () => {
    expect(cases.length).toBeGreaterThan(300)
    const runs = (given: Case) => RUNS.filter(({ takes }) => takes(given)).length
    expect(idsByTable(cases.filter(given => runs(given) === 0))).toEqual(OUT_OF_SCOPE)
    expect(cases.filter(given => runs(given) > 1).map(({ id }) => id)).toEqual([])
  })

  for (const { title, takes, judge } of RUNS) {
    test.each(cases.filter(takes).map(each => [each.id, each] as const))(`${title}: %s`, async (_, given) => {
      await judge(given)
    })
  }
})
