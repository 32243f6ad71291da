import { getDefaultAutoSelectFamily, setDefaultAutoSelectFamily } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { HttpOutcome, HttpRequest } from '../../../src/sources/http/client.ts'
import { httpClient } from '../../../src/sources/http/http.ts'
import type { HttpClientOptions } from '../../../src/sources/http/options.ts'
import { type FaultServer, type SeenRequest, startFaultServer } from '../../support/fault-server.ts'
import type { Served } from '../../support/faults.ts'

const NEVER = new AbortController().signal
const TEXT = 'revoked '.repeat(1_000)

let server: FaultServer
/** What the server answers, by path. */
let pages: ReadonlyMap<string, Served>

const respond = ({ path }: SeenRequest): Served => pages.get(path) ?? { status: 404 }

beforeEach(async () => {
  pages = new Map()
  server = await startFaultServer({ respond })
})
afterEach(() => server.close())

function ask(
  change: Partial<HttpRequest> & { readonly path?: string } = {},
  options: Partial<HttpClientOptions> = {},
  signal: AbortSignal = NEVER,
): Promise<HttpOutcome> {
  const { path = '/', ...request } = change
  const client = httpClient({ hosts: 'public', ...server.reach, ...options })
  return client.request(
    { url: `${server.url}${path}`, maxOctets: 10_000, timeout: 10_000, ...request },
    signal,
  )
}

const text = (outcome: HttpOutcome): string =>
  outcome.ok ? Buffer.from(outcome.value.body).toString() : `${outcome.reason}: ${outcome.detail}`

describe('a request', () => {
  test('is sent as it is told, and keeps its connection', async () => {
    pages = new Map([['/ocsp?a=b', { body: 'answer' }]])
    const body = Uint8Array.of(1, 2, 3)
    const headers = { 'content-type': 'application/ocsp-request', 'if-none-match': '"x"' }
    const outcome = await ask({ path: '/ocsp?a=b#c', method: 'POST', body, headers }, { userAgent: 'tests' })
    expect(text(outcome)).toBe('answer')
    expect(server.requests()).toEqual([
      {
        method: 'POST',
        path: '/ocsp?a=b',
        body,
        headers: {
          ...headers,
          host: `fault.test:${server.port}`,
          'content-length': '3',
          'accept-encoding': 'gzip, deflate, br',
          'user-agent': 'tests',
          connection: 'keep-alive',
        },
      },
    ])
  })

  test('tells nothing of who asks', async () => {
    await ask()
    expect(Object.keys(server.requests()[0]?.headers ?? {}).sort()).toEqual([
      'accept-encoding',
      'connection',
      'host',
    ])
  })

  test.each(['\r\nx-injected: 1', 'a\u0000', '\u{1f600}'])('is not sent with a header of %o', async value => {
    expect(await ask({ headers: { 'if-none-match': value } })).toMatchObject({ reason: 'not-allowed' })
    expect(server.connections()).toBe(0)
  })

  test.each([
    { maxOctets: 0 },
    { maxOctets: -1 },
    { maxOctets: 1.5 },
    { maxOctets: Number.NaN },
    { maxOctets: Number.POSITIVE_INFINITY },
    { timeout: 0 },
    { timeout: Number.NaN },
    { timeout: 2 ** 31 },
  ])('cannot be meant: %o', async change => {
    await expect(ask(change)).rejects.toThrow(RangeError)
  })

  test.each(['host', 'connection', 'transfer-encoding', 'content-length', 'proxy-authorization', 'Accept'])(
    'does not say %s',
    async name => {
      await expect(ask({ headers: { [name]: 'x' } })).rejects.toThrow(TypeError)
    },
  )

  test('takes no proxy and no leniency from the environment', async () => {
    pages = new Map([['/', { body: 'answer' }]])
    const tls = await startFaultServer({ tls: true })
    const restore = setEnvironment({
      http_proxy: 'http://127.0.0.1:9',
      NODE_USE_ENV_PROXY: '1',
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
    })
    try {
      expect(text(await ask())).toBe('answer')
      await tls.fault('tls-unknown-authority')
      const request = { url: tls.url, maxOctets: 100, timeout: 10_000 }
      const client = httpClient({ hosts: 'public', ...tls.reach })
      expect(await client.request(request, NEVER)).toMatchObject({ reason: 'unreachable' })
    } finally {
      restore()
      await tls.close()
    }
  })
})

