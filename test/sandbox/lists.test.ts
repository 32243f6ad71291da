import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { instant } from '../../src/core/time.ts'
import {
  createTestWorld,
  type KeyKind,
  type ListDefect,
  type ServiceDefect,
} from '../../src/sandbox/index.ts'
import { certificateOf, contents, readSignature, text, whole, wholes } from './independent.ts'

const now = instant('2026-06-01T12:00:00Z')
const world = await createTestWorld({ seed: 'a seed', now })
const [newer, older] = world.lists.map(({ bytes }) => bytes) as [Uint8Array, Uint8Array]
const [first, second] = world.pivots as [Uint8Array, Uint8Array]

const GOOD = { digestsMatch: { list: true, properties: true, signer: true }, signatureVerifies: true }
const LIST = 'http://uri.etsi.org/TrstSvc/TrustedList'

const announced = (list: Uint8Array) => contents(text(list), 'X509Certificate')
const isAnnounced = (list: Uint8Array) =>
  announced(world.lotl).includes(readSignature(list).signer.raw.toString('base64'))
const sha256 = (octets: Uint8Array) => createHash('sha256').update(octets).digest('hex')

const LISTS: readonly (readonly [string, Uint8Array])[] = [
  ['the list of lists', world.lotl],
  ['the national list of version 6', newer],
  ['the national list of version 5', older],
  ['the first pivot', first],
  ['the second pivot', second],
]

describe.each(LISTS)('%s', (_, list) => {
  const xml = text(list)
  const { signer, signature, ...verified } = readSignature(list)

  test('digests, signer and signature fit', () => {
    expect(verified).toMatchObject(GOOD)
  })

  test('a changed octet is noticed by the very same reading', () => {
    const changed = xml.replace('<Locality>Nowhere', '<Locality>Somewhere')
    expect(readSignature(new TextEncoder().encode(changed)).digestsMatch.list).toBe(false)
  })

  test('has one signature, last in the root, over the whole list and the signed properties', () => {
    expect(xml.match(/<ds:Signature /g)).toHaveLength(1)
    expect(xml.endsWith('</ds:Signature></TrustServiceStatusList>')).toBe(true)
    expect(xml.match(/<ds:Reference [^>]*>/g)).toEqual([
      '<ds:Reference Id="list" URI="">',
      '<ds:Reference Type="http://uri.etsi.org/01903#SignedProperties" URI="#properties">',
    ])
  })

  test('is signed by a certificate that was valid then, and names its subject as the signer’s operator', () => {
    const signed = Date.parse(contents(signature, 'xades:SigningTime')[0]!)
    expect(signed).toBe(Date.parse(contents(xml, 'ListIssueDateTime')[0]!))
    expect(signed).toBeGreaterThan(Date.parse(signer.validFrom))
    expect(signed).toBeLessThan(Date.parse(signer.validTo))
    expect(signer.subject).toContain(`O=${contents(xml, 'Name')[0]}`)
    expect(signer.keyUsage).toEqual(['0.4.0.2231.3.0'])
  })
})

test.each([
  ['6', newer, { newer: true, older: false }],
  ['6', world.lotl, { newer: true, older: false }],
  ['5', older, { newer: false, older: true }],
  ['5', first, { newer: false, older: true }],
])('a list of version %s names its signer in the form of that version', (version, list, forms) => {
  const xml = text(list)
  expect(contents(xml, 'TSLVersionIdentifier')).toEqual([version])
  expect({
    newer: xml.includes('<xades:SigningCertificateV2>'),
    older: xml.includes('<xades:SigningCertificate>'),
  }).toEqual(forms)
})

test('a list of version 5 names the signer’s issuer and serial number as the certificate does', () => {
  const { signer, signature } = readSignature(older)
  expect(contents(signature, 'ds:X509IssuerName')).toEqual([signer.issuer.split('\n').reverse().join(',')])
  expect(contents(signature, 'ds:X509SerialNumber')).toEqual([BigInt(`0x${signer.serialNumber}`).toString()])
})

test.each([world.lotl, newer, older])('the lists of today are in force now', list => {
  expect(contents(text(list), 'ListIssueDateTime')).toEqual(['2026-05-22T12:00:00Z'])
  expect(contents(text(list), 'dateTime')).toEqual(['2026-11-18T12:00:00Z'])
})

