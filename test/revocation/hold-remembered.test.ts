import { describe, expect, test } from 'vitest'
import { ok } from '../../src/core/result.ts'
import { type Instant, instantFromMilliseconds } from '../../src/core/time.ts'
import { authenticate, instant, nodeCrypto, type Report, validate } from '../../src/index.ts'
import { createTestWorld } from '../../src/sandbox/index.ts'
import { revocationMemory } from '../../src/sources/index.ts'

/** A revocation lasts and is not asked for again; a hold can end, so it is. */

const now = instant('2026-06-01T12:00:00Z')
const crypto = nodeCrypto()
const HOUR = 3_600_000

async function remembering() {
  let clock: Instant = now
  const world = await createTestWorld({ seed: 'hold', now, clock: () => clock })
  const lists = await authenticate(world.source, { notice: world.notice, crypto, at: now })
  const minted = await world.mint()
  const memory = revocationMemory({ clock: () => clock })
  let asked = 0
  const ocsp = {
    ocsp: async () => {
      asked += 1
      return ok(await world.ocsp(minted))
    },
  }
  const ports = { lists, crypto, ocsp, memory, deadline: () => new AbortController().signal }
  const said = ({ findings }: Report) => {
    const found = findings.find(({ code }) => code === 'revocation.status')
    return `${found?.reason ?? found?.outcome} ${asked}`
  }
  return {
    world,
    minted,
    later: (milliseconds: number) => {
      clock = instantFromMilliseconds(clock + milliseconds)
    },
    status: async () => {
      const { certificate, chain: intermediates } = minted
      return said(await validate({ certificate, intermediates, at: clock }, ports))
    },
  }
}

describe('what a memory holds', () => {
  test('of a hold is asked for anew after an hour, and the end of the hold counts', async () => {
    const { world, minted, later, status } = await remembering()
    world.revoke(minted, { reason: 'certificateHold' })
    expect(await status()).toBe('on-hold 1')
    later(HOUR - 1)
    expect(await status()).toBe('on-hold 1')
    world.revoke(minted, { reason: 'removeFromCRL' })
    later(1)
    expect(await status()).toBe('satisfied 2')
    later(1)
    expect(await status()).toBe('satisfied 2')
  })

  test('of a good certificate gives way to a hold, and that to a revocation', async () => {
    const { world, minted, later, status } = await remembering()
    expect(await status()).toBe('satisfied 1')
    later(HOUR)
    world.revoke(minted, { reason: 'certificateHold' })
    expect(await status()).toBe('on-hold 2')
    later(HOUR)
    world.revoke(minted, { reason: 'keyCompromise' })
    expect(await status()).toBe('revoked 3')
  })

  test('of a revocation is not asked for anew', async () => {
    const { world, minted, later, status } = await remembering()
    world.revoke(minted, { reason: 'keyCompromise' })
    expect(await status()).toBe('revoked 1')
    later(24 * HOUR)
    expect(await status()).toBe('revoked 1')
  })
})
