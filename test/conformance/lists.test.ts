import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { instant } from '../../src/core/time.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { authenticateLists, type ListsGiven } from '../../src/trust-list/authenticate.ts'
import { listState } from '../../src/trust-list/freshness.ts'
import { NOTICE_2019, NOTICE_2026, NOTICES } from '../../src/trust-list/notices.ts'
import { readSignedList } from '../../src/trust-list/read-list.ts'
import type { ListFile } from '../../src/trust-list/trust-list-set.ts'
import { type Verification, verifySignedList } from '../../src/trust-list/verify.ts'
import { canonicalWriter } from '../support/canonical.ts'
import { installed } from '../support/installed.ts'
import { withoutComments } from '../support/xml-documents.ts'
import { corpusExists, corpusPath } from './corpus.ts'

const NOW = instant('2026-08-20T12:00:00Z')
const crypto = nodeCrypto()
const bytesOf = (...parts: readonly string[]) => new Uint8Array(readFileSync(corpusPath(...parts)))
const lists = (folder: string) =>
  corpusExists ? readdirSync(corpusPath(folder)).filter(name => name.endsWith('.xml')) : []
const PIVOTS = [
  ['lotl', 'pivots', 'eu-lotl-pivot-341.xml'],
  ['lotl', 'pivots', 'eu-lotl-pivot-282.xml'],
  ['lotl', 'eu-lotl-378.xml'],
  ['lotl', 'pivots', 'eu-lotl-pivot-335.xml'],
  ['lotl', 'pivots', 'eu-lotl-pivot-300.xml'],
]

function authenticate(listOfLists: string, given: Partial<ListsGiven> = {}) {
  return authenticateLists({
    listOfLists: { bytes: bytesOf('lotl', listOfLists) },
    lists: [],
    notice: NOTICE_2026,
    crypto,
    at: NOW,
    ...given,
  })
}

const word = (file: ListFile | undefined) => (file?.outcome === 'authentic' ? 'authentic' : file?.reason)

/** Verifies a file by whoever signed it. */
async function verifyByOwnSigner(bytes: Uint8Array): Promise<Verification | string> {
  const read = readSignedList(bytes)
  if (!read.ok) return read.reason
  const { signature } = read.value
  const certificate = signature.ok ? signature.value.keyInfo.certificate : new Uint8Array()
  const pins = new Set([createHash('sha256').update(certificate).digest('hex')])
  return verifySignedList(read.value, { pins, crypto, at: NOW })
}

async function verdict(bytes: Uint8Array): Promise<string> {
  const verification = await verifyByOwnSigner(bytes)
  if (typeof verification === 'string') return verification
  const last = verification.checks.at(-1)
  return verification.list ? 'authentic' : `${last?.code} ${last?.reason}`
}

describe.skipIf(!corpusExists)('the notices', () => {
  const rows = corpusExists ? readFileSync(corpusPath('oj', 'INDEX.tsv'), 'utf8').split('\n') : []

  test.each([
    ['2019', /^oj-2019/],
    // The certificate that stands in both notices is filed under the older one.
    ['2026', /^oj-2026|^oj-2019-C276_d2064fdd/],
  ])('%s pins the certificates of the Official Journal', (id, name) => {
    const published = rows.filter(row => name.test(row)).map(row => row.split('\t')[1])
    expect(NOTICES.find(notice => notice.id === id)?.certificates.toSorted()).toEqual(published.toSorted())
  })
})

describe.skipIf(!corpusExists)('the list of lists', () => {
  test.each([
    ['eu-lotl-385.xml', 'authentic'],
    ['eu-lotl-386.xml', 'authentic'],
    ['eu-lotl-390.xml', 'authentic'],
    ['eu-lotl-378.xml', 'notice-missing'],
    ['eu-lotl-379.xml', 'notice-missing'],
    ['eu-lotl-384.xml', 'notice-missing'],
  ])('%s from the notice of 2026: %s', async (file, expected) => {
    expect(word((await authenticate(file)).listOfLists)).toBe(expected)
  })

  test.each(lists('lotl'))('%s from the notice of 2019, over its pivots', async file => {
    const pivots = PIVOTS.map(parts => bytesOf(...parts))
    const set = await authenticate(file, { notice: NOTICE_2019, pivots })
    expect(word(set.listOfLists)).toBe('authentic')
    const numbers = new Set(set.pivots.map(({ claims }) => claims?.sequenceNumber))
    expect([...numbers]).toEqual([282, 300, 335, 341, 378])
  })

  test.each([
    ['eu-lotl-384.xml', 'satisfied'],
    ['eu-lotl-385.xml', 'violated'],
    ['eu-lotl-390.xml', 'violated'],
  ])('%s tells from the notice of 2019 whether there is a newer one: %s', async (file, outcome) => {
    const pivots = PIVOTS.map(parts => bytesOf(...parts))
    const { listOfLists } = await authenticate(file, { notice: NOTICE_2019, pivots })
    const check = listOfLists.checks.find(({ code }) => code === 'trust-list.notice')
    const newer = outcome === 'violated' ? NOTICE_2026.locations : []
    expect(check).toMatchObject({ outcome, severity: 'warning', facts: { newer } })
  })

  test.each(PIVOTS.map((_, missing) => missing))('not without pivot %s', async missing => {
    const pivots = PIVOTS.filter((_, index) => index !== missing).map(parts => bytesOf(...parts))
    const { listOfLists } = await authenticate('eu-lotl-390.xml', { notice: NOTICE_2019, pivots })
    expect(word(listOfLists)).toBe('pivot-missing')
  })
})

