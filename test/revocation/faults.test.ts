import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { instantFromMilliseconds } from '../../src/core/time.ts'
import {
  authenticate,
  instant,
  nodeCrypto,
  type Policy,
  QWAC_POLICY,
  type Report,
  type StatusMemory,
  validate,
} from '../../src/index.ts'
import { createTestWorld } from '../../src/sandbox/index.ts'
import {
  fileStore,
  type HttpClient,
  httpClient,
  type KeyValueStore,
  revocationMemory,
  revocationSources,
} from '../../src/sources/index.ts'
import { type Fault, type FaultServer, startFaultServer } from '../support/fault-server.ts'

/** Every fault of a server, of its answers and of a clock, as it shows in the verdict. */

const now = instant('2026-06-01T12:00:00Z')
const HOUR = 3_600_000
const crypto = nodeCrypto()
const world = await createTestWorld({ seed: 'faults', now })
const lists = await authenticate(world.source, { notice: world.notice, crypto, at: now })
const leaf = await world.mint({ subject: 'Leaf' })
const other = await world.mint({ subject: 'Other' })
const elsewhere = await world.mint({ subject: 'Elsewhere', territory: 'AT' })
const stale = await world.ocsp(leaf, { freshness: 'stale' })
const staleList = await world.crl({ freshness: 'stale' })
afterAll(() => world.close())

type Kind = 'ocsp' | 'crl'
const KINDS: readonly Kind[] = ['ocsp', 'crl']
const well = { ocsp: await world.ocsp(leaf), crl: await world.crl() }

const servers: FaultServer[] = []
const folders: string[] = []
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(dirname(folder), { recursive: true, force: true })
  await Promise.all(servers.splice(0).map(server => server.close()))
})

/** A server that has what `served` holds, at the addresses that certificates of the world name. */
async function serving(served: { ocsp: Uint8Array; crl: Uint8Array }, tls = false) {
  const respond = ({ path }: { path: string }) => {
    const delta = path.includes('delta') && { status: 404 }
    return delta || { body: path.startsWith('/ocsp') ? served.ocsp : served.crl }
  }
  const server = await startFaultServer({ respond, tls })
  servers.push(server)
  const client = httpClient({ hosts: new Set(['fault.test']), ...server.reach })
  const there: HttpClient = {
    // Less than the 64 MiB of a list, so that what is too large is found out at once.
    request: ({ url, ...request }, signal) =>
      client.request(
        { ...request, maxOctets: 1_000_000, url: url.replace('http://qtsp.example', server.url) },
        signal,
      ),
  }
  return { server, client: there }
}

interface Given {
  readonly kind: Kind
  readonly client: HttpClient
  readonly timeout?: number
  readonly memory?: StatusMemory
  readonly revocation?: Policy['revocation']
  readonly given?: Uint8Array
  readonly at?: typeof now
}

/**
 * One kind of source is asked; what is given with the question is of the other kind where nothing is said.
 */
function judge({ kind, client, timeout = 450, memory, revocation, given, at = now }: Given): Promise<Report> {
  const sources = revocationSources({ client, timeout, ...(memory && { memory }) })
  const { deadline, [kind]: source } = sources
  const policy = { ...QWAC_POLICY, ...(revocation && { revocation }) }
  const question = { certificate: leaf.certificate, intermediates: leaf.chain, at, listsAt: now, policy }
  const objects = given && (kind === 'ocsp' ? { ocspResponses: [given] } : { crls: [given] })
  const ports = { lists, crypto, deadline, [kind]: source, ...(memory && { memory }) }
  return validate({ ...question, ...objects }, ports)
}

const said = ({ findings }: Report) =>
  findings
    .filter(({ code }) => code === 'revocation.status' || code === 'revocation.evidence')
    .map(({ code, outcome, reason }) => `${code} ${reason ?? outcome}`)

const PATIENT = { timeout: 60_000 }

