import { createHash, generateKeyPairSync } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { instant } from '../../src/core/time.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { createTestWorld, type ServiceDefect, type TestWorld } from '../../src/sandbox/index.ts'
import { decodeSnapshot, encodeSnapshot } from '../../src/trust-list/snapshot/snapshot.ts'
import { FIXTURES, LISTS, qwac } from './support.ts'

const folder = mkdtempSync(join(tmpdir(), 'qwac-snapshot-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const AT = ['--at', '2026-06-01T12:00:00Z'] as const
const path = (name: string) => join(folder, name)
const sound = join(FIXTURES, 'qwac.pem')
let digest = ''

beforeAll(async () => {
  const { code, result, notes } = await qwac('snapshot', 'build', ...LISTS, '--out', path('all'))
  expect([code, notes]).toEqual([0, ''])
  digest = result.slice(0, 64)
})

const SCHEMAS = join(import.meta.dirname, '../../src/verdict')
const schema = (name: string) => JSON.parse(readFileSync(join(SCHEMAS, `${name}.schema.json`), 'utf8'))
const ajv = new Ajv2020({ strict: true, allErrors: true, strictRequired: false, allowUnionTypes: true })
ajv.addSchema(schema('report'))
const VALIDATE = { show: ajv.compile(schema('snapshot')), diff: ajv.compile(schema('snapshot-diff')) }

/** What a report is not that its schema says. */
function breaches(kind: keyof typeof VALIDATE, report: unknown): readonly unknown[] {
  const validate = VALIDATE[kind]
  return validate(report) ? [] : (validate.errors ?? [])
}

/** A report that is what its schema says. */
function reportIn(kind: keyof typeof VALIDATE, text: string) {
  const report = JSON.parse(text)
  expect(breaches(kind, report)).toEqual([])
  return report
}

function keyFiles(name: string, kind: 'P-256' | 'ed25519' | 'rsa', form: 'pem' | 'jwk') {
  const pair =
    kind === 'P-256'
      ? generateKeyPairSync('ec', { namedCurve: kind })
      : kind === 'rsa'
        ? generateKeyPairSync('rsa', { modulusLength: 2048 })
        : generateKeyPairSync('ed25519')
  const [secret, open] = [path(`${name}.key`), path(`${name}.pub`)]
  const jwk = form === 'jwk'
  writeFileSync(
    secret,
    jwk
      ? JSON.stringify(pair.privateKey.export({ format: 'jwk' }))
      : pair.privateKey.export({ format: 'pem', type: 'pkcs8' }),
  )
  writeFileSync(
    open,
    jwk
      ? JSON.stringify(pair.publicKey.export({ format: 'jwk' }))
      : pair.publicKey.export({ format: 'pem', type: 'spki' }),
  )
  return { secret, open }
}

describe('qwac snapshot build', () => {
  test('prints the digest of what it wrote, which is that of sha256sum', async () => {
    const { createHash } = await import('node:crypto')
    expect(digest).toBe(
      createHash('sha256')
        .update(readFileSync(path('all')))
        .digest('hex'),
    )
  })

  test('writes no lists that nobody may trust', async () => {
    const words = LISTS.map(word => (word.endsWith('notice.json') ? '2026' : word))
    const { code, notes } = await qwac('snapshot', 'build', ...words, '--out', path('refused'))
    expect([code, notes]).toEqual([1, 'qwac: the list of trusted lists is refused: notice-missing'])
  })

  test.each([
    ['no place to write', ['--out', join(sound, 'all')], 73],
    ['a key that is none', ['--out', path('signed'), '--sign', sound], 66],
  ])('ends with %s', async (_, words, code) => {
    expect((await qwac('snapshot', 'build', ...LISTS, ...words)).code).toBe(code)
  })
})

describe('a snapshot that is built of a snapshot', () => {
  const build = (from: string, ...words: readonly string[]) =>
    qwac('snapshot', 'build', '--snapshot', path(from), '--out', path('rebuilt'), ...words)

  test('is the same one', async () => {
    expect((await build('all', '--digest', digest)).result.slice(0, 64)).toBe(digest)
    expect((await build('all', '--unvouched')).result.slice(0, 64)).toBe(digest)
  })

  test('is not signed where nobody vouches for what it is built of', async () => {
    const { secret } = keyFiles('laundry', 'P-256', 'pem')
    rmSync(path('rebuilt'), { force: true })
    const { code, notes } = await build('all', '--unvouched', '--sign', secret)
    expect([code, notes]).toEqual([
      64,
      'qwac: --sign vouches for what is written, and --unvouched says that nobody does',
    ])
    expect(existsSync(path('rebuilt'))).toBe(false)
    expect((await build('all', '--digest', digest, '--sign', secret)).code).toBe(0)
  })

  test('does not say that it holds all services where it holds those for websites', async () => {
    expect((await qwac('snapshot', 'build', ...LISTS, '--website', '--out', path('part'))).code).toBe(0)
    const { code, notes } = await build('part', '--unvouched')
    expect([code, notes]).toEqual([64, 'qwac: the snapshot holds only the part for websites: say --website'])
    const again = await build('part', '--unvouched', '--website')
    expect(again.result.slice(0, 64)).toBe(
      createHash('sha256')
        .update(readFileSync(path('part')))
        .digest('hex'),
    )
  })

  test('says why it is not written without writing on the terminal', async () => {
    const read = await decodeSnapshot(readFileSync(path('all')), { crypto: nodeCrypto(), expected: digest })
    if (!read.ok) throw new RangeError(read.reason)
    const refusal = { outcome: 'refused', reason: '\u001b[2J', checks: [], sha256: '0'.repeat(64) } as const
    writeFileSync(path('foul-lotl'), encodeSnapshot({ ...read.value.lists, listOfLists: refusal }))
    const { notes } = await build('foul-lotl', '--unvouched')
    expect(notes).toBe('qwac: the list of trusted lists is refused: \\u{1b}[2J')
  })
})

describe('a signed snapshot that is written anew', () => {
  const build = (out: string, secret: string, ...words: readonly string[]) =>
    qwac('snapshot', 'build', ...LISTS, '--out', out, '--sign', secret, ...words)

  test('leaves no draft behind, and what a link leads to is replaced', async () => {
    const { secret, open } = keyFiles('anew', 'P-256', 'pem')
    mkdirSync(path('anew'))
    writeFileSync(path('anew/kept'), 'before')
    symlinkSync(path('anew/kept'), path('anew/link'))
    expect((await build(path('anew/link'), secret)).code).toBe(0)
    expect((await build(path('anew/link'), secret, '--website')).code).toBe(0)
    expect(readdirSync(path('anew')).toSorted()).toEqual(['kept', 'link', 'link.jws'])
    expect((await qwac('snapshot', 'verify', path('anew/link'), '--key', open)).code).toBe(0)
  })

  test.each([
    ['the snapshot', 'cut/lists', 'cut/lists.jws'],
    ['its signature', 'cut/lists.jws', 'cut/lists'],
  ])('and of which only %s was written is not taken for signed', async (_, written, kept) => {
    const { secret, open } = keyFiles('cut', 'P-256', 'pem')
    const out = path('cut/lists')
    rmSync(path('cut'), { recursive: true, force: true })
    expect((await build(out, secret)).code).toBe(0)
    const before = readFileSync(path(kept))
    expect((await build(out, secret, '--website')).code).toBe(0)
    writeFileSync(path(kept), before)
    expect(readFileSync(path(written)).equals(before)).toBe(false)
    const { code, notes } = await qwac('snapshot', 'verify', out, '--key', open)
    expect(code).toBe(1)
    expect(notes).toMatch(/lists\.jws: signature invalid: by another key, or over other octets/)
  })

  test('changes nothing where its signature cannot be written', async () => {
    const { secret } = keyFiles('half', 'P-256', 'pem')
    mkdirSync(path('half/lists.jws'), { recursive: true })
    expect((await build(path('half/lists'), secret)).code).toBe(73)
    expect(readdirSync(path('half'))).toEqual(['lists.jws'])
  })
})

describe('qwac snapshot verify', () => {
  test.each([
    ['the digest that is meant', () => ['--digest', digest], 0],
    ['another digest', () => ['--digest', 'ab'.repeat(32)], 1],
    ['no digest at all', () => ['--digest', 'abc'], 64],
    ['nobody', () => [], 2],
  ])('by %s', async (_, words, code) => {
    expect((await qwac('snapshot', 'verify', path('all'), ...words())).code).toBe(code)
  })

  test.each([
    ['P-256', 'pem'],
    ['P-256', 'jwk'],
    ['ed25519', 'pem'],
    ['ed25519', 'jwk'],
    ['rsa', 'pem'],
    ['rsa', 'jwk'],
  ] as const)('by a signature with %s, keys as %s', async (kind, form) => {
    const [own, other] = [keyFiles('own', kind, form), keyFiles('other', kind, form)]
    const out = path('signed')
    expect((await qwac('snapshot', 'build', ...LISTS, '--out', out, '--sign', own.secret)).code).toBe(0)
    expect((await qwac('snapshot', 'verify', out, '--key', own.open)).code).toBe(0)
    expect((await qwac('snapshot', 'verify', out, '--key', other.open)).code).toBe(1)
    expect((await qwac('validate', sound, '--snapshot', out, '--key', own.open, ...AT)).code).toBe(2)

    const octets = readFileSync(out)
    octets[octets.length - 1]! ^= 1
    writeFileSync(out, octets)
    expect((await qwac('snapshot', 'verify', out, '--key', own.open)).code).toBe(1)
  })

  test.each([
    ['an algorithm that was not asked', { alg: 'none', typ: 'qwac-snapshot+jws', b64: false, crit: ['b64'] }],
    ['another type', { alg: 'ES256', typ: 'JWT', b64: false, crit: ['b64'] }],
    ['a member more', { alg: 'ES256', typ: 'qwac-snapshot+jws', b64: false, crit: ['b64'], jwk: {} }],
    ['the payload encoded', { alg: 'ES256', typ: 'qwac-snapshot+jws' }],
  ])('not with a header of %s', async (_, header) => {
    const { secret, open } = keyFiles('header', 'P-256', 'pem')
    const out = path('header')
    await qwac('snapshot', 'build', ...LISTS, '--out', out, '--sign', secret)
    const [, , signature] = readFileSync(`${out}.jws`, 'utf8').split('.')
    const text = Buffer.from(JSON.stringify(header)).toString('base64url')
    writeFileSync(`${out}.jws`, `${text}..${signature}`)
    const { code, notes } = await qwac('snapshot', 'verify', out, '--key', open)
    expect([code, notes.endsWith('signature malformed')]).toEqual([1, true])
  })

  test('not without a signature beside it', async () => {
    const { open } = keyFiles('alone', 'P-256', 'pem')
    copyFileSync(path('all'), path('alone'))
    expect((await qwac('snapshot', 'verify', path('alone'), '--key', open)).code).toBe(66)
  })
})

describe('qwac validate --snapshot', () => {
  test('comes to the report that the files lead to, and names the snapshot', async () => {
    const byFiles = JSON.parse((await qwac('validate', sound, ...LISTS, '--json')).result)
    const words = ['--snapshot', path('all'), '--digest', digest, ...AT, '--json']
    const bySnapshot = JSON.parse((await qwac('validate', sound, ...words)).result)
    expect(byFiles.snapshot).toBeNull()
    expect(bySnapshot).toEqual({ ...byFiles, snapshot: digest })
  })

  test.each([
    ['nobody who vouches', ['--snapshot', 'all'], 64],
    ['nobody, which is meant', ['--snapshot', 'all', '--unvouched'], 2],
    ['two who vouch', ['--snapshot', 'all', '--unvouched', '--digest', 'ab'.repeat(32)], 64],
    ['another digest', ['--snapshot', 'all', '--digest', 'ab'.repeat(32)], 1],
    ['files beside it', ['--snapshot', 'all', '--unvouched', '--lotl', 'x'], 64],
    ['what is no snapshot', ['--snapshot', 'none', '--unvouched'], 66],
    ['neither files nor a snapshot', [], 64],
    ['who vouches, for nothing', ['--unvouched'], 64],
  ])('with %s', async (_, words, code) => {
    writeFileSync(path('none'), 'none')
    const paths = words.map((word, index) => (words[index - 1] === '--snapshot' ? path(word) : word))
    expect((await qwac('validate', sound, ...paths, ...AT)).code).toBe(code)
  })
})

describe('qwac snapshot show', () => {
  test('says what it holds, and how each list was verified', async () => {
    const { code, result } = await qwac('snapshot', 'show', path('all'), ...AT, '--json')
    const report = reportIn('show', result)
    expect(code).toBe(0)
    expect(report).toMatchObject({
      schemaVersion: 1,
      snapshot: digest,
      part: 'all',
      lotl: { state: 'fresh' },
    })
    expect(report.lists.map((list: { territory: string }) => list.territory)).toEqual(['AT', 'LU'])
    expect(report.lists[0].checks).toContainEqual({
      code: 'trust-list.signature',
      outcome: 'satisfied',
      reason: null,
    })
  })

  test('in a line for each list, for people', async () => {
    const { result } = await qwac('snapshot', 'show', path('all'), ...AT)
    expect(result.split('\n')[0]).toBe(`snapshot ${digest}`)
    expect(result).toMatch(/^AT .* fresh .*services/m)
  })
})

describe('a snapshot that somebody wrote to fool a reader', () => {
  const FOUL = 'X\u001b]0;title\u0007\nLOTL  390  fresh\u009b2J\u202e'

  /**
   * Names of territories and reasons are texts like others: nothing in a snapshot is held to what lists have.
   */
  async function foulFile(): Promise<string> {
    const read = await decodeSnapshot(readFileSync(path('all')), { crypto: nodeCrypto(), expected: digest })
    if (!read.ok) throw new RangeError(read.reason)
    const { lists } = read.value
    const refusal = { outcome: 'refused', reason: FOUL, checks: [], sha256: '0'.repeat(64) } as const
    const foul = { territory: FOUL, file: refusal, others: [refusal] }
    const set = { ...lists, territories: [...lists.territories, foul], others: [refusal] }
    writeFileSync(path('foul'), encodeSnapshot(set))
    return path('foul')
  }

  test.each([
    ['show', async (file: string) => qwac('snapshot', 'show', file, ...AT)],
    ['diff', async (file: string) => qwac('snapshot', 'diff', path('all'), file, ...AT)],
    ['verify', async (file: string) => qwac('snapshot', 'verify', file)],
    [
      'lists verify',
      async (file: string) => qwac('lists', 'verify', '--snapshot', file, '--unvouched', ...AT),
    ],
    [
      'lists export',
      async (file: string) => qwac('lists', 'export', '--snapshot', file, '--unvouched', ...AT),
    ],
  ])('writes nothing of its own on the terminal: %s', async (name, command) => {
    const { result, notes } = await command(await foulFile())
    const written = `${result}\n${notes}`
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    expect(written).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/)
    expect(written).not.toMatch(/^LOTL {2}390 {2}fresh/m)
    if (name !== 'verify') expect(written).toContain('X\\u{1b}]0;title\\u{7}\\u{a}LOTL')
  })
})

describe('qwac snapshot diff', () => {
  const now = instant('2026-06-01T12:00:00Z')

  let world: TestWorld
  beforeAll(async () => {
    world = await createTestWorld({ seed: 'diff', now })
  })

  /** A snapshot of the world with one change in the list of LU. */
  async function built(defect?: ServiceDefect | 'expired' | 'signer-not-announced'): Promise<string> {
    const name = defect ?? 'sound'
    mkdirSync(path(`${name}-lists`), { recursive: true })
    writeFileSync(path(`${name}.xml`), world.lotl)
    writeFileSync(path(`${name}.json`), JSON.stringify(world.notice))
    for (const { territory, bytes } of world.lists) writeFileSync(path(`${name}-lists/${territory}`), bytes)
    if (defect) writeFileSync(path(`${name}-lists/LU`), await world.listWith(defect))
    const files = [
      '--lotl',
      path(`${name}.xml`),
      '--lists',
      path(`${name}-lists`),
      '--anchor',
      path(`${name}.json`),
    ]
    expect((await qwac('snapshot', 'build', ...files, ...AT, '--out', path(`${name}.snap`))).code).toBe(0)
    return path(`${name}.snap`)
  }

  test('of a snapshot with itself is nothing', async () => {
    const file = await built()
    expect(await qwac('snapshot', 'diff', file, file, ...AT)).toMatchObject({
      code: 0,
      result: 'nothing changed',
    })
    const { result } = await qwac('snapshot', 'diff', file, file, ...AT, '--json')
    expect(reportIn('diff', result)).toMatchObject({ schemaVersion: 1, changes: [] })
  })

  test.each([
    ['service-withdrawn', ['list-reissued', 'withdrawn', 'history']],
    ['service-granted-then-withdrawn', ['list-reissued', 'withdrawn']],
    ['service-not-for-websites', ['list-reissued', 'qualifiers']],
    ['criteria-not-qualified', ['list-reissued', 'qualifiers']],
    ['expired', ['list-reissued', 'list-state']],
  ] as const)('%s: %o', async (defect, expected) => {
    const [before, after] = [await built(), await built(defect)]
    const { code, result } = await qwac('snapshot', 'diff', before, after, ...AT, '--json')
    const kinds = reportIn('diff', result).changes.map(({ kind }: { kind: string }) => kind)
    expect([code, kinds]).toEqual([1, expected])
  })

  test('a list that is refused takes its services with it, and brings them back', async () => {
    const [good, bad] = [await built(), await built('signer-not-announced')]
    const kinds = async (...files: string[]) => {
      const { result } = await qwac('snapshot', 'diff', ...files, ...AT, '--json')
      return new Set(reportIn('diff', result).changes.map(({ kind }: { kind: string }) => kind))
    }
    expect(await kinds(good, bad)).toEqual(new Set(['list-state', 'removed']))
    expect(await kinds(bad, good)).toEqual(new Set(['list-state', 'added']))
  })
})

type Change = (report: Record<string, never>) => unknown

describe('the schema of snapshot show --json', () => {
  test('holds for a snapshot with lists that are refused, missing and superfluous', async () => {
    const { mkdirSync } = await import('node:fs')
    mkdirSync(path('odd'), { recursive: true })
    writeFileSync(path('odd/stranger.xml'), readFileSync(join(FIXTURES, 'qwac.pem')))
    const words = LISTS.map((word, index) => (LISTS[index - 1] === '--lists' ? path('odd') : word))
    expect((await qwac('snapshot', 'build', ...words, '--out', path('odd.snap'))).code).toBe(0)
    const { result } = await qwac('snapshot', 'show', path('odd.snap'), '--json')
    expect(reportIn('show', result)).toMatchObject({
      lists: [
        { territory: 'AT', state: 'absent', services: 0 },
        { territory: 'LU', state: 'absent' },
      ],
      others: [{ state: 'unreadable' }],
    })
  })

  test.each<[string, Change]>([
    ['a later version', report => ({ ...report, schemaVersion: 2 })],
    ['another word', report => ({ ...report, also: 1 })],
    ['no digest', ({ snapshot: _, ...report }) => report],
    ['a part that is none', report => ({ ...report, part: 'seals' })],
    ['a list of lists that is refused, and nobody says why', change('lotl', { state: 'refused' })],
    ['a list of lists that is fresh, and a reason', change('lotl', { reason: 'not-announced' })],
    ['a time without a zone', change('lotl', { issued: '2026-06-01T00:00:00' })],
    ['a signer in capitals', change('lotl', { signer: 'AB'.repeat(32) })],
    ['another word about a file', change('lotl', { also: 1 })],
    ['services of the list of lists', change('lotl', { services: 1 })],
    ['a check that failed for no reason', change('lotl', { checks: [CHECK] })],
  ])('refuses %s', async (_, edit) => {
    const { result } = await qwac('snapshot', 'show', path('all'), ...AT, '--json')
    expect(breaches('show', edit(reportIn('show', result)))).not.toEqual([])
  })
})

const CHECK = { code: 'trust-list.signature', outcome: 'violated', reason: null }

function change(name: string, by: object): Change {
  return report => ({ ...report, [name]: { ...Object(report[name]), ...by } })
}

describe('the schema of snapshot diff --json', () => {
  const report = (...changes: readonly object[]) => ({
    ...{ schemaVersion: 1, before: 'ab'.repeat(32), after: 'cd'.repeat(32) },
    changes,
  })
  const list = { kind: 'list-newer', territory: 'LU', before: 3, after: 4 }
  const service = { kind: 'withdrawn', territory: 'LU', provider: 'P', service: 'S', before: 'a', after: 'b' }

  test.each<[string, object]>([
    ['no change', report()],
    ['a newer list', report(list)],
    ['a list that was issued anew', report({ ...list, kind: 'list-reissued', before: 'ab', after: 'cd' })],
    ['a list that is absent now', report({ ...list, kind: 'list-state', before: 'fresh', after: 'absent' })],
    ['a service that was withdrawn', report(list, service)],
    ['a service that came', report({ ...service, kind: 'added', before: null })],
    ['a service that went', report({ ...service, kind: 'removed', after: null })],
    ['a certificate that went', report({ ...service, kind: 'identity', after: null })],
  ])('holds for %s', (_, diff) => {
    expect(breaches('diff', diff)).toEqual([])
  })

  test.each<[string, object]>([
    ['a later version', { ...report(), schemaVersion: 2 }],
    ['a snapshot without a digest', { ...report(), before: 'yesterday' }],
    ['another word', { ...report(), also: 1 }],
    ['a change that nobody knows', report({ ...service, kind: 'renamed' })],
    ['a service without a provider', report({ ...service, provider: undefined })],
    ['a list with a provider', report({ ...list, provider: 'P' })],
    ['a list with words for a number', report({ ...list, after: 'four' })],
    ['a state that is none', report({ ...list, kind: 'list-state', before: 'fresh', after: 'lost' })],
    ['a service that came, and was there', report({ ...service, kind: 'added' })],
    ['a service that went, and is there', report({ ...service, kind: 'removed' })],
    ['a service that was moved to nowhere', report({ ...service, kind: 'moved', after: null })],
  ])('refuses %s', (_, diff) => {
    expect(breaches('diff', JSON.parse(JSON.stringify(diff)))).not.toEqual([])
  })
})
