import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, describe, expect, test } from 'vitest'
import { PROFILE_NAMES } from '../../src/certificate/profile/profiles.ts'
import { type Linted, lintExit } from '../../src/cli/lint-report.ts'
import { fixture, lintFiles, sound } from './lint-files.ts'
import { FIXTURES, qwac } from './support.ts'

const { none, unclear, hostile, remove } = lintFiles()
afterAll(remove)

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
    ['66 for a file that is not there', [none], 66],
    ['66 for a file that holds no certificate', [join(FIXTURES, 'lotl.xml')], 66],
    ['66 where another file has a violation', [fixture('esign-type'), none], 66],
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
    const { result } = await qwac('lint', hostile)
    expect(result).not.toMatch(/[^\P{C}\n]/u)
  })
})

function schema(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(resolve(import.meta.dirname, '../../src/verdict', name), 'utf8'))
}

const validateReport = new Ajv2020({ strictRequired: false, allowUnionTypes: true, allErrors: true })
  .addSchema(schema('report.schema.json'))
  .compile(schema('lint.schema.json'))

describe('lint.schema.json', () => {
  test('allows what is printed of every fixture, by every profile', async () => {
    const files = readdirSync(join(FIXTURES, 'certificates')).filter(name => name.endsWith('.pem'))
    const paths = [sound, unclear, hostile, ...files.map(name => join(FIXTURES, 'certificates', name))]
    for (const profile of PROFILE_NAMES) {
      const { result } = await qwac('lint', ...paths, '--profile', profile, '--json')
      const lines = result.split('\n')
      expect(lines).toHaveLength(paths.length)
      for (const line of lines)
        expect(validateReport(JSON.parse(line)), JSON.stringify(validateReport.errors)).toBe(true)
    }
  })

  test.each<[string, (report: Record<string, unknown>) => unknown]>([
    ['another version', report => ({ ...report, schemaVersion: 2 })],
    ['a profile that there is not', report => ({ ...report, profile: 'qseal' })],
    ['no findings', report => ({ ...report, findings: [] })],
    [
      'counts of another kind',
      report => ({ ...report, counts: { errors: -1, warnings: 0, undetermined: 0 } }),
    ],
    ['no counts', ({ counts: _, ...others }) => others],
    ["a member of one's own", report => ({ ...report, verdict: 'passed' })],
    [
      'a violation without a reason',
      report => ({
        ...report,
        findings: [
          {
            code: 'a.b',
            outcome: 'violated',
            severity: 'error',
            document: 'X',
            about: 'a'.repeat(64),
            facts: {},
          },
        ],
      }),
    ],
  ])('refuses %s', async (_, change) => {
    const report = JSON.parse((await qwac('lint', sound, '--json')).result)
    expect(validateReport(report)).toBe(true)
    expect(validateReport(change(report))).toBe(false)
  })

  test('knows every profile', () => {
    const { properties } = schema('lint.schema.json') as { properties: { profile: { enum: string[] } } }
    expect(properties.profile.enum.toSorted()).toEqual([...PROFILE_NAMES].toSorted())
  })
})

describe('qwac lint --json', () => {
  test('is one object a line, and goes on after a file that cannot be read', async () => {
    const { code, result, notes } = await qwac('lint', none, sound, unclear, '--json')
    expect(code).toBe(66)
    expect(notes).toContain('not-found')
    const [first, second, ...rest] = result.split('\n').map(line => JSON.parse(line))
    expect(rest).toEqual([])
    expect(first).toMatchObject({ schemaVersion: 1, file: sound, profile: 'qwac', counts: { errors: 0 } })
    expect(second.counts.undetermined).toBeGreaterThan(0)
    expect(first.findings.some((each: { outcome: string }) => each.outcome === 'satisfied')).toBe(true)
  })
})
