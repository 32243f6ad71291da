import { describe, expect, test } from 'vitest'
import { instant } from '../../src/core/time.ts'
import { authenticateLists, type ListsGiven } from '../../src/trust-list/authenticate.ts'
import type { OfficialJournalNotice } from '../../src/trust-list/notices.ts'
import type { ListFile, TrustListSet } from '../../src/trust-list/trust-list-set.ts'
import { reportLists } from '../../src/verdict/lists-report.ts'
import {
  LIST_OF_LISTS,
  NATIONAL,
  type PointerPlan,
  pointer,
  type SchemePlan,
  scheme,
} from './list-content.ts'
import { type ListSigner, listSigner, writeList } from './list-writer.ts'
import { crypto, NOW } from './verdict.ts'

const OLD = 'https://journal.example/old'
const NEW = 'https://journal.example/new'
const pivot = (number: number) => `https://lists.example/pivot-${number}.xml`

const first = listSigner()
const second = listSigner()
const third = listSigner()
const national = listSigner()
const stranger = listSigner()

const notice = (location: string, ...signers: readonly ListSigner[]): OfficialJournalNotice => ({
  id: location,
  locations: [location],
  certificates: signers.map(({ sha256 }) => sha256),
})

interface LotlPlan extends SchemePlan {
  readonly signer: ListSigner
  /** Announced for the list of lists itself. */
  readonly own: readonly ListSigner[]
  readonly national?: readonly PointerPlan[]
}

function lotl({ signer, own, national: to = [{ signers: [national] }], ...plan }: LotlPlan): Uint8Array {
  const self = pointer({ type: LIST_OF_LISTS, territory: 'EU', signers: own })
  const pointers = [self, ...to.map(pointer)].join('')
  return writeList({
    content: scheme({ type: LIST_OF_LISTS, territory: 'EU', uris: [NEW], ...plan, pointers }),
    signer,
  })
}

const list = (plan: SchemePlan = {}, signer: ListSigner = national) =>
  writeList({ content: scheme(plan), signer })
const files = (...bytes: readonly Uint8Array[]) => bytes.map(each => ({ bytes: each }))

function authenticate(listOfLists: Uint8Array, given: Partial<ListsGiven> = {}): Promise<TrustListSet> {
  return authenticateLists({
    listOfLists: { bytes: listOfLists },
    lists: [],
    notice: notice(NEW, first),
    crypto,
    at: NOW,
    ...given,
  })
}

const word = (file: ListFile | undefined) =>
  file?.outcome === 'authentic' ? 'authentic' : (file?.reason ?? 'absent')

