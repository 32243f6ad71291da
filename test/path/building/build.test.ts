import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Certificate } from '../../../src/certificate/certificate.ts'
import { formatName } from '../../../src/certificate/name/name.ts'
import { ok, refused } from '../../../src/core/result.ts'
import { instant } from '../../../src/core/time.ts'
import type { Crypto } from '../../../src/crypto/crypto.ts'
import { nodeCrypto } from '../../../src/crypto/node.ts'
import { DEFAULT_PATH_BUDGET } from '../../../src/path/budget.ts'
import { buildPaths, type PathRequest, type PathSearch } from '../../../src/path/building/build.ts'
import { type Anchor, indexAnchors, indexAuthorities } from '../../../src/path/building/candidates.ts'
import type { IssuerSource } from '../../../src/path/building/issuer-source.ts'
import { anchorOf, issue, type Party, party, x509 } from '../../support/authorities.ts'

const at = instant('2026-06-01T00:00:00Z')

let root: Party
let middle: Party
let other: Party
let holder: Party
let rootCertificate: Certificate
let middleCertificate: Certificate
let leaf: Certificate

beforeAll(async () => {
  ;[root, middle, other, holder] = (await Promise.all(
    ['Root', 'Middle', 'Other', 'Holder'].map(name => party(name)),
  )) as [Party, Party, Party, Party]
  rootCertificate = await issue(root, root, { ca: true })
  middleCertificate = await issue(root, middle, { ca: true })
  leaf = await issue(middle, holder)
})

type Options = Partial<Omit<PathRequest<Anchor>, 'anchors'>> & { readonly anchors: readonly Anchor[] }

function search({ anchors, ...options }: Options): Promise<PathSearch<Anchor>> {
  const request = { certificate: leaf, intermediates: [], crypto: nodeCrypto(), at, ...options }
  return buildPaths({ ...request, anchors: indexAnchors(anchors) })
}

/** Counts what is asked of the real implementation. */
function counting(): { readonly crypto: Crypto; readonly asked: () => number } {
  const real = nodeCrypto()
  let asked = 0
  const crypto: Crypto = {
    digest: real.digest,
    verify: request => {
      asked++
      return real.verify(request)
    },
  }
  return { crypto, asked: () => asked }
}

const names = (found: PathSearch<Anchor>): readonly string[] =>
  found.paths.map(({ anchor }) => formatName(anchor.name))

describe('a search for paths', () => {
  test('finds the anchor that issued the certificate itself', async () => {
    const found = await search({ anchors: [anchorOf(middleCertificate)] })
    expect(found.paths).toMatchObject([{ certificates: [leaf], outcome: 'verified' }])
  })

  test('finds a listed root through an intermediate that was given', async () => {
    const found = await search({ anchors: [anchorOf(rootCertificate)], intermediates: [middleCertificate] })
    expect(found.paths).toMatchObject([{ certificates: [leaf, middleCertificate], outcome: 'verified' }])
  })

  test('finds every anchor, not the nearest only', async () => {
    const anchors = [anchorOf(rootCertificate), anchorOf(middleCertificate)]
    const found = await search({ anchors, intermediates: [middleCertificate] })
    expect(names(found).toSorted()).toEqual(['CN=Middle,O=Test,C=LU', 'CN=Root,O=Test,C=LU'].toSorted())
  })

  test('takes authorities that a list has shown for intermediates, as if they had been given', async () => {
    const authorities = indexAuthorities([middleCertificate])
    const found = await search({ anchors: [anchorOf(rootCertificate)], authorities })
    expect(found.paths).toMatchObject([{ certificates: [leaf, middleCertificate], outcome: 'verified' }])
    const both = await search({
      anchors: [anchorOf(rootCertificate)],
      authorities,
      intermediates: [middleCertificate],
    })
    expect(both.paths).toHaveLength(1)
  })

  test('says that the issuer is missing where no certificate of it was given', async () => {
    const found = await search({ anchors: [anchorOf(rootCertificate)] })
    expect(found).toMatchObject({
      paths: [],
      deadEnds: [{ certificate: leaf, length: 1, reason: 'issuer-not-found' }],
    })
  })

  test('says that the signature is wrong where the key of that name did not make it', async () => {
    const impostor = { ...(await party('Middle')), name: middle.name }
    const anchors = [anchorOf(await issue(impostor, impostor, { ca: true }))]
    const found = await search({ anchors })
    expect(found).toMatchObject({ paths: [], deadEnds: [{ reason: 'wrong-signature' }] })
  })

  test('takes a certificate with the key and name of an anchor for the anchor, and claims no signature', async () => {
    const found = await search({ certificate: middleCertificate, anchors: [anchorOf(middleCertificate)] })
    expect(found.paths).toMatchObject([{ certificates: [], outcome: 'unproven' }])
  })

  test('compares names as RFC 5280 does: case and space do not tell them apart', async () => {
    const shouting = { ...middle, name: 'C=LU, O=test , CN=MIDDLE' }
    const found = await search({ anchors: [anchorOf(await issue(root, shouting, { ca: true }))] })
    expect(found.paths).toHaveLength(1)
  })

  test('leaves a signature open that this platform cannot compute', async () => {
    const crypto: Crypto = { ...nodeCrypto(), verify: () => 'unsupported' }
    const found = await search({ anchors: [anchorOf(middleCertificate)], crypto })
    expect(found.paths).toMatchObject([{ outcome: 'unproven' }])
  })
})

