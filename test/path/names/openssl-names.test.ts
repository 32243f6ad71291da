import { describe, expect, test } from 'vitest'
import { instant } from '../../../src/core/time.ts'
import { nodeCrypto } from '../../../src/crypto/node.ts'
import { validateCertificate } from '../../../src/path.ts'
import { extension } from '../../support/certificate-writer.ts'
import {
  bits,
  boolean,
  hex,
  ia5,
  integer,
  octets,
  oid,
  rdn,
  sequence,
  tlv,
  utcTime,
  utf8,
} from '../../support/der-writer.ts'
import { installed } from '../../support/installed.ts'
import { opensslVerdicts } from '../../support/openssl.ts'
import { ECDSA_WITH_SHA256, identifierOf, newKey, signed } from '../../support/signed-certificate.ts'

/** Chains of three whose authority constrains names, judged by `openssl verify` too. */
const AT = '2026-06-01T00:00:00Z'
const [rootKey, key, leafKey] = [newKey(), newKey(), newKey()]
const O = (value: Uint8Array) => rdn('2.5.4.10', value)
const CN = (text: string) => rdn('2.5.4.3', utf8(text))
const dns = (text: string) => ia5(text, 0x82)
const email = (text: string) => ia5(text, 0x81)
const ip = (octets: string) => tlv(0x87, hex(octets))
const directory = (...rdns: readonly Uint8Array[]) => tlv(0xa4, sequence(...rdns))
const smtpUtf8 = (text: string) => tlv(0xa0, oid('1.3.6.1.5.5.7.8.9'), tlv(0xa0, utf8(text)))
const permitted = (...bases: readonly Uint8Array[]) => tlv(0xa0, ...bases.map(base => sequence(base)))
const excluded = (...bases: readonly Uint8Array[]) => tlv(0xa1, ...bases.map(base => sequence(base)))

interface Named {
  readonly constraint: Uint8Array
  readonly subject?: readonly Uint8Array[]
  readonly names?: readonly Uint8Array[]
}

let serial = 1
const VALIDITY = sequence(utcTime('260101000000Z'), utcTime('270101000000Z'))

function chainOf({ constraint, subject = [CN('Holder')], names }: Named) {
  const number = serial++
  const [rootName, name] = [sequence(CN(`Root ${number}`)), sequence(CN(`Authority ${number}`))]
  const shared = { signatureAlgorithm: ECDSA_WITH_SHA256, serialNumber: integer(number), validity: VALIDITY }
  const own = (of: typeof key) => extension('2.5.29.14', octets(identifierOf(of)))
  const above = (of: typeof key) => extension('2.5.29.35', sequence(tlv(0x80, identifierOf(of))))
  const ca = [
    extension('2.5.29.15', bits(1, '06'), true),
    extension('2.5.29.19', sequence(boolean(true)), true),
  ]
  const root = { ...shared, issuer: rootName, subject: rootName, publicKey: rootKey.spki }
  const limits = extension('2.5.29.30', sequence(constraint), true)
  const authority = { ...shared, issuer: rootName, subject: name, publicKey: key.spki }
  const alternatives = names === undefined ? [] : [extension('2.5.29.17', sequence(...names))]
  const holder = { ...shared, issuer: name, subject: sequence(...subject), publicKey: leafKey.spki }
  return [
    signed({ ...root, extensions: [own(rootKey), ...ca] }, rootKey),
    signed({ ...authority, extensions: [above(rootKey), own(key), ...ca, limits] }, rootKey),
    signed({ ...holder, extensions: [above(key), own(leafKey), ...alternatives] }, key),
  ].map(each => new Uint8Array(each))
}

