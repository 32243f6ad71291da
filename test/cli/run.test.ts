import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { FIXTURES, LISTS, qwac } from './support.ts'

const certificate = (name: string): string => join(FIXTURES, 'certificates', `${name}.pem`)
const sound = join(FIXTURES, 'qwac.pem')
const folder = mkdtempSync(join(tmpdir(), 'qwac-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, contents: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, contents)
  return path
}

describe('qwac validate', () => {
  test.each([
    ['a sound certificate, as far as it can be judged', sound, 2, 'indeterminate'],
    ['an expired one', certificate('expired'), 1, 'failed'],
    ['one with a wrong signature', certificate('wrong-signature'), 1, 'failed'],
    ['one for signatures', certificate('esign-type'), 1, 'failed'],
  ])('ends for %s with its verdict', async (_, path, code, verdict) => {
    const ended = await qwac('validate', path, ...LISTS)
    expect(ended).toMatchObject({ code, notes: '' })
    expect(ended.result.split('\n')[0]).toBe(verdict)
  })

  test('prints the whole report as JSON', async () => {
    const { code, result } = await qwac('validate', sound, ...LISTS, '--json')
    const report = JSON.parse(result)
    expect(code).toBe(2)
    expect(report).toMatchObject({
      schemaVersion: 1,
      verdict: 'indeterminate',
      at: '2026-06-01T12:00:00Z',
      psd2: { roles: ['PSP_PI', 'PSP_AI'], authorizationNumber: 'TEST0001' },
      qualification: {
        website: { atIssuance: 'QWAC', atValidation: 'QWAC', result: 'QWAC', reasons: [] },
        literal: { status: 'PROCESS_PASSED', subStatus: [] },
      },
    })
  })

  test('takes intermediates from --chain as from the file itself', async () => {
    const [leaf, ...chain] = (await import('node:fs'))
      .readFileSync(certificate('through-intermediate'), 'utf8')
      .split(/(?<=END CERTIFICATE-----)\n/)
    const alone = file('leaf.pem', leaf!)
    const rest = file('chain.pem', chain.join('\n'))
    const without = await qwac('validate', alone, ...LISTS, '--json')
    const within = await qwac('validate', alone, '--chain', rest, ...LISTS, '--json')
    expect(JSON.parse(without.result).qualification.website.result).toBe('Not_QWAC')
    expect(JSON.parse(within.result).qualification.website.result).toBe('QWAC')
  })

  test('says why and who must do what, for people', async () => {
    const { result } = await qwac('validate', certificate('expired'), ...LISTS)
    expect(result).toContain('violated certificate.validity-period expired (RFC 5280, 4.1.2.5)')
    expect(result).toContain('→ The holder must renew the certificate and present the new one.')
  })

  test.each([
    ['a file that is not there', ['validate', join(FIXTURES, 'none.pem'), ...LISTS], 66],
    ['text without a certificate', ['validate', file('text.pem', 'hello'), ...LISTS], 66],
    [
      'a certificate that is cut',
      ['validate', file('cut.pem', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----'), ...LISTS],
      66,
    ],
    ['no certificate at all', ['validate', ...LISTS], 64],
    ['no list of lists', ['validate', sound, '--lists', FIXTURES], 64],
    [
      'a folder of lists that is not there',
      ['validate', sound, ...LISTS, '--lists', join(FIXTURES, 'none')],
      66,
    ],
    ['a moment without a zone', ['validate', sound, ...LISTS, '--at', '2026-06-01T12:00:00'], 64],
    ['a notice that is none', ['validate', sound, ...LISTS, '--anchor', '2018'], 64],
    ['a notice that is not JSON', ['validate', sound, ...LISTS, '--anchor', sound], 66],
    ['an option that does not exist', ['validate', sound, ...LISTS, '--force'], 64],
    ['a command that does not exist', ['judge'], 64],
  ])('ends for %s with its own code and says so on the error stream', async (_, words, code) => {
    const ended = await qwac(...words)
    expect(ended.code).toBe(code)
    expect(ended.notes).not.toBe('')
  })

  test('trusts the Official Journal unless told otherwise, so minted lists mean nothing', async () => {
    const words = LISTS.filter((word, i) => word !== '--anchor' && LISTS[i - 1] !== '--anchor')
    const { code, result } = await qwac('validate', sound, ...words, '--json')
    expect(code).toBe(2)
    expect(JSON.parse(result).qualification.website).toMatchObject({ result: 'INDET_QWAC' })
  })
})

describe('qwac lists verify', () => {
  test('gives a row for each territory that the list of lists points to', async () => {
    const { code, result } = await qwac('lists', 'verify', ...LISTS, '--json')
    const report = JSON.parse(result)
    expect(code).toBe(0)
    expect(report).toMatchObject({
      schemaVersion: 1,
      lotl: { state: 'fresh' },
      lists: [
        { territory: 'LU', version: 6, state: 'fresh', services: 3 },
        { territory: 'AT', version: 5, state: 'fresh', services: 3 },
      ],
    })
  })

  test.each([
    ['a list of lists past its next update', { '--at': '2036-01-01T00:00:00Z' }, 2],
    ['lists that are refused', { '--lists': join(FIXTURES, 'lists-defect') }, 1],
    ['another notice', { '--anchor': '2026' }, 1],
  ])('ends for %s with %s', async (_, change, code) => {
    const words = LISTS.map(
      (word, i) => Object.entries(change).find(([option]) => option === LISTS[i - 1])?.[1] ?? word,
    )
    expect((await qwac('lists', 'verify', ...words)).code).toBe(code)
  })
})

describe('qwac inspect', () => {
  test('says what a certificate says, and claims no trust', async () => {
    const { code, result } = await qwac('inspect', sound)
    expect(code).toBe(0)
    expect(result).toContain('EU qualified certificate; type web')
    expect(result).toContain('PSP_PI (payment initiation), PSP_AI (account information)')
  })

  test('goes on after a file that it cannot read, and ends with 66', async () => {
    const { code, result, notes } = await qwac('inspect', join(FIXTURES, 'none.pem'), sound, '--json')
    expect(code).toBe(66)
    expect(notes).toContain('not-found')
    expect(JSON.parse(result)).toMatchObject({
      certificate: { organizationIdentifier: 'PSDLU-CSSF-TEST0001' },
      psd2: { roles: ['PSP_PI', 'PSP_AI'] },
    })
  })

  test('never writes a control character of a certificate to the terminal', async () => {
    const { result } = await qwac('inspect', ...['expired', 'unknown-role'].map(certificate))
    expect(result).not.toMatch(/[^\P{C}\n]/u)
  })
})

describe('qwac explain', () => {
  test('tells what a requirement asks, and each reason with its remedy', async () => {
    const { code, result } = await qwac('explain', 'certificate.validity-period')
    expect(code).toBe(0)
    expect(result).toContain('RFC 5280, 4.1.2.5')
    expect(result).toContain('The holder must renew the certificate and present the new one.')
  })

  test.each(['nope', '__proto__', 'constructor', 'certificate.'])(
    'ends with 64 for %s, which is no code',
    async code => {
      expect((await qwac('explain', code)).code).toBe(64)
    },
  )
})

test('qwac demo judges what comes with the package, offline', async () => {
  const { code, result } = await qwac('demo')
  expect(code).toBe(0)
  expect(result).toContain('10 of 10 as expected')
})

test.each([
  [['--version'], 0],
  [['--help'], 0],
  [[], 64],
])('%o ends with %i', async (words, code) => {
  expect((await qwac(...words)).code).toBe(code)
})
