import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseCertificate } from '../../src/certificate/parse.ts'
import { type Instant, instantFromMilliseconds } from '../../src/core/time.ts'
import type { Check } from '../../src/requirements/finding.ts'
import { combineStatus } from '../../src/revocation/combine.ts'
import { LONGEST_GRACE, type RevocationPolicy } from '../../src/revocation/policy.ts'
import type {
  CertificateStatus,
  RevocationReason,
  StatusEvidence,
  StatusSource,
} from '../../src/revocation/status.ts'
import { NOW } from '../sandbox/revocation-world.ts'
import { extension, certificate as write } from '../support/certificate-writer.ts'
import { hex, octets, oid, sequence, tlv } from '../support/der-writer.ts'

const HOUR = 3_600_000
const HARD: RevocationPolicy = { missing: 'hard' }
const after = (milliseconds: number): Instant => instantFromMilliseconds(NOW + milliseconds)

function certificateWith(...extensions: readonly Uint8Array[]) {
  const parsed = parseCertificate(write({ extensions: [KEY_IDENTIFIER, ...extensions] }))
  if (!parsed.ok) throw new Error(parsed.reason)
  return parsed.value
}

const KEY_IDENTIFIER = extension('2.5.29.14', octets(hex('01')))
const plain = certificateWith()

interface Said {
  readonly source?: StatusSource
  /** Milliseconds from the moment of use. */
  readonly thisUpdate?: number
  readonly freshUntil?: number
}

function says(status: CertificateStatus, { source = 'ocsp', ...times }: Said = {}): StatusEvidence {
  const { thisUpdate = -HOUR, freshUntil = HOUR } = times
  return {
    outcome: 'verified',
    ...{ source, sha256: 'aa', status },
    thisUpdate: after(thisUpdate),
    freshUntil: after(freshUntil),
    signer: { role: 'issuer', name: plain.issuer },
  }
}

const good = (said: Said = {}) => says({ status: 'good' }, said)
const unknown = (said: Said = {}) => says({ status: 'unknown' }, said)
const revoked = (at: number, reason?: RevocationReason, said: Said = {}) =>
  says({ status: 'revoked', at: after(at), ...(reason && { reason }) }, said)
const theft = (at: number, invalid: number) =>
  says({ status: 'revoked', at: after(at), reason: 'keyCompromise', invalidityDate: after(invalid) })
const unusable = (reason = 'signature-wrong'): StatusEvidence => {
  return { outcome: 'unusable', source: 'crl', sha256: 'bb', reason, facts: {} }
}
/** A list whose hold a newer one has ended. */
const held = (thisUpdate: number): StatusEvidence => {
  return {
    outcome: 'unusable',
    source: 'crl',
    sha256: 'cc',
    reason: 'hold-ended',
    facts: {},
    endedHold: after(thisUpdate),
  }
}
const STALE: Said = { freshUntil: -1 }

function combined(evidence: readonly StatusEvidence[], policy = HARD, certificate = plain): readonly Check[] {
  return combineStatus({ certificate, evidence, at: NOW, policy })
}

const status = (checks: readonly Check[]) => {
  const { outcome, reason, severity } = checks.find(({ code }) => code === 'revocation.status') ?? {}
  return { outcome, reason, severity }
}
const told = (checks: readonly Check[]) =>
  checks.filter(({ code }) => code === 'revocation.evidence').map(({ reason }) => reason)

