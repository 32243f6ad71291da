import { describe, expect, test } from 'vitest'
import { formatInstant } from '../../../src/core/time.ts'
import {
  type CrlParts,
  entry,
  issuingDistributionPoint,
  pointName,
  reason,
} from '../../support/crl-writer.ts'
import { hex, oid, sequence, set, tlv, utcTime, utf8 } from '../../support/der-writer.ts'
import { writtenNameOf } from '../../support/signed-certificate.ts'
import { ask, ca, leafWith, list, nameOf, point, serialOf, told } from './asked.ts'

const A = 'http://crl.example/a'
const B = 'http://crl.example/b'
const of = (uri: string, ...more: readonly Uint8Array[]): CrlParts => ({
  extensions: [issuingDistributionPoint(pointName(uri), ...more)],
})

describe('distribution points', () => {
  test.each([
    ['the only one', [A], A, 'good'],
    ['the second one', [B, A], A, 'good'],
    ['none of them', [B, `${A}/`], A, 'other-distribution-point'],
    ['one in other letters', ['http://crl.example/A'], A, 'other-distribution-point'],
  ])('the list is of %s', async (_, points, uri, expected) => {
    expect(told(await ask(await leafWith(...points.map(each => point(each))), [list(of(uri))]))).toEqual([
      expected,
    ])
  })

  test('a name relative to the issuer is that name', async () => {
    const part = tlv(0xa0, tlv(0xa1, sequence(oid('2.5.4.3'), utf8('Part 1'))))
    const full = tlv(0xa0, tlv(0xa0, tlv(0xa4, writtenNameOf(`${nameOf(ca)}/CN=PART 1`))))
    const extensions = [issuingDistributionPoint(full)]
    expect(told(await ask(await leafWith(sequence(part)), [list({ extensions })]))).toEqual(['good'])
    const longer = tlv(0xa0, tlv(0xa1, sequence(oid('2.5.4.3'), utf8('Part 2'))))
    expect(told(await ask(await leafWith(sequence(longer)), [list({ extensions })]))).toEqual([
      'other-distribution-point',
    ])
    expect(set()).toHaveLength(2)
  })

  const some = tlv(0x83, hex('0560'))
  const rest = tlv(0x83, hex('071f80'))

  test('several lists cover all reasons together, and each says when it is revoked', async () => {
    const leaf = await leafWith(point(A), point(B))
    const [one, two] = [list(of(A, some)), list(of(B, rest))]
    expect(told(await ask(leaf, [one]))).toEqual(['reasons-not-covered'])
    expect(told(await ask(leaf, [two]))).toEqual(['reasons-not-covered'])
    expect(told(await ask(leaf, [one, two]))).toEqual(['good'])
    const revoking = list({ ...of(B, rest), entries: [entry(serialOf(leaf), undefined, reason(4))] })
    expect(told(await ask(leaf, [one, revoking]))).toEqual(['revoked superseded'])
  })

  test('together they are as fresh as the one that ends first', async () => {
    const leaf = await leafWith(point(A), point(B))
    const early = list({ ...of(A, some), nextUpdate: utcTime('260602000000Z') })
    const [evidence] = await ask(leaf, [early, list(of(B, rest))])
    expect(evidence?.outcome === 'verified' && formatInstant(evidence.freshUntil)).toBe(
      '2026-06-02T00:00:00Z',
    )
  })

  test('the reasons of the point limit those of its list', async () => {
    const leaf = await leafWith(point(A, { reasons: '0560' }))
    expect(told(await ask(leaf, [list(of(A))]))).toEqual(['reasons-not-covered'])
    expect(told(await ask(leaf, [list({})]))).toEqual(['good'])
  })
})
