import { createPublicKey, X509Certificate } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Instant, instant } from '../../src/core/time.ts'
import { createTestWorld, MARKER, type MintOptions, type TestWorldOptions } from '../../src/sandbox/index.ts'
import { contents, readSignature, text, toBeSigned, withoutSignatures } from './independent.ts'
import { parsed } from './minted.ts'

const now = instant('2026-06-01T12:00:00Z')
const world = await createTestWorld({ seed: 'a seed', now })
const options = { roles: ['PSP_AI'], subject: 'Accounts' } as const

/** The octets of everything that a world shows, where signatures do not make them random. */
async function outlineOf(made: typeof world) {
  const minted = await made.mint(options)
  return {
    lists: [made.lotl, ...made.pivots, ...made.lists.map(({ bytes }) => bytes)].map(withoutSignatures),
    authorities: (['LU', 'AT'] as const).flatMap(territory =>
      (['listed', 'intermediate', 'cross-signed', 'withdrawn', 'taken-over', 'unlisted'] as const).flatMap(
        kind => made.authority(kind, territory).map(toBeSigned),
      ),
    ),
    certificate: toBeSigned(minted.certificate),
    privateKey: minted.privateKey,
  }
}

describe('the same seed and moment', () => {
  test('give the same keys and contents', async () => {
    const same = await createTestWorld({ seed: 'a seed', now })
    expect(await outlineOf(same)).toEqual(await outlineOf(world))
  })

  test('do so whatever was asked for before, and in whatever order', async () => {
    const same = await createTestWorld({ seed: 'a seed', now })
    await same.listWith('signer-not-announced', 'AT')
    const { provider } = await same.mint({ territory: 'AT', issuer: 'taken-over', key: 'rsa-2048' })
    same.withdraw(provider, now)
    await same.crl()
    same.revoke(await same.mint(options))
    await same.lotlWith('expired')
    expect(await outlineOf(same)).toEqual(await outlineOf(world))
  })

  test('do so at once and one after another', async () => {
    const same = await createTestWorld({ seed: 'a seed', now })
    const all: readonly MintOptions[] = [{ subject: 'A' }, { subject: 'B' }, options, { kind: 'seal' }]
    const together = await Promise.all(all.map(each => same.mint(each)))
    for (const [index, each] of all.entries())
      expect((await world.mint(each)).privateKey).toBe(together[index]!.privateKey)
  })

  test('give the same octets throughout where signatures are not random', async () => {
    const wishes: TestWorldOptions = {
      seed: 'a seed',
      now,
      territories: [{ territory: 'LU' }],
      authorityKey: 'rsa-2048',
      listSignerKey: 'rsa-2048',
    }
    const [a, b] = [await createTestWorld(wishes), await createTestWorld(wishes)]
    expect(b.lotl).toEqual(a.lotl)
    expect(b.pivots).toEqual(a.pivots)
    expect(b.lists).toEqual(a.lists)
    expect(b.notice).toEqual(a.notice)
    expect((await b.mint(options)).certificate).toEqual((await a.mint(options)).certificate)
  })
})

test('another seed gives other keys and serial numbers, and the same texts', async () => {
  const other = await createTestWorld({ seed: 'another seed', now })
  const [a, b] = [await world.mint(options), await other.mint(options)].map(
    x => new X509Certificate(x.certificate),
  )
  expect(b!.serialNumber).not.toBe(a!.serialNumber)
  expect(b!.publicKey.equals(a!.publicKey)).toBe(false)
  expect(b!.subject).toBe(a!.subject)
  expect(contents(text(other.lotl), 'X509Certificate')).not.toEqual(
    contents(text(world.lotl), 'X509Certificate'),
  )
  expect(contents(text(other.lotl), 'Name')).toEqual(contents(text(world.lotl), 'Name'))
})

test.each([
  [{ authorizationNumber: 'TEST0002' }],
  [{ key: 'P-384' }],
  [{ issuer: 'unlisted' }],
  [{ territory: 'AT' }],
  [{ kind: 'seal' }],
] as const)('%o gives another key and another serial number', async options => {
  const [a, b] = [await world.mint(), await world.mint(options)]
  expect(b.privateKey).not.toBe(a.privateKey)
  expect(new X509Certificate(b.certificate).serialNumber).not.toBe(
    new X509Certificate(a.certificate).serialNumber,
  )
})

