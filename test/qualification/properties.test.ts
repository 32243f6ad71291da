import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { QualificationInput, ServiceLink } from '../../src/qualification/evidence.ts'
import { qualify } from '../../src/qualification/qualify.ts'
import { LISTED_AS, PURPOSES, QUALIFIERS } from '../../src/qualification/words.ts'
import {
  AT,
  certificate,
  linksTo,
  provider,
  type ServicePlan,
  type StatePlan,
  service,
  trustList,
} from './records.ts'

const INFORMATION = PURPOSES.map(purpose => LISTED_AS[purpose].information)

/** The usual case often enough that four services in a row are all usual in every second scene. */
function mostly<T>(usual: T, other: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 24, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other })
}

/** Mostly what real lists hold, so that QWACs are common enough for the properties to mean something. */
const stateArb: fc.Arbitrary<StatePlan> = fc.record({
  status: mostly('granted', fc.constantFrom('withdrawn', 'undersupervision')),
  information: mostly<readonly string[]>(['ForWebSiteAuthentication'], fc.subarray(INFORMATION)),
  qualifiers: mostly<readonly string[]>([], fc.subarray([...QUALIFIERS], { maxLength: 2 })),
  open: mostly<readonly string[]>([], fc.subarray([...QUALIFIERS], { maxLength: 2 })),
})

const serviceArb: fc.Arbitrary<ServicePlan> = fc.oneof(
  { weight: 2, arbitrary: stateArb },
  {
    weight: 1,
    arbitrary: fc
      .tuple(stateArb, stateArb)
      .map(([now, past]) => ({ ...now, since: '2022-01-01T00:00:00Z', history: [past] })),
  },
)

interface Scene {
  readonly given: QualificationInput
  readonly shuffled: QualificationInput
}

const certificateArb = fc
  .record({
    compliance: mostly(true, fc.constant(false)),
    types: mostly<readonly ('web' | 'eseal' | 'esign')[]>(
      ['web'],
      fc.subarray(['web', 'eseal', 'esign'] as const),
    ),
    legislation: mostly<readonly string[]>([], fc.constant(['US'])),
    notBefore: mostly('2020-01-01T00:00:00Z', fc.constant('2016-06-30T21:59:59Z')),
  })
  .map(plan => certificate(plan))

const sceneArb: fc.Arbitrary<Scene> = fc
  .record({
    plans: fc.array(serviceArb, { minLength: 1, maxLength: 4 }),
    second: mostly(0, fc.constant(1)),
    leaf: certificateArb,
    outcomes: fc.array(mostly<ServiceLink['outcome']>('verified', fc.constant('undetermined')), {
      minLength: 4,
      maxLength: 4,
    }),
    order: fc.array(fc.integer(), { minLength: 4, maxLength: 4 }),
  })
  .map(({ plans, second, leaf, outcomes, order }) => {
    const services = plans.map(service)
    const providers = [
      provider(services.slice(second)),
      ...(second ? [provider(services.slice(0, second), 'Another Ab')] : []),
    ]
    const links = linksTo(providers).map((link, i) => ({ ...link, outcome: outcomes[i] ?? 'verified' }))
    const given: QualificationInput = {
      certificate: leaf,
      at: AT,
      territory: { list: trustList(providers), state: 'fresh', listOfLists: 'fresh' },
      links,
      elsewhere: [],
    }
    return { given, shuffled: { ...given, links: sortedBy(links, order) } }
  })

function sortedBy(links: readonly ServiceLink[], order: readonly number[]): readonly ServiceLink[] {
  return links
    .map((link, i) => ({ link, key: order[i] ?? 0 }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ link }) => link)
}

function isQwac(given: QualificationInput): boolean {
  return qualify(given).qualification.website.result === 'QWAC'
}

/** What each service says for itself, wherever the order of the list has put it. */
function withListReversed(given: QualificationInput): QualificationInput {
  const { list = trustList([]) } = given.territory
  return {
    ...given,
    territory: { ...given.territory, list: { ...list, providers: list.providers.toReversed() } },
  }
}

