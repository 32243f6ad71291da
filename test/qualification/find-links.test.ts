import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Certificate } from '../../src/certificate/certificate.ts'
import { fromHex } from '../../src/core/bytes.ts'
import { instant } from '../../src/core/time.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { readCertificates } from '../../src/encoding/pem.ts'
import { findLinks } from '../../src/qualification/find-links.ts'
import { createCaches } from '../../src/qualification/list-index.ts'
import type { ListedCertificate, Service, TrustList } from '../../src/trust-list/trust-list.ts'
import { issue, parsed, party, x509 } from '../support/authorities.ts'

const CA_QC = 'http://uri.etsi.org/TrstSvc/Svctype/CA/QC'
const at = instant('2026-06-01T12:00:00Z')
const read = (name: string): Certificate => {
  const file = readCertificates(readFileSync(join(import.meta.dirname, '..', '..', 'fixtures', name)))
  if (!file.ok) throw new Error(file.reason)
  return parsed(file.value[0]!)
}
const leaf = read('qwac.pem')
const authority = read('ca.pem')
const readable: ListedCertificate = { ok: true, bytes: authority.bytes, certificate: authority }
const unreadable = (bytes: Uint8Array): ListedCertificate => ({
  ok: false,
  bytes,
  reason: 'truncated',
  offset: 7,
})

function service(
  name: string,
  certificates: readonly ListedCertificate[],
  keyIdentifiers: readonly Uint8Array[] = [],
): Service {
  return {
    type: CA_QC,
    names: [{ language: 'en', text: name }],
    status: 'http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/granted',
    since: instant('2020-01-01T00:00:00Z'),
    additionalInformation: [],
    qualifications: [],
    unknownCriticalExtensions: [],
    certificates,
    keyIdentifiers,
    subjectNames: [],
    supplyPoints: [],
    history: [],
  }
}

function listOf(...services: readonly Service[]): TrustList {
  return {
    version: 6,
    sequenceNumber: 1,
    type: '',
    territory: 'LU',
    operatorNames: [],
    informationUris: [],
    issued: at,
    nextUpdate: at,
    pointers: [],
    providers: [{ names: [{ language: 'en', text: 'Provider' }], tradeNames: [], services }],
  }
}

const find = (list: TrustList) =>
  findLinks({
    certificate: leaf,
    given: [],
    list,
    others: () => [],
    caches: createCaches(),
    crypto: nodeCrypto(),
    at,
  })

const outcomes = async (list: TrustList) =>
  (await find(list)).links.map(link => [link.service.names[0]?.text, link.outcome])

describe('a listed identity that cannot be read', () => {
  test.each<[string, Service, readonly (readonly string[])[]]>([
    [
      'holds the name of the issuer',
      service('Broken', [unreadable(authority.bytes.subarray(0, 400))]),
      [['Broken', 'undetermined']],
    ],
    [
      'is given the key identifier that the certificate names',
      service(
        'Broken',
        [unreadable(Uint8Array.of(0, 0, 0))],
        [leaf.extensions.authorityKeyIdentifier!.keyIdentifier!],
      ),
      [['Broken', 'undetermined']],
    ],
    [
      'has nothing to do with the issuer',
      service('Broken', [unreadable(Uint8Array.of(0, 0, 0))], [Uint8Array.of(1)]),
      [],
    ],
  ])('and %s leaves open what it may have issued, and no more', async (_, broken, links) => {
    expect(await outcomes(listOf(broken, service('Sound', [readable])))).toEqual([
      ['Sound', 'verified'],
      ...links,
    ])
  })

  test('is reported with its service', async () => {
    const { identities } = await find(listOf(service('Broken', [unreadable(Uint8Array.of(0))])))
    expect(identities).toMatchObject({
      code: 'path.listed-identities',
      outcome: 'violated',
      severity: 'warning',
      reason: 'unreadable',
      facts: {
        territory: 'LU',
        identities: [{ provider: 'Provider', service: 'Broken', reason: 'truncated', offset: 7 }],
      },
    })
  })

  test('is nothing to report where every one can be read', async () => {
    expect((await find(listOf(service('Sound', [readable])))).identities.outcome).toBe('satisfied')
  })
})

describe('a certificate with the key and the name of a listed service', () => {
  test('is linked when it is the listed one, octet by octet, and left open when anybody may have made it', async () => {
    const list = listOf(service('Sound', [readable]))
    const own = (certificate: Certificate) =>
      findLinks({
        certificate,
        given: [],
        list,
        others: () => [],
        caches: createCaches(),
        crypto: nodeCrypto(),
        at,
      })
    const copied: Certificate = {
      ...leaf,
      subject: authority.subject,
      publicKey: authority.publicKey,
      issuer: leaf.subject,
    }
    expect((await own(authority)).links.map(({ outcome }) => outcome)).toContain('verified')
    expect((await own(copied)).links.map(({ outcome }) => outcome)).toEqual(['undetermined'])
    expect((await own(copied)).anchor).toMatchObject({ outcome: 'undetermined', reason: 'anchor-itself' })
  })
})

describe('a search that was stopped among broken paths', () => {
  /** NameConstraints with one permitted directoryName, C=XX. */
  const elsewhere = new x509.Extension(
    '2.5.29.30',
    true,
    Uint8Array.from(fromHex('3015a0133011a40f300d310b3009060355040613025858')),
  )

  test.each([
    [2, 'satisfied', undefined, []],
    [101, 'undetermined', 'budget-spent', ['undetermined']],
  ])('%i of them, leaves open whatever the list could say', async (count, outcome, reason, links) => {
    const [root, middle, holder] = await Promise.all([party('Root'), party('Middle'), party('Holder')])
    const anchor = await issue(root, root, { ca: true })
    const broken = Array.from({ length: count }, () =>
      issue(root, middle, { ca: true, extensions: [elsewhere] }),
    )
    const found = await findLinks({
      ...{ certificate: await issue(middle, holder), given: await Promise.all(broken) },
      list: listOf(service('Sound', [{ ok: true, bytes: anchor.bytes, certificate: anchor }])),
      ...{ others: () => [], caches: createCaches(), crypto: nodeCrypto(), at },
    })
    expect(found.anchor).toMatchObject({ outcome, ...(reason && { reason }) })
    expect(found.links.map(link => link.outcome)).toEqual(links)
    const checks = found.certificates.flatMap(each => each.checks)
    const violated = checks.filter(check => check.outcome === 'violated').map(({ code }) => code)
    expect(violated).toEqual(reason === undefined ? ['path.name-constraints'] : [])
  })
})
