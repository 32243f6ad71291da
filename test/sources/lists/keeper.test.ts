import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { nodeCrypto } from '../../../src/crypto/node.ts'
import { createCaches } from '../../../src/qualification/list-index.ts'
import type { HttpClient } from '../../../src/sources/http/client.ts'
import { httpClient } from '../../../src/sources/http/http.ts'
import { memoryListMemory } from '../../../src/sources/list-memory/list-memory.ts'
import { listArchive } from '../../../src/sources/lists/archive.ts'
import type { Schedule } from '../../../src/sources/lists/types.ts'
import { memoryStore } from '../../../src/sources/stores/store-in-memory.ts'
import type { ListMemory, Remembered } from '../../../src/trust-list/sequence-memory.ts'
import { JOURNAL, type ListWorld, type LotlPlan, listWorld, NOW, signers } from './list-world.ts'

let world: ListWorld
beforeEach(async () => {
  world = await listWorld()
})
afterEach(() => world.close())

const HOUR = 3_600_000

/** The true one, and how many signatures it was asked to verify. */
function countingCrypto() {
  const inner = nodeCrypto()
  let verified = 0
  const verify: typeof inner.verify = (...given) => {
    verified++
    return inner.verify(...given)
  }
  return { ...inner, verify, verified: () => verified }
}

