import { describe, expect, test } from 'vitest'
import { ok } from '../../../src/core/result.ts'
import {
  type HttpClient,
  type HttpOutcome,
  type HttpRequest,
  noAnswer,
} from '../../../src/sources/http/client.ts'
import { perHost } from '../../../src/sources/http/per-host.ts'
import { type RetryOptions, withRetries } from '../../../src/sources/http/retries.ts'
import { singleFlight } from '../../../src/sources/http/single-flight.ts'

const NEVER = new AbortController().signal
const REQUEST: HttpRequest = { url: 'http://lists.example/tl.xml', maxOctets: 100, timeout: 10_000 }

function answer(status: number, headers: Readonly<Record<string, string>> = {}): HttpOutcome {
  return ok({ status, headers: new Map(Object.entries(headers)), body: new Uint8Array(0), url: REQUEST.url })
}

const word = (outcome: HttpOutcome): string | number => (outcome.ok ? outcome.value.status : outcome.reason)

describe('retries', () => {
  const TIMED_OUT = noAnswer('timed-out', '')
  const UNREACHABLE = noAnswer('unreachable', '')

  /**
   * What comes of outcomes one after the other, each of which takes 100 ms, in a time that only sleep and
   * requests move.
   */
  async function retry(
    outcomes: readonly HttpOutcome[],
    options: RetryOptions = {},
    change: Partial<HttpRequest> = {},
  ) {
    let now = 0
    const timeouts: number[] = []
    const pauses: number[] = []
    const client: HttpClient = {
      request: async ({ timeout }) => {
        timeouts.push(timeout)
        now += 100
        return outcomes[timeouts.length - 1] ?? answer(200)
      },
    }
    const patient = withRetries(client, {
      random: () => 0.5,
      clock: () => now,
      sleep: async milliseconds => {
        pauses.push(milliseconds)
        now += milliseconds
      },
      ...options,
    })
    const outcome = await patient.request({ ...REQUEST, ...change }, NEVER)
    return { end: word(outcome), timeouts, pauses }
  }

  test.each([
    ['nobody', UNREACHABLE],
    ['nobody in time', TIMED_OUT],
    ['429', answer(429)],
    ['500', answer(500)],
    ['502', answer(502)],
    ['503', answer(503)],
    ['504', answer(504)],
  ])('after %s it is asked again', async (_, outcome) => {
    expect(await retry([outcome])).toMatchObject({ end: 200, pauses: [125] })
  })

  test.each([
    ['200', answer(200)],
    ['304', answer(304)],
    ['403', answer(403)],
    ['404', answer(404)],
    ['501', answer(501)],
    ['what may not be asked', noAnswer('not-allowed', '')],
    ['what is no HTTP', noAnswer('refused', '')],
  ])('after %s it is not', async (_, outcome) => {
    expect(await retry([outcome])).toMatchObject({ end: word(outcome), pauses: [] })
  })

  test('three times in all, with pauses that double, and in the time that is left', async () => {
    expect(await retry([UNREACHABLE, answer(503), answer(500)])).toEqual({
      end: 500,
      timeouts: [10_000, 9_775, 9_425],
      pauses: [125, 250],
    })
  })

  test('pauses do not grow beyond the longest', async () => {
    const outcomes = Array<HttpOutcome>(5).fill(UNREACHABLE)
    const { pauses } = await retry(outcomes, { attempts: 5, longestPause: 600, random: () => 1 })
    expect(pauses).toEqual([250, 500, 600, 600])
  })

  test('an attempt takes no longer than it may', async () => {
    const { timeouts } = await retry([UNREACHABLE], { attemptTimeout: 300 }, { timeout: 500 })
    expect(timeouts).toEqual([300, 275])
  })

  test.each([
    ['0', 125],
    ['2', 2_125],
    ['5', 5_125],
    ['Sat, 01 Jan 2028 00:00:03 GMT', 3_125],
    ['Fri, 31 Dec 2027 23:59:00 GMT', 125],
    ['soon', 125],
    ['-1', 125],
    ['', 125],
  ])('Retry-After: %s is a pause of %i ms', async (asked, pause) => {
    const headers = { 'retry-after': asked, date: 'Sat, 01 Jan 2028 00:00:00 GMT' }
    expect(await retry([answer(429, headers)])).toMatchObject({ end: 200, pauses: [pause] })
  })

  test.each(['6', '3600', '99999999999999999999', 'Sat, 01 Jan 2028 00:00:06 GMT'])(
    'Retry-After: %s is too far away',
    async asked => {
      const headers = { 'retry-after': asked, date: 'Sat, 01 Jan 2028 00:00:00 GMT' }
      expect(await retry([answer(503, headers)])).toMatchObject({ end: 503, pauses: [] })
    },
  )

  test('where a pause would reach the deadline the answer stands', async () => {
    expect(await retry([answer(503)], {}, { timeout: 225 })).toMatchObject({ end: 503, pauses: [] })
    expect(await retry([answer(503)], {}, { timeout: 226 })).toMatchObject({ end: 200, timeouts: [226, 1] })
  })

  test('what is posted is asked once, unless it may be repeated', async () => {
    expect(await retry([UNREACHABLE], {}, { method: 'POST' })).toMatchObject({ end: 'unreachable' })
    const outcome = await retry([UNREACHABLE], { isRepeatable: () => true }, { method: 'POST' })
    expect(outcome).toMatchObject({ end: 200 })
  })

  test('the signal ends a pause', async () => {
    const controller = new AbortController()
    let asked = 0
    const client: HttpClient = {
      request: async () => {
        asked++
        setTimeout(() => controller.abort(), 1)
        return UNREACHABLE
      },
    }
    const patient = withRetries(client, { firstPause: 60_000, longestPause: 60_000, random: () => 1 })
    const outcome = await patient.request({ ...REQUEST, timeout: 100_000 }, controller.signal)
    expect([word(outcome), asked]).toEqual(['timed-out', 1])
  })

  test.each([
    { attempts: 0 },
    { attempts: 11 },
    { attempts: Number.NaN },
    { firstPause: 0 },
    { longestPause: Number.POSITIVE_INFINITY },
    { attemptTimeout: Number.NaN },
  ])('cannot be meant: %o', options => {
    expect(() => withRetries({ request: async () => UNREACHABLE }, options)).toThrow(RangeError)
  })
})

