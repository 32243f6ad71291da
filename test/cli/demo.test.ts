import { expect, test } from 'vitest'
import { demo } from '../../src/cli/demo.ts'
import { DEMO_CASES } from '../../src/cli/demo-cases.ts'
import type { Terminal } from '../../src/cli/terminal.ts'
import { catalogue } from '../../src/requirements/catalogue.ts'

async function shown(cases?: typeof DEMO_CASES) {
  const lines: string[] = []
  const notes: string[] = []
  const terminal: Terminal = {
    result: text => void lines.push(...text.split('\n')),
    note: text => void notes.push(text),
    paint: (_, text) => text,
  }
  const code = await demo(terminal, cases)
  return { code, notes, rows: lines.filter(line => /^[✔✘]/.test(line)), last: lines.at(-1) }
}

test('ten providers come to the door, and each ends as it must', async () => {
  const { code, notes, rows, last } = await shown()
  expect([code, notes]).toEqual([0, []])
  expect(DEMO_CASES).toHaveLength(10)
  expect(rows).toHaveLength(10)
  expect(last).toContain('10 of 10')
  for (const [index, { name, expected }] of DEMO_CASES.entries()) {
    expect(rows[index]).toContain(`✔ ${name} `)
    expect(rows[index]).toContain(` ${expected.verdict} `)
    expect(rows[index]).toContain(expected.code)
    expect(rows[index]).toMatch(/ → \S/)
  }
})

test('every expectation is a reason that the requirement has', () => {
  for (const { expected } of DEMO_CASES) {
    if (expected.verdict === 'passed') continue
    expect(Object.keys(catalogue[expected.code].reasons)).toContain(expected.reason)
  }
})

const expired = DEMO_CASES.filter(({ name }) => name === 'expired')

test.each([
  ['another verdict', { verdict: 'passed' }],
  ['another requirement', { code: 'qualification.website-authentication' }],
  ['another reason', { reason: 'not-yet-valid' }],
] as const)('%s than the one that must come ends with 1, and says what must', async (_, change) => {
  const [sound] = expired
  const { code, rows, last } = await shown([
    ...expired,
    { ...sound!, expected: { ...sound!.expected, ...change } },
  ])
  expect(code).toBe(1)
  expect(rows[0]).toMatch(/^✔ expired /)
  expect(rows[1]).toMatch(/^✘ expired +failed +must be /)
  expect(last).toContain('1 of 2')
})