describe('the list of lists', () => {
  test.each([
    ['signed by the notice, and announcing itself', { signer: first, own: [first] }, 'authentic'],
    ['announcing several', { signer: first, own: [second, first] }, 'authentic'],
    ['signed by nobody of the notice', { signer: second, own: [second] }, 'not-announced'],
    ['not announcing its signer', { signer: first, own: [second] }, 'not-in-own-pointer'],
    ['announcing nobody', { signer: first, own: [] }, 'not-in-own-pointer'],
    [
      'with two pointers to itself',
      { signer: first, own: [first], national: [{ type: LIST_OF_LISTS, territory: 'EU', signers: [first] }] },
      'not-in-own-pointer',
    ],
    [
      'with its own pointer to another territory',
      { signer: first, own: [], national: [{ type: LIST_OF_LISTS, territory: 'XX', signers: [first] }] },
      'not-in-own-pointer',
    ],
    ['not naming the notice', { signer: first, own: [first], uris: [OLD] }, 'notice-missing'],
    [
      'naming the notice among others',
      { signer: first, own: [first], uris: ['https://x.example/', NEW, OLD] },
      'authentic',
    ],
    ['of another type', { signer: first, own: [first], type: NATIONAL }, 'not-list-of-lists'],
    ['of a territory', { signer: first, own: [first], territory: 'XX' }, 'not-list-of-lists'],
    ['of an unknown version', { signer: first, own: [first], version: '4' }, 'version-unsupported'],
    [
      'of an unknown version, by a stranger',
      { signer: stranger, own: [first], version: '4' },
      'not-announced',
    ],
  ] as const)('%s', async (_, plan, expected) => {
    const set = await authenticate(lotl(plan))
    expect(word(set.listOfLists)).toBe(expected)
  })

  test.each([
    ['no list', new TextEncoder().encode('<a/>'), 'unreadable', 'root-unexpected'],
    ['no XML', new TextEncoder().encode('%PDF-1.4'), 'unreadable', 'not-well-formed'],
    [
      'not signed',
      new TextEncoder().encode(
        `<TrustServiceStatusList xmlns="http://uri.etsi.org/02231/v2#">${scheme()}</TrustServiceStatusList>`,
      ),
      'refused',
      'signature-absent',
    ],
  ])('that is %s', async (_, bytes, outcome, reason) => {
    const { listOfLists, territories } = await authenticate(bytes, { lists: files(list()) })
    expect(listOfLists).toMatchObject({ outcome, reason })
    expect(territories).toEqual([])
  })

  test('a file that exceeds a limit is not refused but unreadable, and nothing is concluded from it', async () => {
    const { listOfLists } = await authenticate(
      new TextEncoder().encode(
        `<TrustServiceStatusList xmlns="http://uri.etsi.org/02231/v2#"><SchemeInformation>${'<a>'.repeat(100)}`,
      ),
    )
    expect(listOfLists).toMatchObject({ outcome: 'unreadable', reason: 'limit-exceeded' })
    expect(listOfLists.checks.at(-1)).toMatchObject({
      outcome: 'undetermined',
      facts: { detail: 'too-deep' },
    })
  })
})

describe('what has changed since', () => {
  const of = (set: TrustListSet, code: string) => set.listOfLists.checks.find(check => check.code === code)
  const sound = { signer: first, own: [first] }

  test.each([
    ['nothing before it', [NEW], 'satisfied'],
    ['a page of another host before it', ['https://x.example/page', NEW], 'satisfied'],
    ['a pivot at its host before it', ['https://journal.example/pivot-20.xml', NEW], 'satisfied'],
    ['another notice of the journal behind it', [NEW, OLD], 'satisfied'],
    ['another notice of the journal before it', ['https://journal.example/newer', NEW], 'violated'],
  ])('a notice with %s', async (_, uris, outcome) => {
    const pivots = [lotl({ ...sound, sequenceNumber: '20' })]
    const set = await authenticate(lotl({ ...sound, uris }), { pivots })
    expect(of(set, 'trust-list.notice')).toMatchObject({ outcome, severity: 'warning' })
    expect(word(set.listOfLists)).toBe('authentic')
  })

  test.each([
    ['https://lists.example/list.xml', 'satisfied'],
    ['https://lists.example/elsewhere.xml', 'violated'],
  ])('a list of lists that was fetched from %s', async (location, outcome) => {
    const bytes = lotl(sound)
    const set = await authenticate(bytes, { listOfLists: { bytes, location } })
    expect(of(set, 'trust-list.own-location')).toMatchObject({ outcome, severity: 'warning' })
    expect(word(set.listOfLists)).toBe('authentic')
  })

  test('of which nobody says from where it came is not compared', async () => {
    expect(of(await authenticate(lotl(sound)), 'trust-list.own-location')).toBeUndefined()
  })
})