describe('a keeper', () => {
  test('has nothing before its first refresh, and says so', () => {
    const keeper = world.keeper()
    expect(keeper.current()).toMatchObject({ ok: false, reason: 'not-loaded' })
    expect(keeper.health()).toMatchObject({ ready: false, reason: 'not-loaded', anchors: 0, lists: {} })
  })

  test('fetches the list of lists and what it announces', async () => {
    const keeper = world.keeper()
    const health = await keeper.refresh()
    expect(health).toMatchObject({
      ready: true,
      anchors: 2,
      clock: 'plausible',
      listOfLists: { state: 'fresh', age: 0, sequenceNumber: 7 },
      lists: {
        XX: {
          state: 'fresh',
          age: 0,
          sequenceNumber: 7,
          nextUpdate: '2026-12-01T00:00:00Z',
          lastAttempt: { outcome: 'updated', at: '2026-08-20T12:00:00Z' },
        },
        YY: { state: 'fresh', sequenceNumber: 3 },
      },
    })
    expect(keeper.current()).toMatchObject({ ok: true })
    expect(world.asked()).toEqual(['XX.xml', 'YY.xml', 'lotl.xml'])
  })

  test('asks whether a list has changed, and takes a new one', async () => {
    const keeper = world.keeper()
    await keeper.refresh()
    world.clock += HOUR
    world.files.set('YY.xml', world.list('YY', 4))
    const { lists } = await keeper.refresh()
    expect(lists['XX']).toMatchObject({ age: 0, lastAttempt: { outcome: 'unchanged' } })
    expect(lists['YY']).toMatchObject({ sequenceNumber: 4, lastAttempt: { outcome: 'updated' } })
    const answers = world.server
      .requests()
      .slice(3)
      .filter(({ headers }) => headers['if-none-match'])
    expect(answers).toHaveLength(3)
  })

  test('keeps the record of a list that has not changed, with all that is cached of it', async () => {
    const keeper = world.keeper()
    const content = () => {
      const lists = keeper.current()
      const file = lists.ok ? lists.value.territories[0]?.file : undefined
      return file?.outcome === 'authentic' ? file.list.content : undefined
    }
    await keeper.refresh()
    const before = content()
    world.validators = false
    await keeper.refresh()
    expect(before).toBeDefined()
    expect(content()).toBe(before)
  })

  test('does not verify anew what a server gives out a second time', async () => {
    world.validators = false
    const crypto = countingCrypto()
    const keeper = world.keeper({ crypto })
    await keeper.refresh()
    const once = crypto.verified()
    world.files.set('YY.xml', world.list('YY', 4))
    world.clock += HOUR
    const { lists } = await keeper.refresh()
    expect(crypto.verified() - once).toBe(1)
    expect(once).toBeGreaterThan(2)
    expect(lists['XX']).toMatchObject({ age: 0, lastAttempt: { outcome: 'unchanged' } })
    expect(lists['YY']).toMatchObject({ sequenceNumber: 4, lastAttempt: { outcome: 'updated' } })
  })

  test('fetches a list as a whole once a day, whatever its server says of changes', async () => {
    const DAY = 24 * HOUR
    const store = memoryStore()
    const memory = memoryListMemory()
    await world.keeper({ store, memory }).refresh()
    // What somebody on the line has given out once: the old list, with the validators of the current one.
    const old = world.files.get('YY.xml')
    const current = world.list('YY', 4)
    const isOld = { etag: `"${createHash('sha256').update(current).digest('hex')}"` }
    const client = httpClient({ hosts: new Set(['fault.test']), ...world.server.reach })
    let isOnTheLine = true
    const request: HttpClient['request'] = async (asked, signal) => {
      const outcome = await client.request(asked, signal)
      if (!isOnTheLine || !outcome.ok || !old || !asked.url.endsWith('YY.xml')) return outcome
      return {
        ok: true,
        value: { ...outcome.value, status: 200, headers: new Map([['etag', isOld.etag]]), body: old },
      }
    }
    await world.keeper({ client: { request }, store, memory }).refresh()
    isOnTheLine = false
    world.files.set('YY.xml', current)
    const keeper = world.keeper({ client: { request }, store, memory })
    const numberAfter = async (time: number) => {
      world.clock = NOW + time
      return (await keeper.refresh()).lists['YY']?.sequenceNumber
    }
    expect(await numberAfter(1)).toBe(3)
    expect(await numberAfter(DAY - 1)).toBe(3)
    expect(await numberAfter(DAY)).toBe(4)
  })

  test('does not verify the same octets again where the list is past its NextUpdate', async () => {
    const crypto = countingCrypto()
    const keeper = world.keeper({ crypto })
    await keeper.refresh()
    const once = crypto.verified()
    world.clock = Date.parse('2026-12-01T00:00:01Z')
    expect((await keeper.refresh()).lists['XX']).toMatchObject({ state: 'expired', age: 0 })
    expect(crypto.verified()).toBe(once)
  })

  test('verifies the same octets by whoever the list of lists announces since', async () => {
    world.validators = false
    const keeper = world.keeper()
    await keeper.refresh()
    world.files.set('lotl.xml', world.lotl({ sequenceNumber: '8', signersOfX: [signers.stranger] }))
    await keeper.refresh()
    const lists = keeper.current()
    expect(lists.ok && lists.value.territories[0]?.file).toMatchObject({
      outcome: 'refused',
      reason: 'not-announced',
    })
  })

  test('reads what is new into the caches of validations before it is used, and nothing else', async () => {
    const caches = createCaches()
    const prepared: string[] = []
    const keeper = world.keeper({
      caches: {
        ...caches,
        index: list => {
          const used = keeper.current()
          const file = used.ok && used.value.territories.find(each => each.territory === list.territory)?.file
          const isUsed = file && file.outcome === 'authentic' && file.list.content === list
          prepared.push(`${list.territory} ${list.sequenceNumber} ${isUsed ? 'used' : 'not yet used'}`)
          return caches.index(list)
        },
      },
    })
    await keeper.refresh()
    world.files.set('YY.xml', world.list('YY', 4))
    await keeper.refresh()
    expect(prepared).toEqual(['XX 7 not yet used', 'YY 3 not yet used', 'YY 4 not yet used'])
  })

  test('uses lists that could not be read into the caches before', async () => {
    const broken = () => {
      throw new Error('no room')
    }
    const keeper = world.keeper({ caches: { ...createCaches(), index: broken } })
    expect(await keeper.refresh()).toMatchObject({ ready: true, anchors: 2 })
  })

  test('reads nothing more into the caches once the refresh is called off', async () => {
    const caches = createCaches()
    const abort = new AbortController()
    const prepared: string[] = []
    const index: typeof caches.index = list => {
      prepared.push(list.territory)
      abort.abort()
      return caches.index(list)
    }
    const keeper = world.keeper({ caches: { ...caches, index } })
    expect(await keeper.refresh(abort.signal)).toMatchObject({ reason: 'not-loaded' })
    await keeper.close()
    expect(prepared).toEqual(['XX'])
  })

  test('asks for a digest where the server gives no validators', async () => {
    world.validators = false
    const keeper = world.keeper()
    await keeper.refresh()
    const { createHash } = await import('node:crypto')
    const digest = createHash('sha256')
      .update(world.files.get('XX.xml') ?? '')
      .digest()
    world.files.set('XX.sha2', new Uint8Array(digest))
    world.files.set('YY.sha2', new TextEncoder().encode(`${'0'.repeat(64)}  YY.xml\n`))
    world.asked()
    const { lists } = await keeper.refresh()
    expect(lists['XX']?.lastAttempt?.outcome).toBe('unchanged')
    expect(world.asked()).toEqual(['XX.sha2', 'YY.sha2', 'YY.xml', 'lotl.sha2', 'lotl.xml'])
  })

  test('takes no 304 for an answer where it has not asked whether a list has changed', async () => {
    world.validators = false
    const client = httpClient({ hosts: new Set(['fault.test']), ...world.server.reach })
    let isMistaken = false
    const request: HttpClient['request'] = async (asked, signal) => {
      const outcome = await client.request(asked, signal)
      const status = isMistaken && outcome.ok && asked.url.endsWith('XX.xml') ? 304 : undefined
      return outcome.ok && status ? { ...outcome, value: { ...outcome.value, status } } : outcome
    }
    const keeper = world.keeper({ client: { request } })
    await keeper.refresh()
    isMistaken = true
    const { lists } = await keeper.refresh()
    expect(lists['XX']?.lastAttempt).toMatchObject({ outcome: 'failed', detail: 'HTTP 304' })
    expect(lists['YY']?.lastAttempt).toMatchObject({ outcome: 'unchanged' })
  })

  test('fetches a list as a whole once it is past its NextUpdate', async () => {
    const keeper = world.keeper()
    await keeper.refresh()
    world.clock = Date.parse('2026-12-01T00:00:01Z')
    const { lists } = await keeper.refresh()
    expect(lists['XX']).toMatchObject({ state: 'expired' })
    expect(
      world.server
        .requests()
        .slice(3)
        .every(({ headers }) => !headers['if-none-match']),
    ).toBe(true)
  })

  test('lets all who call at once wait for one refresh', async () => {
    const keeper = world.keeper()
    await Promise.all([keeper.refresh(), keeper.refresh(), keeper.refresh()])
    expect(world.asked()).toHaveLength(3)
  })

  test('changes nothing where a refresh is called off', async () => {
    const keeper = world.keeper()
    await world.server.fault('stall')
    const abort = new AbortController()
    const waiting = keeper.refresh(abort.signal)
    abort.abort()
    expect((await waiting).reason).toBe('not-loaded')
    await world.server.fault('none')
    expect((await keeper.refresh()).ready).toBe(true)
  })

  test('begins no round before one that was called off has ended', async () => {
    const memory = memoryListMemory()
    let recalls = 0
    let answer = () => {}
    const answered = new Promise<void>(resolve => {
      answer = resolve
    })
    const recall: ListMemory['recall'] = async territories => {
      recalls++
      await answered
      return memory.recall(territories)
    }
    const keeper = world.keeper({ memory: { ...memory, recall } })
    const abort = new AbortController()
    const first = keeper.refresh(abort.signal)
    await vi.waitUntil(() => recalls === 1)
    abort.abort()
    await first
    const second = keeper.refresh()
    await setImmediate()
    expect(recalls).toBe(1)
    answer()
    expect((await second).ready).toBe(true)
  })

  test.each([
    { period: 0 },
    { retryAfter: -1 },
    { parallel: 1.5 },
    { timeout: Number.NaN },
    { maxOctets: Number.POSITIVE_INFINITY },
  ])('of %o is a mistake', options => {
    expect(() => world.keeper(options)).toThrow(RangeError)
  })
})

