import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Oid, oid, oidText } from '../../src/core/oid.ts'
import { instant } from '../../src/core/time.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { validateCertificate } from '../../src/path.ts'
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
  readonly crls: readonly string[]
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
 * Valid runs with DSA keys, which no profile allows: RSA and elliptic curves are what ETSI TS 119 312 and the
 * web list. A signature that is not computed leaves the path open, and the invalid run with such a key is not
 * valid either.
 */
const DSA: readonly string[] = ['4.1.4', '4.1.5']

const crypto = nodeCrypto()
const read = (file: string): Uint8Array => new Uint8Array(readFileSync(corpusPath('pkits', file)))

/** All that NIST gives to a run, at once. */
function validate({ initial, ...given }: Run) {
  return validateCertificate({
    certificate: read(given.ee),
    intermediates: [...given.intermediates, ...given.extra_certs].map(read),
    anchors: [read(given.trust_anchor)],
    crls: given.crls.map(read),
    revocation: { missing: 'hard' },
    crypto,
    at: instant(given.validation_time),
    userInitialPolicySet: initial.user_initial_policy_set.map(oid),
    initialExplicitPolicy: initial.initial_explicit_policy,
    initialPolicyMappingInhibit: initial.initial_policy_mapping_inhibit,
    initialAnyPolicyInhibit: initial.initial_any_policy_inhibit,
  })
}

const decided = runs.filter(({ id }) => !DSA.includes(id))
const open = runs.filter(({ id }) => DSA.includes(id))

describe.skipIf(!corpusExists)('the path validation suite of NIST, revocation included', () => {
  test('has 249 runs, two of which are valid with keys that are not computed with', () => {
    expect(runs).toHaveLength(249)
    expect(open.map(({ expected }) => expected)).toEqual(['valid', 'valid'])
  })

  test.each(decided)('$id, $name, ends as $expected', async given => {
    const { outcome, objections, exhausted } = await validate(given)
    const isValid = given.expected === 'valid'
    expect({ isValid: outcome === 'valid', objections, exhausted }).toEqual({
      isValid,
      objections: isValid ? [] : expect.arrayContaining([expect.stringMatching(/: /)]),
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

  test.each(open)('$id, $name, stays open', async given => {
    expect(await validate(given)).toMatchObject({
      outcome: 'undetermined',
      objections: expect.arrayContaining(['path.algorithm: unsupported']),
    })
  })

  /**
   * Sections about revocation; in 4.5.8 the one who signs lists is asked to issue the leaf, and is no
   * authority.
   */
  test.each(
    decided.filter(
      ({ id, expected }) => expected === 'invalid' && id !== '4.5.8' && /^4\.(?:4|5|14|15)\./.test(id),
    ),
  )('$id, $name, is not invalid by its path', async given => {
    const { best, objections } = await validate(given)
    expect(best).toBeDefined()
    expect(objections.every(objection => objection.startsWith('revocation.status: '))).toBe(true)
  })
})