describe('pivots', () => {
  const uris = [NEW, pivot(20), pivot(10), OLD, 'https://lists.example/explanation.html', pivot(5)]
  const old = notice(OLD, first)
  const current = lotl({ sequenceNumber: '30', signer: third, own: [third], uris })
  const ten = { sequenceNumber: '10', signer: first, own: [first, second], uris: [OLD] }
  const twenty = { sequenceNumber: '20', signer: second, own: [second, third], uris: [pivot(10), OLD] }

  test('lead from the older notice to the list of lists, in whatever order they are given', async () => {
    for (const pivots of [
      [lotl(ten), lotl(twenty)],
      [lotl(twenty), lotl(ten)],
    ]) {
      const set = await authenticate(current, { notice: old, pivots, lists: files(list()) })
      expect(word(set.listOfLists)).toBe('authentic')
      expect(set.pivots.map(({ claims }) => claims?.sequenceNumber)).toEqual([10, 20])
      expect(set.territories.map(({ file }) => word(file))).toEqual(['authentic'])
      const steps = set.listOfLists.checks.filter(({ code }) => code === 'trust-list.pivot')
      expect(steps).toMatchObject([
        { outcome: 'satisfied', facts: { pivot: pivot(10), announces: [first.sha256, second.sha256] } },
        { outcome: 'satisfied', facts: { pivot: pivot(20), announces: [second.sha256, third.sha256] } },
      ])
    }
  })

  test('may be the list of lists itself', async () => {
    const set = await authenticate(lotl({ ...twenty, uris: [pivot(20), pivot(10), OLD], own: [second] }), {
      notice: old,
      pivots: [lotl(ten)],
    })
    expect(word(set.listOfLists)).toBe('authentic')
    expect(set.pivots.map(({ claims }) => claims?.sequenceNumber)).toEqual([10, 20])
  })

  test('are not looked at where the notice stands before them', async () => {
    const set = await authenticate(current, { notice: notice(NEW, third), pivots: [lotl(ten)] })
    expect(word(set.listOfLists)).toBe('authentic')
    expect(set.pivots).toEqual([])
  })

  test.each([
    ['none given', [], 'pivot-missing'],
    ['the older one missing', [lotl(twenty)], 'pivot-missing'],
    ['the newer one missing', [lotl(ten)], 'pivot-missing'],
    [
      'one with another number in it',
      [lotl(ten), lotl({ ...twenty, sequenceNumber: '21' })],
      'pivot-missing',
    ],
    [
      'the older one by a stranger',
      [lotl({ ...ten, signer: stranger, own: [stranger, second] }), lotl(twenty)],
      'pivot-refused',
    ],
    [
      'the newer one by a stranger',
      [lotl(ten), lotl({ ...twenty, signer: stranger, own: [stranger, third] })],
      'pivot-refused',
    ],
    [
      'one that does not announce its signer',
      [lotl({ ...ten, own: [second] }), lotl(twenty)],
      'pivot-refused',
    ],
    [
      'one that does not announce the next signer',
      [lotl({ ...ten, own: [first] }), lotl(twenty)],
      'pivot-refused',
    ],
    [
      'the last one does not announce the signer of the list of lists',
      [lotl(ten), lotl({ ...twenty, own: [second] })],
      'not-announced',
    ],
    ['one that is a national list', [lotl({ ...ten, type: NATIONAL }), lotl(twenty)], 'pivot-refused'],
    [
      'a forged one beside the genuine one',
      [lotl({ ...ten, signer: stranger }), lotl(ten), lotl(twenty)],
      'authentic',
    ],
    ['a broken file beside them', [new TextEncoder().encode('<'), lotl(ten), lotl(twenty)], 'authentic'],
  ])('%s', async (_, pivots, expected) => {
    const set = await authenticate(current, { notice: old, pivots })
    expect(word(set.listOfLists)).toBe(expected)
  })

  test('an address without a number names no file', async () => {
    const unnumbered = lotl({ signer: first, own: [first], uris: ['https://lists.example/pivot.xml', OLD] })
    const set = await authenticate(unnumbered, { notice: old })
    expect(set.listOfLists).toMatchObject({ outcome: 'refused', reason: 'pivot-not-numbered' })
  })

  test.each([
    ['at two addresses', [pivot(10), 'https://lists.example/010.xml']],
    ['with another between', [pivot(10), pivot(20), pivot(10)]],
    ['a hundred thousand times', Array.from({ length: 100_000 }, (_, i) => pivot(i % 2 === 0 ? 10 : 20))],
  ])('the same one %s is no way', async (_, addresses) => {
    const twice = lotl({ signer: first, own: [first], uris: [...addresses, OLD] })
    const set = await authenticate(twice, { notice: old, pivots: [lotl(ten), lotl(twenty)] })
    expect(set.listOfLists).toMatchObject({ outcome: 'refused', reason: 'pivot-repeated' })
    expect(set.pivots).toEqual([])
  })

  test('one that is named in several languages is one step', async () => {
    const addresses = [pivot(20), pivot(20), pivot(10), pivot(10), pivot(10)]
    const set = await authenticate(lotl({ signer: third, own: [third], uris: [NEW, ...addresses, OLD] }), {
      notice: old,
      pivots: [lotl(twenty), lotl(ten)],
    })
    expect(word(set.listOfLists)).toBe('authentic')
    expect(set.pivots).toHaveLength(2)
  })

  test('numbers count, not their spelling: pivot 1000 is newer than pivot 999', async () => {
    const chain = [NEW, pivot(1000), pivot(999), OLD]
    const set = await authenticate(lotl({ signer: third, own: [third], uris: chain }), {
      notice: old,
      pivots: [lotl({ ...twenty, sequenceNumber: '1000' }), lotl({ ...ten, sequenceNumber: '999' })],
    })
    expect(word(set.listOfLists)).toBe('authentic')
  })
})

