import { readFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { describe, expect, test } from 'vitest'
import { instant } from '../../src/core/time.ts'
import type { Crypto } from '../../src/crypto/crypto.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import type { Profile } from '../../src/path/profile/profile.ts'
import { type CertificateAnswer, type CertificateRequest, validateCertificate } from '../../src/path.ts'
import { corpusExists, corpusPath } from './corpus.ts'

interface Case {
  readonly id: string
  readonly category: string
  readonly file: string
  readonly inter_bundle?: string
  readonly intermediates?: readonly string[]
  readonly trust_anchors?: readonly string[]
  readonly validation_time: string
  readonly expected: {
    readonly outcome: 'parse-error' | 'reject' | 'refuse' | 'accept' | 'bounded' | 'sanitise'
  }
  readonly limits: {
    readonly max_ms: number
    readonly max_extra_heap_mb: number
    readonly max_signature_checks?: number
  }
}

/** Revocation lists are no part of a path. */
const cases: readonly Case[] = corpusExists
  ? (
      JSON.parse(readFileSync(corpusPath('der', 'cases.json'), 'utf8')) as { readonly cases: readonly Case[] }
    ).cases.filter(({ category }) => category !== 'crl')
  : []

const read = (file: string): Uint8Array => new Uint8Array(readFileSync(corpusPath('der', file)))

/** The octets of the certificates that stand one behind the other in a file. */
function split(bytes: Uint8Array): readonly Uint8Array[] {
  const found: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += found.at(-1)?.length ?? bytes.length)
    found.push(bytes.subarray(at, at + lengthOf(bytes.subarray(at))))
  return found
}

/** Of the value that octets begin with, header and contents. */
function lengthOf(bytes: Uint8Array): number {
  const first = bytes[1] ?? 0
  if (first < 0x80) return 2 + first
  const octets = bytes.subarray(2, 2 + (first & 0x7f))
  return 2 + octets.length + octets.reduce((sum, octet) => sum * 256 + octet, 0)
}

interface Measured {
  readonly answer: CertificateAnswer
  readonly ms: number
  readonly mb: number
  readonly signatures: number
}

async function validate(
  given: Case,
  profile: Profile,
  more: Partial<CertificateRequest> = {},
): Promise<Measured> {
  const inputs = {
    certificate: read(given.file),
    intermediates: [
      ...(given.intermediates ?? []).map(read),
      ...(given.inter_bundle === undefined ? [] : split(read(given.inter_bundle))),
    ],
    anchors: (given.trust_anchors ?? []).flatMap(file => split(read(file))),
  }
  const counted = { signatures: 0 }
  const own = nodeCrypto()
  const crypto: Crypto = {
    digest: own.digest,
    verify: request => {
      counted.signatures++
      return own.verify(request)
    },
  }
  const memory = (): number => process.memoryUsage().heapUsed + process.memoryUsage().external
  const before = { ms: performance.now(), mb: memory() }
  const answer = await validateCertificate({
    ...inputs,
    ...{ crypto, at: instant(given.validation_time), profile, purpose: 'server' },
    ...more,
  })
  const ms = performance.now() - before.ms
  return { answer, ms, mb: (memory() - before.mb) / 1_048_576, ...counted }
}

/** What a profile lets pass that the suite labels as bad, and why. */
const TOLERATED: Readonly<Record<Profile, Readonly<Record<string, string>>>> = {
  rfc5280: {
    'serial-negative': 'RFC 5280, 4.1.2.2, asks users to cope with it, and NIST tests that they do (4.4.14)',
    'time-gentime-before-2050': 'what is meant is clear, and NIST tests that it is accepted (4.2.4)',
  },
  eidas: {},
  webpki: {},
}

const PROFILES: readonly Profile[] = ['rfc5280', 'webpki', 'eidas']
const byProfile = PROFILES.flatMap(profile => cases.map(given => ({ profile, ...given })))
const isNamed = (id: string) => (given: Case) => given.id === id

describe.skipIf(!corpusExists)('DER and certificates made to deceive, as paths', () => {
  test.each(byProfile)(
    '$profile, $category: $id ends as $expected.outcome within its limits',
    async given => {
      const { answer, ms, mb, signatures } = await validate(given, given.profile)
      const { max_ms, max_extra_heap_mb, max_signature_checks = 100 } = given.limits
      expect(ms).toBeLessThan(max_ms)
      expect(mb).toBeLessThan(max_extra_heap_mb)
      expect(signatures).toBeLessThanOrEqual(max_signature_checks)
      const { outcome } = given.expected
      if (outcome === 'bounded' || outcome === 'sanitise') return
      const isValid = outcome === 'accept' || given.id in TOLERATED[given.profile]
      expect([answer.outcome === 'valid', answer.objections]).toEqual([
        isValid,
        isValid ? [] : expect.anything(),
      ])
    },
  )

  test.each(PROFILES)('a common name is no name under %s', async profile => {
    const [given] = cases.filter(isNamed('nc-cn-fallback'))
    const expectedName = { form: 'dns', text: 'bank.evil.example' } as const
    const { answer } = given === undefined ? expect.fail() : await validate(given, profile, { expectedName })
    expect(answer.outcome).toBe('invalid')
    expect(answer.objections).toContain('path.expected-name: no-name-of-this-form')
  })

  test.each([
    ['policy-tree-d20-w2-invalid', 'invalid', ['path.policies: no-valid-policy']],
    ['policy-tree-d32-w2-invalid', 'invalid', ['path.policies: no-valid-policy']],
    ['policy-tree-d12-w8-invalid', 'invalid', ['path.policies: no-valid-policy']],
    ['policy-tree-d10-w20-valid', 'valid', []],
  ])('%s is decided by its policies where its depth is allowed: %s', async (id, outcome, objections) => {
    const [given] = cases.filter(isNamed(id))
    const measured = given === undefined ? expect.fail() : await validate(given, 'eidas', { maxDepth: 40 })
    expect(measured.answer).toMatchObject({ outcome, objections })
    expect(measured.ms).toBeLessThan(given?.limits.max_ms ?? 0)
  })

  test('every case that is tolerated is one of the suite', () => {
    const ids = new Set(cases.map(({ id }) => id))
    expect(PROFILES.flatMap(profile => Object.keys(TOLERATED[profile])).filter(id => !ids.has(id))).toEqual(
      [],
    )
  })
})
