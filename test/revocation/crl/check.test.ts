import { describe, expect, test } from 'vitest'
import type { Certificate } from '../../../src/certificate/certificate.ts'
import { equalBytes } from '../../../src/core/bytes.ts'
import { formatInstant, instant } from '../../../src/core/time.ts'
import { parseCrl } from '../../../src/revocation/crl/crl.ts'
import { checkRevocationList } from '../../../src/revocation/crl/finding.ts'
import { readCrl } from '../../../src/revocation/crl/question.ts'
import { anchorOf, issue, party, x509 } from '../../support/authorities.ts'
import {
  type CrlParts,
  crlExtension,
  crlNumber,
  deltaOf,
  entry,
  issuingDistributionPoint,
  pointName,
  reason,
} from '../../support/crl-writer.ts'
import { hex, octets, tlv, utcTime } from '../../support/der-writer.ts'
import { signerName } from '../by-hand.ts'
import {
  ask,
  at,
  CRL_SIGN,
  ca,
  caCertificate,
  crypto,
  given,
  leafWith,
  list,
  nameOf,
  other,
  root,
  rootCertificate,
  serialOf,
  TRUE,
  told,
} from './asked.ts'

describe('a complete list of the issuer', () => {
  test('without the certificate is good, and says until when and by whom', async () => {
    const [evidence] = await ask(await leafWith(), [list({})])
    expect(evidence).toMatchObject({
      outcome: 'verified',
      status: { status: 'good' },
      signer: { role: 'issuer' },
      facts: { crlNumber: '7', entries: 0 },
    })
    expect(evidence && signerName(evidence)).toBe('CN=CA,O=Test,C=LU')
    expect(evidence?.outcome === 'verified' && formatInstant(evidence.freshUntil)).toBe(
      '2026-06-07T00:00:00Z',
    )
  })

  test.each([
    [undefined, 'revoked'],
    [1, 'revoked keyCompromise'],
    [6, 'revoked certificateHold'],
    [10, 'revoked aACompromise'],
  ])('with the certificate and reason %s says %s', async (code, expected) => {
    const leaf = await leafWith()
    const own = entry(serialOf(leaf), '260501000000Z', ...(code === undefined ? [] : [reason(code)]))
    expect(told(await ask(leaf, [list({ entries: [entry('01'), own] })]))).toEqual([expected])
  })

  test.each<[string, string, CrlParts]>([
    ['good', 'made five minutes later', { thisUpdate: utcTime('260601000500Z') }],
    ['not-yet-valid', 'made later than that', { thisUpdate: utcTime('260601000501Z') }],
    ['inconsistent-times', 'replaced before it was made', { nextUpdate: utcTime('260530235959Z') }],
    ['no-next-update', 'without an end', { nextUpdate: new Uint8Array(0) }],
    [
      'unknown-critical-extension',
      'with what nobody knows',
      { extensions: [crlExtension('2.999.1', octets(), true)] },
    ],
    [
      'unknown-critical-extension',
      'with an entry of another with what nobody knows',
      { entries: [entry('01', undefined, crlExtension('2.999.1', octets(), true))] },
    ],
    ['other-issuer', 'of another issuer', { issuer: '/O=Test/CN=Other' }],
    ['delta-without-base', 'of changes only', { extensions: [crlNumber(7), deltaOf(6)] }],
    [
      'other-kind-of-certificate',
      'of authorities',
      { extensions: [issuingDistributionPoint(tlv(0x82, TRUE))] },
    ],
    [
      'other-kind-of-certificate',
      'of attributes',
      { extensions: [issuingDistributionPoint(tlv(0x85, TRUE))] },
    ],
    ['good', 'of holders', { extensions: [issuingDistributionPoint(tlv(0x81, TRUE))] }],
    [
      'other-distribution-point',
      'of a place that the certificate does not name',
      { extensions: [issuingDistributionPoint(pointName('http://crl.example/b'))] },
    ],
    [
      'reasons-not-covered',
      'for some reasons',
      { extensions: [issuingDistributionPoint(tlv(0x83, hex('0560')))] },
    ],
  ])('is %s when it is one %s', async (expected, _, parts) => {
    expect(told(await ask(await leafWith(), [list(parts)]))).toEqual([expected])
  })

  test('says that it is revoked although it has no end', async () => {
    const leaf = await leafWith()
    const endless = list({ nextUpdate: new Uint8Array(0), entries: [entry(serialOf(leaf))] })
    const [evidence] = await ask(leaf, [endless])
    expect(told(evidence ? [evidence] : [])).toEqual(['revoked'])
    expect(evidence?.outcome === 'verified' && evidence.freshUntil).toBe(instant('2026-05-31T00:00:00Z'))
  })

  test('says nothing about a certificate that had expired before, unless that is on it', async () => {
    const leaf = await issue(ca, other, { notAfter: '2026-05-30' })
    expect(told(await ask(leaf, [list({})]))).toEqual(['expired-before-list'])
    expect(told(await ask(leaf, [list({ entries: [entry(serialOf(leaf))] })]))).toEqual(['revoked'])
  })

  test('made with another key is forged', async () => {
    expect(told(await ask(await leafWith(), [list({}, other)]))).toEqual(['signature-wrong'])
  })

  test.each([
    ['newer', '260531000000Z', ['good', 'hold-ended']],
    ['older', '260529000000Z', ['revoked certificateHold']],
  ])('counts before one that is older: the one without the hold is %s', async (_, thisUpdate, expected) => {
    const leaf = await leafWith()
    const free = list({ thisUpdate: utcTime(thisUpdate), extensions: [crlNumber(8)] })
    const held = list({
      thisUpdate: utcTime('260530000000Z'),
      entries: [entry(serialOf(leaf), undefined, reason(6))],
    })
    expect(told(await ask(leaf, [held, free]))).toEqual(expected)
    expect(told(await ask(leaf, [free, held]))).toEqual(expected)
  })

  test('counts although a newer one cannot be used', async () => {
    const forged = list({ thisUpdate: utcTime('260531120000Z') }, other)
    expect(told(await ask(await leafWith(), [forged, list({})]))).toEqual(['good', 'signature-wrong'])
  })

  test('is told in the words of the catalogue', async () => {
    const leaf = await leafWith()
    const outcome = async (parts: CrlParts, moment = at) => {
      const [evidence] = await ask(leaf, [list(parts)])
      return evidence && checkRevocationList(evidence as Parameters<typeof checkRevocationList>[0], moment)
    }
    expect(await outcome({})).toMatchObject({ outcome: 'satisfied', severity: 'warning' })
    expect(await outcome({}, instant('2026-06-07T00:00:00Z'))).toMatchObject({ outcome: 'satisfied' })
    expect(await outcome({}, instant('2026-06-07T00:00:01Z'))).toMatchObject({ reason: 'stale' })
    expect(await outcome({ entries: [entry(serialOf(leaf))] })).toMatchObject({ reason: 'status-revoked' })
    expect(await outcome({ issuer: '/CN=X' })).toMatchObject({
      outcome: 'undetermined',
      reason: 'other-issuer',
    })
  })

  test('cannot be used where it cannot be read', async () => {
    const read = await readCrl(hex('3000'), crypto)
    expect(read).toMatchObject({ outcome: 'unusable', reason: 'malformed' })
  })
})

