import { afterAll, describe, expect, test } from 'vitest'
import {
  authenticate,
  gather,
  instant,
  nodeCrypto,
  QWAC_POLICY,
  type Report,
  validate,
} from '../../src/index.ts'
import { createAuthorities, createMint, providersOf } from '../../src/sandbox/certificates/authorities.ts'
import { mintLeaf } from '../../src/sandbox/certificates/leaf-certificate.ts'
import { createTestWorld } from '../../src/sandbox/index.ts'
import {
  type HttpClientOptions,
  httpClient,
  httpIssuers,
  revocationSources,
} from '../../src/sources/index.ts'
import { startListener } from '../support/listener.ts'

/**
 * A listed authority can be led astray, or lead: what its certificates name is asked for behind the guard all
 * the same.
 */

const seed = 'ssrf'
const now = instant('2026-06-01T12:00:00Z')
const crypto = nodeCrypto()
const world = await createTestWorld({ seed, now })
const lists = await authenticate(world.source, { notice: world.notice, crypto, at: now })
afterAll(() => world.close())

const listener = await startListener()
const { port, connections } = listener
afterAll(() => listener.close())

/**
 * A sound certificate of the listed authority, whose keys follow from the seed, that names an address for
 * everything.
 */
async function naming(url: string): Promise<Uint8Array> {
  const addresses = () => ({ issuer: url, crl: url, ocsp: url })
  const mint = createMint(seed, now, { addresses })
  const authorities = await createAuthorities(mint, providersOf('LU'))
  return (await mintLeaf(mint, authorities, {})).minted.certificate
}

function question(certificate: Uint8Array) {
  return { certificate, at: now, policy: { ...QWAC_POLICY, fetchIssuers: true } }
}

function ports(options: Partial<HttpClientOptions> = {}) {
  const client = httpClient({ hosts: 'public', ...options })
  return { lists, crypto, ...revocationSources({ client }), issuers: httpIssuers(client) }
}

const status = ({ findings }: Report) => findings.find(({ code }) => code === 'revocation.status')

const FORMS: readonly string[] = [
  'http://127.0.0.1:PORT/',
  'http://127.1:PORT/',
  'http://0x7f000001:PORT/',
  'http://2130706433:PORT/',
  'http://0177.0.0.1:PORT/',
  'http://[::1]:PORT/',
  'http://[::ffff:127.0.0.1]:PORT/',
  'http://localhost:PORT/',
  'http://inside.example:PORT/',
  'http://user@127.0.0.1:PORT/',
  'http://0.0.0.0:PORT/',
  'http://169.254.169.254:PORT/latest/meta-data/',
  'https://127.0.0.1:PORT/',
]

describe('a certificate below a listed service that names', () => {
  test.each(FORMS)('%s: the guard refuses, and the verdict says so', async form => {
    const before = connections()
    const url = form.replace('PORT', String(port))
    const certificate = await naming(url)
    const inside = { resolve: async () => ['127.0.0.1'] }
    for (const options of [inside, { ...inside, ports: [80, 443, port] }]) {
      const found = status(await validate(question(certificate), ports(options)))
      expect(found).toMatchObject({ outcome: 'undetermined', reason: 'source-not-allowed' })
      expect(found?.facts['sources']).toEqual([
        { source: 'ocsp', url, unavailable: 'not-allowed' },
        { source: 'crl', url, unavailable: 'not-allowed' },
      ])
    }
    expect(connections() - before).toBe(0)
  })

  test.each([
    'file:///etc/passwd',
    'ftp://127.0.0.1/',
    'ldap://127.0.0.1/cn=crl',
    'gopher://127.0.0.1/',
    'http:///',
  ])('%s: nobody is asked', async url => {
    const { fetched } = await gather(question(await naming(url)), ports())
    expect(fetched).toEqual([])
  })

  test('a name that leads elsewhere the second time: no connection, whatever the order', async () => {
    const before = connections()
    const certificate = await naming(`http://changing.example:${port}/`)
    const allowed = { ports: [port], unsafeAddresses: ['127.0.0.2'] }
    for (const order of [
      ['127.0.0.2', '127.0.0.1'],
      ['127.0.0.1', '127.0.0.2'],
    ]) {
      let asked = 0
      const resolve = async () => [order[asked++ % 2] ?? '']
      const found = status(await validate(question(certificate), ports({ resolve, ...allowed })))
      expect(asked).toBe(2)
      expect(found?.facts['sources']).toMatchObject(
        order.map(address => ({ unavailable: address === '127.0.0.2' ? 'unreachable' : 'not-allowed' })),
      )
    }
    expect(connections() - before).toBe(0)
  })

  test('a name that leads outside and inside at once is not asked at all', async () => {
    const before = connections()
    const certificate = await naming(`http://both.example:${port}/`)
    const options = { resolve: async () => ['192.0.2.1', '127.0.0.1'], ports: [port] }
    expect(status(await validate(question(certificate), ports(options)))).toMatchObject({
      reason: 'source-not-allowed',
    })
    expect(connections() - before).toBe(0)
  })
})

test('the listener would see whoever came', async () => {
  const before = connections()
  const certificate = await naming(`http://seen.example:${port}/`)
  const options = { resolve: async () => ['127.0.0.1'], ports: [port], unsafeAddresses: ['127.0.0.1'] }
  expect(status(await validate(question(certificate), ports(options)))).toMatchObject({
    reason: 'source-unreachable',
  })
  expect(connections() - before).toBe(2)
})