/** A client whose requests end when they are told to. */
function held() {
  const begun: string[] = []
  const ends: (() => void)[] = []
  const client: HttpClient = {
    request: ({ url }, signal) => {
      begun.push(url)
      return new Promise(settle => {
        ends.push(() => settle(answer(200)))
        signal.addEventListener('abort', () => settle(noAnswer('timed-out', '')))
      })
    },
  }
  return { client, begun, end: (index: number) => ends[index]?.() }
}

const settled = (): Promise<void> => new Promise(done => setImmediate(done))

describe('a number of requests to one host at a time', () => {
  const at = (path: string, host = 'a.example'): HttpRequest => ({
    ...REQUEST,
    url: `http://${host}/${path}`,
  })

  test('the others wait in their order; other hosts do not', async () => {
    const { client, begun, end } = held()
    const polite = perHost(client, 2)
    const outcomes = ['1', '2', '3', '4'].map(path => polite.request(at(path), NEVER))
    outcomes.push(polite.request(at('5', 'b.example'), NEVER))
    await settled()
    expect(begun).toEqual(['1', '2', '5'].map(path => at(path, path === '5' ? 'b.example' : undefined).url))
    end(1)
    await settled()
    outcomes.push(polite.request(at('6'), NEVER))
    await settled()
    expect(begun.slice(3)).toEqual([at('3').url])
    end(0)
    end(3)
    await settled()
    expect(begun.slice(4)).toEqual([at('4').url, at('6').url])
    for (const index of [2, 4, 5]) end(index)
    expect((await Promise.all(outcomes)).map(word)).toEqual(Array(6).fill(200))
  })

  test('who gives up leaves the queue, and nobody loses a place', async () => {
    const { client, begun, end } = held()
    const polite = perHost(client, 1)
    const controller = new AbortController()
    const first = polite.request(at('1'), NEVER)
    const second = polite.request(at('2'), controller.signal)
    const third = polite.request(at('3'), NEVER)
    await settled()
    controller.abort()
    expect(await second).toMatchObject({ reason: 'timed-out', detail: expect.stringContaining('waiting') })
    end(0)
    await settled()
    expect(begun).toEqual([at('1').url, at('3').url])
    end(1)
    expect([await first, await third].map(word)).toEqual([200, 200])
  })

  test('who gives up in the middle of a request gives up its place', async () => {
    const { client, begun, end } = held()
    const polite = perHost(client, 1)
    const controller = new AbortController()
    const first = polite.request(at('1'), controller.signal)
    const second = polite.request(at('2'), NEVER)
    await settled()
    controller.abort()
    expect(word(await first)).toBe('timed-out')
    await settled()
    expect(begun).toHaveLength(2)
    end(1)
    expect(word(await second)).toBe(200)
  })

  test('the wait is part of the time', async () => {
    const { client, begun } = held()
    const polite = perHost(client, 1)
    const blocking = new AbortController()
    const first = polite.request(at('1'), blocking.signal)
    expect(word(await polite.request({ ...at('2'), timeout: 20 }, NEVER))).toBe('timed-out')
    expect(begun).toEqual([at('1').url])
    blocking.abort()
    await first
  })

  test.each([0, -1, 1.5, Number.NaN])('cannot be meant: %s', limit => {
    expect(() => perHost(held().client, limit)).toThrow(RangeError)
  })
})

