import { join } from 'node:path'
import { type Child, runQwac } from './child.ts'
import { median, printTable, type Row } from './table.ts'

const ROUNDS = 5
const REAL = 'certificates/quovadis-trustlink-b-v_psdnl-dnb-r161162_web_f1e0ff0c.pem'
const AT = '2026-08-03T14:00:00Z'

/** The minted certificate on minted lists, at the moment that they were made for. */
const MINTED = [
  ...['validate', 'fixtures/qwac.pem', '--lotl', 'fixtures/lotl.xml', '--lists', 'fixtures/lists'],
  ...['--anchor', 'fixtures/notice.json', '--at', '2026-06-01T12:00:00Z', '--json'],
]

/** A whole verdict in a process of its own, start-up included. */
export function benchValidate(corpus: string | undefined): void {
  const rows = [rounds('qwac validate (minted certificate and lists)', MINTED)]
  if (corpus !== undefined) {
    const lists = ['--lotl', join(corpus, 'lotl/eu-lotl-390.xml'), '--lists', join(corpus, 'lists')]
    const parameters = ['validate', join(corpus, REAL), ...lists, '--at', AT, '--json']
    rows.push(rounds('qwac validate (real certificate, 18 real lists)', parameters))
  }
  printTable(`One verdict (median of ${ROUNDS} rounds, start-up included)`, 'ms', rows)
}

function rounds(name: string, parameters: readonly string[]): Row {
  const children: Child[] = Array.from({ length: ROUNDS }, () => runQwac(parameters))
  const peak = Math.max(...children.map(child => child.peak ?? Number.NaN))
  const status = [...new Set(children.map(child => child.status))].join(', ')
  return {
    name,
    cost: median(children.map(child => child.milliseconds)),
    note: `peak ${peak.toFixed(0)} MiB; exit ${status}`,
  }
}
