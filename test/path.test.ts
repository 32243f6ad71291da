import { describe, expect, test } from 'vitest'
import { toHex } from '../src/core/bytes.ts'
import { instant } from '../src/core/time.ts'
import { nodeCrypto } from '../src/crypto/node.ts'
import { createIntermediateStore, validateCertificate, validatePath } from '../src/path.ts'
import { parsed } from './support/authorities.ts'
import { authority, dns, ID, leaf, names, someone } from './support/certified.ts'
import {
  type CrlParts,
  crl,
  crlExtension,
  crlNumber,
  deltaOf,
  entry,
  issuingDistributionPoint,
  pointName,
} from './support/crl-writer.ts'
import { bits, integer, nothing, sequence, tlv, utcTime } from './support/der-writer.ts'
import { writtenNameOf } from './support/signed-certificate.ts'

const at = instant('2026-06-01T00:00:00Z')
const crypto = nodeCrypto()
const named = (name: string) => ({ ...someone(name), name: writtenNameOf(`/CN=${name}`) })
const root = named('Root')
const other = named('Root')
const middle = named('Middle')
const holder = named('www.example.com')

const anchor = authority(root, root)
const certificate = leaf(root, holder)
const serial = toHex(parsed(certificate).serialNumber)
const point = (uri: string) => ({ extensions: { '2.5.29.31': sequence(sequence(pointName(uri))) } })
const list = (parts: CrlParts = {}, key = root.key) => crl({ issuer: '/CN=Root', ...parts }, key)
const ofPoint = (...fields: readonly Uint8Array[]) => ({
  extensions: [crlNumber(7), issuingDistributionPoint(...fields)],
})

const ask = (crls: readonly Uint8Array[], given = certificate, anchors = [anchor]) =>
  validateCertificate({ certificate: given, anchors, crls, crypto, at, purpose: 'server' })