const FAULTS: readonly (readonly [Fault, string])[] = [
  ['dns-failure', 'source-unreachable'],
  ['dns-stall', 'source-timed-out'],
  ['refused', 'source-unreachable'],
  ['reset-before-answer', 'source-unreachable'],
  ['reset', 'source-unreachable'],
  ['stall', 'source-timed-out'],
  ['stall-in-headers', 'source-timed-out'],
  ['stall-in-body', 'source-timed-out'],
  ['slow', 'source-timed-out'],
  ['slow-headers', 'source-timed-out'],
  ['html', 'source-refused'],
  ['empty', 'source-refused'],
  ['no-content', 'source-refused'],
  ['redirect-loop', 'source-not-allowed'],
  ['redirect-elsewhere', 'source-not-allowed'],
  ['redirect-to-literal', 'source-not-allowed'],
  ['forbidden', 'source-refused'],
  ['not-found', 'source-without-status'],
  ['too-many-requests', 'source-refused'],
  ['server-error', 'source-refused'],
  ['unavailable', 'source-refused'],
  ['length-too-long', 'source-unreachable'],
  ['length-too-short', 'source-refused'],
  ['gzip-bomb', 'source-not-allowed'],
  ['gzip-truncated', 'source-refused'],
  ['gzip-not', 'source-refused'],
  ['endless-body', 'source-not-allowed'],
  ['not-http', 'source-refused'],
]
const TLS_FAULTS: readonly Fault[] = ['tls-expired', 'tls-wrong-host', 'tls-unknown-authority']
const ALL = [
  ...FAULTS.map(([fault, reason]) => ({ fault, reason, tls: false })),
  ...TLS_FAULTS.map(fault => ({ fault, reason: 'source-unreachable', tls: true })),
]
const ROWS = KINDS.flatMap(kind => ALL.map(row => ({ kind, ...row })))

describe.each(ROWS)('$kind, and the server has the fault $fault', ({ kind, fault, reason, tls }) => {
  test(`is ${reason} where nothing else is known; a good status that ended counts within the grace`, async () => {
    const { server, client } = await serving(well, tls)
    await server.fault(fault)
    const ask = { kind, client, timeout: reason === 'source-timed-out' ? 450 : 60_000 }
    const given = kind === 'ocsp' ? stale : staleList
    const grace = { missing: 'hard', acceptStaleFor: 25 * HOUR } as const
    expect(said(await judge(ask))).toEqual([`revocation.status ${reason}`])
    expect(said(await judge({ ...ask, revocation: { missing: 'soft' } }))).toEqual([
      'revocation.status not-applicable',
      'revocation.evidence missing-accepted',
    ])
    expect(said(await judge({ ...ask, given }))).toEqual(['revocation.status stale'])
    expect(said(await judge({ ...ask, given, revocation: grace }))).toEqual([
      'revocation.status satisfied',
      'revocation.evidence stale-accepted',
    ])
  })

  test('is forgotten ten seconds later, and all is well again', async () => {
    const { server, client } = await serving(well, tls)
    const clock = { now: Number(now) }
    const memory = revocationMemory({ clock: () => clock.now })
    await server.fault(fault)
    // The time of one validation is no failure of an address, so here the address has less of it than the
    // validation.
    const timeout = reason === 'source-timed-out' ? 150 : 60_000
    const impatient: HttpClient = {
      request: (request, signal) => client.request({ ...request, timeout }, signal),
    }
    const first = said(await judge({ kind, client: impatient, memory, ...PATIENT }))
    expect(first).toEqual([`revocation.status ${reason}`])
    await server.fault('none')
    clock.now += 9_999
    expect(said(await judge({ kind, client, memory, ...PATIENT }))).toEqual(first)
    clock.now += 1
    expect(said(await judge({ kind, client, memory, ...PATIENT }))).toEqual(['revocation.status satisfied'])
  })
})