describe('national lists', () => {
  const to = (...pointers: readonly PointerPlan[]) =>
    lotl({ signer: first, own: [first], national: pointers })
  const one = to({ signers: [national] })

  test('one row for each territory that the list of lists points to, in its order', async () => {
    const both = to({ territory: 'YY', signers: [stranger] }, { territory: 'XX', signers: [national] })
    const { territories } = await authenticate(both, { lists: files(list()) })
    expect(territories.map(({ territory, file }) => `${territory} ${word(file)}`)).toEqual([
      'YY absent',
      'XX authentic',
    ])
  })

  test.each([
    ['signed by the announced one', list(), 'authentic'],
    ['signed by a stranger', list({}, stranger), 'not-announced'],
    ['signed by the signer of the list of lists', list({}, first), 'not-announced'],
    ['of another type', list({ type: LIST_OF_LISTS }), 'not-national'],
    ['of an unknown version', list({ version: '7' }), 'version-unsupported'],
    ['with a field that cannot be read', list({ issued: 'once' }), 'time-malformed'],
  ])('%s', async (_, bytes, expected) => {
    const { territories } = await authenticate(one, { lists: files(bytes) })
    expect(word(territories[0]?.file)).toBe(expected)
  })

  test.each([
    ['of another territory', { territory: 'YY', signers: [national] }],
    ['to a document for people', { mimeType: 'application/pdf', signers: [national] }],
    ['of another type', { type: `${NATIONAL}-other`, signers: [national] }],
  ])('a pointer %s announces nobody', async (_, plan) => {
    const { territories, others } = await authenticate(to(plan), { lists: files(list()) })
    expect(territories.map(({ file }) => word(file))).not.toContain('authentic')
    expect(others.map(word)).toEqual(['not-announced'])
  })

  test.each([
    ['no territory', ''],
    ['a territory that is split', 'X<?p?>X'],
    ['a territory in small letters', 'xx'],
    ['a word for a territory', 'XXX'],
  ])('a pointer with %s is no row', async (_, territory) => {
    const { territories } = await authenticate(
      to({ territory, signers: [national] }, { signers: [stranger] }),
      {
        lists: files(list({ territory }, national)),
      },
    )
    expect(territories).toEqual([{ territory: 'XX', others: [] }])
  })

  const sound = {
    territory: 'XX',
    version: 6,
    sequenceNumber: 7,
    issued: instant('2026-06-01T00:00:00Z'),
    nextUpdate: instant('2026-12-01T00:00:00Z'),
  }

  test('a file that does not say of which territory it is cannot be read', async () => {
    const { others } = await authenticate(one, { lists: files(list({ territory: 'X<?p?>X' })) })
    expect(others).toMatchObject([{ outcome: 'unreadable', reason: 'text-split' }])
    expect(others[0]?.claims).toEqual({ ...sound, territory: null })
  })

  test.each<[string, SchemePlan, object]>([
    [
      'a number beyond those that can be told',
      { sequenceNumber: '9007199254740992' },
      { sequenceNumber: null },
    ],
    ['a number beyond 2^66', { sequenceNumber: '73786976294838206464' }, { sequenceNumber: null }],
    ['a negative number', { sequenceNumber: '-1' }, { sequenceNumber: null }],
    ['a version that is no number', { version: 'six' }, { version: null }],
    ['an unknown version', { version: '7' }, { version: 7 }],
    ['a day for a time', { issued: '2026-06-01' }, { issued: null }],
    [
      'an empty next update',
      { nextUpdate: '<NextUpdate><dateTime></dateTime></NextUpdate>' },
      { nextUpdate: null },
    ],
    [
      'nothing but its territory',
      { version: '', sequenceNumber: '', issued: '', nextUpdate: '' },
      { version: null, sequenceNumber: null, issued: null, nextUpdate: null },
    ],
  ])('a file with %s claims what could be read, and no more', async (_, plan, expected) => {
    const set = await authenticate(one, { lists: files(list(plan)) })
    expect(set.territories[0]?.file?.claims).toEqual({ ...sound, ...expected })
    const { sequenceNumber, version, issued, nextUpdate } = { ...sound, ...expected }
    expect(reportLists(set, { listsAt: NOW }).lists[0]).toMatchObject({
      sequenceNumber,
      version,
      issued: issued === null ? null : '2026-06-01T00:00:00Z',
      nextUpdate: nextUpdate === null ? null : '2026-12-01T00:00:00Z',
      state: 'unreadable',
    })
  })

  test('a pointer may write its type of file in capitals, and two pointers announce together', async () => {
    const pointers = [
      { mimeType: 'APPLICATION/vnd.etsi.tsl+XML', signers: [national] },
      { signers: [stranger] },
    ]
    const { territories } = await authenticate(to(...pointers), {
      lists: files(list(), list({ sequenceNumber: '8' }, stranger)),
    })
    expect(territories).toHaveLength(1)
    expect(territories[0]).toMatchObject({
      file: { outcome: 'authentic' },
      others: [{ outcome: 'authentic' }],
    })
  })

  test('nothing is authentic where the list of lists is not', async () => {
    const { territories, others } = await authenticate(lotl({ signer: stranger, own: [stranger] }), {
      lists: files(list()),
    })
    expect(territories).toEqual([])
    expect(others.map(word)).toEqual(['list-of-lists-refused'])
  })

  test('files that say nothing of a territory are told apart', async () => {
    const { territories, others } = await authenticate(one, {
      lists: files(new TextEncoder().encode('<a/>'), list()),
    })
    expect(territories.map(({ file }) => word(file))).toEqual(['authentic'])
    expect(others).toMatchObject([{ outcome: 'unreadable', reason: 'root-unexpected' }])
  })

  test('lists may come one by one, as they are asked for', async () => {
    async function* source() {
      yield { bytes: list(), obtainedAt: NOW }
    }
    const { territories } = await authenticate(one, { lists: source() })
    expect(territories[0]?.file).toMatchObject({ outcome: 'authentic', obtainedAt: NOW })
  })
})

