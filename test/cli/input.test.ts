import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readCertificateInput, readChainInput } from '../../src/cli/read-certificates.ts'
import { isStop } from '../../src/cli/read-input.ts'
import { readStandardInput } from '../../src/cli/standard-input.ts'
import { certificate as write } from '../support/certificate-writer.ts'
import { rdn, sequence, utf8 } from '../support/der-writer.ts'
import { FORMS, pem } from '../support/input-forms.ts'
import { FIXTURES, LISTS, qwac } from './support.ts'

const folder = mkdtempSync(join(tmpdir(), 'qwac-input-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, contents: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, contents)
  return path
}

const fixture = (...path: readonly string[]): Uint8Array =>
  new Uint8Array(new X509Certificate(readFileSync(join(FIXTURES, ...path))).raw)
const LEAF = fixture('qwac.pem')
const ISSUER = fixture('ca.pem')

describe('a file in any form', () => {
  test.each(FORMS)('$name is read', async ({ form, notes, write: written }) => {
    const read = await readCertificateInput(file('form', written([LEAF])))
    expect(read).toEqual({ certificates: [LEAF], form, notes })
  })

  test('is told by its form in what qwac inspect prints for programs', async () => {
    const { code, result } = await qwac('inspect', file('hex', Buffer.from(LEAF).toString('hex')), '--json')
    expect(code).toBe(0)
    expect(JSON.parse(result)).toMatchObject({ input: { form: 'hex', notes: [] } })
  })
})

describe('a file that is no certificate', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const key = String(privateKey.export({ type: 'pkcs8', format: 'pem' }))

  test.each([
    ['a key', key, 'private-key', 'Remove the key from the input.'],
    ['a key behind a certificate', pem([LEAF]) + key, 'private-key', 'Remove the key from the input.'],
    ['a cut file', pem([LEAF]).slice(0, 500), 'truncated', 'Copy the whole of it'],
    ['an empty file', '', 'empty', 'give it again'],
    ['a text', 'hello', 'unknown-form', 'Export the certificate anew'],
  ])(
    '%s ends inspect and validate with 66, its reason and what helps',
    async (_, contents, reason, remedy) => {
      const path = file('none', contents)
      for (const words of [
        ['inspect', path],
        ['validate', path, ...LISTS],
      ]) {
        const { code, result, notes } = await qwac(...words)
        expect({ code, result }).toEqual({ code: 66, result: '' })
        expect(notes).toContain(reason)
        expect(notes).toContain(remedy)
      }
    },
  )

  test('never has a character of a key printed', async () => {
    const secret = key.split('\n')[1] ?? ''
    for (const contents of [
      key,
      pem([LEAF]) + key,
      key.replace('PRIVATE', 'PUBLIC'),
      secret,
      key.slice(0, -40),
    ]) {
      const { result, notes } = await qwac('inspect', file('key', contents), '--json')
      for (let at = 0; at + 12 <= secret.length; at += 4) {
        expect(result + notes).not.toContain(secret.slice(at, at + 12))
      }
    }
  })
})

describe('a file with several certificates', () => {
  test.each([
    ['in order', [LEAF, ISSUER]],
    ['in another order', [ISSUER, LEAF]],
  ])('%s has its leaf judged', async (_, chain) => {
    const read = await readChainInput(file('chain', pem(chain)))
    expect(read).toMatchObject({ certificate: LEAF, intermediates: [ISSUER] })
  })

  test('has its first taken where another cannot be read, and where itself cannot', async () => {
    const broken = Uint8Array.from(LEAF).fill(0xff, 60, 70)
    expect(await readChainInput(file('a', pem([LEAF, broken, ISSUER])))).toMatchObject({
      certificate: LEAF,
      intermediates: [ISSUER, broken],
    })
    expect(await readChainInput(file('b', pem([broken, LEAF])))).toMatchObject({
      certificate: broken,
      intermediates: [LEAF],
      checks: [],
    })
  })

  test('tells in the report that the order was another, which decides nothing', async () => {
    const { code, result } = await qwac('validate', file('turned', pem([ISSUER, LEAF])), ...LISTS, '--json')
    const { findings, certificate, verdict } = JSON.parse(result)
    const alone = JSON.parse((await qwac('validate', file('alone', LEAF), ...LISTS, '--json')).result)
    expect({ code, verdict }).toEqual({ code: 2, verdict: 'indeterminate' })
    expect(certificate.sha256).toBe(alone.certificate.sha256)
    expect(alone.findings.filter(({ code: each }: { code: string }) => each.startsWith('input.'))).toEqual([])
    expect(findings).toContainEqual(
      expect.objectContaining({
        code: 'input.chain',
        outcome: 'violated',
        reason: 'out-of-order',
        severity: 'warning',
      }),
    )
  })

  test('leaves open which is meant where two issued no other', async () => {
    const other = write({ subject: sequence(rdn('2.5.4.3', utf8('Another'))) })
    const { result } = await qwac('validate', file('two', pem([LEAF, other])), ...LISTS, '--json')
    expect(JSON.parse(result).findings).toContainEqual(
      expect.objectContaining({
        code: 'input.leaf',
        outcome: 'undetermined',
        reason: 'two-leaves',
        severity: 'error',
      }),
    )
  })
})

describe('the standard input', () => {
  async function* parts(...given: readonly unknown[]): AsyncGenerator<unknown> {
    yield* given
  }

  test('is read to its end', async () => {
    expect(await readStandardInput(parts(Uint8Array.of(1, 2), 'a', Uint8Array.of(3)))).toEqual(
      Uint8Array.of(1, 2, 0x61, 3),
    )
    expect(await readStandardInput(parts())).toEqual(new Uint8Array())
  })

  test('is read no further than any input needs', async () => {
    const piece = new Uint8Array(10_000_001)
    const read = await readStandardInput(parts(piece, piece, piece, piece))
    expect(read.length).toBe(20_000_002)
  })
})

test('a file that is not there is no input', async () => {
  const read = await readCertificateInput(join(folder, 'none-such'))
  expect(isStop(read)).toBe(true)
})
