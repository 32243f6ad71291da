import { describe, expect, test } from 'vitest'
import { instant } from '../../../src/core/time.ts'
import { nodeCrypto } from '../../../src/crypto/node.ts'
import { rememberingVerifier } from '../../../src/sources/lists/judgements.ts'
import type { ListOfListsTask, NationalListTask } from '../../../src/sources/lists/tasks.ts'
import { type ListVerifier, verifierHere } from '../../../src/sources/lists/verifier.ts'
import type { AnnouncedList } from '../../../src/trust-list/national-list.ts'
import {
  LIST_OF_LISTS,
  pointer,
  providers,
  type SchemePlan,
  scheme,
  service,
} from '../../trust-list/list-content.ts'
import { type ListDraft, listSigner, writeList } from '../../trust-list/list-writer.ts'
import { JOURNAL, NOW, signers } from './list-world.ts'

const rsa = listSigner('rsa-2048')
const tooShort = listSigner('rsa-1024')
/** RSA of less than 3,000 bits counts until the end of 2028. */
const LAST = instant('2028-12-31T23:59:59Z')
const OVER = instant('2029-01-01T00:00:00Z')
const MOMENTS = [NOW, instant('2026-08-20T13:00:00Z'), instant('2027-03-01T00:00:00Z'), LAST, OVER]

/** A verifier, and one that remembers what the first has said; how often it had to ask. */
function verifiers() {
  const plain = verifierHere(nodeCrypto())
  let asked = 0
  const counted: ListVerifier = {
    listOfLists: task => plain.listOfLists(task).finally(() => asked++),
    nationalList: task => plain.nationalList(task).finally(() => asked++),
    rest: () => undefined,
  }
  return { plain, remembering: rememberingVerifier(counted), asked: () => asked }
}

function list(plan: SchemePlan = {}, draft: Partial<ListDraft> = {}): Uint8Array {
  const content = scheme({ territory: 'XX', ...plan }) + providers(service())
  return writeList({ content, signer: signers.XX, ...draft })
}

const byRsa = { signer: rsa, method: 'rsa-sha256' } as const
const announced: AnnouncedList = {
  territory: 'XX',
  locations: ['https://x.example/list.xml'],
  signers: new Set([signers.XX.sha256, rsa.sha256, tooShort.sha256]),
}