const HOST = permitted(dns('example.com'))
const MAIL = permitted(email('example.com'))
const EXAMPLE = O(utf8('Example'))
const KINDS: readonly (readonly [string, Uint8Array])[] = [
  ['UTF8String', utf8('EXAMPLE')],
  ['PrintableString', tlv(0x13, hex('4578616d706c65'))],
  ['IA5String', ia5('Example')],
  ['TeletexString', tlv(0x14, hex('4578616d706c65'))],
  ['BMPString', tlv(0x1e, hex('004500780061006d0070006c0065'))],
  ['spaces', utf8('  Example ')],
]

/** Whether both accept; or what only this library does, and why. */
const CHAINS: readonly (readonly [string, Named, boolean | string])[] = [
  ...KINDS.flatMap(([kind, value]): typeof CHAINS => [
    [`an excluded name in ${kind}`, { constraint: excluded(directory(EXAMPLE)), subject: [O(value)] }, false],
    [`a permitted name in ${kind}`, { constraint: permitted(directory(EXAMPLE)), subject: [O(value)] }, true],
  ]),
  [
    'an unknown attribute as IA5String',
    { constraint: excluded(directory(rdn('2.999.1', utf8('A')))), subject: [rdn('2.999.1', ia5('a'))] },
    false,
  ],
  ['a host inside', { constraint: HOST, names: [dns('a.example.com')] }, true],
  ['a host outside', { constraint: HOST, names: [dns('evil.org')] }, false],
  ['a common name outside', { constraint: HOST, subject: [CN('evil.org')] }, false],
  ['a common name inside', { constraint: HOST, subject: [CN('www.example.com')] }, true],
  [
    'a common name beside a host',
    { constraint: HOST, subject: [CN('evil.org')], names: [dns('example.com')] },
    true,
  ],
  [
    'a common name beside a mailbox',
    { constraint: HOST, subject: [CN('evil.org')], names: [email('joe@example.com')] },
    false,
  ],
  [
    'a common name beside an address',
    { constraint: HOST, subject: [CN('evil.org')], names: [ip('c0000201')] },
    'RFC 5280, 4.2.1.10, constrains no common names; beside an address it is a host to few',
  ],
  [
    'an address as common name',
    { constraint: HOST, subject: [CN('192.0.2.1')] },
    'RFC 5280, 4.2.1.10: constraints on domain names are about no addresses',
  ],
  ['a mailbox inside', { constraint: MAIL, names: [email('joe@example.com')] }, true],
  ['a mailbox outside', { constraint: MAIL, names: [email('joe@evil.org')] }, false],
  ['a mailbox below', { constraint: MAIL, names: [email('joe@a.example.com')] }, false],
  ['a mailbox beyond ASCII inside', { constraint: MAIL, names: [smtpUtf8('用户@example.com')] }, true],
  ['a mailbox beyond ASCII outside', { constraint: MAIL, names: [smtpUtf8('用户@evil.org')] }, false],
  [
    'a mailbox beyond ASCII of an excluded host',
    { constraint: excluded(email('evil.org')), names: [smtpUtf8('用户@evil.org')] },
    false,
  ],
]

describe.skipIf(!installed('openssl'))('names and constraints, judged by OpenSSL too', () => {
  const chains = CHAINS.map(([, each]) => chainOf(each))
  const theirs = opensslVerdicts(chains, instant(AT) / 1000, ['-purpose', 'any'])

  test.each(CHAINS.map(([what, , expected], i) => ({ what, expected, i })))(
    '$what',
    async ({ expected, i }) => {
      const [root = new Uint8Array(), authority = new Uint8Array(), certificate = new Uint8Array()] =
        chains[i] ?? []
      const asked = { certificate, intermediates: [authority], anchors: [root], crypto: nodeCrypto() }
      const { outcome, objections } = await validateCertificate({ ...asked, at: instant(AT) })
      expect([outcome === 'valid', objections]).toEqual([
        expected !== false,
        expected === false ? [expect.stringMatching(/^path\.name-constraints: /)] : [],
      ])
      const { [i]: said } = theirs
      const accepted = said === undefined
      expect([accepted, accepted || /subtree violation/.test(said)]).toEqual([expected === true, true])
    },
  )
})
