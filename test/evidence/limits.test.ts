import { afterAll, describe, expect, test } from 'vitest'
import { ok, refused } from '../../src/core/result.ts'
import {
  authenticate,
  gather,
  instant,
  nodeCrypto,
  type Ports,
  QWAC_POLICY,
  type Report,
  type StatusMemory,
  validate,
} from '../../src/index.ts'
import type { IssuerSource } from '../../src/path/building/issuer-source.ts'
import { createTestWorld } from '../../src/sandbox/index.ts'
import { between, certificateNaming, policy } from '../support/agreed-authority.ts'

/** How often a validation asks, and what happens to it when its time ends, at every stage. */

const now = instant('2026-06-01T12:00:00Z')
const crypto = nodeCrypto()
const world = await createTestWorld({ seed: 'limits', now })
const lists = await authenticate(world.source, { notice: world.notice, crypto, at: now })
const minted = await world.mint()
const list = await world.crl()
afterAll(() => world.close())

const urlsOf = (word: string, count: number) =>
  Array.from({ length: count }, (_, index) => `http://${word}${index}.example/`)

const deadline = () => new AbortController().signal

describe('requests of one validation', () => {
  test.each([
    [1, 0, 1],
    [7, 0, 7],
    [8, 0, 8],
    [9, 0, 8],
    [20, 0, 8],
    [9, 1, 7],
    [5, 3, 5],
    [6, 3, 5],
    [9, 8, 0],
  ])(
    '%i responders are named, issuers were asked for %i times: %i responders are asked',
    async (named, before, most) => {
      const asked: string[] = []
      let left = before
      const issuers: IssuerSource['issuers'] = async () =>
        --left === 0 ? ok([between]) : refused('unavailable')
      const ocsp = async (url: string) => {
        asked.push(url)
        return refused('not-found')
      }
      const question = {
        certificate: certificateNaming({
          responders: urlsOf('ocsp', named),
          issuers: urlsOf('issuer', before),
        }),
        intermediates: before === 0 ? [between] : [],
        ...{ at: now, policy },
      }
      const { fetched } = await gather(question, {
        ...{ lists, crypto, deadline, issuers: { issuers }, ocsp: { ocsp } },
      })
      expect(asked).toEqual(urlsOf('ocsp', named).slice(0, most))
      const over = fetched?.filter(each => 'unavailable' in each && each.unavailable === 'not-allowed')
      expect(over?.map(({ url }) => url)).toEqual(urlsOf('ocsp', named).slice(most, most + 1))
    },
  )
})

/** Never answers, and notes that it was asked; the signal that it was given tells when it may stop. */
function never(reached: (signal: AbortSignal) => void) {
  return (...words: readonly unknown[]) => {
    const signal = words.find(word => word instanceof AbortSignal)
    if (signal) reached(signal)
    return new Promise<never>(() => {})
  }
}

const none = async () => refused('not-found' as const)
const forgetful = { keep: async () => {}, failure: () => undefined, fail: () => {} }
const status = ({ findings }: Report) => findings.find(({ code }) => code === 'revocation.status')

describe.each(['deadline', 'caller'] as const)('the %s ends a validation', who => {
  type Stage = (reached: (signal: AbortSignal) => void) => Partial<Ports>
  const stages: readonly (readonly [string, Stage, Record<string, unknown>])[] = [
    [
      'while the memory is asked',
      reached => {
        const memory: StatusMemory = { ...forgetful, recall: (_, signal) => never(reached)(signal) }
        return { ocsp: { ocsp: none }, memory }
      },
      { outcome: 'undetermined', reason: 'source-timed-out' },
    ],
    [
      'while a responder is asked',
      reached => ({ ocsp: { ocsp: never(reached) }, crl: { crl: none } }),
      { outcome: 'undetermined', reason: 'source-timed-out' },
    ],
    [
      'while a list is fetched',
      reached => ({ ocsp: { ocsp: none }, crl: { crl: never(reached) } }),
      { outcome: 'undetermined', reason: 'source-without-status' },
    ],
    [
      'while its changes are fetched: the list counts',
      reached => ({
        crl: {
          crl: (url, signal) => (url.includes('delta') ? never(reached)(signal) : Promise.resolve(ok(list))),
        },
      }),
      { outcome: 'satisfied' },
    ],
  ]

  test.each(stages)('%s', async (_, stage, expected) => {
    const ends = { deadline: new AbortController(), caller: new AbortController() }
    const signals: AbortSignal[] = []
    const ports = stage(signal => {
      signals.push(signal)
      setImmediate(() => ends[who].abort())
    })
    const question = {
      certificate: minted.certificate,
      at: now,
      policy: QWAC_POLICY,
      signal: ends.caller.signal,
    }
    const report = await validate(question, { lists, crypto, deadline: () => ends.deadline.signal, ...ports })
    expect(status(report)).toMatchObject(expected)
    expect([signals.length > 0, signals.every(({ aborted }) => aborted)]).toEqual([true, true])
  })
})
