import { createPublicKey, X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { checkProfile } from '../../../src/certificate/profile/profile.ts'
import { QSEALC, QWAC } from '../../../src/certificate/profile/profiles.ts'
import { toHex } from '../../../src/core/bytes.ts'
import { oid } from '../../../src/core/oid.ts'
import { instant } from '../../../src/core/time.ts'
import { createDelegate } from '../../../src/sandbox/certificates/delegates.ts'
import type { MintOptions } from '../../../src/sandbox/mint-options.ts'
import { contentsOf, difference, mintedIn, now, parsed, territory } from '../minted.ts'

const LU = await territory()
const mint = (options?: MintOptions) => mintedIn(LU, options)
const sound = await mint()

const NAME = 'TEST – NOT QUALIFIED'
const ISSUER = [
  '2.5.4.6=LU',
  `2.5.4.10=${NAME} Trust Services`,
  '2.5.4.97=NTRLU-TEST0000',
  `2.5.4.3=${NAME} Issuing CA`,
]
const PSD2_STATEMENTS = [
  '0.4.0.1862.1.1',
  '0.4.0.1862.1.6',
  '0.4.0.1862.1.5',
  '1.3.6.1.5.5.7.11.2',
  '0.4.0.19495.2',
]
const PSP_PI = '30(06:04008198270102 0c:PSP_PI)'
const PSP_IC = '30(06:04008198270104 0c:PSP_IC)'
const VOP_RS = '30(06:04008198270133 0c:VOP_RS)'
const PSP_AI = '30(06:04008198270103 0c:PSP_AI)'
const SUPERVISION = '0c:Commission for the Supervision of Financial Sector 0c:LU-CSSF'

describe('a certificate without defect', () => {
  test('for websites says what a QWAC for payment services says, and nothing else', () => {
    expect(contentsOf(sound.certificate)).toEqual({
      subject: [
        '2.5.4.6=LU',
        `2.5.4.10=${NAME} Payments`,
        '2.5.4.97=PSDLU-CSSF-TEST0001',
        '2.5.4.3=psp.example',
      ],
      issuer: ISSUER,
      notBefore: '2026-05-02T12:00:00Z',
      notAfter: '2027-05-02T12:00:00Z',
      ca: false,
      keyUsage: ['digitalSignature'],
      purposes: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'],
      names: ['psp.example'],
      policies: ['0.4.0.194112.1.6', '0.4.0.19495.3.1'],
      access: ['http://qtsp.example/ocsp', 'http://qtsp.example/LU-listed.cer'],
      revocationLists: [['http://qtsp.example/LU-listed.crl']],
      statements: PSD2_STATEMENTS,
      types: ['0.4.0.1862.1.6.3'],
      compliance: true,
      disclosures: [{ url: 'https://qtsp.example/pds-en.pdf', language: 'en' }],
      psd2: `30(30(${PSP_PI} ${PSP_AI}) ${SUPERVISION})`,
      psd2Read: true,
      malformedExtensions: [],
      malformedStatements: [],
    })
  })

  test('for seals has the type, the usage, the policy and the name of a seal, and no name of a server', async () => {
    const seal = contentsOf((await mint({ kind: 'seal' })).certificate)
    expect(difference(contentsOf(sound.certificate), seal)).toEqual({
      subject: [
        '2.5.4.6=LU',
        `2.5.4.10=${NAME} Payments`,
        '2.5.4.97=PSDLU-CSSF-TEST0001',
        `2.5.4.3=${NAME} Payments`,
      ],
      keyUsage: ['nonRepudiation'],
      purposes: undefined,
      names: undefined,
      policies: ['0.4.0.194112.1.1'],
      types: ['0.4.0.1862.1.6.2'],
    })
  })

  test.each<[MintOptions, object]>([
    [{ country: 'EE' }, { subject: expect.arrayContaining(['2.5.4.6=EE']) }],
    [
      { authorizationNumber: 'C 56251' },
      { subject: expect.arrayContaining(['2.5.4.97=PSDLU-CSSF-C 56251']) },
    ],
    [{ subject: 'Maksut' }, { subject: expect.arrayContaining([`2.5.4.10=${NAME} Maksut`]) }],
    [
      { dnsName: 'maksut.example' },
      { names: ['maksut.example'], subject: expect.arrayContaining(['2.5.4.3=maksut.example']) },
    ],
    [{ notBefore: instant('2026-05-01T00:00:00Z') }, { notBefore: '2026-05-01T00:00:00Z' }],
    [{ notBefore: instant('1949-12-31T23:59:59Z') }, { notBefore: '1949-12-31T23:59:59Z' }],
    [{ notBefore: instant('1950-01-01T00:00:00Z') }, { notBefore: '1950-01-01T00:00:00Z' }],
    [{ notAfter: instant('2049-12-31T23:59:59Z') }, { notAfter: '2049-12-31T23:59:59Z' }],
    [{ notAfter: instant('2050-01-01T00:00:00Z') }, { notAfter: '2050-01-01T00:00:00Z' }],
    [{ roles: ['PSP_IC', 'VOP_RS'] }, { psd2: `30(30(${PSP_IC} ${VOP_RS}) ${SUPERVISION})` }],
    [{ key: 'Ed25519' }, {}],
  ])('with %o differs in that alone', async (options, expected) => {
    const other = contentsOf((await mint(options)).certificate)
    expect(difference(contentsOf(sound.certificate), other)).toEqual(expected)
  })

  test('of another authority has its country and its abbreviation', async () => {
    const authority = { id: 'FI-FINFSA', name: 'Finnish Financial Supervisory Authority' }
    const minted = await mint({ authority, authorizationNumber: '0751699-0' })
    expect(difference(contentsOf(sound.certificate), contentsOf(minted.certificate))).toMatchObject({
      subject: expect.arrayContaining(['2.5.4.6=FI', '2.5.4.97=PSDFI-FINFSA-0751699-0']),
      psd2: `30(30(${PSP_PI} ${PSP_AI}) 0c:${authority.name} 0c:${authority.id})`,
    })
  })

  test('tells the register who its holder is, as it stands in the certificate', async () => {
    expect(sound.provider).toEqual({
      name: `${NAME} Payments`,
      authorityId: 'LU-CSSF',
      authorizationNumber: 'TEST0001',
      country: 'LU',
    })
    expect((await mint({ country: 'EE', subject: 'Maksut' })).provider).toMatchObject({
      name: `${NAME} Maksut`,
      country: 'EE',
    })
  })
})

describe('the addresses', () => {
  test('are those that the world gives for the authority that issues', async () => {
    const elsewhere = await territory({
      addresses: id => ({
        issuer: `http://127.0.0.1:1/${id}`,
        crl: `http://127.0.0.1:2/${id}`,
        ocsp: 'http://127.0.0.1:3',
      }),
    })
    const { certificate, chain } = await mintedIn(elsewhere, { issuer: 'intermediate' })
    expect(contentsOf(certificate)).toMatchObject({
      access: ['http://127.0.0.1:3', 'http://127.0.0.1:1/LU-intermediate'],
      revocationLists: [['http://127.0.0.1:2/LU-intermediate']],
    })
    expect(contentsOf(chain[0]!)).toMatchObject({
      access: ['http://127.0.0.1:3', 'http://127.0.0.1:1/LU-listed'],
      revocationLists: [['http://127.0.0.1:2/LU-listed']],
    })
  })

  test('name who else signs the revocation list, where somebody does', async () => {
    const crlIssuer = [
      ['C', 'LU'],
      ['CN', 'Somebody Else'],
    ] as const
    const indirect = await territory({
      addresses: () => ({
        issuer: 'http://a.example',
        crl: 'http://b.example',
        ocsp: 'http://c.example',
        crlIssuer,
      }),
    })
    const { certificate } = await mintedIn(indirect)
    const [point] = parsed(certificate).extensions.crlDistributionPoints ?? []
    const [name] = point?.crlIssuer ?? []
    expect(point?.fullName).toEqual([{ form: 'uniformResourceIdentifier', text: 'http://b.example' }])
    expect(name?.form === 'directoryName' && name.name.rdns.flat().map(({ text }) => text)).toEqual([
      'LU',
      'Somebody Else',
    ])
  })
})

test('whoever is on an indirect list names it, and who signs it', async () => {
  const { mint, authorities } = await territory()
  const minted = await mintedIn({ mint, authorities }, { revocationList: 'indirect', issuer: 'intermediate' })
  const [point, ...others] = parsed(minted.certificate).extensions.crlDistributionPoints ?? []
  const [name] = point?.crlIssuer ?? []
  const signer = await createDelegate(mint, authorities.intermediate, 'indirect-crl-signer')
  expect(others).toEqual([])
  expect(point?.fullName).toMatchObject([{ text: 'http://qtsp.example/LU-intermediate-indirect.crl' }])
  expect(name?.form === 'directoryName' && name.name.bytes).toEqual(parsed(signer.certificate).subject.bytes)
})

test.each([
  ['website', QWAC],
  ['seal', QSEALC],
] as const)('nothing in one for a %s is wanting by its profile', async (kind, profile) => {
  const certificate = parsed((await mint({ kind })).certificate)
  expect(checkProfile(certificate, profile).filter(({ reason }) => reason !== undefined)).toEqual([])
})

describe('text that no certificate can carry', () => {
  const long = 'x'.repeat(257)
  test.each<[string, MintOptions]>([
    ['country', { country: 'Luxembourg' }],
    ['country', { country: 'lu' }],
    ['country', { country: 'XX' }],
    ['country', { country: '' }],
    ['subject', { subject: '' }],
    ['subject', { subject: 'x'.repeat(44) }],
    ['subject', { subject: 'a\0b' }],
    ['subject', { subject: '\ud800' }],
    ['dnsName', { dnsName: 'bücher.example' }],
    ['dnsName', { dnsName: 'a b.example' }],
    ['dnsName', { dnsName: '' }],
    ['dnsName', { dnsName: `${'a'.repeat(64)}.example` }],
    ['authorizationNumber', { authorizationNumber: '' }],
    ['organizationIdentifier', { organizationIdentifier: long }],
    ['authority.id', { authority: { id: '', name: 'Somebody' } }],
    ['authority.name', { authority: { id: 'LU-CSSF', name: long } }],
    ['roles', { roles: [{ oid: oid('1.2.3'), name: '' }] }],
  ])('%s: %o is refused as a mistake of the caller', async (option, options) => {
    await expect(mint(options)).rejects.toThrow(RangeError)
    await expect(mint(options)).rejects.toThrow(option)
  })

  test.each<[MintOptions]>([
    [{ country: 'EE' }],
    [{ subject: 'x'.repeat(43) }],
    [{ dnsName: '*.psp.example' }],
    [{ dnsName: `${'a'.repeat(63)}.example` }],
    [{ organizationIdentifier: 'x' }],
  ])('%o is minted', async options => {
    expect(parsed((await mint(options)).certificate).version).toBe(3)
  })
})

describe('the same seed, moment and options', () => {
  test.each<[MintOptions]>([
    [{ key: 'P-256' }],
    [{ key: 'P-521', kind: 'seal' }],
    [{ key: 'brainpoolP256r1', issuer: 'intermediate' }],
    [{ key: 'rsa-2048', defect: 'flat-roles' }],
  ])('%o: give the same key and content, whatever was minted before', async options => {
    const first = await mint(options)
    const again = await territory()
    await mintedIn(again, { ...options, subject: 'Somebody Else' })
    const second = await mintedIn(again, options)
    expect(second.privateKey).toBe(first.privateKey)
    expect(toHex(parsed(second.certificate).tbs)).toBe(toHex(parsed(first.certificate).tbs))
    expect(second.provider).toEqual(first.provider)
  })

  test.each(['Ed25519', 'rsa-2048'] as const)(
    'give the same bytes where the authority signs by %s, chain included',
    async authorityKey => {
      const options = { key: authorityKey, issuer: 'cross-signed' } as const
      const [a, b] = [
        await mintedIn(await territory({ authorityKey }), options),
        await mintedIn(await territory({ authorityKey }), options),
      ]
      expect(b).toEqual(a)
    },
  )

  test.each<[MintOptions]>([
    [{ authorizationNumber: 'TEST0002' }],
    [{ key: 'P-384' }],
    [{ issuer: 'unlisted' }],
    [{ kind: 'seal' }],
    [{ defect: 'repeated-roles' }],
  ])('other options, %o: another key and another serial number', async options => {
    const other = await mint(options)
    expect(other.privateKey).not.toBe(sound.privateKey)
    expect(parsed(other.certificate).serialNumber).not.toEqual(parsed(sound.certificate).serialNumber)
  })
})

describe('the authorities', () => {
  const listed = new X509Certificate(LU.authorities.listed.certificate)

  test.each([
    ['listed', [], 1],
    ['intermediate', ['Intermediate CA'], 2],
    ['cross-signed', ['Cross-signed CA'], 3],
    ['withdrawn', [], 1],
    ['taken-over', [], 1],
    ['unlisted', ['Unlisted CA'], 1],
    ['newline-in-name', ['Newline CA'], 2],
  ] as const)('%s: holders send %o along', (kind, chain, certificates) => {
    const authority = LU.authorities[kind]
    const names = authority.chain.map(x => new X509Certificate(x).subject.split(`CN=${NAME} `)[1])
    expect(names).toEqual(chain)
    expect(authority.certificates).toHaveLength(certificates)
    for (const certificate of authority.certificates) {
      expect(new X509Certificate(certificate).ca).toBe(true)
      expect(contentsOf(certificate)).toMatchObject({ malformedExtensions: [] })
    }
  })

  test('the cross-signed one has one name and one key in two certificates, of the listed one and its own', () => {
    const [cross, above, own] = LU.authorities['cross-signed'].certificates.map(x => new X509Certificate(x))
    expect(cross!.verify(listed.publicKey)).toBe(true)
    expect(above!.raw.equals(listed.raw)).toBe(true)
    expect(own!.verify(own!.publicKey)).toBe(true)
    expect(own!.publicKey.equals(cross!.publicKey)).toBe(true)
    expect(own!.subject).toBe(cross!.subject)
    expect(own!.serialNumber).not.toBe(cross!.serialNumber)
  })

  test('that which was taken over names the provider that had it', () => {
    expect(contentsOf(LU.authorities['taken-over'].certificate)['subject']).toContain(
      `2.5.4.10=${NAME} Former Trust Services`,
    )
  })

  test('no two have the same key', () => {
    const keys = Object.values(LU.authorities).map(({ keys }) => keys.identifier)
    expect(new Set(keys).size).toBe(keys.length)
  })
})

test('the private key belongs to the certificate', () => {
  const { publicKey } = new X509Certificate(sound.certificate)
  expect(publicKey.equals(createPublicKey(sound.privateKey))).toBe(true)
})

test('the period is around now', () => {
  const { notBefore, notAfter } = parsed(sound.certificate).validity
  expect([notBefore < now, now < notAfter]).toEqual([true, true])
})
