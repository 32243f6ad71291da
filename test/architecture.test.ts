import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { consoles, nodeGlobals, surroundings } from './architecture/ambient.ts'
import { declarationsOf, foreignTypes } from './architecture/declarations.ts'
import type { Brands } from './architecture/house.ts'
import {
  assertions,
  enumsAndDefaults,
  longFiles,
  longFunctions,
  moduleState,
  silenced,
} from './architecture/house.ts'
import type { Order } from './architecture/imports.ts'
import {
  entryGraph,
  foreignPackages,
  importOrder,
  nodeModules,
  topLevelAwait,
} from './architecture/imports.ts'
import { BREACHES, LOOKALIKES, type Planted, type Rule } from './architecture/planted.ts'
import { type Breach, folderOf, readTree, type Tree } from './architecture/tree.ts'

/**
 * From left to right. A folder imports from itself and from the groups above its own; `*` is the files of
 * `src/` itself.
 */
const ORDER: Order = [
  ['core'],
  ['requirements', 'encoding', 'crypto'],
  ['certificate'],
  ['path', 'trust-list', 'register'],
  ['revocation', 'qualification'],
  ['verdict', 'evidence'],
  ['access'],
  ['*'],
  ['sources', 'gateway', 'sandbox'],
  ['cli'],
]

/** The folders right of `src/*.ts`: the world begins here. */
const WORLDLY = ['sources', 'gateway', 'sandbox', 'cli']

/** Where `node:` may be imported. */
const NODE = ['src/crypto/node.ts', ...WORLDLY.map(folder => `src/${folder}/`)]

/** Folders where a foreign package may have several importing files. */
const SHARED = ['sandbox', 'gateway', 'cli']

/** What the main entry must not load before it is asked to. */
const HEAVY = ['@peculiar/x509', 'pkijs', '@peculiar/webcrypto', 'asn1js', 'reflect-metadata']

/** Files that earn a type by checking what it promises; nothing else asserts a type. */
const BRANDS: Brands = {
  'src/core/oid.ts': ['Oid'],
  'src/core/time.ts': ['Instant'],
}

const ROOT = resolve(import.meta.dirname, '..')
const MANIFEST: {
  dependencies: Record<string, string>
  exports: Record<string, string | { types: string }>
} = JSON.parse(readFileSync(resolve(ROOT, 'package.json'), 'utf8'))
const DEPENDENCIES = Object.keys(MANIFEST.dependencies)
const MAIN = 'src/index.ts'

const isPure = (path: string) => !WORLDLY.includes(folderOf(path) ?? '')
const isOutsideOfNode = (path: string) => isPure(path) && !NODE.includes(path)
const isQuiet = (path: string) => folderOf(path) !== 'cli'

/** Every rule as a function of a tree, by the words that the test titles use. */
const RULES = {
  'import order': tree => importOrder(tree, ORDER),
  'foreign package': tree => foreignPackages(tree, DEPENDENCIES, SHARED),
  'node modules': tree => [...nodeModules(tree, NODE), ...nodeGlobals(tree, isOutsideOfNode)],
  surroundings: tree => surroundings(tree, isPure),
  'main entry': tree => entryGraph(tree, MAIN, HEAVY),
  'top-level await': topLevelAwait,
  console: tree => consoles(tree, isQuiet),
  'long file': longFiles,
  'long function': longFunctions,
  assertion: tree => assertions(tree, BRANDS),
  'silenced compiler': silenced,
  'enum or default export': enumsAndDefaults,
  'module state': moduleState,
} as const satisfies Record<Rule, (tree: Tree) => readonly Breach[]>

/** A tree of planted files; `code` alone is one file at `path`. */
function planted(path: string, code: string, others: Readonly<Record<string, string>> = {}): Tree {
  return new Map([...Object.entries(others), [path, code]])
}

/** Milliseconds: the whole source is compiled, and a busy machine takes its time. */
const COMPILING = 180_000

