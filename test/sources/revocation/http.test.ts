import { afterEach, describe, expect, test } from 'vitest'
import { ok, refused } from '../../../src/core/result.ts'
import type { HttpAnswer, HttpClient, HttpRequest } from '../../../src/sources/http/client.ts'
import { httpClient, httpCrl, httpOcsp, revocationSources } from '../../../src/sources/index.ts'
import {
  type Fault,
  type FaultServer,
  type SeenRequest,
  startFaultServer,
} from '../../support/fault-server.ts'

const signal = new AbortController().signal
const octets = (length: number) => new Uint8Array(length).fill(0x30)

/** A client that notes what it is asked, and answers from a list. */
function noting(...answers: readonly Partial<HttpAnswer>[]): { client: HttpClient; seen: HttpRequest[] } {
  const seen: HttpRequest[] = []
  const client: HttpClient = {
    request: async request => {
      const answer = answers[seen.length]
      seen.push(request)
      if (answer === undefined) return { ok: false, reason: 'unreachable', detail: '' }
      return ok({ status: 200, headers: new Map(), body: octets(3), url: request.url, ...answer })
    },
  }
  return { client, seen }
}

describe('a responder is asked', () => {
  test.each([
    ['http://a.example/ocsp', 60, 'GET'],
    ['http://a.example/ocsp/', 60, 'GET'],
    ['http://a.example', 177, 'GET'],
    ['http://a.example', 178, 'POST'],
    ['http://a.example/ocsp?client=1', 60, 'POST'],
  ])('%s with %i octets by %s', async (url, length, method) => {
    const { client, seen } = noting({})
    expect(await httpOcsp(client).ocsp(url, octets(length), signal)).toEqual(ok(octets(3)))
    expect(seen.map(each => each.method ?? 'GET')).toEqual([method])
    if (method === 'POST') {
      const headers = { accept: 'application/ocsp-response', 'content-type': 'application/ocsp-request' }
      expect(seen[0]).toMatchObject({ url, body: octets(length), headers })
    } else {
      const text = seen[0]!.url.slice(url.replace(/\/$/, '').length + 1)
      expect(seen[0]!.url.length).toBeLessThanOrEqual(255)
      expect(new Uint8Array(Buffer.from(decodeURIComponent(text), 'base64'))).toEqual(octets(length))
    }
  })

  test('in base64 whose signs are escaped', async () => {
    const { client, seen } = noting({})
    await httpOcsp(client).ocsp('http://a.example', Uint8Array.of(0xfb, 0xff, 0xfe, 0xff), signal)
    expect(seen[0]?.url).toBe('http://a.example/%2B%2F%2F%2B%2Fw%3D%3D')
  })

  test.each([405, 501])('by POST where it answers a GET with %i', async status => {
    const { client, seen } = noting({ status }, {})
    expect(await httpOcsp(client).ocsp('http://a.example', octets(60), signal)).toEqual(ok(octets(3)))
    expect(seen.map(each => each.method ?? 'GET')).toEqual(['GET', 'POST'])
  })
})

describe('an answer', () => {
  test.each<[string, Partial<HttpAnswer>, unknown]>([
    ['200 without a type', {}, ok(octets(3))],
    [
      '200 of whatever binary type',
      { headers: new Map([['content-type', 'application/octet-stream']]) },
      ok(octets(3)),
    ],
    ['a page', { headers: new Map([['content-type', 'text/html; charset=utf-8']]) }, refused('refused')],
    ['a text', { headers: new Map([['content-type', ' TEXT/plain']]) }, refused('refused')],
    ['nothing', { body: new Uint8Array() }, refused('refused')],
    ['204', { status: 204, body: new Uint8Array() }, refused('refused')],
    ['403', { status: 403 }, refused('refused')],
    ['404', { status: 404 }, refused('not-found')],
    ['410', { status: 410 }, refused('not-found')],
    ['429', { status: 429 }, refused('refused')],
    ['500', { status: 500 }, refused('refused')],
  ])('%s is the same to both sources', async (_, answer, expected) => {
    expect(await httpCrl(noting(answer).client).crl('http://a.example/c.crl', signal)).toEqual(expected)
    const { client } = noting(answer)
    expect(await httpOcsp(client).ocsp('http://a.example', octets(200), signal)).toEqual(expected)
  })

  test('that does not come has the reason of the client', async () => {
    expect(await httpCrl(noting().client).crl('http://a.example/c.crl', signal)).toEqual(
      refused('unreachable'),
    )
  })
})

test.each([0, -1, 0.5, Number.NaN, 2 ** 31])('%d is no timeout', timeout => {
  expect(() => revocationSources({ client: noting().client, timeout })).toThrow(RangeError)
})

