import { describe, expect, test } from 'vitest'
import { instant } from '../../src/core/time.ts'
import { createTestWorld, type ListDefect, type ServiceDefect } from '../../src/sandbox/index.ts'
import { contents, readSignature, text, whole } from './independent.ts'

const now = instant('2026-06-01T12:00:00Z')
const world = await createTestWorld({ seed: 'a seed', now })
const older = await createTestWorld({ seed: 'a seed', now, listVersion: 5 })

const GOOD = { digestsMatch: { list: true, properties: true, signer: true }, signatureVerifies: true }
const LIST = 'http://uri.etsi.org/TrstSvc/TrustedList'

const announced = (list: Uint8Array) => contents(text(list), 'X509Certificate')
const isAnnounced = (list: Uint8Array) =>
  announced(world.lotl).includes(readSignature(list).signer.raw.toString('base64'))

describe('a list', () => {
  test.each([
    ['the list of lists', world.lotl],
    ['the national list', world.lists[0]!.bytes],
    ['the national list of version 5', older.lists[0]!.bytes],
  ])('%s: digests, signer and signature fit', (_, list) => {
    expect(readSignature(list)).toMatchObject(GOOD)
  })

  test('a changed octet is noticed by the very same reading', () => {
    const changed = text(world.lotl).replace('<Locality>Nowhere', '<Locality>Somewhere')
    expect(readSignature(new TextEncoder().encode(changed)).digestsMatch.list).toBe(false)
  })

  test('has one signature, last in the root, over the whole list and the signed properties', () => {
    const xml = text(world.lists[0]!.bytes)
    expect(xml.match(/<ds:Signature /g)).toHaveLength(1)
    expect(xml.endsWith('</ds:Signature></TrustServiceStatusList>')).toBe(true)
    expect(xml.match(/<ds:Reference [^>]*>/g)).toEqual([
      '<ds:Reference Id="list" URI="">',
      '<ds:Reference Type="http://uri.etsi.org/01903#SignedProperties" URI="#properties">',
    ])
  })

  test.each([
    ['6', world, { newer: true, older: false }],
    ['5', older, { newer: false, older: true }],
  ])('of version %s names its signer in the form of that version', (version, { lists }, forms) => {
    const xml = text(lists[0]!.bytes)
    expect(contents(xml, 'TSLVersionIdentifier')).toEqual([version])
    expect({
      newer: xml.includes('<xades:SigningCertificateV2>'),
      older: xml.includes('<xades:SigningCertificate>'),
    }).toEqual(forms)
  })

  test('of version 5 names the signer’s issuer and serial number as the certificate does', () => {
    const { signer, signature } = readSignature(older.lists[0]!.bytes)
    expect(contents(signature, 'ds:X509IssuerName')).toEqual([signer.issuer.split('\n').reverse().join(',')])
    expect(contents(signature, 'ds:X509SerialNumber')).toEqual([
      BigInt(`0x${signer.serialNumber}`).toString(),
    ])
  })

  test('is signed by a certificate that was valid then, and names its subject as the signer’s operator', () => {
    const { signer, signature } = readSignature(world.lists[0]!.bytes)
    const signed = Date.parse(contents(signature, 'xades:SigningTime')[0]!)
    expect(signed).toBeGreaterThan(Date.parse(signer.validFrom))
    expect(signed).toBeLessThan(Date.parse(signer.validTo))
    expect(signer.subject).toContain(`O=${contents(text(world.lists[0]!.bytes), 'Name')[0]}`)
    expect(signer.keyUsage).toEqual(['0.4.0.2231.3.0'])
  })

  test('is in force now', () => {
    for (const list of [world.lotl, world.lists[0]!.bytes].map(text)) {
      expect(contents(list, 'ListIssueDateTime')).toEqual(['2026-05-22T12:00:00Z'])
      expect(contents(list, 'dateTime')).toEqual(['2026-11-18T12:00:00Z'])
    }
  })

  test('lists the authority, by certificate, key identifier and name', () => {
    const identity = whole(whole(text(world.lists[0]!.bytes), 'TSPService'), 'ServiceDigitalIdentity')
    expect(contents(identity, 'X509Certificate')).toEqual([
      Buffer.from(world.caCertificate).toString('base64'),
    ])
    const identifier = Buffer.from(contents(identity, 'X509SKI')[0]!, 'base64')
    expect(
      Buffer.from(world.caCertificate).includes(Buffer.concat([Buffer.from('04160414', 'hex'), identifier])),
    ).toBe(true)
    expect(contents(identity, 'X509SubjectName')[0]).toMatch(
      /^CN=TEST – NOT QUALIFIED Issuing CA,2\.5\.4\.97=#0c0e4e54524c552d5445535430303030,O=/,
    )
  })
})

