import { beforeAll, describe, expect, test } from 'vitest'
import {
  assess,
  authenticate,
  createCaches,
  instant,
  nodeCrypto,
  type TrustListSet,
} from '../../src/index.ts'
import { createAuthorities, createMint, providersOf } from '../../src/sandbox/certificates/authorities.ts'
import { mintLeaf } from '../../src/sandbox/certificates/leaf-certificate.ts'
import { listFolder } from '../../src/sources/index.ts'
import { corpusExists, corpusPath } from './corpus.ts'

const AT = instant('2026-08-03T14:00:00Z')
const crypto = nodeCrypto()
const caches = createCaches()

describe.skipIf(!corpusExists)('what the sandbox mints, before the real lists', () => {
  let lists: TrustListSet

  beforeAll(async () => {
    const source = listFolder({ lotl: corpusPath('lotl', 'eu-lotl-390.xml'), lists: corpusPath('lists') })
    lists = await authenticate(source, { crypto, at: AT })
  })

  test.each(['listed', 'intermediate', 'cross-signed', 'withdrawn', 'taken-over', 'unlisted'] as const)(
    'a certificate of the %s authority is no QWAC',
    async issuer => {
      const mint = createMint('a seed', AT)
      const { minted } = await mintLeaf(mint, await createAuthorities(mint, providersOf('NL')), { issuer })
      const evidence = { certificate: minted.certificate, intermediates: minted.chain, lists }
      const { qualification, verdict } = await assess(evidence, { at: AT, listsAt: AT, caches, crypto })
      expect(lists.listOfLists.outcome).toBe('authentic')
      expect(qualification.website.result).toBe('Not_QWAC')
      expect(verdict).toBe('failed')
    },
  )
})
