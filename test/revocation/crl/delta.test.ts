import { describe, expect, test } from 'vitest'
import type { Certificate } from '../../../src/certificate/certificate.ts'
import { formatInstant } from '../../../src/core/time.ts'
import {
  type CrlParts,
  crlExtension,
  crlNumber,
  deltaOf,
  entry,
  issuingDistributionPoint,
  reason,
} from '../../support/crl-writer.ts'
import { hex, octets, sequence, tlv, utcTime } from '../../support/der-writer.ts'
import { ask, leafWith, list, other, serialOf, TRUE, told } from './asked.ts'

describe('changes to a list', () => {
  const base = (leaf: Certificate, code = 6): Uint8Array =>
    list({ thisUpdate: utcTime('260530000000Z'), entries: [entry(serialOf(leaf), undefined, reason(code))] })
  const changes = (entries: readonly Uint8Array[], numbers = [8, 7], more: CrlParts = {}): Uint8Array =>
    list({ entries, extensions: [crlNumber(numbers[0] ?? 0), deltaOf(numbers[1] ?? 0)], ...more })

  test('add a revocation', async () => {
    const leaf = await leafWith()
    expect(told(await ask(leaf, [list({}), changes([entry(serialOf(leaf), undefined, reason(1))])]))).toEqual(
      ['revoked keyCompromise'],
    )
  })

  test('end a hold', async () => {
    const leaf = await leafWith()
    const removal = [entry(serialOf(leaf), undefined, reason(8))]
    expect(told(await ask(leaf, [base(leaf), changes(removal)]))).toEqual(['good'])
  })

  test.each([
    ['of the number of the base', [8, 7], ['good']],
    ['from an earlier base', [8, 3], ['good']],
    ['from a later base', [9, 8], ['revoked certificateHold', 'delta-without-base']],
    ['of no later number', [7, 7], ['revoked certificateHold', 'delta-not-newer']],
  ])('are laid over a list when they start %s', async (_, numbers, expected) => {
    const leaf = await leafWith()
    const removal = [entry(serialOf(leaf), undefined, reason(8))]
    expect(told(await ask(leaf, [base(leaf), changes(removal, numbers)]))).toEqual(expected)
  })

  test.each<[string, CrlParts, string]>([
    [
      'another scope',
      { extensions: [crlNumber(8), deltaOf(7), issuingDistributionPoint(tlv(0x81, TRUE))] },
      'delta-without-base',
    ],
    ['no number', { extensions: [deltaOf(7)] }, 'delta-without-base'],
    ['another issuer', { issuer: '/CN=X' }, 'delta-without-base'],
    [
      'another key identifier',
      { extensions: [crlExtension('2.5.29.35', sequence(tlv(0x80, hex('aa')))), crlNumber(8), deltaOf(7)] },
      'delta-without-base',
    ],
  ])('do not count with %s', async (_, more, expected) => {
    const leaf = await leafWith()
    const delta = changes([entry(serialOf(leaf), undefined, reason(8))], [8, 7], more)
    expect(told(await ask(leaf, [base(leaf), delta]))).toEqual(['revoked certificateHold', expected])
  })

  test('do not count by another key', async () => {
    const leaf = await leafWith()
    const parts = {
      entries: [entry(serialOf(leaf), undefined, reason(8))],
      extensions: [crlNumber(8), deltaOf(7)],
    }
    expect(told(await ask(leaf, [base(leaf), list(parts, other)]))).toEqual([
      'revoked certificateHold',
      'signature-wrong',
    ])
  })

  test('do not count with what nobody knows, be it in an entry of another', async () => {
    const leaf = await leafWith()
    const unknown = entry('01', undefined, crlExtension('2.999.1', octets(), true))
    const removal = entry(serialOf(leaf), undefined, reason(8))
    expect(told(await ask(leaf, [base(leaf), changes([unknown, removal])]))).toEqual([
      'revoked certificateHold',
      'unknown-critical-extension',
    ])
  })

  test('keep a list fresh', async () => {
    const old = list({ thisUpdate: utcTime('260501000000Z'), nextUpdate: utcTime('260508000000Z') })
    const [evidence] = await ask(await leafWith(), [old, changes([])])
    expect(evidence?.outcome === 'verified' && formatInstant(evidence.freshUntil)).toBe(
      '2026-06-07T00:00:00Z',
    )
  })
})
