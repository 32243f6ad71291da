import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Caches, createCaches } from '../src/caches.ts'
import { nodeCrypto } from '../src/crypto/node.ts'
import type { HttpClient } from '../src/sources/http/client.ts'
import { fileListMemory } from '../src/sources/list-memory/file.ts'
import { createListKeeper, type ListKeeper } from '../src/sources/lists/keeper.ts'
import { fileStore } from '../src/sources/stores/file-store.ts'
import { validate } from '../src/validate.ts'
import { atPace, p99, type Timed } from '../test/support/at-pace.ts'
import { LIST_OF_LISTS_AT, LISTS_AT, listServers, type Servers } from '../test/support/lists-in-force.ts'
import { firstCertificate } from './pem.ts'
import { median, printTable, type Row } from './table.ts'

const CERTIFICATE = 'certificates/quovadis-trustlink-b-v_psdnl-dnb-r161162_web_f1e0ff0c.pem'
const RATES = [50, 200]
const crypto = nodeCrypto()

/** Milliseconds for which each row is measured at least; refreshes follow each other until then. */
const LEAST = 2000

/**
 * Validations at a steady rate by the lists that are held, without a refresh and during one: whose servers
 * say that nothing has changed, as most do; that is given the same lists as a whole, as once a day; and that
 * has everything to take, as at the first start or where all that was kept is lost.
 */
export async function benchRefresh(corpus: string | undefined): Promise<void> {
  if (corpus === undefined) return console.log('\nRefreshes were skipped: QWAC_CORPUS is not set.')
  const folder = mkdtempSync(join(tmpdir(), 'qwac-bench-'))
  const servers = { sayUnchanged: true }
  const client = await listServers(corpus, servers)
  const caches = createCaches()
  const keeperIn = (name: string) => keeperOf(client, join(folder, name), caches)
  const held = keeperIn('held')
  try {
    await held.refresh()
    const bench = { corpus, servers, held, caches, keeperIn }
    for (const rate of RATES) await benchRate(rate, bench)
  } finally {
    await held.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Bench {
  readonly corpus: string
  readonly servers: Servers
  readonly held: ListKeeper
  readonly caches: Caches
  /** One that knows nothing. */
  readonly keeperIn: (name: string) => ListKeeper
}

/**
 * What has nothing to do shows how late the machine is by itself, and how long a refresh holds the thread.
 */
async function benchRate(rate: number, { corpus, servers, held, caches, keeperIn }: Bench): Promise<void> {
  let keeper = held
  let made = 0
  const judge = validationOf(() => keeper, corpus, caches)
  for (let i = 0; i < 500; i++) await judge()
  const refreshed = (sayUnchanged: boolean) => async () => {
    servers.sayUnchanged = sayUnchanged
    await held.refresh()
  }
  // Validations go on by what was held until the new lists are there, and then by these.
  const anew = async () => {
    const fresh = keeperIn(`${rate}-${made++}`)
    await fresh.refresh()
    keeper = fresh
    await fresh.close()
  }
  const measured = {
    idle: await during(rate, () => sleep(LEAST), nothing),
    without: await during(rate, () => sleep(LEAST), judge),
    idleUnchanged: await during(rate, refreshed(true), nothing),
    unchanged: await during(rate, refreshed(true), judge),
    idleAgain: await during(rate, refreshed(false), nothing),
    again: await during(rate, refreshed(false), judge),
    idleAnew: await during(rate, anew, nothing),
    anew: await during(rate, anew, judge),
  }
  const { anchors } = held.health()
  const peak = process.resourceUsage().maxRSS / 1024
  printTable(`${rate} a second; 99 of 100 end within`, 'ms', [
    row('nothing to do', measured.idle, ''),
    row('a validation', measured.without, ''),
    row('nothing to do, while servers say that nothing has changed', measured.idleUnchanged, ''),
    row('a validation, while servers say that nothing has changed', measured.unchanged, 'to be below 5 ms'),
    row('nothing to do, while the same lists are given out again', measured.idleAgain, ''),
    row('a validation, while the same lists are given out again', measured.again, 'to be below 5 ms'),
    row('nothing to do, while all lists are taken anew', measured.idleAnew, ''),
    row(
      'a validation, while all lists are taken anew',
      measured.anew,
      `to be below 5 ms; ${anchors} services; peak ${peak.toFixed(0)} MiB`,
    ),
  ])
}

function keeperOf(client: HttpClient, folder: string, caches: Caches): ListKeeper {
  return createListKeeper({
    client,
    store: fileStore({ folder: join(folder, 'files') }),
    memory: fileListMemory({ folder: join(folder, 'seen') }),
    crypto,
    caches,
    location: LIST_OF_LISTS_AT,
    clock: () => LISTS_AT,
  })
}

async function nothing(): Promise<void> {}

interface Measured {
  readonly timed: readonly Timed<unknown>[]
  readonly longest: number
  readonly took: number
}

/** Calls at a pace while work is done, over and over until there is enough to tell. */
async function during(
  rate: number,
  work: () => Promise<unknown>,
  judge: () => Promise<unknown>,
): Promise<Measured> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const begun = performance.now()
  const timed = await (await atPace(1000 / rate, enough(work), judge)).ended
  delay.disable()
  return { timed, longest: delay.max / 1e6, took: performance.now() - begun }
}

async function enough(work: () => Promise<unknown>): Promise<void> {
  const begun = performance.now()
  do await work()
  while (performance.now() - begun < LEAST)
}

function row(name: string, { timed, longest, took }: Measured, note: string): Row {
  const all = timed.map(({ milliseconds }) => milliseconds)
  const told = [
    `half within ${median(all).toFixed(1)}`,
    `slowest ${Math.max(...all).toFixed(1)}`,
    `${all.length} in ${(took / 1000).toFixed(1)} s`,
    `longest wait of the loop ${longest.toFixed(1)}`,
  ]
  return { name, cost: p99(timed), note: `${told.join(', ')}${note ? `; ${note}` : ''}` }
}

/** Nothing of a report is kept: it would have to be copied in every collection of garbage that follows. */
function validationOf(keeper: () => ListKeeper, corpus: string, caches: Caches): () => Promise<void> {
  const certificate = firstCertificate(readFileSync(join(corpus, CERTIFICATE), 'utf8'))
  return async () => {
    const lists = keeper().current()
    if (!lists.ok) throw new Error(`there are no lists: ${lists.reason}`)
    await validate({ certificate, at: LISTS_AT, caches }, { lists: lists.value, crypto })
  }
}
