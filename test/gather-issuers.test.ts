import { describe, expect, test } from 'vitest'
import { ok, refused } from '../src/core/result.ts'
import { assess, authenticate, gather, instant, nodeCrypto, type Policy, validate } from '../src/index.ts'
import type { IssuerSource } from '../src/path/building/issuer-source.ts'
import { createTestWorld } from '../src/sandbox/index.ts'
import { policy as agreed, between, certificateNaming, exchange } from './support/agreed-authority.ts'
import { authority, someone } from './support/certified.ts'

const now = instant('2026-06-01T12:00:00Z')
const crypto = nodeCrypto()
const world = await createTestWorld({ seed: 'issuers', now })
const lists = await authenticate(world.source, { notice: world.notice, crypto, at: now })

const at = (...issuers: readonly string[]) => certificateNaming({ issuers })

/** Serves by address, and says who was asked. */
function source(served: Readonly<Record<string, Uint8Array>>) {
  const urls: string[] = []
  const issuers: IssuerSource['issuers'] = async url => {
    urls.push(url)
    const bytes = served[url]
    return bytes === undefined ? refused('unavailable') : ok([bytes])
  }
  return { urls, issuers }
}

const policy: Policy = { ...agreed, revocation: { missing: 'soft' } }
const deadline = () => new AbortController().signal
const ask = (certificate: Uint8Array, issuers: IssuerSource, changes: Partial<Policy> = {}) =>
  validate({ certificate, at: now, policy: { ...policy, ...changes } }, { lists, crypto, issuers, deadline })

const CERTIFICATE = at('http://a.example/', 'http://b.example/')

describe('issuers that nobody has sent', () => {
  test('are fetched from the addresses in turn, and that is told', async () => {
    const served = source({ 'http://b.example/': between })
    const report = await ask(CERTIFICATE, served)
    expect(report.verdict).toBe('passed')
    expect(served.urls).toEqual(['http://a.example/', 'http://b.example/'])
    expect(report.findings).toContainEqual(
      expect.objectContaining({
        code: 'path.fetched-issuers',
        outcome: 'satisfied',
        severity: 'warning',
        facts: {
          asked: [
            { url: 'http://a.example/', certificates: null },
            { url: 'http://b.example/', certificates: 1 },
          ],
        },
      }),
    )
  })

  test('are evidence: the same report comes of it without a network', async () => {
    const question = { certificate: CERTIFICATE, at: now, policy }
    const evidence = await gather(question, {
      lists,
      crypto,
      issuers: source({ 'http://a.example/': between }),
      deadline,
    })
    expect(evidence.intermediates).toEqual([between])
    const again = await assess(evidence, { at: now, crypto, policy })
    expect(again).toEqual(await ask(CERTIFICATE, source({ 'http://a.example/': between })))
  })

  test.each<readonly [string, Partial<Policy>, Uint8Array, readonly Uint8Array[]]>([
    ['where the policy does not allow it', { fetchIssuers: false }, CERTIFICATE, []],
    ['where there is a path without them', {}, CERTIFICATE, [between]],
    ['where there is no anchor to lead to', { agreements: { anchors: [] } }, CERTIFICATE, []],
    ['where the certificate cannot be read', {}, Uint8Array.of(1), []],
  ])('are not fetched %s', async (_, changes, certificate, intermediates) => {
    const served = source({ 'http://a.example/': between })
    const asked = { certificate, intermediates, at: now, policy: { ...policy, ...changes } }
    const report = await validate(asked, { lists, crypto, issuers: served, deadline })
    expect(served.urls).toEqual([])
    expect(report.findings.some(({ code }) => code === 'path.fetched-issuers')).toBe(false)
  })

  test('that nobody serves are told of', async () => {
    const report = await ask(CERTIFICATE, source({}))
    expect(report.verdict).toBe('indeterminate')
    expect(report.findings).toContainEqual(
      expect.objectContaining({ code: 'path.fetched-issuers', reason: 'not-served' }),
    )
  })

  test('of another key help nobody', async () => {
    const other = authority(exchange, someone('Desk'))
    const report = await ask(CERTIFICATE, source({ 'http://a.example/': other }))
    expect(report.verdict).not.toBe('passed')
  })

  test.each(['deadline', 'caller'] as const)('that never come end with the %s', async who => {
    const ends = { deadline: new AbortController(), caller: new AbortController() }
    const issuers: IssuerSource['issuers'] = () => {
      setImmediate(() => ends[who].abort())
      return new Promise<never>(() => {})
    }
    const question = { certificate: CERTIFICATE, at: now, policy, signal: ends.caller.signal }
    const ports = { lists, crypto, issuers: { issuers }, deadline: () => ends.deadline.signal }
    expect((await validate(question, ports)).findings).toContainEqual(
      expect.objectContaining({
        code: 'path.fetched-issuers',
        reason: 'not-served',
        facts: { asked: [{ url: 'http://a.example/', certificates: null }] },
      }),
    )
  })

  test('are asked for with a signal that ends the asking', async () => {
    const signals: AbortSignal[] = []
    const end = new AbortController()
    const issuers: IssuerSource['issuers'] = async (_, __, signal) => {
      signals.push(signal)
      end.abort()
      return refused('unavailable')
    }
    const question = { certificate: CERTIFICATE, at: now, policy, signal: end.signal }
    await validate(question, { lists, crypto, issuers: { issuers }, deadline })
    expect(signals.map(({ aborted }) => aborted)).toEqual([true])
  })

  test('whose source throws are not served', async () => {
    const issuers = { issuers: () => Promise.reject(new Error('a source must not')) }
    const report = await ask(CERTIFICATE, issuers)
    expect(report.findings).toContainEqual(
      expect.objectContaining({ code: 'path.fetched-issuers', reason: 'not-served' }),
    )
  })

  test('are asked for eight times, however many addresses there are', async () => {
    const urls = Array.from({ length: 20 }, (_, i) => `http://host${i}.example/`)
    const served = source({})
    await ask(at(...urls), served)
    expect(served.urls).toEqual(urls.slice(0, 8))
  })
})
