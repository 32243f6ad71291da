import { runInNewContext } from 'node:vm'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ok, refused } from '../../src/core/result.ts'
import {
  authenticate,
  BILATERAL_POLICY,
  bilateralAnchor,
  type Crypto,
  instant,
  nodeCrypto,
  type Policy,
  type Ports,
  type Report,
  validate,
} from '../../src/index.ts'
import { createTestWorld } from '../../src/sandbox/index.ts'
import { parsed } from '../support/authorities.ts'
import { authority, ID, leaf, someone } from '../support/certified.ts'
import { ia5, oid, sequence } from '../support/der-writer.ts'

/** What a validation makes of ports that keep to nothing: it ends, in time, with a report. */

const now = instant('2026-06-01T12:00:00Z')
const crypto = nodeCrypto()
const world = await createTestWorld({ seed: 'ports', now })
const lists = await authenticate(world.source, { notice: world.notice, crypto, at: now })
const { certificate } = await world.mint()
afterAll(() => world.close())

/** Rejections that nobody has handled, while a test runs. */
const unhandled: unknown[] = []
const note = (reason: unknown) => void unhandled.push(reason)
beforeEach(() => {
  unhandled.length = 0
  process.on('unhandledRejection', note)
})
afterEach(() => void process.off('unhandledRejection', note))

const turns = async (): Promise<void> => {
  for (let i = 0; i < 3; i++) await new Promise(done => setImmediate(done))
}

interface Behaviour {
  /** What whoever is asked does; `end` makes the deadline pass. */
  readonly does: (end: () => void) => unknown
  readonly isLate?: true
}

const late = (
  settle: (done: (value: unknown) => void, fail: (reason: Error) => void) => void,
): Behaviour => ({
  isLate: true,
  does: end =>
    new Promise((done, fail) => {
      setImmediate(() => {
        end()
        setImmediate(() => settle(done, fail))
      })
    }),
})

const BEHAVIOURS: Readonly<Record<string, Behaviour>> = {
  throws: {
    does: () => {
      throw new Error('a port must not')
    },
  },
  rejects: { does: () => Promise.reject(new Error('a port must not')) },
  'rejects with nothing': { does: () => Promise.reject(undefined) },
  'rejects in another realm': { does: () => runInNewContext('Promise.reject(new Error("a port must not"))') },
  'gives nothing': { does: () => undefined },
  'promises nothing': { does: async () => undefined },
  'promises null': { does: async () => null },
  'promises a text': { does: async () => 'MIIB' },
  'promises an empty object': { does: async () => ({}) },
  'promises a success without a value': { does: async () => ({ ok: true }) },
  'promises a success of another kind': { does: async () => ok('MIIB') },
  'promises a success of many': { does: async () => ok([1, 'two', null, new Uint8Array(2)]) },
  'promises a failure without a reason': { does: async () => ({ ok: false }) },
  'promises a failure of its own': { does: async () => refused('constructor') },
  'has fields that throw': {
    does: async () =>
      new Proxy(
        {},
        {
          get: (_, name) => {
            if (name === 'then') return undefined
            throw new Error('a field must not')
          },
        },
      ),
  },
  'never answers': late(() => {}),
  'answers too late': late(done => done(ok(new Uint8Array(3)))),
  'rejects too late': late((_, fail) => fail(new Error('too late'))),
}

const NAMES = Object.keys(BEHAVIOURS)

interface Time {
  readonly deadline: () => AbortSignal
  readonly end: () => void
}

function time(): Time {
  const controller = new AbortController()
  return { deadline: () => controller.signal, end: () => controller.abort() }
}

async function judged(
  make: (does: () => unknown, by: Time) => Promise<Report>,
  name: string,
): Promise<Report> {
  const clock = time()
  const report = await make(() => BEHAVIOURS[name]?.does(clock.end), clock)
  await turns()
  expect(unhandled).toEqual([])
  return report
}

const finding = ({ findings }: Report, code: string) => findings.find(each => each.code === code)

/** Ports of programs without types. */
const untyped = (ports: Record<string, unknown>): Ports => ({ lists, crypto, ...ports })

const REASONS: Readonly<Record<string, string>> = {
  throws: 'source-unreachable',
  rejects: 'source-unreachable',
  'rejects with nothing': 'source-unreachable',
  'rejects in another realm': 'source-unreachable',
  'has fields that throw': 'source-unreachable',
}