describe('of several files for one territory', () => {
  const one = lotl({ signer: first, own: [first] })
  const numbers = async (...bytes: readonly Uint8Array[]) => {
    const [territory] = (await authenticate(one, { lists: files(...bytes) })).territories
    const number = (file: ListFile | undefined) => `${word(file)} ${file?.claims?.sequenceNumber}`
    return [number(territory?.file), ...(territory?.others ?? []).map(number)]
  }

  test('the higher number counts, and all are reported', async () => {
    expect(await numbers(list({ sequenceNumber: '9' }), list({ sequenceNumber: '10' }))).toEqual([
      'authentic 10',
      'authentic 9',
    ])
  })

  test('a forged one does not displace a genuine one, whatever its number', async () => {
    const forged = list({ sequenceNumber: '9007199254740991' }, stranger)
    expect(await numbers(forged, list())).toEqual(['authentic 7', 'not-announced 9007199254740991'])
  })

  test('all tell why, where none is genuine, whatever their order', async () => {
    const [one, other] = [list({ sequenceNumber: '1' }, stranger), list({ version: '4' })]
    const told = await numbers(one, other)
    expect(told.toSorted()).toEqual(['not-announced 1', 'version-unsupported 7'])
    expect(await numbers(other, one)).toEqual(told)
  })

  test('the later one of the same number counts, and a warning says so', async () => {
    const later = list({ issued: '2026-06-02T00:00:00Z' })
    for (const order of [
      [list(), later],
      [later, list()],
    ]) {
      const [territory] = (await authenticate(one, { lists: files(...order) })).territories
      expect(territory?.file?.claims?.issued).toBe(Date.parse('2026-06-02T00:00:00Z'))
      expect(territory?.file?.checks.at(-1)).toMatchObject({
        code: 'trust-list.sequence',
        reason: 'ambiguous',
        severity: 'warning',
      })
    }
  })

  test('of two of the same number and the same time that say different things, nobody can say which one counts', async () => {
    const [a, b] = [list({ uris: ['https://a.example/'] }), list({ uris: ['https://b.example/'] })]
    for (const order of [
      [a, b],
      [b, a],
      [list({ sequenceNumber: '6' }), a, b, a],
    ]) {
      const set = await authenticate(one, { lists: files(...order) })
      const file = set.territories[0]?.file
      expect(file).toMatchObject({ outcome: 'refused', reason: 'ambiguous', claims: { sequenceNumber: 7 } })
      expect(file).not.toHaveProperty('list')
      expect(file?.checks.at(-1)).toMatchObject({
        code: 'trust-list.issue',
        outcome: 'undetermined',
        severity: 'error',
      })
      expect(reportLists(set, { listsAt: NOW }).lists).toMatchObject([
        { state: 'refused', reason: 'ambiguous' },
      ])
    }
  })

  test('a list with a higher number ends the contradiction', async () => {
    const twins = [list({ uris: ['https://a.example/'] }), list({ uris: ['https://b.example/'] })]
    expect((await numbers(...twins, list({ sequenceNumber: '8' })))[0]).toBe('authentic 8')
  })

  test('the same list in other octets is no contradiction', async () => {
    const bytes = list()
    const commented = new TextEncoder().encode(
      new TextDecoder().decode(bytes).replace('<TSLType>', '<!-- x --><TSLType>'),
    )
    const [territory] = (await authenticate(one, { lists: files(bytes, commented) })).territories
    expect(word(territory?.file)).toBe('authentic')
    expect(territory?.file?.checks.map(({ code }) => code)).not.toContain('trust-list.sequence')
    expect(territory?.others.map(word)).toEqual(['authentic'])
  })

  test('the same file twice is no contradiction', async () => {
    const bytes = list()
    const [territory] = (await authenticate(one, { lists: files(bytes, bytes) })).territories
    expect(territory?.file?.checks.map(({ code }) => code)).not.toContain('trust-list.sequence')
    expect(territory?.others).toHaveLength(1)
  })
})