describe('of equal questions at the same time', () => {
  /** Answers when it is told to. */
  function waiting() {
    const seen: HttpRequest[] = []
    const gate = opened()
    const client: HttpClient = {
      request: async request => {
        seen.push(request)
        await gate.promise
        return ok({ status: 200, headers: new Map(), body: octets(3), url: request.url })
      },
    }
    return { ...revocationSources({ client, perHost: 2 }), seen, open: gate.resolve }
  }

  /** A promise that is kept from outside. */
  function opened() {
    let resolve = () => {}
    const promise = new Promise<void>(done => {
      resolve = done
    })
    return { promise, resolve }
  }

  const turn = () => new Promise(resolve => setImmediate(resolve))

  test('one is asked, and everybody has the answer; the next is asked anew', async () => {
    const { ocsp, crl, seen, open } = waiting()
    const asked = [1, 2, 3].flatMap(() => [
      ocsp!.ocsp('http://a.example', octets(9), signal),
      crl!.crl('http://a.example', signal),
    ])
    await turn()
    expect(seen).toHaveLength(2)
    open()
    expect(await Promise.all(asked)).toEqual(Array(6).fill(ok(octets(3))))
    await crl!.crl('http://a.example', signal)
    expect(seen).toHaveLength(3)
  })

  test('those of another address, or with another request, are others', async () => {
    const { ocsp, crl, seen, open } = waiting()
    const asked = [
      ocsp!.ocsp('http://a.example', octets(9), signal),
      ocsp!.ocsp('http://b.example', octets(9), signal),
      ocsp!.ocsp('http://b.example', octets(8), signal),
      crl!.crl('http://c.example', signal),
    ]
    await turn()
    expect(seen).toHaveLength(4)
    open()
    await Promise.all(asked)
  })

  test('whoever gives up leaves the others their answer', async () => {
    const { crl, open } = waiting()
    const end = new AbortController()
    const [left, stayed] = [crl!.crl('http://a.example', end.signal), crl!.crl('http://a.example', signal)]
    end.abort()
    expect(await left).toEqual(refused('timed-out'))
    open()
    expect(await stayed).toEqual(ok(octets(3)))
  })

  test('no more than told are made to one host at a time', async () => {
    const { crl, seen, open } = waiting()
    const asked = [1, 2, 3].map(each => crl!.crl(`http://a.example/${each}.crl`, signal))
    await turn()
    expect(seen).toHaveLength(2)
    open()
    await Promise.all(asked)
    expect(seen).toHaveLength(3)
  })

  test.each([0, 0.5])('%d requests to a host are no number', perHost => {
    expect(() => revocationSources({ client: noting().client, perHost })).toThrow(RangeError)
  })
})

describe('over a real socket', () => {
  const servers: FaultServer[] = []
  afterEach(async () => {
    await Promise.all(servers.splice(0).map(server => server.close()))
  })

  async function reachable(respond: (request: SeenRequest) => { body: Uint8Array }) {
    const server = await startFaultServer({ respond })
    servers.push(server)
    return { server, client: httpClient({ hosts: new Set(['fault.test']), ...server.reach }) }
  }

  test('requests arrive as they were meant', async () => {
    const { server, client } = await reachable(() => ({ body: octets(5) }))
    const source = httpOcsp(client)
    expect(await source.ocsp(server.url, octets(60), signal)).toEqual(ok(octets(5)))
    expect(await source.ocsp(`${server.url}/ocsp`, octets(200), signal)).toEqual(ok(octets(5)))
    const [short, long] = server.requests()
    expect(decodeURIComponent(short!.path.slice(1))).toBe(Buffer.from(octets(60)).toString('base64'))
    expect(long).toMatchObject({ method: 'POST', path: '/ocsp' })
    expect(new Uint8Array(long!.body)).toEqual(octets(200))
    expect(long!.headers['content-type']).toBe('application/ocsp-request')
  })

  test.each<[Fault, string]>([
    ['dns-failure', 'unreachable'],
    ['dns-stall', 'timed-out'],
    ['refused', 'unreachable'],
    ['reset-before-answer', 'unreachable'],
    ['reset', 'unreachable'],
    ['stall', 'timed-out'],
    ['stall-in-headers', 'timed-out'],
    ['stall-in-body', 'timed-out'],
    ['slow', 'timed-out'],
    ['html', 'refused'],
    ['empty', 'refused'],
    ['no-content', 'refused'],
    ['redirect-loop', 'not-allowed'],
    ['redirect-elsewhere', 'not-allowed'],
    ['redirect-to-literal', 'not-allowed'],
    ['forbidden', 'refused'],
    ['not-found', 'not-found'],
    ['too-many-requests', 'refused'],
    ['server-error', 'refused'],
    ['unavailable', 'refused'],
    ['length-too-long', 'unreachable'],
    ['gzip-bomb', 'not-allowed'],
    ['gzip-truncated', 'refused'],
    ['gzip-not', 'refused'],
    ['endless-body', 'not-allowed'],
    ['not-http', 'refused'],
  ])('%s ends as %s, and the source recovers', async (fault, reason) => {
    const { server, client } = await reachable(() => ({ body: octets(5000) }))
    const [ocsp, crl] = [
      httpOcsp(client, { timeout: 250 }),
      httpCrl(client, { timeout: 250, maxOctets: 1_000_000 }),
    ]
    await server.fault(fault)
    expect(await crl.crl(`${server.url}/ca.crl`, signal)).toEqual(refused(reason))
    expect(await ocsp.ocsp(server.url, octets(60), signal)).toEqual(refused(reason))
    await server.fault('none')
    expect(await crl.crl(`${server.url}/ca.crl`, signal)).toEqual(ok(octets(5000)))
    expect(await ocsp.ocsp(server.url, octets(60), signal)).toEqual(ok(octets(5000)))
  })
})