describe.skipIf(!corpusExists)('the national lists', async () => {
  const files = lists('lists').map(name => ({
    bytes: corpusExists ? bytesOf('lists', name) : new Uint8Array(),
  }))
  const set = corpusExists ? await authenticate('eu-lotl-390.xml', { lists: files }) : undefined
  const file = (territory: string) => set?.territories.find(each => each.territory === territory)?.file

  test('have a row for each territory that the list of lists points to', () => {
    expect(set?.territories.map(({ territory }) => territory).join(' ')).toBe(
      'AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK UK',
    )
    expect(set?.others).toEqual([])
  })

  // Sequence numbers, services and past states as counted by others with other tools.
  test.each([
    ['AT', 72, 91, 46],
    ['CZ', 181, 547, 217],
    ['EE', 73, 66, 84],
    ['ES', 184, 415, 373],
    ['FI', 54, 19, 14],
    ['FR', 174, 336, 340],
    ['HU', 99, 339, 361],
    ['IT', 223, 560, 636],
    ['NL', 76, 93, 138],
    ['NO', 87, 53, 50],
    ['PL', 160, 137, 137],
    ['PT', 112, 105, 102],
    ['RO', 83, 179, 128],
    ['SI', 86, 111, 119],
    ['SK', 145, 198, 111],
  ])('%s %d is authentic, with %d services and %d past states', (territory, sequenceNumber, count, past) => {
    const found = file(territory)
    expect(word(found)).toBe('authentic')
    if (found?.outcome !== 'authentic') return
    const services = found.list.content.providers.flatMap(provider => provider.services)
    expect(found.list.content.sequenceNumber).toBe(sequenceNumber)
    expect(services).toHaveLength(count)
    expect(services.flatMap(({ history }) => history)).toHaveLength(past)
  })

  test('certificates that cannot be read stay with their services', () => {
    const all = set?.territories.flatMap(each =>
      each.file?.outcome === 'authentic' ? each.file.list.content.providers : [],
    )
    const services = all?.flatMap(provider => provider.services) ?? []
    const certificates = services.flatMap(service => service.certificates)
    const unreadable = certificates.filter(({ ok }) => !ok)
    expect(certificates.length).toBeGreaterThan(3000)
    expect(unreadable.length).toBeGreaterThan(0)
    expect(unreadable.length).toBeLessThan(certificates.length / 50)
    expect(unreadable.every(({ bytes }) => bytes.length > 0)).toBe(true)
  })

  test('no critical extension is unknown, and few criteria', () => {
    const all = set?.territories.flatMap(each =>
      each.file?.outcome === 'authentic' ? each.file.list.content.providers : [],
    )
    const states =
      all?.flatMap(provider => provider.services).flatMap(service => [service, ...service.history]) ?? []
    expect(states.flatMap(state => state.unknownCriticalExtensions)).toEqual([])
    const criteria = states.flatMap(state => state.qualifications.flatMap(each => each.criteria.criteria))
    expect(criteria.length).toBeGreaterThan(1000)
    // Policies written as the address of a type of service, in four sets of the Romanian list.
    const unknown = criteria.filter(({ kind }) => kind === 'unknown')
    expect(unknown).toEqual(Array.from({ length: 4 }, () => ({ kind: 'unknown', name: 'PolicySet' })))
  })

  test.each([
    ['2026-08-20T12:00:00Z', { NL: 'expired', NO: 'expired', HR: 'refused', UK: 'closed' }],
    ['2026-08-03T14:00:00Z', { HR: 'refused', UK: 'closed' }],
  ])('at %s all are fresh but %o', (at, expected) => {
    const given = set?.territories.filter(each => each.file) ?? []
    const states = given.map(
      each => [each.territory, listState(each.file, { listsAt: instant(at) }).state] as const,
    )
    expect(Object.fromEntries(states.filter(([, state]) => state !== 'fresh'))).toEqual(expected)
  })

  test('HR is refused: nobody announces its signer', () => {
    expect(file('HR')).toMatchObject({ outcome: 'refused', reason: 'not-announced' })
  })
})

