import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ok } from '../../src/core/result.ts'
import { authenticate, gather, instant, nodeCrypto } from '../../src/index.ts'
import { createTestWorld } from '../../src/sandbox/index.ts'
import { withRetries } from '../../src/sources/http/retries.ts'
import {
  type HttpClient,
  httpClient,
  httpIssuers,
  revocationMemory,
  revocationSources,
} from '../../src/sources/index.ts'
import { between, certificateNaming, policy } from '../support/agreed-authority.ts'
import { type FaultServer, type SeenRequest, startFaultServer } from '../support/fault-server.ts'
import type { Served } from '../support/faults.ts'

/** How often a validation knocks at the doors of servers, counted at the doors. */

const now = instant('2026-06-01T12:00:00Z')
const crypto = nodeCrypto()
const world = await createTestWorld({ seed: 'exchanges', now })
const lists = await authenticate(world.source, { notice: world.notice, crypto, at: now })

let server: FaultServer
let respond: (request: SeenRequest) => Served

beforeEach(async () => {
  respond = () => ({ status: 404 })
  server = await startFaultServer({ respond: request => respond(request) })
})
afterEach(() => server.close())

/** Redirects a number of times, each time a little further, and has nothing then. */
const redirecting =
  (times: number) =>
  ({ path }: SeenRequest): Served => {
    const steps = path.split('+').length - 1
    return steps < times ? { status: 307, headers: { location: `${path}+` } } : { status: 404 }
  }

const onlyPost = ({ method }: SeenRequest): Served => ({ status: method === 'GET' ? 405 : 404 })

/**
 * A certificate that names so many responders, and so many addresses of its issuer, all of them at one
 * server.
 */