describe('keys of signers', () => {
  const MORE_2001 = 'http://www.w3.org/2001/04/xmldsig-more#'
  const PSS = 'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1'

  test.each<[Exclude<KeyKind, 'Ed25519'>, string]>([
    ['P-256', `${MORE_2001}ecdsa-sha256`],
    ['P-384', `${MORE_2001}ecdsa-sha384`],
    ['P-521', `${MORE_2001}ecdsa-sha512`],
    ['brainpoolP256r1', `${MORE_2001}ecdsa-sha256`],
    ['brainpoolP384r1', `${MORE_2001}ecdsa-sha384`],
    ['rsa-2048', `${MORE_2001}rsa-sha256`],
    ['rsa-3072', `${MORE_2001}rsa-sha256`],
    ['rsa-4096', `${MORE_2001}rsa-sha256`],
    ['rsa-2048-pss', PSS],
    ['rsa-3072-pss', PSS],
    ['rsa-4096-pss', PSS],
  ])('%s sign by %s, and what they sign verifies', async (listSignerKey, method) => {
    const { lotl, pivots, lists } = await createTestWorld({
      seed: 'a seed',
      now,
      territories: [{ territory: 'LU' }],
      listSignerKey,
    })
    for (const list of [lotl, ...pivots, ...lists.map(({ bytes }) => bytes)])
      expect(readSignature(list)).toMatchObject({ ...GOOD, method })
  })

  test('Ed25519 is refused as a mistake of the caller', async () => {
    const key: KeyKind = 'Ed25519'
    await expect(createTestWorld({ seed: 'a seed', now, listSignerKey: key as 'P-256' })).rejects.toThrow(
      RangeError,
    )
  })
})

describe('how trust goes on', () => {
  const signers = (list: Uint8Array) =>
    contents(wholes(text(list), 'OtherTSLPointer')[0] ?? '', 'X509Certificate').map(certificateOf)
  const uris = (list: Uint8Array) => contents(whole(text(list), 'SchemeInformationURI'), 'URI')
  const signer = (list: Uint8Array) => readSignature(list).signer
  const pins = (notice: typeof world.notice) => notice.certificates

  test('the notice announces the signer of the list of lists, the earlier one that of the first pivot', () => {
    expect(pins(world.notice)).toEqual([sha256(signer(world.lotl).raw)])
    expect(pins(world.earlierNotice)).toEqual([sha256(signer(first).raw)])
  })

  test('each list of lists announces its own signer, and the one that signs the next', () => {
    const fingerprints = (list: Uint8Array) => signers(list).map(({ raw }) => sha256(raw))
    const [a, b, c] = [first, second, world.lotl].map(list => sha256(signer(list).raw))
    expect(new Set([a, b, c]).size).toBe(3)
    expect(fingerprints(first)).toEqual([a, b])
    expect(fingerprints(second)).toEqual([b, c])
    expect(fingerprints(world.lotl)).toEqual([c])
  })

  test('notices and pivots stand in SchemeInformationURI, newest first, each notice behind its pivots', () => {
    const [notice] = world.notice.locations
    const [earlier] = world.earlierNotice.locations
    const [older, newer] = [282, 378].map(number => `https://lists.example/eu-lotl-pivot-${number}.xml`)
    expect(uris(world.lotl).slice(0, 4)).toEqual([notice, newer, older, earlier])
    expect(uris(second).slice(0, 3)).toEqual([newer, older, earlier])
    expect(uris(first).slice(0, 2)).toEqual([older, earlier])
    expect(
      uris(world.lotl)
        .slice(4)
        .filter(uri => uri.endsWith('.xml')),
    ).toEqual([])
  })

  test('a pivot has the number that its address has', () => {
    expect(world.pivots.map(pivot => contents(text(pivot), 'TSLSequenceNumber')[0])).toEqual(['282', '378'])
  })
})

