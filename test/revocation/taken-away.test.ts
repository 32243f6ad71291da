import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { checkRevocation } from '../../src/revocation/check-revocation.ts'
import { createStatusMemo } from '../../src/revocation/memo.ts'
import { anchorOf } from '../support/authorities.ts'
import {
  certificateIssuer,
  crlNumber,
  deltaOf,
  issuingDistributionPoint,
  pointName,
} from '../support/crl-writer.ts'
import { hex, sequence, tlv } from '../support/der-writer.ts'
import { writtenNameOf } from '../support/signed-certificate.ts'
import {
  AT,
  anchor,
  CA,
  type Certified,
  COMPROMISED,
  CRL_SIGN,
  certified,
  HOLD,
  list,
  listed,
  NO_CHECK,
  OCSP_SIGNING,
  type Party,
  party,
  pointsAt,
  REMOVED,
  response,
  type Single,
  status,
} from './by-hand.ts'

/**
 * Whoever keeps one piece of evidence away gains nothing by it, but for three kinds of pieces:
 *
 * - what says something else than good of the certificate, or of somebody who signs evidence;
 * - what clears somebody whose word is all that speaks against the certificate, such as the list that ends
 * the
 *   hold of a responder: whoever is on hold must not sign;
 * - changes that are silent while the list that they continue has the certificate on hold, because they say
 * that
 *   the hold stands.
 */

const A = pointName('http://crl.example/a')
const SOME = tlv(0x83, hex('0560'))
const REST = tlv(0x83, hex('071f80'))
const nameOf = (name: string): Uint8Array =>
  sequence(tlv(0xa2, tlv(0xa4, writtenNameOf(`/O=Test/CN=${name}`))))
const THERE = pointsAt(sequence(A), nameOf('Lists'), nameOf('Former'))
const signer = certified(party('Lists'), { by: CA, extensions: [CRL_SIGN, THERE] })
const former = certified(party('Former'), { by: CA, extensions: [CRL_SIGN], until: -0.5 })
const trusted = certified(party('Trusted'), { by: CA, extensions: [OCSP_SIGNING, NO_CHECK, THERE] })
const unchecked = certified(party('Unchecked'), { by: CA, extensions: [OCSP_SIGNING, THERE] })
const expired = certified(party('Expired'), { by: CA, extensions: [OCSP_SIGNING, NO_CHECK], until: -0.5 })
const leaf = certified(party('Leaf'), { by: CA, extensions: [THERE] })

interface Piece {
  readonly what: string
  readonly source: 'ocsp' | 'crl'
  readonly bytes: Uint8Array
  readonly by: Party
  /** What it says that is not good, of the certificate or of somebody who signs. */
  readonly says?: 'hold' | 'other'
  readonly isChanges?: true
}

/** Hours from the moment of use: when it was made, and when it ends. */
const TIMES = [
  [-9, 24],
  [-7, -4],
  [-5, 24],
  [-3, -1],
  [-2, 24],
] as const

const owner = certificateIssuer(CA.name)
const INDIRECT = [crlNumber(7), issuingDistributionPoint(tlv(0x84, hex('ff')))]

const pieces = TIMES.flatMap(([from, until]): readonly Piece[] => {
  const number = 20 + from
  const period = { from, until }
  const when = `${from} to ${until}`
  const naming = [
    { what: 'silent' },
    { what: 'hold', about: leaf, code: HOLD },
    { what: 'revocation', about: leaf, code: COMPROMISED },
    { what: 'hold of the signer of lists', about: signer, code: HOLD },
    { what: 'revocation of the signer of lists', about: signer, code: COMPROMISED },
    { what: 'revocation of the responder', about: trusted, code: COMPROMISED },
  ]
  const complete = naming.flatMap(({ what, about, code }) =>
    [CA, signer, former].map((by): Piece => {
      const entries = about === undefined ? [] : [listed(about, code, ...(by === CA ? [] : [owner]))]
      const extensions = by === CA ? [crlNumber(number)] : INDIRECT
      const says = code === HOLD ? 'hold' : 'other'
      return {
        ...{ source: 'crl', what: `${what}, list by ${by.name} from ${when}`, by },
        bytes: list({ by, ...period, entries, extensions }),
        ...(about !== undefined && { says }),
      }
    }),
  )
  const partial = [SOME, REST].map((reasons): Piece => {
    const extensions = [crlNumber(number), issuingDistributionPoint(A, reasons)]
    return {
      source: 'crl',
      what: `some reasons from ${when}`,
      by: CA,
      bytes: list({ by: CA, ...period, extensions }),
    }
  })
  const endless = list({ by: CA, from, until: null, extensions: [crlNumber(number)] })
  const changes = [undefined, HOLD, REMOVED, COMPROMISED].flatMap(code =>
    [number - 6, number - 1].map((base): Piece => {
      const extensions = [crlNumber(number), deltaOf(base)]
      const entries = code === undefined ? [] : [listed(leaf, code)]
      const isAdverse = code === HOLD || code === COMPROMISED
      return {
        ...{ source: 'crl', what: `changes (${code}) to ${base} from ${when}`, by: CA, isChanges: true },
        bytes: list({ by: CA, ...period, extensions, entries }),
        ...(isAdverse && { says: code === HOLD ? 'hold' : 'other' }),
      }
    }),
  )
  const answers: readonly Single['says'][] = ['good', 'unknown', { at: -20, reason: HOLD }, { at: -20 }]
  const responses = answers.flatMap(says => {
    const answer = (by: Party, about: Certified, certificates: readonly Certified[]): Piece => ({
      ...{ source: 'ocsp', what: `${JSON.stringify(says)} of ${about.name} by ${by.name} from ${when}`, by },
      bytes: response({ by, certificates, producedAt: from }, { about, says, ...period }),
      ...(says !== 'good' && { says: 'other' }),
    })
    return [
      ...[leaf, signer, trusted].map(about => answer(CA, about, [])),
      ...[trusted, unchecked, expired].map(by => answer(by, leaf, [by])),
    ]
  })
  return [
    ...complete,
    ...partial,
    { source: 'crl', what: `without an end, from ${from}`, by: CA, bytes: endless },
    ...changes,
    ...responses,
  ]
})

