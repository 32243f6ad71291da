import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { parsed } from '../../support/authorities.ts'
import { extension } from '../../support/certificate-writer.ts'
import {
  certificateIssuer,
  crlNumber,
  issuingDistributionPoint,
  pointName,
} from '../../support/crl-writer.ts'
import { hex, ia5, octets, sequence, tlv } from '../../support/der-writer.ts'
import {
  ECDSA_WITH_SHA256,
  identifierOf,
  type Key,
  newKey,
  signed,
  writtenNameOf,
} from '../../support/signed-certificate.ts'
import {
  AUTHORITY,
  anchor,
  CA,
  CERT_AND_CRL_SIGN,
  CERT_SIGN,
  type Certified,
  CRL_SIGN,
  certified,
  findings,
  HOLD,
  hours,
  list,
  listed,
  NO_CHECK,
  OCSP_SIGNING,
  type Party,
  party,
  pointsAt,
  response,
  type Single,
  status,
  uses,
  utc,
} from '../by-hand.ts'

/**
 * Whoever presents a certificate chooses what comes with it, and can write certificates of any name. None of
 * it may keep a list from being used whose signer is somebody else than the issuer (RFC 5280, section 6.3.3
 * (f)).
 */

const A = pointName('http://crl.example/signers')
const signer = certified(party('Lists'), { by: CA, extensions: [CRL_SIGN, pointsAt(sequence(A))] })
const crlIssuer = tlv(0xa2, tlv(0xa4, writtenNameOf(signer.name)))
const leaf = certified(party('Leaf'), { by: CA, extensions: [pointsAt(sequence(crlIssuer))] })

const INDIRECT = [crlNumber(7), issuingDistributionPoint(tlv(0x84, hex('ff')))]
const NAMED = extension('2.5.29.35', sequence(tlv(0x80, identifierOf(signer.key))))
/** It names the key of its signer. */
const indirect = (by: Party, from: number, entries: readonly Uint8Array[] = []) =>
  list({ by, from, entries, extensions: [...INDIRECT, NAMED] })
const revoking = [listed(leaf, undefined, certificateIssuer(CA.name))]
/** By the authority, about signers of lists alone. */
const cleared = list({ by: CA, from: -9, extensions: [crlNumber(7), issuingDistributionPoint(A)] })

const many = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index))

let serial = 0
/** A certificate under the name, and with the key identifier, of the signer of lists. */
function forged(by: Party, key: Key = newKey(), name = signer.name): Certified {
  serial += 1
  const bytes = signed(
    {
      serialNumber: tlv(0x02, hex(`02${serial.toString(16).padStart(4, '0')}`)),
      signatureAlgorithm: ECDSA_WITH_SHA256,
      issuer: writtenNameOf(by.name),
      validity: sequence(utc(hours(-1000)), utc(hours(1000))),
      subject: writtenNameOf(name),
      publicKey: key.spki,
      extensions: [extension('2.5.29.14', octets(identifierOf(signer.key))), NAMED, AUTHORITY, CRL_SIGN],
    },
    by.key,
  )
  return { name, key, bytes, certificate: parsed(bytes), issuer: by }
}

const stranger = party('CA')
const between = party('Between')
const holder = certified(party('Holder'), { by: CA })
const narrow = certified(party('Narrow'), {
  by: CA,
  extensions: [
    extension('2.5.29.19', sequence(hex('0101ff'), hex('020100')), true),
    CERT_SIGN,
    extension('2.5.29.30', sequence(tlv(0xa0, sequence(tlv(0xa4, writtenNameOf('/O=Narrow'))))), true),
  ],
})