describe('the status of a certificate', () => {
  test.each([
    ['good, fresh', [good()], 'satisfied', undefined],
    ['good, in its last millisecond', [good({ freshUntil: 0 })], 'satisfied', undefined],
    ['good, a millisecond after its end', [good(STALE)], 'undetermined', 'stale'],
    ['good by one and stale by another', [good(STALE), good({ source: 'crl' })], 'satisfied', undefined],
    ['revoked before', [revoked(-1, 'keyCompromise')], 'violated', 'revoked'],
    ['revoked at the moment', [revoked(0)], 'violated', 'revoked'],
    ['revoked from a later date on', [revoked(HOUR)], 'violated', 'revoked'],
    [
      'revoked from a later date on, and not to be trusted from later',
      [theft(2 * HOUR, HOUR)],
      'violated',
      'revoked',
    ],
    [
      'revoked from a later date on, as a stale answer says',
      [revoked(HOUR, undefined, STALE)],
      'violated',
      'revoked',
    ],
    ['on hold from a later date on', [revoked(HOUR, 'certificateHold')], 'violated', 'on-hold'],
    ['revoked, as a stale answer says', [revoked(-1, undefined, STALE)], 'violated', 'revoked'],
    ['revoked, beside a fresher good', [good({ thisUpdate: 0 }), revoked(-HOUR)], 'violated', 'revoked'],
    ['on hold', [revoked(-1, 'certificateHold')], 'violated', 'on-hold'],
    ['on hold, good as long ago', [good(), revoked(-1, 'certificateHold')], 'violated', 'on-hold'],
    [
      'on hold, good since',
      [good(), revoked(-2 * HOUR, 'certificateHold', { thisUpdate: -HOUR - 1 })],
      'satisfied',
      undefined,
    ],
    ['on hold before it was good', [good(), held(-HOUR - 1)], 'satisfied', undefined],
    ['on hold when it was good', [good(), held(-HOUR)], 'undetermined', 'no-usable-evidence'],
    [
      'on hold after it was good, and good since by what has ended',
      [good({ thisUpdate: -9 * HOUR }), held(-5 * HOUR), good({ ...STALE, thisUpdate: -2 * HOUR })],
      'undetermined',
      'stale',
    ],
    [
      'good, beside a list whose signer was not searched for to the end',
      [good(), unusable('budget-spent')],
      'undetermined',
      'too-many',
    ],
    ['revoked, beside such a list', [revoked(-1), unusable('budget-spent')], 'violated', 'revoked'],
    [
      'on hold, good since by what has ended, good before by what is fresh',
      [
        revoked(-9 * HOUR, 'certificateHold', { thisUpdate: -5 * HOUR }),
        good({ thisUpdate: -2 * HOUR, freshUntil: -1 }),
        good({ thisUpdate: -9 * HOUR }),
      ],
      'undetermined',
      'stale',
    ],
    ['on hold and revoked', [revoked(-1, 'certificateHold'), revoked(-1)], 'violated', 'revoked'],
    ['unknown', [unknown()], 'undetermined', 'unknown-to-responder'],
    ['unknown, good as long ago', [unknown(), good()], 'undetermined', 'unknown-to-responder'],
    ['unknown, good since', [unknown({ thisUpdate: -HOUR - 1 }), good()], 'satisfied', undefined],
    ['unknown and revoked', [unknown(), revoked(-1)], 'violated', 'revoked'],
    ['nothing', [], 'undetermined', 'not-checked'],
    ['only about others', [unusable('not-about-certificate')], 'undetermined', 'not-checked'],
    ['nothing usable', [unusable()], 'undetermined', 'no-usable-evidence'],
    ['good beside what is unusable', [unusable(), good()], 'satisfied', undefined],
  ] as const)('%s', (_, evidence, outcome, reason) => {
    expect(status(combined(evidence))).toEqual({ outcome, reason, severity: 'error' })
    expect(status(combined(evidence.toReversed()))).toEqual({ outcome, reason, severity: 'error' })
  })

  test('comes with what was used, how old it was, and who signed it', () => {
    const [check] = combined([good(), unusable()])
    expect(check?.facts).toMatchObject({
      policy: 'hard',
      sources: [
        { source: 'ocsp', sha256: 'aa', status: 'good', age: 3600, signer: { name: 'CN=Example,C=LU' } },
        { source: 'crl', sha256: 'bb', unusable: 'signature-wrong' },
      ],
    })
  })

  test('comes with the earliest of several revocations', () => {
    const [check] = combined([revoked(-HOUR), revoked(-2 * HOUR, 'keyCompromise')])
    expect(check?.facts).toMatchObject({
      revokedAt: '2026-06-01T10:00:00Z',
      revocationReason: 'keyCompromise',
    })
  })

  test('comes with a warning where verified sources differ, and never for want of a second one', () => {
    expect(told(combined([good(), revoked(-1)]))).toEqual(['sources-disagree'])
    expect(told(combined([good(), good({ source: 'crl' })]))).toEqual([undefined])
    expect(told(combined([good(), unusable()]))).toEqual([])
  })
})