describe.each(['ocsp', 'crl'] as const)('a source of %s that', source => {
  test.each(NAMES)('%s', async name => {
    const report = await judged(
      (does, { deadline }) =>
        validate({ certificate, at: now }, untyped({ [source]: { [source]: does }, deadline })),
      name,
    )
    const silent = BEHAVIOURS[name]?.isLate ? 'source-timed-out' : 'source-refused'
    expect(finding(report, 'revocation.status')).toMatchObject({
      outcome: 'undetermined',
      reason: REASONS[name] ?? silent,
    })
    expect(report.verdict).toBe('indeterminate')
  })
})

describe('a memory that', () => {
  test.each(NAMES)('%s', async name => {
    const report = await judged((does, { deadline }) => {
      const memory = { recall: does, keep: does, failure: does, fail: does }
      const response = world.ocsp({ certificate })
      const ocsp = { ocsp: async () => ok(await response) }
      return validate({ certificate, at: now }, untyped({ ocsp, memory, deadline }))
    }, name)
    const isLate = BEHAVIOURS[name]?.isLate
    expect(finding(report, 'revocation.status')).toMatchObject(
      isLate
        ? { outcome: 'undetermined', reason: 'source-timed-out' }
        : { outcome: 'satisfied', facts: { basis: 'fresh' } },
    )
  })
})

describe('a memory whose failures', () => {
  test.each(NAMES)('%s', async name => {
    const report = await judged((does, { deadline }) => {
      const memory = { recall: async () => [], keep: async () => {}, failure: does, fail: does }
      const ocsp = { ocsp: async () => refused('unreachable') }
      return validate({ certificate, at: now }, untyped({ ocsp, memory, deadline }))
    }, name)
    expect(finding(report, 'revocation.status')).toMatchObject({ reason: 'source-unreachable' })
  })
})

const [exchange, desk] = [someone('Exchange'), someone('Desk')]
const period = { from: instant('2026-01-01T00:00:00Z'), until: instant('2026-12-31T00:00:00Z') }
const agreed = bilateralAnchor({
  ...{ agreement: 'a', purposes: ['server'], period },
  certificate: parsed(authority(exchange, exchange)),
})
const orphan = leaf(desk, someone('www.example.com'), {
  extensions: {
    [ID.access]: sequence(sequence(oid('1.3.6.1.5.5.7.48.2'), ia5('http://a.example/', 0x86))),
  },
})

describe('a source of issuers that', () => {
  const policy: Policy = { ...BILATERAL_POLICY, agreements: { anchors: [agreed] }, fetchIssuers: true }

  test.each(NAMES)('%s', async name => {
    const report = await judged(
      (does, { deadline }) =>
        validate({ certificate: orphan, at: now, policy }, untyped({ issuers: { issuers: does }, deadline })),
      name,
    )
    const certificates = name === 'promises a success of many' ? 1 : null
    expect(finding(report, 'path.fetched-issuers')?.facts).toEqual({
      asked: [{ url: 'http://a.example/', certificates }],
    })
    expect(report.verdict).toBe('indeterminate')
  })

  test('has no deadline is a mistake of the program', async () => {
    const issuers = { issuers: async () => refused('unavailable' as const) }
    await expect(validate({ certificate: orphan, at: now }, { lists, crypto, issuers })).rejects.toThrow(
      TypeError,
    )
  })
})

const { notice, lotl, pivots } = world
const octets = world.lists.map(({ bytes }) => bytes)
const question = { certificate, at: now, notice }

async function* handing(...inputs: readonly unknown[]) {
  yield* inputs
}

describe('a source of lists that', () => {
  const others: Readonly<Record<string, () => unknown>> = {
    'has no list of lists': async () => ({ pivots, lists: handing() }),
    'has a text for a list': async () => ({ listOfLists: { bytes: '<xml/>' }, pivots, lists: handing() }),
    'has no pivots': async () => ({ listOfLists: { bytes: lotl }, lists: handing() }),
    'has other pivots': async () => ({ listOfLists: { bytes: lotl }, pivots: ['x'], lists: handing() }),
    'has no lists': async () => ({ listOfLists: { bytes: lotl }, pivots }),
    'has lists that are a number': async () => ({ listOfLists: { bytes: lotl }, pivots, lists: 3 }),
    'has another time': async () => ({
      listOfLists: { bytes: lotl, obtainedAt: Number.NaN },
      pivots,
      lists: handing(),
    }),
  }

  test.each([...NAMES, ...Object.keys(others)])('%s', async name => {
    const report = await judged(
      (does, { deadline }) =>
        validate(question, untyped({ lists: { files: others[name] ?? does }, deadline })),
      name,
    )
    const failed = REASONS[name] === undefined ? 'source-malformed' : 'source-failed'
    const reason = BEHAVIOURS[name]?.isLate ? 'source-timed-out' : failed
    expect(finding(report, 'trust-list.source')).toMatchObject({ outcome: 'undetermined', reason })
    expect(report.verdict).toBe('indeterminate')
  })

  test('ends with the signal of the caller too, where there is no deadline', async () => {
    const ends = new AbortController()
    const files = () => {
      setImmediate(() => ends.abort())
      return new Promise<never>(() => {})
    }
    const report = await validate({ ...question, signal: ends.signal }, { lists: { files }, crypto })
    expect(finding(report, 'trust-list.source')).toMatchObject({ reason: 'source-timed-out' })
  })
})

