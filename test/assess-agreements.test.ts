import { describe, expect, test } from 'vitest'
import {
  authenticate,
  BILATERAL_POLICY,
  type BilateralAnchor,
  bilateralAnchor,
  instant,
  nodeCrypto,
  type Policy,
  parseCertificate,
  QWAC_POLICY,
  type Report,
  rollOver,
  validate,
} from '../src/index.ts'
import { createTestWorld } from '../src/sandbox/index.ts'
import { parsed } from './support/authorities.ts'
import {
  authority,
  type Certified,
  CLIENT,
  dns,
  ID,
  leaf,
  names,
  purposes,
  someone,
} from './support/certified.ts'

const now = instant('2026-06-01T12:00:00Z')
const crypto = nodeCrypto()
const world = await createTestWorld({ seed: 'agreements', now })
const lists = await authenticate(world.source, { notice: world.notice, crypto, at: now })

const exchange = someone('Exchange')
const successor = someone('Exchange')
const desk = someone('Trading desk')
const member = someone('member.example')
const ofExchange = parsed(authority(exchange, exchange))

const year = { from: instant('2026-01-01T00:00:00Z'), until: instant('2026-12-31T23:59:59Z') }
const terms = { agreement: 'settlement', purposes: ['client'], period: year } as const
const agreed = bilateralAnchor({ ...terms, certificate: ofExchange })

const says: Certified = {
  extensions: { [ID.purposes]: purposes(CLIENT), [ID.names]: names(dns('member.example')) },
}
const certificate = leaf(exchange, member, says)

interface Asked {
  readonly anchors?: readonly BilateralAnchor[]
  readonly policy?: Policy
  readonly purpose?: 'client' | 'server'
  readonly certificate?: Uint8Array
  readonly intermediates?: readonly Uint8Array[]
  readonly at?: string
}

/** Revocation is spared, because no list of the exchange is there; nothing else is. */
function ask({ anchors = [agreed], policy = BILATERAL_POLICY, purpose = 'client', ...given }: Asked = {}) {
  return validate(
    {
      certificate: given.certificate ?? certificate,
      intermediates: given.intermediates ?? [],
      at: instant(given.at ?? '2026-06-01T12:00:00Z'),
      listsAt: now,
      policy: { ...policy, revocation: { missing: 'soft' }, agreements: { anchors, purpose } },
    },
    { lists, crypto },
  )
}

const reasonOf = ({ findings }: Report, code: string) =>
  findings.filter(each => each.code === code).map(({ outcome, reason }) => reason ?? outcome)

describe('a certificate below the authority of a counterparty', () => {
  test('passes by the agreement, and is not qualified by it', async () => {
    const report = await ask()
    expect(report.verdict).toBe('passed')
    expect(report.anchor).toEqual({
      kind: 'bilateral',
      name: 'CN=Exchange',
      agreement: 'settlement',
      purposes: ['client'],
      from: '2026-01-01T00:00:00Z',
      until: '2026-12-31T23:59:59Z',
    })
    expect(report.qualification.website.result).not.toBe('QWAC')
    expect(report.qualification.services).toEqual([])
    const decided = report.findings.filter(({ severity }) => severity === 'error')
    expect(decided.filter(({ code }) => code.startsWith('qualification.'))).toEqual([])
  })

  test('passes by the name and the key alone, without a certificate of the authority', async () => {
    const { subject: name, publicKey } = ofExchange
    const anchor = bilateralAnchor({ ...terms, certificate: { name, publicKey } })
    expect((await ask({ anchors: [anchor] })).verdict).toBe('passed')
  })

  test.each([
    ['by the policy for payment service providers', QWAC_POLICY],
    [
      'by any policy that asks for qualification',
      { required: [...BILATERAL_POLICY.required, 'qualification.website-authentication'] as const },
    ],
  ])('never passes %s', async (_, policy) => {
    const report = await ask({ policy })
    expect(report.verdict).not.toBe('passed')
    expect(report.anchor).toBeNull()
    expect(reasonOf(report, 'path.agreement')).toEqual([])
    expect(reasonOf(report, 'path.anchor')).not.toContain('satisfied')
  })

  test('does not pass where nobody agreed on anything', async () => {
    const report = await ask({ anchors: [] })
    expect(report).toMatchObject({ verdict: 'indeterminate', anchor: null })
  })

  test('does not pass when it was revoked by nobody knows whom: revocation is asked unless told', async () => {
    const report = await validate(
      { certificate, at: now, policy: { ...BILATERAL_POLICY, agreements: { anchors: [agreed] } } },
      { lists, crypto },
    )
    expect(report.verdict).toBe('indeterminate')
    expect(reasonOf(report, 'revocation.status')).toEqual(['not-checked'])
  })
})

