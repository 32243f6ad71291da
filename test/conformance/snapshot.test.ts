import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { readCertificates } from '../../src/encoding/pem.ts'
import {
  assess,
  authenticate,
  createCaches,
  instant,
  nodeCrypto,
  type TrustListSet,
} from '../../src/index.ts'
import { listFolder } from '../../src/sources/index.ts'
import { decodeSnapshot, encodeSnapshot, websitePart } from '../../src/trust-list/snapshot/snapshot.ts'
import { corpusExists, corpusPath } from './corpus.ts'

const crypto = nodeCrypto()

describe.skipIf(!corpusExists)('a snapshot of the real lists', () => {
  let files: TrustListSet
  let octets: Uint8Array

  beforeAll(async () => {
    const source = listFolder({ lotl: corpusPath('lotl', 'eu-lotl-390.xml'), lists: corpusPath('lists') })
    files = await authenticate(source, { crypto, at: instant('2026-08-03T14:00:00Z') })
    octets = encodeSnapshot(files)
  }, 60_000)

  const read = async (bytes: Uint8Array): Promise<TrustListSet> => {
    const snapshot = await decodeSnapshot(bytes, { crypto, unsafeUnvouched: true })
    if (!snapshot.ok) throw new Error(snapshot.reason)
    return snapshot.value.lists
  }

  test('is written again as it was, and its part for websites is small', async () => {
    const lists = await read(octets)
    expect(Buffer.compare(encodeSnapshot(lists), octets)).toBe(0)
    const part = websitePart(files)
    expect(Buffer.compare(websitePart(lists), part)).toBe(0)
    expect(part.length).toBeLessThan(600_000)
  })

  test.each([
    ['2024-01-01T00:00:00Z', '2026-08-03T14:00:00Z'],
    ['2026-06-01T00:00:00Z', '2026-08-03T14:00:00Z'],
    // The Dutch and the Norwegian list are expired here.
    ['2026-08-20T12:00:00Z', '2026-08-20T12:00:00Z'],
  ])('leads at %s, lists at %s, to the reports that the files lead to', async (at, listsAt) => {
    const [lists, part] = [await read(octets), await read(websitePart(files))]
    const caches = [createCaches(), createCaches(), createCaches()]
    for (const certificate of certificates()) {
      const moments = { at: instant(at), listsAt: instant(listsAt), crypto }
      const reports = await Promise.all(
        [files, lists, part].map((set, index) =>
          assess(
            { certificate, intermediates: [], lists: set },
            { ...moments, ...(caches[index] && { caches: caches[index] }) },
          ),
        ),
      )
      const [byFiles, bySnapshot, byPart] = reports.map(({ snapshot: _, ...report }) => report)
      expect(bySnapshot).toEqual(byFiles)
      if (byFiles?.qualification.website.result === 'QWAC')
        expect(byPart?.qualification).toEqual(byFiles.qualification)
    }
  })

  /**
   * The real certificates of the corpus, and of each list the first certificates of services, which are
   * listed themselves.
   */
  function certificates(): readonly Uint8Array[] {
    const real = readdirSync(corpusPath('certificates'))
      .filter(name => name.endsWith('.pem'))
      .flatMap(name => {
        const read = readCertificates(readFileSync(corpusPath('certificates', name)))
        return read.ok ? read.value.slice(0, 1) : []
      })
    const listed = files.territories.flatMap(({ file }) =>
      file?.outcome === 'authentic'
        ? file.list.content.providers.flatMap(({ services }) =>
            services
              .slice(0, 1)
              .flatMap(service => service.certificates.slice(0, 1).map(({ bytes }) => bytes)),
          )
        : [],
    )
    return [...real, ...listed.filter(({ length }) => length > 0).slice(0, 60)]
  }
})