describe('a planted breach is found', () => {
  test.each<Planted>(BREACHES)('%s: %s', (rule, _, path, code) => {
    const breaches = RULES[rule](planted(path, code))
    expect(breaches).not.toEqual([])
    expect(breaches.every(({ at }) => at.startsWith(path))).toBe(true)
  })

  test('foreign package: a second importing file', () => {
    const tree = planted('src/encoding/b.ts', `import type { Command } from 'commander'`, {
      'src/encoding/a.ts': `export { Command } from 'commander'`,
    })
    expect(RULES['foreign package'](tree)).toMatchObject([{ at: 'src/encoding/b.ts:1' }])
  })

  test('main entry: two files away, through export star', () => {
    const tree = planted('src/certificate/b.ts', `import { fromBER } from 'asn1js'`, {
      [MAIN]: `export * from './certificate/a.ts'`,
      'src/certificate/a.ts': `import './b.ts'`,
    })
    expect(RULES['main entry'](tree)).toMatchObject([{ at: 'src/certificate/b.ts:1' }])
  })
})

describe('what only looks like a breach is let through', () => {
  test.each<Planted>(LOOKALIKES)('%s: %s', (rule, _, path, code) => {
    expect(RULES[rule](planted(path, code))).toEqual([])
  })
})

describe('types of other packages', () => {
  const foreign = (code: string, others: Readonly<Record<string, string>> = {}) =>
    foreignTypes(declarationsOf(planted(MAIN, code, others), ROOT), 'src/index.d.ts', true)

  test.each([
    ['written', `import type { Command } from 'commander'\nexport const a = (x: Command) => x.args`],
    ['inferred', `import { Command } from 'commander'\nexport const a = () => new Command()`],
    ['exported again', `export type { Command } from 'commander'`],
    [
      'within a type of our own',
      `import { Command } from 'commander'\nexport class A { readonly parser = new Command() }`,
    ],
    ['of Node', `import type { KeyObject } from 'node:crypto'\nexport type A = KeyObject`],
    ['global, of Node', 'export const a = (x: string) => Buffer.from(x)'],
  ])('are found: %s', (_, code) => {
    expect(foreign(code)).not.toEqual([])
  })

  test('are found: in a file that the entry reaches', () => {
    const others = {
      'src/core/a.ts': `import { Command } from 'commander'\nexport class A { parser = new Command() }`,
    }
    expect(foreign(`import { A } from './core/a.ts'\nexport const make = () => new A()`, others)).not.toEqual(
      [],
    )
  })

  test('are let through where they stay inside', () => {
    const inside = `import { Command } from 'commander'\nexport const a = (): number => new Command().args.length`
    expect(foreign(inside)).toEqual([])
  })
})

describe('the source', () => {
  const source = readTree(ROOT, 'src')

  test.each(Object.entries(RULES))('has no breach of: %s', (_, rule) => {
    expect(rule(source)).toEqual([])
  })

  /** For tests alone, which have the types of Node; programs may be without. */
  const SANDBOX = 'src/sandbox/index.ts'
  const entries = Object.values(MANIFEST.exports).flatMap(entry =>
    typeof entry === 'string' ? [] : [entry.types.replace(/^\.\/dist\/(.*)\.d\.ts$/, 'src/$1.ts')],
  )

  test('holds every entry that the package promises', () => {
    expect(entries).toContain(MAIN)
    expect(entries.filter(entry => !source.has(entry))).toEqual([])
  })

  test(
    'publishes no type of another package',
    () => {
      const declarations = declarationsOf(source, ROOT)
      const breaches = entries
        .map(entry => entry.replace(/\.ts$/, '.d.ts'))
        .flatMap(entry => foreignTypes(declarations, entry, entry !== SANDBOX))
      expect(breaches).toEqual([])
    },
    COMPILING,
  )
})
