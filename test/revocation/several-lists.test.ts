import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RevocationPolicy } from '../../src/revocation/policy.ts'
import {
  certificateIssuer,
  crlExtension,
  crlNumber,
  entry,
  issuingDistributionPoint,
  pointName,
  reason,
} from '../support/crl-writer.ts'
import { hex, octets, sequence, tlv } from '../support/der-writer.ts'
import { writtenNameOf } from '../support/signed-certificate.ts'
import {
  AUTHORITY,
  anchor,
  CA,
  CERT_AND_CRL_SIGN,
  CERT_SIGN,
  COMPROMISED,
  CRL_SIGN,
  certified,
  HOLD,
  leaf,
  list,
  listed,
  party,
  pointsAt,
  status,
} from './by-hand.ts'

/** What several lists say together: RFC 5280, sections 3.3, 5.2.4 and 6.3.3. */

const neighbour = certified(party('Neighbour'), { by: CA })

const GRACE: RevocationPolicy = { missing: 'hard', acceptStaleFor: 86_400_000 }
const SOME = tlv(0x83, hex('0560'))
const REST = tlv(0x83, hex('071f80'))
const A = pointName('http://crl.example/a')
const B = pointName('http://crl.example/b')

type Row = [string, string, readonly Uint8Array[], RevocationPolicy?]

async function inEveryOrder(
  about: typeof leaf,
  expected: string,
  [crls, policy]: readonly [readonly Uint8Array[], RevocationPolicy?],
) {
  const evidence = { anchor, ...(policy && { policy }) }
  expect(await status(about, { ...evidence, crls })).toBe(expected)
  expect(await status(about, { ...evidence, crls: crls.toReversed() })).toBe(expected)
}

