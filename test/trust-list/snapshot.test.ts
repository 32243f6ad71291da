import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { assess } from '../../src/assess.ts'
import { createCaches } from '../../src/caches.ts'
import { formatInstant, instant } from '../../src/core/time.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { type Report, validate } from '../../src/index.ts'
import {
  CERTIFICATE_DEFECT_NAMES,
  createTestWorld,
  type MintOptions,
  type TestWorld,
} from '../../src/sandbox/index.ts'
import { authenticateLists } from '../../src/trust-list/authenticate.ts'
import { BlockReader } from '../../src/trust-list/snapshot/block-reader.ts'
import { joinBlocks } from '../../src/trust-list/snapshot/container.ts'
import { encodeSection } from '../../src/trust-list/snapshot/section.ts'
import {
  assembleSnapshot,
  decodeSnapshot,
  encodeSnapshot,
  type Snapshot,
  websitePart,
} from '../../src/trust-list/snapshot/snapshot.ts'
import type { ListInput, TrustListSet } from '../../src/trust-list/trust-list-set.ts'

const crypto = nodeCrypto()
const NOW = instant('2026-06-15T12:00:00Z')
const MOMENTS = [
  '2020-01-01T00:00:00Z',
  '2026-06-15T12:00:00Z',
  '2026-12-31T00:00:00Z',
  '2031-01-01T00:00:00Z',
]

let world: TestWorld
beforeAll(async () => {
  world = await createTestWorld({ seed: 'snapshot', now: NOW })
})

interface Given {
  readonly lists?: readonly ListInput[]
  readonly lotl?: Uint8Array
  readonly walked?: boolean
}

/** The lists of the world, some of them changed. */
function listsOf({ lists, lotl = world.lotl, walked = false }: Given = {}): Promise<TrustListSet> {
  return authenticateLists({
    listOfLists: { bytes: lotl },
    pivots: world.pivots,
    lists: lists ?? world.lists.map(({ bytes }) => ({ bytes })),
    notice: walked ? world.earlierNotice : world.notice,
    crypto,
    at: NOW,
  })
}

async function read(octets: Uint8Array, previous?: Snapshot): Promise<Snapshot> {
  const options = { crypto, unsafeUnvouched: true, ...(previous && { previous }) } as const
  const snapshot = await decodeSnapshot(octets, options)
  if (!snapshot.ok) throw new Error(snapshot.reason)
  return snapshot.value
}

const nameless = ({ snapshot: _, ...report }: Report) => report

const [FIRST, SECOND] = ['LU', 'AT'] as const
const listOf = (territory: string) =>
  world.lists.find(each => each.territory === territory)?.bytes ?? new Uint8Array()

/** Every state that a list can be in, and every way in which files can lie beside each other. */
const SETS: Readonly<Record<string, () => Promise<TrustListSet>>> = {
  'all lists': () => listsOf(),
  'all lists, over pivots': () => listsOf({ walked: true }),
  'one list absent': () => listsOf({ lists: [{ bytes: listOf(SECOND) }] }),
  'no list at all': () => listsOf({ lists: [] }),
  'a list that was obtained a while ago': () =>
    listsOf({ lists: [{ bytes: listOf(FIRST), obtainedAt: instant('2026-06-10T00:00:00Z') }] }),
  'a list that is expired': async () => listsOf({ lists: [{ bytes: await world.listWith('expired') }] }),
  'a list whose digest is broken': async () =>
    listsOf({ lists: [{ bytes: await world.listWith('digest-broken') }] }),
  'a list of an unannounced signer': async () =>
    listsOf({ lists: [{ bytes: await world.listWith('signer-not-announced') }] }),
  'a list that cannot be read': () => listsOf({ lists: [{ bytes: new Uint8Array([1, 2, 3]) }] }),
  'a good list beside bad ones': async () =>
    listsOf({
      lists: [
        { bytes: await world.listWith('signer-not-announced') },
        { bytes: listOf(FIRST) },
        { bytes: await world.listWith('digest-broken') },
      ],
    }),
  'two good lists of one number': async () =>
    listsOf({ lists: [{ bytes: listOf(FIRST) }, { bytes: await world.listWith('service-withdrawn') }] }),
  'a list of lists that is expired': async () => listsOf({ lotl: await world.lotlWith('expired') }),
  'a list of lists that is refused': async () =>
    listsOf({ lotl: await world.lotlWith('signer-not-announced') }),
  'a service that is withdrawn': async () =>
    listsOf({ lists: [{ bytes: await world.listWith('service-withdrawn') }] }),
  'a service that was withdrawn': async () =>
    listsOf({ lists: [{ bytes: await world.listWith('service-granted-then-withdrawn') }] }),
  'a service for signatures': async () =>
    listsOf({ lists: [{ bytes: await world.listWith('service-not-for-websites') }] }),
  'criteria that apply': async () =>
    listsOf({ lists: [{ bytes: await world.listWith('criteria-not-qualified') }] }),
  'criteria that do not': async () =>
    listsOf({ lists: [{ bytes: await world.listWith('criteria-of-others') }] }),
}

