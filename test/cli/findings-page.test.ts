import { describe, expect, test } from 'vitest'
import { findingsPage } from '../../src/cli/findings-page.ts'
import { catalogue } from '../../src/requirements/catalogue.ts'
import type { Requirement } from '../../src/requirements/requirement.ts'

const ROWS: readonly (readonly [string, Requirement])[] = Object.entries(catalogue)
const page = findingsPage()
const sections = new Map(page.split('\n### ').map(text => [/^`([^`]+)`/.exec(text)?.[1], text]))

describe('the page of findings', () => {
  test.each(ROWS)('has %s with its source and every reason', (code, row) => {
    const section = sections.get(code) ?? ''
    expect(section).toContain(row.asks)
    expect(section).toContain(row.document)
    expect(section).toContain(row.clause ?? '')
    expect(section).toContain(row.from ?? '')
    const reasons = [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, reason]) => reason)
    expect(reasons).toEqual(Object.keys(row.reasons))
  })

  test('has each code once, and nothing else', () => {
    const codes = [...page.matchAll(/^### `([^`]+)`$/gm)].map(([, code]) => code)
    expect(codes).toEqual(ROWS.map(([code]) => code).toSorted())
  })

  test('has three cells in every row', () => {
    const rows = page.split('\n').filter(line => line.startsWith('| `'))
    for (const row of rows) expect(row.split(/(?<!\\)\|/)).toHaveLength(5)
  })
})
