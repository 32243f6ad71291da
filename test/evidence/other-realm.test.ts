import { runInNewContext } from 'node:vm'
import { afterAll, expect, test } from 'vitest'
import { isOctets } from '../../src/core/octets.ts'
import { ok } from '../../src/core/result.ts'
import {
  authenticate,
  BILATERAL_POLICY,
  bilateralAnchor,
  instant,
  nodeCrypto,
  ocspRequest,
  type Policy,
  type Ports,
  type Report,
  validate,
} from '../../src/index.ts'
import { createTestWorld } from '../../src/sandbox/index.ts'
import { revocationMemory } from '../../src/sources/index.ts'
import { parsed } from '../support/authorities.ts'
import { authority, ID, leaf, someone } from '../support/certified.ts'
import { ia5, oid, sequence } from '../support/der-writer.ts'

/** Test runners give the code under test another `Uint8Array` than the one of what surrounds it. */

const foreign = (octets: Uint8Array): Uint8Array => runInNewContext('Uint8Array.from(octets)', { octets })

const now = instant('2026-06-01T12:00:00Z')
const crypto = nodeCrypto()
const world = await createTestWorld({ seed: 'realm', now })
const lists = await authenticate(world.source, { notice: world.notice, crypto, at: now })
const minted = await world.mint()
const { certificate, chain: intermediates } = minted
afterAll(() => world.close())

const deadline = () => new AbortController().signal
const ports = (given: Omit<Partial<Ports>, 'crypto'>): Ports => ({ lists, crypto, deadline, ...given })
const finding = ({ findings }: Report, code: string) => findings.find(each => each.code === code)
const question = { certificate, intermediates, at: now }
const good = await world.ocsp(minted)
const answers = { ocsp: async () => ok(foreign(good)) }

test('octets are those of any realm, and nothing that only says so', () => {
  const all = [new Uint8Array(1), Buffer.alloc(1), foreign(new Uint8Array(1))]
  expect(all.map(isOctets)).toEqual([true, true, true])
  const says = { [Symbol.toStringTag]: 'Uint8Array', length: 1, 0: 1 }
  const others = [says, new Proxy(new Uint8Array(1), {}), new Uint16Array(1), new Uint8ClampedArray(1)]
  for (const other of [...others, new DataView(new ArrayBuffer(1)), [1], 'a', undefined, null])
    expect(isOctets(other)).toBe(false)
})

test('a response of another realm counts, given, fetched or remembered', async () => {
  const given = await validate({ ...question, ocspResponses: [foreign(good)] }, { lists, crypto })
  expect(finding(given, 'revocation.status')?.outcome).toBe('satisfied')

  const memory = revocationMemory({ clock: () => now })
  const fetched = await validate(question, ports({ ocsp: answers, memory }))
  expect(finding(fetched, 'revocation.status')?.outcome).toBe('satisfied')
  const silent = { ocsp: async () => ({ ok: false, reason: 'unreachable' }) as const }
  const remembered = await validate(question, ports({ ocsp: silent, memory }))
  expect(finding(remembered, 'revocation.status')?.outcome).toBe('satisfied')
})

test('a list of another realm counts', async () => {
  const octets = await world.crl({ issuer: world.caCertificate })
  const crl = { crl: async () => ok(foreign(octets)) }
  const report = await validate(question, ports({ crl }))
  expect(finding(report, 'revocation.status')?.outcome).toBe('satisfied')
})

test('a nonce of another realm is one', async () => {
  const { subject: _, ...issued } = parsed(certificate)
  const query = { certificate: issued, issuerKey: parsed(world.caCertificate).publicKey }
  const nonce = new Uint8Array(32).fill(7)
  const written = await ocspRequest({ ...query, nonce }, crypto)
  expect(await ocspRequest({ ...query, nonce: foreign(nonce) }, crypto)).toEqual(written)
  const report = await validate(question, ports({ ocsp: answers, nonce: () => foreign(nonce) }))
  expect(finding(report, 'revocation.status')?.outcome).toBe('satisfied')
})

test('lists of another realm are lists', async () => {
  async function* inputs() {
    for (const { bytes } of world.lists) yield { bytes: foreign(bytes) }
  }
  const files = async () => ({
    listOfLists: { bytes: foreign(world.lotl) },
    pivots: world.pivots.map(foreign),
    lists: inputs(),
  })
  const report = await validate({ ...question, notice: world.notice }, { lists: { files }, crypto })
  expect(finding(report, 'trust-list.source')).toBeUndefined()
  expect(finding(report, 'path.anchor')?.outcome).toBe('satisfied')
})

test('an issuer of another realm is one', async () => {
  const [exchange, desk] = [someone('Exchange'), someone('Desk')]
  const agreement = bilateralAnchor({
    ...{ agreement: 'a', purposes: ['server'], certificate: parsed(authority(exchange, exchange)) },
    period: { from: instant('2026-01-01T00:00:00Z'), until: instant('2026-12-31T00:00:00Z') },
  })
  const access = sequence(sequence(oid('1.3.6.1.5.5.7.48.2'), ia5('http://a.example/', 0x86)))
  const holder = leaf(desk, someone('www.example.com'), { extensions: { [ID.access]: access } })
  const policy: Policy = { ...BILATERAL_POLICY, agreements: { anchors: [agreement] }, fetchIssuers: true }
  const issuers = { issuers: async () => ok([foreign(authority(exchange, desk))]) }
  const report = await validate({ certificate: holder, at: now, policy }, ports({ issuers }))
  expect(finding(report, 'path.fetched-issuers')?.facts).toMatchObject({ asked: [{ certificates: 1 }] })
  expect(finding(report, 'path.anchor')?.outcome).toBe('satisfied')
})