describe('the same options', () => {
  test.each<[MintOptions, MintOptions]>([
    [{}, {}],
    [
      { subject: 'A', roles: ['PSP_AI'] },
      { roles: ['PSP_AI'], subject: 'A' },
    ],
    [{}, { kind: 'website', key: 'P-256', issuer: 'listed', territory: 'LU', revocationList: 'direct' }],
    [{ defect: 'wrong-signature' }, { defect: 'wrong-signature' }],
  ])('%o and %o give one certificate, signature included, also when asked at once', async (first, second) => {
    const [a, b] = await Promise.all([world.mint(first), world.mint(second)])
    expect(b).toEqual(a)
    expect(await world.mint(second)).toEqual(a)
  })

  test('what somebody does to the octets stays with him', async () => {
    const mine = await world.mint({ subject: 'Tampered' })
    mine.certificate.fill(0)
    expect(new X509Certificate((await world.mint({ subject: 'Tampered' })).certificate).subject).toContain(
      'Tampered',
    )
  })

  test('who is revoked is so for whoever minted the same', async () => {
    const fresh = await createTestWorld({ seed: 'a seed', now })
    fresh.revoke(await fresh.mint(options))
    const again = await fresh.mint(options)
    expect(() => fresh.revoke(again)).toThrow(RangeError)
  })
})

test('delegates are certified by their authority, and each has its work', async () => {
  const [issuer, root] = world.authority('intermediate', 'AT')
  const { responder, crlSigner, indirectCrlSigner } = await world.delegates(issuer)
  const authority = new X509Certificate(issuer!)
  for (const der of [responder, crlSigner, indirectCrlSigner]) {
    const delegate = new X509Certificate(der)
    expect(delegate.checkIssued(authority) && delegate.verify(authority.publicKey)).toBe(true)
    expect(delegate.ca).toBe(false)
  }
  expect(new X509Certificate(responder).keyUsage).toEqual(['1.3.6.1.5.5.7.3.9'])
  expect(new X509Certificate(crlSigner).subject).toBe(authority.subject)
  expect(new X509Certificate(indirectCrlSigner).subject).not.toBe(authority.subject)
  expect(new X509Certificate((await world.delegates()).responder).issuer).toBe(
    new X509Certificate(world.caCertificate).subject,
  )
  expect(root).toEqual(world.authority('listed', 'AT')[0])
  await expect(world.delegates(world.authority('unlisted')[0]!)).resolves.toBeDefined()
  await expect(world.delegates((await world.mint()).certificate)).rejects.toThrow(RangeError)
})

test('the private key belongs to the certificate', async () => {
  const minted = await world.mint()
  const { publicKey } = new X509Certificate(minted.certificate)
  expect(publicKey.equals(createPublicKey(minted.privateKey))).toBe(true)
})

describe('names', () => {
  const lists = [world.lotl, ...world.pivots, ...world.lists.map(({ bytes }) => bytes)]

  test('operators, providers, authorities and holders are marked in every name', async () => {
    const certificates = [
      ...lists.flatMap(list => contents(text(list), 'X509Certificate')),
      Buffer.from((await world.mint({ subject: 'A Real Bank' })).certificate).toString('base64'),
    ].map(base64 => new X509Certificate(Buffer.from(base64, 'base64')))
    expect(certificates.length).toBeGreaterThan(15)
    for (const { subject, issuer } of certificates) {
      expect(subject).toContain(`O=${MARKER} `)
      expect(issuer).toContain(`O=${MARKER} `)
      expect(issuer).toContain(`CN=${MARKER} `)
    }
  })

  test('every name in the lists is marked, but for the registration numbers of providers', () => {
    const names = lists.flatMap(list => contents(text(list), 'Name'))
    expect(names.filter(name => !name.includes(MARKER))).toEqual([
      'NTRLU-TEST0000',
      'NTRLU-TEST9999',
      'NTRAT-TEST0000',
      'NTRAT-TEST9999',
    ])
  })
})