describe('what is made to cost', () => {
  test('two authorities that certify each other end the search', async () => {
    const circle = [await issue(other, middle, { ca: true }), await issue(middle, other, { ca: true })]
    const { crypto, asked } = counting()
    const found = await search({ anchors: [anchorOf(rootCertificate)], intermediates: circle, crypto })
    expect(found.paths).toEqual([])
    expect(asked()).toBeLessThanOrEqual(4)
  })

  test('each signature is computed once, however many ways lead to it', async () => {
    const copies = Array.from({ length: 20 }, () => middleCertificate)
    const { crypto, asked } = counting()
    await search({ anchors: [anchorOf(rootCertificate)], intermediates: copies, crypto })
    expect(asked()).toBeLessThanOrEqual(DEFAULT_PATH_BUDGET.signatures)
  })

  test.each([
    ['signatures', { ...DEFAULT_PATH_BUDGET, signatures: 2 }],
    ['steps', { ...DEFAULT_PATH_BUDGET, steps: 2 }],
  ] as const)('a spent budget of %s is said, and nothing is concluded', async (item, budget) => {
    const decoys = await Promise.all(
      Array.from({ length: 4 }, async () =>
        issue(root, { ...(await party('Middle')), name: middle.name }, { ca: true }),
      ),
    )
    const found = await search({ anchors: [anchorOf(rootCertificate)], intermediates: decoys, budget })
    expect(found).toMatchObject({ paths: [], exhausted: item })
  })

  test('candidates that are passed over count as well, so ten thousand copies of an authority end the search', async () => {
    const copies = await Promise.all(Array.from({ length: 40 }, () => issue(middle, middle, { ca: true })))
    const budget = { ...DEFAULT_PATH_BUDGET, steps: 100 }
    const { crypto, asked } = counting()
    const found = await search({
      anchors: [anchorOf(rootCertificate)],
      intermediates: [...copies, middleCertificate],
      budget,
      crypto,
    })
    expect(found).toMatchObject({ exhausted: 'steps' })
    expect(asked()).toBeLessThanOrEqual(2)
  })

  test('authorities that lead to no anchor by their names cost no more signatures than an explanation may', async () => {
    const ring = await Promise.all(Array.from({ length: 8 }, (_, i) => party(`Ring ${i}`)))
    const crossed = ring.flatMap(a => ring.filter(b => b !== a).map(b => issue(a, b, { ca: true })))
    const certificate = await issue(ring[0]!, holder)
    const { crypto, asked } = counting()
    const found = await search({
      certificate,
      anchors: [anchorOf(rootCertificate)],
      intermediates: await Promise.all(crossed),
      crypto,
    })
    expect(found).toMatchObject({
      paths: [],
      deadEnds: [{ reason: 'issuer-not-found' }, ...found.deadEnds.slice(1)],
    })
    expect(found.exhausted).toBeUndefined()
    expect(asked()).toBeLessThanOrEqual(20)
  })

  test('of the paths through a mesh no more are kept than the budget allows, and that is said', async () => {
    const mesh = await Promise.all(Array.from({ length: 5 }, (_, i) => party(`Mesh ${i}`)))
    const crossed = mesh.flatMap(a =>
      [root, ...mesh].filter(b => b !== a).map(b => issue(b, a, { ca: true })),
    )
    const certificate = await issue(mesh[0]!, holder)
    const anchors = [anchorOf(rootCertificate)]
    const intermediates = await Promise.all(crossed)
    const all = await search({ certificate, anchors, intermediates })
    expect(all.paths).toHaveLength(65)
    expect(all.exhausted).toBeUndefined()
    const budget = { ...DEFAULT_PATH_BUDGET, paths: 10 }
    const some = await search({ certificate, anchors, intermediates, budget })
    expect(some.paths).toHaveLength(10)
    expect(some.exhausted).toBe('paths')
  })

  test('the one whose key identifier is named comes before the decoys', async () => {
    const { SubjectKeyIdentifierExtension, AuthorityKeyIdentifierExtension } = x509
    const right = await SubjectKeyIdentifierExtension.create(middle.keys.publicKey)
    const named = await issue(middle, holder, {
      extensions: [await AuthorityKeyIdentifierExtension.create(middle.keys.publicKey)],
    })
    const decoys = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const decoy = { ...(await party('Middle')), name: middle.name }
        return issue(root, decoy, {
          ca: true,
          extensions: [await SubjectKeyIdentifierExtension.create(decoy.keys.publicKey)],
        })
      }),
    )
    const real = await issue(root, middle, { ca: true, extensions: [right] })
    const { crypto, asked } = counting()
    const budget = { ...DEFAULT_PATH_BUDGET, signatures: 2 }
    const found = await search({
      certificate: named,
      anchors: [anchorOf(rootCertificate)],
      intermediates: [...decoys, real],
      crypto,
      budget,
    })
    expect(found.paths).toHaveLength(1)
    expect(asked()).toBe(2)
  })

  test.each([
    [8, 1],
    [9, 0],
  ])('a chain of %i intermediates gives %i paths', async (length, paths) => {
    const parties = await Promise.all(Array.from({ length }, (_, i) => party(`Level ${i}`)))
    const chain = await Promise.all(
      parties.map((each, i) => issue(parties[i - 1] ?? root, each, { ca: true })),
    )
    const certificate = await issue(parties[length - 1]!, holder)
    const found = await search({ certificate, anchors: [anchorOf(rootCertificate)], intermediates: chain })
    expect(found.paths).toHaveLength(paths)
    expect(found.exhausted).toBe(paths === 1 ? undefined : 'intermediates')
  })
})

