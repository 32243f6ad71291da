import * as fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { instantFromMilliseconds } from '../../src/core/time.ts'
import {
  assess,
  authenticate,
  type Caches,
  createCaches,
  gather,
  instant,
  nodeCrypto,
  type Policy,
  QWAC_POLICY,
  type Report,
  validate,
} from '../../src/index.ts'
import { createTestWorld, type MintedCertificate, type Outage } from '../../src/sandbox/index.ts'
import { httpClient, revocationMemory, revocationSources } from '../../src/sources/index.ts'
import { memoryStore } from '../../src/sources/stores/store-in-memory.ts'

/** The whole way over real sockets: a path, its addresses, the sandbox's responders, and the verdict. */

const now = instant('2026-06-01T12:00:00Z')
const crypto = nodeCrypto()
const world = await createTestWorld({ seed: 'online', now, responders: true })
const lists = await authenticate(world.source, { notice: world.notice, crypto, at: now })
const good = await world.mint({ subject: 'Good' })
const revoked = await world.mint({ subject: 'Revoked' })
world.revoke(revoked, { reason: 'keyCompromise' })
const below = await world.mint({ subject: 'Below', issuer: 'intermediate' })
const stranger = await world.mint({ subject: 'Stranger', issuer: 'unlisted' })

const ports = [world.addresses.ocsp, world.addresses.crl].map(url => Number(new URL(url ?? '').port))
const client = httpClient({ hosts: new Set(['127.0.0.1']), ports, unsafeAddresses: ['127.0.0.1'] })
const sources = (timeout = 3000) => revocationSources({ client, timeout })

afterAll(() => world.close())

type Ask = Partial<Parameters<typeof validate>[1]> & { readonly caches?: Caches }

function judge(
  { certificate, chain }: MintedCertificate,
  { revocation, caches, ...ask }: Ask & { readonly revocation?: Policy['revocation'] } = sources(),
): Promise<Report> {
  const policy = { ...QWAC_POLICY, ...(revocation && { revocation }) }
  const question = { certificate, intermediates: chain, at: now, policy, ...(caches && { caches }) }
  return validate(question, { lists, crypto, ...sources(), ...ask })
}

const status = ({ findings }: Report) =>
  findings.filter(({ code }) => code === 'revocation.status').map(({ outcome, reason }) => reason ?? outcome)

describe('responders of the sandbox', () => {
  test.each([
    ['good', good, ['satisfied']],
    ['revoked', revoked, ['revoked']],
    ['below an intermediate', below, ['satisfied', 'satisfied']],
  ])('%s', async (_, minted, expected) => {
    expect(status(await judge(minted))).toEqual(expected)
  })

  test('are not asked about a stranger', async () => {
    const before = [world.calls('ocsp'), world.calls('crl'), world.calls('issuer')]
    expect(status(await judge(stranger))).toEqual(['not-checked'])
    expect([world.calls('ocsp'), world.calls('crl'), world.calls('issuer')]).toEqual(before)
  })

  test('repeat a nonce', async () => {
    expect(status(await judge(good, revocationSources({ client, nonce: true })))).toEqual(['satisfied'])
  })
})

const OUTAGES: readonly Outage[] = ['silent', 'refused', 'broken', 'html', 'truncated']