describe('the policy', () => {
  const soft: RevocationPolicy = { missing: 'soft' }

  test.each([
    ['soft, nothing', soft, [], 'not-applicable', undefined, ['missing-accepted']],
    ['soft, unusable', soft, [unusable()], 'not-applicable', undefined, ['missing-accepted']],
    ['soft, stale', soft, [good(STALE)], 'not-applicable', undefined, ['missing-accepted']],
    ['soft, good', soft, [good()], 'satisfied', undefined, []],
    ['soft, revoked', soft, [revoked(0)], 'violated', 'revoked', []],
    ['soft, unknown', soft, [unknown()], 'undetermined', 'unknown-to-responder', []],
    ['none, revoked', { missing: 'none' }, [revoked(0)], 'not-applicable', undefined, ['not-asked-for']],
    [
      'grace of 1 ms',
      { ...HARD, acceptStaleFor: 1 },
      [good(STALE)],
      'satisfied',
      undefined,
      ['stale-accepted'],
    ],
    [
      'grace of 1 ms, 2 ms late',
      { ...HARD, acceptStaleFor: 1 },
      [good({ freshUntil: -2 })],
      'undetermined',
      'stale',
      [],
    ],
    [
      'grace, revoked',
      { ...HARD, acceptStaleFor: 9 },
      [revoked(0, undefined, STALE)],
      'violated',
      'revoked',
      [],
    ],
    ['grace, nothing', { ...HARD, acceptStaleFor: 9 }, [], 'undetermined', 'not-checked', []],
  ] as const)('%s', (_, policy, evidence, outcome, reason, warnings) => {
    const checks = combined(evidence, policy)
    expect(status(checks)).toEqual({ outcome, reason, severity: 'error' })
    expect(told(checks)).toEqual(warnings)
  })

  test.each([[-1], [0.5], [Number.NaN], [LONGEST_GRACE + 1], [Number.POSITIVE_INFINITY]])(
    'with a grace of %d is a mistake of the caller',
    acceptStaleFor => {
      expect(() => combined([], { ...HARD, acceptStaleFor })).toThrow(RangeError)
    },
  )

  test('takes the longest grace', () => {
    const late = [good({ freshUntil: -LONGEST_GRACE })]
    expect(status(combined(late, { ...HARD, acceptStaleFor: LONGEST_GRACE })).outcome).toBe('satisfied')
  })
})

describe('a certificate of which its issuer says nothing further', () => {
  const SHORT = extension('0.4.0.194121.2.1', tlv(0x05))
  const NONE = extension('2.5.29.56', tlv(0x05))
  const AUTHORITY = extension('2.5.29.19', sequence(tlv(0x01, hex('ff'))), true)
  const LIST = extension('2.5.29.31', sequence(sequence(tlv(0xa0, tlv(0xa0, tlv(0x86, hex('61')))))))
  const RESPONDER = extension(
    '1.3.6.1.5.5.7.1.1',
    sequence(sequence(oid('1.3.6.1.5.5.7.48.1'), tlv(0x86, hex('61')))),
  )

  test.each([
    ['short-term', [SHORT], 'not-applicable'],
    ['without revocation', [NONE], 'not-applicable'],
    ['short-term, an authority', [SHORT, AUTHORITY], 'undetermined'],
    ['without revocation, an authority', [NONE, AUTHORITY], 'violated'],
    ['without revocation, with a list', [NONE, LIST], 'violated'],
    ['without revocation, with a responder', [NONE, RESPONDER], 'violated'],
  ] as const)('%s: %s', (_, extensions, outcome) => {
    const checks = combined([], HARD, certificateWith(...extensions))
    expect(status(checks).outcome).toBe(outcome)
  })

  test('is revoked all the same where a verified source says so', () => {
    expect(status(combined([revoked(0)], HARD, certificateWith(SHORT))).outcome).toBe('violated')
  })
})

describe('any evidence', () => {
  const moment = fc.integer({ min: -3, max: 3 })
  const said = fc.record({ thisUpdate: moment, freshUntil: moment })
  const affirming = said.map(good)
  const useless = fc.constantFrom('signature-wrong', 'try-later', 'not-about-certificate').map(unusable)
  const denying = fc.oneof(
    said.map(unknown),
    fc
      .tuple(moment, fc.constantFrom(undefined, 'certificateHold', 'keyCompromise'), said)
      .map(([at, reason, times]) => revoked(Math.min(at, 0), reason, times)),
    moment.map(held),
    fc.constant(unusable('budget-spent')),
  )
  const policies = fc.record({ missing: fc.constantFrom('hard', 'soft'), acceptStaleFor: fc.nat(3) })
  const RANK = { violated: 0, undetermined: 1, 'not-applicable': 2, satisfied: 3 }
  const rank = (evidence: readonly StatusEvidence[], policy: RevocationPolicy): number =>
    RANK[status(combined(evidence, policy)).outcome ?? 'violated']

  test('that is taken away, unless it speaks against the certificate, turns nothing towards passed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(affirming, denying, useless), { maxLength: 5 }),
        fc.oneof(affirming, useless),
        policies,
        (rest, removed, policy) => rank(rest, policy) <= rank([...rest, removed], policy),
      ),
      { numRuns: 2000 },
    )
  })

  test('counts the same in every order', () => {
    fc.assert(
      fc.property(
        fc
          .array(fc.oneof(affirming, denying, useless), { maxLength: 5 })
          .chain(all => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        policies,
        ([all, shuffled], policy) => rank(all, policy) === rank(shuffled, policy),
      ),
    )
  })

  test('with a final revocation fails, whatever else is said', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(affirming, denying, useless)), said, policies, (rest, times, policy) => {
        return rank([...rest, revoked(0, 'keyCompromise', times)], policy) === RANK.violated
      }),
    )
  })
})
