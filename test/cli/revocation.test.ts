import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { instant } from '../../src/core/time.ts'
import { createTestWorld, pem, type TestWorld } from '../../src/sandbox/index.ts'
import { qwac } from './support.ts'

const AT = '2026-06-01T12:00:00Z'
const folder = mkdtempSync(join(tmpdir(), 'qwac-'))
const path = (name: string): string => join(folder, name)
const write = (name: string, content: Uint8Array | string): void => writeFileSync(path(name), content)
let world: TestWorld
let allowed: readonly string[]

beforeAll(async () => {
  world = await createTestWorld({ seed: 'terminal', now: instant(AT), responders: true })
  const [good, bad] = [await world.mint({ subject: 'Good' }), await world.mint({ subject: 'Bad' })]
  world.revoke(bad, { reason: 'keyCompromise' })
  write('good.pem', pem(good.certificate))
  write('bad.pem', pem(bad.certificate))
  write('ca.pem', pem(world.caCertificate))
  write('good.ors', await world.ocsp(good))
  write('stale.ors', await world.ocsp(good, { freshness: 'stale' }))
  write('bad.ors', await world.ocsp(bad))
  write('ca.crl', await world.crl())
  write('stale.crl', await world.crl({ freshness: 'stale' }))
  write('forged.crl', await world.crl({ signer: 'stranger' }))
  write('lotl.xml', world.lotl)
  write('notice.json', JSON.stringify(world.notice))
  mkdirSync(path('lists'))
  for (const { territory, bytes } of world.lists) write(`lists/${territory}.xml`, bytes)
  allowed = ['--unsafe-allow', ...Object.values(world.addresses).map(url => new URL(url).host)]
})

afterAll(async () => {
  await world.close()
  rmSync(folder, { recursive: true })
})

describe('qwac ocsp', () => {
  test.each([
    ['good.pem', 0, 'good'],
    ['bad.pem', 1, 'status-revoked'],
  ])('asks about %s and ends with %i', async (file, code, word) => {
    const ended = await qwac('ocsp', path(file), path('ca.pem'), '--at', AT, ...allowed)
    expect(ended).toMatchObject({ code, notes: '' })
    expect(ended.result.split('\n')[0]).toBe(word)
    expect(ended.result).toContain('signed by     CN=TEST')
  })

  test.each([
    ['good.pem', 'good.ors', 0, 'satisfied'],
    ['bad.pem', 'bad.ors', 1, 'violated'],
    ['good.pem', 'stale.ors', 2, 'undetermined'],
    ['good.pem', 'bad.ors', 2, 'undetermined'],
    ['good.pem', 'ca.crl', 2, 'violated'],
  ])('reads about %s the response %s and ends with %i', async (file, response, code, outcome) => {
    const ended = await qwac(
      'ocsp',
      path(file),
      path('ca.pem'),
      '--response',
      path(response),
      '--at',
      AT,
      '--json',
    )
    expect(ended.code).toBe(code)
    expect(JSON.parse(ended.result)).toMatchObject({ url: null, unavailable: null, finding: { outcome } })
  })

  test('says that nobody answered', async () => {
    const url = 'http://127.0.0.1/'
    const ended = await qwac('ocsp', path('good.pem'), path('ca.pem'), '--url', url, '--json')
    expect(ended.code).toBe(2)
    expect(JSON.parse(ended.result)).toMatchObject({ url, unavailable: 'not-allowed', response: null })
  })

  test.each([
    [['ocsp', 'no-such-file', 'ca.pem'], 66],
    [['ocsp', 'good.pem', 'ca.crl'], 66],
    [['ocsp', 'good.pem', 'ca.pem', '--timeout', '0'], 64],
    [['ocsp', 'good.pem', 'ca.pem', '--unsafe-allow', 'localhost'], 64],
    [['ocsp', 'ca.pem', 'ca.pem'], 64],
  ])('%o ends with %i', async (words, code) => {
    const [verb = '', ...rest] = words
    const names = rest.map(word => (/\./.test(word) ? path(word) : word))
    expect((await qwac(verb, ...names)).code).toBe(code)
  })
})