describe('cheap facts come before signatures', () => {
  test.each([
    ['is no authority', { ca: false }],
    ['may not sign certificates', { ca: true, keyUsage: x509.KeyUsageFlags.cRLSign }],
    ['may have no authority below it', { ca: true, pathLength: 0 }],
  ] as const)('a way through one that %s is not tried while there is another', async (_, options) => {
    const between = await party('Between')
    const bad = await issue(root, between, options)
    const good = await issue(root, between, { ca: true })
    const below = await issue(between, middle, { ca: true })
    const { crypto, asked } = counting()
    const anchors = [anchorOf(rootCertificate)]
    const found = await search({ anchors, intermediates: [bad, below, good], crypto })
    expect(found.paths).toMatchObject([{ certificates: [leaf, below, good] }])
    expect(asked()).toBe(3)
    const only = await search({ anchors, intermediates: [bad, below] })
    expect(only.paths, 'and explains why there is none').toMatchObject([{ certificates: [leaf, below, bad] }])
  })

  test('an expired issuer is tried last', async () => {
    const old = await issue(root, middle, { ca: true, notAfter: '2026-02-01' })
    const found = await search({
      anchors: [anchorOf(rootCertificate)],
      intermediates: [old, middleCertificate],
    })
    expect(found.paths.map(({ certificates }) => certificates[1])).toEqual([middleCertificate, old])
  })

  test('a search that is told what is enough ends there', async () => {
    const anchors = [anchorOf(middleCertificate), anchorOf(rootCertificate)]
    const found = await search({ anchors, intermediates: [middleCertificate], until: () => true })
    expect(found.paths).toHaveLength(1)
    expect(found.exhausted).toBeUndefined()
  })
})

describe('where no path is found', () => {
  test('each candidate is told with the reason why the path does not go on there, the deepest end first', async () => {
    const impostor = { ...(await party('Middle')), name: middle.name }
    const decoy = await issue(root, impostor, { ca: true })
    const orphan = await issue(other, middle, { ca: true })
    const found = await search({ anchors: [anchorOf(rootCertificate)], intermediates: [decoy, orphan] })
    expect(found).toMatchObject({
      paths: [],
      deadEnds: [{ certificate: orphan, length: 2, reason: 'issuer-not-found', candidates: [] }],
    })
    const forged = await search({ anchors: [anchorOf(rootCertificate)], intermediates: [decoy] })
    expect(forged.deadEnds).toEqual([
      {
        certificate: leaf,
        length: 1,
        reason: 'wrong-signature',
        candidates: [{ certificate: decoy, reason: 'wrong-signature' }],
      },
    ])
  })
})