describe('a revocation list beside a path', () => {
  const lists: readonly (readonly [string, Uint8Array, string, Uint8Array?])[] = [
    ['without entries', list(), 'valid'],
    ['of other certificates', list({ entries: [entry('0102'), entry('0103')] }), 'valid'],
    ['of the certificate', list({ entries: [entry(serial)] }), 'invalid'],
    [
      'of the certificate, from a later date on',
      list({ entries: [entry(serial, '260602000000Z')] }),
      'invalid',
    ],
    [
      'of the certificate, from before it was issued on',
      list({ entries: [entry(serial, '250101000000Z')] }),
      'invalid',
    ],
    ['signed with another key', list({}, other.key), 'undetermined'],
    ['of another name', list({ issuer: '/CN=Elsewhere' }), 'undetermined'],
    ['that begins later', list({ thisUpdate: utcTime('260602000000Z') }), 'undetermined'],
    [
      'that ended before',
      list({ thisUpdate: utcTime('260401000000Z'), nextUpdate: utcTime('260501000000Z') }),
      'undetermined',
    ],
    ['without an end', list({ nextUpdate: new Uint8Array(0) }), 'undetermined'],
    ['of version 1', list({ version: integer(0) }), 'undetermined'],
    ['without a number', list({ extensions: [] }), 'undetermined'],
    [
      'with an extension that nobody knows',
      list({ extensions: [crlNumber(7), crlExtension('2.999.1', nothing())] }),
      'valid',
    ],
    [
      'with a critical extension that nobody knows',
      list({ extensions: [crlNumber(7), crlExtension('2.999.1', nothing(), true)] }),
      'undetermined',
    ],
    ['for attribute certificates', list(ofPoint(tlv(0x85, Uint8Array.of(0xff)))), 'undetermined'],
    ['for authorities', list(ofPoint(tlv(0x82, Uint8Array.of(0xff)))), 'undetermined'],
    ['for users', list(ofPoint(tlv(0x81, Uint8Array.of(0xff)))), 'valid'],
    [
      'of a point, where the certificate names none',
      list(ofPoint(pointName('http://a.example/'))),
      'undetermined',
    ],
    [
      'of the point',
      list(ofPoint(pointName('http://a.example/'))),
      'valid',
      leaf(root, holder, point('http://a.example/')),
    ],
    [
      'of another point',
      list(ofPoint(pointName('http://b.example/'))),
      'undetermined',
      leaf(root, holder, point('http://a.example/')),
    ],
    [
      'of the same point in other letters',
      list(ofPoint(pointName('http://a.example/%61'))),
      'undetermined',
      leaf(root, holder, point('http://a.example/a')),
    ],
    ['of some reasons', list(ofPoint(tlv(0x83, bits(6, '40').subarray(2)))), 'undetermined'],
    ['that only changes another', list({ extensions: [crlNumber(7), deltaOf(6)] }), 'undetermined'],
    ['that is none', Uint8Array.of(0x30, 0), 'undetermined'],
  ]
  const rows = lists.map(([what, given, outcome, about]) => ({ what, given, outcome, about }))

  test.each(rows)('$what', async ({ given, outcome, about }) => {
    const answer = await ask([given], about)
    expect([answer.outcome, answer.objections]).toEqual([
      outcome,
      outcome === 'valid' ? [] : [expect.stringMatching(/^revocation\.status: /)],
    ])
  })

  test('may be one of several, of which another issuer has the same number', async () => {
    const elsewhere = crl({ issuer: '/CN=Elsewhere', entries: [entry(serial)] }, other.key)
    expect((await ask([elsewhere, list()])).outcome).toBe('valid')
    expect((await ask([elsewhere])).outcome).toBe('undetermined')
  })

  test('is not asked for where none is given, unless that is asked', async () => {
    const asked = { certificate, anchors: [anchor], crypto, at }
    expect((await validateCertificate(asked)).outcome).toBe('valid')
    expect((await validateCertificate({ ...asked, crls: [] })).outcome).toBe('valid')
    const hard = await validateCertificate({ ...asked, revocation: { missing: 'hard' } })
    expect(hard).toMatchObject({ outcome: 'undetermined', objections: ['revocation.status: not-checked'] })
  })

  test('that says nothing is passed over where that is asked; a revocation is not', async () => {
    const asked = { certificate, anchors: [anchor], crypto, at, revocation: { missing: 'soft' } } as const
    expect((await validateCertificate({ ...asked, crls: [list({}, other.key)] })).outcome).toBe('valid')
    const revoked = list({ entries: [entry(serial)] })
    expect((await validateCertificate({ ...asked, crls: [revoked] })).outcome).toBe('invalid')
  })

  test('must speak of every certificate of the path', async () => {
    const intermediates = [authority(root, middle)]
    const below = leaf(middle, holder)
    const asked = { certificate: below, intermediates, anchors: [anchor], crypto, at }
    const own = crl({ issuer: '/CN=Middle' }, middle.key)
    const number = toHex(parsed(intermediates[0] ?? below).serialNumber)
    const outcome = async (...crls: readonly Uint8Array[]) =>
      (await validateCertificate({ ...asked, crls })).outcome
    expect(await outcome(own)).toBe('undetermined')
    expect(await outcome(list())).toBe('undetermined')
    expect(await outcome(own, list())).toBe('valid')
    expect(await outcome(own, list({ entries: [entry(number)] }))).toBe('invalid')
  })

  test('turns the search to another path, where a certificate of the first is revoked', async () => {
    const [first, second] = [authority(root, middle), authority(root, middle)]
    const revoked = list({ entries: [entry(toHex(parsed(first).serialNumber))] })
    const crls = [revoked, crl({ issuer: '/CN=Middle' }, middle.key)]
    const asked = { certificate: leaf(middle, holder), anchors: [anchor], crls, crypto, at }
    const { outcome, best } = await validateCertificate({ ...asked, intermediates: [first, second] })
    expect(outcome).toBe('valid')
    expect(best?.path.certificates[1]?.bytes).toEqual(second)
    expect((await validateCertificate({ ...asked, intermediates: [first] })).outcome).toBe('invalid')
  })

  test.each([
    ['an authority that signs no lists', bits(2, '04'), 'undetermined'],
    ['an authority that signs lists', bits(1, '06'), 'valid'],
    ['an authority that does not say what its key is for', undefined, 'valid'],
  ] as const)('is signed by %s', async (_, usage, outcome) => {
    const between = authority(root, middle, { extensions: { [ID.keyUsage]: usage } })
    const crls = [list(), crl({ issuer: '/CN=Middle' }, middle.key)]
    const asked = { certificate: leaf(middle, holder), intermediates: [between], anchors: [anchor], crls }
    expect((await validateCertificate({ ...asked, crypto, at })).outcome).toBe(outcome)
  })

  test('is asked about one path that is given, too', async () => {
    const path = { certificates: [parsed(certificate)], anchor: anchorOf(), crypto, at }
    expect((await validatePath({ ...path, crls: [list()] })).outcome).toBe('valid')
    expect((await validatePath({ ...path, crls: [list({ entries: [entry(serial)] })] })).outcome).toBe(
      'invalid',
    )
  })

  test('is one of fifty at most: what is not looked at could hold a revocation', async () => {
    const many = Array.from({ length: 51 }, () => list())
    expect((await ask(many.slice(1))).outcome).toBe('valid')
    expect((await ask(many)).objections).toEqual(['revocation.status: too-many'])
  })

  function anchorOf() {
    const { subject: name, publicKey } = parsed(anchor)
    return { name, publicKey }
  }
})

describe('a store of intermediates', () => {
  test('keeps those of a valid path, and of no other', async () => {
    const store = createIntermediateStore(10)
    const between = authority(root, middle)
    const asked = { certificate: leaf(middle, holder), anchors: [anchor], crypto, at, store }
    expect((await validateCertificate(asked)).outcome).toBe('undetermined')
    const late = { ...asked, at: instant('2028-01-01T00:00:00Z'), intermediates: [between] }
    expect((await validateCertificate(late)).outcome).toBe('invalid')
    expect(store.size).toBe(0)
    expect((await validateCertificate({ ...asked, intermediates: [between] })).outcome).toBe('valid')
    expect(store.size).toBe(1)
    expect((await validateCertificate(asked)).outcome).toBe('valid')
    const others = leaf(middle, holder, { extensions: { [ID.names]: names(dns('other.example')) } })
    expect((await validateCertificate({ ...asked, certificate: others })).outcome).toBe('valid')
  })
})
