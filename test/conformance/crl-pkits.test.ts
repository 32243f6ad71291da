import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseCertificate } from '../../src/certificate/parse.ts'
import { oid } from '../../src/core/oid.ts'
import { instant } from '../../src/core/time.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { validateCertificate } from '../../src/path/validate-certificate.ts'
import { combineStatus } from '../../src/revocation/combine.ts'
import { checkCrls } from '../../src/revocation/crl/check.ts'
import { type GivenCrl, readCrl } from '../../src/revocation/crl/question.ts'
import type { StatusEvidence } from '../../src/revocation/status.ts'
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
}

const runs: readonly Run[] = corpusExists
  ? (
      JSON.parse(readFileSync(corpusPath('pkits', 'pkits.json'), 'utf8')) as {
        readonly tests: readonly Run[]
      }
    ).tests
  : []

/** Valid runs with DSA keys, which no profile allows. They stay open. */
const DSA: readonly string[] = ['4.1.4', '4.1.5']

const crypto = nodeCrypto()
const read = (file: string): Uint8Array => new Uint8Array(readFileSync(corpusPath('pkits', file)))

/** Path validation, and the status of every certificate of the path by the lists of the run. */
async function validate({ initial, ...given }: Run) {
  const at = instant(given.validation_time)
  const intermediates = [...given.intermediates, ...given.extra_certs].map(read)
  const answer = await validateCertificate({
    certificate: read(given.ee),
    intermediates,
    anchors: [read(given.trust_anchor)],
    crypto,
    at,
    userInitialPolicySet: initial.user_initial_policy_set.map(oid),
    initialExplicitPolicy: initial.initial_explicit_policy,
    initialPolicyMappingInhibit: initial.initial_policy_mapping_inhibit,
    initialAnyPolicyInhibit: initial.initial_any_policy_inhibit,
  })
  const path = answer.best?.path
  if (answer.outcome !== 'valid' || path === undefined) return { isValid: false, why: answer.objections }
  const lists = (await Promise.all(given.crls.map(file => readCrl(read(file), crypto)))).filter(
    (list): list is GivenCrl => 'list' in list,
  )
  const candidates = intermediates.flatMap(bytes => {
    const parsed = parseCertificate(bytes)
    return parsed.ok ? [parsed.value] : []
  })
  const why: string[] = []
  for (const [index, certificate] of path.certificates.entries()) {
    const above = path.certificates[index + 1]
    const evidence: readonly StatusEvidence[] = await checkCrls({
      certificate,
      issuer: above
        ? { name: above.subject, publicKey: above.publicKey, certificate: above }
        : { name: path.anchor.name, publicKey: path.anchor.publicKey },
      anchor: path.anchor,
      intermediates: candidates,
      lists,
      at,
      crypto,
      profile: 'rfc5280',
    })
    const [status] = combineStatus({ certificate, evidence, at, policy: { missing: 'hard' } })
    if (status?.outcome !== 'satisfied')
      why.push(
        `${index}: ${status?.reason} ${evidence.map(each => (each.outcome === 'unusable' ? each.reason : each.status.status))}`,
      )
  }
  return { isValid: why.length === 0, why }
}

describe.skipIf(!corpusExists)('the path validation suite of NIST, revocation included', () => {
  test('has 249 runs', () => {
    expect(runs).toHaveLength(249)
  })

  test.each(runs.filter(({ id }) => !DSA.includes(id)))('$id, $name, ends as $expected', async given => {
    const { isValid, why } = await validate(given)
    expect({ isValid, why }).toEqual({
      isValid: given.expected === 'valid',
      why: given.expected === 'valid' ? [] : expect.arrayContaining([expect.stringMatching(/: /)]),
    })
  })

  test.each(runs.filter(({ id }) => DSA.includes(id)))('$id, $name, stays open', async given => {
    expect((await validate(given)).why).toContain('path.algorithm: unsupported')
  })
})