describe('of two complete lists', () => {
  const revoked = [listed(leaf, COMPROMISED)]
  const held = [listed(leaf, HOLD)]
  const serialNumber = Buffer.from(leaf.certificate.serialNumber).toString('hex')
  const entryOf = (date: string, code: number) => entry(serialNumber, date, reason(code))

  test.each<Row>([
    [
      'an older one that revokes counts: no entry goes before its certificate expires (3.3)',
      'revoked',
      [list({ by: CA, from: -9, entries: revoked }), list({ by: CA })],
    ],
    [
      'an older one that revokes and has ended counts too',
      'revoked',
      [list({ by: CA, from: -90, until: -80, entries: revoked }), list({ by: CA })],
    ],
    [
      'an older one that revokes counts, also where it has a hold from before beside it',
      'revoked',
      [
        list({
          by: CA,
          from: -9,
          entries: [entryOf('260501000000Z', HOLD), entryOf('260520000000Z', COMPROMISED)],
        }),
        list({ by: CA }),
      ],
    ],
    [
      'an older one with a hold does not count beside a newer one without it',
      'satisfied',
      [list({ by: CA, from: -9, entries: held }), list({ by: CA })],
    ],
    [
      'a newer one with a hold counts',
      'on-hold',
      [list({ by: CA, entries: held }), list({ by: CA, from: -9 })],
    ],
    ['one as new with a hold counts', 'on-hold', [list({ by: CA, entries: held }), list({ by: CA })]],
    [
      'a newer one with a hold counts although it has ended: nothing newer says that the hold has',
      'on-hold',
      [list({ by: CA, until: 0, from: -2, entries: held }), list({ by: CA, from: -9 })],
    ],
    [
      'an older one of which nothing newer has come is enough while it is fresh',
      'satisfied',
      [list({ by: CA, from: -2, until: -1 }), list({ by: CA, from: -9 })],
    ],
    [
      'an older one than a hold is not, where the one that ended the hold has ended itself',
      'stale',
      [
        list({ by: CA, from: -2, until: -1 }),
        list({ by: CA, from: -5, entries: held }),
        list({ by: CA, from: -9 }),
      ],
    ],
    [
      'one without an end takes nothing from the other',
      'satisfied',
      [list({ by: CA, until: null }), list({ by: CA, from: -9 })],
    ],
    [
      'the one that ended last counts for the grace',
      'satisfied',
      [list({ by: CA, from: -50, until: -30 }), list({ by: CA, from: -60, until: -20 })],
      GRACE,
    ],
    [
      'neither, where both ended before the grace',
      'stale',
      [list({ by: CA, from: -50, until: -30 }), list({ by: CA, from: -60, until: -25 })],
      GRACE,
    ],
    [
      'the date decides and not the number: one that goes back ends a hold',
      'satisfied',
      [
        list({ by: CA, from: -9, extensions: [crlNumber(9)], entries: held }),
        list({ by: CA, extensions: [crlNumber(3)] }),
      ],
    ],
    [
      'one with a lower number takes back no revocation',
      'revoked',
      [
        list({ by: CA, from: -9, extensions: [crlNumber(9)], entries: revoked }),
        list({ by: CA, extensions: [crlNumber(3)] }),
      ],
    ],
    [
      'one by a stranger revokes nobody',
      'satisfied',
      [list({ by: party('CA'), from: -9, entries: revoked }), list({ by: CA })],
    ],
    [
      'one from the future revokes nobody yet',
      'satisfied',
      [list({ by: CA, from: 1, entries: revoked }), list({ by: CA })],
    ],
    [
      'one with an entry of another that nobody understands is not used (5.3)',
      'satisfied',
      [
        list({
          by: CA,
          from: -9,
          entries: [...revoked, listed(neighbour, undefined, crlExtension('2.999.1', octets(), true))],
        }),
        list({ by: CA }),
      ],
    ],
  ])('%s', async (_, expected, ...rest) => inEveryOrder(leaf, expected, rest))

  test('none hides what the list of another distribution point tells', async () => {
    const about = certified(party('There'), { by: CA, extensions: [pointsAt(sequence(A))] })
    const there = list({ by: CA, extensions: [issuingDistributionPoint(A)] })
    const everything = list({ by: CA, from: -9, entries: [listed(about)] })
    await inEveryOrder(about, 'revoked', [[there, everything]])
    await inEveryOrder(about, 'satisfied', [[there, list({ by: CA, from: -9 })]])
  })

  test('one that has ended hides no revocation within a grace', async () => {
    const about = certified(party('There'), { by: CA, extensions: [pointsAt(sequence(A))] })
    const ended = list({ by: CA, from: -9, until: -1, extensions: [issuingDistributionPoint(A)] })
    await inEveryOrder(about, 'satisfied', [[ended], GRACE])
    await inEveryOrder(about, 'revoked', [[ended, list({ by: CA, entries: [listed(about)] })], GRACE])
  })
})

describe('lists for some reasons', () => {
  const there = certified(party('There'), {
    by: CA,
    extensions: [pointsAt(sequence(A), sequence(B))],
  })
  const some = (more: Partial<Parameters<typeof list>[0]> = {}) =>
    list({ by: CA, extensions: [issuingDistributionPoint(A, SOME)], ...more })
  const rest = (more: Partial<Parameters<typeof list>[0]> = {}) =>
    list({ by: CA, extensions: [issuingDistributionPoint(B, REST)], ...more })

  test.each<Row>([
    ['some', 'no-usable-evidence', [some()]],
    ['the rest', 'no-usable-evidence', [rest()]],
    ['some that revoke', 'revoked', [some({ entries: [listed(there, COMPROMISED)] })]],
    ['all', 'satisfied', [some(), rest()]],
    ['all, some of which ended', 'stale', [some({ from: -9, until: -1 }), rest()]],
    [
      'all, some of which ended, beside one for all that is older and fresh',
      'satisfied',
      [some({ from: -2, until: -1 }), rest(), list({ by: CA, from: -9 })],
    ],
    [
      'some in which a hold cannot stand, beside an older one for all with a hold',
      'on-hold',
      [list({ by: CA, from: -9, entries: [listed(there, HOLD)] }), some(), list({ by: CA, from: -20 })],
    ],
    [
      'the rest, in which the hold would stand, beside an older one for all with a hold, and some',
      'satisfied',
      [list({ by: CA, from: -9, entries: [listed(there, HOLD)] }), some(), rest()],
    ],
    [
      'no reason at all',
      'no-usable-evidence',
      [list({ by: CA, extensions: [issuingDistributionPoint(A, tlv(0x83, hex('00')))] })],
    ],
  ])('%s', async (_, expected, ...more) => inEveryOrder(there, expected, more))
})

