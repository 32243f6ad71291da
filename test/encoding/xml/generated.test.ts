import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CanonicalForm } from '../../../src/encoding/xml/canonical-xml.ts'
import { canonicalize } from '../../../src/encoding/xml/tree.ts'
import { canonicalWriter, placedElements } from '../../support/canonical.ts'
import { installed } from '../../support/installed.ts'
import { Random } from '../../support/random.ts'
import { withoutComments, writeXmlDocument, writeXmlElement } from '../../support/xml-documents.ts'

/** `QWAC_DOCUMENTS=10000` for the record; the first of a seed are always the same documents. */
const DOCUMENTS = Number(process.env['QWAC_DOCUMENTS'] ?? 300)
const SEED = Number(process.env['QWAC_SEED'] ?? 1)
const BATCH = 100
const TIMEOUT = 60_000 + DOCUMENTS * 20

const octets = (text: string) => new TextEncoder().encode(text)
const text = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'generated-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe.skipIf(!installed('xmllint'))('generated documents, as xmllint writes them', () => {
  test.each([
    ['exclusive', '--exc-c14n'],
    ['inclusive', '--c14n'],
  ] as const)(`${DOCUMENTS} documents, %s`, { timeout: TIMEOUT }, (form, option) => {
    const random = new Random(SEED)
    for (let from = 0; from < DOCUMENTS; from += BATCH) {
      const numbers = Array.from({ length: Math.min(BATCH, DOCUMENTS - from) }, (_, i) => from + i)
      const sources = numbers.map(number => writeXmlDocument(random, String(number)))
      const theirs = linted(sources, option)
      expect(theirs).toHaveLength(sources.length)
      for (const [i, source] of sources.entries()) {
        const ours = text(canonicalWriter(octets(source), form).document())
        expect(ours, JSON.stringify(source)).toBe(theirs[i])
      }
    }
  })
})

/**
 * It keeps comments, which are no part of this form, so it is not given any; each document ends in an
 * instruction.
 */
function linted(sources: readonly string[], option: string): readonly string[] {
  const files = sources.map((source, i) => {
    const file = join(folder, `${i}.xml`)
    writeFileSync(file, withoutComments(source))
    return file
  })
  const { stdout, stderr, status } = spawnSync('xmllint', [option, ...files], { maxBuffer: 1 << 26 })
  expect(stderr.toString()).toBe('')
  expect(status).toBe(0)
  return [...stdout.toString().matchAll(/.*?<\?end \d+\?>/gs)].map(([document]) => document)
}

describe.skipIf(!installed('xmlsec1'))('parts of generated documents, as xmlsec1 digests them', () => {
  test(`${DOCUMENTS} elements with all inside of them that are identified, in both forms`, {
    timeout: TIMEOUT,
  }, () => {
    const random = new Random(SEED)
    let compared = 0
    for (let from = 0; from < DOCUMENTS; from += BATCH) {
      compared += compareParts(random, Math.min(BATCH, DOCUMENTS - from))
    }
    expect(compared).toBeGreaterThan(DOCUMENTS)
    if (process.env['QWAC_DOCUMENTS'] !== undefined) console.log(`${compared} parts compared`)
  })
})

const FORMS: readonly (readonly [CanonicalForm, string])[] = [
  ['exclusive', 'http://www.w3.org/2001/10/xml-exc-c14n#'],
  ['inclusive', 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315'],
]

/** @returns How many parts of one document were found to be the same. */
function compareParts(random: Random, elements: number): number {
  let count = 0
  const identifier = () => `e${count++}`
  const parts = Array.from({ length: elements }, () => writeXmlElement(random, identifier))
  const around =
    '<host xmlns="urn:host" xmlns:p="urn:1" xmlns:unused="urn:2" xml:lang="en" xml:space="preserve">'
  const source = `${around}${parts.join('\n')}</host>`
  const found = placedElements(octets(source)).flatMap(placed => {
    const id = placed.element.tag.attributes.find(({ name }) => name === 'xml:id')?.value
    return id === undefined ? [] : [{ id, ...placed }]
  })
  expect(found).toHaveLength(count)
  const references = found.flatMap(({ id }) => FORMS.map(([, algorithm]) => reference(id, algorithm)))
  const theirs = digests(source.replace(/<\/host>$/, `${signature(references)}</host>`))
  const ours = found.flatMap(({ element, ancestors }) =>
    FORMS.map(([form]) => canonicalize(element, form, ancestors)),
  )
  expect(theirs).toHaveLength(ours.length)
  for (const [i, part] of ours.entries()) {
    const digest = createHash('sha256').update(part).digest('base64')
    expect(digest, `${FORMS[i % 2]?.[0]}: ${JSON.stringify(text(part))}`).toBe(theirs[i])
  }
  return ours.length
}

/** Signs with a key that means nothing, for the sake of the digests. */
function digests(template: string): readonly string[] {
  const [key, file] = [join(folder, 'key'), join(folder, 'template.xml')]
  writeFileSync(key, 'key')
  writeFileSync(file, template)
  const { stdout, stderr, status } = spawnSync('xmlsec1', ['--sign', '--hmackey', key, file], {
    maxBuffer: 1 << 26,
  })
  expect(status, stderr.toString()).toBe(0)
  const signed = stdout.toString()
  const behind = signed.slice(signed.lastIndexOf('<SignedInfo>'))
  return [...behind.matchAll(/<DigestValue>([^<]*)<\/DigestValue>/g)].map(([, digest = '']) => digest)
}

function signature(references: readonly string[]): string {
  return (
    '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignedInfo>' +
    `<CanonicalizationMethod Algorithm="${FORMS[0]?.[1]}"/>` +
    '<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"/>' +
    `${references.join('')}</SignedInfo><SignatureValue/></Signature>`
  )
}

function reference(id: string, algorithm: string): string {
  return (
    `<Reference URI="#${id}"><Transforms><Transform Algorithm="${algorithm}"/></Transforms>` +
    '<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue/></Reference>'
  )
}
