import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { JOURNAL, type ListWorld, listWorld, signers } from '../sources/lists/list-world.ts'
import { FIXTURES, LISTS, qwac } from './support.ts'

/** Of lists that are fresh whenever this is run. */
const NEXT_UPDATE = '<NextUpdate><dateTime>2999-01-01T00:00:00Z</dateTime></NextUpdate>'

let world: ListWorld
let folder: string
beforeEach(async () => {
  world = await listWorld('127.0.0.1')
  folder = mkdtempSync(join(tmpdir(), 'qwac-store-'))
  const notice = { id: 'test', locations: [JOURNAL], certificates: [signers.lotl.sha256] }
  writeFileSync(join(folder, 'notice.json'), JSON.stringify(notice))
  const nextUpdate = NEXT_UPDATE
  world.files.set('lotl.xml', world.lotl({ nextUpdate }))
  world.files.set('XX.xml', world.list('XX', 7, { nextUpdate }))
  world.files.set('YY.xml', world.list('YY', 3, { nextUpdate }))
})
afterEach(async () => {
  await world.close()
  rmSync(folder, { recursive: true, force: true })
})

const kept = () => ['--store', join(folder, 'store'), '--anchor', join(folder, 'notice.json')]
const refresh = (...words: readonly string[]) =>
  qwac(
    'lists',
    'refresh',
    ...kept(),
    '--lotl-url',
    `http://127.0.0.1:${world.server.port}/lotl.xml`,
    '--unsafe-loopback',
    ...words,
  )
const status = (...words: readonly string[]) => qwac('lists', 'status', ...kept(), ...words)

const SCHEMAS = join(import.meta.dirname, '../../src/verdict')
const schema = (name: string) => JSON.parse(readFileSync(join(SCHEMAS, `${name}.schema.json`), 'utf8'))
const ajv = new Ajv2020({ strict: true, allErrors: true, strictRequired: false, allowUnionTypes: true })
const validateHealth = ajv.addSchema(schema('report')).compile(schema('health'))

/** What a report is not that its schema says. */
function breaches(text: string): readonly unknown[] {
  validateHealth(JSON.parse(text))
  return validateHealth.errors ?? []
}

describe('--json is what its schema says', () => {
  test('with nothing, with lists, and with lists that are not as they should be', async () => {
    expect(breaches((await status('--json')).result)).toEqual([])
    expect(breaches((await refresh('--json')).result)).toEqual([])
    world.files.delete('XX.xml')
    world.files.set('YY.xml', world.list('YY', 4, { signer: signers.stranger }))
    world.files.set('lotl.xml', world.lotl({ sequenceNumber: '8', signersOfX: [signers.stranger] }))
    const { result } = await refresh('--json')
    expect(breaches(result)).toEqual([])
    expect(JSON.parse(result).lists.XX).toMatchObject({
      state: 'refused',
      lastAttempt: { outcome: 'failed' },
    })
  })

  test.each([
    ['a later version', { schemaVersion: 2 }],
    ['not ready, and nobody says why', { ready: false }],
    ['ready, and a reason', { reason: 'no-anchors' }],
    ['an unknown clock', { clock: 'late' }],
    ['a territory in full', { lists: { Estonia: { state: 'absent' } } }],
    ['a row without an age', { listOfLists: { state: 'absent', nextUpdate: null, sequenceNumber: null } }],
    ['another word', { also: 1 }],
  ])('and refuses: %s', async (_, change) => {
    const health = JSON.parse((await refresh('--json')).result)
    expect(breaches(JSON.stringify(health))).toEqual([])
    expect(breaches(JSON.stringify({ ...health, ...change }))).not.toEqual([])
  })
})