describe('an answer', () => {
  test('has its headers by lower-case name, the first of several', async () => {
    pages = new Map([['/', { headers: { ETag: '"1"', 'Content-Type': 'text/xml' }, body: 'x' }]])
    const outcome = await ask()
    expect(outcome).toMatchObject({ ok: true, value: { status: 200, url: `${server.url}/` } })
    expect(
      outcome.ok && [outcome.value.headers.get('etag'), outcome.value.headers.get('content-type')],
    ).toEqual(['"1"', 'text/xml'])
  })

  test('304 is one', async () => {
    pages = new Map([['/', { status: 304 }]])
    expect(await ask()).toMatchObject({ ok: true, value: { status: 304, body: new Uint8Array(0) } })
  })

  test('of an error has no body, however long', async () => {
    pages = new Map([['/', { status: 500, body: TEXT }]])
    expect(await ask({ maxOctets: 1 })).toMatchObject({ value: { status: 500, body: new Uint8Array(0) } })
  })

  test('whose body is not read leaves no connection', async () => {
    pages = new Map([['/', { status: 500, body: 'x'.repeat(10_000_000) }]])
    expect(await ask()).toMatchObject({ value: { status: 500 } })
    await until(() => server.open() === 0)
  })

  test.each([
    ['identity', TEXT],
    ['gzip', gzipSync(TEXT)],
    ['x-gzip', gzipSync(TEXT)],
    ['GZIP', gzipSync(TEXT)],
    ['deflate', deflateSync(TEXT)],
    ['br', brotliCompressSync(TEXT)],
  ])('in %s is undone, up to the last octet that is accepted', async (encoding, body) => {
    pages = new Map([['/', { headers: { 'content-encoding': encoding }, body }]])
    expect(text(await ask({ maxOctets: TEXT.length }))).toBe(TEXT)
    expect(await ask({ maxOctets: TEXT.length - 1 })).toMatchObject({ reason: 'not-allowed' })
  })

  test.each(['zstd', 'compress', 'gzip, gzip', 'x'])('in %s is none', async encoding => {
    pages = new Map([['/', { headers: { 'content-encoding': encoding }, body: TEXT }]])
    expect(await ask()).toMatchObject({ reason: 'refused', detail: `the content encoding ${encoding}` })
  })

  test.each([
    ['deflate', deflateSync(TEXT)],
    ['br', brotliCompressSync(TEXT)],
    ['gzip', gzipSync(TEXT)],
  ])('in %s that is cut is none', async (encoding, body) => {
    const cut = body.subarray(0, body.length - 4)
    pages = new Map([['/', { headers: { 'content-encoding': encoding }, body: cut }]])
    expect(await ask()).toMatchObject({ ok: false, reason: 'refused' })
  })

  test('that is packed is not read without end, though nothing comes out of it', async () => {
    const nothings = Buffer.concat(Array<Buffer>(1_000).fill(gzipSync('')))
    pages = new Map([['/', { headers: { 'content-encoding': 'gzip' }, body: nothings }]])
    expect(await ask({ maxOctets: 20_000 })).toMatchObject({ ok: true })
    expect(await ask({ maxOctets: 10_000 })).toMatchObject({ reason: 'not-allowed' })
  })

  test('that is too long as it says itself is not read', async () => {
    pages = new Map([['/', { headers: { 'content-length': '20000' }, body: 'x'.repeat(20_000) }]])
    expect(await ask()).toMatchObject({
      reason: 'not-allowed',
      detail: '20000 octets, of which 10000 are accepted',
    })
  })
})

