import { afterAll, describe, expect, test } from 'vitest'
import { ok, refused } from '../../src/core/result.ts'
import {
  assess,
  authenticate,
  type Finding,
  gather,
  instant,
  nodeCrypto,
  type Policy,
  type Ports,
  QWAC_POLICY,
  type Report,
  type Unavailable,
  validate,
} from '../../src/index.ts'
import type { CrlSource, StatusMemory } from '../../src/revocation/ports.ts'
import { createTestWorld, type MintedCertificate } from '../../src/sandbox/index.ts'
import { revocationMemory } from '../../src/sources/revocation/memory.ts'

/**
 * Whom a validation asks, in which order, and what it makes of what comes. No network: the sources are maps.
 */

const now = instant('2026-06-01T12:00:00Z')
const crypto = nodeCrypto()
const world = await createTestWorld({ seed: 'gather', now })
const lists = await authenticate(world.source, { notice: world.notice, crypto, at: now })
const leaf = await world.mint({ subject: 'Leaf' })
const below = await world.mint({ subject: 'Below', issuer: 'intermediate' })
const revoked = await world.mint({ subject: 'Revoked' })
const earlier = await world.crl()
world.revoke(revoked, { reason: 'keyCompromise' })
const stranger = await world.mint({ subject: 'Stranger', issuer: 'unlisted' })

const OCSP = 'http://qtsp.example/ocsp'
const CRL = 'http://qtsp.example/LU-listed.crl'
const DELTA = 'http://qtsp.example/LU-listed-delta.crl'
const list = await world.crl()
const delta = await world.crl({ scope: 'delta' })

type Answer = Uint8Array | Unavailable | 'throws' | 'never'

interface Asked {
  readonly urls: string[]
  readonly ports: Pick<Ports, 'ocsp' | 'crl' | 'deadline'>
}

/** Sources that answer from a table, and note who was asked. */
function asked(table: Readonly<Record<string, Answer>>, deadline = new AbortController().signal): Asked {
  const urls: string[] = []
  const answer = async (url: string) => {
    urls.push(url)
    const found = table[url] ?? 'not-found'
    if (found === 'throws') throw new Error('a source must not')
    if (found === 'never') return new Promise<never>(() => {})
    return typeof found === 'string' ? refused(found) : ok(found)
  }
  return { urls, ports: { ocsp: { ocsp: answer }, crl: { crl: answer }, deadline: () => deadline } }
}

interface Given {
  readonly ocspResponses?: readonly Uint8Array[]
  readonly crls?: readonly Uint8Array[]
  readonly signal?: AbortSignal
  readonly revocation?: Policy['revocation']
}

const questionOf = ({ certificate, chain }: MintedCertificate, { revocation, ...given }: Given = {}) => ({
  ...{ certificate, intermediates: chain, at: now, ...given },
  policy: { ...QWAC_POLICY, ...(revocation && { revocation }) },
})

const judge = (minted: MintedCertificate, { ports }: Asked, given: Given = {}): Promise<Report> =>
  validate(questionOf(minted, given), { lists, crypto, ...ports })

const statuses = ({ findings }: Report) =>
  findings
    .filter(({ code }) => code === 'revocation.status')
    .map(({ outcome, reason }: Finding) => [outcome, reason])