describe('territories', () => {
  test('are LU with version 6 and AT with version 5 unless told', () => {
    expect(
      world.lists.map(({ territory, bytes }) => [territory, contents(text(bytes), 'TSLVersionIdentifier')]),
    ).toEqual([
      ['LU', ['6']],
      ['AT', ['5']],
    ])
  })

  test('each has an operator, a signer, providers and authorities of its own', () => {
    const [a, b] = world.lists.map(({ bytes }) => bytes)
    expect(readSignature(a!).signer.raw).not.toEqual(readSignature(b!).signer.raw)
    expect(contents(text(a!), 'Name')[0]).not.toBe(contents(text(b!), 'Name')[0])
    for (const kind of ['listed', 'withdrawn', 'taken-over'] as const)
      expect(world.authority(kind, 'AT')[0]).not.toEqual(world.authority(kind, 'LU')[0])
  })

  test('the list of lists announces the signer of each, at its address', () => {
    const announced = contents(text(world.lotl), 'X509Certificate')
    for (const { bytes } of world.lists)
      expect(announced).toContain(readSignature(bytes).signer.raw.toString('base64'))
    expect(contents(text(world.lotl), 'TSLLocation').slice(1)).toEqual(
      world.lists.map(({ location }) => location),
    )
  })

  test('can be any number, in the order that was asked for', async () => {
    const territories = ['DE', 'FR', 'EL', 'NO'].map(territory => ({ territory }))
    const many = await createTestWorld({ seed: 'a seed', now, territories })
    expect(many.lists.map(({ territory }) => territory)).toEqual(['DE', 'FR', 'EL', 'NO'])
    expect(many.caCertificate).toEqual(many.authority('listed', 'DE')[0])
  })

  test('Greece is EL in the lists and GR in certificates', async () => {
    const greece = await createTestWorld({ seed: 'a seed', now, territories: [{ territory: 'EL' }] })
    expect(contents(text(greece.lists[0]!.bytes), 'SchemeTerritory')[0]).toBe('EL')
    expect(new X509Certificate(greece.caCertificate).subject).toMatch(/^C=GR\n/)
    expect((await greece.mint()).provider).toMatchObject({ authorityId: 'GR-BOG', country: 'GR' })
  })

  test.each([
    ['LU', 'LU-CSSF'],
    ['AT', 'AT-FMA'],
  ])('a holder in %s was admitted by %s', async (territory, authorityId) => {
    const { provider } = await world.mint({ territory })
    expect(provider).toMatchObject({ authorityId, country: territory })
  })
})

describe('authorities', () => {
  const chain = (kind: 'intermediate' | 'cross-signed' | 'unlisted') =>
    world.authority(kind).map(der => new X509Certificate(der))

  test('one of the list stands alone', () => {
    for (const kind of ['listed', 'withdrawn', 'taken-over'] as const)
      expect(world.authority(kind)).toHaveLength(1)
    expect(world.authority('listed')).toEqual([world.caCertificate])
  })

  test('an intermediate leads to the listed one', () => {
    const [own, above] = chain('intermediate')
    expect(above!.raw).toEqual(Buffer.from(world.caCertificate))
    expect(own!.verify(above!.publicKey)).toBe(true)
  })

  test('a cross-signed one leads to the listed one and to a root of its own, by one key', () => {
    const [own, listed, root] = chain('cross-signed')
    expect(own!.verify(listed!.publicKey)).toBe(true)
    expect(root!.verify(root!.publicKey)).toBe(true)
    expect(own!.publicKey.equals(root!.publicKey)).toBe(true)
    expect(own!.subject).toBe(root!.subject)
  })
})

