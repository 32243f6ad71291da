import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Certificate } from '../../src/certificate/certificate.ts'
import { parseCertificate } from '../../src/certificate/parse.ts'
import { equalBytes } from '../../src/core/bytes.ts'
import { type Instant, instantFromMilliseconds } from '../../src/core/time.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { combineStatus } from '../../src/revocation/combine.ts'
import { judgeCertificate } from '../../src/revocation/judge-certificate.ts'
import { readMaterial, type StatusMaterial } from '../../src/revocation/material.ts'
import { createStatusMemo } from '../../src/revocation/memo.ts'
import type { RevocationPolicy } from '../../src/revocation/policy.ts'
import type { StatusEvidence } from '../../src/revocation/status.ts'
import { statusContext } from '../../src/revocation/status-context.ts'
import { NOW, revocationWorld } from '../sandbox/revocation-world.ts'

/**
 * Whoever can keep evidence away gains nothing by it, unless what is kept away is itself what speaks against
 * the certificate: a revocation, a hold, or that the responder does not know it. The evidence is real, and
 * signed once.
 */

const HOUR = 3_600_000
const RUNS = 10_000
const after = (milliseconds: number): Instant => instantFromMilliseconds(NOW + milliseconds)

let clock = after(-6 * HOUR)
const world = await revocationWorld({ clock: () => clock })
const { listed, intermediate } = world.authorities
const leaf = await world.mint({ subject: 'Leaf', issuer: 'intermediate' })
const stranger = await world.mint({ subject: 'Another', issuer: 'intermediate' })

function read(bytes: Uint8Array): Certificate {
  const parsed = parseCertificate(bytes)
  if (!parsed.ok) throw new Error(parsed.reason)
  return parsed.value
}

const crypto = nodeCrypto()
const memo = createStatusMemo()
const top = read(listed.certificate)
const path = {
  anchor: { name: top.subject, publicKey: top.publicKey },
  certificates: [read(leaf), read(intermediate.certificate)],
}

/** Everything that is said of the two certificates of the path, by day and by kind. */
async function pool() {
  const below = { issuer: intermediate.certificate }
  const above = { issuer: listed.certificate }
  const said = async () => [
    await world.ocsp(leaf),
    await world.ocsp(intermediate.certificate, { signer: 'issuer' }),
  ]
  const first = { responses: await said(), lists: [await world.crl(below), await world.crl(above)] }
  clock = after(-4 * HOUR)
  world.revoke(leaf, { reason: 'certificateHold' })
  clock = after(-3 * HOUR)
  const held = [await world.crl(below), await world.crl({ ...below, scope: 'delta' })]
  const onHold = await world.ocsp(leaf)
  world.revoke(leaf, { reason: 'removeFromCRL' })
  clock = NOW
  const again = [
    await world.crl({ ...below, scope: 'partitioned' }),
    await world.crl({ ...below, scope: 'delta' }),
  ]
  const odd = [
    await world.ocsp(leaf, { freshness: 'stale' }),
    await world.ocsp(leaf, { freshness: 'future' }),
    await world.ocsp(leaf, { signer: 'wrong-key' }),
    await world.ocsp(leaf, { status: 'unknown' }),
    await world.ocsp(leaf, { status: 'revoked', freshness: 'stale' }),
    await world.ocsp(leaf, { error: 'tryLater' }),
    await world.ocsp(stranger),
    await world.ocsp(intermediate.certificate, { status: 'revoked' }),
  ]
  const oddLists = [
    await world.crl({ ...above, freshness: 'stale' }),
    await world.crl({ ...below, signer: 'stranger' }),
  ]
  return {
    responses: [...first.responses, onHold, ...(await said()), ...odd],
    lists: [...first.lists, ...held, ...again, ...oddLists],
  }
}

const { responses, lists } = await pool()
const RESPONSES = responses.length
const PIECES = RESPONSES + lists.length