describe('the order of asking', () => {
  test.each<[string, () => Promise<Record<string, Answer>>, readonly string[], readonly unknown[]]>([
    [
      'a response is enough',
      async () => ({ [OCSP]: await world.ocsp(leaf) }),
      [OCSP],
      ['satisfied', undefined],
    ],
    [
      'a list stands in',
      async () => ({ [OCSP]: 'unreachable', [CRL]: list, [DELTA]: delta }),
      [OCSP, CRL, DELTA],
      ['satisfied', undefined],
    ],
    [
      'the list counts without its changes',
      async () => ({ [CRL]: list }),
      [OCSP, CRL, DELTA],
      ['satisfied', undefined],
    ],
    [
      'a stale response',
      async () => ({ [OCSP]: await world.ocsp(leaf, { freshness: 'stale' }), [CRL]: list }),
      [OCSP, CRL, DELTA],
      ['satisfied', undefined],
    ],
    [
      'an error of the responder',
      async () => ({ [OCSP]: await world.ocsp(leaf, { error: 'unauthorized' }), [CRL]: list }),
      [OCSP, CRL, DELTA],
      ['satisfied', undefined],
    ],
    [
      'a response about another',
      async () => ({ [OCSP]: await world.ocsp(revoked), [CRL]: list }),
      [OCSP, CRL, DELTA],
      ['satisfied', undefined],
    ],
    [
      'a forged response',
      async () => ({ [OCSP]: await world.ocsp(leaf, { signer: 'wrong-key' }), [CRL]: list }),
      [OCSP, CRL, DELTA],
      ['satisfied', undefined],
    ],
    [
      'unknown, and a newer list',
      async () => ({ [OCSP]: await world.ocsp(leaf, { status: 'unknown' }), [CRL]: list }),
      [OCSP, CRL, DELTA],
      ['satisfied', undefined],
    ],
    [
      'unknown, and a list that is no newer',
      async () => ({ [OCSP]: await world.ocsp(leaf, { status: 'unknown' }), [CRL]: earlier }),
      [OCSP, CRL, DELTA],
      ['undetermined', 'unknown-to-responder'],
    ],
    [
      'a page',
      async () => ({ [OCSP]: new TextEncoder().encode('<html>'), [CRL]: 'refused' }),
      [OCSP, CRL],
      ['undetermined', 'no-usable-evidence'],
    ],
    [
      'a source that throws',
      async () => ({ [OCSP]: 'throws', [CRL]: list }),
      [OCSP, CRL, DELTA],
      ['satisfied', undefined],
    ],
    [
      'nobody there',
      async () => ({ [OCSP]: 'unreachable', [CRL]: 'unreachable' }),
      [OCSP, CRL],
      ['undetermined', 'source-unreachable'],
    ],
    [
      'nobody in time',
      async () => ({ [OCSP]: 'timed-out', [CRL]: 'timed-out' }),
      [OCSP, CRL],
      ['undetermined', 'source-timed-out'],
    ],
    [
      'nothing allowed',
      async () => ({ [OCSP]: 'not-allowed', [CRL]: 'not-allowed' }),
      [OCSP, CRL],
      ['undetermined', 'source-not-allowed'],
    ],
    [
      'nothing of the protocol',
      async () => ({ [OCSP]: 'refused', [CRL]: 'refused' }),
      [OCSP, CRL],
      ['undetermined', 'source-refused'],
    ],
    ['nothing there', async () => ({}), [OCSP, CRL], ['undetermined', 'source-without-status']],
  ])('%s', async (_, table, urls, status) => {
    const sources = asked(await table())
    expect(statuses(await judge(leaf, sources))).toEqual([status])
    expect(sources.urls).toEqual(urls)
  })

  test.each<[string, () => Promise<Record<string, Answer>>, readonly string[]]>([
    ['by a response', async () => ({ [OCSP]: await world.ocsp(revoked), [CRL]: list }), [OCSP]],
    ['by a list', async () => ({ [OCSP]: 'unreachable', [CRL]: list, [DELTA]: delta }), [OCSP, CRL]],
  ])('nobody else is asked once it is revoked, %s', async (_, table, urls) => {
    const sources = asked(await table())
    expect(statuses(await judge(revoked, sources))).toEqual([['violated', 'revoked']])
    expect(sources.urls).toEqual(urls)
  })

  test('changes tell of what the complete list does not know yet', async () => {
    const late = await createTestWorld({ seed: 'late', now })
    const trusted = await authenticate(late.source, { notice: late.notice, crypto, at: now })
    const minted = await late.mint()
    const before = await late.crl()
    late.revoke(minted, { at: now })
    const sources = asked({ [CRL]: before, [DELTA]: await late.crl({ scope: 'delta' }) })
    const report = await validate(questionOf(minted), { lists: trusted, crypto, ...sources.ports })
    expect(statuses(report)).toEqual([['violated', 'revoked']])
    expect(sources.urls).toEqual([OCSP, CRL, DELTA])
  })

  test('every certificate of the path is asked about, all of them at once', async () => {
    const intermediate = { certificate: below.chain[0]! }
    const both = [await world.ocsp(below), await world.ocsp(intermediate)]
    const urls: string[] = []
    const ocsp = {
      ocsp: async (url: string) => {
        urls.push(url)
        return ok(both[urls.length - 1] ?? new Uint8Array())
      },
    }
    const deadline = () => new AbortController().signal
    const report = await validate(questionOf(below), { lists, crypto, ocsp, deadline })
    expect(urls).toEqual([OCSP, OCSP])
    expect(statuses(report)).toEqual([
      ['satisfied', undefined],
      ['satisfied', undefined],
    ])
  })
})

