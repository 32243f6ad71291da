import { execFileSync, spawnSync } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const ROOT = resolve(import.meta.dirname, '..')
const WORK = mkdtempSync(join(tmpdir(), 'qwac-packaging-'))
const USER = join(WORK, 'user')
const MANIFEST: { version: string; exports: Record<string, string | { types: string }> } = JSON.parse(
  readFileSync(join(ROOT, 'package.json'), 'utf8'),
)
const ENTRIES = Object.entries(MANIFEST.exports).flatMap(([path, to]) =>
  typeof to === 'string' ? [] : [path.replace(/^\./, 'qwac')],
)
const SCHEMAS = Object.keys(MANIFEST.exports).flatMap(path =>
  path.endsWith('.schema.json') ? [path.replace(/^\./, 'qwac')] : [],
)

/** What the tarball holds, by paths within the package. */
let packed: readonly string[] = []

/** Runs a command in the user's folder and gives back what it prints. */
function run(command: string, ...parameters: readonly string[]): string {
  return execFileSync(command, parameters, { cwd: USER, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

/** Runs a program of the user's on this Node: a module, or a script that uses `require`. */
function program(name: string, code: string, ...options: readonly string[]): string {
  writeFileSync(join(USER, name), code)
  return run(process.execPath, ...options, name)
}

beforeAll(() => {
  mkdirSync(USER)
  writeFileSync(join(USER, 'package.json'), JSON.stringify({ name: 'user', private: true }))
  const answer = execFileSync('npm', ['pack', '--json', '--pack-destination', WORK], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // Scripts that run before packing print in front of the answer.
  const [tarball]: { filename: string; files: { path: string }[] }[] = JSON.parse(
    answer.slice(answer.indexOf('[\n')),
  )
  packed = tarball?.files.map(({ path }) => path) ?? []
  run('npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', join(WORK, tarball?.filename ?? ''))
})

afterAll(() => rmSync(WORK, { recursive: true, force: true }))

describe('the tarball', () => {
  test('holds the package and nothing else', () => {
    const expected =
      /^(?:dist\/.+\.(?:js|d\.ts)(?:\.map)?|src\/.+\.(?:ts|json)|fixtures\/.+|docs\/\w+\.md|(?:README|CHANGELOG|CONTRIBUTING|SECURITY)\.md|LICENSE|package\.json)$/
    expect(packed.filter(path => !expected.test(path))).toEqual([])
  })

  test.each([
    'package.json',
    'README.md',
    'LICENSE',
    'CHANGELOG.md',
    'docs/decisions.md',
    'fixtures/qwac.pem',
    'dist/cli/main.js',
  ])('holds %s', path => {
    expect(packed).toContain(path)
  })

  test('holds one build of each source, and no build without its source', () => {
    const stems = (folder: string, end: RegExp) =>
      packed
        .filter(path => path.startsWith(folder) && end.test(path))
        .map(path => path.slice(folder.length).replace(end, ''))
        .toSorted()
    const sources = stems('src/', /\.ts$/)
    expect(stems('dist/', /(?<!\.d)\.js$/)).toEqual(sources)
    expect(stems('dist/', /\.d\.ts$/)).toEqual(sources)
  })
})

describe('the installed package', () => {
  test('brings one copy of asn1js, whose objects do not mix with those of another, and no development tool', () => {
    const paths = run('npm', 'ls', '--all', '--parseable').split('\n')
    const packages = paths.map(path => path.split('/node_modules/').at(-1))
    expect(packages.filter(name => name === 'asn1js')).toHaveLength(1)
    expect(packages).not.toContain('typescript')
  })

  test.each(ENTRIES)(
    '%s: import and require give the same names, and no more is asked of the user',
    entry => {
      const print = 'process.stdout.write(JSON.stringify(Object.keys(module_).sort()))'
      const imported = program('entry.mjs', `import * as module_ from '${entry}'\n${print}`)
      const required = program('entry.cjs', `const module_ = require('${entry}')\n${print}`)
      const names: readonly string[] = JSON.parse(imported)
      expect(names).not.toEqual([])
      expect(names).not.toContain('default')
      expect(JSON.parse(required)).toEqual(names)
    },
  )

  test('qwac loads nothing heavy before it is asked to', () => {
    const hooks = `export async function resolve(specifier, context, next) {
      const found = await next(specifier, context)
      process._rawDebug('loads ' + found.url)
      return found
    }`
    writeFileSync(join(USER, 'hooks.mjs'), hooks)
    writeFileSync(
      join(USER, 'register.mjs'),
      `import { register } from 'node:module'\nregister('./hooks.mjs', import.meta.url)`,
    )
    const trace = (entry: string) => {
      writeFileSync(join(USER, 'trace.mjs'), `import '${entry}'`)
      const script = `"${process.execPath}" --import ./register.mjs trace.mjs 2>&1`
      return run('sh', '-c', script)
    }
    const heavy = /node_modules\/(?:@peculiar|pkijs|asn1js|reflect-metadata)\//
    expect(trace('qwac')).toMatch(/loads .*\/qwac\/dist\/index\.js/)
    expect(trace('qwac')).not.toMatch(heavy)
    expect(trace('qwac/sandbox')).toMatch(heavy)
  })

  test('qwac/sources verifies lists in a thread of its own, whose module it finds by itself', () => {
    const code = `import { readFileSync } from 'node:fs'
    import { instant, nodeCrypto } from 'qwac'
    import { createListKeeper, memoryListMemory } from 'qwac/sources'
    const file = name => readFileSync('node_modules/qwac/fixtures/' + name)
    const keeper = createListKeeper({
      client: {
        request: async ({ url }) => ({
          ok: true,
          value: { status: url === LOTL ? 200 : 404, headers: new Map(), body: url === LOTL ? file('lotl.xml') : new Uint8Array(), url },
        }),
      },
      memory: memoryListMemory(),
      crypto: nodeCrypto(),
      notice: JSON.parse(file('notice.json')),
      location: LOTL,
      clock: () => instant('2026-06-01T12:00:00Z'),
    })
    const { listOfLists } = await keeper.refresh()
    await keeper.close()
    process.stdout.write(JSON.stringify(listOfLists))`
    const told = program('keeper.mjs', `const LOTL = 'https://lists.example/lotl.xml'\n${code}`)
    expect(JSON.parse(told)).toMatchObject({ state: 'fresh', lastAttempt: { outcome: 'updated' } })
  })

  test.each(SCHEMAS)('%s can be read', path => {
    expect(program('schema.cjs', `process.stdout.write(require('${path}').$id)`)).toMatch(/^urn:qwac:schema:/)
  })

  test('compiles for a user with strict types, without the types of Node', () => {
    const compilerOptions = {
      ...{ module: 'nodenext', target: 'es2023', lib: ['es2023', 'dom'], types: [], noEmit: true },
      ...{ strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false },
    }
    writeFileSync(
      join(USER, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: ['user.mts', 'user.cts'] }),
    )
    writeFileSync(
      join(USER, 'user.mts'),
      ENTRIES.map((entry, i) => `import * as entry${i} from '${entry}'\nexport { entry${i} }\n`).join(''),
    )
    writeFileSync(
      join(USER, 'user.cts'),
      `import qwac = require('qwac')\nexport const names: string[] = Object.keys(qwac)\n`,
    )
    const compiler = join(ROOT, 'node_modules/typescript/bin/tsc')
    expect(() => run(process.execPath, compiler, '-p', 'tsconfig.json')).not.toThrow()
  })
})

describe('the command', () => {
  const qwac = (...parameters: readonly string[]) => run(join(USER, 'node_modules/.bin/qwac'), ...parameters)
  const answer = (...parameters: readonly string[]) =>
    spawnSync(join(USER, 'node_modules/.bin/qwac'), parameters, { cwd: USER, encoding: 'utf8' })
  const fixture = (name: string) => join(USER, 'node_modules/qwac/fixtures', name)
  const installed = (schema: string) =>
    JSON.parse(program('schema.cjs', `process.stdout.write(JSON.stringify(require('qwac/${schema}')))`))

  /** What a schema of the installed package has against a printed object. */
  function breaches(schema: string, json: string): readonly unknown[] {
    const ajv = new Ajv2020({ strictRequired: false, allowUnionTypes: true })
    if (['inspect.schema.json', 'lint.schema.json', 'ocsp.schema.json', 'crl.schema.json'].includes(schema))
      ajv.addSchema(installed('report.schema.json'))
    const validate = ajv.compile(installed(schema))
    return validate(JSON.parse(json)) ? [] : (validate.errors ?? [])
  }

  test('qwac --version prints the version of the package', () => {
    expect(qwac('--version').trim()).toBe(MANIFEST.version)
  })

  test('qwac inspect reads a certificate of the fixtures', () => {
    expect(qwac('inspect', fixture('qwac.pem'))).toMatch(/PSP_/)
    const lines = qwac('inspect', fixture('qwac.pem'), '--json').trim().split('\n')
    for (const line of lines) expect(breaches('inspect.schema.json', line)).toEqual([])
  })

  test('qwac validate and qwac lists verify print what their schemas say, and end with the exit code of the answer', () => {
    const lists = [
      '--lotl',
      fixture('lotl.xml'),
      '--lists',
      fixture('lists'),
      '--anchor',
      fixture('notice.json'),
    ]
    const parameters = [...lists, '--at', '2026-06-01T12:00:00Z', '--json']
    const judged = answer('validate', fixture('qwac.pem'), ...parameters)
    expect(breaches('report.schema.json', judged.stdout)).toEqual([])
    expect(JSON.parse(judged.stdout)).toMatchObject({
      verdict: 'indeterminate',
      qualification: { website: { result: 'QWAC' } },
    })
    expect(judged.status).toBe(2)
    const verified = answer('lists', 'verify', ...parameters)
    expect(breaches('lists.schema.json', verified.stdout)).toEqual([])
    expect(verified.status).toBe(0)
  })

  test.skipIf(!existsSync('/dev/full'))('ends with 73 where its answer cannot be written', () => {
    const full = openSync('/dev/full', 'w')
    try {
      const command = join(USER, 'node_modules/.bin/qwac')
      const { status } = spawnSync(command, ['--version'], { stdio: ['ignore', full, 'ignore'] })
      expect(status).toBe(73)
    } finally {
      closeSync(full)
    }
  })

  test('qwac demo runs where the package is installed', () => {
    expect(qwac('demo')).toMatch(/\S/)
  })
})