describe('qwac crl', () => {
  test.each([
    [['ca.crl'], 0, 'revocation list'],
    [['ca.crl', '--issuer', 'ca.pem'], 0, 'revocation list'],
    [['ca.crl', '--issuer', 'ca.pem', '--cert', 'good.pem'], 0, 'not listed'],
    [['ca.crl', '--issuer', 'ca.pem', '--cert', 'bad.pem'], 1, 'status-revoked'],
    [['ca.crl', '--cert', 'bad.pem'], 1, 'listed'],
    [['ca.crl', '--serial', '01:02'], 0, 'not listed'],
    [['stale.crl'], 2, 'revocation list'],
    [['stale.crl', '--issuer', 'ca.pem', '--cert', 'good.pem'], 2, 'stale'],
    [['forged.crl', '--issuer', 'ca.pem'], 2, 'signature-wrong'],
    [['ca.crl', '--issuer', 'good.pem'], 2, 'other-issuer'],
  ])('%o ends with %i', async (words, code, word) => {
    const names = words.map(each => (/\.(?:pem|crl)$/.test(each) ? path(each) : each))
    const ended = await qwac('crl', ...names, '--at', AT)
    expect([ended.code, ended.result.split('\n')[0]]).toEqual([code, word])
  })

  test('tells what the list is', async () => {
    const { result } = await qwac('crl', path('ca.crl'), '--at', AT, '--json')
    expect(JSON.parse(result)).toMatchObject({
      signature: 'not-checked',
      isFresh: true,
      entry: null,
      list: { entries: 1, reasons: { keyCompromise: 1 }, firstRevocation: AT, deltaOf: null, scope: null },
    })
  })

  test('finds a number as it is told', async () => {
    const { result } = await qwac('crl', path('ca.crl'), '--cert', path('bad.pem'), '--at', AT, '--json')
    const { entry } = JSON.parse(result)
    expect(entry).toMatchObject({ isListed: true, revokedAt: AT, reason: 'keyCompromise' })
    const again = await qwac(
      'crl',
      path('ca.crl'),
      '--serial',
      `0x00${entry.serialNumber}`,
      '--at',
      AT,
      '--json',
    )
    expect(JSON.parse(again.result).entry).toEqual(entry)
  })

  test.each([
    [['crl', 'no-such-file'], 66],
    [['crl', 'good.pem'], 66],
    [['crl', 'ca.crl', '--serial', 'twelve'], 64],
  ])('%o ends with %i', async ([verb = '', file = '', ...rest], code) => {
    expect((await qwac(verb, path(file), ...rest)).code).toBe(code)
  })
})

describe('qwac validate --online', () => {
  const validated = (file: string, ...options: readonly string[]) => {
    const given = [
      '--lotl',
      path('lotl.xml'),
      '--lists',
      path('lists'),
      '--anchor',
      path('notice.json'),
      '--at',
      AT,
    ]
    return qwac('validate', path(file), ...given, '--online', ...allowed, ...options)
  }

  test('asks, and tells whom, how old it was and who signed it', async () => {
    const calls = world.calls('ocsp')
    const { code, result } = await validated('good.pem')
    expect(code).toBe(2)
    expect(result).not.toContain('revocation.status')
    expect(result).toMatch(/OCSP {10}good, 60 minutes old, signed by CN=TEST.*, from http:\/\/127\.0\.0\.1/)
    expect(world.calls('ocsp')).toBe(calls + 1)
  })

  test('fails for what is revoked', async () => {
    expect((await validated('bad.pem')).code).toBe(1)
  })

  test('tells who was silent, and uses the list', async () => {
    world.outage('ocsp', 'broken')
    const { result } = await validated('good.pem')
    world.restore('ocsp')
    expect(result).toMatch(/OCSP {10}http:\/\/127\.0\.0\.1\S+: refused/)
    expect(result).toMatch(/CRL {11}good/)
    expect(result).not.toContain('revocation.status')
  })
})

