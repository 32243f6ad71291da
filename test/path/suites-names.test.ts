import { describe, expect, test } from 'vitest'
import type { Certificate } from '../../src/certificate/certificate.ts'
import { instant } from '../../src/core/time.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import type { Profile } from '../../src/path/profile/profile.ts'
import { validateCertificate } from '../../src/path.ts'
import { parsed } from '../support/authorities.ts'
import {
  authority,
  dns,
  excluded,
  ID,
  ip,
  leaf,
  mail,
  named,
  names,
  permitted,
  someone,
} from '../support/certified.ts'
import { hex, oid, sequence, tlv } from '../support/der-writer.ts'

const at = instant('2026-06-01T00:00:00Z')
const crypto = nodeCrypto()
const PROFILES: readonly Profile[] = ['rfc5280', 'webpki']
const [root, top, middle, holder] = ['Root', 'Top', 'Middle', 'Holder'].map(name => someone(name)) as [
  ReturnType<typeof someone>,
  ReturnType<typeof someone>,
  ReturnType<typeof someone>,
  ReturnType<typeof someone>,
]
const anchors = [parsed(authority(root, root))]
const above = parsed(authority(root, top))

const HOST = 'test.localhost'
const OTHER_HOST = 'bad.example.com'
const ADDRESS = '127.0.0.1'
const asDns = { expectedName: { form: 'dns', text: HOST } } as const
const asAddress = { expectedName: { form: 'ip', text: ADDRESS } } as const

interface Asked {
  readonly certificate: Certificate
  readonly issuer: Certificate
  readonly profile: Profile
  readonly expected: typeof asDns | typeof asAddress
}

async function isValid({ certificate, issuer, profile, expected }: Asked): Promise<boolean> {
  const intermediates = [above, issuer]
  const asked = { certificate, intermediates, anchors, crypto, at, profile, purpose: 'server' } as const
  return (await validateCertificate({ ...asked, ...expected })).outcome === 'valid'
}

const constrained = (value: Uint8Array) =>
  parsed(authority(top, middle, { extensions: { [ID.constraints]: value } }))
const certified = (commonName: string, ...all: readonly Uint8Array[]) =>
  leaf(middle, someone(commonName, holder.key), {
    extensions: { [ID.names]: all.length === 0 ? undefined : names(...all) },
  })

/** Each of nothing, what the client asks for, and something else: as a name, and as what it lies in. */
const STATES = ['nothing', 'good', 'bad'] as const
type State = (typeof STATES)[number]
const NAMES = { nothing: [], good: [dns(HOST)], bad: [dns(OTHER_HOST)] } as const
const ADDRESSES = { nothing: [], good: [ip('7f000001')], bad: [ip('01010101')] } as const
const DOMAINS = { nothing: [], good: [dns('localhost')], bad: [dns('example.com')] } as const
const RANGES = { nothing: [], good: [ip('7f000000ffffff00')], bad: [ip('01010100ffffff00')] } as const
const COMMON_NAMES = ['nobody', HOST, OTHER_HOST, ADDRESS, '1.1.1.1']

function product(length: number): readonly (readonly State[])[] {
  if (length === 0) return [[]]
  return product(length - 1).flatMap(rest => STATES.map(state => [...rest, state]))
}

/**
 * Written from the description of the suite: a name is kept where it is permitted, or nothing of its form is,
 * and not excluded.
 */
function isKept(name: State, whitelisted: State, blacklisted: State): boolean {
  if (name === 'nothing') return true
  return (whitelisted === 'nothing' || whitelisted === name) && blacklisted !== name
}

/** All combinations take minutes; without being asked for, every ninth common name of them is tried. */
const isWhole = process.env['QWAC_WHOLE_SUITES'] === '1'

describe('names and constraints in every combination', () => {
  test.each(STATES.flatMap(name => STATES.map(address => ({ name, address }))))(
    'above a name that is $name and an address that is $address',
    async ({ name, address }) => {
      const leaves = COMMON_NAMES.map(each => parsed(certified(each, ...NAMES[name], ...ADDRESSES[address])))
      const wrong: unknown[] = []
      for (const [i, states] of product(4).entries()) {
        const [domain = 'nothing', noDomain = 'nothing', range = 'nothing', noRange = 'nothing'] = states
        const issuer = constraining(
          [...DOMAINS[domain], ...RANGES[range]],
          [...DOMAINS[noDomain], ...RANGES[noRange]],
        )
        const isWithin = isKept(name, domain, noDomain) && isKept(address, range, noRange)
        for (const [j, certificate] of leaves.entries()) {
          if (!isWhole && (i + j) % leaves.length !== 0) continue
          for (const profile of isWhole ? PROFILES : PROFILES.slice(i % 2, (i % 2) + 1)) {
            const asked = { certificate, issuer, profile }
            const [byName, byAddress] = [
              await isValid({ ...asked, expected: asDns }),
              await isValid({ ...asked, expected: asAddress }),
            ]
            if (byName !== (isWithin && name === 'good')) wrong.push([states, j, profile, 'by name'])
            if (byAddress !== (isWithin && address === 'good')) wrong.push([states, j, profile, 'by address'])
          }
        }
      }
      expect(wrong).toEqual([])
    },
    600_000,
  )

  function constraining(white: readonly Uint8Array[], black: readonly Uint8Array[]): Certificate {
    const subtrees = [
      ...(white.length === 0 ? [] : [tlv(0xa0, ...white.map(base => sequence(base)))]),
      ...(black.length === 0 ? [] : [tlv(0xa1, ...black.map(base => sequence(base)))]),
    ]
    return subtrees.length === 0 ? parsed(authority(top, middle)) : constrained(sequence(...subtrees))
  }
})

