import { beforeAll, describe, expect, test } from 'vitest'
import { instant } from '../../src/core/time.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { createTestWorld } from '../../src/sandbox/index.ts'
import { authenticateLists } from '../../src/trust-list/authenticate.ts'
import { decodeSnapshot, encodeSnapshot } from '../../src/trust-list/snapshot/snapshot.ts'
import type { Criterion, Service } from '../../src/trust-list/trust-list.ts'
import type { ListFile, TrustListSet } from '../../src/trust-list/trust-list-set.ts'
import { provider, service } from '../qualification/records.ts'

const crypto = nodeCrypto()
const NOW = instant('2026-06-15T12:00:00Z')

let set: TrustListSet
beforeAll(async () => {
  const world = await createTestWorld({ seed: 'limits', now: NOW })
  set = await authenticateLists({
    listOfLists: { bytes: world.lotl },
    pivots: world.pivots,
    lists: world.lists.map(({ bytes }) => ({ bytes })),
    notice: world.notice,
    crypto,
    at: NOW,
  })
})

/** The set, with one service in place of all others of a list. */
function withService(only: Service): TrustListSet {
  const changed = (file: ListFile | undefined): ListFile | undefined =>
    file?.outcome === 'authentic'
      ? { ...file, list: { ...file.list, content: { ...file.list.content, providers: [provider([only])] } } }
      : file
  const territories = set.territories.map((lists, i) => {
    const file = i === 0 ? changed(lists.file) : lists.file
    return { ...lists, ...(file && { file }) }
  })
  return { ...set, territories }
}

const nested = (depth: number): Criterion =>
  depth === 0
    ? { kind: 'unknown', name: 'x' }
    : { kind: 'list', list: { assert: 'all', criteria: [nested(depth - 1)] } }

const WITHIN: readonly (readonly [string, () => Service])[] = [
  ['many items', () => ({ ...service(), additionalInformation: new Array<string>(999_000).fill('urn:x') })],
  ['many octets', () => ({ ...service(), keyIdentifiers: [new Uint8Array(16_000_000)] })],
  ['deep criteria', () => criteria(63)],
]

const BEYOND: readonly (readonly [string, () => Service])[] = [
  ['more items', () => ({ ...service(), additionalInformation: new Array<string>(1_000_001).fill('urn:x') })],
  ['more octets', () => ({ ...service(), keyIdentifiers: [new Uint8Array(16_777_216)] })],
  ['deeper criteria', () => criteria(64)],
]

function criteria(depth: number): Service {
  const list = { assert: 'all', criteria: [nested(depth)] }
  return { ...service(), qualifications: [{ qualifiers: ['urn:x'], criteria: list }] }
}

describe('what is written can be read', () => {
  test.each(WITHIN)('%s', async (_, make) => {
    const octets = encodeSnapshot(withService(make()))
    expect(await decodeSnapshot(octets, { crypto, unsafeUnvouched: true })).toMatchObject({ ok: true })
  })

  test.each(BEYOND)('%s are not written', (_, make) => {
    expect(() => encodeSnapshot(withService(make()))).toThrow(RangeError)
  })
})