describe('issuers that a certificate names', () => {
  const caIssuers = (host: string): x509.Extension =>
    new x509.AuthorityInfoAccessExtension({
      caIssuers: [new x509.GeneralName('url', `http://${host}/ca.cer`)],
    })

  /** A source in memory that notes what it was asked. */
  function source(served: Readonly<Record<string, readonly Uint8Array[]>>) {
    const asked: string[] = []
    const issuers: IssuerSource = {
      issuers: async url => {
        asked.push(url)
        const found = served[url]
        return found === undefined ? refused('unavailable') : ok(found)
      },
    }
    return { issuers, asked }
  }

  test('are asked for only when there is no path without them', async () => {
    const certificate = await issue(middle, holder, { extensions: [caIssuers('m')] })
    const anchors = [anchorOf(rootCertificate)]
    const { issuers, asked } = source({ 'http://m/ca.cer': [middleCertificate.bytes] })
    const direct = await search({ certificate, anchors, intermediates: [middleCertificate], issuers })
    expect(direct.paths).toHaveLength(1)
    expect(asked).toEqual([])
    const fetched = await search({ certificate, anchors, issuers })
    expect(fetched.paths).toMatchObject([{ certificates: [certificate, middleCertificate] }])
    expect(fetched.fetched).toEqual(['http://m/ca.cer'])
  })

  test('are asked for one above the other, and never without a source', async () => {
    const upper = await issue(root, other, { ca: true })
    const lower = await issue(other, middle, { ca: true, extensions: [caIssuers('o')] })
    const certificate = await issue(middle, holder, { extensions: [caIssuers('m')] })
    const anchors = [anchorOf(rootCertificate)]
    const { issuers } = source({ 'http://m/ca.cer': [lower.bytes], 'http://o/ca.cer': [upper.bytes] })
    const found = await search({ certificate, anchors, issuers })
    expect(found.paths).toHaveLength(1)
    expect(found.fetched).toEqual(['http://m/ca.cer', 'http://o/ca.cer'])
    expect(await search({ certificate, anchors })).toMatchObject({ paths: [] })
  })

  test.each([
    ['what is no certificate', [Uint8Array.of(0x30, 0x00)]],
    ['nothing', []],
  ])('leave the path missing where %s is served', async (_, served) => {
    const certificate = await issue(middle, holder, { extensions: [caIssuers('m')] })
    const { issuers } = source({ 'http://m/ca.cer': served })
    const found = await search({ certificate, anchors: [anchorOf(rootCertificate)], issuers })
    expect(found).toMatchObject({ paths: [], fetched: ['http://m/ca.cer'] })
  })

  test('are asked for at eight addresses and no more', async () => {
    const urls = Array.from({ length: 20 }, (_, i) => new x509.GeneralName('url', `http://h${i}/`))
    const extension = new x509.AuthorityInfoAccessExtension({ caIssuers: urls })
    const certificate = await issue(middle, holder, { extensions: [extension] })
    const { issuers, asked } = source({})
    await search({ certificate, anchors: [anchorOf(rootCertificate)], issuers })
    expect(asked).toHaveLength(8)
  })

  test('are not asked for at addresses of other schemes', async () => {
    const urls = ['ldap://h/', 'file:///etc/passwd', 'gopher://h/'].map(
      url => new x509.GeneralName('url', url),
    )
    const extension = new x509.AuthorityInfoAccessExtension({ caIssuers: urls })
    const certificate = await issue(middle, holder, { extensions: [extension] })
    const { issuers, asked } = source({})
    await search({ certificate, anchors: [anchorOf(rootCertificate)], issuers })
    expect(asked).toEqual([])
  })
})

describe('the answer does not depend', () => {
  test('on the order of the certificates, on copies or on strangers among them', async () => {
    const stranger = await issue(other, await party('Stranger'), { ca: true })
    const anchors = [anchorOf(middleCertificate), anchorOf(rootCertificate)]
    const pool = [middleCertificate, middleCertificate, rootCertificate, stranger, leaf]
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(pool, { minLength: pool.length }), async intermediates => {
        const found = await search({ anchors, intermediates })
        expect(new Set(names(found))).toEqual(new Set(['CN=Middle,O=Test,C=LU', 'CN=Root,O=Test,C=LU']))
      }),
      { numRuns: 20 },
    )
  })
})