function schema(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(import.meta.dirname, '../../src/verdict', name), 'utf8'))
}

const ajv = new Ajv2020({ strictRequired: false, allowUnionTypes: true, allErrors: true })
ajv.addSchema(schema('report.schema.json'))

describe('ocsp.schema.json', () => {
  const allows = ajv.compile(schema('ocsp.schema.json'))
  const asked = (...words: readonly string[]) =>
    qwac('ocsp', path('good.pem'), path('ca.pem'), '--json', ...words)

  test.each<[string, readonly string[]]>([
    ['good', ['--response', 'good.ors', '--at', AT]],
    ['stale', ['--response', 'stale.ors', '--at', AT]],
    ['about another', ['--response', 'bad.ors', '--at', AT]],
    ['no response', ['--response', 'ca.crl', '--at', AT]],
    ['not asked', ['--url', 'http://127.0.0.1/', '--at', AT, '--nonce', '--hash', 'SHA-256']],
  ])('allows what is printed of one that is %s', async (_, words) => {
    const { result } = await asked(...words.map(word => (/\.(?:ors|crl)$/.test(word) ? path(word) : word)))
    expect(allows(JSON.parse(result)), JSON.stringify(allows.errors)).toBe(true)
  })

  test('allows what is printed of a revoked certificate, and of a nonce that came back', async () => {
    const words = ['--json', '--nonce', '--at', AT, ...allowed]
    const { result } = await qwac('ocsp', path('bad.pem'), path('ca.pem'), ...words)
    expect(JSON.parse(result)).toMatchObject({ response: { status: 'revoked' } })
    expect(allows(JSON.parse(result)), JSON.stringify(allows.errors)).toBe(true)
  })

  test.each<[string, Record<string, unknown>]>([
    ['another version', { schemaVersion: 2 }],
    ['a reason that there is not', { unavailable: 'asleep' }],
    ['a response without a status', { response: { source: 'ocsp', sha256: '0'.repeat(64) } }],
    ['something else', { more: 1 }],
  ])('refuses %s', async (_, change) => {
    const { result } = await asked('--response', path('good.ors'), '--at', AT)
    expect(allows({ ...JSON.parse(result), ...change })).toBe(false)
  })
})

describe('crl.schema.json', () => {
  const allows = ajv.compile(schema('crl.schema.json'))

  test.each<[string, readonly string[]]>([
    ['a list', ['ca.crl']],
    ['a list that ended', ['stale.crl']],
    ['a list and its issuer', ['ca.crl', '--issuer', 'ca.pem']],
    ['a list that a stranger signed', ['forged.crl', '--issuer', 'ca.pem', '--cert', 'good.pem']],
    ['a certificate that is not on it', ['ca.crl', '--issuer', 'ca.pem', '--cert', 'good.pem']],
    ['a certificate that is on it', ['ca.crl', '--issuer', 'ca.pem', '--cert', 'bad.pem']],
    ['a number', ['ca.crl', '--serial', '01']],
  ])('allows what is printed of %s', async (_, words) => {
    const named = words.map(word => (/\.(?:pem|crl)$/.test(word) ? path(word) : word))
    const { result } = await qwac('crl', ...named, '--at', AT, '--json')
    expect(allows(JSON.parse(result)), JSON.stringify(allows.errors)).toBe(true)
  })

  test.each<[string, Record<string, unknown>]>([
    ['another version', { schemaVersion: 2 }],
    ['no list', { list: null }],
    ['an entry without a date', { entry: { serialNumber: '01', isListed: true } }],
    ['something else', { more: 1 }],
  ])('refuses %s', async (_, change) => {
    const { result } = await qwac('crl', path('ca.crl'), '--at', AT, '--json')
    expect(allows({ ...JSON.parse(result), ...change })).toBe(false)
  })
})
