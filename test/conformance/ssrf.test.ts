import { readFileSync } from 'node:fs'
import { get } from 'node:http'
import { afterAll, describe, expect, test } from 'vitest'
import { authenticate, instant, nodeCrypto, QWAC_POLICY, validate } from '../../src/index.ts'
import { createTestWorld } from '../../src/sandbox/index.ts'
import type { HttpClient } from '../../src/sources/http/client.ts'
import { httpClient } from '../../src/sources/http/http.ts'
import { httpIssuers } from '../../src/sources/http/issuers.ts'
import type { HttpClientOptions } from '../../src/sources/http/options.ts'
import { revocationSources } from '../../src/sources/revocation/sources.ts'
import { startListener } from '../support/listener.ts'
import { corpusExists, corpusPath } from './corpus.ts'

interface Case {
  readonly id: string
  readonly category: string
  readonly file: string
}

const cases: readonly Case[] = corpusExists
  ? (
      JSON.parse(readFileSync(corpusPath('der', 'cases.json'), 'utf8')) as { readonly cases: readonly Case[] }
    ).cases.filter(({ category }) => category === 'ssrf')
  : []

/**
 * Every address in a certificate: what has the tag of a uniformResourceIdentifier and begins as one. It is
 * looked for in the octets, since the reader of certificates refuses some of these before anything in them
 * could be asked for. One is empty.
 */
function addressesIn(file: string): readonly string[] {
  const octets = readFileSync(corpusPath('der', file))
  const found: string[] = []
  for (let at = octets.indexOf(0x86); at >= 0; at = octets.indexOf(0x86, at + 1)) {
    const [from, length] = contentsAt(octets, at)
    const text = octets.subarray(from, from + length).toString('latin1')
    if (/^[a-z]+:/i.test(text)) found.push(text)
  }
  return found.length > 0 ? found : ['']
}

/** Where the contents of a value begin, and their length. */
function contentsAt(octets: Buffer, at: number): readonly [number, number] {
  const first = octets[at + 1] ?? 0
  const more = first > 0x80 ? first & 0x7f : 0
  return [at + 2 + more, more === 0 ? first : octets.readUIntBE(at + 2, Math.min(more, 2))]
}

const now = instant('2026-06-01T12:00:00Z')
const crypto = nodeCrypto()
const world = await createTestWorld({ seed: 'ssrf', now })
const lists = await authenticate(world.source, { notice: world.notice, crypto, at: now })

const listener = await startListener()
const { port, connections } = listener
afterAll(() => listener.close())

/** The outcomes of addresses that are asked for through a client, each in one word. */
async function outcomes(
  addresses: readonly string[],
  options: Partial<HttpClientOptions> = {},
): Promise<ReadonlySet<string>> {
  const client = httpClient({ hosts: 'public', resolve: async () => ['127.0.0.1'], ...options })
  const words = new Set<string>()
  for (const url of addresses) {
    const outcome = await client.request(
      { url, maxOctets: 1_000, timeout: 10_000 },
      new AbortController().signal,
    )
    words.add(outcome.ok ? 'answered' : outcome.reason)
  }
  return words
}

/** The same address at the port of the listener, where it has none of its own. */
function aimed(url: string): string {
  const [authority = ''] = /^https?:\/\/[^/?#\\\s]*/i.exec(url) ?? []
  const isAimed = authority === '' || /:\d+$/.test(authority)
  return isAimed ? url : `${authority}:${port}${url.slice(authority.length)}`
}

describe.skipIf(!corpusExists)('addresses that a certificate names', () => {
  test('the listener sees who comes', async () => {
    const before = connections()
    await new Promise<void>(done => get(`http://127.0.0.1:${port}/`, () => done()).on('error', () => done()))
    expect(connections() - before).toBe(1)
  })

  test('are those of 21 certificates, of which one names 3,000', () => {
    const numbers = cases.map(({ file }) => addressesIn(file).length)
    expect(numbers).toHaveLength(21)
    expect(Math.max(...numbers)).toBe(3_000)
  })

  test.each(cases)('$id: none is asked, as it stands or at the port of a listener', async ({ file }) => {
    const before = connections()
    const addresses = addressesIn(file)
    const refused = new Set(['not-allowed'])
    expect(await outcomes(addresses)).toEqual(refused)
    expect(await outcomes(addresses.map(aimed), { ports: [80, port] })).toEqual(refused)
    expect(connections() - before).toBe(0)
  })

  test.each(cases)('$id: no validation asks for one, since nobody vouches for it', async ({ file }) => {
    const before = connections()
    let asked = 0
    const client = httpClient({
      hosts: 'public',
      ports: [80, 443, port],
      resolve: async () => {
        asked++
        return ['127.0.0.1']
      },
    })
    const counting: HttpClient = {
      request: (request, signal) => {
        asked++
        return client.request(request, signal)
      },
    }
    const certificate = new Uint8Array(readFileSync(corpusPath('der', file)))
    const sources = revocationSources({ client: counting })
    const report = await validate({ certificate, at: now }, { lists, crypto, ...sources })
    expect(report.verdict).not.toBe('passed')
    const allowing = { ...QWAC_POLICY, fetchIssuers: true }
    const ports = { lists, crypto, ...sources, issuers: httpIssuers(counting) }
    await validate({ certificate, at: now, policy: { ...allowing, fetchIssuers: false } }, ports)
    expect([asked, connections() - before]).toEqual([0, 0])
    // Whoever allows that issuers are fetched lets strangers choose addresses; then the guard is what is
    // left.
    await validate({ certificate, at: now, policy: allowing }, ports)
    expect(connections() - before).toBe(0)
  })

  test('a name that leads elsewhere when it is asked for again leads nowhere', async () => {
    const before = connections()
    const addresses = cases
      .flatMap(({ file }) => addressesIn(file).slice(0, 30))
      .filter(url => /^http:\/\/[a-z0-9.]+\.example\/$/.test(url))
    for (const url of addresses) {
      let asked = 0
      const resolve = async () => [++asked === 1 ? '127.0.0.2' : '127.0.0.1']
      const options = { resolve, ports: [port], unsafeAddresses: ['127.0.0.2'] }
      expect(await outcomes([aimed(url)], options)).toEqual(new Set(['unreachable']))
      expect(asked).toBe(1)
    }
    expect(addresses).toHaveLength(30)
    expect(connections() - before).toBe(0)
  })
})
