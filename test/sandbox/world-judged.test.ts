import { describe, expect, test } from 'vitest'
import {
  authenticate,
  type Instant,
  instant,
  nodeCrypto,
  type Report,
  type TrustListSet,
  validate,
} from '../../src/index.ts'
import {
  createTestWorld,
  KEY_KINDS,
  type KeyKind,
  type MintOptions,
  type TestWorld,
} from '../../src/sandbox/index.ts'

/** A world before the library that it is made for. What must come of it is read off the standards. */

const now = instant('2026-06-01T12:00:00Z')
const crypto = nodeCrypto()
const world = await createTestWorld({ seed: 'a seed', now })
const lists = await listsOf(world)

function listsOf({ source, notice }: Pick<TestWorld, 'source' | 'notice'>): Promise<TrustListSet> {
  return authenticate(source, { notice, crypto, at: now })
}

async function judged(options: MintOptions, at: Instant = now): Promise<Report> {
  const { certificate, chain } = await world.mint(options)
  return validate({ certificate, intermediates: chain, at, listsAt: now }, { lists, crypto })
}

const outcomes = ({ listOfLists, pivots, territories }: TrustListSet) => ({
  listOfLists: listOfLists.outcome,
  pivots: pivots.map(({ outcome }) => outcome),
  territories: territories.map(({ territory, file }) => [territory, file?.outcome]),
})

const BOTH = [
  ['LU', 'authentic'],
  ['AT', 'authentic'],
]

describe('the lists', () => {
  test('are authentic by the notice, without the pivots', async () => {
    const files = await world.source.files()
    const source = { files: async () => ({ ...files, pivots: [] }) }
    expect(outcomes(await listsOf({ source, notice: world.notice }))).toEqual({
      listOfLists: 'authentic',
      pivots: [],
      territories: BOTH,
    })
  })

  test('are authentic by the earlier notice, over both pivots', async () => {
    expect(outcomes(await listsOf({ ...world, notice: world.earlierNotice }))).toEqual({
      listOfLists: 'authentic',
      pivots: ['authentic', 'authentic'],
      territories: BOTH,
    })
  })

  test.each([
    ['no pivot', []],
    ['the first pivot alone', [0]],
    ['the second pivot alone', [1]],
  ])('are not authentic by the earlier notice with %s', async (_, indexes) => {
    const files = await world.source.files()
    const pivots = indexes.map(index => world.pivots[index]!)
    const source = { files: async () => ({ ...files, pivots }) }
    const { listOfLists } = await listsOf({ source, notice: world.earlierNotice })
    expect(listOfLists).toMatchObject({ outcome: 'refused', reason: 'pivot-missing' })
  })

  test('can be read again and again from the same source', async () => {
    expect(outcomes(await listsOf(world))).toEqual(outcomes(await listsOf(world)))
  })

  test.each(KEY_KINDS.filter((kind): kind is Exclude<KeyKind, 'Ed25519'> => kind !== 'Ed25519'))(
    'are authentic over the pivots when their signers have keys of %s',
    async listSignerKey => {
      const made = await createTestWorld({
        seed: 'a seed',
        now,
        listSignerKey,
        territories: [{ territory: 'LU' }],
      })
      expect(outcomes(await listsOf({ ...made, notice: made.earlierNotice }))).toEqual({
        listOfLists: 'authentic',
        pivots: ['authentic', 'authentic'],
        territories: [['LU', 'authentic']],
      })
    },
  )
})

const QWAC = { atIssuance: 'QWAC', atValidation: 'QWAC', result: 'QWAC' }
const NOT_QWAC = { atIssuance: 'Not_QWAC', atValidation: 'Not_QWAC', result: 'Not_QWAC' }
const TODAY = 'TEST – NOT QUALIFIED Trust Services'
const FORMER = 'TEST – NOT QUALIFIED Former Trust Services'

