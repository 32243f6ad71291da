import { KeyObject } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Certificate } from '../../../src/certificate/certificate.ts'
import { equalBytes, toHex } from '../../../src/core/bytes.ts'
import { formatInstant, instant } from '../../../src/core/time.ts'
import { nodeCrypto } from '../../../src/crypto/node.ts'
import { checkCrls } from '../../../src/revocation/crl/check.ts'
import { parseCrl } from '../../../src/revocation/crl/crl.ts'
import { checkRevocationList } from '../../../src/revocation/crl/finding.ts'
import { type CrlQuestion, type GivenCrl, readCrl } from '../../../src/revocation/crl/question.ts'
import type { StatusEvidence } from '../../../src/revocation/status.ts'
import { createTestWorld } from '../../../src/sandbox/world.ts'
import { anchorOf, issue, type Party, parsed, party, x509 } from '../../support/authorities.ts'
import {
  type CrlParts,
  certificateIssuer,
  crl,
  crlExtension,
  crlNumber,
  deltaOf,
  entry,
  issuingDistributionPoint,
  pointName,
  reason,
} from '../../support/crl-writer.ts'
import { hex, octets, oid, sequence, set, tlv, utcTime, utf8 } from '../../support/der-writer.ts'
import { writtenNameOf } from '../../support/signed-certificate.ts'
import { signerName } from '../by-hand.ts'

const at = instant('2026-06-01T00:00:00Z')
const crypto = nodeCrypto()
const TRUE = Uint8Array.of(0xff)

let root: Party
let ca: Party
let other: Party
let signer: Party
let rootCertificate: Certificate
let caCertificate: Certificate

beforeAll(async () => {
  const parties = await Promise.all(['Root', 'CA', 'Other', 'Signer'].map(name => party(name)))
  ;[root, ca, other, signer] = parties as [Party, Party, Party, Party]
  rootCertificate = await issue(root, root, { ca: true })
  caCertificate = await issue(root, ca, { ca: true })
})

const CRL_SIGN = x509.KeyUsageFlags.cRLSign
const nameOf = ({ name }: Party): string => `/O=Test/CN=${name.slice(name.lastIndexOf('=') + 1)}`

function list(parts: CrlParts, by: Party = ca): Uint8Array {
  const privateKey = KeyObject.from(by.keys.privateKey)
  return crl({ issuer: nameOf(ca), ...parts }, { privateKey, spki: new Uint8Array(0) })
}

/** A distribution point of a certificate: a name, reasons, and who issues its list. */
function point(uri: string | undefined, more: { reasons?: string; crlIssuer?: string } = {}): Uint8Array {
  return sequence(
    ...(uri === undefined ? [] : [pointName(uri)]),
    ...(more.reasons === undefined ? [] : [tlv(0x81, hex(more.reasons))]),
    ...(more.crlIssuer === undefined ? [] : [tlv(0xa2, tlv(0xa4, writtenNameOf(more.crlIssuer)))]),
  )
}

const leafWith = (...points: readonly Uint8Array[]): Promise<Certificate> => {
  const value = new Uint8Array(sequence(...points))
  return issue(
    ca,
    other,
    points.length === 0 ? {} : { extensions: [new x509.Extension('2.5.29.31', false, value)] },
  )
}

async function given(bytes: Uint8Array): Promise<GivenCrl> {
  const read = await readCrl(bytes, crypto)
  if (!('list' in read)) throw new Error(JSON.stringify(read))
  return read
}

async function ask(certificate: Certificate, lists: readonly Uint8Array[], more: Partial<CrlQuestion> = {}) {
  return checkCrls({
    certificate,
    issuer: { name: caCertificate.subject, publicKey: caCertificate.publicKey, certificate: caCertificate },
    anchor: anchorOf(rootCertificate),
    intermediates: [caCertificate],
    lists: await Promise.all(lists.map(given)),
    at,
    crypto,
    ...more,
  })
}

/** What was found, in a word for each. */
const told = (evidence: readonly StatusEvidence[]): readonly string[] =>
  evidence.map(each => {
    if (each.outcome === 'unusable') return each.reason
    const { status } = each
    return status.status === 'revoked' ? `revoked ${status.reason ?? ''}`.trim() : status.status
  })

const serialOf = ({ serialNumber }: Certificate): string => toHex(serialNumber)

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