describe('a list by a delegate counts, whatever certificates come with it', () => {
  test.each<[string, readonly Certified[]]>([
    ['forged ones with keys of their own', many(40, () => forged(stranger))],
    ['forged ones with the very key of the delegate', many(40, () => forged(stranger, signer.key))],
    ['forged ones that sign themselves', many(40, () => forged({ name: CA.name, key: newKey() }))],
    [
      'forged ones, and forged authorities above them',
      [
        ...many(20, () => forged(between, signer.key)),
        ...many(20, () => certified(between, { by: stranger, extensions: [AUTHORITY] })),
      ],
    ],
    [
      'certificates by the key of a holder, who has a genuine one',
      [holder, ...many(40, () => forged(holder, signer.key))],
    ],
    [
      'certificates by an authority that may not issue any of that name',
      [narrow, ...many(40, () => forged(narrow, signer.key))],
    ],
    [
      'a chain of forged ones under one name',
      many(40, index => forged(index === 0 ? stranger : signer, signer.key)),
    ],
  ])('%s', async (_, others) => {
    for (const intermediates of [
      [signer, ...others],
      [...others, signer],
    ]) {
      const said = (entries: readonly Uint8Array[]) =>
        status(leaf, { anchor, intermediates, crls: [indirect(signer, -1, entries), cleared] })
      expect(await said([])).toBe('satisfied')
      expect(await said(revoking)).toBe('revoked')
    }
  })

  test('and so what it revokes does not pass by a list of the authority that is silent', async () => {
    const crls = [indirect(signer, -9, revoking), cleared, list({ by: CA })]
    const others = many(40, () => forged(stranger, signer.key))
    expect(await status(leaf, { anchor, intermediates: [...others, signer], crls })).toBe('revoked')
  })

  test('genuine lists by the same delegate, each newer than the one that revokes for good', async () => {
    const held = [listed(leaf, HOLD, certificateIssuer(CA.name))]
    const crls = [
      ...many(17, index => indirect(signer, -1 - index / 10, held)),
      indirect(signer, -8, revoking),
      cleared,
    ]
    expect(await status(leaf, { anchor, intermediates: [signer], crls })).toBe('revoked')
  })

  test('forged lists of its name, each newer than the genuine one', async () => {
    const crls = [
      ...many(18, index => indirect({ name: signer.name, key: newKey() }, -1 - index / 10)),
      indirect(signer, -8, revoking),
      cleared,
    ]
    expect(await status(leaf, { anchor, intermediates: [signer], crls })).toBe('revoked')
    expect(await status(leaf, { anchor, intermediates: [signer], crls: crls.toReversed() })).toBe('revoked')
  })
})

