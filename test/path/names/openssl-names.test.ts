import { describe, expect, test } from 'vitest'
import { instant } from '../../../src/core/time.ts'
import { nodeCrypto } from '../../../src/crypto/node.ts'
import { validateCertificate } from '../../../src/path.ts'
import { hex, ia5, rdn, tlv, utf8 } from '../../support/der-writer.ts'
import { installed } from '../../support/installed.ts'
import { type Chain, opensslVerdicts } from '../../support/openssl.ts'
import { Random } from '../../support/random.ts'
import {
  CN,
  chainOf,
  directory,
  dns,
  email,
  excluded,
  ip,
  type Named,
  O,
  permitted,
  smtpUtf8,
} from './constrained-chains.ts'
import { type Judged, reasonOf } from './names-differences.ts'
import { randomChain } from './random-chains.ts'

/** Chains of three whose authority constrains names, judged by `openssl verify` too. */
const AT = '2026-06-01T00:00:00Z'
const HOST = [permitted(dns('example.com'))]
const MAIL = [permitted(email('example.com'))]
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
    [
      `an excluded name in ${kind}`,
      { constraint: [excluded(directory(EXAMPLE))], subject: [O(value)] },
      false,
    ],
    [
      `a permitted name in ${kind}`,
      { constraint: [permitted(directory(EXAMPLE))], subject: [O(value)] },
      true,
    ],
  ]),
  [
    'an unknown attribute as IA5String',
    { constraint: [excluded(directory(rdn('2.999.1', utf8('A'))))], subject: [rdn('2.999.1', ia5('a'))] },
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
    { constraint: [excluded(email('evil.org'))], names: [smtpUtf8('用户@evil.org')] },
    false,
  ],
]

describe.skipIf(!installed('openssl'))('names and constraints, judged by OpenSSL too', () => {
  const chains = CHAINS.map(([, each], i) => chainOf(each, i + 1))
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

/** By hand it has run over many thousands, with other seeds. */
describe.skipIf(!installed('openssl'))('random names and constraints, judged by OpenSSL too', () => {
  const random = new Random(9598)
  const drawn = Array.from({ length: 250 }, () => randomChain(random))
  const chains = drawn.map((chain, i) => chainOf(chain, i + 1))

  test('lead to one judgement, or to two for a reason', async () => {
    const theirs = opensslVerdicts(chains, instant(AT) / 1000, ['-purpose', 'any'])
    const unexplained: Judged[] = []
    let agreed = 0
    for (const [i, chain] of drawn.entries()) {
      const judged = { chain, ours: await oursOn(chains[i] ?? []), openssl: theirs[i] }
      const agree = (judged.ours === undefined) === (judged.openssl === undefined)
      if (agree) agreed++
      else if (reasonOf(judged) === undefined) unexplained.push(judged)
    }
    expect(unexplained).toEqual([])
    expect(agreed).toBeGreaterThan(drawn.length / 2)
  })

  async function oursOn([root, authority, certificate]: Chain): Promise<string | undefined> {
    if (root === undefined || authority === undefined || certificate === undefined) return 'no chain'
    const asked = { certificate, intermediates: [authority], anchors: [root], crypto: nodeCrypto() }
    const { outcome, objections } = await validateCertificate({ ...asked, at: instant(AT) })
    return outcome === 'valid' ? undefined : `${outcome}: ${objections.join(' ')}`
  }
})