describe('a change in the list of lists', () => {
  test('of the place of a list is followed', async () => {
    const keeper = world.keeper()
    await keeper.refresh()
    world.files.set('moved.xml', world.list('XX', 8))
    world.files.set(
      'lotl.xml',
      world.lotl({ sequenceNumber: '8', locationOfX: `${world.server.url}/moved.xml` }),
    )
    const { lists } = await keeper.refresh()
    expect(lists['XX']).toMatchObject({ sequenceNumber: 8 })
  })

  test('of its own place is followed, at once and from then on', async () => {
    const to = `${world.server.url}/new.xml`
    world.files.set('lotl.xml', world.lotl({ location: to }))
    world.files.set('new.xml', world.lotl({ sequenceNumber: '9', location: to }))
    const keeper = world.keeper()
    expect((await keeper.refresh()).listOfLists).toMatchObject({ sequenceNumber: 9 })
    world.asked()
    await keeper.refresh()
    expect(world.asked()).toEqual(['XX.xml', 'YY.xml', 'new.xml'])
  })

  test('of its own place back to where it was is followed at once', async () => {
    const to = `${world.server.url}/new.xml`
    world.files.set('lotl.xml', world.lotl({ location: to }))
    world.files.set('new.xml', world.lotl({ sequenceNumber: '8', location: to }))
    const keeper = world.keeper()
    expect((await keeper.refresh()).listOfLists).toMatchObject({ sequenceNumber: 8 })
    world.files.set('new.xml', world.lotl({ sequenceNumber: '9' }))
    world.files.set('lotl.xml', world.lotl({ sequenceNumber: '10' }))
    expect((await keeper.refresh()).listOfLists).toMatchObject({ sequenceNumber: 10 })
  })

  test('of its own place to nowhere leaves the old one in use, and is told', async () => {
    const to = `${world.server.url}/nowhere.xml`
    world.files.set('lotl.xml', world.lotl({ location: to }))
    const keeper = world.keeper()
    expect((await keeper.refresh()).ready).toBe(true)
    expect(world.events).toContainEqual(expect.objectContaining({ kind: 'list-of-lists-moved', to }))
    world.asked()
    expect((await keeper.refresh()).ready).toBe(true)
    expect(world.asked()).toEqual(['XX.xml', 'YY.xml', 'lotl.xml', 'nowhere.xml'])
  })

  test('of its own place to a lower number leaves the one that led there in use', async () => {
    const to = `${world.server.url}/new.xml`
    world.files.set('lotl.xml', world.lotl({ sequenceNumber: '8', location: to }))
    world.files.set('new.xml', world.lotl({ location: to, signersOfX: [signers.stranger] }))
    world.files.set('XX.xml', world.list('XX', 9, { signer: signers.stranger }))
    const { listOfLists, lists } = await world.keeper().refresh()
    expect(listOfLists).toMatchObject({ state: 'fresh', sequenceNumber: 8 })
    expect(lists['XX']).toMatchObject({ state: 'refused', reason: 'not-announced' })
  })

  test('of signers refuses a list that nobody vouches for any more, fetched or held', async () => {
    const keeper = world.keeper()
    await keeper.refresh()
    world.files.set('lotl.xml', world.lotl({ sequenceNumber: '8', signersOfX: [signers.stranger] }))
    const { lists, ready } = await keeper.refresh()
    expect(lists['XX']).toMatchObject({ state: 'refused', reason: 'not-announced' })
    expect(lists['YY']).toMatchObject({ state: 'fresh' })
    expect(ready).toBe(true)
    expect(world.events).toContainEqual({ kind: 'signers-changed', territory: 'XX' })
  })

  test('of signers leaves a list in use that one of those had signed anew who are still announced', async () => {
    const both = [signers.XX, signers.stranger]
    world.files.set('lotl.xml', world.lotl({ sequenceNumber: '8', signersOfX: both }))
    const keeper = world.keeper()
    await keeper.refresh()
    world.files.set('XX.xml', world.list('XX', 7, { signer: signers.stranger }))
    await keeper.refresh()
    world.files.set('lotl.xml', world.lotl({ sequenceNumber: '9', signersOfX: [signers.stranger] }))
    world.files.delete('XX.xml')
    expect((await keeper.refresh()).lists['XX']).toMatchObject({ state: 'fresh' })
  })

  test('to a newer notice is told once', async () => {
    const uris = ['https://journal.example/newer', 'https://journal.example/notice']
    world.files.set('lotl.xml', world.lotl({ uris }))
    const keeper = world.keeper()
    await keeper.refresh()
    await keeper.refresh()
    const told = world.events.filter(({ kind }) => kind === 'notice-superseded')
    expect(told).toEqual([{ kind: 'notice-superseded', newer: ['https://journal.example/newer'] }])
  })

  test('that leaves no service at all is a state of its own', async () => {
    world.files.delete('XX.xml')
    world.files.delete('YY.xml')
    const keeper = world.keeper()
    expect(await keeper.refresh()).toMatchObject({
      ready: false,
      reason: 'no-anchors',
      lists: {
        XX: { state: 'absent', lastAttempt: { outcome: 'failed', reason: 'status', detail: 'HTTP 404' } },
      },
    })
    expect(keeper.current()).toMatchObject({ ok: false, reason: 'no-anchors' })
  })
})