describe('a list by a delegate does not count', () => {
  const ofDelegate = indirect(signer, -1)
  const found = async (intermediates: readonly Certified[], ...others: readonly Uint8Array[]) => {
    const all = await findings(leaf, { anchor, intermediates, crls: [ofDelegate, ...others] })
    const about = createHash('sha256').update(ofDelegate).digest('hex')
    const finding = all.find(each => each.about === about)
    return finding?.reason ?? finding?.outcome
  }

  test.each<[string, readonly Certified[], string]>([
    ['by the word of a stranger', many(3, () => forged(stranger, signer.key)), 'signer-without-path'],
    ['by the word of a holder', [holder, forged(holder, signer.key)], 'signer-without-path'],
    [
      'by the word of an authority for other names',
      [narrow, forged(narrow, signer.key)],
      'signer-without-path',
    ],
    ['where nobody has its name', [], 'signer-not-found'],
  ])('%s', async (_, intermediates, expected) => {
    expect(await found(intermediates, cleared)).toBe(expected)
  })

  test('of whose certificates more are genuine than may be asked about, and nothing is known of any', async () => {
    const intermediates = many(17, () => certified(signer, { by: CA, extensions: [CRL_SIGN] }))
    expect(await found(intermediates.slice(0, 16))).toBe('signer-status-open')
    expect(await found(intermediates)).toBe('budget-spent')
  })

  test('beside more certificates than signatures may be computed for', async () => {
    const others = many(1000, () => forged(stranger, signer.key))
    expect(await found([...others.slice(1), signer], cleared)).toBe('satisfied')
    expect(await found([...others, signer], cleared)).toBe('budget-spent')
  })

  test('which leaves open what a response calls good: the list may revoke it', async () => {
    const others = many(1000, () => forged(stranger, signer.key))
    const crls = [indirect(signer, -1, revoking), cleared]
    const ocsp = [response({ by: CA }, { about: leaf, says: 'good' })]
    const said = (missing: 'hard' | 'soft', intermediates: readonly Certified[]) =>
      status(leaf, { anchor, crls, ocsp, intermediates, policy: { missing } })
    expect(await said('hard', [...others.slice(1), signer])).toBe('revoked')
    expect(await said('hard', [...others, signer])).toBe('too-many')
    expect(await said('soft', [...others, signer])).toBe('too-many')
  })

  test('which no certificate that may not sign lists, and comes behind the others, makes a settled matter', async () => {
    const others = many(1000, () => forged(stranger, signer.key))
    const useless = certified(party('Lists'), { by: stranger, extensions: [CERT_SIGN] })
    const ocsp = [response({ by: CA }, { about: leaf, says: 'good' })]
    const evidence = { anchor, crls: [indirect(signer, -1, revoking), cleared], ocsp }
    for (const intermediates of [
      [...others, signer, useless],
      [useless, ...others, signer],
    ])
      expect(await status(leaf, { ...evidence, intermediates })).toBe('too-many')
  })

  test('nor is it settled by cross-certificates that spend what a search may compare', async () => {
    const constraints = (tag: number, hosts: readonly string[]) =>
      extension('2.5.29.30', sequence(tlv(tag, ...hosts.map(host => sequence(ia5(host, 0x82))))), true)
    const says = [AUTHORITY, CERT_AND_CRL_SIGN]
    const limited = constraints(0xa0, ['example.net', 'example.com'])
    const office = certified(party('Office'), { by: CA, extensions: says })
    const desk = certified(party('Desk'), { by: office, extensions: [...says, limited] })
    const hosts = extension('2.5.29.17', sequence(...many(10, i => ia5(`${i}.example.com`, 0x82))))
    const delegate = certified(signer, { by: desk, extensions: [CRL_SIGN, hosts] })
    const hostile = certified(party('Hostile'), { by: CA, extensions: says })
    const narrow = [...says, constraints(0xa1, [...many(9000, () => 'a'), '9.example.com'])]
    const crossed = many(4, () => certified(desk, { by: hostile, extensions: narrow }))
    const crls = [indirect(signer, -1, revoking), ...[desk, office, CA].map(by => list({ by }))]
    const ocsp = [response({ by: CA }, { about: leaf, says: 'good' })]
    const said = (intermediates: readonly Certified[]) =>
      status(leaf, { anchor, crls, ocsp, intermediates: [delegate, desk, ...intermediates] })
    expect(await said([office])).toBe('revoked')
    expect(await said([office, hostile, ...crossed])).toBe('revoked')
    expect(await said([hostile, office, ...crossed])).toBe('too-many')
  })

  test('nor is it passed over for a path over a revoked authority, where there is another', async () => {
    const says = [AUTHORITY, CERT_AND_CRL_SIGN]
    const office = certified(party('Office'), { by: CA, extensions: says })
    const desk = certified(party('Desk'), { by: office, extensions: says })
    const delegate = certified(signer, { by: desk, extensions: [CRL_SIGN] })
    const hostile = certified(party('Hostile'), { by: CA, extensions: says })
    const crossed = certified(desk, { by: hostile, extensions: says })
    const crls = [
      indirect(signer, -1, revoking),
      list({ by: desk }),
      list({ by: hostile }),
      list({ by: office }),
      list({ by: CA, entries: [listed(hostile)] }),
    ]
    const ocsp = [response({ by: CA }, { about: leaf, says: 'good' })]
    const said = (intermediates: readonly Certified[]) =>
      status(leaf, { anchor, crls, ocsp, intermediates: [delegate, ...intermediates] })
    expect(await said([desk, office])).toBe('revoked')
    expect(await said([desk, office, hostile, crossed])).toBe('revoked')
    expect(await said([crossed, hostile, desk, office])).toBe('revoked')
    expect(await said([crossed, hostile])).toBe('satisfied')
    // More ways than are asked about.
    const further = many(8, () => certified(desk, { by: hostile, extensions: says }))
    expect(await said([crossed, ...further, hostile, desk, office])).toBe('too-many')
  })

  test('which leaves open whether it names a responder, whatever that one is excused from', async () => {
    const others = many(1000, () => forged(stranger, signer.key))
    const there = [OCSP_SIGNING, NO_CHECK, pointsAt(sequence(crlIssuer))]
    const responder = certified(party('Responder'), { by: CA, extensions: there })
    const about = certified(party('Leaf'), { by: CA })
    const crls = [indirect(signer, -1, [listed(responder, undefined, certificateIssuer(CA.name))]), cleared]
    const said = async (says: Single['says'], intermediates: readonly Certified[]) => {
      const ocsp = [response({ by: responder, certificates: [responder] }, { about, says })]
      return (await uses(about, { anchor, crls, ocsp, intermediates }))[0]
    }
    expect(await said('good', [...others.slice(1), signer])).toBe('signer-revoked')
    expect(await said('good', [...others, signer])).toBe('signer-revocation-open')
    expect(await said({ at: -5 }, [...others, signer])).toBe('status-revoked')
  })
})
