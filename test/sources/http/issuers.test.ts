import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Certificate } from '../../../src/certificate/certificate.ts'
import { toHex } from '../../../src/core/bytes.ts'
import { httpClient } from '../../../src/sources/http/http.ts'
import { httpIssuers } from '../../../src/sources/http/issuers.ts'
import { issue, party } from '../../support/authorities.ts'
import { type Fault, type FaultServer, startFaultServer } from '../../support/fault-server.ts'
import { bundle, pem } from '../../support/input-forms.ts'

const root = await party('Root')
const authority = await issue(root, await party('Authority'), { ca: true })
const other = await issue(root, await party('Other'), { ca: true })
const DER = [authority.bytes, other.bytes]

let server: FaultServer
let served: Uint8Array | string

beforeEach(async () => {
  served = ''
  server = await startFaultServer({ respond: () => ({ body: served }) })
})
afterEach(() => server.close())

/** The certificates, in hexadecimal; or the reason. */
async function ask(url = `${server.url}/ca.cer`, certificate: Certificate = authority) {
  const issuers = httpIssuers(httpClient({ hosts: 'public', ...server.reach }), { timeout: 10_000 })
  const answer = await issuers.issuers(url, certificate, new AbortController().signal)
  return answer.ok ? answer.value.map(each => toHex(each)) : answer.reason
}

describe('certificates of issuers', () => {
  test.each<readonly [string, Uint8Array | string, readonly Uint8Array[]]>([
    ['DER', authority.bytes, [authority.bytes]],
    ['PEM', pem(DER), DER],
    ['a bundle', bundle(DER), DER],
    ['a bundle as base64', Buffer.from(bundle(DER)).toString('base64'), DER],
  ])('are read from %s', async (_, body, expected) => {
    served = body
    expect(await ask()).toEqual(expected.map(each => toHex(each)))
  })

  test.each(['nothing', '<html></html>', ''])('are not found in %o', async body => {
    served = body
    expect(await ask()).toBe('unavailable')
  })

  test.each<Fault>([
    'not-found',
    'no-content',
    'html',
    'refused',
    'reset',
    'dns-failure',
    'gzip-bomb',
    'redirect-elsewhere',
  ])('are unavailable where there is %s', async fault => {
    served = authority.bytes
    await server.fault(fault)
    expect(await ask()).toBe('unavailable')
  })

  test('are not fetched from inside', async () => {
    served = authority.bytes
    expect(await ask(`http://127.0.0.2:${server.port}/`)).toBe('unavailable')
    expect(server.connections()).toBe(0)
  })

  test('are not fetched any more once the signal has fired', async () => {
    const client = httpClient({ hosts: 'public', ...server.reach })
    expect(await httpIssuers(client).issuers(server.url, authority, AbortSignal.abort())).toEqual({
      ok: false,
      reason: 'unavailable',
    })
    expect(server.connections()).toBe(0)
  })
})