describe('a list of an authority that', () => {
  const by = (certificate: Certificate) => ({
    issuer: { name: certificate.subject, publicKey: certificate.publicKey, certificate },
    intermediates: [certificate],
  })

  test.each([
    ['may sign lists', x509.KeyUsageFlags.keyCertSign | CRL_SIGN, 'good'],
    ['may sign certificates alone', x509.KeyUsageFlags.keyCertSign, 'signer-key-usage'],
  ])('%s: %s', async (_, keyUsage, expected) => {
    const certificate = await issue(root, ca, { ca: true, keyUsage })
    expect(told(await ask(await leafWith(), [list({})], by(certificate)))).toEqual([expected])
  })

  test.each([
    ['has a new key for lists', CRL_SIGN, 'good'],
    ['has a new key for something else', x509.KeyUsageFlags.digitalSignature, 'signer-key-usage'],
  ])('%s, under the same name: %s', async (_, keyUsage, expected) => {
    const renewed = await party('CA')
    const certificate = await issue(root, renewed, { keyUsage })
    const cleared = list({ issuer: nameOf(root) }, root)
    const intermediates = [caCertificate, certificate]
    const leaf = await leafWith()
    expect(told(await ask(leaf, [list({}, renewed), cleared], { intermediates }))[0]).toBe(expected)
    expect(told(await ask(leaf, [list({}, renewed), cleared]))[0]).toBe('signature-wrong')
  })

  test.each([
    ['holders', 0x81, 'other-kind-of-certificate'],
    ['authorities', 0x82, 'good'],
    ['attributes', 0x85, 'other-kind-of-certificate'],
  ])('speaks of %s, asked about an authority', async (_, tag, expected) => {
    const only = {
      issuer: nameOf(root),
      extensions: [issuingDistributionPoint(tlv(tag, TRUE)), crlNumber(7)],
    }
    const anchor = anchorOf(rootCertificate)
    const about = { issuer: { name: anchor.name, publicKey: anchor.publicKey }, intermediates: [] }
    expect(told(await ask(caCertificate, [list(only, root)], about))).toEqual([expected])
  })

  test('gives its list no number: it is one all the same, and nothing can be laid over it', async () => {
    const leaf = await leafWith()
    const held = list({ extensions: [], entries: [entry(serialOf(leaf), undefined, reason(6))] })
    expect(told(await ask(leaf, [list({ extensions: [] })]))).toEqual(['good'])
    const removal = list({
      entries: [entry(serialOf(leaf), undefined, reason(8))],
      extensions: [crlNumber(8), deltaOf(0)],
    })
    expect(told(await ask(leaf, [held, removal]))).toEqual(['revoked certificateHold', 'delta-without-base'])
  })

  test('knows since when a key is not to be trusted tells it', async () => {
    const leaf = await leafWith()
    const since = crlExtension('2.5.29.24', tlv(0x18, new TextEncoder().encode('20260401000000Z')))
    const [evidence] = await ask(leaf, [
      list({ entries: [entry(serialOf(leaf), undefined, reason(1), since)] }),
    ])
    expect(evidence).toMatchObject({
      status: {
        status: 'revoked',
        at: instant('2026-05-01T00:00:00Z'),
        invalidityDate: instant('2026-04-01T00:00:00Z'),
      },
    })
  })

  test('keeps expired certificates on its list: silence about one that had expired is none the less no answer', async () => {
    const leaf = await issue(ca, other, { notAfter: '2026-05-30' })
    const kept = crlExtension('2.5.29.60', tlv(0x18, new TextEncoder().encode('20200101000000Z')))
    expect(told(await ask(leaf, [list({ extensions: [crlNumber(7), kept] })]))).toEqual([
      'expired-before-list',
    ])
  })
})

describe('every bit of a list', () => {
  test('that is turned makes it unusable, or nothing that was signed has changed', async () => {
    const leaf = await leafWith()
    const sound = list({ entries: [entry('0102'), entry('0304', undefined, reason(1))] })
    const original = (await given(sound)).list
    const unnoticed: number[] = []
    for (let bit = 0; bit < sound.length * 8; bit += process.env['QWAC_EVERY_BIT'] === '1' ? 1 : 5) {
      const flipped = sound.slice()
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7))
      const read = parseCrl(flipped)
      if (!read.ok) continue
      const [outcome] = told(await ask(leaf, [flipped]))
      if (outcome === 'good' && !equalBytes(read.value.tbs, original.tbs)) unnoticed.push(bit)
    }
    expect(unnoticed).toEqual([])
  })
})