describe('pivots', () => {
  const OLD = 'https://journal.example/old'

  test('are fetched from the host of the list of lists, and once', async () => {
    const pivot = `${world.server.url}/pivot-5.xml`
    world.files.set(
      'pivot-5.xml',
      world.lotl({
        sequenceNumber: '5',
        signer: signers.stranger,
        own: [signers.stranger, signers.lotl],
        uris: [OLD],
      }),
    )
    world.files.set('lotl.xml', world.lotl({ uris: [pivot, OLD] }))
    const notice = { id: 'old', locations: [OLD], certificates: [signers.stranger.sha256] }
    const store = memoryStore()
    const memory = memoryListMemory()
    expect((await world.keeper({ notice, store, memory }).refresh()).ready).toBe(true)
    expect(world.asked()).toContain('pivot-5.xml')
    expect((await world.keeper({ notice, store, memory }).refresh()).ready).toBe(true)
    expect(world.asked()).not.toContain('pivot-5.xml')
  })

  test('are fetched from where the list of lists was when it has moved to another host, and kept', async () => {
    const pivot = `http://fault.test:${world.server.port}/pivot-5.xml`
    const to = `http://moved.test:${world.server.port}/new.xml`
    const announcing = world.lotl({
      sequenceNumber: '5',
      own: [signers.lotl, signers.stranger],
      location: to,
    })
    world.files.set('pivot-5.xml', announcing)
    world.files.set('lotl.xml', announcing)
    const moved = { signer: signers.stranger, own: [signers.stranger], location: to, uris: [pivot, JOURNAL] }
    world.files.set('new.xml', world.lotl({ ...moved, sequenceNumber: '7' }))
    const hosts = new Set(['fault.test', 'moved.test'])
    const shared = { store: memoryStore(), memory: memoryListMemory() }
    const keeper = world.keeper({ client: httpClient({ hosts, ...world.server.reach }), ...shared })
    const isNew = { ready: true, listOfLists: { state: 'fresh', sequenceNumber: 7 } }
    expect(await keeper.refresh()).toMatchObject(isNew)
    expect(await world.keeper(shared).load()).toMatchObject(isNew)
  })

  test('are kept as soon as the store can be written again', async () => {
    const pivot = { sequenceNumber: '5', signer: signers.stranger, own: [signers.stranger, signers.lotl] }
    world.files.set('pivot-5.xml', world.lotl({ ...pivot, uris: [OLD] }))
    world.files.set('lotl.xml', world.lotl({ uris: [`${world.server.url}/pivot-5.xml`, OLD] }))
    const notice = { id: 'old', locations: [OLD], certificates: [signers.stranger.sha256] }
    let isFull = true
    const good = memoryStore()
    const set = (key: string, value: string) =>
      isFull ? Promise.reject(new Error('no space')) : good.set(key, value)
    const shared = { notice, memory: memoryListMemory(), store: { ...good, set } }
    const keeper = world.keeper(shared)
    expect(await keeper.refresh()).toMatchObject({ ready: true, store: 'failing' })
    isFull = false
    expect(await keeper.refresh()).toMatchObject({ ready: true, store: 'written' })
    expect(await world.keeper(shared).load()).toMatchObject({ ready: true, store: 'written' })
  })

  test('are fetched from where the list of lists was when it moves on from where it had moved to', async () => {
    const [second, third] = ['second', 'third'].map(name => `http://${name}.test:${world.server.port}`)
    const to = { location: `${second}/new.xml` }
    world.files.set('lotl.xml', world.lotl(to))
    world.files.set('new.xml', world.lotl(to))
    const hosts = new Set(['fault.test', 'second.test', 'third.test'])
    const keeper = world.keeper({ client: httpClient({ hosts, ...world.server.reach }) })
    await keeper.refresh()
    const location = `${third}/newest.xml`
    const own = [signers.lotl, signers.stranger]
    const announcing = world.lotl({ sequenceNumber: '8', own, location })
    world.files.set('pivot-8.xml', announcing)
    world.files.set('new.xml', announcing)
    const by = { signer: signers.stranger, own: [signers.stranger], location }
    const uris = [`${second}/pivot-8.xml`, JOURNAL]
    world.files.set('newest.xml', world.lotl({ ...by, sequenceNumber: '9', uris }))
    expect((await keeper.refresh()).listOfLists).toMatchObject({ state: 'fresh', sequenceNumber: 9 })
  })

  test.each([
    ['a page that is none', () => new TextEncoder().encode('<html>maintenance</html>')],
    ['one of another signer', (pivot: LotlPlan) => world.lotl({ ...pivot, signer: signers.XX })],
    ['another one', (pivot: LotlPlan) => world.lotl({ ...pivot, sequenceNumber: '4' })],
  ])('are fetched anew where %s was given out instead', async (_, instead) => {
    const pivot = { sequenceNumber: '5', signer: signers.stranger, own: [signers.stranger, signers.lotl] }
    world.files.set('pivot-5.xml', instead({ ...pivot, uris: [OLD] }))
    world.files.set('lotl.xml', world.lotl({ uris: [`${world.server.url}/pivot-5.xml`, OLD] }))
    const notice = { id: 'old', locations: [OLD], certificates: [signers.stranger.sha256] }
    const keeper = world.keeper({ notice, store: memoryStore() })
    expect((await keeper.refresh()).reason).toBe('list-of-lists-refused')
    world.files.set('pivot-5.xml', world.lotl({ ...pivot, uris: [OLD] }))
    expect((await keeper.refresh()).ready).toBe(true)
  })

  test('are fetched anew where what the store has is none', async () => {
    const address = `${world.server.url}/pivot-5.xml`
    const bytes = new TextEncoder().encode('<html></html>')
    const [sha256, name] = [bytes, address].map(each => createHash('sha256').update(each).digest('hex'))
    const store = memoryStore()
    const head = { sha256: `${sha256}`, location: address, obtainedAt: NOW, givenAt: NOW, validators: {} }
    await listArchive(store).write(`pivot-${name}`, { ...head, bytes })
    const pivot = { sequenceNumber: '5', signer: signers.stranger, own: [signers.stranger, signers.lotl] }
    world.files.set('pivot-5.xml', world.lotl({ ...pivot, uris: [OLD] }))
    world.files.set('lotl.xml', world.lotl({ uris: [address, OLD] }))
    const notice = { id: 'old', locations: [OLD], certificates: [signers.stranger.sha256] }
    expect((await world.keeper({ notice, store }).refresh()).ready).toBe(true)
    world.asked()
    expect((await world.keeper({ notice, store }).refresh()).ready).toBe(true)
    expect(world.asked()).not.toContain('pivot-5.xml')
  })

  test('are not asked of a host that the store names', async () => {
    const store = memoryStore()
    const bytes = world.lotl({ uris: [`${world.server.url}/pivot-5.xml`, OLD] })
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const head = {
      sha256,
      location: `${world.server.url}/x.xml`,
      obtainedAt: NOW,
      givenAt: NOW,
      validators: {},
      bytes,
    }
    await listArchive(store).write('LOTL', head)
    const notice = { id: 'old', locations: [OLD], certificates: [signers.stranger.sha256] }
    const location = `${world.server.url}/missing.xml`
    const { listOfLists } = await world.keeper({ notice, store, location }).refresh()
    expect(listOfLists).toMatchObject({ state: 'refused', reason: 'pivot-missing' })
    expect(world.asked()).toEqual(['missing.xml'])
  })

  test('are not asked of a host that an unverified list of lists names', async () => {
    world.files.set('lotl.xml', world.lotl({ uris: ['http://elsewhere.test/pivot-5.xml', OLD] }))
    const notice = { id: 'old', locations: [OLD], certificates: [signers.stranger.sha256] }
    const { reason, listOfLists } = await world.keeper({ notice }).refresh()
    expect(reason).toBe('list-of-lists-refused')
    expect(listOfLists).toMatchObject({ state: 'refused', reason: 'pivot-missing' })
    expect(world.asked()).toEqual(['lotl.xml'])
  })
})

