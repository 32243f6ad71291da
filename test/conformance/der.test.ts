import { readFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { describe, expect, test } from 'vitest'
import type { Certificate } from '../../src/certificate/certificate.ts'
import { checkCertificate } from '../../src/certificate/checks.ts'
import { formatName } from '../../src/certificate/name/name.ts'
import { parseCertificate } from '../../src/certificate/parse.ts'
import { checkValidityPeriod } from '../../src/certificate/validity-period.ts'
import { escapeText } from '../../src/core/text.ts'
import { instant } from '../../src/core/time.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { buildPaths } from '../../src/path/building/build.ts'
import { indexAnchors } from '../../src/path/building/candidates.ts'
import { judgeSearch } from '../../src/path/judge.ts'
import type { Outcome } from '../../src/requirements/finding.ts'
import { corpusExists, corpusPath } from './corpus.ts'

interface Case {
  readonly id: string
  readonly category: string
  readonly kind: string
  readonly rationale: string
  readonly file: string
  readonly inter_bundle?: string
  readonly intermediates?: readonly string[]
  readonly trust_anchors?: readonly string[]
  readonly validation_time: string
  readonly expected: {
    readonly outcome: 'parse-error' | 'reject' | 'refuse' | 'accept' | 'bounded' | 'sanitise'
  }
  readonly limits: { readonly max_ms: number; readonly max_extra_heap_mb: number }
}

/**
 * Cases about revocation lists have tests of their own, in `crl-der.test.ts`; here their certificates are
 * read.
 */
const isAboutList = ({ category }: Case): boolean => category === 'crl'

const cases: readonly Case[] = corpusExists
  ? (JSON.parse(readFileSync(corpusPath('der', 'cases.json'), 'utf8')) as { readonly cases: readonly Case[] })
      .cases
  : []

const read = (file: string): Uint8Array => new Uint8Array(readFileSync(corpusPath('der', file)))

/** The certificates that stand one behind the other in a file; what cannot be read ends it. */
function readBundle(bytes: Uint8Array): readonly Certificate[] {
  const found: Certificate[] = []
  for (let at = 0; at < bytes.length; ) {
    const length = lengthOf(bytes.subarray(at))
    const parsed = parseCertificate(bytes.subarray(at, at + length))
    if (parsed.ok) found.push(parsed.value)
    at += length
  }
  return found
}

/**
 * Of the value that octets begin with: header and contents, in the two forms that files of this size need.
 */
function lengthOf(bytes: Uint8Array): number {
  const first = bytes[1] ?? 0
  if (first < 0x80) return 2 + first
  const octets = bytes.subarray(2, 2 + (first & 0x7f))
  return 2 + octets.length + octets.reduce((sum, octet) => sum * 256 + octet, 0)
}

const trusted = (files: readonly string[]): readonly Certificate[] =>
  files.flatMap(file => readBundle(read(file)))

/** Outcomes of everything that is checked of a certificate and of its path. */
async function outcomes(certificate: Certificate, given: Case): Promise<readonly Outcome[]> {
  const at = instant(given.validation_time)
  const intermediates = [...(given.intermediates ?? []), ...(given.inter_bundle ? [given.inter_bundle] : [])]
  const search = await buildPaths({
    certificate,
    intermediates: trusted(intermediates),
    anchors: indexAnchors(
      trusted(given.trust_anchors ?? []).map(({ subject, publicKey }) => ({ name: subject, publicKey })),
    ),
    crypto: nodeCrypto(),
    at,
  })
  const { anchor, best } = judgeSearch(search, at)
  const own = [...checkCertificate(certificate), checkValidityPeriod(certificate.validity, at)]
  const path = (best?.certificates ?? []).flatMap(({ checks }) => checks)
  return [anchor, ...own, ...path]
    .filter(({ severity }) => severity === 'error')
    .map(({ outcome }) => outcome)
}

const isObjection = (outcome: Outcome): boolean => outcome === 'violated' || outcome === 'undetermined'

/**
 * Runs work, best of three in time, and says what it cost in milliseconds and in MiB of heap and of buffers.
 */
function costOf<T>(work: () => T): { readonly value: T; readonly ms: number; readonly mb: number } {
  const memory = (): number => {
    const { heapUsed, external } = process.memoryUsage()
    return heapUsed + external
  }
  const before = memory()
  let value = work()
  const mb = (memory() - before) / 1_048_576
  let ms = Number.POSITIVE_INFINITY
  for (let run = 0; run < 3; run++) {
    const start = performance.now()
    value = work()
    ms = Math.min(ms, performance.now() - start)
  }
  return { value, ms, mb }
}

/** Characters that act on a terminal or on the order of text, or that nobody sees. */
const ACTIVE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

async function expectOutcome(given: Case, parsed: ReturnType<typeof parseCertificate>): Promise<void> {
  switch (given.expected.outcome) {
    case 'parse-error':
      return expect(parsed.ok).toBe(false)
    case 'refuse':
      return expect(!parsed.ok || (await outcomes(parsed.value, given)).some(isObjection)).toBe(true)
    case 'reject':
      expect(parsed.ok).toBe(true)
      return expect(parsed.ok && (await outcomes(parsed.value, given)).some(isObjection)).toBe(true)
    case 'accept':
      expect(parsed.ok).toBe(true)
      return expect(parsed.ok && (await outcomes(parsed.value, given)).filter(isObjection)).toEqual([])
    case 'sanitise':
      expect(parsed.ok).toBe(true)
      return parsed.ok ? expectShowable(parsed.value) : undefined
    case 'bounded':
      return undefined
    default:
      return given.expected.outcome satisfies never
  }
}

function expectShowable({ subject, issuer }: Certificate): void {
  for (const name of [subject, issuer]) {
    expect(formatName(name)).not.toMatch(ACTIVE)
    for (const { text = '' } of name.rdns.flat()) expect(escapeText(text)).not.toMatch(ACTIVE)
  }
}

describe.skipIf(!corpusExists)('DER and certificates made to deceive', () => {
  test.each(cases)('$category: $id is read or refused within its limits', given => {
    const files = [given.file, ...(given.intermediates ?? []), ...(given.trust_anchors ?? [])].map(read)
    const { ms, mb } = costOf(() => files.map(parseCertificate))
    expect(ms).toBeLessThan(given.limits.max_ms)
    expect(mb).toBeLessThan(given.limits.max_extra_heap_mb)
  })

  test.each(cases.filter(given => !isAboutList(given)))(
    '$category: $id ends as $expected.outcome within its time',
    async given => {
      const start = performance.now()
      const parsed = parseCertificate(read(given.file))
      await expectOutcome(given, parsed)
      expect(performance.now() - start).toBeLessThan(given.limits.max_ms)
      if (parsed.ok) expectShowable(parsed.value)
    },
  )
})
