import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { HttpRequest } from '../../../src/sources/http/client.ts'
import { httpClient } from '../../../src/sources/http/http.ts'
import { type Fault, type FaultServer, startFaultServer } from '../../support/fault-server.ts'

const BODY = 'a list of what was revoked, which is long enough to be cut in the middle'
const NEVER = new AbortController().signal

let server: FaultServer

async function start(tls: boolean): Promise<void> {
  server = await startFaultServer({ tls, respond: () => ({ body: BODY }) })
}

/** The status and the text that a client with default options receives; or the reason and the detail. */
async function ask(change: Partial<HttpRequest> = {}): Promise<readonly [number | string, string]> {
  const client = httpClient({ hosts: 'public', ...server.reach })
  const request = { url: `${server.url}/list`, maxOctets: 10_000, timeout: 10_000, ...change }
  const outcome = await client.request(request, NEVER)
  if (!outcome.ok) return [outcome.reason, outcome.detail]
  return [outcome.value.status, Buffer.from(outcome.value.body).toString()]
}

describe('over http', () => {
  beforeEach(() => start(false))
  afterEach(() => server.close())

  test.each<readonly [Fault, string | number, string | RegExp]>([
    ['none', 200, BODY],
    ['dns-failure', 'unreachable', 'the name servers answer ENOTFOUND'],
    ['refused', 'unreachable', 'ECONNREFUSED'],
    ['reset-before-answer', 'unreachable', 'ECONNRESET'],
    ['reset', 'unreachable', 'ECONNRESET'],
    ['html', 200, /^<!DOCTYPE html>/],
    ['empty', 200, ''],
    ['no-content', 204, ''],
    ['redirect-loop', 'not-allowed', 'more than 2 redirects'],
    ['redirect-elsewhere', 'not-allowed', /^a redirect to http:\/\/elsewhere\.test:\d+$/],
    ['redirect-to-literal', 'not-allowed', /^a redirect to http:\/\/127\.0\.0\.1:\d+$/],
    ['redirect-without-location', 'refused', 'a redirect that leads nowhere'],
    ['forbidden', 403, ''],
    ['not-found', 404, ''],
    ['too-many-requests', 429, ''],
    ['server-error', 500, ''],
    ['unavailable', 503, ''],
    ['length-too-long', 'unreachable', 'ECONNRESET'],
    ['length-too-short', 'refused', /^HPE_/],
    ['chunks-cut', 'unreachable', 'ECONNRESET'],
    ['gzip-bomb', 'not-allowed', 'ERR_BEYOND_LIMIT'],
    ['gzip-truncated', 'refused', 'Z_BUF_ERROR'],
    ['gzip-not', 'refused', 'Z_DATA_ERROR'],
    ['endless-headers', 'not-allowed', 'HPE_HEADER_OVERFLOW'],
    ['endless-body', 'not-allowed', 'ERR_BEYOND_LIMIT'],
    ['not-http', 'refused', /^HPE_/],
  ])('%s ends as %s', async (fault, end, text) => {
    await server.fault(fault)
    const [status, said] = await ask()
    expect([status, said]).toEqual([end, typeof text === 'string' ? text : expect.stringMatching(text)])
  })

  test.each<Fault>(['dns-stall', 'stall', 'stall-in-headers', 'stall-in-body', 'slow', 'slow-headers'])(
    '%s ends at the deadline',
    async fault => {
      await server.fault(fault)
      expect(await ask({ timeout: 150 })).toEqual([
        'timed-out',
        expect.stringContaining('150 ms have passed'),
      ])
    },
  )
})

describe('over https', () => {
  beforeEach(() => start(true))
  afterEach(() => server.close())

  test.each<readonly [Fault, string | number, string]>([
    ['none', 200, BODY],
    ['tls-expired', 'unreachable', 'CERT_HAS_EXPIRED'],
    ['tls-wrong-host', 'unreachable', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['tls-self-signed', 'unreachable', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['tls-unknown-authority', 'unreachable', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
    ['tls-plain', 'unreachable', 'EPROTO'],
  ])('%s ends as %s', async (fault, end, text) => {
    await server.fault(fault)
    expect(await ask()).toEqual([end, text])
  })

  test('an address is held against the certificate as a name is', async () => {
    expect(await ask({ url: `https://127.0.0.1:${server.port}/` })).toEqual([
      'unreachable',
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ])
  })

  test('the authorities of Node are asked where no others are told', async () => {
    const { authorities: _, ...reach } = server.reach
    const client = httpClient({ hosts: 'public', ...reach })
    const outcome = await client.request({ url: server.url, maxOctets: 100, timeout: 10_000 }, NEVER)
    expect(outcome).toMatchObject({ ok: false, reason: 'unreachable' })
  })
})