function naming(responders: number, issuers = 0): Uint8Array {
  const urls = (word: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${server.url}/${word}${index}`)
  return certificateNaming({ responders: urls('o', responders), issuers: urls('i', issuers) })
}

interface Way {
  readonly client?: (client: HttpClient) => HttpClient
  readonly memory?: ReturnType<typeof revocationMemory>
}

/** What came of each address of a responder that was asked, or was to be asked. */
async function reasons(certificate: Uint8Array, sends = true, { client = x => x, memory }: Way = {}) {
  const guarded = client(httpClient({ hosts: 'public', ...server.reach }))
  const sources = revocationSources({ client: guarded, ...(memory && { memory }) })
  const question = { certificate, intermediates: sends ? [between] : [], at: now, policy }
  const ports = { lists, crypto, ...sources, issuers: httpIssuers(guarded) }
  const { fetched = [] } = await gather(question, ports)
  return fetched.map(each => ('unavailable' in each ? each.unavailable : 'came'))
}

const times = <T>(count: number, word: T): readonly T[] => Array<T>(count).fill(word)

describe('a server sees at most eight requests of one validation', () => {
  test.each<readonly [string, (request: SeenRequest) => Served, number, number, readonly string[]]>([
    ['eight responders', () => ({ status: 404 }), 8, 8, times(8, 'not-found')],
    ['nine responders', () => ({ status: 404 }), 9, 8, [...times(8, 'not-found'), 'not-allowed']],
    ['four that know no GET', onlyPost, 4, 8, times(4, 'not-found')],
    ['five that know no GET', onlyPost, 5, 8, [...times(4, 'not-found'), 'not-allowed']],
    ['four that redirect once', redirecting(1), 4, 8, times(4, 'not-found')],
    ['five that redirect once', redirecting(1), 5, 8, [...times(4, 'not-found'), 'not-allowed']],
    ['two that redirect twice', redirecting(2), 2, 6, times(2, 'not-found')],
    [
      'a third whose second redirect is one too many',
      redirecting(2),
      3,
      8,
      [...times(2, 'not-found'), 'not-allowed'],
    ],
    ['twenty that redirect without end', redirecting(99), 20, 8, times(4, 'not-allowed')],
  ])('%s', async (_, answer, responders, seen, expected) => {
    respond = answer
    expect(await reasons(naming(responders))).toEqual(expected)
    expect(server.requests()).toHaveLength(seen)
  })

  test.each([
    ['that are there at once', 0, 3, 4, 7],
    ['behind one redirect', 1, 3, 4, 8],
    ['behind one redirect, and one responder more', 1, 4, 4, 8],
  ])('issuers %s count', async (_, redirects, responders, issuers, seen) => {
    respond = request => {
      if (request.path.startsWith('/o')) return { status: 404 }
      const isLast = request.path.startsWith(`/i${issuers - 1}`)
      const found = redirecting(isLast ? redirects : 0)(request)
      return isLast && found.status === 404 ? { body: between } : found
    }
    const expected = [...times(Math.min(responders, seen - issuers - redirects), 'not-found')]
    const over = responders > expected.length ? ['not-allowed'] : []
    expect(await reasons(naming(responders, issuers), false)).toEqual([...expected, ...over])
    expect(server.requests()).toHaveLength(seen)
  })

  test('issuers that redirect without end leave nothing for others', async () => {
    respond = redirecting(99)
    expect(await reasons(naming(4, 20), false)).toEqual([])
    expect(server.requests()).toHaveLength(8)
  })

  test('what is asked again after a failure counts', async () => {
    respond = () => ({ status: 503 })
    const sleep = async () => {}
    const client = (inner: HttpClient) =>
      withRetries(inner, { attempts: 10, sleep, firstPause: 1, longestPause: 1, isRepeatable: () => true })
    expect(await reasons(naming(3), true, { client })).toEqual(['refused', 'not-allowed'])
    expect(server.requests()).toHaveLength(8)
  })
})

test('that a validation may ask nobody any more is not remembered of the address', async () => {
  respond = onlyPost
  const memory = revocationMemory({ clock: () => now })
  const certificate = naming(5)
  expect(await reasons(certificate, true, { memory })).toContain('not-allowed')
  respond = () => ({ status: 404 })
  await reasons(certificate, true, { memory })
  expect(
    server
      .requests()
      .slice(8)
      .map(({ path }) => path.slice(0, 3)),
  ).toEqual(['/o4'])
})

test('who waits for the answer to the question of another asks for itself where that one had no exchange left', async () => {
  respond = redirecting(1)
  const sources = revocationSources({ client: httpClient({ hosts: 'public', ...server.reach }) })
  const signal = new AbortController().signal
  const ask = (may: () => boolean) => sources.crl!.crl(`${server.url}/list`, signal, may)
  const answers = await Promise.all([ask(() => false), ask(() => true)])
  expect(answers.map(each => !each.ok && each.reason)).toEqual(['not-allowed', 'not-found'])
  expect(server.requests()).toHaveLength(3)
})

test('who waits for others that have no exchange left, one after the other, is answered all the same', async () => {
  respond = redirecting(1)
  const sources = revocationSources({ client: httpClient({ hosts: 'public', ...server.reach }) })
  const signal = new AbortController().signal
  const ask = (may: boolean) => sources.crl!.crl(`${server.url}/list`, signal, () => may)
  const answers = await Promise.all([false, false, false, true, true].map(ask))
  const said = answers.map(each => !each.ok && each.reason)
  expect(said).toEqual(['not-allowed', 'not-allowed', 'not-allowed', 'not-found', 'not-found'])
  expect(server.requests()).toHaveLength(5)
})

test('what the guard refuses is asked for once, however many wait for it', async () => {
  respond = () => ({ status: 307, headers: { location: 'http://elsewhere.test/' } })
  const sources = revocationSources({ client: httpClient({ hosts: 'public', ...server.reach }) })
  const signal = new AbortController().signal
  const ask = () => sources.crl!.crl(`${server.url}/list`, signal, () => true)
  const answers = await Promise.all([ask(), ask(), ask()])
  expect(answers.map(each => !each.ok && each.reason)).toEqual(Array(3).fill('not-allowed'))
  expect(server.requests()).toHaveLength(1)
})

test('who waits for one whose connection had ended, and who had no exchange left, asks for itself', async () => {
  respond = () => ({ body: 'list' })
  const sources = revocationSources({ client: httpClient({ hosts: 'public', ...server.reach }) })
  const signal = new AbortController().signal
  const ask = (may: boolean) => sources.crl!.crl(`${server.url}/list`, signal, () => may)
  expect((await ask(false)).ok).toBe(true)
  await server.fault('reset-before-answer', 1)
  const answers = await Promise.all([ask(false), ask(true)])
  expect(answers.map(each => each.ok || each.reason)).toEqual(['not-allowed', true])
  expect(server.connections()).toBe(2)
})

test('a source that counts nothing is asked eight times', async () => {
  let asked = 0
  const issuers = async () => {
    asked++
    return ok([])
  }
  const deadline = () => new AbortController().signal
  const question = { certificate: naming(0, 20), at: now, policy }
  await gather(question, { lists, crypto, deadline, issuers: { issuers } })
  expect(asked).toBe(8)
})