/** At the moment of use, when what is oldest has ended, and when nothing is fresh any more. */
const MOMENTS = [NOW, after(7 * 24 * HOUR - 5 * HOUR), after(8 * 24 * HOUR)]
const DAY = 24 * HOUR
const POLICIES: readonly RevocationPolicy[] = [
  { missing: 'hard' },
  { missing: 'soft' },
  { missing: 'hard', acceptStaleFor: DAY },
  { missing: 'soft', acceptStaleFor: 7 * DAY },
]

let material: StatusMaterial
beforeAll(async () => {
  material = await readMaterial({ ocspResponses: responses, crls: lists }, memo, memo.crypto(crypto))
})

/** One situation: which pieces there are (a bit each), when, and by which policy. */
interface Situation {
  readonly pieces: number
  readonly at: Instant
  readonly policy: RevocationPolicy
}

const judgedOnce = new Map<string, Promise<readonly StatusEvidence[]>>()

/** What some pieces come to for a certificate of the path; signatures are computed once. */
function evidenceOf(index: number, pieces: number, at: Instant): Promise<readonly StatusEvidence[]> {
  const key = `${index} ${pieces} ${at}`
  const known = judgedOnce.get(key) ?? judge(index, pieces, at)
  judgedOnce.set(key, known)
  return known
}

async function judge(index: number, pieces: number, at: Instant): Promise<readonly StatusEvidence[]> {
  const has = (piece: number) => (pieces & (1 << piece)) !== 0
  const subset: StatusMaterial = {
    ...material,
    responses: material.responses.filter((_, i) => has(i)),
    lists: material.lists.filter((_, i) => has(RESPONSES + i)),
  }
  const context = statusContext({ path, intermediates: [], at, crypto: memo.crypto(crypto), memo })
  const evidence = await judgeCertificate(index, subset, context)
  return evidence === undefined ? [] : [...evidence.ocsp, ...evidence.crl]
}

/** Responses are judged one by one, lists together, so neither is judged anew for each set of the other. */
async function allEvidence(index: number, { pieces, at }: Situation): Promise<readonly StatusEvidence[]> {
  const single = Array.from({ length: RESPONSES }, (_, piece) => pieces & (1 << piece))
  const parts = [...single.filter(piece => piece !== 0), (pieces >> RESPONSES) << RESPONSES]
  return (await Promise.all(parts.map(part => evidenceOf(index, part, at)))).flat()
}

const RANK = { satisfied: 0, 'not-applicable': 1, undetermined: 2, violated: 3 } as const
type Combine = typeof combineStatus

/** How bad it is for the certificate of the path for which it is worst. */
async function worst(situation: Situation, combine: Combine): Promise<number> {
  const ranks = path.certificates.map(async (certificate, index) => {
    const evidence = await allEvidence(index, situation)
    const checks = combine({ certificate, evidence, at: situation.at, policy: situation.policy })
    const found = checks.find(({ code }) => code === 'revocation.status')
    return RANK[found?.outcome ?? 'undetermined']
  })
  return Math.max(...(await Promise.all(ranks)))
}

/** The pieces that speak against a certificate of the path, a delta together with its list. */
async function speakingAgainst(situation: Situation): Promise<number> {
  const all = await Promise.all(path.certificates.map((_, index) => allEvidence(index, situation)))
  const speaking = all.flat().flatMap(each => {
    const isEndedHold = each.outcome === 'unusable' && each.endedHold !== undefined
    const speaks = isEndedHold || (each.outcome === 'verified' && each.status.status !== 'good')
    return speaks ? [each.sha256, each.facts?.['delta']] : []
  })
  const digests = await digestsOf()
  return digests.reduce((mask, sha256, piece) => (speaking.includes(sha256) ? mask | (1 << piece) : mask), 0)
}

let digests: Promise<readonly string[]> | undefined
function digestsOf(): Promise<readonly string[]> {
  digests ??= Promise.all(
    [...responses, ...lists].map(async each =>
      Buffer.from(await crypto.digest('SHA-256', each)).toString('hex'),
    ),
  )
  return digests
}

