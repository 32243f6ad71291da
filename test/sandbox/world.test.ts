import { createPublicKey, X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { instant } from '../../src/core/time.ts'
import { createTestWorld, MARKER } from '../../src/sandbox/index.ts'
import { contents, readSignature, text, toBeSigned, withoutSignatures } from './independent.ts'

const now = instant('2026-06-01T12:00:00Z')
const world = await createTestWorld({ seed: 'a seed', now })
const same = await createTestWorld({ seed: 'a seed', now })
const other = await createTestWorld({ seed: 'another seed', now })
const options = { roles: ['PSP_AI'], subject: 'Accounts' } as const

describe('the same seed and moment', () => {
  test('give the same lists, but for signatures', () => {
    expect(withoutSignatures(same.lotl)).toBe(withoutSignatures(world.lotl))
    expect(withoutSignatures(same.lists[0]!.bytes)).toBe(withoutSignatures(world.lists[0]!.bytes))
  })

  test('give the same authority, key and certificate, but for signatures', async () => {
    const [a, b] = [await world.mint(options), await same.mint(options)]
    expect(toBeSigned(same.caCertificate)).toBe(toBeSigned(world.caCertificate))
    expect(toBeSigned(b.certificate)).toBe(toBeSigned(a.certificate))
    expect(b.privateKey).toBe(a.privateKey)
  })

  test('do so whatever was minted before', async () => {
    const minted = await world.mint(options)
    await same.mint({ subject: 'Somebody Else' })
    expect((await same.mint(options)).privateKey).toBe(minted.privateKey)
  })
})

test('another seed gives other keys and serial numbers, and the same texts', async () => {
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

test.each([[{ authorizationNumber: 'TEST0002' }], [{ key: 'P-384' }], [{ issuer: 'unlisted' }]] as const)(
  '%o gives another key and another serial number',
  async options => {
    const [a, b] = [await world.mint(), await world.mint(options)]
    expect(b.privateKey).not.toBe(a.privateKey)
    expect(new X509Certificate(b.certificate).serialNumber).not.toBe(
      new X509Certificate(a.certificate).serialNumber,
    )
  },
)

test('the private key belongs to the certificate, on either curve', async () => {
  for (const key of ['P-256', 'P-384'] as const) {
    const minted = await world.mint({ key })
    const certificate = new X509Certificate(minted.certificate)
    expect(certificate.publicKey.equals(createPublicKey(minted.privateKey))).toBe(true)
    expect(certificate.publicKey.asymmetricKeyDetails?.namedCurve).toBe(
      key === 'P-256' ? 'prime256v1' : 'secp384r1',
    )
  }
})

test('operators, providers, authorities and holders are marked in every name', async () => {
  const certificates = [
    ...[world.lotl, world.lists[0]!.bytes].flatMap(list => contents(text(list), 'X509Certificate')),
    Buffer.from(world.caCertificate).toString('base64'),
    Buffer.from((await world.mint({ subject: 'A Real Bank' })).certificate).toString('base64'),
  ].map(base64 => new X509Certificate(Buffer.from(base64, 'base64')))
  expect(certificates.length).toBeGreaterThan(4)
  for (const { subject, issuer } of certificates) {
    expect(subject).toContain(`O=${MARKER} `)
    expect(issuer).toContain(`O=${MARKER} `)
    expect(issuer).toContain(`CN=${MARKER} `)
  }
})

test('every name in the lists is marked, but for the registration number of the provider', () => {
  const names = [world.lotl, world.lists[0]!.bytes].flatMap(list => contents(text(list), 'Name'))
  expect(names.filter(name => !name.includes(MARKER))).toEqual(['NTRLU-TEST0000'])
})

test('the list of lists announces the signer of the national list, and the notice that of the list of lists', () => {
  const national = readSignature(world.lists[0]!.bytes).signer
  const announced = contents(text(world.lotl), 'X509Certificate')
  expect(announced).toContain(national.raw.toString('base64'))
  const pin = readSignature(world.lotl).signer.fingerprint256.replaceAll(':', '').toLowerCase()
  expect(world.notice.certificates).toEqual([pin])
  expect(contents(text(world.lotl), 'URI')).toContain(world.notice.locations[0])
  expect(contents(text(world.lotl), 'TSLLocation')).toContain(world.lists[0]!.location)
})

test('Greece is EL in the lists and GR in certificates', async () => {
  const greece = await createTestWorld({ seed: 'a seed', now, territory: 'EL' })
  expect(contents(text(greece.lists[0]!.bytes), 'SchemeTerritory')[0]).toBe('EL')
  expect(new X509Certificate(greece.caCertificate).subject).toMatch(/^C=GR\n/)
})

test.each([
  [{ seed: 'a seed', now, territory: 'lu' }],
  [{ seed: 'a seed', now, territory: 'EU' }],
  [{ seed: '', now }],
  [{ seed: 'a seed', now: instant('2026-06-01T12:00:00.001Z') }],
])('refuses %o as a mistake of the caller', async options => {
  await expect(createTestWorld(options)).rejects.toThrow(RangeError)
})