describe('one name with two keys', () => {
  const Root = party('Root')
  const above = certified(Root, { by: Root, extensions: [AUTHORITY] })
  const [old, renewed] = [party('CA'), party('CA')]
  const oldCa = certified(old, { by: Root, extensions: [AUTHORITY, CERT_AND_CRL_SIGN] })
  const newCa = certified(renewed, { by: Root, extensions: [AUTHORITY, CERT_AND_CRL_SIGN] })
  const notForLists = certified(renewed, { by: Root, extensions: [AUTHORITY, CERT_SIGN] })
  const byOld = certified(party('Leaf'), { by: old })
  const cleared = list({ by: Root })
  const judged = (crls: readonly Uint8Array[], intermediates = [newCa]) =>
    status(byOld, { anchor: above, above: [oldCa], intermediates, crls: [...crls, cleared] })

  test.each([
    ['by the new key, which the same authority certified', [list({ by: renewed })], [newCa], 'satisfied'],
    [
      'by the new key, which may not sign lists',
      [list({ by: renewed })],
      [notForLists],
      'no-usable-evidence',
    ],
    ['by the new key, whose certificate nobody sent', [list({ by: renewed })], [], 'no-usable-evidence'],
    ['by the old key that revokes', [list({ by: old, entries: [listed(byOld)] })], [newCa], 'revoked'],
    [
      'by the old key that revokes, and a newer one by the new key that does not',
      [list({ by: old, from: -9, entries: [listed(byOld)] }), list({ by: renewed })],
      [newCa],
      'revoked',
    ],
    [
      'by the new key that revokes, and a newer one by the old key that does not',
      [list({ by: old }), list({ by: renewed, from: -9, entries: [listed(byOld)] })],
      [newCa],
      'revoked',
    ],
    [
      'by the new key, which the list above revokes',
      [list({ by: renewed }), list({ by: Root, entries: [listed(newCa)] })],
      [newCa],
      'no-usable-evidence',
    ],
  ] as const)('a list %s', async (_, crls, intermediates, expected) => {
    expect(await judged(crls, [...intermediates])).toBe(`${expected}, satisfied`)
  })
})

describe('a signer of lists under the name of the authority', () => {
  const signer = certified(party('CA'), { by: CA, extensions: [CRL_SIGN] })
  const judged = (...crls: readonly Uint8Array[]) => status(leaf, { anchor, intermediates: [signer], crls })

  test.each([
    ['that nobody speaks of but itself', [list({ by: signer })], 'satisfied'],
    ['that names itself', [list({ by: signer, entries: [listed(signer)] })], 'no-usable-evidence'],
    [
      'that an older list of the authority revokes cannot clear itself by a newer one',
      [list({ by: signer }), list({ by: CA, from: -9, until: -5, entries: [listed(signer)] })],
      'stale',
    ],
    [
      'that an older list of the authority has on hold cannot end that by a newer one',
      [list({ by: signer }), list({ by: CA, from: -9, until: -5, entries: [listed(signer, HOLD)] })],
      'stale',
    ],
    [
      'cannot clear the certificate either, which that list revokes as well',
      [list({ by: signer }), list({ by: CA, from: -9, entries: [listed(leaf), listed(signer, HOLD)] })],
      'revoked',
    ],
    [
      'whose hold the authority has ended signs',
      [
        list({ by: signer }),
        list({ by: CA, from: -20, until: -15, entries: [listed(signer, HOLD)] }),
        list({ by: CA, from: -9, until: -5 }),
      ],
      'satisfied',
    ],
  ])('%s', async (_, crls, expected) => {
    expect(await judged(...crls)).toBe(expected)
    expect(await judged(...crls.toReversed())).toBe(expected)
  })
})

