import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ok } from '../../src/core/result.ts'
import {
  assess,
  authenticate,
  gather,
  instant,
  nodeCrypto,
  type Ports,
  QWAC_POLICY,
  type Report,
  validate,
} from '../../src/index.ts'
import { OCSP_POLICY } from '../../src/revocation/ocsp/policy.ts'
import { createTestWorld } from '../../src/sandbox/index.ts'
import { parseOcspRequest } from '../../src/sandbox/revocation/ocsp-request.ts'
import { revocationMemory } from '../../src/sources/index.ts'

/**
 * What a caller gives as a nonce: 1 to 128 octets (RFC 9654, section 2.1), and anything else is the caller's
 * mistake.
 */

const now = instant('2026-06-01T12:00:00Z')
const crypto = nodeCrypto()
const world = await createTestWorld({ seed: 'nonce', now })
const lists = await authenticate(world.source, { notice: world.notice, crypto, at: now })
const minted = await world.mint()
const { certificate, chain: intermediates } = minted
const question = { certificate, intermediates, at: now }

/** A responder that repeats what it is sent, and counts. */
function responder() {
  const asked: (Uint8Array | undefined)[] = []
  const ocsp = async (_url: string, request: Uint8Array) => {
    const parsed = parseOcspRequest(request)
    const nonce = parsed.ok ? parsed.value.nonce : undefined
    asked.push(nonce)
    return ok(await world.ocsp(minted, nonce ? { nonce } : {}))
  }
  return { asked, ocsp: { ocsp } }
}

const deadline = () => new AbortController().signal
const ports = (given: Record<string, unknown>): Ports => ({ lists, crypto, deadline, ...given })
const status = ({ findings }: Report) => {
  const found = findings.find(({ code }) => code === 'revocation.status')
  return found?.reason ?? found?.outcome
}

const unhandled: unknown[] = []
const note = (reason: unknown) => void unhandled.push(reason)
beforeEach(() => void process.on('unhandledRejection', note))
afterEach(() => {
  process.off('unhandledRejection', note)
  expect(unhandled.splice(0)).toEqual([])
})

type Case = readonly [string, () => unknown, typeof TypeError | typeof RangeError]

describe.each<Case>([
  ['no octets', () => new Uint8Array(0), RangeError],
  ['129 octets', () => new Uint8Array(129), RangeError],
  ['a text', () => 'aabb', TypeError],
  ['nothing', () => undefined, TypeError],
  ['numbers', () => [1, 2, 3], TypeError],
  ['a promise of octets', async () => new Uint8Array(32), TypeError],
  ['a promise that is broken', () => Promise.reject(new Error('no chance')), TypeError],
  [
    'an error',
    () => {
      throw new RangeError('no chance')
    },
    RangeError,
  ],
])('a nonce that gives %s', (_, nonce, error) => {
  test('is what validate and gather reject with, and nobody is asked', async () => {
    const { asked, ocsp } = responder()
    await expect(validate(question, ports({ ocsp, nonce }))).rejects.toThrow(error)
    await expect(gather(question, ports({ ocsp, nonce }))).rejects.toThrow(error)
    await new Promise(done => setImmediate(done))
    expect(asked).toEqual([])
  })

  test('is not held against the responder', async () => {
    const memory = revocationMemory({ clock: () => now })
    const { asked, ocsp } = responder()
    await expect(validate(question, ports({ ocsp, memory, nonce }))).rejects.toThrow(error)
    expect(status(await validate(question, ports({ ocsp, memory })))).toBe('satisfied')
    expect(asked).toHaveLength(1)
  })

  test('is nobody’s mistake where no responder is asked', async () => {
    const ocspResponses = [await world.ocsp(minted)]
    const { ocsp } = responder()
    expect(status(await validate({ ...question, ocspResponses }, ports({ ocsp, nonce })))).toBe('satisfied')
  })
})

test.each([[1], [32], [128]])('a nonce of %i octets is sent and its answer counts', async length => {
  const { asked, ocsp } = responder()
  const nonce = () => new Uint8Array(length).fill(7)
  const revocation = { missing: 'hard', ocsp: { ...OCSP_POLICY, requiresNonce: true } } as const
  const policy = { ...QWAC_POLICY, revocation }
  expect(status(await validate({ ...question, policy }, ports({ ocsp, nonce })))).toBe('satisfied')
  expect(asked).toEqual([nonce()])
})

test('a nonce whose array is used again is what was sent all the same', async () => {
  const octets = Buffer.alloc(32, 1)
  const { ocsp } = responder()
  const evidence = await gather(question, ports({ ocsp, nonce: () => octets }))
  octets.fill(2)
  expect(status(await assess(evidence, { at: now, crypto }))).toBe('satisfied')
})

test('evidence whose nonce is no octets is a mistake of the caller', async () => {
  const { ocsp } = responder()
  const evidence = await gather(question, ports({ ocsp, nonce: () => new Uint8Array(32) }))
  const fetched = (evidence.fetched ?? []).map(each => ({ ...each, nonce: 'AAAA' }) as never)
  await expect(assess({ ...evidence, fetched }, { at: now, crypto })).rejects.toThrow(TypeError)
})