describe('a report by a snapshot', () => {
  const FEW: readonly MintOptions[] = [{}, { territory: SECOND }, { defect: 'expired' }]
  const ALL = [...FEW, ...CERTIFICATE_DEFECT_NAMES.map(defect => ({ defect }))]
  const names = Object.keys(SETS)

  test.each(names.map((name, index) => [name, index === 0 ? ALL : FEW] as const))(
    'is that by the files: %s',
    async (name, holders) => {
      const set = (await SETS[name]?.()) ?? (await listsOf())
      const { lists, sha256 } = await read(encodeSnapshot(set))
      const [ofFiles, ofSnapshot] = [createCaches(), createCaches()]
      for (const holder of holders) {
        const { certificate, chain: intermediates } = await world.mint(holder)
        for (const at of MOMENTS.map(instant)) {
          const question = { certificate, intermediates, at, refreshPeriod: 86_400_000 }
          const byFiles = await validate({ ...question, caches: ofFiles }, { lists: set, crypto })
          const bySnapshot = await validate({ ...question, caches: ofSnapshot }, { lists, crypto })
          expect(JSON.stringify(nameless(bySnapshot)), JSON.stringify([holder, formatInstant(at)])).toBe(
            JSON.stringify(nameless(byFiles)),
          )
          expect([byFiles.snapshot, bySnapshot.snapshot]).toEqual([null, sha256])
        }
      }
    },
  )

  test('names the snapshot for what is no certificate, too', async () => {
    const { lists, sha256 } = await read(encodeSnapshot(await listsOf()))
    const evidence = { certificate: new Uint8Array([1]), intermediates: [], lists }
    expect(await assess(evidence, { at: NOW, crypto })).toMatchObject({ verdict: 'failed', snapshot: sha256 })
  })

  test('of the part for websites is the same for certificates for websites', async () => {
    const set = await listsOf()
    const { lists, part } = await read(websitePart(set))
    expect(part).toBe('website')
    const { certificate, chain: intermediates } = await world.mint()
    const question = { certificate, intermediates, at: NOW }
    const [byFiles, byPart] = [
      await validate(question, { lists: set, crypto }),
      await validate(question, { lists, crypto }),
    ]
    expect(byFiles.qualification.website.result).toBe('QWAC')
    expect(nameless(byPart)).toEqual(nameless(byFiles))
  })
})

