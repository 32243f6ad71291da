import { describe, expect, test } from 'vitest'
import { parseCertificate } from '../../src/certificate/parse.ts'
import { countAnchors } from '../../src/trust-list/anchors.ts'
import { authenticateLists } from '../../src/trust-list/authenticate.ts'
import { supplyPointsOf } from '../../src/trust-list/supply-points.ts'
import type { TrustList } from '../../src/trust-list/trust-list.ts'
import {
  certificateId,
  identity,
  LIST_OF_LISTS,
  pointer,
  providers,
  scheme,
  service,
} from './list-content.ts'
import { listSigner, writeList } from './list-writer.ts'
import { crypto, NOW } from './verdict.ts'

const signer = listSigner()
const [listed, other] = [listSigner(), listSigner()]

function certificateOf(bytes: Uint8Array) {
  const parsed = parseCertificate(bytes)
  if (!parsed.ok) throw new RangeError(parsed.reason)
  return parsed.value
}

const points = (...each: readonly string[]) => `<ServiceSupplyPoints>${each.join('')}</ServiceSupplyPoints>`
const point = (uri: string, type?: string) =>
  `<ServiceSupplyPoint${type === undefined ? '' : ` type="${type}"`}>${uri}</ServiceSupplyPoint>`
const STATUS = 'http://uri.etsi.org/TrstSvc/Svctype/Certstatus'

async function setOf(...services: readonly string[]) {
  const own = pointer({ type: LIST_OF_LISTS, territory: 'EU', signers: [signer] })
  const pointers = own + pointer({ signers: [signer] })
  const notice = { id: 'test', locations: ['https://journal.example/'], certificates: [signer.sha256] }
  const lotl = scheme({ type: LIST_OF_LISTS, territory: 'EU', uris: notice.locations, pointers })
  return authenticateLists({
    listOfLists: { bytes: writeList({ content: lotl, signer }) },
    lists: [{ bytes: writeList({ content: scheme() + providers(...services), signer }) }],
    notice,
    crypto,
    at: NOW,
  })
}

async function listOf(...services: readonly string[]): Promise<TrustList> {
  const { territories } = await setOf(...services)
  const file = territories[0]?.file
  if (file?.outcome !== 'authentic') throw new RangeError(file?.reason)
  return file.list.content
}

const OWN = { identity: identity(certificateId(listed.certificate)) }
const issuer = certificateOf(listed.certificate)

describe('the supply points of a service', () => {
  test.each([
    ['a word in the address', point('http://ocsp.example/'), { ocsp: ['http://ocsp.example/'], crl: [] }],
    ['another word', point('https://ca.example/ca.CRL'), { ocsp: [], crl: ['https://ca.example/ca.CRL'] }],
    [
      'a long word',
      point('http://ca.example/?certificateRevocationList'),
      { ocsp: [], crl: ['http://ca.example/?certificateRevocationList'] },
    ],
    ['no word', point('https://ca.example/'), { ocsp: [], crl: [] }],
    ['two words', point('https://ca.example/crl/ocsp'), { ocsp: [], crl: [] }],
    [
      'a type, whatever the address says',
      point('http://crl.example/', `${STATUS}/OCSP/QC`),
      { ocsp: ['http://crl.example/'], crl: [] },
    ],
    [
      'a type for lists',
      point('http://a.example/', `${STATUS}/CRL/QC`),
      { ocsp: [], crl: ['http://a.example/'] },
    ],
    ['a type of something else', point('http://ocsp.example/', 'urn:x'), { ocsp: [], crl: [] }],
    ['a directory', point('ldap://ca.example/cn=crl'), { ocsp: [], crl: [] }],
    ['a file', point('file:///etc/ocsp'), { ocsp: [], crl: [] }],
    ['no address', point('http:// ocsp'), { ocsp: [], crl: [] }],
    [
      'one address twice, and another',
      point('http://ocsp.example/') + point('http://ocsp.example/') + point('http://crl.example/'),
      { ocsp: ['http://ocsp.example/'], crl: ['http://crl.example/'] },
    ],
  ])('by %s', async (_, given, expected) => {
    expect(supplyPointsOf([await listOf(service(OWN, [], points(given)))], issuer)).toEqual(expected)
  })

  const ocsp = points(point('http://ocsp.example/'))

  test.each([
    ['of another key', { identity: identity(certificateId(other.certificate)) }],
    ['of another type', { ...OWN, type: 'http://uri.etsi.org/TrstSvc/Svctype/TSA/QTST' }],
    ['whose certificate cannot be read', { identity: identity('<X509Certificate>AAAA</X509Certificate>') }],
  ])('a service %s has none for this issuer', async (_, plan) => {
    expect(supplyPointsOf([await listOf(service(plan, [], ocsp))], issuer)).toEqual({ ocsp: [], crl: [] })
  })

  test('a renewed certificate of the same name and key is the same issuer; another name is another', async () => {
    const list = await listOf(service(OWN, [], ocsp))
    const renamed = certificateOf(other.certificate).subject
    expect(
      supplyPointsOf([list], { subject: issuer.subject, publicKey: issuer.publicKey }).ocsp,
    ).toHaveLength(1)
    const another = {
      subject: { ...renamed, rdns: [], bytes: new Uint8Array([0x30, 0]) },
      publicKey: issuer.publicKey,
    }
    expect(supplyPointsOf([list], another).ocsp).toEqual([])
  })
})

describe('services that paths can end at', () => {
  test.each([
    ['one that issues', [service()], 1],
    ['one that issued once', [service({ type: 'urn:x' }, [{}])], 1],
    ['one of another type', [service({ type: 'urn:x' })], 0],
    ['none', [], 0],
  ])('%s', async (_, services, count) => {
    expect(countAnchors(await setOf(...services))).toBe(count)
  })
})