describe('nobody is asked', () => {
  test.each<[string, MintedCertificate, () => Promise<Given>]>([
    ['without a verified path', stranger, async () => ({})],
    ['where the policy does not ask', leaf, async () => ({ revocation: { missing: 'none' } })],
    ['where a given response is fresh', leaf, async () => ({ ocspResponses: [await world.ocsp(leaf)] })],
    ['where a given list is fresh', leaf, async () => ({ crls: [list] })],
    ['where a given list revokes', revoked, async () => ({ crls: [list] })],
    ['after the caller has gone', leaf, async () => ({ signal: AbortSignal.abort() })],
  ])('%s', async (_, minted, given) => {
    const sources = asked({ [OCSP]: await world.ocsp(leaf), [CRL]: list })
    await judge(minted, sources, await given())
    expect(sources.urls).toEqual([])
  })

  test('beyond a signature that is wrong', async () => {
    const forged = await world.mint({ subject: 'Forged', defect: 'wrong-signature' })
    const sources = asked({ [CRL]: list })
    await judge(forged, sources)
    expect(sources.urls).toEqual([])
  })
})

describe('time', () => {
  test('ends sources that never answer, and that is told', async () => {
    const controller = new AbortController()
    const sources = asked({ [OCSP]: 'never' }, controller.signal)
    const judged = judge(leaf, sources)
    while (sources.urls.length === 0) await new Promise(resolve => setImmediate(resolve))
    controller.abort()
    expect(statuses(await judged)).toEqual([['undetermined', 'source-timed-out']])
    expect(sources.urls).toEqual([OCSP])
  })

  test('is asked for by whoever has sources', async () => {
    const { ocsp } = asked({}).ports
    await expect(validate(questionOf(leaf), { lists, crypto, ocsp: ocsp! })).rejects.toThrow(TypeError)
  })
})

test('the evidence that was gathered comes to the same report again', async () => {
  const sources = asked({ [OCSP]: 'timed-out', [CRL]: list })
  const question = questionOf(leaf)
  const report = await judge(leaf, sources)
  const evidence = await gather(question, {
    lists,
    crypto,
    ...asked({ [OCSP]: 'timed-out', [CRL]: list }).ports,
  })
  const { certificate: _, intermediates: __, ...assessment } = question
  expect(await assess(evidence, { ...assessment, crypto })).toEqual(report)
  expect(evidence.fetched?.map(({ url }) => url)).toEqual([OCSP, CRL, DELTA])
  expect(evidence.fetched?.[0]).toMatchObject({ source: 'ocsp', unavailable: 'timed-out' })
})

