import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { OCSP_POLICY } from '../../../src/revocation/ocsp/policy.ts'
import { extension } from '../../support/certificate-writer.ts'
import { nothing, octets, oid, sequence } from '../../support/der-writer.ts'
import {
  anchor,
  CA,
  COMPROMISED,
  certified,
  HOLD,
  leaf,
  list,
  listed,
  NO_CHECK,
  OCSP_SIGNING,
  party,
  response,
  type Single,
  status,
  uses,
} from '../by-hand.ts'

/**
 * What a response still tells of whose answers one cannot be used, and what a responder says of its own
 * certificate.
 */

const certHash = (of: Uint8Array) =>
  extension(
    '1.3.36.8.3.13',
    sequence(
      sequence(oid('2.16.840.1.101.3.4.2.1'), nothing()),
      octets(new Uint8Array(createHash('sha256').update(of).digest())),
    ),
  )
const RIGHT = { extensions: [certHash(leaf.bytes)] }
const WRONG = { extensions: [certHash(anchor.bytes)] }
const STRANGE = { extensions: [extension('2.999.1', nothing(), true)] }
const HELD = { at: -100, reason: HOLD } as const
const REVOKED = { at: -100, reason: COMPROMISED } as const

describe('beside an answer that cannot be used', () => {
  const older = response({ by: CA }, { about: leaf, says: 'good', from: -20 })

  test.each<readonly [string, string, readonly Omit<Single, 'about'>[]]>([
    [
      'on hold by an older one',
      'on-hold',
      [
        { says: 'good', ...WRONG },
        { says: HELD, from: -9 },
      ],
    ],
    [
      'the same, by something critical',
      'on-hold',
      [
        { says: 'good', ...STRANGE },
        { says: HELD, from: -9 },
      ],
    ],
    [
      'the same, by its times',
      'on-hold',
      [
        { says: 'good', until: -2 },
        { says: HELD, from: -9 },
      ],
    ],
    [
      'unknown by an older one',
      'unknown-to-responder',
      [
        { says: 'good', ...WRONG },
        { says: 'unknown', from: -9 },
      ],
    ],
    [
      'on hold by the third',
      'on-hold',
      [
        { says: 'good', ...WRONG },
        { says: 'good', from: -5, ...STRANGE },
        { says: HELD, from: -9 },
      ],
    ],
    [
      'a hold that an older one has ended',
      'satisfied',
      [
        { says: 'good', ...WRONG },
        { says: 'good', from: -5 },
        { says: HELD, from: -9 },
      ],
    ],
    [
      'good by an older one, which alone proves nothing',
      'satisfied',
      [
        { says: 'good', ...WRONG },
        { says: 'good', from: -5 },
      ],
    ],
    [
      'a hold that cannot be used either',
      'satisfied',
      [
        { says: 'good', ...WRONG },
        { says: HELD, ...STRANGE },
      ],
    ],
    [
      'a revocation',
      'revoked',
      [
        { says: 'good', ...WRONG },
        { says: REVOKED, from: -9 },
      ],
    ],
  ])('%s: with an older response that is good, %s', async (_, expected, singles) => {
    const all = singles.map(each => ({ about: leaf, ...each }))
    for (const each of [all, all.toReversed()])
      expect(await status(leaf, { anchor, ocsp: [older, response({ by: CA }, ...each)] })).toBe(expected)
  })

  test.each<readonly [string, string, readonly Omit<Single, 'about'>[]]>([
    [
      'good by an older one',
      'cert-hash-mismatch',
      [
        { says: 'good', ...WRONG },
        { says: 'good', from: -9 },
      ],
    ],
    [
      'good by one with the right hash',
      'cert-hash-mismatch',
      [
        { says: 'good', ...WRONG },
        { says: 'good', from: -9, ...RIGHT },
      ],
    ],
    [
      'good, where a revocation cannot be used',
      'unknown-critical-extension',
      [{ says: 'good' }, { says: REVOKED, ...STRANGE }],
    ],
    [
      'good by the same hash',
      'satisfied',
      [
        { says: 'good', ...RIGHT },
        { says: 'good', from: -9 },
      ],
    ],
  ])('%s is not good: %s', async (_, expected, singles) => {
    const all = singles.map(each => ({ about: leaf, ...each }))
    for (const each of [all, all.toReversed()])
      expect(await uses(leaf, { anchor, ocsp: [response({ by: CA }, ...each)] })).toEqual([expected])
  })

  test('a hold counts without the CertHash that the policy asks for', async () => {
    const ocsp = [response({ by: CA }, { about: leaf, says: 'good' }, { about: leaf, says: HELD, from: -9 })]
    const policy = { missing: 'hard', ocsp: { ...OCSP_POLICY, certHashCountries: ['LU'] } } as const
    expect(await status(leaf, { anchor, ocsp, policy })).toBe('on-hold')
  })
})