describe('an agreement', () => {
  test.each([
    ['2026-02-28T23:59:59Z', 'failed', 'not-yet-in-force'],
    ['2026-03-01T00:00:00Z', 'passed', 'satisfied'],
    ['2026-09-30T23:59:59Z', 'passed', 'satisfied'],
    ['2026-10-01T00:00:00Z', 'failed', 'no-longer-in-force'],
  ])('at %s: %s, %s', async (at, verdict, reason) => {
    const period = { from: instant('2026-03-01T00:00:00Z'), until: instant('2026-09-30T23:59:59Z') }
    const report = await ask({ anchors: [{ ...agreed, period }], at })
    expect([report.verdict, ...reasonOf(report, 'path.agreement')]).toEqual([verdict, reason])
  })

  test('for clients covers no server', async () => {
    const report = await ask({ purpose: 'server' })
    expect(report.verdict).toBe('failed')
    expect(reasonOf(report, 'path.agreement')).toEqual(['other-purpose'])
  })

  test('for servers covers no certificate that is for clients', async () => {
    const report = await ask({ anchors: [{ ...agreed, purposes: ['server'] }], purpose: 'server' })
    expect(reasonOf(report, 'path.agreement')).toEqual(['satisfied'])
    expect(report.verdict).toBe('failed')
    expect(reasonOf(report, 'path.extended-key-usage')).toEqual(['other-purpose'])
  })

  test.each([
    ['member.example', 'passed', 'satisfied'],
    ['example', 'passed', 'satisfied'],
    ['other.example', 'failed', 'not-permitted'],
  ])('that permits names below %s: %s', async (text, verdict, reason) => {
    const names = { permitted: [{ base: { form: 'dNSName', text }, minimum: 0 }], excluded: [] } as const
    const report = await ask({ anchors: [{ ...agreed, nameConstraints: names }] })
    expect(report.verdict).toBe(verdict)
    expect(reasonOf(report, 'path.name-constraints')).toEqual([reason])
  })

  test('binds the authorities below, too', async () => {
    const below = leaf(desk, member, says)
    const intermediates = [authority(exchange, desk)]
    expect((await ask({ certificate: below, intermediates })).verdict).toBe('passed')
    const anchors = [{ ...agreed, pathLength: 0 }]
    const report = await ask({ certificate: below, intermediates, anchors })
    expect(report.verdict).toBe('failed')
    expect(reasonOf(report, 'path.length')).toContain('exceeded')
  })

  test('vouches for nobody with another key of the same name', async () => {
    const report = await ask({ certificate: leaf(successor, member, says) })
    expect(report).toMatchObject({ verdict: 'indeterminate', anchor: null })
  })

  test('does not vouch for its own authority', async () => {
    const report = await ask({ certificate: authority(exchange, exchange) })
    expect(report.verdict).not.toBe('passed')
    expect(report.anchor).toBeNull()
  })
})

describe('two agreements', () => {
  const next = bilateralAnchor({ ...terms, certificate: parsed(authority(successor, successor)) })
  const june = { from: instant('2026-06-01T00:00:00Z'), until: instant('2026-06-30T23:59:59Z') }

  test.each([
    ['2026-05-31T23:59:59Z', 'passed', 'failed'],
    ['2026-06-01T00:00:00Z', 'passed', 'passed'],
    ['2026-06-30T23:59:59Z', 'passed', 'passed'],
    ['2026-07-01T00:00:00Z', 'failed', 'passed'],
  ])('of a rollover in June, at %s: the old one %s, the new one %s', async (at, old, fresh) => {
    const anchors = rollOver(agreed, next, june)
    const byOld = await ask({ anchors, at })
    const byNew = await ask({ anchors, at, certificate: leaf(successor, member, says) })
    expect([byOld.verdict, byNew.verdict]).toEqual([old, fresh])
  })

  test.each([[0], [1]])(
    'about one key: that which covers the use counts, wherever it stands (%i)',
    async first => {
      const other = { ...agreed, agreement: 'reporting', purposes: ['server'] } as const
      const anchors = first === 0 ? [other, agreed] : [agreed, other]
      const report = await ask({ anchors })
      expect(report).toMatchObject({ verdict: 'passed', anchor: { agreement: 'settlement' } })
    },
  )
})

describe('an authority that is listed, and agreed on as well', async () => {
  const { certificate: listed, chain: intermediates } = await world.mint({})
  const read = parseCertificate(world.caCertificate)
  if (!read.ok) throw new Error(read.reason)
  const anchors = [bilateralAnchor({ ...terms, purposes: ['client', 'server'], certificate: read.value })]
  const given = { certificate: listed, intermediates, anchors, purpose: 'server' } as const

  test('is trusted as agreed by the policy for agreements, and what the lists say is told', async () => {
    const report = await ask(given)
    expect(report).toMatchObject({
      verdict: 'passed',
      anchor: { kind: 'bilateral' },
      qualification: { website: { result: 'QWAC' } },
    })
  })

  test('is trusted as listed by the policy for payment service providers, with or without the agreement', async () => {
    const report = await ask({ ...given, policy: QWAC_POLICY })
    const without = await ask({ ...given, policy: QWAC_POLICY, anchors: [] })
    expect(report).toEqual(without)
    expect(report.anchor).toMatchObject({ kind: 'trust-list-service' })
  })

  test('is trusted as listed by a policy that takes either, when the agreement is over', async () => {
    const policy: Policy = { required: ['path.anchor'] }
    const over = anchors.map(each => ({ ...each, period: { from: year.from, until: year.from } }))
    const now = await ask({ ...given, policy })
    const later = await ask({ ...given, policy, anchors: over })
    expect([now.anchor?.kind, later.anchor?.kind]).toEqual(['bilateral', 'trust-list-service'])
    expect(reasonOf(later, 'path.agreement')).toEqual([])
  })
})
