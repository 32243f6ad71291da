import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Child, run, runQwac } from './child.ts'
import { median, printTable } from './table.ts'

const ROUNDS = 5
const AT = '2026-08-20T12:00:00Z'
const SIGNED_PROPERTIES = 'http://uri.etsi.org/01903/v1.3.2#:SignedProperties'

/**
 * Authenticating and reading the list of lists and all national lists, beside `xmlsec1 --verify` on the same
 * files.
 */
export function benchLists(corpus: string | undefined): void {
  const missing = corpus === undefined ? 'QWAC_CORPUS is not set' : withoutXmlsec()
  if (corpus === undefined || missing) {
    console.log(`\nLists were skipped: ${missing}.`)
    return
  }

  const lotl = join(corpus, 'lotl/eu-lotl-390.xml')
  const folder = join(corpus, 'lists')
  const lists = readdirSync(folder).map(name => join(folder, name))
  const files = [lotl, ...lists]
  const parameters = ['lists', 'verify', '--lotl', lotl, '--lists', folder, '--at', AT, '--json']

  const ours: Child[] = []
  const theirs: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(runQwac(parameters))
    theirs.push(files.reduce((sum, file) => sum + xmlsec(file).milliseconds, 0))
  }

  const megabytes = files.reduce((sum, file) => sum + statSync(file).size, 0) / 1e6
  const peak = Math.max(...ours.map(child => child.peak ?? Number.NaN))
  const spent = median(ours.map(child => child.milliseconds))
  const ratio = (spent / median(theirs)).toFixed(2)
  const verified = files.filter(file => xmlsec(file).status === 0).length
  printTable(
    `Ratio ${ratio} (to be at most 0.50): ${files.length} lists, ${megabytes.toFixed(1)} MB (median of ${ROUNDS} rounds, start-up included)`,
    'ms',
    [
      {
        name: 'qwac lists verify, one process, one thread of ours',
        cost: spent,
        note: `peak ${peak.toFixed(0)} MiB; ${ours.map(outcome).at(-1)}`,
      },
      {
        name: 'xmlsec1 --verify, one process a file',
        cost: median(theirs),
        note: `${verified} of ${files.length} signatures verify; nothing else is read`,
      },
    ],
  )
}

function xmlsec(file: string): Child {
  return run('xmlsec1', ['--verify', '--insecure', '--id-attr:Id', SIGNED_PROPERTIES, file])
}

function withoutXmlsec(): string | undefined {
  return run('xmlsec1', ['--version']).status === 0 ? undefined : 'xmlsec1 is not installed'
}

/** How many lists ended how: a fast answer counts only when it is the right one. */
function outcome(child: Child | undefined): string {
  if (!child || child.output === '')
    return `no output, exit ${child?.status}: ${child?.errors.split('\n')[0]}`
  const report: { lotl: { state: string }; lists: readonly { state: string }[] } = JSON.parse(child.output)
  const counts = new Map<string, number>()
  for (const { state } of report.lists) counts.set(state, (counts.get(state) ?? 0) + 1)
  const told = [...counts].map(([state, count]) => `${count} ${state}`).join(', ')
  return `exit ${child.status}; list of lists ${report.lotl.state}; ${told}`
}
