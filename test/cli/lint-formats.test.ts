import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { SaxesParser } from 'saxes'
import { afterAll, describe, expect, test } from 'vitest'
import { junit } from '../../src/cli/junit.ts'
import { isReport } from '../../src/cli/lint-report.ts'
import { installed } from '../support/installed.ts'
import { fixture, lintFiles, sound } from './lint-files.ts'
import { isUriReference, SARIF } from './sarif-schema.ts'
import { qwac } from './support.ts'

const { none, unclear, hostile, remove } = lintFiles()
afterAll(remove)

describe('qwac lint --sarif', () => {
  const ajv = new Ajv2020({ formats: { 'uri-reference': isUriReference } })
  const validate = ajv.compile(SARIF)
  const log = async (...words: readonly string[]) =>
    JSON.parse((await qwac('lint', ...words, '--sarif')).result)

  test('is one log of the shape that SARIF 2.1.0 asks for, whatever the files hold', async () => {
    const all = await log(sound, hostile, unclear, none)
    expect(validate(all), JSON.stringify(validate.errors)).toBe(true)
    const [run] = all.runs
    expect(run.invocations[0]).toMatchObject({ executionSuccessful: false })
    expect(run.invocations[0].toolExecutionNotifications).toHaveLength(1)
    for (const { ruleId, ruleIndex } of run.results) expect(run.tool.driver.rules[ruleIndex].id).toBe(ruleId)
    const identifiers = run.tool.driver.rules.map(({ id }: { id: string }) => id)
    expect(new Set(identifiers).size).toBe(identifiers.length)
  })

  test('gives each defect a fingerprint of its own, which another run gives again', async () => {
    const fingerprints = async () =>
      (await log(sound, unclear, fixture('printable-authority'))).runs[0].results.map(
        ({ partialFingerprints }: { partialFingerprints: object }) => JSON.stringify(partialFingerprints),
      )
    const first = await fingerprints()
    expect(first.length).toBeGreaterThan(2)
    expect(new Set(first).size).toBe(first.length)
    expect(await fingerprints()).toEqual(first)
  })

  test('has a result of kind fail for a violation and open for what is undetermined', async () => {
    const [run] = (await log(unclear)).runs
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
    const { code, result } = await qwac('lint', sound, hostile, unclear, none, '--junit')
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

  test.skipIf(!installed('xmllint'))('is valid by the schema of build servers', async () => {
    const { result } = await qwac('lint', sound, hostile, unclear, none, fixture('flat-roles'), '--junit')
    expect(xmllint(result)).toEqual([])
    expect(xmllint(result.replace('<skipped/>', '<skip/>'))).not.toEqual([])
    expect(xmllint(result.replace(/ tests="\d+"/, ''))).not.toEqual([])
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

/** What xmllint has against a document, by the schema beside this test. */
function xmllint(document: string): readonly string[] {
  const schema = resolve(import.meta.dirname, 'junit.xsd')
  const { status, stderr } = spawnSync('xmllint', ['--noout', '--nonet', '--schema', schema, '-'], {
    input: document,
    encoding: 'utf8',
  })
  return status === 0 ? [] : stderr.trim().split('\n')
}