describe('qwac lists refresh', () => {
  test('fetches the lists into a folder, and tells of each', async () => {
    const { code, result, notes } = await refresh()
    expect(result.split('\n')).toEqual([
      'LOTL     7  fresh      0 s old, next update 2999-01-01T00:00:00Z',
      'XX       7  fresh      0 s old, next update 2999-01-01T00:00:00Z',
      'YY       3  fresh      0 s old, next update 2999-01-01T00:00:00Z',
      '2/2 fresh or closed, 2 services',
    ])
    expect([code, notes]).toEqual([0, ''])
  })

  test('has a line for each list where that is wanted', async () => {
    const { notes } = await refresh('--progress')
    expect(notes.split('\n').toSorted()).toEqual([
      'qwac: LOTL updated',
      'qwac: XX   updated',
      'qwac: YY   updated',
    ])
  })

  test('does not fetch twice what has not changed', async () => {
    await refresh()
    expect((await refresh('--progress')).notes).toContain('XX   unchanged')
  })

  test('tells what has changed that a person has to look at, and ends as without', async () => {
    await refresh()
    const to = `http://127.0.0.1:${world.server.port}/elsewhere\u202e.xml`
    const newer = 'https://journal.example/newer'
    const change = { sequenceNumber: '8', location: to, signersOfX: [signers.XX, signers.stranger] }
    world.files.set('lotl.xml', world.lotl({ ...change, nextUpdate: NEXT_UPDATE, uris: [newer, JOURNAL] }))
    const { code, notes } = await refresh()
    expect(code).toBe(0)
    expect(notes.split('\n')).toEqual([
      expect.stringMatching(/^qwac: LOTL: it came from .*lotl\.xml, and says .*elsewhere\\u\{202e\}\.xml$/),
      `qwac: LOTL: it names a newer notice, to be compared with the Official Journal: ${newer}`,
      'qwac: XX: others may sign it than before',
    ])
  })

  test('names every list that is not as it should be, and ends with 2', async () => {
    await refresh()
    world.files.delete('XX.xml')
    world.files.set('YY.xml', world.list('YY', 4, { signer: signers.stranger }))
    const { code, result } = await refresh()
    expect(code).toBe(2)
    expect(result.split('\n').at(-1)).toMatch(
      /^2\/2 fresh or closed, XX fresh \d+ s \(HTTP 404\), YY fresh \d+ s \(not-announced\), 2 services$/,
    )
  })

  test('names the list of lists too, where it alone is not as it should be', async () => {
    await refresh()
    world.files.delete('lotl.xml')
    const { code, result } = await refresh()
    expect(code).toBe(2)
    expect(result.split('\n').at(-1)).toMatch(
      /^2\/2 fresh or closed, LOTL fresh \d+ s \(HTTP 404\), 2 services$/,
    )
  })

  test('says once why a list is refused that the last attempt brought', async () => {
    world.files.set('YY.xml', world.list('YY', 3, { signer: signers.stranger }))
    const { result } = await refresh()
    expect(result.split('\n')[2]).toMatch(/^YY +3 +refused +not-announced, \d+ s old, next update \S+$/)
  })

  test('ends with 1 where there is nothing to work with', async () => {
    world.files.delete('lotl.xml')
    const { code, result, notes } = await refresh()
    expect(code).toBe(1)
    expect(result).toContain('not ready: not-loaded')
    expect(result).toContain('HTTP 404')
    expect(notes).toMatch(/^qwac: not-loaded: .*`qwac lists refresh`/)
  })

  test('where no list has a service says where to look, and ends with 1', async () => {
    world.files.set('XX.xml', world.list('XX', 7, { signer: signers.stranger }))
    world.files.delete('YY.xml')
    const { code, result, notes } = await refresh()
    expect([code, result.split('\n').at(-1)?.endsWith('0 services, not ready: no-anchors')]).toEqual([
      1,
      true,
    ])
    expect(result).toMatch(/^XX .* refused .*not-announced/m)
    expect(result).toMatch(/^YY .* absent .*HTTP 404/m)
    expect(notes).toMatch(/^qwac: no-anchors: .*the reason stands beside each\./)
  })

  test('ends with 2 where the files cannot be kept, whatever was fetched', async () => {
    mkdirSync(join(folder, 'store'))
    writeFileSync(join(folder, 'store', 'files'), '')
    const { code, result } = await refresh()
    expect([code, result.includes('the store cannot be written')]).toEqual([2, true])
  })

  test('asks no server of this machine unless told to', async () => {
    const url = `http://127.0.0.1:${world.server.port}/lotl.xml`
    const { code, result } = await qwac('lists', 'refresh', ...kept(), '--lotl-url', url)
    expect([code, world.server.connections()]).toEqual([1, 0])
    expect(result).toContain('not-allowed')
  })

  test.each([
    [['--lotl-url', 'here'], '--lotl-url is no address: here'],
    [['--anchor', 'nothing'], '--anchor must be'],
  ])('%j is a mistake of the caller', async (words, message) => {
    const { code, notes } = await refresh(...words)
    expect([code, notes.includes(message)]).toEqual([64, true])
  })
})

describe('qwac lists status', () => {
  test('says what is kept, and asks nobody', async () => {
    await refresh()
    world.asked()
    const { code, result } = await status('--json')
    expect(code).toBe(0)
    expect(breaches(result)).toEqual([])
    expect(JSON.parse(result)).toMatchObject({
      ready: true,
      anchors: 2,
      lists: { XX: { state: 'fresh', sequenceNumber: 7 } },
    })
    expect(world.asked()).toEqual([])
  })

  test('of an empty folder is nothing to work with', async () => {
    const { code, result } = await status()
    expect([code, result.split('\n').at(-1)]).toEqual([
      1,
      '0/0 fresh or closed, LOTL absent, 0 services, not ready: not-loaded',
    ])
  })
})

