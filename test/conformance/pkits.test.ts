import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Oid, oid, oidText } from '../../src/core/oid.ts'
import { instant } from '../../src/core/time.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { validateCertificate } from '../../src/path/validate-certificate.ts'
import { corpusExists, corpusPath } from './corpus.ts'

interface Run {
  readonly id: string
  readonly section: string
  readonly name: string
  readonly initial: {
    readonly user_initial_policy_set: readonly string[]
    readonly initial_explicit_policy: boolean
    readonly initial_policy_mapping_inhibit: boolean
    readonly initial_any_policy_inhibit: boolean
  }
  readonly validation_time: string
  readonly trust_anchor: string
  readonly intermediates: readonly string[]
  readonly extra_certs: readonly string[]
  readonly ee: string
  readonly expected: 'valid' | 'invalid'
  readonly expected_policies?: {
    readonly authority_constrained: readonly string[]
    readonly user_constrained: readonly string[]
  }
}

const runs: readonly Run[] = corpusExists
  ? (
      JSON.parse(readFileSync(corpusPath('pkits', 'pkits.json'), 'utf8')) as {
        readonly tests: readonly Run[]
      }
    ).tests
  : []

/**
 * Runs that NIST calls invalid for what revocation lists say, and for nothing else. `qwac/path` reads no lists, so what is
 * asserted of them here is that the path by itself is good; `crl-pkits.test.ts` joins revocation to it and finds them invalid.
 */
const ONLY_BY_REVOCATION: Readonly<Record<string, readonly string[]>> = {
  "a list is missing, is forged, is another issuer's, or holds what must be understood": [
    ...['4.4.1', '4.4.4', '4.4.5', '4.4.6', '4.4.8', '4.4.9', '4.4.10'],
  ],
  'a list is out of date': ['4.4.11', '4.4.12'],
  'a certificate of the path is on a list': [
    ...['4.4.2', '4.4.3', '4.4.15', '4.4.18', '4.4.20', '4.5.2', '4.5.5', '4.5.7'],
  ],
  'who signed a list may not sign lists': ['4.4.21', '4.7.4', '4.7.5'],
  'distribution points: the list is not that of the certificate, or does not cover it': [
    ...[
      '4.14.2',
      '4.14.3',
      '4.14.6',
      '4.14.8',
      '4.14.9',
      '4.14.11',
      '4.14.12',
      '4.14.14',
      '4.14.15',
      '4.14.16',
    ],
    ...['4.14.17', '4.14.20', '4.14.21', '4.14.23', '4.14.26', '4.14.27', '4.14.31', '4.14.32', '4.14.34'],
    '4.14.35',
  ],
  'delta lists: what changed revokes the certificate, or has nothing to change': [
    ...['4.15.1', '4.15.3', '4.15.4', '4.15.6', '4.15.9', '4.15.10'],
  ],
}

/**
 * Valid runs with DSA keys, which no profile allows: RSA and elliptic curves are what ETSI TS 119 312 and the web list. A
 * signature that is not computed leaves the path open, and the invalid run with such a key is not valid either.
 */
const DSA: readonly string[] = ['4.1.4', '4.1.5']

const read = (file: string): Uint8Array => new Uint8Array(readFileSync(corpusPath('pkits', file)))

async function validate({ initial, ...given }: Run) {
  return validateCertificate({
    certificate: read(given.ee),
    intermediates: [...given.intermediates, ...given.extra_certs].map(read),
    anchors: [read(given.trust_anchor)],
    crypto: nodeCrypto(),
    at: instant(given.validation_time),
    userInitialPolicySet: initial.user_initial_policy_set.map(oid),
    initialExplicitPolicy: initial.initial_explicit_policy,
    initialPolicyMappingInhibit: initial.initial_policy_mapping_inhibit,
    initialAnyPolicyInhibit: initial.initial_any_policy_inhibit,
  })
}

const revocation = new Set(Object.values(ONLY_BY_REVOCATION).flat())
const decided = runs.filter(({ id }) => !revocation.has(id) && !DSA.includes(id))
const named = (ids: ReadonlySet<string> | readonly string[]) => runs.filter(({ id }) => new Set(ids).has(id))

describe.skipIf(!corpusExists)('the path validation suite of NIST', () => {
  test('has 249 runs, each told by its result or by the reason why there is another one', () => {
    expect(runs).toHaveLength(249)
    expect(named(revocation)).toHaveLength(revocation.size)
    expect(named(revocation).filter(({ expected }) => expected !== 'invalid')).toEqual([])
    expect(named(DSA).map(({ expected }) => expected)).toEqual(['valid', 'valid'])
  })

  test.each(decided)('$id, $name, ends as $expected', async given => {
    const { outcome, objections, exhausted } = await validate(given)
    expect({ isValid: outcome === 'valid', objections, exhausted }).toEqual({
      isValid: given.expected === 'valid',
      objections: given.expected === 'valid' ? [] : expect.arrayContaining([expect.stringMatching(/: /)]),
      exhausted: undefined,
    })
  })

  test.each(decided.filter(({ expected_policies }) => expected_policies !== undefined))(
    '$id, $name, is valid for the policies that are expected',
    async given => {
      const { best } = await validate(given)
      const texts = (set: readonly Oid[] = []) => set.map(oidText).toSorted()
      const policies = best?.validation.policies
      expect(texts(policies?.authorityConstrained)).toEqual(
        given.expected_policies?.authority_constrained.toSorted(),
      )
      expect(texts(policies?.userConstrained)).toEqual(given.expected_policies?.user_constrained.toSorted())
    },
  )

  test.each(named(revocation))('$id, $name, is a good path but for revocation', async given => {
    expect(await validate(given)).toMatchObject({ outcome: 'valid', objections: [] })
  })

  test.each(named(DSA))('$id, $name, stays open', async given => {
    expect(await validate(given)).toMatchObject({
      outcome: 'undetermined',
      objections: expect.arrayContaining(['path.algorithm: unsupported']),
    })
  })
})