function values({ website, seal, signature, literal }: ReturnType<typeof qualify>['qualification']) {
  const bare = [website, seal, signature].map(({ reasons, ...rest }) => ({
    ...rest,
    reasons: new Set(reasons),
  }))
  return { bare, status: literal.status, results: literal.results, words: new Set(literal.subStatus) }
}

const RUNS = { numRuns: 500 }

describe('whatever the evidence', () => {
  test('the order of links changes nothing at all', () => {
    fc.assert(
      fc.property(sceneArb, ({ given, shuffled }) => {
        expect(qualify(shuffled)).toEqual(qualify(given))
      }),
      RUNS,
    )
  })

  test('the order of the list changes no answer', () => {
    fc.assert(
      fc.property(sceneArb, ({ given }) => {
        const reversed = withListReversed(given)
        expect(values(qualify(reversed).qualification)).toEqual(values(qualify(given).qualification))
      }),
      RUNS,
    )
  })

  test('a path that can no longer be checked never makes a QWAC', () => {
    fc.assert(
      fc.property(sceneArb, fc.nat(3), ({ given }, which) => {
        const links = given.links.map((link, i) =>
          i === which ? { ...link, outcome: 'undetermined' as const } : link,
        )
        if (isQwac({ ...given, links })) expect(isQwac(given)).toBe(true)
      }),
      RUNS,
    )
  })

  test('without the list, the list of lists or any path there is no QWAC', () => {
    fc.assert(
      fc.property(sceneArb, ({ given }) => {
        const { territory } = given
        expect(isQwac({ ...given, links: [] })).toBe(false)
        expect(isQwac({ ...given, territory: { state: 'absent', listOfLists: 'fresh' } })).toBe(false)
        expect(isQwac({ ...given, territory: { ...territory, state: 'expired' } })).toBe(false)
        expect(isQwac({ ...given, territory: { ...territory, listOfLists: 'expired' } })).toBe(false)
      }),
      { numRuns: 100 },
    )
  })

  /** Something that a service can say against a certificate; without it, its silence cannot help. */
  function speaksAgainst(link: ServiceLink, { certificate, at, territory }: QualificationInput): boolean {
    const { service } = link
    const states = [service, ...service.history]
    const speaks = states.some(
      each =>
        !each.status.endsWith('/granted') ||
        each.qualifications.length > 0 ||
        each.additionalInformation.some(address => !address.endsWith('/ForWebSiteAuthentication')),
    )
    const alone = territory.list?.providers.length === 1
    return speaks || !alone || certificate.validity.notBefore > at
  }

  test('to leave a service out makes a QWAC only where that service spoke against it', () => {
    fc.assert(
      fc.property(sceneArb, fc.nat(3), ({ given }, which) => {
        const removed = given.links[which]
        const links = given.links.filter(link => link !== removed)
        if (removed && !isQwac(given) && isQwac({ ...given, links })) {
          expect(speaksAgainst(removed, given)).toBe(true)
        }
      }),
      RUNS,
    )
  })

  test('a QWAC is one at both moments, each asked by itself', () => {
    fc.assert(
      fc.property(sceneArb, ({ given }) => {
        const { website } = qualify(given).qualification
        const now = qualify({ ...given, at: given.certificate.validity.notBefore }).qualification.website
        expect(now.atValidation).toBe(website.atIssuance)
        expect(website.result === 'QWAC').toBe(
          website.atIssuance === 'QWAC' && website.atValidation === 'QWAC',
        )
        expect(website.reasons.length > 0).toBe(website.result !== 'QWAC')
      }),
      RUNS,
    )
  })

  test('QWACs and others both occur, so the properties are not empty', () => {
    const scenes = fc.sample(sceneArb, { numRuns: 300, seed: 1 })
    const qwacs = scenes.filter(({ given }) => isQwac(given)).length
    expect(qwacs).toBeGreaterThan(20)
    expect(qwacs).toBeLessThan(280)
  })
})
