import { describe, expect, test } from 'vitest'
import { instant } from '../../src/core/time.ts'
import { authenticateLists } from '../../src/trust-list/authenticate.ts'
import { checkFreshness, listState } from '../../src/trust-list/freshness.ts'
import type { ListFile } from '../../src/trust-list/trust-list-set.ts'
import { LIST_OF_LISTS, pointer, type SchemePlan, scheme } from './list-content.ts'
import { listSigner, writeList } from './list-writer.ts'
import { crypto, NOW } from './verdict.ts'

const signer = listSigner()
const LOCATION = 'https://journal.example/notice'

async function fileOf(plan: SchemePlan, by = signer, obtainedAt?: string): Promise<ListFile> {
  const pointers = pointer({ type: LIST_OF_LISTS, territory: 'EU', signers: [signer] })
  const content = scheme({ type: LIST_OF_LISTS, territory: 'EU', uris: [LOCATION], pointers, ...plan })
  const bytes = writeList({ content, signer: by })
  const { listOfLists } = await authenticateLists({
    listOfLists: { bytes, ...(obtainedAt !== undefined && { obtainedAt: instant(obtainedAt) }) },
    lists: [],
    notice: { id: 'test', locations: [LOCATION], certificates: [signer.sha256] },
    crypto,
    at: NOW,
  })
  return listOfLists
}

/** Next update on the first of December. */
const june = await fileOf({})
const closed = await fileOf({ nextUpdate: '<NextUpdate></NextUpdate>' })
const HOUR = 3_600_000

describe('a list of June to December', () => {
  test.each([
    ['2026-05-01T00:00:00Z', 'fresh', 'satisfied'],
    ['2026-08-01T00:00:00Z', 'fresh', 'satisfied'],
    ['2026-12-01T00:00:00Z', 'fresh', 'satisfied'],
    ['2026-12-01T00:00:00.001Z', 'expired', 'undetermined'],
    ['2030-01-01T00:00:00Z', 'expired', 'undetermined'],
  ])('is at %s %s', (at, state, outcome) => {
    const question = { listsAt: instant(at) }
    expect(listState(june, question)).toEqual({ state })
    expect(checkFreshness(june, question)).toMatchObject({
      code: 'trust-list.freshness',
      outcome,
      severity: 'warning',
    })
  })

  test.each([
    ['2026-05-31T23:59:59Z', true],
    ['2026-06-01T00:00:00Z', false],
  ])('used at %s: was issued after use is %s', (at, issuedAfterUse) => {
    const question = { at: instant(at), listsAt: instant('2026-08-01T00:00:00Z') }
    expect(checkFreshness(june, question)).toMatchObject({ outcome: 'satisfied', facts: { issuedAfterUse } })
  })
})

test('a closed list never expires', () => {
  const question = { listsAt: instant('2090-01-01T00:00:00Z'), refreshPeriod: 1 }
  expect(listState(closed, question)).toEqual({ state: 'closed' })
  expect(checkFreshness(closed, question)).toMatchObject({
    outcome: 'satisfied',
    facts: { nextUpdate: null, state: 'closed' },
  })
})

describe('a copy obtained at noon and refreshed every six hours', async () => {
  const copy = await fileOf({}, signer, '2026-08-01T12:00:00Z')

  test.each([
    ['2026-08-01T12:00:00Z', 'fresh', 'satisfied'],
    ['2026-08-01T18:00:00Z', 'fresh', 'satisfied'],
    ['2026-08-01T18:00:00.001Z', 'aged', 'violated'],
    ['2026-08-01T11:00:00Z', 'fresh', 'satisfied'],
    ['2026-12-01T00:00:01Z', 'expired', 'undetermined'],
  ])('is at %s %s', (at, state, outcome) => {
    const question = { listsAt: instant(at), refreshPeriod: 6 * HOUR }
    expect(listState(copy, question)).toEqual({ state })
    expect(checkFreshness(copy, question)).toMatchObject({ outcome, severity: 'warning' })
  })

  test('does not age where nobody says how often to refresh, nor when it was obtained', () => {
    const listsAt = instant('2026-11-01T00:00:00Z')
    expect(listState(copy, { listsAt })).toEqual({ state: 'fresh' })
    expect(listState(june, { listsAt, refreshPeriod: HOUR })).toEqual({ state: 'fresh' })
  })
})

test.each([
  [
    'refused',
    { state: 'refused', reason: 'not-announced' },
    (): Promise<ListFile | undefined> => fileOf({}, listSigner()),
  ],
  [
    'unreadable',
    { state: 'unreadable', reason: 'version-unsupported' },
    (): Promise<ListFile | undefined> => fileOf({ version: '4' }),
  ],
  ['absent', { state: 'absent' }, async (): Promise<ListFile | undefined> => undefined],
])('a list that is %s is not judged by its dates', async (_, expected, make) => {
  const file = await make()
  expect(listState(file, { listsAt: NOW })).toEqual(expected)
  expect(checkFreshness(file, { listsAt: NOW })).toMatchObject({ outcome: 'not-applicable' })
})