test.each(['DE', 'de'])(
  'an issuer of the country %s must prove by CertHash that it knows the certificate',
  async country => {
    const german = { name: `/C=${country}/O=Test/CN=CA`, key: CA.key }
    const [top, below] = [certified(german, { by: german }), certified(party('Leaf'), { by: german })]
    const ocsp = [response({ by: german }, { about: below, says: 'good' })]
    expect(await uses(below, { anchor: top, ocsp })).toEqual(['cert-hash-missing'])
  },
)

describe('a responder that speaks of its own certificate', () => {
  const responder = certified(party('Responder'), { by: CA, extensions: [OCSP_SIGNING, NO_CHECK] })
  const again = certified(party('Responder', responder.key), { by: CA, extensions: [OCSP_SIGNING, NO_CHECK] })
  const other = certified(party('Other'), { by: CA, extensions: [OCSP_SIGNING, NO_CHECK] })
  const by = (signer: typeof responder, ...singles: readonly Single[]) =>
    response({ by: signer, certificates: [signer] }, ...singles)

  test.each([
    ['good', 'good', 'signer-revocation-open'],
    ['unknown', 'unknown', 'signer-revocation-open'],
    ['on hold', HELD, 'signer-revoked'],
    ['revoked', REVOKED, 'signer-revoked'],
  ] as const)('as %s: %s', async (_, says, expected) => {
    const ocsp = [by(responder, { about: responder, says })]
    expect(await uses(responder, { anchor, ocsp })).toEqual([expected])
  })

  test('is believed neither by another certificate of its key nor by a policy without checks', async () => {
    const policy = { missing: 'hard', ocsp: { ...OCSP_POLICY, acceptsUncheckedDelegates: true } } as const
    for (const signer of [responder, again]) {
      const ocsp = [by(signer, { about: responder, says: 'good' })]
      expect(await uses(responder, { anchor, ocsp, policy })).toEqual(['signer-revocation-open'])
    }
    const ocsp = [by(other, { about: responder, says: 'good' })]
    expect(await uses(responder, { anchor, ocsp })).toEqual(['satisfied'])
  })

  test('ends no hold that somebody else has told, and so signs nothing else', async () => {
    const held = response({ by: CA }, { about: responder, says: HELD, from: -9 })
    const own = by(responder, { about: responder, says: 'good' }, { about: leaf, says: 'good' })
    expect((await uses(leaf, { anchor, ocsp: [held, own] }))[1]).toBe('signer-revoked')
    const ended = by(other, { about: responder, says: 'good' })
    expect((await uses(leaf, { anchor, ocsp: [held, own, ended] }))[1]).toBe('satisfied')
    const crls = [list({ by: CA, from: -9, entries: [listed(responder, HOLD)] })]
    expect((await uses(leaf, { anchor, ocsp: [own], crls }))[0]).toBe('signer-revoked')
  })

  test('beside others answers for these', async () => {
    const ocsp = [by(responder, { about: responder, says: 'good' }, { about: leaf, says: 'good' })]
    expect(await status(leaf, { anchor, ocsp })).toBe('satisfied')
    expect(await status(responder, { anchor, ocsp })).toBe('no-usable-evidence')
  })
})
