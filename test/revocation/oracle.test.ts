import { expect, test } from 'vitest'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { checkRevocation } from '../../src/revocation/check-revocation.ts'
import { createStatusMemo } from '../../src/revocation/memo.ts'
import { anchorOf } from '../support/authorities.ts'
import { crlNumber, deltaOf } from '../support/crl-writer.ts'
import { AT, anchor, CA, COMPROMISED, HOLD, leaf, list, listed, REMOVED, response } from './by-hand.ts'

/**
 * What a complete list, changes to it and a response come to together, held against the rules in a few lines:
 * RFC 5280, sections 5.2.4, 5.3.1 and 6.3.3; RFC 6960, section 2.2; docs/decisions.md.
 */

type Says = 'silent' | 'hold' | 'remove' | 'revoke' | 'unknown'

interface Piece {
  readonly kind: 'base' | 'changes' | 'response'
  readonly says: Says
  /** Hours from the moment of use. */
  readonly from: number
  readonly until: number
  readonly bytes: Uint8Array
}

/** What is said of the certificate at a moment. */
interface Said {
  readonly says: 'good' | 'hold' | 'unknown'
  readonly from: number
  readonly until: number
  /** It has ended that hold itself. */
  readonly ended?: number
}

function oracle(pieces: readonly Piece[]): string {
  if (pieces.some(({ says }) => says === 'revoke')) return 'revoked'
  const base = pieces.find(({ kind }) => kind === 'base')
  const applicable = pieces
    .filter(({ kind, from }) => kind === 'changes' && base !== undefined && from >= base.from)
    .toSorted((a, b) => b.from - a.from)
  const [newest] = applicable
  const laidOver = applicable.filter(each => each === newest || each.says !== 'hold')
  const said = pieces.flatMap((piece): readonly Said[] => {
    const { kind, says, from, until } = piece
    if (kind === 'response') return [{ says: says === 'silent' ? 'good' : asSaid(says), from, until }]
    if (kind === 'changes') return says === 'hold' ? [{ says, from, until }] : []
    const last = newest === undefined || newest.says === 'silent' ? says : newest.says
    const isHeld = last === 'hold'
    const laid = { from: newest?.from ?? from, until: Math.max(until, ...laidOver.map(each => each.until)) }
    const ended = says === 'hold' && !isHeld ? { ended: from } : {}
    return [{ says: isHeld ? 'hold' : 'good', ...laid, ...ended }]
  })
  const good = said.filter(each => each.says === 'good')
  const standing = said.filter(each => each.says !== 'good' && good.every(({ from }) => from <= each.from))
  if (standing.some(({ says }) => says === 'hold')) return 'on-hold'
  if (standing.length > 0) return 'unknown-to-responder'
  const held = Math.max(...said.flatMap(each => (each.says === 'hold' ? each.from : (each.ended ?? []))))
  const counting = good.filter(({ from, ended }) => from > held || ended === held)
  if (counting.length === 0) return pieces.length === 0 ? 'not-checked' : 'no-usable-evidence'
  return counting.some(({ until }) => until >= 0) ? 'satisfied' : 'stale'
}

const asSaid = (says: Says): Said['says'] => (says === 'hold' || says === 'unknown' ? says : 'good')

const CODES = { hold: HOLD, remove: REMOVED, revoke: COMPROMISED } as const
const entriesFor = (says: Says) =>
  says === 'hold' || says === 'remove' || says === 'revoke' ? [listed(leaf, CODES[says])] : []

function base(says: Says, until: number): Piece {
  const bytes = list({ by: CA, from: -9, until, entries: entriesFor(says) })
  return { kind: 'base', says, from: -9, until, bytes }
}

function changes(says: Says, from: number, until: number): Piece {
  const extensions = [crlNumber(20 + from), deltaOf(7)]
  const bytes = list({ by: CA, from, until, extensions, entries: entriesFor(says) })
  return { kind: 'changes', says, from, until, bytes }
}

function answer(says: Says, from: number, until: number): Piece {
  const status = {
    silent: 'good',
    unknown: 'unknown',
    hold: { at: from, reason: HOLD },
    revoke: { at: from },
  } as const
  const about = { about: leaf, says: says === 'remove' ? 'good' : status[says], from, until } as const
  return { kind: 'response', says, from, until, bytes: response({ by: CA, producedAt: from }, about) }
}

const crypto = nodeCrypto()
const memo = createStatusMemo()

async function judged(pieces: readonly Piece[]): Promise<string> {
  const octets = (isResponse: boolean) =>
    pieces.filter(({ kind }) => (kind === 'response') === isResponse).map(({ bytes }) => bytes)
  const findings = await checkRevocation({
    path: { anchor: anchorOf(anchor.certificate), certificates: [leaf.certificate] },
    intermediates: [],
    ocspResponses: octets(true),
    crls: octets(false),
    at: AT,
    crypto,
    memo,
  })
  const found = findings.find(({ code }) => code === 'revocation.status')
  return found?.reason ?? found?.outcome ?? ''
}

const BASES = [
  [],
  ...(['silent', 'hold', 'revoke'] as const).flatMap(says => [-8, 24].map(until => [base(says, until)])),
]
const CHANGES = (['silent', 'hold', 'remove', 'revoke'] as const).flatMap(says =>
  [
    [-10, 24],
    [-4, -3],
    [-4, 24],
    [-2, -1],
    [-2, 24],
  ].map(([from = 0, until = 0]) => changes(says, from, until)),
)
const ANSWERS = (['silent', 'hold', 'unknown', 'revoke'] as const).flatMap(says =>
  [-12, -4, -3, -1].flatMap(from => [from + 0.5, 24].map(until => answer(says, from, until))),
)
const PAIRS = CHANGES.flatMap(one => CHANGES.flatMap(other => (one.from < other.from ? [[one, other]] : [])))
const SOME_ANSWERS = ANSWERS.filter(
  ({ says, until }) => until === 24 && says !== 'revoke' && says !== 'unknown',
)

test.each<[string, readonly (readonly Piece[])[], readonly (readonly Piece[])[]]>([
  ['one set of changes', [[], ...CHANGES.map(each => [each])], [[], ...ANSWERS.map(each => [each])]],
  ['two sets of changes', PAIRS, [[], ...SOME_ANSWERS.map(each => [each])]],
])('a list, %s and a response come to what the rules say', async (_, deltas, answers) => {
  const differences: string[] = []
  for (const pieces of BASES.flatMap(a => deltas.flatMap(b => answers.map(c => [...a, ...b, ...c])))) {
    const [expected, actual] = [oracle(pieces), await judged(pieces)]
    const what = pieces.map(({ kind, says, from, until }) => `${kind} ${says} ${from} to ${until}`)
    if (actual !== expected) differences.push(`${what.join(', ')}: ${expected}, not ${actual}`)
  }
  expect(differences).toEqual([])
})
