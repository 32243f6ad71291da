import { readFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { describe, expect, test } from 'vitest'
import { parseCertificate } from '../../src/certificate/parse.ts'
import { instant } from '../../src/core/time.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { buildPaths } from '../../src/path/building/build.ts'
import { type Anchor, indexAnchors } from '../../src/path/building/candidates.ts'
import { combineStatus } from '../../src/revocation/combine.ts'
import { checkCrls } from '../../src/revocation/crl/check.ts'
import { readCrl } from '../../src/revocation/crl/question.ts'
import { anchorOf } from '../support/authorities.ts'
import { corpusExists, corpusPath } from './corpus.ts'
import exceptions from './exceptions.json' with { type: 'json' }

interface Case {
  readonly id: string
  readonly category: string
  readonly rationale: string
  readonly file: string
  readonly crl: string
  readonly intermediates: readonly string[]
  readonly trust_anchors: readonly string[]
  readonly validation_time: string
  readonly expected: { readonly outcome: 'reject' | 'refuse' | 'accept' | 'bounded' }
  readonly limits: { readonly max_ms: number; readonly max_extra_heap_mb: number }
}

const cases: readonly Case[] = corpusExists
  ? (
      JSON.parse(readFileSync(corpusPath('der', 'cases.json'), 'utf8')) as { readonly cases: readonly Case[] }
    ).cases.filter(({ category }) => category === 'crl')
  : []

const read = (file: string): Uint8Array => new Uint8Array(readFileSync(corpusPath('der', file)))
const crypto = nodeCrypto()

function certificate(file: string) {
  const parsed = parseCertificate(read(file))
  if (!parsed.ok) throw new Error(`${file}: ${parsed.reason}`)
  return parsed.value
}

/** What the list comes to for the certificate of the case: the outcome, and why there is no better one. */
async function judge(given: Case): Promise<readonly [outcome: string, reason: string]> {
  const at = instant(given.validation_time)
  const leaf = certificate(given.file)
  const intermediates = given.intermediates.map(certificate)
  const anchors = indexAnchors<Anchor>(given.trust_anchors.map(file => anchorOf(certificate(file))))
  const { paths } = await buildPaths({ certificate: leaf, intermediates, anchors, crypto, at })
  const [path] = paths
  const above = path?.certificates[1]
  if (path === undefined || above === undefined) throw new Error('the path of the case is not found')
  const list = await readCrl(read(given.crl), crypto)
  if (!('list' in list)) return ['malformed', String(list.facts['defect'])]
  const evidence = await checkCrls({
    certificate: leaf,
    issuer: { name: above.subject, publicKey: above.publicKey, certificate: above },
    anchor: path.anchor,
    intermediates,
    lists: [list],
    at,
    crypto,
  })
  const [status] = combineStatus({ certificate: leaf, evidence, at, policy: { missing: 'hard' } })
  const [first] = evidence
  const reason = first?.outcome === 'unusable' ? first.reason : (status?.reason ?? '')
  return [status?.outcome ?? 'none', reason]
}

/** Why each case that is not accepted is not. */
const REASONS: Readonly<Record<string, string>> = {
  'crl-expired': 'stale',
  'crl-future': 'not-yet-valid',
  'crl-no-nextupdate': 'no-next-update',
  'crl-wrong-key': 'signature-wrong',
  'crl-wrong-issuer': 'other-issuer',
  'crl-unknown-critical-ext': 'unknown-critical-extension',
  'crl-unknown-critical-entry-ext': 'unknown-critical-extension',
  'crl-idp-only-ca': 'other-kind-of-certificate',
  'crl-idp-other-dp': 'other-distribution-point',
  'crl-delta-only': 'delta-without-base',
  'crl-duplicate-entries': 'value-inconsistent',
  'crl-v1-with-ext': 'value-inconsistent',
  'crl-serial-nonminimal': 'integer-not-minimal',
  'crl-trailing': 'trailing-bytes',
  'crl-by-leaf': 'other-issuer',
  'crl-html': 'tag-form',
  'crl-revocation-date-future': 'revoked',
}

const expectedOf = ({ id, expected: { outcome } }: Case): string => {
  const exception = exceptions.find(each => each.suite === 'der' && each.id === id)
  return exception?.actual ?? outcome
}

describe.skipIf(!corpusExists)('revocation lists made to deceive', () => {
  test('are all there', () => {
    expect(cases.length).toBeGreaterThanOrEqual(22)
  })

  test.each(cases)('$id ends as $expected.outcome within its limits: $rationale', async given => {
    const heap = process.memoryUsage()
    const start = performance.now()
    const [outcome, reason] = await judge(given)
    expect(performance.now() - start).toBeLessThan(given.limits.max_ms)
    const { heapUsed, external } = process.memoryUsage()
    expect((heapUsed + external - heap.heapUsed - heap.external) / 1_048_576).toBeLessThan(
      given.limits.max_extra_heap_mb,
    )
    const expected = expectedOf(given)
    if (expected === 'accept') expect([outcome, reason]).toEqual(['satisfied', ''])
    if (expected !== 'accept' && expected !== 'bounded') expect(outcome).not.toBe('satisfied')
    if (expected !== 'accept' && expected !== 'bounded') expect(reason).toBe(REASONS[given.id])
  })
})
