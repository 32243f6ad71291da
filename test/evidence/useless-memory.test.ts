import { expect, test } from 'vitest'
import { ok, refused } from '../../src/core/result.ts'
import { authenticate, instant, nodeCrypto, type StatusMemory, validate } from '../../src/index.ts'
import { createTestWorld } from '../../src/sandbox/index.ts'

const now = instant('2026-06-01T12:00:00Z')
const crypto = nodeCrypto()
const CRL = 'http://qtsp.example/LU-listed.crl'
const DELTA = 'http://qtsp.example/LU-listed-delta.crl'

/** Says of whatever it is asked for that this is known, and that nobody needs to be asked. */
const memoryOf = (bytes: Uint8Array): StatusMemory => ({
  recall: async () => [{ bytes, isDue: false }],
  keep: async () => {},
  failure: () => undefined,
  fail: () => {},
})

test.each([
  ['nothing at all', new Uint8Array(0)],
  ['no list', Uint8Array.of(0x30, 0)],
])('a memory that knows %s keeps neither a list nor its changes from being fetched', async (_, bytes) => {
  await using world = await createTestWorld({ seed: 'useless-memory', now })
  const lists = await authenticate(world.source, { notice: world.notice, crypto, at: now })
  const minted = await world.mint()
  const { certificate, chain: intermediates } = minted
  const before = await world.crl()
  world.revoke(minted, { at: now })
  const served = new Map([
    [CRL, before],
    [DELTA, await world.crl({ scope: 'delta' })],
  ])
  const crl = async (url: string) => ok(served.get(url) ?? new Uint8Array(0))
  const sources = { crl: { crl }, ocsp: { ocsp: async () => refused('unreachable') } }
  const report = await validate(
    { certificate, intermediates, at: now },
    { lists, crypto, ...sources, memory: memoryOf(bytes), deadline: () => new AbortController().signal },
  )
  const status = report.findings.find(({ code }) => code === 'revocation.status')
  expect(status).toMatchObject({ outcome: 'violated', reason: 'revoked' })
})