const crypto = nodeCrypto()
const memo = createStatusMemo()

async function judged(all: readonly Piece[]): Promise<string> {
  const of = (source: Piece['source']) => all.filter(each => each.source === source).map(({ bytes }) => bytes)
  const findings = await checkRevocation({
    path: { anchor: anchorOf(anchor.certificate), certificates: [leaf.certificate] },
    intermediates: [signer.certificate, former.certificate],
    ocspResponses: of('ocsp'),
    crls: of('crl'),
    at: AT,
    crypto,
    memo,
  })
  return findings.find(({ code }) => code === 'revocation.status')?.outcome ?? 'none'
}

/** The second and the third kind. */
async function isExcused(removed: Piece, all: readonly Piece[]): Promise<boolean> {
  if (removed.isChanges && all.some(({ says, isChanges }) => says === 'hold' && !isChanges)) return true
  return (await judged(all.filter(({ says, by }) => says === undefined || by === CA))) === 'satisfied'
}

const drawn = fc.uniqueArray(fc.constantFrom(...pieces), { minLength: 2, maxLength: 8 })
const RUNS = 200

describe('a piece of evidence that is taken away', () => {
  test('makes no certificate good, unless it is one of three kinds', async () => {
    const outcomes = new Map<string, number>()
    let judgements = 0
    await fc.assert(
      fc.asyncProperty(drawn, async all => {
        const outcome = await judged(all)
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
        if (outcome === 'satisfied') return
        for (const removed of all.filter(({ says }) => says === undefined)) {
          const without = await judged(all.filter(each => each !== removed))
          if (without !== 'satisfied' || (await isExcused(removed, all))) judgements += 1
          else expect.fail(`without ${removed.what}: ${all.map(({ what }) => what).join('; ')}`)
        }
      }),
      { numRuns: RUNS, seed: 1 },
    )
    // Each way of ending is common enough to be tried.
    expect([...outcomes.values()].every(count => count > RUNS / 20) && outcomes.size === 3).toBe(true)
    expect(judgements).toBeGreaterThan(RUNS)
  })

  const good = response({ by: CA, producedAt: -5 }, { about: leaf, says: 'good', from: -5 })
  const ofLeaf = (crls: readonly Uint8Array[], ocsp: readonly Uint8Array[]) =>
    status(leaf, { anchor, crls, ocsp, intermediates: [signer] })

  test('makes it good where it ends the hold of a responder who revokes: so this exception is needed', async () => {
    const held = response({ by: CA }, { about: trusted, says: { at: -20, reason: HOLD }, from: -3 })
    const revoking = response({ by: trusted, certificates: [trusted] }, { about: leaf, says: { at: -20 } })
    expect(await ofLeaf([list({ by: CA })], [good, held, revoking])).toBe('revoked')
    expect(await ofLeaf([], [good, held, revoking])).toBe('satisfied')
  })

  test('makes it good where changes are silent of a hold: so this exception is needed', async () => {
    const crls = [
      list({ by: CA, from: -9, entries: [listed(leaf, HOLD)] }),
      list({ by: CA, from: -8, extensions: [crlNumber(8), deltaOf(7)], entries: [listed(leaf, REMOVED)] }),
    ]
    const silent = list({ by: CA, from: -3, extensions: [crlNumber(9), deltaOf(7)] })
    expect(await ofLeaf([...crls, silent], [])).toBe('on-hold')
    expect(await ofLeaf(crls, [])).toBe('satisfied')
  })
})

describe('the word of somebody whose certificate has expired', () => {
  const indirect = (by: Party) =>
    list({ by, extensions: INDIRECT, entries: [listed(leaf, undefined, owner)] })
  const answer = (by: Certified) => response({ by, certificates: [by] }, { about: leaf, says: { at: -20 } })

  test.each<[string, readonly Uint8Array[], readonly Uint8Array[], string]>([
    ['revokes nobody by a list', [indirect(former)], [], 'satisfied'],
    ['revokes nobody by a response', [], [answer(expired)], 'satisfied'],
    ['revoked by a list while it had not', [indirect(signer)], [], 'revoked'],
    ['revoked by a response while it had not', [], [answer(trusted)], 'revoked'],
  ])('%s', async (_, crls, ocsp, expected) => {
    const good = response({ by: CA, producedAt: -5 }, { about: leaf, says: 'good', from: -5 })
    const evidence = { anchor, crls, ocsp: [good, ...ocsp], intermediates: [signer, former] }
    expect(await status(leaf, evidence)).toBe(expected)
  })
})
