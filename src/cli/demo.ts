import { instant } from '../core/time.ts'
import { nodeCrypto } from '../crypto/node.ts'
import type { Finding } from '../requirements/finding.ts'
import type { TestWorld } from '../sandbox/test-world.ts'
import { createTestWorld } from '../sandbox/world.ts'
import type { ListSource } from '../trust-list/source.ts'
import type { TrustListSet } from '../trust-list/trust-list-set.ts'
import { authenticate, validate } from '../validate.ts'
import { explanationOf } from '../verdict/explain.ts'
import type { Report } from '../verdict/report.ts'
import { DEMO_CASES, type DemoCase, type Expected, type Presented } from './demo-cases.ts'
import { EXIT } from './exit.ts'
import type { Terminal } from './terminal.ts'

const NOW = instant('2026-06-01T12:00:00Z')

/**
 * `qwac demo`: mints a world, lets ten providers come to the door, and says of each what was decided, by
 * what, and who must do what. Exit 0 only if every verdict is the one that must come.
 *
 * @param cases Who comes, and what must come of it.
 */
export async function demo(terminal: Terminal, cases: readonly DemoCase[] = DEMO_CASES): Promise<number> {
  await using world = await createTestWorld({ seed: 'demo', now: NOW })
  const lists = await authenticated(world, world.source)
  terminal.result(
    'Ten providers, minted here (TEST – NOT QUALIFIED), judged against lists minted here, offline:\n',
  )
  let asExpected = 0
  for (const each of cases) {
    const presented = await each.present(world)
    const report = await judged(world, presented, lists)
    const finding = decisive(report, each.expected)
    if (finding !== undefined) asExpected++
    terminal.result(line(each, report, finding, terminal))
  }
  terminal.result(
    `\n${asExpected} of ${cases.length} as expected. No certificate can pass yet: registers are not consulted.`,
  )
  return asExpected === cases.length ? EXIT.passed : EXIT.failed
}

/** The lists of the world, or those that somebody presents in their place. */
async function judged(
  world: TestWorld,
  { minted, intermediates = minted.chain, ocspResponses = [], lists }: Presented,
  known: TrustListSet,
): Promise<Report> {
  const { certificate } = minted
  return validate(
    { certificate, intermediates, ocspResponses, at: world.now },
    { lists: lists ? await authenticated(world, withLists(world, lists)) : known, crypto: nodeCrypto() },
  )
}

function authenticated({ notice, now }: TestWorld, source: ListSource): Promise<TrustListSet> {
  return authenticate(source, { notice, crypto: nodeCrypto(), at: now })
}

function withLists({ source }: TestWorld, lists: readonly Uint8Array[]): ListSource {
  return { files: async () => ({ ...(await source.files()), lists: each(lists) }) }
}

async function* each(lists: readonly Uint8Array[]) {
  for (const bytes of lists) yield { bytes }
}

/** The finding that must decide, where the verdict is the right one and it does. */
function decisive(
  { verdict, findings }: Report,
  { code, reason, verdict: expected }: Expected,
): Finding | undefined {
  const outcome = expected === 'failed' ? 'violated' : 'undetermined'
  return findings.find(
    finding =>
      verdict === expected &&
      finding.code === code &&
      finding.reason === reason &&
      finding.outcome === outcome &&
      finding.severity === 'error',
  )
}

function line(
  { name, expected }: DemoCase,
  { verdict }: Report,
  finding: Finding | undefined,
  terminal: Terminal,
): string {
  const mark = finding ? terminal.paint('green', '✔') : terminal.paint('red', '✘')
  const decided = `${expected.code} ${expected.reason}`
  const told = finding
    ? `${decided} → ${explanationOf(finding)?.remedy ?? ''}`
    : `must be ${expected.verdict}, by ${decided}`
  return `${mark} ${name.padEnd(WIDEST)} ${verdict.padEnd(13)} ${told}`
}

const WIDEST = Math.max(...DEMO_CASES.map(({ name }) => name.length))