describe.skipIf(!corpusExists)('odd and attacked lists, by whoever signed them', () => {
  test.each(lists('lists-odd'))('%s is authentic', async name => {
    expect(await verdict(bytesOf('lists-odd', name))).toBe('authentic')
  })

  test('RO before 2026-04 left out the NULL, which is told', async () => {
    const verification = await verifyByOwnSigner(bytesOf('lists-odd', 'RO_2026-02-26_cf9ede65.xml'))
    expect(verification).toMatchObject({
      checks: expect.arrayContaining([
        expect.objectContaining({
          code: 'trust-list.digest-encoding',
          outcome: 'violated',
          severity: 'warning',
        }),
      ]),
    })
  })

  test('a brainpool signature holds; the list itself is of version 3, which is not known', async () => {
    const verification = await verifyByOwnSigner(bytesOf('lists-brainpool', 'tl-ecdsa-brainpool.xml'))
    expect(verification).toMatchObject({
      checks: expect.arrayContaining([
        expect.objectContaining({ code: 'trust-list.signature', outcome: 'satisfied' }),
        expect.objectContaining({ code: 'trust-list.version', outcome: 'violated', facts: { version: 3 } }),
      ]),
    })
  })

  test.each([
    ['original.xml', 'authentic'],
    ['TSL-CY-sign.xml', 'authentic'],
    ['TSL-noID.xml', 'authentic'],
    ['XSW-enveloped-fake-content.xml', 'trust-list.signature-form signature-structure'],
    ['XSW-enveloped-fake-content-misplaced.xml', 'trust-list.signature-form reference-target'],
    ['XSW-enveloped-fake-content-two-same-id.xml', 'duplicate-id'],
    ['XSW-enveloped-fake-signedProperties.xml', 'root-unexpected'],
    ['XSW-enveloping-fake-manifest.xml', 'root-unexpected'],
    ['XSW-enveloping-fake-object.xml', 'root-unexpected'],
    ['disable-checks.xml', 'root-unexpected'],
  ])('%s: %s', async (name, expected) => {
    expect(await verdict(bytesOf('lists-attacked', name))).toBe(expected)
  })
})

describe.skipIf(!corpusExists)('a flipped bit', () => {
  const text = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes)
  const parts = [
    ['the list', /<SchemeInformation>.*(?=<ds:Signature )/s],
    ['what is signed about it', /<ds:SignedInfo>.*<\/ds:SignedInfo>/s],
    ['the value', /(?<=<ds:SignatureValue[^>]*>)[^<]*/s],
    ['the certificate', /(?<=<ds:X509Certificate>)[^<]*/s],
    ['the properties', /<xades:SignedProperties .*<\/xades:SignedProperties>/s],
  ] as const

  test.each(parts)('in %s is noticed', async (_, part) => {
    const bytes = bytesOf('lists', 'FI.xml')
    const signature = text(bytes).lastIndexOf('<ds:Signature ')
    const match = part.exec(text(bytes).slice(part.source.startsWith('<Scheme') ? 0 : signature))
    const start = (match?.index ?? 0) + (part.source.startsWith('<Scheme') ? 0 : signature)
    const length = match?.[0].length ?? 0
    expect(length).toBeGreaterThan(0)
    const step = Math.max(1, Math.floor(length / 120))
    for (let at = start; at < start + length; at += step) {
      const flipped = bytes.slice()
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8))
      expect(await verdict(flipped), `octet ${at}`).not.toBe('authentic')
    }
  })
})

const xmllint = installed('xmllint')

describe.skipIf(!corpusExists || !xmllint)(
  'canonical forms, as xmllint writes them (skipped where it is not installed)',
  () => {
    const folders = ['lists', 'lists-odd', 'lists-brainpool', 'lotl', 'lotl/pivots']
    const files = folders.flatMap(folder => lists(folder).map(name => [folder, name]))

    test.each([
      ['exclusive', '--exc-c14n'],
      ['inclusive', '--c14n'],
    ] as const)('%s, of all lists', (form, option) => {
      expect(files.length).toBeGreaterThan(30)
      for (const parts of files) {
        const bytes = bytesOf(...parts)
        const input = withoutComments(new TextDecoder().decode(bytes))
        const { stdout } = spawnSync('xmllint', [option, '--huge', '-'], { input, maxBuffer: 1e8 })
        const ours = canonicalWriter(bytes, form).document()
        expect(Buffer.from(ours).equals(stdout), parts.join('/')).toBe(true)
      }
    })
  },
)