describe('mistakes of the caller', () => {
  test.each<[string, Partial<TestWorldOptions>]>([
    ['an empty seed', { seed: '' }],
    ['a moment within a second', { now: instant('2026-06-01T12:00:00.001Z') }],
    ['small letters', { territories: [{ territory: 'lu' }] }],
    ['the territory of the list of lists', { territories: [{ territory: 'EU' }] }],
    ['Greece as ISO 3166-1 writes it', { territories: [{ territory: 'GR' }] }],
    ['a version that no reader knows', { territories: [{ territory: 'LU', listVersion: 7 as 6 }] }],
    ['no territory', { territories: [] }],
    ['a territory twice', { territories: [{ territory: 'LU' }, { territory: 'LU', listVersion: 5 }] }],
  ])('%s', async (_, wrong) => {
    await expect(createTestWorld({ seed: 'a seed', now, ...wrong })).rejects.toThrow(RangeError)
  })

  test('a territory that the world does not have', async () => {
    await expect(world.mint({ territory: 'FR' })).rejects.toThrow(RangeError)
    await expect(world.listWith('expired', 'FR')).rejects.toThrow(RangeError)
    expect(() => world.authority('listed', 'FR')).toThrow(RangeError)
  })

  test('an outage where nothing was started', () => {
    expect(() => world.outage('ocsp')).toThrow(RangeError)
  })

  test('a certificate or a holder of another world', async () => {
    const other = await createTestWorld({ seed: 'another seed', now })
    const stranger = await other.mint({ authorizationNumber: 'ELSEWHERE' })
    expect(() => world.revoke(stranger)).toThrow(RangeError)
    expect(() => world.withdraw(stranger.provider, now)).toThrow(RangeError)
    await expect(world.ocsp(stranger)).rejects.toThrow(RangeError)
  })
})

describe('what a world knows', () => {
  const entities = (made: typeof world) => JSON.parse(text(made.register()))[1]

  test('its register holds those who were minted, with the roles that were asked for', async () => {
    const fresh = await createTestWorld({ seed: 'a seed', now })
    expect(entities(fresh)).toEqual([])
    await fresh.mint()
    await fresh.mint({ roles: ['PSP_AI'], authorizationNumber: 'TEST0002' })
    expect(entities(fresh).map((entity: { EntityCode: string }) => entity.EntityCode)).toEqual([
      'LU_CSSF!TEST0001',
      'LU_CSSF!TEST0002',
    ])
    expect(entities(fresh).map((entity: { EntityType: string }) => entity.EntityType)).toEqual([
      'PSD_PI',
      'PSD_AISP',
    ])
  })

  test('is unknown to every other world of the same seed', async () => {
    const [a, b] = [await createTestWorld({ seed: 's', now }), await createTestWorld({ seed: 's', now })]
    const [minted, same] = [await a.mint(), await b.mint()]
    const serialNumber = Buffer.from(new X509Certificate(minted.certificate).serialNumber, 'hex')
    const isRevoked = async (made: typeof world) => Buffer.from(await made.crl()).includes(serialNumber)
    a.revoke(minted)
    a.withdraw(minted.provider, now)
    expect([await isRevoked(a), await isRevoked(b)]).toEqual([true, false])
    expect(entities(b)).not.toEqual(entities(a))
    b.revoke(same)
    expect(await isRevoked(b)).toBe(true)
  })

  test('a certificate that an authority issued to another can be revoked too', async () => {
    const fresh = await createTestWorld({ seed: 'a seed', now })
    const [certificate] = fresh.authority('intermediate', 'AT')
    const issuer = fresh.authority('listed', 'AT')[0]!
    const before = await fresh.crl({ issuer })
    fresh.revoke({ certificate: certificate! })
    const serial = Buffer.from(new X509Certificate(certificate!).serialNumber, 'hex')
    expect(Buffer.from(before).includes(serial)).toBe(false)
    expect(Buffer.from(await fresh.crl({ issuer })).includes(serial)).toBe(true)
    expect(Buffer.from(await fresh.ocsp({ certificate: certificate! })).includes(serial)).toBe(true)
  })

  test('revocations without a date have that of the clock', async () => {
    const state: { clock: Instant } = { clock: now }
    const fresh = await createTestWorld({ seed: 'a seed', now, clock: () => state.clock })
    const minted = await fresh.mint()
    state.clock = instant('2026-06-02T12:00:00Z')
    fresh.revoke(minted)
    state.clock = instant('2026-06-03T12:00:00Z')
    const der = Buffer.from(await fresh.crl())
    expect(der.includes('260602120000Z')).toBe(true)
  })
})

