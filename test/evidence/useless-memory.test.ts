import { expect, test } from 'vitest'
import { allowance } from '../../src/core/allowance.ts'
import { ok, refused } from '../../src/core/result.ts'
import { type GatherRequest, gatherStatus } from '../../src/evidence/gather-status.ts'
import { authenticate, instant, nodeCrypto, type StatusMemory, validate } from '../../src/index.ts'
import { checkRevocation } from '../../src/revocation/check-revocation.ts'
import { createStatusMemo } from '../../src/revocation/memo.ts'
import { createTestWorld } from '../../src/sandbox/index.ts'
import { AT, anchor, CA, certified, list, listed, party, pointsAt } from '../revocation/by-hand.ts'
import { anchorOf } from '../support/authorities.ts'
import { extension } from '../support/certificate-writer.ts'
import { crlNumber, deltaOf, pointName } from '../support/crl-writer.ts'
import { sequence } from '../support/der-writer.ts'

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

test.each([
  ['that have ended', -1, ['revoked', 'http://delta.example/']],
  ['that are fresh', 1, ['good']],
])('a memory that knows changes %s', async (_, until, expected) => {
  const [point, changes] = ['http://list.example/', 'http://delta.example/']
  const freshest = extension('2.5.29.46', sequence(sequence(pointName(changes))))
  const holder = certified(party('Holder'), {
    by: CA,
    extensions: [pointsAt(sequence(pointName(point))), freshest],
  })
  const delta = { by: CA, extensions: [crlNumber(9), deltaOf(7)] }
  const kept: readonly Uint8Array[] = [list({ by: CA, from: -9 }), list({ ...delta, from: -2, until })]
  const revoking = list({ ...delta, entries: [listed(holder)] })

  // What is kept is found by keys that are hashes: the list's is asked for first, then that of the changes.
  const keys: string[] = []
  const recall = async (key: string) => {
    const bytes = kept[keys.push(key) - 1]
    return bytes === undefined ? [] : [{ bytes, isDue: false }]
  }
  const request: GatherRequest = {
    path: { anchor: anchorOf(anchor.certificate), certificates: [holder.certificate] },
    ...{ intermediates: [], ocspResponses: [], crls: [], others: [] },
    ...{ at: AT, crypto, memo: createStatusMemo() },
    ...{ allowance: allowance(), signal: new AbortController().signal },
  }
  const memory = { ...memoryOf(new Uint8Array(0)), recall }
  const fetched = await gatherStatus(request, { crl: { crl: async () => ok(revoking) }, memory })
  const asked = fetched.flatMap(each => ('bytes' in each && each.remembered ? [] : [each.url]))
  const report = await checkRevocation({ ...request, fetched })
  const status = report.find(({ code }) => code === 'revocation.status')
  expect([status?.reason ?? 'good', ...asked]).toEqual(expected)
})