describe('a name that is smuggled in', () => {
  const text = (value: string) => Buffer.from(value, 'latin1')
  const SCHEMES = ['', 'http://', 'https://', 'spiffe://', 'unspec://']
  const JOINED = [', ', ',', ';', ':'].flatMap(separator =>
    ['', 'DNS:'].flatMap(prefix =>
      ['', 'http://'].map(scheme => text(`${scheme}${OTHER_HOST}${separator}${prefix}${HOST}`)),
    ),
  )
  const TAGS = Array.from({ length: 16 }, (_, tag) => tag)
  const PERMITS_OTHERS = constrained(permitted(dns('example.com')))
  const EXCLUDES_IT = constrained(excluded(dns('localhost')))
  const PERMITS_OTHER_RANGES = constrained(permitted(ip('01010100ffffff00')))
  const EXCLUDES_ITS_RANGE = constrained(excluded(ip('7f000000ffffff00')))

  test.each(TAGS.flatMap(tag => [0x80, 0xa0].map(form => ({ tag, type: form | tag }))))(
    'as a general name of number $tag ($type) is never the one that is asked for',
    async ({ type }) => {
      const accepted: string[] = []
      const hosts = [...SCHEMES.map(scheme => text(`${scheme}${HOST}`)), ...JOINED]
      for (const value of hosts) {
        const read = certified('nobody', dns(OTHER_HOST), tlv(type, value))
        for (const issuer of [PERMITS_OTHERS, EXCLUDES_IT]) await tryOut(read, issuer, asDns, accepted)
      }
      for (const value of [hex('7f000001'), text(ADDRESS)]) {
        const read = certified('nobody', ip('01010101'), tlv(type, value))
        for (const issuer of [PERMITS_OTHER_RANGES, EXCLUDES_ITS_RANGE])
          await tryOut(read, issuer, asAddress, accepted)
      }
      expect(accepted).toEqual([])
    },
  )

  /** Octets, because much of this cannot be read as a certificate at all. */
  async function tryOut(
    certificate: Uint8Array,
    issuer: Certificate,
    expected: typeof asDns | typeof asAddress,
    accepted: string[],
  ): Promise<void> {
    for (const profile of PROFILES) {
      const asked = { certificate, intermediates: [above, issuer], anchors, crypto, at, profile, ...expected }
      const { outcome } = await validateCertificate({ ...asked, purpose: 'server' })
      if (outcome === 'valid') accepted.push(`${profile} ${Buffer.from(certificate).toString('latin1')}`)
    }
  }
})

describe('a general name of each form', () => {
  const text = (tag: number, value: string) => tlv(tag, Buffer.from(value))
  const other = (type: string, value: string) => tlv(0xa0, oid(type), tlv(0xa0, text(0x16, value)))
  const SRV = '1.3.6.1.5.5.7.8.7'
  const directory = (commonName: string) => tlv(0xa4, named(commonName))
  const party = (value: string) => tlv(0xa5, tlv(0xa1, text(0x0c, value)))
  /** The name, what it lies in, what it does not lie in. */
  const FORMS: readonly (readonly [string, Uint8Array, Uint8Array, Uint8Array])[] = [
    ['dNSName', dns('a.example'), dns('a.example'), dns('b.example')],
    ['iPAddress', ip('c0000201'), ip('c0000200ffffff00'), ip('c0000300ffffff00')],
    ['rfc822Name', mail('a@a.example'), mail('a.example'), mail('b.example')],
    [
      'uniformResourceIdentifier',
      text(0x86, 'https://a.example/'),
      text(0x86, 'a.example'),
      text(0x86, 'b.example'),
    ],
    ['directoryName', directory('Holder'), directory('Holder'), directory('Other')],
    ['otherName', other('2.999.1', 'a'), other('2.999.1', 'a'), other('2.999.1', 'b')],
    ['SRVName', other(SRV, '_imap.a.example'), other(SRV, '_imap.a.example'), other(SRV, '_imap.b.example')],
    ['registeredID', tlv(0x88, hex('883701')), tlv(0x88, hex('883701')), tlv(0x88, hex('883702'))],
    ['x400Address', tlv(0xa3, sequence()), tlv(0xa3, sequence()), tlv(0xa3, sequence(sequence()))],
    ['ediPartyName', party('a'), party('a'), party('b')],
  ]

  test.each(FORMS)(
    '%s is never passed over by a constraint of its form',
    async (_, name, inside, outside) => {
      const judged: Record<string, boolean> = {}
      const rows = {
        none: undefined,
        inside: permitted(inside),
        outside: permitted(outside),
        excluded: excluded(inside),
      }
      for (const [what, value] of Object.entries(rows)) {
        const issuer = value === undefined ? parsed(authority(top, middle)) : constrained(value)
        const certificate = parsed(certified('Holder', name))
        const asked = {
          certificate,
          intermediates: [above, issuer],
          anchors,
          crypto,
          at,
          purpose: 'server',
        } as const
        judged[what] = (await validateCertificate(asked)).outcome === 'valid'
      }
      expect(judged).toMatchObject({ none: true, outside: false, excluded: false })
    },
  )
})
