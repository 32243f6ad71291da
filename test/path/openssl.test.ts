import { describe, expect, test } from 'vitest'
import { parseCertificate } from '../../src/certificate/parse.ts'
import { type Oid, oid } from '../../src/core/oid.ts'
import { instant } from '../../src/core/time.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { buildPaths } from '../../src/path/building/build.ts'
import { indexAnchors } from '../../src/path/building/candidates.ts'
import { checkPath } from '../../src/path/validation/check-path.ts'
import { CHAIN_AT, type ChainPlan, keyRing, planChain, writeChain } from '../support/chains.ts'
import { installed } from '../support/installed.ts'
import { type Chain, opensslVerdicts } from '../support/openssl.ts'
import { Random } from '../support/random.ts'
import { DIFFERENCES } from './openssl-differences.ts'

/** `QWAC_CHAINS=10000` for the record; the first of a seed are always the same plans. */
const CHAINS = Number(process.env['QWAC_CHAINS'] ?? 150)
const SEED = Number(process.env['QWAC_SEED'] ?? 1)
const BATCH = 50

/**
 * OpenSSL takes silence for the empty set of policies, and not for any policy as RFC 5280, 6.1.1 (c), does.
 */
const ANY_POLICY = '2.5.29.32.0'

/** The policies that both are asked for, batch by batch in turn. */
const RULES = [
  { options: ['-policy_check', '-policy', ANY_POLICY], rules: {} },
  {
    options: ['-policy_check', '-explicit_policy', '-policy', '2.999.7.1'],
    rules: { initialExplicitPolicy: true, userInitialPolicySet: [oid('2.999.7.1')] as readonly Oid[] },
  },
  {
    options: ['-policy_check', '-policy', ANY_POLICY, '-inhibit_map', '-inhibit_any'],
    rules: { initialPolicyMappingInhibit: true, initialAnyPolicyInhibit: true },
  },
] as const

/** The objection of ours that comes first, or undefined where a path is valid. */
async function ours(chain: Chain, rules: (typeof RULES)[number]['rules']): Promise<string | undefined> {
  const certificates = chain.map(bytes => parseCertificate(bytes))
  const unreadable = certificates.find(certificate => !certificate.ok)
  if (unreadable?.ok === false) return `unreadable ${unreadable.reason}`
  const [root, ...below] = certificates.flatMap(each => (each.ok ? [each.value] : []))
  const leaf = below.pop()
  if (root === undefined || leaf === undefined) throw new Error('a chain has a root and a leaf')
  const at = instant(CHAIN_AT)
  const anchor = { name: root.subject, publicKey: root.publicKey, certificate: root }
  const search = await buildPaths({
    certificate: leaf,
    intermediates: below,
    anchors: indexAnchors([anchor]),
    crypto: nodeCrypto(),
    at,
  })
  const judged = search.paths.map(path => checkPath(path, { at, purpose: 'server', ...rules }))
  if (judged.some(({ outcome }) => outcome === 'valid')) return undefined
  const checks = judged.flatMap(each => [...each.certificates.flatMap(one => one.checks), ...each.anchor])
  const objection = checks.find(
    ({ outcome, severity }) => severity === 'error' && (outcome === 'violated' || outcome === 'undetermined'),
  )
  return objection === undefined
    ? (search.deadEnds[0]?.reason ?? 'no path')
    : `${objection.code} ${objection.reason}`
}

interface Disagreement {
  readonly chain: number
  readonly defects: ChainPlan['defects']
  readonly ours: string
  readonly openssl: string
}

const ACCEPTED = 'accepted'

async function disagreements(from: number, plans: readonly ChainPlan[]): Promise<readonly Disagreement[]> {
  const { options, rules } = RULES[(from / BATCH) % RULES.length] ?? RULES[0]
  const chains = plans.map(writeChain)
  const theirs = opensslVerdicts(chains, instant(CHAIN_AT) / 1000, ['-purpose', 'sslserver', ...options])
  const mine = await Promise.all(chains.map(chain => ours(chain, rules)))
  return plans.flatMap(({ defects }, i) => {
    const said = { ours: mine[i] ?? ACCEPTED, openssl: theirs[i] ?? ACCEPTED }
    const agree = (said.ours === ACCEPTED) === (said.openssl === ACCEPTED)
    return agree ? [] : [{ chain: from + i, defects, ...said }]
  })
}

/** Whether a row of the table explains a disagreement. */
function isExplained({ ours: mine, openssl, defects }: Disagreement): boolean {
  const side = mine === ACCEPTED ? 'accepted' : 'refused'
  return DIFFERENCES.some(row => row.ours === side && row.openssl === openssl && defects.includes(row.defect))
}

describe.skipIf(!installed('openssl'))('generated chains, judged by OpenSSL too', () => {
  test(`${CHAINS} chains: every disagreement is one that is explained`, {
    timeout: 60_000 + CHAINS * 100,
  }, async () => {
    const random = new Random(SEED)
    const keys = keyRing(8)
    const found: Disagreement[] = []
    let sound = 0
    for (let from = 0; from < CHAINS; from += BATCH) {
      const size = Math.min(BATCH, CHAINS - from)
      const plans = Array.from({ length: size }, (_, i) => planChain(random, from + i, keys))
      sound += plans.filter(({ defects }) => defects.length === 0).length
      found.push(...(await disagreements(from, plans)))
    }
    expect(sound).toBeGreaterThan(0)
    if (process.env['QWAC_CHAINS'] !== undefined) console.log(summary(found))
    expect(found.filter(each => !isExplained(each))).toEqual([])
  })

  test('no row of the table lets us accept what OpenSSL refuses without a reason of the standard', () => {
    const wider = DIFFERENCES.filter(({ ours: mine }) => mine === ACCEPTED)
    for (const { because } of wider) expect(because).toMatch(/RFC [0-9]{4}/)
  })
})

/** How often each kind of disagreement came up. */
function summary(found: readonly Disagreement[]): string {
  const counts = new Map<string, number>()
  for (const { ours: mine, openssl } of found) {
    const kind = `qwac: ${mine}; OpenSSL: ${openssl}`
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  const lines = [...counts].toSorted(([, a], [, b]) => b - a).map(([kind, times]) => `${times} × ${kind}`)
  return [`${found.length} disagreements in ${CHAINS} chains`, ...lines].join('\n')
}