describe.each(['LU', 'AT'])('a certificate from %s', territory => {
  const only = (report: Report) => report.qualification.services[0]

  test.each([
    ['the listed authority', 'listed'],
    ['an intermediate below it', 'intermediate'],
    ['an authority that it cross-certified', 'cross-signed'],
  ] as const)('of %s is a QWAC at both moments', async (_, issuer) => {
    const report = await judged({ territory, issuer })
    expect(report.qualification.website).toEqual({ ...QWAC, reasons: [] })
    expect(only(report)).toMatchObject({ territory, provider: TODAY })
  })

  test('of the authority that another provider took over is a QWAC, and the finding names the list’s provider', async () => {
    const report = await judged({ territory, issuer: 'taken-over' })
    expect(report.qualification.website).toEqual({ ...QWAC, reasons: [] })
    expect(only(report)).toMatchObject({ territory, provider: FORMER })
    expect(report.findings.find(({ code }) => code === 'qualification.provider-name')?.outcome).toBe(
      'satisfied',
    )
    expect(takeoverIn(territory)).toEqual([TODAY])
  })

  test('of the taken-over authority was one before it was taken over', async () => {
    const notBefore = instant('2025-01-01T00:00:00Z')
    const report = await judged({ territory, issuer: 'taken-over', notBefore })
    expect(report.qualification.website.result).toBe('QWAC')
  })

  // Table 3, the rows of websites and of no type, column 4.
  test.each([
    ['no-qc-type', 'QWAC'],
    ['no-qc-compliance', 'Not_QWAC'],
  ] as const)('of the taken-over authority with %s is %s by its criteria', async (defect, result) => {
    const report = await judged({ territory, issuer: 'taken-over', defect })
    expect(report.qualification.website.result).toBe(result)
  })

  test.each([
    ['before it was issued', '2026-05-01T00:00:00Z', NOT_QWAC],
    ['a moment before it was issued', '2026-03-03T12:00:00Z', NOT_QWAC],
    ['a second after it was issued', '2026-03-03T11:59:59Z', { ...NOT_QWAC, atIssuance: 'QWAC' }],
  ])('of an authority that was withdrawn %s is none', async (_, notBefore, expected) => {
    const report = await judged({ territory, issuer: 'withdrawn', notBefore: instant(notBefore) })
    expect(report.qualification.website).toMatchObject(expected)
    expect(report.verdict).toBe('failed')
  })

  test('of an authority in no list is not listed', async () => {
    const report = await judged({ territory, issuer: 'unlisted' })
    expect(report.qualification.website).toMatchObject(NOT_QWAC)
    expect(report.qualification.website.reasons).toContain('not-listed')
  })

  test('for seals is qualified for seals, and for nothing else', async () => {
    const { website, seal, signature } = (await judged({ territory, kind: 'seal' })).qualification
    expect([website.result, seal.result, signature.result]).toEqual([
      'Not_QWAC',
      'QC_For_eSeal',
      'Not_Qualified_For_eSig',
    ])
  })

  test('for seals of the taken-over authority is not: its service is for websites', async () => {
    const { seal } = (await judged({ territory, kind: 'seal', issuer: 'taken-over' })).qualification
    expect(seal.result).toBe('Not_Qualified_For_eSeal')
  })
})

function takeoverIn(territory: string): readonly string[] {
  const file = lists.territories.find(each => each.territory === territory)?.file
  if (file?.outcome !== 'authentic') throw new Error('not authentic')
  return file.list.content.providers
    .flatMap(({ services }) => services)
    .flatMap(({ takenOverBy }) => takenOverBy?.names.map(({ text }) => text) ?? [])
}

test.each(KEY_KINDS)('a QWAC is one when authorities have keys of %s', async authorityKey => {
  const made = await createTestWorld({
    seed: 'a seed',
    now,
    authorityKey,
    territories: [{ territory: 'LU' }],
  })
  const { certificate, chain } = await made.mint({ issuer: 'intermediate', key: 'P-384' })
  const question = { certificate, intermediates: chain, at: now }
  const { qualification } = await validate(question, { lists: await listsOf(made), crypto })
  expect(qualification.website.result).toBe('QWAC')
})
