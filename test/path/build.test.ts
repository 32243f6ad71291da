import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Certificate } from '../../src/certificate/certificate.ts'
import { formatName } from '../../src/certificate/name.ts'
import { instant } from '../../src/core/time.ts'
import type { Crypto } from '../../src/crypto/crypto.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { DEFAULT_PATH_BUDGET } from '../../src/path/budget.ts'
import { buildPaths, type PathRequest, type PathSearch } from '../../src/path/build.ts'
import { type Anchor, indexAnchors, indexAuthorities } from '../../src/path/candidates.ts'
import { anchorOf, issue, type Party, party, x509 } from '../support/authorities.ts'

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
      intermediates: copies,
      budget,
      crypto,
    })
    expect(found).toMatchObject({ paths: [], exhausted: 'steps' })
    expect(asked()).toBe(1)
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
