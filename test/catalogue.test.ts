import { readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { catalogue } from '../src/requirements/catalogue.ts'
import type { Requirement } from '../src/requirements/requirement.ts'
import { folderOf, parse, readTree, type Tree, visit } from './architecture/tree.ts'

const ROOT = resolve(import.meta.dirname, '..')
const ROWS: readonly (readonly [string, Requirement])[] = Object.entries(catalogue)
const EXPLAINED = ROWS.flatMap(([code, row]) =>
  Object.entries(row.reasons).map(([reason, explanation]) => [code, reason, explanation] as const),
)
const KEBAB = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/

/**
 * A sentence, or a few: it begins with a capital or a name in its own spelling, ends with a full stop, and
 * says something.
 */
function isProse(text: string): boolean {
  return /^\S.*\.$/.test(text) && !/\s\s|\n|\.\.$/.test(text) && text.split(' ').length >= 3
}

/**
 * What the code says outside of the rule book: every string that stands for a value. Types and comments say
 * nothing.
 */
function spoken(tree: Tree): ReadonlySet<string> {
  const words = new Set<string>()
  for (const [path, text] of tree) {
    if (folderOf(path) === 'requirements') continue
    visit(parse(path, text), node => {
      if (ts.isStringLiteralLike(node) && !ts.isLiteralTypeNode(node.parent)) words.add(node.text)
      if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name)) words.add(node.name.text)
    })
  }
  return words
}

describe('what counts as said', () => {
  test.each([
    ['a value', `violated('path.loop', 'found')`, true],
    ['a key', `const WORDS = { 'path.loop': 1 }`, true],
    ['a type', `type Code = 'path.loop'`, false],
    ['a comment', `// violated('path.loop')`, false],
    ['a part of a longer string', `say('see path.loop')`, false],
  ])('%s', (_, code, expected) => {
    expect(spoken(new Map([['src/path/a.ts', code]])).has('path.loop')).toBe(expected)
  })

  test('nothing in the rule book itself', () => {
    expect(spoken(new Map([['src/requirements/path.ts', `const A = { 'path.loop': 1 }`]])).size).toBe(0)
  })
})

describe('the catalogue', () => {
  const words = spoken(readTree(ROOT, 'src'))

  test('joins every table, and no code stands in two', async () => {
    const folder = resolve(ROOT, 'src/requirements')
    const files = readdirSync(folder).filter(
      file => !['catalogue.ts', 'finding.ts', 'requirement.ts'].includes(file),
    )
    const modules: readonly Record<string, Record<string, Requirement>>[] = await Promise.all(
      files.map(file => import(resolve(folder, file))),
    )
    const rows = modules.flatMap(module => Object.values(module).flatMap(table => Object.entries(table)))
    expect([...new Set(rows.map(([code]) => code))].toSorted()).toEqual(Object.keys(catalogue).toSorted())
    // A table may be joined out of others: then the row is the same one.
    expect(rows.filter(([code, row]) => ROWS.some(([other, its]) => other === code && its !== row))).toEqual(
      [],
    )
  })

  test('spells each document in one way', () => {
    const spellings = new Map<string, Set<string>>()
    for (const [, { document }] of ROWS) {
      const work = document.replace(/ V\d[\d.]*$/, '')
      spellings.set(work, (spellings.get(work) ?? new Set()).add(document))
    }
    expect([...spellings.values()].map(found => [...found]).filter(found => found.length > 1)).toEqual([])
  })

  test.each(ROWS)('%s is a row that a reader can use', (code, row) => {
    const [area, subject, ...rest] = code.split('.')
    expect([area, subject].every(part => KEBAB.test(part ?? '')) && rest.length === 0, 'area.subject').toBe(
      true,
    )
    expect(row.document).toMatch(/\S/)
    expect(row.clause ?? 'none').toMatch(/^\S.*[^.\s]$|^\d$/)
    expect(row.asks).toSatisfy(isProse)
    expect(Object.keys(row.reasons)).not.toEqual([])
  })

  test.each(EXPLAINED)('%s explains %s', (_, reason, { means, remedy }) => {
    expect(reason).toMatch(KEBAB)
    expect(means).toSatisfy(isProse)
    expect(remedy).toSatisfy(isProse)
    expect(means).not.toBe(remedy)
  })

  test('holds no code that nothing uses', () => {
    expect(ROWS.map(([code]) => code).filter(code => !words.has(code))).toEqual([])
  })

  test('holds no reason that nothing can give', () => {
    expect(
      EXPLAINED.filter(([, reason]) => !words.has(reason)).map(([code, reason]) => `${code}: ${reason}`),
    ).toEqual([])
  })
})