const situations = fc.record({
  pieces: fc.integer({ min: 0, max: 2 ** PIECES - 1 }),
  at: fc.constantFrom(...MOMENTS),
  policy: fc.constantFrom(...POLICIES),
})

/**
 * Situations in three of four of which nothing speaks against the certificates: else nearly all would end
 * badly whatever else there is.
 */
async function chosen(situation: Situation, isHarmless: boolean): Promise<Situation> {
  if (!isHarmless) return situation
  // What is laid over a list may speak against the certificate once the list below it is another one.
  let pieces = situation.pieces
  for (let against = -1; against !== 0; pieces &= ~against)
    against = await speakingAgainst({ ...situation, pieces })
  return { ...situation, pieces }
}

/** Whether less evidence is no better, for so many situations; and how many of them ended in which way. */
async function holds(combine: Combine, numRuns: number) {
  const ended = [0, 0, 0, 0]
  const isHarmless = fc.integer({ min: 0, max: 3 }).map(number => number > 0)
  const property = fc.asyncProperty(situations, fc.nat(), isHarmless, async (drawn, removed, harmless) => {
    const situation = await chosen(drawn, harmless)
    const kept = situation.pieces & (~removed | (await speakingAgainst(situation)))
    const rank = await worst(situation, combine)
    ended[rank] = (ended[rank] ?? 0) + 1
    return (await worst({ ...situation, pieces: kept }, combine)) >= rank
  })
  return { ...(await fc.check(property, { numRuns, seed: 7 })), ended }
}

describe('evidence that is taken away', () => {
  test('is of all kinds: each outcome occurs, and both certificates matter', async () => {
    const everything = { pieces: 2 ** PIECES - 1, at: NOW, policy: { missing: 'hard' } as const }
    const found = (await Promise.all([0, 1].map(index => allEvidence(index, everything)))).map(evidence =>
      evidence.map(each => (each.outcome === 'verified' ? each.status.status : each.reason)),
    )
    expect(new Set(found[0])).toEqual(
      new Set([
        'good',
        'hold-ended',
        'revoked',
        'unknown',
        'not-yet-valid',
        'signature-wrong',
        'try-later',
        'not-about-certificate',
        'other-issuer',
      ]),
    )
    expect(found[1]).toContain('revoked')
  })

  test(`makes no status better, in ${RUNS} situations`, async () => {
    const { failed, counterexample, numRuns, ended } = await holds(combineStatus, RUNS)
    expect([failed, counterexample, numRuns]).toEqual([false, null, RUNS])
    // Each way of ending is common enough to be tried.
    expect(ended.every(count => count > RUNS / 20)).toBe(true)
  })

  test.each<readonly [string, Combine]>([
    [
      'takes silence for consent',
      combination => {
        const known = combination.evidence.some(each => each.outcome === 'verified')
        const soft = { ...combination, policy: { missing: 'soft' as const } }
        return combineStatus(known ? combination : soft)
      },
    ],
    [
      'lets what nobody signed speak against the certificate',
      combination => {
        const forged = combination.evidence.some(
          each => each.outcome === 'unusable' && each.reason === 'signature-wrong',
        )
        return combineStatus(forged ? { ...combination, evidence: [] } : combination)
      },
    ],
    [
      'forgets a status once there are many',
      combination =>
        combineStatus(combination.evidence.length > 6 ? { ...combination, evidence: [] } : combination),
    ],
  ])('would be found out by this in a judgement that %s', async (_, defective) => {
    expect((await holds(defective, 2_000)).failed).toBe(true)
  })

  test('makes a status better where it spoke against the certificate: so the exception is needed', async () => {
    const without = async (piece: Uint8Array) => {
      const index = [...responses, ...lists].findIndex(each => equalBytes(each, piece))
      const all = { pieces: 1 | (1 << index), at: NOW, policy: { missing: 'hard' } as const }
      return [await worst(all, combineStatus), await worst({ ...all, pieces: 1 }, combineStatus)]
    }
    expect(await without(responses.at(-1) ?? new Uint8Array())).toEqual([RANK.violated, RANK.undetermined])
  })
})
