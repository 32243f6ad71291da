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
import { encodeSection } from '../../src/trust-list/snapshot/section.ts'
import { corpusExists, corpusPath } from './corpus.ts'

const LOTL = corpusPath('lotl', 'eu-lotl-390.xml')
/**
 * All lists of the corpus are within their NextUpdate at this moment, but for the Croatian and the closed
 * one.
 */
const LISTS_AT = instant('2026-08-03T14:00:00Z')
const crypto = nodeCrypto()
const caches = createCaches()

function certificateOf(prefix: string): Uint8Array {
  const folder = corpusPath('certificates')
  const name = readdirSync(folder).find(each => each.includes(prefix))
  const certificates = readCertificates(readFileSync(corpusPath('certificates', name!)))
  if (!certificates.ok) throw new Error(certificates.reason)
  return certificates.value[0]!
}

const QUALIFIED = { atIssuance: 'QWAC', atValidation: 'QWAC', result: 'QWAC', reasons: [] }

describe.skipIf(!corpusExists)('real certificates against the real lists', () => {
  let lists: TrustListSet

  beforeAll(async () => {
    const source = listFolder({ lotl: LOTL, lists: corpusPath('lists') })
    lists = await authenticate(source, { crypto, at: LISTS_AT })
  })

  const judge = (certificate: Uint8Array, at: string) =>
    assess({ certificate, intermediates: [], lists }, { at: instant(at), listsAt: LISTS_AT, caches, crypto })

  test.each([
    [
      'f1e0ff0c',
      '2024-03-01T00:00:00Z',
      'NL',
      'DigiCert Europe Netherlands B.V.',
      ['PSP_AI'],
      'NL-DNB',
      'R161162',
    ],
    [
      '9b775b8b',
      '2020-06-01T00:00:00Z',
      'CZ',
      'First certification authority, a.s.',
      ['PSP_AS', 'PSP_PI', 'PSP_AI', 'PSP_IC'],
      'CZ-CNB',
      '63492555',
    ],
    ['b8f4d3ce', '2025-06-01T00:00:00Z', 'NO', 'Buypass AS', ['PSP_AS'], 'FI-FINFSA', '0751699-0'],
    [
      'ec0ae09f',
      '2026-06-01T00:00:00Z',
      'PT',
      'MULTICERT - Serviços de Certificação Electrónica S.A.',
      ['PSP_AS', 'PSP_PI', 'PSP_AI', 'PSP_IC'],
      'IE-CBI',
      'C26914',
    ],
  ])(
    '%s at %s is a QWAC by the list of %s, a service of %s',
    async (prefix, at, territory, provider, roles, authority, number) => {
      const report = await judge(certificateOf(prefix), at)
      expect(report.qualification.website).toEqual(QUALIFIED)
      expect(report.qualification.services).toMatchObject([
        { territory, provider, atIssuance: { status: 'granted' }, atValidation: { status: 'granted' } },
      ])
      expect(report.psd2).toMatchObject({ roles, authority: { id: authority }, authorizationNumber: number })
      expect(report.verdict).toBe('indeterminate')
      const open = report.findings.filter(
        ({ outcome, severity }) => outcome === 'undetermined' && severity === 'error',
      )
      // The Dutch one is a precertificate, as column criticalExts of INDEX.tsv tells: nothing else may be
      // open.
      const precertificate = prefix === 'f1e0ff0c' ? ['path.critical-extensions'] : []
      const expected = [...precertificate, 'revocation.status', 'register.authorization']
      expect(open.map(({ code }) => code)).toEqual(expected)
    },
  )

  test('27094ae5 cannot be judged, because the Croatian list is signed by nobody who was announced', async () => {
    const report = await judge(certificateOf('27094ae5'), '2023-10-01T00:00:00Z')
    expect(report.qualification.website).toMatchObject({ result: 'INDET_QWAC', reasons: ['list-refused'] })
    expect(report.verdict).toBe('indeterminate')
  })

  test('every certificate whose key is not listed is said not to be a QWAC, or not to be decidable', async () => {
    const qualified: string[] = []
    for (const name of readdirSync(corpusPath('certificates')).filter(each => each.endsWith('.pem'))) {
      const certificates = readCertificates(readFileSync(corpusPath('certificates', name)))
      if (!certificates.ok) throw new Error(name)
      const report = await judge(certificates.value[0]!, '2024-01-01T00:00:00Z')
      if (report.qualification.website.result === 'QWAC') qualified.push(name.slice(-12, -4))
    }
    // Column sig_verifies of TL_MATCH.tsv says yes for these and for the Croatian one, and no for every
    // other.
    expect(qualified.toSorted()).toEqual(['9b775b8b', 'b8f4d3ce', 'ec0ae09f', 'f1e0ff0c'])
  })

  test('one bit flipped in any octet of a certificate changes the answer', async () => {
    const sound = certificateOf('ec0ae09f')
    for (let at = 0; at < sound.length; at += 1) {
      const certificate = Uint8Array.from(sound)
      certificate[at]! ^= 1 << (at % 8)
      const report = await judge(certificate, '2026-06-01T00:00:00Z')
      expect(report.qualification.website.result, `octet ${at}`).not.toBe('QWAC')
    }
  })

  test('a bit flipped in the list of its country changes the answer, or nothing that was signed', async () => {
    const list = readFileSync(corpusPath('lists', 'PT.xml'))
    const certificate = certificateOf('ec0ae09f')
    const at = instant('2026-06-01T00:00:00Z')
    const untouched = contentOf(await withList(list))
    // Bits of the declaration and of the first tag, whose unused namespaces no signature covers, then of all
    // that follows.
    const prologue = Array.from({ length: 200 * 8 }, (_, bit) => bit)
    const samples = Array.from({ length: 60 }, (_, i) => 1600 + i * 89_000 + (i % 8))
    for (const bit of [...prologue.filter(each => each % 19 === 0), ...samples].filter(
      each => each < list.length * 8,
    )) {
      const bytes = Uint8Array.from(list)
      bytes[bit >> 3]! ^= 1 << (bit & 7)
      const flipped = await withList(bytes)
      const report = await assess(
        { certificate, intermediates: [], lists: flipped },
        { at, listsAt: LISTS_AT, crypto },
      )
      if (report.qualification.website.result === 'INDET_QWAC') continue
      expect(contentOf(flipped), `bit ${bit}`).toEqual(untouched)
    }
  })
})

function withList(bytes: Uint8Array): Promise<TrustListSet> {
  const source = {
    files: async () => ({ listOfLists: { bytes: readFileSync(LOTL) }, pivots: [], lists: once(bytes) }),
  }
  return authenticate(source, { crypto, at: LISTS_AT })
}

/** What the one list says, certificates included, in the one way in which it is written. */
function contentOf({ territories }: TrustListSet): Uint8Array {
  const lists = territories.find(({ territory }) => territory === 'PT')
  if (lists?.file?.outcome !== 'authentic') throw new Error('not authentic')
  return encodeSection(lists).list
}

async function* once(bytes: Uint8Array) {
  yield { bytes }
}