describe('lists of which one', () => {
  /** The lists of the world, and in their place or behind them somebody who keeps to nothing. */
  const source = (
    first: readonly Uint8Array[],
    next: () => unknown,
    left: () => unknown = () => undefined,
  ) => ({
    files: async () => {
      const feed = handing(...first.map(bytes => ({ bytes })))
      const iterator = {
        next: async () => {
          const step = await feed.next()
          return step.done ? next() : step
        },
        return: left,
      }
      return { listOfLists: { bytes: lotl }, pivots, lists: { [Symbol.asyncIterator]: () => iterator } }
    },
  })
  const listed = { code: 'path.anchor', outcome: 'satisfied' }

  test.each(NAMES)('%s, before it: nothing is known of the service', async name => {
    const report = await judged(
      (does, { deadline }) => validate(question, untyped({ lists: source([], does), deadline })),
      name,
    )
    expect(finding(report, 'trust-list.source')?.outcome).toBe('undetermined')
    expect(report.verdict).toBe('indeterminate')
  })

  test.each(NAMES)('%s, behind it: what came counts', async name => {
    const report = await judged(
      (does, { deadline }) => validate(question, untyped({ lists: source(octets, does, does), deadline })),
      name,
    )
    const failed = REASONS[name] === undefined ? 'source-malformed' : 'source-failed'
    expect(finding(report, 'path.anchor')).toMatchObject(listed)
    expect(finding(report, 'trust-list.source')).toMatchObject({
      reason: BEHAVIOURS[name]?.isLate ? 'source-timed-out' : failed,
    })
  })

  test('is no list is told, and what came before it counts', async () => {
    const lost = {
      files: async () => ({ listOfLists: { bytes: lotl }, pivots, lists: handing({ bytes: octets[0] }, 3) }),
    }
    const report = await validate(question, untyped({ lists: lost }))
    expect(finding(report, 'trust-list.source')).toMatchObject({ reason: 'source-malformed' })
  })

  test('does not begin is told', async () => {
    const begin = () => {
      throw new Error('a source must not')
    }
    const files = async () => ({
      listOfLists: { bytes: lotl },
      pivots,
      lists: { [Symbol.asyncIterator]: begin },
    })
    const report = await validate(question, untyped({ lists: { files } }))
    expect(finding(report, 'trust-list.source')).toMatchObject({ reason: 'source-failed' })
  })

  test.each(['rejects', 'promises nothing', 'never answers'])('%s, is left once', async name => {
    let left = 0
    const leave = () => ++left
    await judged(
      (does, { deadline }) => validate(question, untyped({ lists: source([], does, leave), deadline })),
      name,
    )
    expect(left).toBe(1)
  })

  test('is left by whoever fails over what it has handed over', async () => {
    let left = 0
    let hasBegun = false
    const failing: Crypto = {
      ...crypto,
      verify: request => {
        if (hasBegun) throw new Error('an implementation of cryptography must not')
        return crypto.verify(request)
      },
    }
    const { files } = source(
      octets,
      () => ({ done: true }),
      () => ++left,
    )
    const lists = {
      files: async () => {
        const given = await files()
        const iterator = given.lists[Symbol.asyncIterator]()
        const next = () => {
          hasBegun = true
          return iterator.next()
        }
        return { ...given, lists: { [Symbol.asyncIterator]: () => ({ ...iterator, next }) } }
      },
    }
    const judging = validate(question, { ...untyped({ lists }), crypto: failing })
    await expect(judging).rejects.toThrow('an implementation of cryptography must not')
    expect(left).toBe(1)
  })

  test('ends as it should is not left, and leaves nothing to tell', async () => {
    let left = 0
    const lists = source(
      octets,
      () => ({ done: true }),
      () => ++left,
    )
    const report = await validate(question, untyped({ lists }))
    expect(left).toBe(0)
    expect(finding(report, 'path.anchor')).toMatchObject(listed)
    expect(finding(report, 'trust-list.source')).toBeUndefined()
  })
})