const future = {
  ocsp: await world.ocsp(leaf, { freshness: 'future' }),
  crl: await world.crl({ freshness: 'future' }),
}
const strange = {
  ocsp: await world.ocsp(leaf, { signer: 'stranger' }),
  crl: await world.crl({ signer: 'stranger' }),
}
const ofAnother = {
  ocsp: await world.ocsp(elsewhere),
  crl: await world.crl({ issuer: world.authority('listed', 'AT')[0]! }),
}
const ofAnotherCertificate = { ocsp: await world.ocsp(other), crl: Uint8Array.of(0x30, 0) }
const each = (make: (octets: Uint8Array) => Uint8Array) => ({ ocsp: make(well.ocsp), crl: make(well.crl) })
const flipped = (octets: Uint8Array) =>
  octets.map((octet, index) => (index === octets.length >> 1 ? octet ^ 1 : octet))

describe.each(KINDS)('%s, and the server has', kind => {
  test.each<[string, { ocsp: Uint8Array; crl: Uint8Array }, string]>([
    ['an old one', { ocsp: stale, crl: staleList }, 'stale'],
    ['one from the future', future, 'no-usable-evidence'],
    ['one that a stranger signed', strange, 'no-usable-evidence'],
    ["another issuer's", ofAnother, 'no-usable-evidence'],
    ["another certificate's", ofAnotherCertificate, 'no-usable-evidence'],
    ['half of it', each(octets => octets.subarray(0, octets.length >> 1)), 'no-usable-evidence'],
    ['one with a wrong bit', each(flipped), 'no-usable-evidence'],
    ['one with an octet behind it', each(octets => Uint8Array.of(...octets, 0)), 'no-usable-evidence'],
  ])('%s; all is well again at the next validation', async (_, served, reason) => {
    const holding = { ...served }
    const { client } = await serving(holding)
    const memory = revocationMemory({ clock: () => now })
    const ask = { kind, client, memory, ...PATIENT }
    expect(said(await judge(ask))).toEqual([`revocation.status ${reason}`])
    expect(said(await judge({ ...ask, revocation: { missing: 'soft' } }))[0]).toBe(
      'revocation.status not-applicable',
    )
    holding[kind] = well[kind]
    expect(said(await judge(ask))).toEqual(['revocation.status satisfied'])
  })

  test('an older one than is known: the newer counts', async () => {
    const late = await createTestWorld({ seed: 'older', now })
    const minted = await late.mint()
    const trusted = await authenticate(late.source, { notice: late.notice, crypto, at: now })
    const before = { ocsp: await late.ocsp(minted), crl: await late.crl() }
    late.revoke(minted)
    const holding = { ocsp: await late.ocsp(minted), crl: await late.crl() }
    const { client } = await serving(holding)
    let clock = Number(now)
    const memory = revocationMemory({ clock: () => clock })
    const { [kind]: source, deadline } = revocationSources({ client, ...PATIENT })
    const question = { certificate: minted.certificate, at: now }
    const ports = { lists: trusted, crypto, deadline, memory, [kind]: source }
    expect(said(await validate(question, ports))).toEqual(['revocation.status revoked'])
    Object.assign(holding, before)
    clock += 2 * HOUR
    expect(said(await validate(question, ports))).toEqual(['revocation.status revoked'])
  })

  test.each([
    ['an hour fast', HOUR, 'satisfied'],
    ['an hour slow', -HOUR, 'satisfied'],
    ['two hours slow', -2 * HOUR, 'no-usable-evidence'],
    ['300 days fast', 300 * 24 * HOUR, 'stale'],
    ['a year fast', 365 * 24 * HOUR, 'stale'],
  ])('what is right, and the clock is %s', async (_, off, expected) => {
    const { client } = await serving(well)
    const at = instantFromMilliseconds(now + off)
    expect(said(await judge({ kind, client, at, ...PATIENT }))).toEqual([`revocation.status ${expected}`])
  })
})

