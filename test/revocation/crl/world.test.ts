import { describe, expect, test } from 'vitest'
import { instant } from '../../../src/core/time.ts'
import { checkCrls } from '../../../src/revocation/crl/check.ts'
import { createTestWorld } from '../../../src/sandbox/world.ts'
import { anchorOf, parsed } from '../../support/authorities.ts'
import { crypto, given, told } from './asked.ts'

describe('the lists of a test world', () => {
  const now = instant('2026-06-01T12:00:00Z')

  async function inWorld() {
    const world = await createTestWorld({ seed: 'lists', now })
    const good = await world.mint({ subject: 'Good' })
    const bad = await world.mint({ subject: 'Bad' })
    world.revoke(bad, { reason: 'keyCompromise', at: instant('2026-05-20T00:00:00Z') })
    const authority = parsed(world.caCertificate)
    const answer = async (leaf: Uint8Array, ...lists: readonly Uint8Array[]) =>
      told(
        await checkCrls({
          certificate: parsed(leaf),
          issuer: { name: authority.subject, publicKey: authority.publicKey, certificate: authority },
          anchor: anchorOf(authority),
          intermediates: [],
          lists: await Promise.all(lists.map(given)),
          at: now,
          crypto,
        }),
      )
    return { world, good: good.certificate, bad: bad.certificate, answer }
  }

  test.each([
    ['full', 'issuer', 'good', 'revoked keyCompromise'],
    ['partitioned', 'issuer', 'good', 'revoked keyCompromise'],
    ['other-partition', 'issuer', 'other-distribution-point', 'other-distribution-point'],
    ['delta', 'issuer', 'delta-without-base', 'delta-without-base'],
    ['full', 'stranger', 'signature-wrong', 'signature-wrong'],
  ] as const)('%s by %s: %s, %s', async (scope, by, expectedOfGood, expectedOfBad) => {
    const { world, good, bad, answer } = await inWorld()
    const bytes = await world.crl({ scope, signer: by })
    expect(await answer(good, bytes)).toEqual([expectedOfGood])
    expect(await answer(bad, bytes)).toEqual([expectedOfBad])
  })

  test('a list from the future says nothing', async () => {
    const { world, good, answer } = await inWorld()
    expect(await answer(good, await world.crl({ freshness: 'future' }))).toEqual(['not-yet-valid'])
  })
})