describe('a set has one form', () => {
  test.each(Object.keys(SETS))('what was read is written as it was: %s', async name => {
    const octets = encodeSnapshot((await SETS[name]?.()) ?? (await listsOf()))
    const { lists, part } = await read(octets)
    expect(part).toBe('all')
    expect(encodeSnapshot(lists)).toEqual(octets)
  })

  test('whatever the order of the files', async () => {
    const files = [
      ...world.lists.map(({ bytes }) => bytes),
      await world.listWith('digest-broken'),
      await world.listWith('signer-not-announced'),
      new Uint8Array([1]),
      new Uint8Array([2]),
    ]
    const orders = [files, files.toReversed(), [...files.slice(2), ...files.slice(0, 2)]]
    const written = await Promise.all(
      orders.map(async order => encodeSnapshot(await listsOf({ lists: order.map(bytes => ({ bytes })) }))),
    )
    expect(written[1]).toEqual(written[0])
    expect(written[2]).toEqual(written[0])
  })

  test('whatever the order of the territories', async () => {
    const set = await listsOf()
    expect(encodeSnapshot({ ...set, territories: set.territories.toReversed() })).toEqual(encodeSnapshot(set))
  })

  test('whether it is written at once or out of sections', async () => {
    const set = await listsOf()
    const sections = new Map(set.territories.toReversed().map(each => [each.territory, encodeSection(each)]))
    expect(assembleSnapshot({ head: set, sections })).toEqual(encodeSnapshot(set))
  })

  test('the part for websites is the same out of the files and out of the whole snapshot', async () => {
    const set = await listsOf()
    const { lists } = await read(encodeSnapshot(set))
    expect(websitePart(lists)).toEqual(websitePart(set))
  })

  test('the part for websites leaves out what is for signatures alone', async () => {
    const set = await listsOf({ lists: [{ bytes: await world.listWith('service-not-for-websites') }] })
    expect(websitePart(set).length).toBeLessThan(encodeSnapshot(set).length)
  })

  test('another moment of fetching is another snapshot', async () => {
    const at = (time: string) => listsOf({ lists: [{ bytes: listOf(FIRST), obtainedAt: instant(time) }] })
    const [one, other] = [await at('2026-06-10T00:00:00Z'), await at('2026-06-10T00:00:01Z')]
    expect(encodeSnapshot(one)).not.toEqual(encodeSnapshot(other))
  })
})

describe('who vouches', () => {
  test('the digest that is expected', async () => {
    const octets = encodeSnapshot(await listsOf())
    const { sha256: expected } = await read(octets)
    expect(await decodeSnapshot(octets, { crypto, expected })).toMatchObject({ ok: true })
    const other = 'ab'.repeat(32)
    expect(await decodeSnapshot(octets, { crypto, expected: other })).toEqual({
      ok: false,
      reason: 'digest-mismatch',
    })
  })

  test.each([
    ['nobody', {}],
    ['an empty digest', { expected: '' }],
    ['a digest in capitals', { expected: 'AB'.repeat(32) }],
    ['no', { unsafeUnvouched: false }],
  ])('%s is a mistake of the caller', async (_, trust) => {
    const options = { crypto, ...trust } as Parameters<typeof decodeSnapshot>[1]
    await expect(decodeSnapshot(new Uint8Array(), options)).rejects.toThrow(TypeError)
  })

  // To slice an array is to copy it, to slice a Buffer is not.
  test.each([
    ['array', (octets: Uint8Array) => octets],
    ['Buffer', (octets: Uint8Array) => Buffer.from(octets)],
  ])('what was read does not change with the %s that it was read from', async (_, make) => {
    const octets = make(encodeSnapshot(await listsOf()))
    const { lists } = await read(octets)
    const written = new Uint8Array(octets)
    octets.fill(0)
    expect(encodeSnapshot(lists)).toEqual(written)
  })

  test('only the reader of snapshots takes a list for authentic that it has not verified', () => {
    const root = resolve(import.meta.dirname, '../../src')
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(name =>
      name.endsWith('.ts'),
    )
    const users = files.filter(name => readFileSync(join(root, name), 'utf8').includes('vouchedList'))
    expect(users.toSorted()).toEqual(['trust-list/snapshot/file-codec.ts', 'trust-list/verify.ts'])
  })
})

/** As a block writes it: seven bits an octet, the lowest first. */
function number(value: number): readonly number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...number(value >>> 7)]
}

