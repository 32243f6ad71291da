import { describe, expect, test } from 'vitest'
import { countAnchors } from '../../src/trust-list/anchors.ts'
import { authenticateLists } from '../../src/trust-list/authenticate.ts'
import { supplyPointsOf } from '../../src/trust-list/supply-points.ts'
import type { Service } from '../../src/trust-list/trust-list.ts'
import { LIST_OF_LISTS, pointer, providers, scheme, service } from './list-content.ts'
import { listSigner, writeList } from './list-writer.ts'
import { crypto, NOW } from './verdict.ts'

const signer = listSigner()

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

async function serviceOf(content: string): Promise<Service> {
  const { territories } = await setOf(content)
  const file = territories[0]?.file
  if (file?.outcome !== 'authentic') throw new RangeError(file?.reason)
  const [found] = file.list.content.providers.flatMap(({ services }) => services)
  if (found === undefined) throw new RangeError('no service')
  return found
}

const ocspAt = (url: string) => ({ source: 'ocsp', url })
const crlAt = (url: string) => ({ source: 'crl', url })

describe('the supply points of a service', () => {
  test.each([
    ['a word in the address', point('http://ocsp.example/'), [ocspAt('http://ocsp.example/')]],
    ['another word', point('https://ca.example/ca.CRL'), [crlAt('https://ca.example/ca.CRL')]],
    [
      'a long word',
      point('http://ca.example/?certificateRevocationList'),
      [crlAt('http://ca.example/?certificateRevocationList')],
    ],
    ['no word', point('https://ca.example/'), []],
    ['two words', point('https://ca.example/crl/ocsp'), []],
    [
      'a type, whatever the address says',
      point('http://crl.example/', `${STATUS}/OCSP/QC`),
      [ocspAt('http://crl.example/')],
    ],
    ['a type for lists', point('http://a.example/', `${STATUS}/CRL/QC`), [crlAt('http://a.example/')]],
    ['a type of something else', point('http://ocsp.example/', 'urn:x'), []],
    ['a directory', point('ldap://ca.example/cn=crl'), []],
    ['a file', point('file:///etc/ocsp'), []],
    ['no address', point('http:// ocsp'), []],
    [
      'one address twice, and another',
      point('http://ocsp.example/') + point('http://ocsp.example/') + point('http://crl.example/'),
      [ocspAt('http://ocsp.example/'), crlAt('http://crl.example/')],
    ],
  ])('by %s', async (_, given, expected) => {
    expect(supplyPointsOf(await serviceOf(service({}, [], points(given))))).toEqual(expected)
  })

  test('are none where it names none', async () => {
    expect(supplyPointsOf(await serviceOf(service()))).toEqual([])
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