/** What became of a folder in which earlier validations have kept something. */
const DAMAGE: Readonly<Record<string, (folder: string, files: readonly string[]) => Promise<unknown>>> = {
  'was written over': (_, files) => Promise.all(files.map(file => writeFile(file, randomBytes(500)))),
  'was written by half': (_, files) => Promise.all(files.map(file => truncate(file, 200))),
  'was emptied': (_, files) => Promise.all(files.map(file => truncate(file, 0))),
  'has a wrong bit in each file': (_, files) =>
    Promise.all(
      files.map(async file => {
        const octets = await readFile(file)
        await writeFile(file, octets.with(octets.length >> 1, (octets[octets.length >> 1] ?? 0) ^ 1))
      }),
    ),
  'is gone': folder => rm(folder, { recursive: true }),
  'is a file': async folder => {
    await rm(folder, { recursive: true })
    await writeFile(folder, 'no folder')
  },
}

describe.each(KINDS)('%s, and what is kept in a folder that two processes share', kind => {
  /** A folder that one process has filled, and how another one fares with it. */
  async function kept() {
    const folder = join(await mkdtemp(join(tmpdir(), 'qwac-faults-')), 'store')
    folders.push(folder)
    const { server, client } = await serving(well)
    const another = async (store: KeyValueStore = fileStore({ folder, now: () => now })) => {
      const memory = revocationMemory({ clock: () => now, store, guard: { deadline: 60_000 } })
      const writes: Promise<void>[] = []
      const keep: StatusMemory['keep'] = async (key, status) => {
        writes.push(memory.keep(key, status))
      }
      const waited: StatusMemory = {
        recall: (key, signal) => memory.recall(key, signal),
        keep,
        failure: (key, url) => memory.failure(key, url),
        fail: (key, url, reason) => memory.fail(key, url, reason),
      }
      const report = await judge({ kind, client, memory: waited, ...PATIENT })
      // A validation does not wait for what it keeps; who looks into the folder does.
      await Promise.all(writes)
      return said(report)
    }
    expect(await another()).toEqual(['revocation.status satisfied'])
    const names = await readdir(folder)
    const asked = server.requests().length
    return {
      ...{ folder, server, another },
      files: names.map(name => join(folder, name)),
      asksAgain: () => server.requests().length > asked,
    }
  }

  test('serves the other one, while nobody answers', async () => {
    const { server, another, files, asksAgain } = await kept()
    expect(files.length).toBeGreaterThan(0)
    await server.fault('refused')
    expect([await another(), asksAgain()]).toEqual([['revocation.status satisfied'], false])
  })

  test.each(Object.entries(DAMAGE))('%s is as good as empty', async (_, damage) => {
    const { folder, files, server, another, asksAgain } = await kept()
    await damage(folder, files)
    await server.fault('refused')
    expect(await another()).toEqual(['revocation.status source-unreachable'])
    await server.fault('none')
    expect([await another(), asksAgain()]).toEqual([['revocation.status satisfied'], true])
  })

  test.each(['ENOSPC', 'EROFS'])('cannot be written (%s): nobody hears of it', async code => {
    const { another } = await kept()
    const set = async () => Promise.reject(Object.assign(new Error('no'), { code }))
    const store = { get: async () => undefined, set, delete: set }
    expect(await another(store)).toEqual(['revocation.status satisfied'])
  })
})

test.each(KINDS)('%s, and a clock that steps back while a validation goes on', async kind => {
  const { server, client } = await serving(well)
  let steps = 0
  const memory = revocationMemory({ clock: () => now - (steps++ === 0 ? 0 : HOUR) })
  expect(said(await judge({ kind, client, memory, ...PATIENT }))).toEqual(['revocation.status satisfied'])
  await server.fault('refused')
  expect(said(await judge({ kind, client, memory, ...PATIENT }))).toEqual(['revocation.status satisfied'])
})
