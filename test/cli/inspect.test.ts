import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, describe, expect, test } from 'vitest'
import { certificate, extension } from '../support/certificate-writer.ts'
import { oid, rdn, sequence, tlv, utf8 } from '../support/der-writer.ts'
import { FIXTURES, qwac } from './support.ts'

const sound = join(FIXTURES, 'qwac.pem')
const folder = mkdtempSync(join(tmpdir(), 'qwac-inspect-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, contents: Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, contents)
  return path
}

const schemas = resolve(import.meta.dirname, '../../src/verdict')
const schema = (name: string) => JSON.parse(readFileSync(join(schemas, name), 'utf8'))
const ajv = new Ajv2020({ strict: true, allErrors: true, strictRequired: false, allowUnionTypes: true })
ajv.addSchema(schema('report.schema.json'))
const validate = ajv.compile(schema('inspect.schema.json'))

describe('qwac inspect', () => {
  test('explains roles, authority, key, policies and where revocation is published', async () => {
    const { result } = await qwac('inspect', sound)
    for (const part of [
      'qualified website certificate, as it says itself',
      'PSP_PI (payment initiation), PSP_AI (account information)',
      'LU-CSSF, Commission for the Supervision of Financial Sector (on the list)',
      'EC, P-256; signed with ecdsa SHA-256',
      'TLS server',
      'QcCompliance, QcType',
      'OCSP http://',
      'CRL http://',
    ]) {
      expect(result).toContain(part)
    }
    expect(result).toMatch(/^ {2}valid .+Z; .*\d days? (?:left|ago)$/m)
  })

  test.each([
    ['2027-05-01T12:00:00Z', '1 day left'],
    ['2027-05-02T12:00:00Z', '0 days left'],
    ['2027-05-02T12:00:01Z', 'expired 1 day ago'],
    ['2026-06-01T12:00:00Z', '335 days left'],
  ])('counts the days that are left at %s: %s', async (at, words) => {
    expect((await qwac('inspect', sound, '--at', at)).result).toContain(words)
    expect((await qwac('inspect', sound, '--at', at, '--short')).result).toContain(words)
  })

  test('--short is one line for each certificate', async () => {
    const { result } = await qwac('inspect', sound, sound, '--short')
    expect(result.split('\n')).toHaveLength(2)
    expect(result).toContain(
      `${sound}: qualified website certificate, PSDLU-CSSF-TEST0001, PSP_PI+PSP_AI, until `,
    )
  })

  test('--json is as its schema says, one object a line, unreadable files aside', async () => {
    const odd = file('odd.der', certificate({ extensions: [names()] }))
    const words = [join(folder, 'none.pem'), sound, odd, '--json', '--at', '2026-06-01T12:00:00Z']
    const { code, result } = await qwac('inspect', ...words)
    expect(code).toBe(66)
    const lines = result.split('\n').map(line => JSON.parse(line))
    expect(lines).toHaveLength(2)
    for (const line of lines) expect(validate(line), JSON.stringify(validate.errors)).toBe(true)
    expect(lines[0].details).toMatchObject({
      key: { type: 'ec', curve: 'P-256' },
      daysLeft: 335,
      precertificate: false,
      authority: { id: 'LU-CSSF' },
    })
    expect(lines[1].details.names).toEqual([
      { form: 'dNSName', text: 'a.example' },
      { form: 'iPAddress', text: '192.0.2.1' },
      { form: 'registeredID', text: '1.2.3' },
      { form: 'directoryName', text: 'O=x' },
      { form: 'otherName', text: '1.2.3 0c0161' },
    ])
  })

  test('writes no control or bidirectional character of a name', async () => {
    const subject = sequence(rdn('2.5.4.10', utf8('a\u001b[31m\u202eb\nc')))
    const { result } = await qwac(
      'inspect',
      file('bidi.der', certificate({ subject })),
      '--at',
      '2026-06-01T12:00:00Z',
    )
    expect(result).not.toMatch(/[^\P{C}\n]/u)
  })
})

/** A name of every form that is not an address. */
function names(): Uint8Array {
  const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)
  return extension(
    '2.5.29.17',
    sequence(
      tlv(0x82, ascii('a.example')),
      tlv(0x87, Uint8Array.of(192, 0, 2, 1)),
      tlv(0x88, oid('1.2.3').subarray(2)),
      tlv(0xa4, sequence(rdn('2.5.4.10', utf8('x')))),
      tlv(0xa0, oid('1.2.3'), tlv(0xa0, utf8('a'))),
    ),
  )
}
