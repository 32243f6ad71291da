import { readFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { describe, expect, test } from 'vitest'
import type { Certificate } from '../../src/certificate/certificate.ts'
import { parseCertificate } from '../../src/certificate/parse.ts'
import { instant } from '../../src/core/time.ts'
import type { Crypto } from '../../src/crypto/crypto.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { buildPaths } from '../../src/path/building/build.ts'
import { indexAnchors } from '../../src/path/building/candidates.ts'
import { checkPath } from '../../src/path/validation/check-path.ts'
import { corpusExists, corpusPath } from './corpus.ts'

interface Case {
  readonly id: string
  readonly category: string
  readonly file: string
  readonly inter_bundle?: string
  readonly intermediates?: readonly string[]
  readonly trust_anchors?: readonly string[]
  readonly validation_time: string
  readonly expected: { readonly outcome: string }
  readonly logically?: 'valid'
  readonly limits: { readonly max_ms: number; readonly max_signature_checks?: number }
}

const cases: readonly Case[] = corpusExists
  ? (
      JSON.parse(readFileSync(corpusPath('der', 'cases.json'), 'utf8')) as { readonly cases: readonly Case[] }
    ).cases.filter(({ category }) => category === 'path' || category === 'name-constraint')
  : []

/** The certificates of a file that can be read; several may stand one behind the other. */
function certificatesIn(file: string): readonly Certificate[] {
  const bytes = new Uint8Array(readFileSync(corpusPath('der', file)))
  const found: Certificate[] = []
  for (let at = 0; at < bytes.length; ) {
    const length = lengthOf(bytes.subarray(at, at + 8))
    const parsed = parseCertificate(bytes.subarray(at, at + length))
    if (parsed.ok) found.push(parsed.value)
    at += length
  }
  return found
}

function lengthOf(header: Uint8Array): number {
  const first = header[1] ?? 0
  if (first < 0x80) return 2 + first
  const digits = header.subarray(2, 2 + (first & 0x7f))
  return 2 + digits.length + digits.reduce((sum, octet) => sum * 256 + octet, 0)
}

async function judge(given: Case) {
  const real = nodeCrypto()
  let signatures = 0
  const crypto: Crypto = {
    digest: real.digest,
    verify: request => {
      signatures++
      return real.verify(request)
    },
  }
  const at = instant(given.validation_time)
  const [certificate] = certificatesIn(given.file)
  if (certificate === undefined) return { outcomes: ['unreadable'], signatures, ms: 0 }
  const bundles = [...(given.intermediates ?? []), ...(given.inter_bundle ? [given.inter_bundle] : [])]
  const intermediates = bundles.flatMap(certificatesIn)
  const anchors = (given.trust_anchors ?? [])
    .flatMap(certificatesIn)
    .map(each => ({ name: each.subject, publicKey: each.publicKey }))
  const start = performance.now()
  const { paths } = await buildPaths({
    certificate,
    intermediates,
    anchors: indexAnchors(anchors),
    crypto,
    at,
  })
  const outcomes = paths.map(path => checkPath(path, { at, purpose: 'server' }).outcome)
  return { outcomes, signatures, ms: performance.now() - start }
}

describe.skipIf(!corpusExists)('paths and name constraints made to deceive or to cost', () => {
  test.each(cases)('$id ends as $expected.outcome, within its time and its signatures', async given => {
    const { outcomes, signatures, ms } = await judge(given)
    const isValid = outcomes.includes('valid')
    if (given.expected.outcome === 'accept') expect(isValid).toBe(true)
    if (given.expected.outcome === 'reject' || given.expected.outcome === 'refuse')
      expect(isValid).toBe(false)
    expect(signatures).toBeLessThanOrEqual(given.limits.max_signature_checks ?? 100)
    expect(ms).toBeLessThan(given.limits.max_ms)
  })

  test('unrelated certificates by the thousand keep no path from being found', async () => {
    const filled = cases.find(({ id }) => id === 'path-filler-1500')
    expect(filled && (await judge(filled)).outcomes).toContain('valid')
  })
})