describe.each(['lotlWith', 'listWith'] as const)('one defect of a list, by %s', make => {
  test('digest-broken: signed well, but something else', async () => {
    const list = readSignature(await world[make]('digest-broken'))
    expect(list.digestsMatch).toEqual({ list: false, properties: true, signer: true })
    expect(list.signatureVerifies).toBe(true)
    expect(list.signer.raw).toEqual(
      readSignature(make === 'lotlWith' ? world.lotl : world.lists[0]!.bytes).signer.raw,
    )
  })

  test('signer-not-announced: signed well, by somebody else', async () => {
    const list = await world[make]('signer-not-announced')
    expect(readSignature(list)).toMatchObject(GOOD)
    expect(isAnnounced(list)).toBe(false)
    expect(isAnnounced(await world[make]('expired'))).toBe(true)
  })

  test('expired: signed well, due before now', async () => {
    const list = await world[make]('expired')
    expect(readSignature(list)).toMatchObject(GOOD)
    expect(contents(text(list), 'dateTime')).toEqual(['2026-05-12T12:00:00Z'])
  })
})

describe('services', () => {
  const granted = `${LIST}/Svcstatus/granted`
  const withdrawn = `${LIST}/Svcstatus/withdrawn`
  const [longAgo, lately] = ['2023-06-01T12:00:00Z', '2026-05-22T12:00:00Z']

  test.each<[ServiceDefect | 'none', { statuses: readonly string[]; since: readonly string[] }]>([
    ['none', { statuses: [granted], since: [longAgo] }],
    ['service-withdrawn', { statuses: [withdrawn], since: [longAgo] }],
    ['service-granted-then-withdrawn', { statuses: [withdrawn, granted], since: [lately, longAgo] }],
    ['service-withdrawn-then-granted', { statuses: [granted, withdrawn], since: [lately, longAgo] }],
    ['service-not-for-websites', { statuses: [granted], since: [longAgo] }],
    ['criteria-not-qualified', { statuses: [granted], since: [longAgo] }],
    ['criteria-of-others', { statuses: [granted], since: [longAgo] }],
  ])('%s: newest first, %o', async (defect, { statuses, since }) => {
    const list = defect === 'none' ? world.lists[0]!.bytes : await world.listWith(defect)
    expect(readSignature(list)).toMatchObject(GOOD)
    expect(isAnnounced(list)).toBe(true)
    expect(contents(text(list), 'ServiceStatus')).toEqual(statuses)
    expect(contents(text(list), 'StatusStartingTime')).toEqual(since)
  })

  test('a past state names the key without a certificate', async () => {
    const past = whole(text(await world.listWith('service-granted-then-withdrawn')), 'ServiceHistoryInstance')
    expect(contents(past, 'X509SKI')).toHaveLength(1)
    expect(contents(past, 'X509Certificate')).toEqual([])
  })

  test.each<[ListDefect | ServiceDefect, string]>([
    ['expired', 'ForWebSiteAuthentication'],
    ['service-not-for-websites', 'ForeSignatures'],
  ])('%s: the service is %s', async (defect, purpose) => {
    const services = whole(text(await world.listWith(defect)), 'TSPServices')
    expect(contents(services, 'URI')).toEqual([`${LIST}/SvcInfoExt/${purpose}`])
  })

  test.each<[ServiceDefect, string]>([
    ['criteria-not-qualified', '0.4.0.19495.3.1'],
    ['criteria-of-others', '1.3.6.1.4.1.32473.2'],
  ])('%s: NotQualified under policy %s', async (defect, policy) => {
    const qualifications = whole(text(await world.listWith(defect)), 'sie:Qualifications')
    expect(qualifications).toContain(`<sie:Qualifier uri="${LIST}/SvcInfoExt/NotQualified">`)
    expect(qualifications).toContain('<sie:CriteriaList assert="all">')
    expect(contents(qualifications, 'xades:Identifier')).toEqual([policy])
  })
})