describe('a judgement of a national list that is remembered', () => {
  const text = new TextEncoder()
  const closed = { nextUpdate: '<NextUpdate></NextUpdate>' }
  const cases: readonly (readonly [string, Uint8Array, string])[] = [
    ['accepted', list(), 'authentic'],
    ['accepted by a key that gets too short', list({}, byRsa), 'authentic'],
    ['of another signer', list({}, { signer: signers.stranger }), 'not-announced'],
    ['closed', list(closed), 'authentic'],
    ['closed, by a key that gets too short', list(closed, byRsa), 'authentic'],
    ['with a lower number than another', list({ sequenceNumber: '1' }), 'authentic'],
    ['of another territory', list({ territory: 'YY' }), 'not-announced'],
    ['of another type', list({ type: LIST_OF_LISTS }), 'not-national'],
    [
      'that was changed',
      list({}, { edit: { file: xml => xml.replace('granted', 'revoked') } }),
      'list-changed',
    ],
    [
      'with a wrong signature',
      list({}, { ...byRsa, edit: { signedInfo: xml => xml.replace('sha256', 'sha384') } }),
      'invalid',
    ],
    ['of version 4', list({ version: '4' }), 'version-unsupported'],
    ['by a key that was never long enough', list({}, { ...byRsa, signer: tooShort }), 'too-weak'],
    ['that is a page', text.encode('<html>maintenance</html>'), 'root-unexpected'],
    ['that is empty', new Uint8Array(), 'not-well-formed'],
  ]

  test.each(cases)('%s is what a new one would be at every moment', async (_, bytes, word) => {
    const { plain, remembering, asked } = verifiers()
    const words: unknown[] = []
    for (const at of MOMENTS) {
      for (const obtainedAt of [at, undefined]) {
        const input = { bytes, ...(obtainedAt !== undefined && { obtainedAt }) }
        const task: NationalListTask = { input, announced, at }
        const judged = await remembering.nationalList(task)
        expect(judged).toEqual(await plain.nationalList(task))
        const file = judged.ok ? judged.value.file : undefined
        words.push(file?.outcome === 'authentic' ? file.outcome : file?.reason)
      }
    }
    expect(words[0]).toBe(word)
    expect(asked()).toBe(1)
  })

  test('of a key that is too short is none where the clock steps back to when it was not', async () => {
    const { plain, remembering, asked } = verifiers()
    const task = { input: { bytes: list({}, byRsa) }, announced }
    for (const at of [OVER, OVER, LAST, OVER, LAST]) {
      const judged = await remembering.nationalList({ ...task, at })
      expect(judged).toEqual(await plain.nationalList({ ...task, at }))
      expect(judged).toMatchObject({ value: { anchors: at === OVER ? 0 : 1 } })
    }
    expect(asked()).toBe(2)
  })

  test.each<[string, Partial<AnnouncedList>]>([
    ['its signer is announced no more', { signers: new Set([signers.stranger.sha256]) }],
    ['another signer is announced beside it', { signers: new Set([...announced.signers, 'aa'.repeat(32)]) }],
    ['signers are announced in another order', { signers: new Set([...announced.signers].toReversed()) }],
    ['nobody may sign', { signers: new Set() }],
    ['it is announced to stand elsewhere', { locations: ['https://y.example/list.xml'] }],
    ['another territory announces its signer', { territory: 'YY' }],
  ])('is none where %s', async (_, change) => {
    const { plain, remembering, asked } = verifiers()
    const task = { input: { bytes: list() }, announced, at: NOW }
    const other = { ...task, announced: { ...announced, ...change } }
    for (const each of [task, other, task, other])
      expect(await remembering.nationalList(each)).toEqual(await plain.nationalList(each))
    expect(asked()).toBe(2)
  })

  test('is none of octets that differ in one place', async () => {
    const { plain, remembering, asked } = verifiers()
    const bytes = list()
    const at = NOW
    await remembering.nationalList({ input: { bytes }, announced, at })
    const signature = new TextDecoder().decode(bytes).indexOf('SignatureValue')
    for (const place of [0, signature + 20, bytes.length - 1]) {
      const task = { input: { bytes: bytes.with(place, (bytes[place] ?? 0) ^ 1) }, announced, at }
      const judged = await remembering.nationalList(task)
      expect(judged).toEqual(await plain.nationalList(task))
      expect(judged).not.toMatchObject({ value: { file: { outcome: 'authentic' } } })
    }
    expect(asked()).toBe(4)
  })

  test('stands under the octets that were verified, whoever exchanges them meanwhile', async () => {
    const { plain } = verifiers()
    const [good, bad] = [list(), list({}, { signer: signers.stranger })]
    let isExchanged = true
    const remembering = rememberingVerifier({
      ...plain,
      nationalList: task => plain.nationalList(isExchanged ? { ...task, input: { bytes: good } } : task),
    })
    const task = { input: { bytes: bad }, announced, at: NOW }
    expect(await remembering.nationalList(task)).toMatchObject({ value: { file: { outcome: 'authentic' } } })
    isExchanged = false
    expect(await remembering.nationalList(task)).toMatchObject({ value: { file: { outcome: 'refused' } } })
  })

  test('is not made of an answer that did not come', async () => {
    const { plain } = verifiers()
    let isBroken = true
    const remembering = rememberingVerifier({
      ...plain,
      nationalList: async task =>
        isBroken ? { ok: false, reason: 'verifier-failed' } : plain.nationalList(task),
    })
    const task = { input: { bytes: list() }, announced, at: NOW }
    expect(await remembering.nationalList(task)).toMatchObject({ ok: false })
    isBroken = false
    expect(await remembering.nationalList(task)).toMatchObject({ value: { file: { outcome: 'authentic' } } })
  })

  test('goes after some others of the same list, and after none of another one', async () => {
    const { remembering, asked } = verifiers()
    const ask = (bytes: Uint8Array, territory: string) =>
      remembering.nationalList({ input: { bytes }, announced: { ...announced, territory }, at: NOW })
    const [own, others] = [list(), Array.from({ length: 20 }, () => list({ territory: 'YY' }))]
    await ask(own, 'XX')
    for (const other of others) await ask(other, 'YY')
    expect(asked()).toBe(21)
    await ask(own, 'XX')
    await ask(others.at(-1) ?? own, 'YY')
    expect(asked()).toBe(21)
    await ask(others[0] ?? own, 'YY')
    expect(asked()).toBe(22)
  })
})