describe('the services of a territory', () => {
  const xml = text(newer)
  const services = wholes(xml, 'TSPService').map(service => ({
    name: contents(service, 'Name')[0],
    certificate: contents(service, 'X509Certificate'),
    statuses: contents(service, 'ServiceStatus').map(status => status.slice(`${LIST}/Svcstatus/`.length)),
    since: contents(service, 'StatusStartingTime'),
    history: wholes(service, 'ServiceHistoryInstance'),
    service,
  }))

  test('are two of the provider of today, and one of the provider that was before it', () => {
    const providers = wholes(xml, 'TrustServiceProvider')
    expect(providers.map(provider => contents(provider, 'Name').slice(0, 2))).toEqual([
      ['TEST – NOT QUALIFIED Trust Services', 'NTRLU-TEST0000'],
      ['TEST – NOT QUALIFIED Former Trust Services', 'NTRLU-TEST9999'],
    ])
    expect(providers.map(provider => wholes(provider, 'TSPService').length)).toEqual([2, 1])
  })

  test.each([
    ['listed', 0, ['granted'], ['2023-06-01T12:00:00Z']],
    ['withdrawn', 1, ['withdrawn', 'granted'], ['2026-03-03T12:00:00Z', '2023-06-01T12:00:00Z']],
    ['taken-over', 2, ['granted', 'granted'], ['2025-06-01T12:00:00Z', '2022-06-01T12:00:00Z']],
  ] as const)('%s: by its certificate, %o since %o', (kind, index, statuses, since) => {
    const { certificate, ...service } = services[index]!
    expect(certificate).toEqual([Buffer.from(world.authority(kind)[0]!).toString('base64')])
    expect(service).toMatchObject({ statuses, since })
  })

  test('past states name the key, and no certificate', () => {
    const past = services.flatMap(({ history }) => history)
    expect(past.length).toBe(2)
    for (const instance of past) {
      expect(contents(instance, 'X509SKI')).toHaveLength(1)
      expect(contents(instance, 'X509Certificate')).toEqual([])
    }
  })

  test('the taken-over one tells who runs it now, and since when', () => {
    const { service, history } = services[2]!
    expect(contents(whole(service, 'tslx:TakenOverBy'), 'Name')).toEqual([
      'TEST – NOT QUALIFIED Trust Services',
      'TEST – NOT QUALIFIED LU Trusted List Operator',
    ])
    expect(contents(whole(service, 'tslx:TakenOverBy'), 'SchemeTerritory')).toEqual(['LU'])
    expect(history.some(instance => instance.includes('TakenOverBy'))).toBe(false)
  })

  test('the taken-over one says by criteria which certificates are for websites', () => {
    const qualifications = whole(services[2]!.service, 'sie:Qualifications')
    expect(qualifications.match(/<sie:Qualifier [^>]*>/g)).toEqual([
      `<sie:Qualifier uri="${LIST}/SvcInfoExt/QCForWSA">`,
    ])
    expect(qualifications.match(/assert="[^"]*"/g)).toEqual(['assert="all"', 'assert="atLeastOne"'])
    expect(qualifications).toContain('<sie:KeyUsageBit name="digitalSignature">true</sie:KeyUsageBit>')
    expect(contents(qualifications, 'xades:Identifier')).toContain('0.4.0.194112.1.6')
  })

  test('no list names the others', () => {
    const encoded = [world.authority('intermediate'), world.authority('unlisted')].map(([der]) =>
      Buffer.from(der!).toString('base64'),
    )
    expect(encoded.filter(base64 => xml.includes(base64) || text(older).includes(base64))).toEqual([])
  })

  test('an identity is certificate, key identifier and name', () => {
    const identity = whole(whole(xml, 'TSPService'), 'ServiceDigitalIdentity')
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
  const sound = make === 'lotlWith' ? world.lotl : newer

  test('digest-broken: signed well, but something else', async () => {
    const list = readSignature(await world[make]('digest-broken'))
    expect(list.digestsMatch).toEqual({ list: false, properties: true, signer: true })
    expect(list.signatureVerifies).toBe(true)
    expect(list.signer.raw).toEqual(readSignature(sound).signer.raw)
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

describe('a defect of the services', () => {
  const granted = `${LIST}/Svcstatus/granted`
  const withdrawn = `${LIST}/Svcstatus/withdrawn`
  const [longAgo, lately] = ['2023-06-01T12:00:00Z', '2026-05-22T12:00:00Z']

  test.each<[ServiceDefect, { statuses: readonly string[]; since: readonly string[] }]>([
    ['service-withdrawn', { statuses: [withdrawn], since: [longAgo] }],
    ['service-granted-then-withdrawn', { statuses: [withdrawn, granted], since: [lately, longAgo] }],
    ['service-withdrawn-then-granted', { statuses: [granted, withdrawn], since: [lately, longAgo] }],
    ['service-not-for-websites', { statuses: [granted], since: [longAgo] }],
    ['criteria-not-qualified', { statuses: [granted], since: [longAgo] }],
    ['criteria-of-others', { statuses: [granted], since: [longAgo] }],
  ])('%s changes the service of the listed authority, newest first: %o', async (defect, expected) => {
    for (const [territory, sound] of [
      ['LU', newer],
      ['AT', older],
    ] as const) {
      const list = await world.listWith(defect, territory)
      expect(readSignature(list)).toMatchObject(GOOD)
      expect(isAnnounced(list)).toBe(true)
      const [service, ...others] = wholes(text(list), 'TSPService')
      expect(contents(service!, 'ServiceStatus')).toEqual(expected.statuses)
      expect(contents(service!, 'StatusStartingTime')).toEqual(expected.since)
      expect(others).toEqual(wholes(text(sound), 'TSPService').slice(1))
    }
  })

  test.each<[ListDefect | ServiceDefect, readonly string[]]>([
    ['expired', ['ForWebSiteAuthentication', 'ForeSeals']],
    ['service-not-for-websites', ['ForeSignatures']],
  ])('%s: the service is for %o', async (defect, purposes) => {
    const service = whole(text(await world.listWith(defect)), 'TSPService')
    expect(contents(service, 'URI')).toEqual(purposes.map(purpose => `${LIST}/SvcInfoExt/${purpose}`))
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
