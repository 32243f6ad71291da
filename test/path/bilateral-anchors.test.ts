import { beforeAll, describe, expect, test } from 'vitest'
import type { Certificate } from '../../src/certificate/certificate.ts'
import { instant } from '../../src/core/time.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import {
  type BilateralAnchor,
  bilateralAnchor,
  checkAgreement,
  rollOver,
} from '../../src/path/bilateral-anchors.ts'
import { buildPaths } from '../../src/path/building/build.ts'
import { indexAnchors } from '../../src/path/building/candidates.ts'
import { validatePath } from '../../src/path/validation/validate.ts'
import { issue, type Party, party, x509 } from '../support/authorities.ts'

const year = { from: instant('2026-01-01T00:00:00Z'), until: instant('2026-12-31T23:59:59Z') }
const june = { from: instant('2026-06-01T00:00:00Z'), until: instant('2026-06-30T23:59:59Z') }

let exchange: Party
let successor: Party
let holder: Party
let old: BilateralAnchor
let next: BilateralAnchor

beforeAll(async () => {
  ;[exchange, successor, holder] = (await Promise.all(
    ['Exchange', 'Exchange 2', 'Member'].map(name => party(name)),
  )) as [Party, Party, Party]
  const terms = { purposes: ['client'], period: year } as const
  const own = (of: Party): Promise<Certificate> => issue(of, of, { ca: true })
  old = bilateralAnchor({ ...terms, agreement: 'settlement', certificate: await own(exchange) })
  next = bilateralAnchor({ ...terms, agreement: 'settlement', certificate: await own(successor) })
})

describe('an agreement', () => {
  test.each([
    ['2025-12-31T23:59:59Z', 'client', 'not-yet-in-force'],
    ['2026-01-01T00:00:00Z', 'client', 'satisfied'],
    ['2026-12-31T23:59:59Z', 'client', 'satisfied'],
    ['2027-01-01T00:00:00Z', 'client', 'no-longer-in-force'],
    ['2026-06-01T00:00:00Z', 'server', 'other-purpose'],
  ] as const)('at %s for a %s: %s', (at, purpose, expected) => {
    const { outcome, reason } = checkAgreement(old, { at: instant(at), purpose })
    expect(reason ?? outcome).toBe(expected)
  })

  test('names a purpose and ends after it begins', async () => {
    const certificate = await issue(exchange, exchange, { ca: true })
    const terms = { agreement: 'a', certificate, purposes: ['client'], period: year } as const
    expect(() => bilateralAnchor({ ...terms, purposes: [] })).toThrow(RangeError)
    expect(() => bilateralAnchor({ ...terms, period: { from: year.until, until: year.from } })).toThrow(
      RangeError,
    )
  })
})

describe('a rollover', () => {
  test.each([
    ['2026-05-31T23:59:59Z', ['old']],
    ['2026-06-01T00:00:00Z', ['old', 'next']],
    ['2026-06-30T23:59:59Z', ['old', 'next']],
    ['2026-07-01T00:00:00Z', ['next']],
  ])('at %s accepts %o', (at, expected) => {
    const anchors = rollOver(old, next, june)
    const agreed = anchors.filter(
      anchor => checkAgreement(anchor, { at: instant(at) }).outcome === 'satisfied',
    )
    const names = agreed.map(({ publicKey }) => (publicKey === old.publicKey ? 'old' : 'next'))
    expect(names).toEqual(expected)
  })

  test('overlaps within both periods only', () => {
    const late = { from: june.from, until: instant('2027-01-01T00:00:00Z') }
    expect(() => rollOver(old, next, late)).toThrow(RangeError)
    expect(() => rollOver(old, next, { from: june.until, until: june.from })).toThrow(RangeError)
  })
})

describe('a path to a counterparty', () => {
  const names = (host: string): x509.Extension =>
    new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: host }])

  test('says that it is trusted bilaterally, whatever dates the certificate of the authority has', async () => {
    const expired = await issue(exchange, exchange, { ca: true, notAfter: '2026-02-01' })
    const anchor = bilateralAnchor({
      agreement: 'a',
      certificate: expired,
      purposes: ['client'],
      period: year,
    })
    const certificate = await issue(exchange, holder)
    const search = await buildPaths({
      certificate,
      intermediates: [],
      anchors: indexAnchors([anchor]),
      crypto: nodeCrypto(),
      at: june.from,
    })
    expect(search.paths).toMatchObject([
      { anchor: { kind: 'bilateral', agreement: 'a' }, outcome: 'verified' },
    ])
  })

  test.each([
    ['a.member.example', 'satisfied'],
    ['member.example', 'satisfied'],
    ['other.example', 'not-permitted'],
  ])('holds it to the names that were agreed on: %s', async (host, expected) => {
    const permitted = [{ base: { form: 'dNSName', text: 'member.example' }, minimum: 0 }] as const
    const anchor = bilateralAnchor({
      agreement: 'a',
      certificate: await issue(exchange, exchange, { ca: true }),
      purposes: ['client'],
      period: year,
      names: { permitted, excluded: [] },
    })
    const leaf = await issue(exchange, holder, { extensions: [names(host)] })
    const at = june.from
    const { certificates } = await validatePath({ certificates: [leaf], anchor, crypto: nodeCrypto(), at })
    const said = certificates
      .flatMap(({ checks }) => checks)
      .find(({ code }) => code === 'path.name-constraints')
    expect(said?.reason ?? said?.outcome).toBe(expected)
  })
})