describe('a list of lists that only what was seen before refuses', () => {
  /** What the commands tell an operator, who is not sent to look for another notice. */
  async function told(): Promise<string> {
    const { code, notes } = await refresh()
    expect([code, notes.includes('--anchor')]).toEqual([1, false])
    return notes
  }

  test('because it cannot be read', async () => {
    await refresh()
    writeFileSync(join(folder, 'store', 'seen', 'LOTL.7.seen'), '')
    const message = /list-of-lists-refused: memory-unreadable: What was accepted before .*Repair or restore/
    expect(await told()).toMatch(message)
    const { code, notes } = await qwac('validate', join(FIXTURES, 'qwac.pem'), ...kept())
    expect([code, message.test(notes)]).toEqual([66, true])
  })

  test('because it is later', async () => {
    world.files.set('lotl.xml', world.lotl({ sequenceNumber: '9', nextUpdate: NEXT_UPDATE }))
    await refresh()
    rmSync(join(folder, 'store', 'files'), { recursive: true })
    world.files.set('lotl.xml', world.lotl({ nextUpdate: NEXT_UPDATE }))
    expect(await told()).toMatch(/list-of-lists-refused: rolled-back: [A-Z]/)
  })
})

describe('qwac lists forget', () => {
  const forget = (...words: readonly string[]) => qwac('lists', 'forget', ...words)
  const store = () => ['--store', join(folder, 'store')]
  const nextUpdate = '<NextUpdate><dateTime>2999-01-01T00:00:00Z</dateTime></NextUpdate>'

  test('lets a list in that was issued anew under its number, and no other', async () => {
    await refresh()
    world.files.set('XX.xml', world.list('XX', 7, { nextUpdate, issued: '2026-06-02T00:00:00Z' }))
    world.files.set('YY.xml', world.list('YY', 2, { nextUpdate }))
    const refused = await refresh()
    expect(refused.code).toBe(2)
    expect(refused.result).toMatch(/XX fresh \d+ s \(same-number-other-content\), YY .* \(rolled-back\)/)

    expect(await forget('XX', ...store())).toMatchObject({ code: 0, result: 'XX: forgotten' })
    const { code, result } = await refresh()
    expect(code).toBe(2)
    expect(result).not.toContain('same-number-other-content')
    expect(result).toContain('rolled-back')
    expect((await refresh('--progress')).notes).toContain('XX   unchanged')
  })

  test('works for the list of lists, and for what was never seen', async () => {
    expect((await forget('XX', ...store())).code).toBe(0)
    await refresh()
    world.files.set('lotl.xml', world.lotl({ nextUpdate, sequenceNumber: '1' }))
    expect((await refresh()).result).toContain('rolled-back')
    await forget('LOTL', ...store())
    expect((await refresh()).code).toBe(0)
  })

  test.each(['ro', 'ROU', '../RO', '', 'EU/x'])('of %j is a mistake of the caller', async territory => {
    expect((await forget(territory, ...store())).code).toBe(64)
  })

  test('says where the folder cannot be written', async () => {
    writeFileSync(join(folder, 'file'), '')
    expect((await forget('XX', '--store', join(folder, 'file'))).code).toBe(73)
  })
})

describe('qwac validate --store', () => {
  const cert = join(FIXTURES, 'qwac.pem')

  test('judges by the lists that are kept', async () => {
    await refresh()
    const { code, result } = await qwac('validate', cert, ...kept(), '--json')
    expect(code).toBe(2)
    // The lists of XX and YY do not speak of Luxembourg.
    expect(JSON.parse(result)).toMatchObject({ verdict: 'indeterminate', qualification: { website: {} } })
  })

  test('of an empty folder says that there are no lists, and judges nothing', async () => {
    const { code, notes, result } = await qwac('validate', cert, ...kept())
    expect([code, notes.includes('not-loaded: no list of lists could be had'), result]).toEqual([
      66,
      true,
      '',
    ])
  })

  test('is not vouched for as a snapshot is', async () => {
    const { code, notes } = await qwac('validate', cert, ...kept(), '--digest', '00'.repeat(32))
    expect([code, notes]).toEqual([64, 'qwac: --digest, --key and --unvouched speak of a snapshot'])
  })

  test('with lists that are expired is undetermined', async () => {
    await refresh()
    const at = ['--lists-at', '2999-01-02T00:00:00Z']
    const { code, result } = await qwac('validate', cert, ...kept(), ...at, '--json')
    const { findings } = JSON.parse(result)
    expect(code).toBe(2)
    expect(findings).toContainEqual(
      expect.objectContaining({ code: 'trust-list.freshness', outcome: 'undetermined', reason: 'expired' }),
    )
  })

  test('beside files is a mistake of the caller', async () => {
    expect((await qwac('validate', cert, ...kept(), '--lotl', 'x', '--lists', 'y')).code).toBe(64)
  })
})

test('qwac lists verify says that there is not a single service', async () => {
  mkdirSync(join(folder, 'none'))
  const words = LISTS.map((word, i) => (LISTS[i - 1] === '--lists' ? join(folder, 'none') : word))
  expect((await qwac('lists', 'verify', ...words)).notes).toContain('no services')
  expect((await qwac('lists', 'verify', ...LISTS)).notes).toBe('')
})

test.skipIf(process.getuid?.() === 0)(
  'a folder that must not be written is told, and the lists are used',
  async () => {
    await refresh()
    chmodSync(join(folder, 'store', 'files'), 0o500)
    expect((await refresh()).result).toContain('the store cannot be written')
    chmodSync(join(folder, 'store', 'files'), 0o700)
  },
)