test('a keeper whose store loses a part of a list reports it, and writes the list anew', async () => {
  const values = new Map<string, string>()
  const store = {
    get: async (key: string) => values.get(key),
    set: async (key: string, value: string) => values.set(key, value),
    delete: async (key: string) => values.delete(key),
  }
  const memory = memoryListMemory()
  const keeper = world.keeper({ store, memory })
  expect((await keeper.refresh()).store).toBe('written')
  const part = [...values.keys()].find(key => key.startsWith('qwac:list-octets:XX:')) ?? ''
  expect(values.delete(part)).toBe(true)
  expect(await keeper.refresh()).toMatchObject({ ready: true, store: 'failing' })
  expect(await keeper.refresh()).toMatchObject({ ready: true, store: 'written' })
  await world.server.fault('refused')
  expect(await world.keeper({ store, memory }).load()).toMatchObject({ ready: true, anchors: 2 })
})

describe('two keepers that share a memory', () => {
  test('and a store: one whose server is behind takes what the other has put there', async () => {
    const shared = { memory: memoryListMemory(), store: memoryStore() }
    const keeper = world.keeper(shared)
    await keeper.refresh()
    const behind = world.files.get('XX.xml') ?? new Uint8Array()
    world.files.set('XX.xml', world.list('XX', 8))
    await world.keeper(shared).refresh()
    world.files.set('XX.xml', behind)
    const { lists } = await keeper.refresh()
    expect(lists['XX']).toMatchObject({ state: 'fresh', sequenceNumber: 8 })
  })

  test('one that is behind does not have it remember what a former signer signs', async () => {
    const memory = memoryListMemory()
    world.files.set('lotl.xml', world.lotl({ signersOfX: [signers.stranger] }))
    const keeper = world.keeper({ memory })
    await keeper.refresh()
    const behind = world.files.get('lotl.xml') ?? new Uint8Array()
    world.files.set('lotl.xml', world.lotl({ sequenceNumber: '8' }))
    await world.keeper({ memory }).refresh()
    world.files.set('lotl.xml', behind)
    world.files.set('XX.xml', world.list('XX', 9999, { signer: signers.stranger }))
    expect(await keeper.refresh()).toMatchObject({ reason: 'list-of-lists-refused' })
    expect((await memory.recall(['XX'])).seen.get('XX')).toMatchObject({ sequenceNumber: 7 })
  })
})