describe('what is remembered of one list is bounded:', () => {
  test.each([
    [
      'two that were accepted, each of which holds all records',
      2,
      (n: number) => list({ sequenceNumber: `${n}` }),
    ],
    ['eight that were not', 8, (n: number) => list({ sequenceNumber: `${n}` }, { signer: signers.stranger })],
  ])('%s', async (_, most, made) => {
    const { remembering, asked } = verifiers()
    const ask = (bytes: Uint8Array) => remembering.nationalList({ input: { bytes }, announced, at: NOW })
    const all = Array.from({ length: most + 1 }, (_, i) => made(i + 1))
    for (const bytes of [...all, ...all.slice(1)]) await ask(bytes)
    expect(asked()).toBe(most + 1)
    await ask(all[0] ?? list())
    expect(asked()).toBe(most + 2)
  })

  test('one that was accepted is not put out by those that were not', async () => {
    const { remembering, asked } = verifiers()
    const ask = (bytes: Uint8Array) => remembering.nationalList({ input: { bytes }, announced, at: NOW })
    const good = list()
    await ask(good)
    for (let i = 1; i <= 20; i++) await ask(new TextEncoder().encode('<'.repeat(i)))
    await ask(good)
    expect(asked()).toBe(21)
  })

  test.each([
    ['short', 1_000, 1],
    ['long, because the file wrote much into it', 200_000, 2],
  ])('a report that is %s', async (_, letters, times) => {
    const { plain, remembering, asked } = verifiers()
    const task = { input: { bytes: list({ territory: 'Y'.repeat(letters) }) }, announced, at: NOW }
    for (let i = 0; i < 2; i++)
      expect(await remembering.nationalList(task)).toEqual(await plain.nationalList(task))
    expect(asked()).toBe(times)
  })
})