test('a good response that came with the certificate does not hide a revocation that is remembered', async () => {
  const staple = await world.ocsp(revoked, { status: 'good' })
  const memory = revocationMemory({ clock: () => now })
  const learnt = asked({ [OCSP]: await world.ocsp(revoked) })
  await validate(questionOf(revoked), { lists, crypto, ...learnt.ports, memory })
  const later = asked({})
  const report = await validate(questionOf(revoked, { ocspResponses: [staple] }), {
    ...{ lists, crypto, memory },
    ...later.ports,
  })
  expect(statuses(report)).toEqual([['violated', 'revoked']])
  expect(later.urls).toEqual([])
  expect(statuses(await judge(revoked, later, { ocspResponses: [staple] }))).toEqual([
    ['satisfied', undefined],
  ])
})

describe('changes that are remembered count beside the list that they begin with', () => {
  /** A certificate that changes alone revoke, and a memory in which they are, and which is older by now. */
  async function learnt(passed: number) {
    await using late = await createTestWorld({ seed: 'late', now })
    const trusted = await authenticate(late.source, { notice: late.notice, crypto, at: now })
    const minted = await late.mint()
    const before = await late.crl()
    late.revoke(minted, { at: now })
    const table = { [CRL]: before, [DELTA]: await late.crl({ scope: 'delta' }) }
    let clock = 0 + now
    const memory = revocationMemory({ clock: () => clock, restAfterFailure: 1 })
    const learn = (ports: Pick<Ports, 'ocsp' | 'crl' | 'deadline' | 'memory'>) =>
      validate(questionOf(minted), { lists: trusted, crypto, memory, ...ports })
    expect(statuses(await learn(asked(table).ports))).toEqual([['violated', 'revoked']])
    clock += passed
    return { before, memory, learn }
  }

  test.each<[string, number, readonly string[], readonly string[]]>([
    ['while they need not be asked for', 0, [CRL], []],
    ['where nobody gives them anew', 3_600_000, [CRL], [OCSP, CRL, DELTA]],
    ['where nobody answers at all', 3_600_000, [], [OCSP, CRL]],
  ])('%s', async (_, passed, answering, urls) => {
    const { before, learn } = await learnt(passed)
    const later = asked(Object.fromEntries(answering.map(url => [url, before])))
    expect(statuses(await learn(later.ports))).toEqual([['violated', 'revoked']])
    expect(later.urls).toEqual(urls)
  })

  test.each([false, true])(
    'where that list has to be fetched, and takes all exchanges: %s',
    async takesAll => {
      const { before, memory, learn } = await learnt(3_600_000)
      const { ports, urls } = asked({ [CRL]: before })
      const crl: CrlSource = {
        crl: async (url, signal, may) => {
          for (let left = takesAll; left; left = may?.() === true);
          return ports.crl?.crl(url, signal) ?? refused('unreachable')
        },
      }
      const withoutList: StatusMemory = {
        recall: async (key, signal) =>
          (await memory.recall(key, signal)).filter(({ bytes }) => Buffer.compare(bytes, before) !== 0),
        keep: async () => {},
        failure: () => undefined,
        fail: () => {},
      }
      const report = await learn({ ...ports, crl, memory: withoutList })
      expect(statuses(report)).toEqual([['violated', 'revoked']])
      expect(urls).toEqual(takesAll ? [OCSP, CRL] : [OCSP, CRL, DELTA])
    },
  )
})

test('what was used is told, with its address', async () => {
  const report = await judge(leaf, asked({ [OCSP]: 'timed-out', [CRL]: list }))
  const facts = report.findings.find(({ code }) => code === 'revocation.status')?.facts
  expect(facts?.['sources']).toMatchObject([
    { source: 'crl', status: 'good', url: CRL },
    { source: 'ocsp', url: OCSP, unavailable: 'timed-out' },
    { source: 'crl', url: DELTA, unavailable: 'not-found' },
  ])
})

afterAll(() => world.close())