describe('a memory that cannot be read for a while', () => {
  test('lets nothing in; after that the lists of the store are used, whoever answers', async () => {
    const [memory, store] = [memoryListMemory(), memoryStore()]
    await world.keeper({ memory, store }).refresh()
    let unreadable: Remembered['unreadable'] = 'all'
    const recall = async (territories: readonly string[]) => ({
      ...(await memory.recall(territories)),
      unreadable,
    })
    const keeper = world.keeper({ memory: { ...memory, recall }, store })
    expect(await keeper.load()).toMatchObject({ ready: false, reason: 'list-of-lists-refused' })
    unreadable = new Set()
    await world.server.fault('reset')
    expect(await keeper.refresh()).toMatchObject({ ready: true, anchors: 2 })
  })
})

describe('by itself', () => {
  /** The round that is planned last, and nothing else. */
  async function plannedRound(): Promise<void> {
    const refreshed = () => world.events.filter(({ kind }) => kind === 'refreshed').length
    const before = refreshed()
    world.planned.at(-1)?.run()
    await vi.waitUntil(() => refreshed() > before, 10_000)
  }

  test('a keeper refreshes after its period, sooner where something failed', async () => {
    const keeper = world.keeper({ period: 6 * HOUR, retryAfter: HOUR })
    await keeper.start()
    expect(world.planned.map(({ milliseconds }) => milliseconds)).toEqual([6 * HOUR])
    expect(keeper.health().nextRefresh).toBe('2026-08-20T18:00:00Z')
    world.files.delete('XX.xml')
    world.planned[0]?.run()
    await keeper.refresh()
    expect(world.planned.map(({ milliseconds }) => milliseconds)).toEqual([HOUR])
    await keeper.close()
    expect(world.planned).toEqual([])
  })

  test('and a refresh that is called off puts none off', async () => {
    const plans: number[] = []
    const schedule: Schedule = (_, milliseconds) => {
      plans.push(milliseconds)
      return () => undefined
    }
    const keeper = world.keeper({ period: 6 * HOUR, schedule })
    await keeper.start()
    await world.server.fault('stall')
    world.clock += HOUR
    const abort = new AbortController()
    const calledOff = keeper.refresh(abort.signal)
    abort.abort()
    expect((await calledOff).nextRefresh).toBe('2026-08-20T18:00:00Z')
    await world.server.fault('none')
    await keeper.refresh()
    expect(plans).toEqual([6 * HOUR, 6 * HOUR])
  })

  test('and soon where the store does not have everything, ever more rarely as long as that lasts', async () => {
    let isFull = true
    const good = memoryStore()
    const store = {
      ...good,
      set: async (key: string, value: string) => {
        if (isFull) throw new Error('no space')
        return good.set(key, value)
      },
    }
    const keeper = world.keeper({ store, period: 6 * HOUR, retryAfter: HOUR })
    await keeper.start()
    const waits = [world.planned.at(-1)?.milliseconds]
    for (const full of [true, true, true, false, false]) {
      isFull = full
      await keeper.refresh()
      waits.push(world.planned.at(-1)?.milliseconds)
    }
    expect(waits).toEqual([1, 2, 4, 6, 6, 6].map(hours => hours * HOUR))
    expect(keeper.health().store).toBe('written')
    await keeper.close()
  })

  test('and where a server fails too, does not fetch everything as a whole each time', async () => {
    const good = memoryStore()
    const store = { ...good, set: async () => Promise.reject(new Error('no space')) }
    const keeper = world.keeper({ store, period: 6 * HOUR, retryAfter: HOUR })
    await keeper.start()
    await keeper.refresh()
    world.files.delete('XX.xml')
    const wholeByHour: string[][] = []
    for (let hour = 1; hour <= 6; hour++) {
      world.clock += HOUR
      const before = world.server.requests().length
      await plannedRound()
      const asked = world.server.requests().slice(before)
      wholeByHour.push(asked.flatMap(each => (each.headers['if-none-match'] ? [] : [each.path])).toSorted())
    }
    const all = ['/XX.xml', '/YY.xml', '/lotl.xml']
    expect(wholeByHour).toEqual([[], all, [], [], [], all])
    expect(keeper.health()).toMatchObject({ ready: true, store: 'failing' })
    await keeper.close()
  })

  test('and who asks for a refresh while that is under way does not wait for the store', async () => {
    let isFull = true
    const good = memoryStore()
    const set = (key: string, value: string) =>
      isFull ? Promise.reject(new Error('no space')) : good.set(key, value)
    const keeper = world.keeper({ store: { ...good, set }, period: 6 * HOUR, retryAfter: HOUR })
    await keeper.start()
    await keeper.refresh()
    isFull = false
    world.asked()
    world.planned.at(-1)?.run()
    const [one, other] = await Promise.all([keeper.refresh(), keeper.refresh()])
    expect([one.store, other.store]).toEqual(['written', 'written'])
    // That of the plan, and one for both of those who asked.
    expect(world.asked()).toHaveLength(6)
  })

  test('and tries the store again although the clock was ahead when it did before', async () => {
    let isFull = true
    const good = memoryStore()
    const set = (key: string, value: string) =>
      isFull ? Promise.reject(new Error('no space')) : good.set(key, value)
    const keeper = world.keeper({ store: { ...good, set }, period: 6 * HOUR, retryAfter: HOUR })
    world.clock = NOW + 20 * HOUR
    await keeper.start()
    world.clock = NOW
    isFull = false
    await plannedRound()
    expect(keeper.health().store).toBe('written')
  })

  test('and not at once where the store is due and nothing came of a refresh', async () => {
    const good = memoryStore()
    const store = { ...good, set: async () => Promise.reject(new Error('no space')) }
    const memory = memoryListMemory()
    let isBroken = false
    const recall: ListMemory['recall'] = async territories => {
      if (isBroken) throw new Error('a memory that breaks its promise')
      return memory.recall(territories)
    }
    const keeper = world.keeper({ store, memory: { ...memory, recall }, period: 6 * HOUR, retryAfter: HOUR })
    await keeper.start()
    isBroken = true
    world.clock += HOUR
    await keeper.refresh()
    expect(world.planned.map(({ milliseconds }) => milliseconds)).toEqual([HOUR])
  })

  test('and when a list reaches its NextUpdate before', async () => {
    world.clock = Date.parse('2026-11-30T23:00:00Z')
    await world.keeper({ period: 6 * HOUR }).start()
    expect(world.planned.map(({ milliseconds }) => milliseconds)).toEqual([HOUR + 30_001])
  })

  test('the period varies by a tenth', async () => {
    await world.keeper({ period: 1000, random: () => 0 }).start()
    await world.keeper({ period: 1000, random: () => 0.999 }).start()
    expect(world.planned.map(({ milliseconds }) => milliseconds)).toEqual([900, 1100])
  })

  test('a keeper that was not started plans nothing', async () => {
    await world.keeper().refresh()
    expect(world.planned).toEqual([])
  })

  test('a copy that nobody could renew is aged after two periods', async () => {
    const keeper = world.keeper({ period: HOUR })
    await keeper.refresh()
    world.clock = NOW + 2 * HOUR
    expect(keeper.health().lists['XX']).toMatchObject({ state: 'fresh', age: 2 * HOUR })
    world.clock += 1
    expect(keeper.health().lists['XX']).toMatchObject({ state: 'aged', age: 2 * HOUR + 1 })
  })
})