describe('a judgement of a list of lists that is remembered', () => {
  const OLD = 'https://journal.example/old'
  const PIVOT = 'https://union.example/pivot-5.xml'
  const SECOND = 'https://union.example/pivot-6.xml'
  const HERE = 'https://union.example/lotl.xml'
  const direct = { id: 'new', locations: [JOURNAL], certificates: [signers.lotl.sha256, rsa.sha256] }
  const viaPivot = { id: 'old', locations: [OLD], certificates: [signers.stranger.sha256] }

  interface Plan extends SchemePlan {
    readonly signer?: ListDraft['signer']
    readonly method?: ListDraft['method']
    readonly own?: readonly ListDraft['signer'][]
  }
  function lotl({ signer = signers.lotl, method, own = [signer], ...plan }: Plan = {}): Uint8Array {
    const pointers = [
      pointer({ type: LIST_OF_LISTS, territory: 'EU', signers: own, location: HERE }),
      pointer({ territory: 'XX', signers: [signers.XX], location: 'https://x.example/list.xml' }),
    ].join('')
    const uris = [PIVOT, OLD, JOURNAL]
    const content = scheme({ type: LIST_OF_LISTS, territory: 'EU', uris: uris, ...plan, pointers })
    return writeList({ content, signer, ...(method && { method }) })
  }
  const pivot = lotl({
    sequenceNumber: '5',
    signer: signers.stranger,
    own: [signers.stranger, signers.lotl],
    uris: [OLD],
  })
  const short = listSigner('rsa-2048')
  const shortPivot = lotl({
    sequenceNumber: '5',
    ...byRsa,
    signer: short,
    own: [short, signers.lotl],
    uris: [OLD],
  })
  const viaShort = { ...viaPivot, certificates: [short.sha256] }
  const top = lotl({ uris: [PIVOT, OLD] })
  const alone = lotl({ uris: [JOURNAL] })

  type Question = Omit<ListOfListsTask, 'at' | 'input'> & {
    readonly bytes: Uint8Array
    readonly location?: string
  }

  const cases: readonly (readonly [string, Question, string])[] = [
    ['accepted', { bytes: alone, pivots: [], notice: direct }, 'authentic'],
    [
      'accepted by a key that gets too short',
      { bytes: lotl({ ...byRsa, uris: [JOURNAL] }), pivots: [], notice: direct },
      'authentic',
    ],
    ['accepted by a pivot', { bytes: top, pivots: [pivot], notice: viaPivot }, 'authentic'],
    [
      'accepted by a pivot whose key gets too short',
      { bytes: top, pivots: [shortPivot], notice: viaShort },
      'authentic',
    ],
    [
      'accepted by one of two such pivots',
      { bytes: top, pivots: [shortPivot, shortPivot], notice: viaShort },
      'authentic',
    ],
    [
      'accepted by itself as the newest pivot, whose key gets too short',
      { bytes: lotl({ ...byRsa, sequenceNumber: '5', uris: [PIVOT, JOURNAL] }), pivots: [], notice: direct },
      'authentic',
    ],
    [
      'accepted by two pivots, of which the first gets too short beside one that was never accepted',
      {
        bytes: lotl({ uris: [SECOND, PIVOT, OLD] }),
        pivots: [lotl({ sequenceNumber: '5' }), shortPivot, lotl({ sequenceNumber: '6' })],
        notice: viaShort,
      },
      'authentic',
    ],
    ['without its pivot', { bytes: top, pivots: [], notice: viaPivot }, 'pivot-missing'],
    ['with a pivot that is none', { bytes: top, pivots: [alone], notice: viaPivot }, 'pivot-missing'],
    [
      'with a pivot of another',
      { bytes: top, pivots: [lotl({ sequenceNumber: '5' })], notice: viaPivot },
      'pivot-refused',
    ],
    ['that does not name the notice', { bytes: alone, pivots: [], notice: viaPivot }, 'notice-missing'],
    [
      'of another signer',
      { bytes: lotl({ signer: signers.stranger, uris: [JOURNAL] }), pivots: [], notice: direct },
      'not-announced',
    ],
    [
      'that stands elsewhere',
      { bytes: alone, pivots: [], notice: direct, location: 'https://elsewhere.example/' },
      'authentic',
    ],
    [
      'that is a page',
      { bytes: new TextEncoder().encode('<html></html>'), pivots: [], notice: direct },
      'root-unexpected',
    ],
  ]

  test.each(cases)('%s is what a new one would be at every moment', async (_, question, word) => {
    const { bytes, pivots, notice, location = HERE } = question
    const { plain, remembering, asked } = verifiers()
    const words: unknown[] = []
    for (const at of MOMENTS) {
      const task = { input: { bytes, location, obtainedAt: at }, pivots, notice, at }
      const judged = await remembering.listOfLists(task)
      expect(judged).toEqual(await plain.listOfLists(task))
      const file = judged.ok ? judged.value.listOfLists : undefined
      words.push(file?.outcome === 'authentic' ? file.outcome : file?.reason)
    }
    expect(words[0]).toBe(word)
    expect(asked()).toBe(1)
  })

  test('is none where a pivot falls and another one of its number does not', async () => {
    const { plain, remembering, asked } = verifiers()
    const notice = { ...viaPivot, certificates: [short.sha256, signers.stranger.sha256] }
    const task = { input: { bytes: top, location: HERE }, pivots: [shortPivot, pivot], notice }
    for (const at of [NOW, OVER, OVER]) {
      const judged = await remembering.listOfLists({ ...task, at })
      expect(judged).toEqual(await plain.listOfLists({ ...task, at }))
      expect(judged).toMatchObject({ value: { listOfLists: { outcome: 'authentic' } } })
    }
    expect(asked()).toBe(2)
  })

  test('is none where the place, the notice or the pivots are others', async () => {
    const { plain, remembering, asked } = verifiers()
    const task = { input: { bytes: top, location: HERE }, pivots: [pivot], notice: viaPivot, at: NOW }
    const others: readonly ListOfListsTask[] = [
      { ...task, input: { bytes: top, location: 'https://elsewhere.example/' } },
      { ...task, input: { bytes: top } },
      { ...task, notice: { ...viaPivot, certificates: [signers.lotl.sha256] } },
      { ...task, notice: { ...viaPivot, locations: [JOURNAL] } },
      { ...task, notice: { ...viaPivot, id: 'another' } },
      { ...task, pivots: [lotl({ sequenceNumber: '5' })] },
      { ...task, pivots: [lotl({ sequenceNumber: '5' }), pivot] },
    ]
    for (const each of [task, ...others, task])
      expect(await remembering.listOfLists(each)).toEqual(await plain.listOfLists(each))
    expect(asked()).toBe(1 + others.length + 1)
  })

  test('does not need the pivots again that have led to it, as long as their keys are long enough', async () => {
    const { plain, remembering, asked } = verifiers()
    const question = { input: { bytes: top, location: HERE }, notice: viaShort }
    const [without, withPivot] = [
      { ...question, pivots: [] },
      { ...question, pivots: [shortPivot] },
    ]
    expect(await remembering.listOfLists({ ...without, at: NOW })).toMatchObject({
      value: { listOfLists: { reason: 'pivot-missing' }, unsafePivotAddresses: [PIVOT] },
    })
    for (const at of [NOW, LAST, OVER]) {
      const judged = await plain.listOfLists({ ...withPivot, at })
      expect(await remembering.listOfLists({ ...withPivot, at })).toEqual(judged)
      expect(await remembering.listOfLists({ ...without, at })).toEqual(judged)
      expect(judged).toMatchObject({
        value: { listOfLists: { outcome: at === OVER ? 'refused' : 'authentic' } },
      })
    }
    expect(asked()).toBe(2)
  })
})