describe.each(OUTAGES)('where the responders are %s', outage => {
  const during = async <T>(services: readonly ('ocsp' | 'crl')[], work: () => Promise<T>): Promise<T> => {
    for (const service of services) world.outage(service, outage)
    try {
      return await work()
    } finally {
      for (const service of services) world.restore(service)
    }
  }

  test('a list stands in for a response', async () => {
    const ask = sources(600)
    expect(status(await during(['ocsp'], () => judge(good, ask)))).toEqual(['satisfied'])
    expect(status(await during(['ocsp'], () => judge(revoked, ask)))).toEqual(['revoked'])
  })

  test('silence stops a payment, unless the policy is soft; then all is well again', async () => {
    const reasons = ['source-unreachable', 'source-timed-out', 'source-refused', 'no-usable-evidence']
    const hard = await during(['ocsp', 'crl'], () => judge(good, sources(300)))
    expect(reasons).toContain(status(hard)[0])
    const soft = { ...sources(300), revocation: { missing: 'soft' } } as const
    expect(status(await during(['ocsp', 'crl'], () => judge(good, soft)))).toEqual(['not-applicable'])
    expect(status(await judge(good))).toEqual(['satisfied'])
  })

  test('what was learnt before still counts', async () => {
    const memory = revocationMemory({ clock: () => now })
    const ask = { ...sources(300), memory }
    await judge(good, ask)
    expect(status(await during(['ocsp', 'crl'], () => judge(good, ask)))).toEqual(['satisfied'])
  })
})

describe('a memory', () => {
  test('spares requests until it is due, and serves other processes by its store', async () => {
    const [store, caches] = [memoryStore(), createCaches()]
    let clock = Number(now)
    const ask = () => ({ ...sources(), memory: revocationMemory({ store, clock: () => clock }), caches })
    const mine = ask()
    const before = world.calls('ocsp')
    for (let i = 0; i < 3; i++) expect(status(await judge(good, mine))).toEqual(['satisfied'])
    expect(status(await judge(good, ask()))).toEqual(['satisfied'])
    expect(world.calls('ocsp') - before).toBe(1)
    clock += 3_600_000
    expect(status(await judge(good, mine))).toEqual(['satisfied'])
    expect(world.calls('ocsp') - before).toBe(2)
  })

  test('whose store holds what another signed is as good as empty', async () => {
    const other = await createTestWorld({ seed: 'another', now })
    const minted = await other.mint({ subject: 'Good' })
    const forged = Buffer.from(await other.ocsp(minted)).toString('base64')
    const store = { ...memoryStore(), get: async () => `1:${now}:${forged}` }
    const memory = revocationMemory({ store, clock: () => now })
    expect(status(await judge(revoked, { ...sources(), memory }))).toEqual(['revoked'])
    expect(status(await judge(good, { ...sources(), memory }))).toEqual(['satisfied'])
  })

  test('does not ask again at once what has just failed', async () => {
    const memory = revocationMemory({ clock: () => now })
    world.outage('ocsp', 'broken')
    world.outage('crl', 'broken')
    const before = world.calls('ocsp') + world.calls('crl')
    for (let i = 0; i < 3; i++)
      expect(status(await judge(good, { ...sources(), memory }))).toEqual(['source-refused'])
    world.restore('ocsp')
    world.restore('crl')
    expect(world.calls('ocsp') + world.calls('crl') - before).toBe(2)
  })
})

