import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, describe, expect, test } from 'vitest'
import { parseAgreements } from '../../src/cli/agreements.ts'
import { authority, CLIENT, dns, ID, leaf, names, purposes, someone } from '../support/certified.ts'
import { LISTS, qwac } from './support.ts'

const folder = mkdtempSync(join(tmpdir(), 'qwac-agreements-'))
afterAll(() => rmSync(folder, { recursive: true }))

const pem = (bytes: Uint8Array): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(bytes).toString('base64')}\n-----END CERTIFICATE-----\n`

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const exchange = someone('Exchange')
const certificate = pem(authority(exchange, exchange))
const member = file(
  'member.pem',
  pem(
    leaf(exchange, someone('member.example'), {
      extensions: { [ID.purposes]: purposes(CLIENT), [ID.names]: names(dns('member.example')) },
    }),
  ),
)

const ANCHOR = {
  agreement: 'settlement',
  certificate,
  purposes: ['client'],
  from: '2026-01-01T00:00:00Z',
  until: '2026-12-31T23:59:59Z',
}
const written = (changes: object = {}) =>
  JSON.stringify({ schemaVersion: 1, anchors: [{ ...ANCHOR, ...changes }] })

describe('qwac validate --anchors', () => {
  const judged = (changes: object, ...options: readonly string[]) =>
    qwac(
      ...['validate', member, ...LISTS, '--revocation', 'soft'],
      ...['--anchors', file('anchors.json', written(changes)), ...options],
    )

  test.each<readonly [object, readonly string[], number, string]>([
    [{}, [], 0, 'settlement, by CN=Exchange, until 2026-12-31T23:59:59Z'],
    [{}, ['--purpose', 'client'], 0, 'passed'],
    [{}, ['--purpose', 'server'], 1, 'path.agreement other-purpose'],
    [{ until: '2026-06-01T12:00:00Z' }, [], 0, 'passed'],
    [{ until: '2026-06-01T11:59:59Z' }, [], 1, 'path.agreement no-longer-in-force'],
    [{ names: { permitted: ['dns:member.example'] } }, [], 0, 'passed'],
    [{ names: { excluded: ['dns:example'] } }, [], 1, 'path.name-constraints excluded'],
  ])('by %o with %o ends with %i', async (changes, options, code, words) => {
    const ended = await judged(changes, ...options)
    expect(ended).toMatchObject({ code, notes: '' })
    expect(ended.result).toContain(words)
  })

  test('is what makes it pass', async () => {
    expect((await qwac('validate', member, ...LISTS, '--revocation', 'soft')).code).toBe(2)
  })

  test('says in JSON which kind of anchor it was', async () => {
    const { result } = await judged({}, '--json')
    expect(JSON.parse(result).anchor).toMatchObject({ kind: 'bilateral', agreement: 'settlement' })
  })

  test.each([
    ['no-such-file', 66],
    [file('no.json', '{}'), 66],
  ])('%s ends with %i', async (path, code) => {
    expect((await qwac('validate', member, ...LISTS, '--anchors', path)).code).toBe(code)
  })
})

describe('a file of anchors', () => {
  const SCHEMA = join(import.meta.dirname, '..', '..', 'src', 'verdict', 'agreements.schema.json')
  const conforms = new Ajv2020({ strict: true }).compile(JSON.parse(readFileSync(SCHEMA, 'utf8')))

  test.each<readonly [string, object]>([
    ['for several purposes', { purposes: ['client', 'server', 'email'] }],
    [
      'with names of every form',
      { names: { permitted: ['dns:a.example', 'email:a@b.example', 'uri:.c.example'] } },
    ],
    [
      'with ranges of addresses',
      { names: { excluded: ['ip:192.0.2.0/24', 'ip:2001:db8::/32', 'ip:0.0.0.0/0'] } },
    ],
  ])('%s is read', (_, changes) => {
    expect(conforms(JSON.parse(written(changes)))).toBe(true)
    expect(parseAgreements(written(changes))).toMatchObject([{ kind: 'bilateral', agreement: 'settlement' }])
  })

  test('writes a range as address and mask', () => {
    const [anchor] = parseAgreements(written({ names: { permitted: ['ip:192.0.2.0/25'] } }))
    expect(anchor).toMatchObject({
      nameConstraints: {
        permitted: [{ base: { octets: Uint8Array.of(192, 0, 2, 0, 255, 255, 255, 128) } }],
      },
    })
  })

  test.each<readonly [string, string, string]>([
    ['no JSON', 'x', 'not a file of anchors'],
    ['another object', '{"anchors":[]}', 'not a file of anchors'],
    ['a later version', '{"schemaVersion":2,"anchors":[{}]}', 'schemaVersion must be 1'],
    ['no anchor', '{"schemaVersion":1,"anchors":[]}', 'anchors must be a list with at least one'],
    ['a word that nobody knows', written({ name: {} }), 'may have names'],
    ['no agreement', written({ agreement: '' }), 'agreement must be a text'],
    ['no purpose', written({ purposes: [] }), 'purposes must be'],
    ['a purpose that nobody knows', written({ purposes: ['client', 'toString'] }), 'purposes must be'],
    ['no certificate', written({ certificate: 'none' }), 'certificate must be one'],
    ['two certificates', written({ certificate: certificate + certificate }), 'certificate must be one'],
    ['a time without a zone', written({ from: '2026-01-01T00:00:00' }), 'RFC 3339'],
    ['an end before the beginning', written({ until: '2025-01-01T00:00:00Z' }), 'in this order'],
    ['a name without its form', written({ names: { permitted: ['example'] } }), 'names are dns:'],
    ['a name with a star', written({ names: { permitted: ['dns:*.example'] } }), 'names are dns:'],
    ['an address without its range', written({ names: { permitted: ['ip:192.0.2.1'] } }), 'names are dns:'],
    ['a range of too many bits', written({ names: { permitted: ['ip:192.0.2.0/33'] } }), 'names are dns:'],
    ['names of another shape', written({ names: ['dns:a.example'] }), 'names may have'],
  ])('with %s is refused', (_, text, words) => {
    expect(parseAgreements(text)).toContain(words)
  })
})