describe('responders', () => {
  let asked: typeof world

  beforeAll(async () => {
    asked = await createTestWorld({ seed: 'a seed', now, responders: true })
    return () => asked.close()
  })

  test('there are none, and no calls, unless asked for', () => {
    expect(world.addresses).toEqual({})
    expect(world.calls('ocsp')).toBe(0)
  })

  test('lists stand where the list of lists says', async () => {
    for (const { location, bytes } of asked.lists) {
      const response = await fetch(location)
      expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes)
    }
    const pivots = contents(text(asked.lotl), 'URI').filter(
      uri => uri.includes('pivot-') && uri.endsWith('.xml'),
    )
    for (const uri of pivots) expect((await fetch(uri)).status).toBe(200)
    expect(asked.calls('lists')).toBe(4)
    expect(pivots).toHaveLength(2)
  })

  test('certificates name them, and what stands there is that of their issuer', async () => {
    const { infoAccess } = new X509Certificate((await asked.mint()).certificate)
    const [, issuer] = /CA Issuers - URI:(\S+)/.exec(infoAccess ?? '') ?? []
    expect(infoAccess).toContain(`OCSP - URI:${asked.addresses.ocsp}`)
    const response = await fetch(issuer!)
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(asked.caCertificate)
  })

  test.each([
    ['direct', /\/LU-listed\.crl/],
    ['indirect', /\/LU-listed-indirect\.crl/],
  ] as const)('a certificate of the %s list is on the one that it names', async (revocationList, path) => {
    const minted = await asked.mint({ revocationList, subject: `On The ${revocationList} List` })
    asked.revoke(minted)
    const [point] = parsed(minted.certificate).extensions.crlDistributionPoints ?? []
    const [name] = point?.fullName ?? []
    const address = name && 'text' in name ? name.text : ''
    const list = Buffer.from(await (await fetch(address)).arrayBuffer())
    const { serialNumber } = new X509Certificate(minted.certificate)
    expect(address).toMatch(path)
    expect(list.includes(Buffer.from(serialNumber, 'hex'))).toBe(true)
    // IssuingDistributionPoint names the address that the certificate has (RFC 5280, section 6.3.3, step b 2
    // i).
    expect(list.includes(address)).toBe(revocationList === 'indirect')
  })

  test('the register is what the world knows now', async () => {
    await asked.mint({ subject: 'Somebody', authorizationNumber: 'TEST0009' })
    const response = await fetch(asked.addresses.register!)
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(asked.register())
  })

  test('an outage lasts until it is restored', async () => {
    asked.outage('register', 'broken')
    expect((await fetch(asked.addresses.register!)).status).toBe(500)
    asked.restore('register')
    expect((await fetch(asked.addresses.register!)).status).toBe(200)
  })

  test('keys and serial numbers do not depend on the ports', async () => {
    const [a, b] = [await asked.mint(options), await world.mint(options)]
    expect(a.privateKey).toBe(b.privateKey)
  })
})

describe('the end of a world', () => {
  test('`await using` stops the responders', async () => {
    const address = await (async () => {
      await using fleeting = await createTestWorld({ seed: 'a seed', now, responders: true })
      expect((await fetch(fleeting.addresses.register!)).status).toBe(200)
      return fleeting.addresses.register!
    })()
    await expect(fetch(address)).rejects.toThrow()
  })

  test('so does close, which may be called twice, and by a world without responders', async () => {
    const fleeting = await createTestWorld({ seed: 'a seed', now, responders: true })
    try {
      expect((await fetch(fleeting.addresses.register!)).status).toBe(200)
    } finally {
      await fleeting.close()
      await fleeting.close()
    }
    await expect(fetch(fleeting.addresses.register!)).rejects.toThrow()
    await world.close()
  })

  test('a world that cannot be made leaves no responder behind', async () => {
    const before = listening()
    const wishes = { seed: 'a seed', now, responders: true, listSignerKey: 'Ed25519' as 'P-256' }
    await expect(createTestWorld(wishes)).rejects.toThrow(RangeError)
    expect(listening()).toBe(before)
    const made = await createTestWorld({ seed: 'a seed', now, responders: true })
    expect(listening()).toBe(before + 5)
    await made.close()
    expect(listening()).toBe(before)
  })
})

/** How many servers of this process listen, those that do not keep it running included. */
function listening(): number {
  const { libuv } = process.report.getReport() as { libuv: readonly Record<string, unknown>[] }
  return libuv.filter(
    ({ type, is_active, remoteEndpoint }) => type === 'tcp' && is_active && remoteEndpoint === null,
  ).length
}