describe('a list of another than the issuer', () => {
  const indirect = {
    extensions: [issuingDistributionPoint(tlv(0x84, TRUE)), crlNumber(7)],
    issuer: '/O=Test/CN=Signer',
  }
  const rootList = (entries: readonly Uint8Array[] = []): Uint8Array =>
    list({ issuer: nameOf(root), entries }, root)
  const indirectLeaf = () => leafWith(point(undefined, { crlIssuer: '/O=Test/CN=Signer' }))

  async function withSigner(
    lists: readonly Uint8Array[],
    options: Parameters<typeof issue>[2] = { keyUsage: CRL_SIGN },
    by: Party = root,
  ) {
    const certificate = await issue(by, signer, options)
    return {
      certificate,
      evidence: await ask(await indirectLeaf(), lists, { intermediates: [caCertificate, certificate] }),
    }
  }

  test('counts when the certificate names it and its signer is proved and not revoked', async () => {
    const { evidence } = await withSigner([list(indirect, signer), rootList()])
    expect(told(evidence)[0]).toBe('good')
    expect(evidence[0]).toMatchObject({ signer: { role: 'delegate' } })
    expect(evidence[0] && signerName(evidence[0])).toBe('CN=Signer,O=Test,C=LU')
  })

  test('says that it is revoked only under the issuer of the certificate', async () => {
    const leaf = await indirectLeaf()
    const certificate = await issue(root, signer, { keyUsage: CRL_SIGN })
    const serial = serialOf(leaf)
    const outcome = async (...entries: readonly Uint8Array[]) =>
      told(
        await ask(leaf, [list({ ...indirect, entries }, signer), rootList()], {
          intermediates: [caCertificate, certificate],
        }),
      )[0]
    expect(await outcome(entry(serial))).toBe('good')
    expect(await outcome(entry(serial, undefined, certificateIssuer('/O=Test/CN=Other')))).toBe('good')
    expect(await outcome(entry(serial, undefined, certificateIssuer(nameOf(ca))))).toBe('revoked')
    expect(await outcome(entry('01', undefined, certificateIssuer(nameOf(ca))), entry(serial))).toBe(
      'revoked',
    )
  })

  test.each<[string, Parameters<typeof issue>[2]]>([
    ['signer-key-usage', { keyUsage: x509.KeyUsageFlags.digitalSignature }],
    ['signer-key-usage', {}],
    ['signer-without-path', { keyUsage: CRL_SIGN, notAfter: '2026-05-31' }],
  ])('is %s by a certificate with %o', async (expected, options) => {
    const { evidence } = await withSigner([list(indirect, signer), rootList()], options)
    expect(told(evidence)).toContain(expected)
    expect(told(evidence)).not.toContain('good')
  })

  test('does not count by a signer under another anchor', async () => {
    const { evidence } = await withSigner([list(indirect, signer), rootList()], { keyUsage: CRL_SIGN }, other)
    expect(told(evidence)[0]).toBe('signer-without-path')
  })

  test('does not count while nobody speaks of its signer, or its signer was revoked', async () => {
    const certificate = await issue(root, signer, { keyUsage: CRL_SIGN })
    const intermediates = [caCertificate, certificate]
    const leaf = await indirectLeaf()
    const own = list(indirect, signer)
    expect(told(await ask(leaf, [own], { intermediates }))).toEqual(['signer-status-open'])
    const revoking = rootList([entry(serialOf(certificate))])
    expect(told(await ask(leaf, [own, revoking], { intermediates }))[0]).toBe('signer-revoked')
  })

  test('does not count without being named, or without saying that it is one', async () => {
    const certificate = await issue(root, signer, { keyUsage: CRL_SIGN })
    const intermediates = [caCertificate, certificate]
    expect(told(await ask(await leafWith(), [list(indirect, signer)], { intermediates }))).toEqual([
      'other-issuer',
    ])
    const plain = list({ issuer: '/O=Test/CN=Signer' }, signer)
    expect(told(await ask(await indirectLeaf(), [plain], { intermediates }))).toEqual(['other-issuer'])
    expect(told(await ask(await indirectLeaf(), [list(indirect, signer)]))).toEqual(['signer-not-found'])
  })

  test('stops among many of its name', async () => {
    const certificates = await Promise.all(
      Array.from({ length: 20 }, () => issue(root, signer, { keyUsage: CRL_SIGN })),
    )
    const stranger = await party('Signer')
    const evidence = await ask(await indirectLeaf(), [list(indirect, stranger), rootList()], {
      intermediates: [caCertificate, ...certificates],
    })
    expect(told(evidence)[0]).toMatch(/^(?:signature-wrong|budget-spent)$/)
  })
})

describe('the lists of a test world', () => {
  const now = instant('2026-06-01T12:00:00Z')

  async function inWorld() {
    const world = await createTestWorld({ seed: 'lists', now })
    const good = await world.mint({ subject: 'Good' })
    const bad = await world.mint({ subject: 'Bad' })
    world.revoke(bad, { reason: 'keyCompromise', at: instant('2026-05-20T00:00:00Z') })
    const authority = parsed(world.caCertificate)
    const answer = async (leaf: Uint8Array, ...lists: readonly Uint8Array[]) =>
      told(
        await checkCrls({
          certificate: parsed(leaf),
          issuer: { name: authority.subject, publicKey: authority.publicKey, certificate: authority },
          anchor: anchorOf(authority),
          intermediates: [],
          lists: await Promise.all(lists.map(given)),
          at: now,
          crypto,
        }),
      )
    return { world, good: good.certificate, bad: bad.certificate, answer }
  }

  test.each([
    ['full', 'issuer', 'good', 'revoked keyCompromise'],
    ['partitioned', 'issuer', 'good', 'revoked keyCompromise'],
    ['other-partition', 'issuer', 'other-distribution-point', 'other-distribution-point'],
    ['delta', 'issuer', 'delta-without-base', 'delta-without-base'],
    ['full', 'stranger', 'signature-wrong', 'signature-wrong'],
  ] as const)('%s by %s: %s, %s', async (scope, by, expectedOfGood, expectedOfBad) => {
    const { world, good, bad, answer } = await inWorld()
    const bytes = await world.crl({ scope, signer: by })
    expect(await answer(good, bytes)).toEqual([expectedOfGood])
    expect(await answer(bad, bytes)).toEqual([expectedOfBad])
  })

  test('a list from the future says nothing', async () => {
    const { world, good, answer } = await inWorld()
    expect(await answer(good, await world.crl({ freshness: 'future' }))).toEqual(['not-yet-valid'])
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