describe('evidence that is taken away', () => {
  const RANK = { satisfied: 0, 'not-applicable': 1, undetermined: 2, violated: 3 } as const

  test('never makes a status better, unless it is a revocation', async () => {
    const given = [await world.ocsp(good), await world.ocsp(good, { freshness: 'stale' })]
    const question = { certificate: below.certificate, intermediates: below.chain, at: now }
    world.outage('ocsp', 'broken')
    const evidence = await gather({ ...question, ocspResponses: given }, { lists, crypto, ...sources() })
    world.restore('ocsp')
    const { fetched = [] } = evidence
    const worst = async (kept: readonly (typeof fetched)[number][]) => {
      const report = await assess({ ...evidence, fetched: kept }, { at: now, crypto })
      const found = report.findings.filter(({ code }) => code === 'revocation.status')
      return Math.max(...found.map(({ outcome }) => RANK[outcome]))
    }
    const whole = await worst(fetched)
    expect([fetched.length >= 4, whole]).toEqual([true, RANK.satisfied])
    await fc.assert(
      fc.asyncProperty(fc.subarray([...fetched]), fc.subarray([...fetched]), async (a, b) => {
        const both = a.filter(each => b.includes(each))
        expect(await worst(both)).toBeGreaterThanOrEqual(await worst(a))
      }),
      { numRuns: 25, seed: 3 },
    )
  })

  test('never clears a certificate: answers, lists of revocation, trusted lists, intermediates', async () => {
    const caches = createCaches()
    const question = {
      certificate: good.certificate,
      intermediates: [...good.chain, ...below.chain],
      at: now,
    }
    const given = {
      ocspResponses: [
        await world.ocsp(good),
        await world.ocsp(good, { freshness: 'stale' }),
        await world.ocsp(below),
      ],
      crls: [await world.crl(), await world.crl({ freshness: 'stale' }), await world.crl({ scope: 'delta' })],
    }
    const evidence = await gather({ ...question, ...given }, { lists, crypto, ...sources() })
    const { ocspResponses = [], crls = [], fetched = [], intermediates } = evidence
    const { territories } = lists
    const less = fc.record({
      ocspResponses: fc.subarray([...ocspResponses]),
      crls: fc.subarray([...crls]),
      fetched: fc.subarray([...fetched]),
      intermediates: fc.subarray([...intermediates]),
      territories: fc.subarray([...territories], { minLength: territories.length - 1 }),
    })
    const policies = (['hard', 'soft'] as const).flatMap(missing =>
      [0, 86_400_000].map(acceptStaleFor => ({ missing, acceptStaleFor })),
    )
    let passed = 0
    /** But for the register, which no validation asks. */
    const passes = async (kept: Partial<typeof evidence>, revocation: (typeof policies)[number]) => {
      const policy = { ...QWAC_POLICY, revocation }
      const { findings } = await assess({ ...evidence, ...kept }, { at: now, crypto, caches, policy })
      const obstacles = findings.filter(
        ({ severity, reason }) => severity === 'error' && reason !== undefined,
      )
      const isPassed = obstacles.every(({ code }) => code === 'register.authorization')
      if (isPassed) passed++
      return isPassed
    }
    const pairs = fc.asyncProperty(less, less, fc.constantFrom(...policies), async (a, b, policy) => {
      const both = {
        ocspResponses: a.ocspResponses.filter(each => b.ocspResponses.includes(each)),
        crls: a.crls.filter(each => b.crls.includes(each)),
        fetched: a.fetched.filter(each => b.fetched.includes(each)),
        intermediates: a.intermediates.filter(each => b.intermediates.includes(each)),
        lists: { ...lists, territories: a.territories.filter(each => b.territories.includes(each)) },
      }
      const more = { ...a, lists: { ...lists, territories: a.territories } }
      const [before, after] = [await passes(more, policy), await passes(both, policy)]
      expect(before || !after).toBe(true)
    })
    await fc.assert(pairs, { numRuns: 400, seed: 5 })
    expect(passed > 100 && passed < 700).toBe(true)
  })

  test('nobody who can only keep answers away makes a revoked certificate good', async () => {
    for (const ocsp of [undefined, 'broken', 'refused'] as const) {
      for (const crl of [undefined, 'broken', 'refused'] as const) {
        if (ocsp) world.outage('ocsp', ocsp)
        if (crl) world.outage('crl', crl)
        const [found] = status(await judge(revoked, sources(500)))
        world.restore('ocsp')
        world.restore('crl')
        expect(found).not.toBe('satisfied')
        if (!ocsp || !crl) expect(found).toBe('revoked')
      }
    }
  })
})

test('at a later moment a response from now is stale, and the list is asked for', async () => {
  const at = instantFromMilliseconds(now + 8 * 86_400_000)
  const { certificate, chain: intermediates } = good
  const report = await validate({ certificate, intermediates, at }, { lists, crypto, ...sources() })
  expect(status(report)).toEqual(['stale'])
})
