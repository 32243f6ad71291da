import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  assess,
  authenticate,
  createCaches,
  instant,
  nodeCrypto,
  readCertificateInput,
} from '../../src/index.ts'
import { listFolder } from '../../src/sources/index.ts'
import { corpusExists, corpusPath } from './corpus.ts'

const AT = instant('2026-08-03T14:00:00Z')
const MOMENTS = [
  '2020-06-01T00:00:00Z',
  '2024-03-01T00:00:00Z',
  '2026-08-03T14:00:00Z',
  '2029-06-01T00:00:00Z',
]

describe.skipIf(!corpusExists)('real certificates against the real lists', () => {
  test('give the same report whatever is remembered', { timeout: 120_000 }, async () => {
    const crypto = nodeCrypto()
    const source = listFolder({ lotl: corpusPath('lotl', 'eu-lotl-390.xml'), lists: corpusPath('lists') })
    const lists = await authenticate(source, { crypto, at: AT })
    // What is known of lists is shared, because it is not what is tried here.
    const [shared, warm] = [createCaches(), createCaches()]
    const small = createCaches({ certificates: 1, signatures: 1 })
    let judged = 0
    for (const name of readdirSync(corpusPath('certificates')).filter(each => each.endsWith('.pem'))) {
      const input = await readCertificateInput(readFileSync(corpusPath('certificates', name)))
      if (!input.ok) continue
      const [certificate = new Uint8Array(), ...intermediates] = input.value.certificates
      for (const at of MOMENTS.map(instant)) {
        const { certificates, signatures } = createCaches()
        const [question, asked] = [
          { certificate, intermediates, lists },
          { at, listsAt: AT, crypto },
        ]
        const fresh = await assess(question, { ...asked, caches: { ...shared, certificates, signatures } })
        expect(await assess(question, { ...asked, caches: warm }), name).toEqual(fresh)
        expect(await assess(question, { ...asked, caches: warm }), name).toEqual(fresh)
        expect(await assess(question, { ...asked, caches: small }), name).toEqual(fresh)
        judged++
      }
    }
    expect(judged).toBeGreaterThan(100)
  })
})