describe('a redirect', () => {
  const leads = (location: string, status = 302): Served => ({ status, headers: { location } })

  test.each([301, 302, 303, 307, 308])('of status %i is followed to the same host', async status => {
    pages = new Map([
      ['/', leads('/b?c', status)],
      ['/b?c', { body: 'there' }],
    ])
    const outcome = await ask()
    expect(text(outcome)).toBe('there')
    expect(outcome.ok && outcome.value.url).toBe(`${server.url}/b?c`)
  })

  test('is followed twice, and not a third time', async () => {
    pages = new Map([
      ['/', leads('/1')],
      ['/1', leads('/2')],
      ['/2', { body: 'there' }],
      ['/before', leads('/')],
    ])
    expect(text(await ask())).toBe('there')
    expect(text(await ask({ path: '/before' }))).toBe('not-allowed: more than 2 redirects')
    expect(text(await ask({}, { redirects: 1 }))).toBe('not-allowed: more than 1 redirects')
    expect(text(await ask({ path: '/1' }, { redirects: 0 }))).toBe('not-allowed: more than 0 redirects')
  })

  test.each([
    ['another host', 'http://elsewhere.test/'],
    ['a host below', 'http://sub.fault.test/'],
    ['the host with a dot', 'http://fault.test./'],
    ['another host, without a scheme', '//elsewhere.test/'],
    ['a user name', 'http://fault.test@elsewhere.test/'],
    ['backslashes', 'http:\\\\elsewhere.test'],
    ['another scheme', 'file:///etc/passwd'],
    ['another scheme', 'data:text/plain,x'],
    ['another port', 'http://fault.test:22/'],
    ['loopback', 'http://127.0.0.1/'],
    ['loopback as a number', 'http://2130706433/'],
  ])('to %s is not followed', async (_, location) => {
    pages = new Map([['/', leads(location)]])
    expect(await ask({}, { ports: [server.port, 80] })).toMatchObject({ ok: false, reason: 'not-allowed' })
    expect(server.connections()).toBe(1)
  })

  test('to no address is no answer', async () => {
    pages = new Map([['/', leads('//[')]])
    expect(await ask()).toMatchObject({ reason: 'refused' })
  })

  test('checks the name again: what has moved inside is not asked', async () => {
    pages = new Map([['/', leads('/b')]])
    const answers = [['127.0.0.1'], ['10.0.0.1']]
    const resolve = async () => answers.shift() ?? []
    expect(text(await ask({}, { resolve }))).toBe('not-allowed: the address 10.0.0.1')
  })

  test.each([
    [302, 302, 1],
    [303, 303, 1],
    [307, 200, 2],
    [308, 200, 2],
  ])('of what was posted, of status %i, ends as %i after %i requests', async (status, end, requests) => {
    pages = new Map([
      ['/', leads('/b', status)],
      ['/b', { body: 'there' }],
    ])
    const outcome = await ask({ method: 'POST', body: Uint8Array.of(1) })
    expect(outcome.ok && outcome.value.status).toBe(end)
    expect(server.requests().map(({ method, body }) => [method, body.length])).toEqual(
      Array(requests).fill(['POST', 1]),
    )
  })

  test('from https does not lead back to http', async () => {
    const tls = await startFaultServer({
      tls: true,
      respond: ({ path }) => (path === '/' ? leads(`http://fault.test:${server.port}/`) : { body: 'there' }),
    })
    const ports = [tls.port, server.port]
    pages = new Map([
      ['/', { body: 'plain' }],
      ['/up', leads(`${tls.url}/there`)],
    ])
    try {
      const downwards = await ask({ url: `${tls.url}/` }, { ...tls.reach, ports })
      expect(downwards).toMatchObject({ reason: 'not-allowed' })
      expect(server.connections()).toBe(0)
      expect(text(await ask({ path: '/up' }, { ...tls.reach, ports }))).toBe('there')
    } finally {
      await tls.close()
    }
  })
})

