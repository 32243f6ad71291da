import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Certificate } from '../../src/certificate/certificate.ts'
import { parseCertificate } from '../../src/certificate/parse.ts'
import { fromHex } from '../../src/core/bytes.ts'
import { type Instant, instant } from '../../src/core/time.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { checkCrls } from '../../src/revocation/crl/check.ts'
import { readCrl } from '../../src/revocation/crl/question.ts'
import { checkOcsp } from '../../src/revocation/ocsp/check.ts'
import { OCSP_POLICY, type OcspPolicy } from '../../src/revocation/ocsp/policy.ts'
import type { StatusEvidence } from '../../src/revocation/status.ts'
import { corpus, corpusPath } from './corpus.ts'

type Outcome = 'good' | 'revoked' | 'unknown' | 'reject'

interface Case {
  readonly id: string
  readonly source: string
  readonly kind?: 'chain'
  readonly subject: string
  readonly issuer?: string
  readonly intermediates?: readonly string[]
  readonly trust_anchors: readonly string[]
  readonly response?: string
  readonly responses?: readonly string[]
  readonly crls?: readonly string[]
  readonly time: string
  readonly request_nonce?: string
  readonly expected: { readonly outcome: Outcome }
  readonly accept_also?: readonly Outcome[]
}

const crypto = nodeCrypto()
const cases: readonly Case[] = corpus
  ? JSON.parse(readFileSync(corpusPath('ocsp', 'ocsp.json'), 'utf8')).cases
  : []

const fileOf = (path: string): Uint8Array => new Uint8Array(readFileSync(corpusPath('ocsp', path)))

function certificateOf(path: string): Certificate {
  const parsed = parseCertificate(fileOf(path))
  if (!parsed.ok) throw new Error(`${path}: ${parsed.reason}`)
  return parsed.value
}

/**
 * The responses of 2012 are signed with SHA-1, and two of their responders have no id-pkix-ocsp-nocheck.
 * Their suites are about everything else, so they are run with both accepted; that the defaults refuse all of
 * them is asked below.
 */
const OF_2012: OcspPolicy = { ...OCSP_POLICY, unsafeSha1: true, acceptsUncheckedDelegates: true }

const isOf2012 = ({ time }: Case): boolean => time < '2016'

/** What a decision would rest on: a stale answer is none. */
function outcomeOf(evidence: StatusEvidence, at: Instant): Outcome {
  if (evidence.outcome === 'unusable' || at > evidence.freshUntil) return 'reject'
  return evidence.status.status
}

async function judge(each: Case, policy: OcspPolicy): Promise<Outcome> {
  const at = instant(each.time)
  const leaf = certificateOf(each.subject)
  const above = [...(each.intermediates ?? []), each.issuer ?? each.trust_anchors[0] ?? ''].map(certificateOf)
  const outcomes: Outcome[] = []
  for (const [index, certificate] of [leaf, ...above.slice(0, -1)].entries()) {
    const issuer = above[index]
    if (issuer === undefined) throw new Error(`${each.id}: no issuer`)
    const nonce = each.request_nonce === undefined ? {} : { nonce: fromHex(each.request_nonce) }
    const question = {
      certificate,
      issuer: { name: issuer.subject, publicKey: issuer.publicKey },
      ...{ at, crypto, policy },
      ...nonce,
    }
    const lists = await Promise.all((each.crls ?? []).map(file => readCrl(fileOf(file), crypto)))
    const listed = await checkCrls({
      ...question,
      anchor: question.issuer,
      intermediates: [],
      lists: lists.flatMap(list => ('list' in list ? [list] : [])),
    })
    const answers: Outcome[] = listed.map(answer => outcomeOf(answer, at))
    for (const file of each.responses ?? [each.response ?? ''])
      answers.push(outcomeOf(await checkOcsp(fileOf(file), question), at))
    outcomes.push(answers.find(answer => answer !== 'reject') ?? 'reject')
  }
  return outcomes.find(outcome => outcome !== 'good') ?? 'good'
}

describe.skipIf(!corpus)('OCSP', () => {
  test('has all cases', () => {
    expect(cases).toHaveLength(128)
  })

  test.each(cases.map(each => [each.id, each] as const))('%s', async (_, each) => {
    const accepted = [each.expected.outcome, ...(each.accept_also ?? [])]
    expect(accepted).toContain(await judge(each, isOf2012(each) ? OF_2012 : OCSP_POLICY))
  })

  test.each(cases.filter(isOf2012).map(each => [each.id, each] as const))(
    '%s rests on SHA-1 and is refused unless that is accepted',
    async (_, each) => {
      expect(await judge(each, OCSP_POLICY)).toBe('reject')
    },
  )
})
