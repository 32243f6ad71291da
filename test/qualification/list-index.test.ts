import { describe, expect, test } from 'vitest'
import { nameKey } from '../../src/certificate/name/match.ts'
import { instant } from '../../src/core/time.ts'
import { createCaches } from '../../src/qualification/list-index.ts'
import type { ListedCertificate, Service, TrustList } from '../../src/trust-list/trust-list.ts'
import { issue, party } from '../support/authorities.ts'

const CA_QC = 'http://uri.etsi.org/TrstSvc/Svctype/CA/QC'
const at = instant('2026-06-01T12:00:00Z')

interface Counted {
  readonly service: Service
  /** How often its certificates were asked for, to be kept as records. */
  readonly kept: () => number
}

function counted(certificates: readonly ListedCertificate[], type = CA_QC): Counted {
  let asked = 0
  const service: Service = {
    type,
    names: [],
    status: 'http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/granted',
    since: at,
    additionalInformation: [],
    qualifications: [],
    unknownCriticalExtensions: [],
    get certificates() {
      asked++
      return certificates
    },
    readCertificatesAnew: () => certificates,
    keyIdentifiers: [],
    subjectNames: [],
    supplyPoints: [],
    history: [],
  }
  return { service, kept: () => asked }
}

function listOf(...services: readonly Service[]): TrustList {
  const providers = [{ names: [], tradeNames: [], services }]
  const scheme = { version: 6, sequenceNumber: 1, type: '', territory: 'LU', operatorNames: [] }
  return { ...scheme, informationUris: [], issued: at, nextUpdate: null, pointers: [], providers }
}

const [first, second] = [await party('First'), await party('Second')]
const [one, two, renewed] = [
  await issue(first, first),
  await issue(second, second),
  await issue(await party('First'), first),
]
const readable = (certificate: typeof one): ListedCertificate => ({
  ok: true,
  bytes: certificate.bytes,
  certificate,
})
const broken: ListedCertificate = { ok: false, bytes: new Uint8Array([0x30]), reason: 'truncated', offset: 1 }

describe('the index of a list', () => {
  test('keeps no certificate but those of services that somebody asks for', () => {
    const [asked, passed] = [counted([readable(one)]), counted([readable(two)])]
    const { anchors, authorities } = createCaches().index(listOf(asked.service, passed.service))
    expect([asked.kept(), passed.kept()]).toEqual([0, 0])
    expect(anchors.named(one.subject)).toMatchObject([{ publicKey: one.publicKey, service: asked.service }])
    expect(authorities.keyed(nameKey(one.subject))).toMatchObject([{ certificate: one }])
    expect([asked.kept() > 0, passed.kept()]).toEqual([true, 0])
  })

  test('finds all identities of a name in the order of the list, and the certificate that stands twice once', () => {
    const services = [[one, two], [renewed], [one]].map(each => counted(each.map(readable)).service)
    const { anchors, authorities, identities } = createCaches().index(listOf(...services))
    expect(anchors.named(one.subject).map(({ service }) => services.indexOf(service))).toEqual([0, 1, 2])
    expect(authorities.named(one.subject).map(({ certificate }) => certificate)).toEqual([one, renewed])
    expect(identities.map(({ service, position }) => [services.indexOf(service), position])).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [2, 0],
    ])
  })

  test('tells what cannot be read, and finds what stands beside it', () => {
    const { service } = counted([broken, readable(one)])
    const { anchors, unreadable, identities } = createCaches().index(listOf(service))
    expect(unreadable).toMatchObject([{ service, bytes: broken.bytes, reason: 'truncated', offset: 1 }])
    expect(anchors.named(one.subject)).toMatchObject([{ publicKey: one.publicKey }])
    expect(identities).toMatchObject([{ position: 1 }])
  })

  test('leaves out services that never issued anything that is qualified', () => {
    const { service } = counted([readable(one), broken], 'http://uri.etsi.org/TrstSvc/Svctype/TSA/QTST')
    const { anchors, unreadable, identities } = createCaches().index(listOf(service))
    expect([anchors.named(one.subject), unreadable, identities]).toEqual([[], [], []])
  })

  test('reads services that have their records from the start', () => {
    const { readCertificatesAnew: _, ...service } = counted([readable(one)]).service
    const { anchors } = createCaches().index(listOf({ ...service, certificates: [readable(one)] }))
    expect(anchors.named(one.subject)).toHaveLength(1)
  })
})