describe('an indirect list', () => {
  const signer = certified(party('Lists'), { by: CA, extensions: [CRL_SIGN] })
  const crlIssuer = tlv(0xa2, tlv(0xa4, writtenNameOf(signer.name)))
  const there = certified(party('There'), { by: CA, extensions: [pointsAt(sequence(crlIssuer))] })
  const of = (...entries: readonly Uint8Array[]) =>
    list({ by: signer, entries, extensions: [crlNumber(7), issuingDistributionPoint(tlv(0x84, hex('ff')))] })
  const [Other, owner] = [certificateIssuer('/O=Test/CN=Other'), certificateIssuer(CA.name)]
  /** By the authority, for itself alone: it clears the signer and is not about the certificate. */
  const cleared = list({ by: CA, from: -9, until: 24, extensions: [crlNumber(7)] })

  test.each([
    ['without it', [], 'satisfied'],
    ['with its number, of the issuer of the list', [listed(there)], 'satisfied'],
    ['with its number, of another issuer', [listed(there, undefined, Other)], 'satisfied'],
    ['with its number, of its issuer', [listed(there, undefined, owner)], 'revoked'],
    [
      'with its number behind one of its issuer',
      [listed(neighbour, undefined, owner), listed(there)],
      'revoked',
    ],
    [
      'with its number behind one of its issuer and one of another',
      [listed(neighbour, undefined, owner), listed(neighbour, undefined, Other), listed(there)],
      'satisfied',
    ],
    [
      'with its number behind several that carry its issuer on',
      [listed(neighbour, undefined, Other), listed(leaf, undefined, owner), listed(neighbour), listed(there)],
      'revoked',
    ],
    [
      'with its number twice, once of its issuer',
      [listed(there), listed(there, undefined, Other), listed(there, undefined, owner)],
      'revoked',
    ],
  ])('%s', async (_, entries, expected) => {
    await expect(
      status(there, { anchor, intermediates: [signer], crls: [of(...entries), cleared] }),
    ).resolves.toBe(expected)
  })
})

describe('any lists', () => {
  const when = fc.integer({ min: -20, max: 0 })
  const sort = fc.constantFrom('silent', 'held', 'revoked', 'some', 'rest')
  const made = fc.tuple(sort, when, fc.integer({ min: -6, max: 6 })).map(([kind, from, until]) => ({
    kind,
    bytes: list({
      by: CA,
      from,
      until: Math.max(from, until),
      ...(kind === 'held' && { entries: [listed(leaf, HOLD)] }),
      ...(kind === 'revoked' && { entries: [listed(leaf)] }),
      ...(kind === 'some' && { extensions: [issuingDistributionPoint(SOME)] }),
      ...(kind === 'rest' && { extensions: [issuingDistributionPoint(REST)] }),
    }),
  }))
  const RANK: Readonly<Record<string, number>> = { satisfied: 2, revoked: 0, 'on-hold': 0 }
  const rank = async (all: readonly { readonly bytes: Uint8Array }[]) =>
    RANK[
      await status(leaf, {
        anchor,
        crls: all.map(({ bytes }) => bytes),
        policy: { missing: 'hard', acceptStaleFor: 3_600_000 },
      })
    ] ?? 1

  test('of which one that does not name the certificate is taken away: nothing turns towards passed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(made, { maxLength: 5 }), made, async (rest, removed) => {
        fc.pre(removed.kind !== 'held' && removed.kind !== 'revoked')
        expect(await rank(rest)).toBeLessThanOrEqual(await rank([...rest, removed]))
      }),
      { numRuns: 120, seed: 8 },
    )
  })

  test('in any order are the same, and with a revocation for good they revoke', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(made, { minLength: 1, maxLength: 5 }), async all => {
        const found = await rank(all)
        expect(await rank(all.toReversed())).toBe(found)
        if (all.some(({ kind }) => kind === 'revoked')) expect(found).toBe(0)
      }),
      { numRuns: 80, seed: 9 },
    )
  })
})
