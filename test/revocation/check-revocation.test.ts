import { describe, expect, test } from 'vitest'
import { toHex } from '../../src/core/bytes.ts'
import {
  authenticate,
  type Finding,
  instant,
  nodeCrypto,
  type Policy,
  QWAC_POLICY,
  type Report,
  validate,
} from '../../src/index.ts'
import { createTestWorld } from '../../src/sandbox/index.ts'

/** The whole judgement, from the certificate to the verdict, in a world that knows what was revoked. */

const now = instant('2026-06-01T12:00:00Z')
const crypto = nodeCrypto()
const world = await createTestWorld({ seed: 'revocation', now })
const lists = await authenticate(world.source, { notice: world.notice, crypto, at: now })
const listed = await world.mint({ subject: 'Directly' })
const below = await world.mint({ subject: 'Below', issuer: 'intermediate' })
const revoked = await world.mint({ subject: 'Revoked' })
world.revoke(revoked, { reason: 'keyCompromise' })

interface Given {
  readonly ocspResponses?: readonly Uint8Array[]
  readonly crls?: readonly Uint8Array[]
  readonly revocation?: Policy['revocation']
}

function judged(minted: typeof listed, { revocation, ...given }: Given = {}): Promise<Report> {
  const { certificate, chain: intermediates } = minted
  const policy = { ...QWAC_POLICY, ...(revocation && { revocation }) }
  return validate({ certificate, intermediates, at: now, policy, ...given }, { lists, crypto })
}

const found = ({ findings }: Report, code: Finding['code']) =>
  findings.filter(each => each.code === code).map(({ outcome, reason }) => [outcome, reason])
const open = ({ findings }: Report) =>
  findings.filter(each => each.severity === 'error' && each.reason !== undefined).map(({ code }) => code)

describe('a certificate that the listed authority issued', () => {
  test.each([
    ['a response', async () => ({ ocspResponses: [await world.ocsp(listed)] })],
    ['a list', async () => ({ crls: [await world.crl()] })],
    ['both', async () => ({ ocspResponses: [await world.ocsp(listed)], crls: [await world.crl()] })],
  ])('lacks the register only, by %s', async (_, given) => {
    const report = await judged(listed, await given())
    expect(open(report)).toEqual(['register.authorization'])
    expect(report.verdict).toBe('indeterminate')
  })

  test.each([
    ['a response', async () => ({ ocspResponses: [await world.ocsp(revoked)] })],
    ['a list', async () => ({ crls: [await world.crl()] })],
    [
      'a list, beside a stale response from before',
      async () => ({
        ocspResponses: [await world.ocsp(revoked, { status: 'good', freshness: 'stale' })],
        crls: [await world.crl()],
      }),
    ],
  ])('fails when it is revoked, by %s', async (_, given) => {
    const report = await judged(revoked, await given())
    expect(report.verdict).toBe('failed')
    expect(found(report, 'revocation.status')).toEqual([['violated', 'revoked']])
  })

  test.each([
    ['nothing', async () => ({}), 'not-checked'],
    [
      'no answer',
      async () => ({ ocspResponses: [await world.ocsp(listed, { error: 'tryLater' })] }),
      'no-usable-evidence',
    ],
    ['a page', async () => ({ crls: [new TextEncoder().encode('<html>')] }), 'no-usable-evidence'],
    [
      'a stale response',
      async () => ({ ocspResponses: [await world.ocsp(listed, { freshness: 'stale' })] }),
      'stale',
    ],
    ['one about another', async () => ({ ocspResponses: [await world.ocsp(revoked)] }), 'not-checked'],
  ] as const)('stays open with %s', async (_, given, reason) => {
    const report = await judged(listed, await given())
    expect(report.verdict).toBe('indeterminate')
    expect(found(report, 'revocation.status')).toEqual([['undetermined', reason]])
  })

  test('lacks the register only where the policy is soft, and that is told', async () => {
    const report = await judged(listed, { revocation: { missing: 'soft' } })
    expect(open(report)).toEqual(['register.authorization'])
    expect(found(report, 'revocation.evidence')).toEqual([['undetermined', 'missing-accepted']])
  })

  test('is not looked at more than twenty times', async () => {
    const ocspResponses = Array.from({ length: 21 }, () => new Uint8Array(1))
    const good = await world.ocsp(listed)
    const within = await judged(listed, { ocspResponses: [good, ...ocspResponses.slice(2)] })
    expect(open(within)).toEqual(['register.authorization'])
    const beyond = await judged(listed, { ocspResponses: [good, ...ocspResponses] })
    expect(found(beyond, 'revocation.status')).toContainEqual(['undetermined', 'too-many'])
  })

  test('has a finding about each response and list, by the hash of it', async () => {
    const response = await world.ocsp(listed)
    const list = await world.crl()
    const { findings } = await judged(listed, { ocspResponses: [response], crls: [list] })
    for (const [code, bytes] of [
      ['revocation.ocsp-response', response],
      ['revocation.crl', list],
    ] as const) {
      const about = toHex(await crypto.digest('SHA-256', bytes))
      expect(findings).toContainEqual(
        expect.objectContaining({ code, about, outcome: 'satisfied', severity: 'warning' }),
      )
    }
  })
})

describe('a certificate below an intermediate', () => {
  const leaf = async () => world.ocsp(below)
  const aboutIntermediate = async () => world.crl()

  test('needs an answer about the intermediate too', async () => {
    const report = await judged(below, { ocspResponses: [await leaf()] })
    expect(found(report, 'revocation.status')).toEqual([
      ['satisfied', undefined],
      ['undetermined', 'not-checked'],
    ])
  })

  test('lacks the register only with both', async () => {
    const given = { ocspResponses: [await leaf()], crls: [await aboutIntermediate()] }
    expect(open(await judged(below, given))).toEqual(['register.authorization'])
  })
})

test('without a path nobody may speak of a revocation', async () => {
  const stranger = await world.mint({ subject: 'Stranger', issuer: 'unlisted' })
  expect(found(await judged(stranger), 'revocation.status')).toEqual([['undetermined', 'not-checked']])
  const given = { ocspResponses: [await world.ocsp(listed)] }
  expect(found(await judged(stranger, given), 'revocation.status')).toEqual([['undetermined', 'no-path']])
})
