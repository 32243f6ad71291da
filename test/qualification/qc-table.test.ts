import { describe, expect, test } from 'vitest'
import { column, ROWS, tableAnswer } from '../../src/qualification/qc-table.ts'
import {
  type Answer,
  LISTED_AS,
  PURPOSES,
  type Purpose,
  type Qualifier,
} from '../../src/qualification/words.ts'

interface Cell {
  readonly compliance: boolean
  readonly purposes: readonly Purpose[]
  readonly qualifiers: ReadonlySet<Qualifier>
}

/** The tables in one sentence, found independently of their cells. */
function closedForm(purpose: Purpose, { compliance, purposes, qualifiers }: Cell): Answer {
  const statement = qualifiers.has('QCStatement')
  const override = qualifiers.has(LISTED_AS[purpose].qualifier)
  if (qualifiers.has('NotQualified')) return 'no'
  if (override) return statement || compliance ? 'yes' : 'no'
  if (!compliance && !statement) return 'no'
  if (purposes.length === 0 && compliance) return purpose === 'signature' ? 'yes' : 'no'
  if (purposes.length === 0) return 'unknown'
  if (!purposes.includes(purpose)) return 'no'
  return purposes.length === 1 ? 'yes' : 'unknown'
}

const SUBSETS = Array.from({ length: 8 }, (_, mask) => PURPOSES.filter((_, i) => (mask >> i) & 1))

describe('Tables 1 to 3', () => {
  test('have 16 rows of five columns, one for each that a certificate can state', () => {
    const rows = ROWS.map(({ compliance, types }) => `${compliance} ${[...types].sort().join()}`)
    expect(new Set(rows).size).toBe(16)
    for (const row of ROWS) for (const purpose of PURPOSES) expect(row[purpose]).toMatch(/^[QNI]{5}$/)
  })

  const columns = (purpose: Purpose): readonly (readonly Qualifier[])[] => [
    [],
    ['NotQualified'],
    ['QCStatement'],
    [LISTED_AS[purpose].qualifier],
    ['QCStatement', LISTED_AS[purpose].qualifier],
  ]

  test.each(PURPOSES)('agree with their closed form in every cell for %s', purpose => {
    for (const compliance of [true, false]) {
      for (const purposes of SUBSETS) {
        columns(purpose).forEach((captured, i) => {
          const qualifiers = new Set(captured)
          expect(column(purpose, qualifiers)).toBe(i + 1)
          const cell = { compliance, purposes, qualifiers }
          expect(tableAnswer(purpose, cell, qualifiers), JSON.stringify({ ...cell, captured })).toBe(
            closedForm(purpose, cell),
          )
        })
      }
    }
  })

  test.each(PURPOSES)('NotQualified wins whatever else was captured for %s', purpose => {
    const all = new Set<Qualifier>(['NotQualified', 'QCStatement', LISTED_AS[purpose].qualifier])
    expect(column(purpose, all)).toBe(2)
  })

  test('no purpose but that of signatures is ever assumed', () => {
    const none = new Set<Qualifier>()
    const claims = { compliance: true, purposes: [] }
    expect(PURPOSES.map(purpose => tableAnswer(purpose, claims, none))).toEqual(['yes', 'no', 'no'])
  })
})
