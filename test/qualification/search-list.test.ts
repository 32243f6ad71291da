import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Certificate } from '../../src/certificate/certificate.ts'
import { instant } from '../../src/core/time.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { findLinks } from '../../src/qualification/find-links.ts'
import { type Caches, createCaches } from '../../src/qualification/list-index.ts'
import type { TrustList } from '../../src/trust-list/trust-list.ts'
import { issue, type Party, party } from '../support/authorities.ts'

const at = instant('2026-06-01T12:00:00Z')
let root: Party
let middle: Party
let holder: Party
let list: TrustList
let leaf: Certificate
let intermediate: Certificate

beforeAll(async () => {
  const parties = await Promise.all(['Root', 'Middle', 'Holder'].map(name => party(name)))
  ;[root, middle, holder] = parties as [Party, Party, Party]
  list = listOf(await issue(root, root, { ca: true }))
  leaf = await issue(middle, holder)
  intermediate = await issue(root, middle, { ca: true })
})

function listOf(certificate: Certificate): TrustList {
  const names = [{ language: 'en', text: 'Sound' }]
  const service = {
    type: 'http://uri.etsi.org/TrstSvc/Svctype/CA/QC',
    status: 'http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/granted',
    since: instant('2020-01-01T00:00:00Z'),
    certificates: [{ ok: true as const, bytes: certificate.bytes, certificate }],
    ...{ names, additionalInformation: [], qualifications: [], unknownCriticalExtensions: [] },
    ...{ keyIdentifiers: [], subjectNames: [], supplyPoints: [], history: [] },
  }
  return {
    ...{ version: 6, sequenceNumber: 1, type: '', territory: 'LU', operatorNames: [], informationUris: [] },
    ...{ issued: at, nextUpdate: at, pointers: [] },
    providers: [{ names, tradeNames: [], services: [service] }],
  }
}

const ask = (caches: Caches, given: readonly Certificate[] = [], certificate = leaf) =>
  findLinks({ certificate, given, list, others: () => [], caches, crypto: nodeCrypto(), at })

describe('a leaf that comes alone', () => {
  test('has a path once another has shown the intermediate, and it is told', async () => {
    const caches = createCaches({ intermediates: 10 })
    expect((await ask(caches)).anchor).toMatchObject({ outcome: 'undetermined', reason: 'issuer-not-found' })
    await ask(caches, [intermediate], await issue(middle, await party('First')))
    const { anchor, links, verified } = await ask(caches)
    expect(anchor).toMatchObject({ outcome: 'satisfied', facts: { remembered: true } })
    expect(links.map(({ outcome }) => outcome)).toEqual(['verified'])
    expect(verified?.certificates).toEqual([leaf, intermediate])
  })

  test('has none where nobody asked to keep intermediates', async () => {
    const caches = createCaches()
    await ask(caches, [intermediate])
    expect((await ask(caches)).anchor.reason).toBe('issuer-not-found')
  })

  test.each<[string, () => Promise<readonly Certificate[]>]>([
    [
      'is signed by nobody that is listed',
      async () => [await issue(await party('Root'), middle, { ca: true })],
    ],
    ['is no authority', async () => [await issue(root, middle)]],
    ['has expired', async () => [await issue(root, middle, { ca: true, notAfter: '2026-05-01' })]],
    [
      'was given and not needed',
      async () => [intermediate, await issue(root, await party('Idle'), { ca: true })],
    ],
  ])('gets nothing of an intermediate that %s', async (_, shown) => {
    const caches = createCaches({ intermediates: 10 })
    const given = await shown()
    await ask(caches, given)
    const names = given.filter(each => each !== intermediate).map(({ subject }) => subject)
    for (const name of names)
      expect(caches.intermediates?.named(name).filter(each => each.certificate !== intermediate)).toEqual([])
  })
})

describe('an answer that stands without the store', () => {
  test('is the same with it, whatever is in it', async () => {
    const caches = createCaches({ intermediates: 10 })
    const crossed = await issue(root, middle, { ca: true, notAfter: '2026-12-01' })
    await ask(caches, [crossed])
    expect(caches.intermediates?.size).toBe(1)
    expect(await ask(caches, [intermediate])).toEqual(await ask(createCaches(), [intermediate]))
  })

  test('that is broken stays as it is when the store cannot mend it', async () => {
    const caches = createCaches({ intermediates: 10 })
    await ask(caches, [intermediate])
    const forged = { ...leaf, signature: leaf.signature.map((octet, i) => (i === 20 ? octet ^ 1 : octet)) }
    expect(await ask(caches, [], forged)).toEqual(await ask(createCaches(), [], forged))
  })

  test('keeps its standing whatever was shown before, and nothing gets worse by it', async () => {
    const other = await party('Middle')
    const pool = await Promise.all([
      issue(root, middle, { ca: true }),
      issue(root, middle, { ca: true, notAfter: '2026-05-01' }),
      issue(root, middle, { ca: true, notBefore: '2026-06-02' }),
      issue(root, middle),
      issue(root, other, { ca: true }),
      issue(other, middle, { ca: true }),
      issue(await party('Root'), middle, { ca: true }),
    ])
    const some = fc.subarray(pool)
    const sound = ({ anchor, certificates }: Awaited<ReturnType<typeof ask>>): boolean =>
      anchor.outcome === 'satisfied' &&
      certificates.every(({ checks }) => checks.every(({ outcome }) => outcome !== 'violated'))
    await fc.assert(
      fc.asyncProperty(fc.array(some, { maxLength: 3 }), some, async (shown, given) => {
        const caches = createCaches({ intermediates: 3 })
        for (const each of shown) await ask(caches, each)
        const [without, withStore] = [await ask(createCaches(), given), await ask(caches, given)]
        if (sound(without) || !sound(withStore)) expect(withStore).toEqual(without)
      }),
      { numRuns: 60 },
    )
  })
})
