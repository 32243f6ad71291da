import { describe, expect, test } from 'vitest'
import { instant } from '../../src/core/time.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import type { Profile } from '../../src/path/profile/profile.ts'
import { validateCertificate } from '../../src/path.ts'
import { authority, dns, ID, leaf, someone } from '../support/certified.ts'
import {
  type CrlParts,
  crl,
  crlExtension,
  crlNumber,
  entry,
  issuingDistributionPoint,
} from '../support/crl-writer.ts'
import { bits, generalizedTime, hex, integer, sequence, tlv } from '../support/der-writer.ts'
import { writtenNameOf } from '../support/signed-certificate.ts'

const at = instant('2026-06-01T00:00:00Z')
const crypto = nodeCrypto()
const root = { ...someone('Root'), name: writtenNameOf('/CN=Root') }
const holder = someone('www.example.com')
const anchor = authority(root, root)
const PROFILES: readonly Profile[] = ['rfc5280', 'webpki', 'eidas']

const uri = (text: string) => tlv(0x86, new TextEncoder().encode(text))
const directory = tlv(0xa4, writtenNameOf('/CN=Lists'))
const HERE = uri('http://a.example/1.crl')
const fullName = (...all: readonly Uint8Array[]) => tlv(0xa0, tlv(0xa0, ...all))
const TRUE = Uint8Array.of(0xff)
const indirect = tlv(0x84, TRUE)
/** A certificate whose only distribution point has these names. */
const pointedAt = (...all: readonly Uint8Array[]) =>
  leaf(root, holder, { extensions: { '2.5.29.31': sequence(sequence(fullName(...all))) } })
const plain = leaf(root, holder)
const number = crlNumber(7)
const of = (...fields: readonly Uint8Array[]) => ({
  extensions: [number, issuingDistributionPoint(...fields)],
})
const dated = (time: string) => sequence(tlv(0x02, hex('0a0b')), generalizedTime(time))

describe('what each profile demands of a revocation list', () => {
  type Row = readonly [string, CrlParts, readonly Profile[], Uint8Array?]
  const rows: readonly Row[] = [
    ['that keeps all of it', {}, ['rfc5280', 'webpki', 'eidas']],
    ['without a number', { extensions: [] }, ['eidas']],
    ['with a critical number', { extensions: [crlExtension('2.5.29.20', integer(7), true)] }, ['eidas']],
    [
      'with a critical key identifier',
      { extensions: [number, crlExtension('2.5.29.35', sequence(), true)] },
      ['eidas'],
    ],
    [
      'with a distribution point that is not critical',
      { extensions: [number, crlExtension('2.5.29.28', sequence(fullName(HERE)))] },
      ['eidas'],
      pointedAt(HERE),
    ],
    ['with a first date of the long form', { thisUpdate: generalizedTime('20260531000000Z') }, ['eidas']],
    ['with a last date of the long form', { nextUpdate: generalizedTime('20260607000000Z') }, ['eidas']],
    [
      'with a last date after 2050',
      { nextUpdate: generalizedTime('20500101000000Z') },
      ['rfc5280', 'webpki', 'eidas'],
    ],
    [
      'with a date of the long form in an entry',
      { entries: [entry('0a0a'), dated('20260501000000Z')] },
      ['eidas'],
    ],
    ['with one number twice', { entries: [entry('0a0a'), entry('0b0b'), entry('0a0a')] }, ['eidas']],
    ['with two numbers', { entries: [entry('0a0a'), entry('0b0b')] }, ['rfc5280', 'webpki', 'eidas']],
    ['of an address', of(fullName(HERE)), ['rfc5280', 'webpki', 'eidas'], pointedAt(HERE)],
    ['of an address and a host', of(fullName(HERE, dns('a.example'))), ['eidas'], pointedAt(HERE)],
    ['of an address and a name', of(fullName(HERE, directory)), ['rfc5280', 'eidas'], pointedAt(HERE)],
    ['for others, too', of(fullName(HERE), indirect), ['rfc5280', 'eidas'], pointedAt(HERE)],
    ['where the certificate names a host', of(fullName(HERE)), ['eidas'], pointedAt(HERE, dns('a.example'))],
    [
      'where the certificate names a directory',
      of(fullName(HERE)),
      ['rfc5280', 'eidas'],
      pointedAt(HERE, directory),
    ],
  ]
  const cases = rows.flatMap(([what, parts, accepted, certificate = plain]) =>
    PROFILES.map(profile => ({ what, profile, parts, certificate, isAccepted: accepted.includes(profile) })),
  )

  test.each(cases)('$what, under $profile', async ({ profile, parts, certificate, isAccepted }) => {
    const crls = [crl({ issuer: '/CN=Root', ...parts }, root.key)]
    const asked = { certificate, anchors: [anchor], crls, crypto, at, profile, purpose: 'server' } as const
    expect((await validateCertificate(asked)).outcome === 'valid').toBe(isAccepted)
  })
})

describe('an anchor whose key usage', () => {
  const lists = { name: root.name, key: someone('Lists').key }
  const CERTIFICATES = bits(2, '04')
  type Row = readonly [string, Uint8Array | undefined, typeof root, readonly Profile[]]
  const rows: readonly Row[] = [
    ['is for certificates and lists signs lists', bits(1, '06'), root, ['rfc5280', 'webpki', 'eidas']],
    // A list of a supervisory body trusts a name and a key, and not what else the certificate says.
    ['is for certificates alone signs none', CERTIFICATES, root, ['eidas']],
    // The profile of the web holds whoever signs lists to what it asks of websites.
    ['is for certificates has another key for lists', CERTIFICATES, lists, ['rfc5280', 'eidas']],
    ['is missing signs lists', undefined, root, ['rfc5280', 'eidas']],
  ]
  const cases = rows.flatMap(([what, usage, by, accepted]) =>
    PROFILES.map(profile => ({ what, usage, by, profile, isAccepted: accepted.includes(profile) })),
  )

  test.each(cases)('$what, under $profile', async ({ usage, by, profile, isAccepted }) => {
    const anchors = [authority(root, root, { extensions: { [ID.keyUsage]: usage } })]
    const intermediates = [authority(root, lists)]
    const crls = [crl({ issuer: '/CN=Root', extensions: [number] }, by.key)]
    const asked = { certificate: plain, intermediates, anchors, crls, crypto, at, profile } as const
    expect((await validateCertificate(asked)).outcome === 'valid').toBe(isAccepted)
  })
})

test('a key for lists counts below an anchor that its own key signed under the name of another issuer', async () => {
  const silent = { extensions: { [ID.authorityKey]: undefined } }
  const anchors = [authority({ name: someone('Other').name, key: root.key }, root, silent)]
  const lists = { name: root.name, key: someone('Lists').key }
  const crls = [crl({ issuer: '/CN=Root', extensions: [number] }, lists.key)]
  const asked = { certificate: plain, anchors, crls, crypto, at, profile: 'rfc5280' } as const
  const answer = await validateCertificate({ ...asked, intermediates: [authority(root, lists)] })
  expect([answer.outcome, answer.objections]).toEqual(['valid', []])
})