describe('the guard', () => {
  test('asks for a name once, and connects to what it checked', async () => {
    pages = new Map([['/', { body: 'answer' }]])
    const asked: string[] = []
    const resolve = async (name: string) => {
      asked.push(name)
      return asked.length === 1 ? ['127.0.0.1'] : ['127.0.0.2']
    }
    expect(text(await ask({}, { resolve, unsafeAddresses: ['127.0.0.1', '127.0.0.2'] }))).toBe('answer')
    expect(asked).toEqual(['fault.test'])
  })

  test.each([
    'http://127.0.0.1',
    'http://[::ffff:127.0.0.1]',
    'http://2130706433',
    'http://0x7f.1',
    'http://localhost',
  ])('does not let %s through', async origin => {
    const options = { ports: [server.port], unsafeAddresses: [] }
    const outcome = await ask({ url: `${origin}:${server.port}/` }, options)
    expect(outcome).toMatchObject({ ok: false, reason: 'not-allowed' })
    expect(server.connections()).toBe(0)
  })

  test('tries the next address where one does not answer', async () => {
    pages = new Map([['/', { body: 'answer' }]])
    const resolve = async () => ['::1', '127.0.0.1']
    const before = getDefaultAutoSelectFamily()
    setDefaultAutoSelectFamily(false)
    try {
      expect(text(await ask({}, { resolve, unsafeAddresses: ['::1', '127.0.0.1'] }))).toBe('answer')
    } finally {
      setDefaultAutoSelectFamily(before)
    }
  })

  test('asks the hosts that are allowed, and a function anew each time', async () => {
    const named = new Set<string>()
    const hosts = (host: string) => named.has(host)
    expect(text(await ask({}, { hosts }))).toBe('not-allowed: the host fault.test')
    named.add('fault.test')
    expect(await ask({}, { hosts })).toMatchObject({ ok: true })
  })
})

describe('the signal', () => {
  test('that has fired asks nobody', async () => {
    expect(await ask({}, {}, AbortSignal.abort())).toMatchObject({
      reason: 'timed-out',
      detail: expect.stringContaining('the caller has ended it'),
    })
    expect(server.connections()).toBe(0)
  })

  test.each(['stall', 'stall-in-headers', 'stall-in-body', 'slow'] as const)(
    'ends an exchange that meets %s, and its connection',
    async fault => {
      await server.fault(fault)
      const controller = new AbortController()
      const outcome = ask({}, {}, controller.signal)
      await until(() => server.requests().length === 1)
      controller.abort()
      expect(await outcome).toEqual({ ok: false, reason: 'timed-out', detail: 'the caller has ended it' })
      await until(() => server.open() === 0)
    },
  )

  test('ends a wait for a name', async () => {
    const controller = new AbortController()
    let isAsked = false
    const resolve = () => {
      isAsked = true
      return new Promise<readonly string[]>(() => {})
    }
    const outcome = ask({}, { resolve }, controller.signal)
    await until(() => isAsked)
    controller.abort()
    expect(await outcome).toMatchObject({ reason: 'timed-out' })
  })

  test('keeps no listener, whatever the end', async () => {
    const { signal, balance } = counted()
    for (const fault of ['none', 'reset', 'gzip-bomb', 'redirect-loop', 'dns-failure', 'refused'] as const) {
      await server.fault(fault)
      await ask({}, {}, signal)
    }
    await server.fault('stall')
    await ask({ timeout: 50 }, {}, signal)
    expect(balance()).toBe(0)
  })

  test('no timer and no connection is left, whatever the end', async () => {
    const before = process.getActiveResourcesInfo().filter(name => name === 'Timeout').length
    for (const fault of ['none', 'reset', 'gzip-bomb', 'not-http'] as const) {
      await server.fault(fault)
      await ask()
    }
    await until(() => server.open() === 0)
    expect(process.getActiveResourcesInfo().filter(name => name === 'Timeout').length).toBeLessThanOrEqual(
      before,
    )
  })
})

/** @returns Sets back what was set. */
function setEnvironment(change: Readonly<Record<string, string>>): () => void {
  const before = Object.keys(change).map(name => [name, process.env[name]] as const)
  Object.assign(process.env, change)
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
}

/** A signal that counts who listens. */
function counted(): { readonly signal: AbortSignal; readonly balance: () => number } {
  const { signal } = new AbortController()
  let listeners = 0
  const { addEventListener, removeEventListener } = signal
  signal.addEventListener = (...given: Parameters<typeof addEventListener>) => {
    listeners++
    addEventListener.apply(signal, given)
  }
  signal.removeEventListener = (...given: Parameters<typeof removeEventListener>) => {
    listeners--
    removeEventListener.apply(signal, given)
  }
  return { signal, balance: () => listeners }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(done => setTimeout(done, 2))
}
