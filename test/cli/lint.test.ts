import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { SaxesParser } from 'saxes'
import { afterAll, describe, expect, test } from 'vitest'
import { junit } from '../../src/cli/junit.ts'
import { isReport, type Linted, lintExit } from '../../src/cli/lint-report.ts'
import { certificate, extension } from '../support/certificate-writer.ts'
import { rdn, sequence, utf8 } from '../support/der-writer.ts'
import { FIXTURES, qwac } from './support.ts'

const sound = join(FIXTURES, 'qwac.pem')
const fixture = (name: string): string => join(FIXTURES, 'certificates', `${name}.pem`)
const folder = mkdtempSync(join(tmpdir(), 'qwac-lint-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, contents: Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, contents)
  return path
}

/** Key usage is an octet string where a bit string belongs: nobody knows what it says, and little else is there. */
const unclear = (): string =>
  file('unclear.der', certificate({ extensions: [extension('2.5.29.15', utf8('?'))] }))

/** A subject that speaks XML, and a tab and a right-to-left mark as well. */
const hostile = (): string =>
  file(
    'a "b" <c>&.der',
    certificate({ subject: sequence(rdn('2.5.4.10', utf8('</testsuite>\u202e\t<x a="'))) }),
  )

describe('the exit code of qwac lint', () => {
  test.each<[string, readonly string[], number]>([
    ['0 without a violation', [sound], 0],
    ['0 for warnings alone', [fixture('unknown-role')], 0],
    ['1 for a violation', [fixture('esign-type')], 1],
    ['1 where only one of several has one', [sound, fixture('esign-type')], 1],
    ['1 by one profile', [sound, '--profile', 'qsealc'], 1],
    ['1 for a deviation', [fixture('flat-roles')], 1],
    ['0 for a deviation that is tolerated', [fixture('flat-roles'), '--tolerate', 'flat-roles'], 0],
    ['1 where another deviation is tolerated', [fixture('flat-roles'), '--tolerate', 'bare-statement'], 1],
    ['64 for a deviation that there is not', [sound, '--tolerate', 'flat'], 64],
    ['64 for a profile that there is not', [sound, '--profile', 'qseal'], 64],
    ['64 for two formats at once', [sound, '--json', '--sarif'], 64],
    ['64 without a file', [], 64],
    ['66 for a file that is not there', [join(folder, 'none.pem')], 66],
    ['66 for a file that holds no certificate', [join(FIXTURES, 'lotl.xml')], 66],
    ['66 where another file has a violation', [fixture('esign-type'), join(folder, 'none.pem')], 66],
  ])('is %s', async (_, words, code) => {
    expect((await qwac('lint', ...words)).code).toBe(code)
  })

  test('is 2 where a question is open and nothing is violated', async () => {
    const report = { counts: { errors: 0, warnings: 3, undetermined: 1 } } as Linted
    const clean = { counts: { errors: 0, warnings: 0, undetermined: 0 } } as Linted
    const bad = { counts: { errors: 1, warnings: 0, undetermined: 0 } } as Linted
    expect([[report], [clean, report], [clean], [bad, report], []].map(lintExit)).toEqual([2, 2, 0, 1, 0])
  })
})

describe('qwac lint for people', () => {
  test('names requirement, reason, clause and remedy, and counts', async () => {
    const { result } = await qwac('lint', fixture('no-qc-compliance'))
    expect(result).toContain('error profile.qc-compliance absent (ETSI EN 319 412-5, QCS-5-01)')
    expect(result).toContain('→ The holder must present a qualified certificate.')
    expect(result).toMatch(/qwac: 1 error, 0 undetermined, \d+ warnings? of \d+ requirements/)
  })

  test('never writes a control character of a certificate', async () => {
    const { result } = await qwac('lint', hostile())
    expect(result).not.toMatch(/[^\P{C}\n]/u)
  })
})

describe('qwac lint --json', () => {
  test('is one object a line, and goes on after a file that cannot be read', async () => {
    const { code, result, notes } = await qwac('lint', join(folder, 'none.pem'), sound, unclear(), '--json')
    expect(code).toBe(66)
    expect(notes).toContain('not-found')
    const [first, second, ...rest] = result.split('\n').map(line => JSON.parse(line))
    expect(rest).toEqual([])
    expect(first).toMatchObject({ schemaVersion: 1, file: sound, profile: 'qwac', counts: { errors: 0 } })
    expect(second.counts.undetermined).toBeGreaterThan(0)
    expect(first.findings.some((each: { outcome: string }) => each.outcome === 'satisfied')).toBe(true)
  })
})

const REFERENCE = {
  type: 'object',
  required: ['uri'],
  properties: { uri: { type: 'string', format: 'uri-reference' } },
}
const MESSAGE = { type: 'object', required: ['text'], properties: { text: { type: 'string', minLength: 1 } } }

/** The parts of the published schema that this log uses, with what they require. */
const SARIF = {
  type: 'object',
  required: ['version', 'runs'],
  additionalProperties: false,
  properties: {
    $schema: { type: 'string' },
    version: { const: '2.1.0' },
    runs: {
      type: 'array',
      items: {
        type: 'object',
        required: ['tool', 'results'],
        additionalProperties: false,
        properties: {
          tool: {
            type: 'object',
            required: ['driver'],
            properties: {
              driver: {
                type: 'object',
                required: ['name'],
                properties: {
                  name: { type: 'string' },
                  version: { type: 'string' },
                  rules: {
                    type: 'array',
                    uniqueItems: true,
                    items: {
                      type: 'object',
                      required: ['id'],
                      additionalProperties: false,
                      properties: {
                        id: { type: 'string' },
                        shortDescription: MESSAGE,
                        fullDescription: MESSAGE,
                        help: MESSAGE,
                        defaultConfiguration: {
                          type: 'object',
                          properties: { level: { enum: ['none', 'note', 'warning', 'error'] } },
                        },
                      },
                    },
                  },
                },
              },
            },
          },
          invocations: {
            type: 'array',
            items: {
              type: 'object',
              required: ['executionSuccessful'],
              properties: {
                executionSuccessful: { type: 'boolean' },
                toolExecutionNotifications: {
                  type: 'array',
                  items: { type: 'object', required: ['message'], properties: { message: MESSAGE } },
                },
              },
            },
          },
          columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
          results: {
            type: 'array',
            items: {
              type: 'object',
              required: ['message'],
              additionalProperties: false,
              properties: {
                ruleId: { type: 'string' },
                ruleIndex: { type: 'integer', minimum: 0 },
                kind: { enum: ['notApplicable', 'pass', 'fail', 'review', 'open', 'informational'] },
                level: { enum: ['none', 'note', 'warning', 'error'] },
                message: MESSAGE,
                locations: {
                  type: 'array',
                  items: {
                    type: 'object',
                    properties: {
                      physicalLocation: {
                        type: 'object',
                        required: ['artifactLocation'],
                        properties: { artifactLocation: REFERENCE },
                      },
                    },
                  },
                },
                partialFingerprints: { type: 'object', additionalProperties: { type: 'string' } },
                properties: { type: 'object' },
              },
              // A level belongs to failures alone (3.27.10).
              if: { properties: { kind: { const: 'fail' } } },
              // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
              then: { properties: { level: { enum: ['note', 'warning', 'error'] } } },
              else: { properties: { level: { const: 'none' } } },
            },
          },
        },
      },
    },
  },
}

describe('qwac lint --sarif', () => {
  const ajv = new Ajv2020({ formats: { 'uri-reference': isUriReference } })
  const validate = ajv.compile(SARIF)
  const log = async (...words: readonly string[]) =>
    JSON.parse((await qwac('lint', ...words, '--sarif')).result)

  test('is one log of the shape that SARIF 2.1.0 asks for, whatever the files hold', async () => {
    const all = await log(sound, hostile(), unclear(), join(folder, 'none.pem'))
    expect(validate(all), JSON.stringify(validate.errors)).toBe(true)
    const [run] = all.runs
    expect(run.invocations[0]).toMatchObject({ executionSuccessful: false })
    expect(run.invocations[0].toolExecutionNotifications).toHaveLength(1)
    for (const { ruleId, ruleIndex } of run.results) expect(run.tool.driver.rules[ruleIndex].id).toBe(ruleId)
  })

  test('has a result of kind fail for a violation and open for what is undetermined', async () => {
    const [run] = (await log(unclear())).runs
    const kinds = new Map(
      run.results.map((each: { ruleId: string; kind: string }) => [each.ruleId, each.kind]),
    )
    expect(kinds.get('certificate.extension-syntax')).toBe('fail')
    expect(kinds.get('profile.key-usage')).toBe('open')
  })

  test('has no result for a sound certificate, and its rules all the same', async () => {
    const [run] = (await log(sound)).runs
    expect(run.results).toEqual([])
    expect(run.tool.driver.rules.length).toBeGreaterThan(60)
  })
})

/** RFC 3986: no blanks, quotes, brackets of XML or control characters, and a percent sign begins an octet. */
function isUriReference(text: string): boolean {
  return /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$/.test(text)
}

/** The elements of a document with their attributes; throws where it is not well-formed. */
function elements(
  xml: string,
): readonly { readonly name: string; readonly attributes: Record<string, string> }[] {
  const parser = new SaxesParser()
  const found: { name: string; attributes: Record<string, string> }[] = []
  parser.on('error', error => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => found.push({ name, attributes: { ...attributes } }))
  parser.write(xml).close()
  return found
}

describe('qwac lint --junit', () => {
  test('is well-formed, and counts what stands in each suite', async () => {
    const { code, result } = await qwac(
      'lint',
      sound,
      hostile(),
      unclear(),
      join(folder, 'none.pem'),
      '--junit',
    )
    expect(code).toBe(66)
    const all = elements(result)
    const suites = all.filter(({ name }) => name === 'testsuite')
    expect(suites).toHaveLength(4)
    const total = (name: string): number =>
      suites.reduce((sum, each) => sum + Number(each.attributes[name]), 0)
    const count = (name: string): number => all.filter(each => each.name === name).length
    expect(count('testcase')).toBe(total('tests'))
    expect(count('failure')).toBe(total('failures'))
    expect(count('error')).toBe(total('errors'))
    expect(count('skipped')).toBe(total('skipped'))
    expect(suites[1]?.attributes['name']).toContain('a "b" <c>&.der')
  })

  test('escapes what a file is called, control characters included', () => {
    const failure = { code: 66, message: 'a\u0000\u001b[31m<&>"\'' }
    const xml = junit([{ file: '\u0007"><x/>', failure }], 'qwac')
    expect(xml).not.toMatch(/[^\P{C}\n]/u)
    expect(elements(xml).map(({ name }) => name)).toEqual(['testsuites', 'testsuite', 'testcase', 'error'])
  })

  test('reports are told from files that could not be read', () => {
    expect(isReport({ file: 'a', failure: { code: 66, message: '' } })).toBe(false)
  })
})