describe('octets that are no snapshot', () => {
  test('every flipped bit is refused by the digest, or before it', async () => {
    const octets = encodeSnapshot(await listsOf())
    const { sha256: expected } = await read(octets)
    for (let at = 0; at < octets.length; at++) {
      const flipped = octets.slice()
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8))
      const { ok } = await decodeSnapshot(flipped, { crypto, expected })
      if (ok) throw new Error(`octet ${at}`)
    }
  })

  test('and where nobody vouches it ends as a reason or as another set, and never throws', async () => {
    const octets = encodeSnapshot(await listsOf({ walked: true }))
    const { sha256 } = await read(octets)
    const reasons = new Set<string>()
    for (let at = 0; at < octets.length; at += at < 300 ? 1 : 61) {
      const flipped = octets.slice()
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8))
      const result = await decodeSnapshot(flipped, { crypto, unsafeUnvouched: true })
      if (!result.ok) reasons.add(result.reason)
      else {
        expect(result.value.sha256).not.toBe(sha256)
        expect(() => encodeSnapshot(result.value.lists), `octet ${at}`).not.toThrow()
      }
    }
    expect([...reasons].toSorted()).toEqual(['malformed', 'not-a-snapshot', 'version-unsupported'])
  })

  test('what is cut off anywhere, or goes on, is refused', async () => {
    const octets = encodeSnapshot(await listsOf())
    for (let length = 0; length < octets.length; length += length < 600 ? 1 : 97) {
      const result = await decodeSnapshot(octets.slice(0, length), { crypto, unsafeUnvouched: true })
      expect(result.ok, `${length} octets`).toBe(false)
    }
    const longer = new Uint8Array(octets.length + 1)
    longer.set(octets)
    expect(await decodeSnapshot(longer, { crypto, unsafeUnvouched: true })).toEqual({
      ok: false,
      reason: 'malformed',
    })
  })

  /** Entries of a table, of four characters each, and no two the same. */
  const all = Array.from({ length: 1_500_000 }, (_, i) => (36 ** 3 + i).toString(36)).join('')
  const entries = (count: number) => new TextEncoder().encode(all.slice(0, 4 * count))
  const lengths = (count: number) => new Uint8Array(count).fill(4)

  test.each([
    ['texts', (count: number) => [number(count), lengths(count), number(4 * count), entries(count), [0]]],
    ['octet strings', (count: number) => [[0, 0], number(count), lengths(count), entries(count)]],
  ])('a table of more %s than any list has is not read', async (_, parts) => {
    const filled = (count: number) => Buffer.concat(parts(count).map(part => Uint8Array.from(part)))
    const failed = (count: number) => new BlockReader(filled(count)).failed
    expect([failed(1_000_000), failed(1_000_001)]).toEqual([false, true])
    const octets = joinBlocks({ part: 'all', head: filled(1_500_000), sections: [] })
    const read = await decodeSnapshot(octets, { crypto, unsafeUnvouched: true })
    expect(read).toMatchObject({ ok: false, reason: 'malformed' })
  })

  test('more octets than any are not even digested', async () => {
    const digest = () => {
      throw new Error('digested')
    }
    const large = new Uint8Array(16_777_217)
    const options = { crypto: { ...crypto, digest }, unsafeUnvouched: true } as const
    expect(await decodeSnapshot(large, options)).toEqual({ ok: false, reason: 'too-large' })
  })

  test('territories twice, and in another order, are refused', async () => {
    const set = await listsOf()
    const [a, b] = set.territories.map(each => encodeSection(each))
    if (a === undefined || b === undefined) throw new Error('two territories')
    // By the names under which the sections are handed in, which is not what they say.
    const twice = assembleSnapshot({
      head: set,
      sections: new Map([
        ['AA', a],
        ['BB', a],
      ]),
    })
    const turned = assembleSnapshot({
      head: set,
      sections: new Map([
        ['AA', a],
        ['BB', b],
      ]),
    })
    for (const octets of [twice, turned]) {
      expect(await decodeSnapshot(octets, { crypto, unsafeUnvouched: true })).toEqual({
        ok: false,
        reason: 'malformed',
      })
    }
  })
})

describe('a later snapshot', () => {
  test('takes over the lists that did not change, and no other', async () => {
    const before = await read(encodeSnapshot(await listsOf()))
    const lists = [
      { bytes: listOf(SECOND), obtainedAt: NOW },
      { bytes: await world.listWith('service-withdrawn', FIRST) },
    ]
    const after = await read(encodeSnapshot(await listsOf({ lists })), before)
    const content = ({ lists: { territories } }: Snapshot, territory: string) => {
      const file = territories.find(each => each.territory === territory)?.file
      return file?.outcome === 'authentic' ? file.list.content : undefined
    }
    expect(content(after, SECOND)).toBe(content(before, SECOND))
    expect(content(after, FIRST)).not.toBe(content(before, FIRST))
    const file = after.lists.territories.find(each => each.territory === SECOND)?.file
    expect(file?.obtainedAt).toBe(NOW)
  })

  test('lets others go first between territories', async () => {
    let pauses = 0
    const pause = async () => void pauses++
    await decodeSnapshot(encodeSnapshot(await listsOf()), { crypto, unsafeUnvouched: true, pause })
    expect(pauses).toBe(2)
  })
})