describe('equal questions', () => {
  function question() {
    let asked = 0
    let ended = 0
    const answers: ((text: string) => void)[] = []
    const start = (signal: AbortSignal): Promise<string> => {
      asked++
      signal.addEventListener('abort', () => ended++)
      return new Promise(done => answers.push(done))
    }
    return { start, reply: (text: string) => answers.at(-1)?.(text), asked: () => asked, ended: () => ended }
  }

  test('at the same time are asked once, and later anew', async () => {
    const { start, reply, asked } = question()
    const flight = singleFlight<string>()
    const both = [flight.join('a', NEVER, start), flight.join('a', NEVER, start)]
    reply('1')
    expect(await Promise.all(both)).toEqual(['1', '1'])
    const later = flight.join('a', NEVER, start)
    reply('2')
    expect([await later, asked()]).toEqual(['2', 2])
  })

  test('of other keys are others', async () => {
    const { start, asked } = question()
    const flight = singleFlight<string>()
    void flight.join('a', NEVER, start)
    void flight.join('b', NEVER, start)
    expect(asked()).toBe(2)
  })

  test('go on for the others when one gives up, and end when all have', async () => {
    const { start, reply, asked, ended } = question()
    const flight = singleFlight<string>()
    const [first, second] = [new AbortController(), new AbortController()]
    const one = flight.join('a', first.signal, start)
    const other = flight.join('a', second.signal, start)
    first.abort()
    expect([await one, ended()]).toEqual([undefined, 0])
    const third = flight.join('a', second.signal, start)
    expect(asked()).toBe(1)
    second.abort()
    expect([await other, await third, ended()]).toEqual([undefined, undefined, 1])
    const anew = flight.join('a', NEVER, start)
    reply('2')
    expect([await anew, asked()]).toEqual(['2', 2])
  })

  test('are not asked for whoever has given up already', async () => {
    const { start, asked } = question()
    expect(await singleFlight<string>().join('a', AbortSignal.abort(), start)).toBeUndefined()
    expect(asked()).toBe(0)
  })

  test('that fail fail for all, and are asked anew', async () => {
    const flight = singleFlight<string>()
    const fail = () => Promise.reject(new Error('no'))
    const both = [flight.join('a', NEVER, fail), flight.join('a', NEVER, fail)]
    expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await flight.join('a', NEVER, async () => 'well')).toBe('well')
  })
})
