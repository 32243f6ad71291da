import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { createCaches } from '../src/caches.ts'
import { instant } from '../src/core/time.ts'
import { nodeCrypto } from '../src/crypto/node.ts'
import type { HttpClient } from '../src/sources/http/client.ts'
import { fileListMemory } from '../src/sources/list-memory/file.ts'
import { createListKeeper, type ListKeeper } from '../src/sources/lists/keeper.ts'
import { fileStore } from '../src/sources/stores/file-store.ts'
import { authenticateListOfLists } from '../src/trust-list/list-of-lists.ts'
import { announcedLists } from '../src/trust-list/national-list.ts'
import { NOTICE_2026 } from '../src/trust-list/notices.ts'
import { validate } from '../src/validate.ts'
import { atPace, p99, type Timed } from '../test/support/at-pace.ts'
import { firstCertificate } from './pem.ts'
import { median, printTable, type Row } from './table.ts'

const AT = instant('2026-08-20T12:00:00Z')
const LOTL = 'https://lists.example/eu-lotl.xml'
const CERTIFICATE = 'certificates/quovadis-trustlink-b-v_psdnl-dnb-r161162_web_f1e0ff0c.pem'
const RATES = [50, 200]
const crypto = nodeCrypto()

/** Validations at a steady rate by the lists that are held, while all lists are fetched, verified and stored anew, and without that. */
export async function benchRefresh(corpus: string | undefined): Promise<void> {
  if (corpus === undefined) return console.log('\nRefreshes were skipped: QWAC_CORPUS is not set.')
  const folder = mkdtempSync(join(tmpdir(), 'qwac-bench-'))
  const keeper = createListKeeper({
    client: await clientOf(corpus),
    store: fileStore({ folder: join(folder, 'files') }),
    memory: fileListMemory({ folder: join(folder, 'seen') }),
    crypto,
    location: LOTL,
    clock: () => AT,
  })
  try {
    const { anchors } = await keeper.refresh()
    const judge = validationOf(keeper, corpus)
    for (let i = 0; i < 500; i++) await judge()
    for (const rate of RATES) await benchRate(rate, { keeper, judge, anchors })
  } finally {
    await keeper.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Bench {
  readonly keeper: ListKeeper
  readonly judge: () => Promise<unknown>
  readonly anchors: number
}

/** What has nothing to do shows how late the machine is by itself, and how long the refresh holds the thread. */
async function benchRate(rate: number, { keeper, judge, anchors }: Bench): Promise<void> {
  const idle = await during(rate, () => sleep(3000), nothing)
  const without = await during(rate, () => sleep(3000), judge)
  const idleMeanwhile = await during(rate, () => keeper.refresh(), nothing)
  const meanwhile = await during(rate, () => keeper.refresh(), judge)
  const peak = process.resourceUsage().maxRSS / 1024
  printTable(`${rate} a second; 99 of 100 end within`, 'ms', [
    row('nothing to do', idle, ''),
    row('a validation', without, ''),
    row('nothing to do, while all lists are refreshed', idleMeanwhile, ''),
    row(
      'a validation, while all lists are refreshed',
      meanwhile,
      `${anchors} services; peak ${peak.toFixed(0)} MiB; to be below 5 ms`,
    ),
  ])
}

async function nothing(): Promise<void> {}

interface Measured {
  readonly timed: readonly Timed<unknown>[]
  readonly longest: number
  readonly took: number
}

/** Validates at a pace until the work is done. */
async function during(
  rate: number,
  work: () => Promise<unknown>,
  judge: () => Promise<unknown>,
): Promise<Measured> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const begun = performance.now()
  const timed = await (await atPace(1000 / rate, work(), judge)).ended
  delay.disable()
  return { timed, longest: delay.max / 1e6, took: performance.now() - begun }
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

/** Gives out the files at the addresses that the list of lists names, each time as a whole. */
async function clientOf(corpus: string): Promise<HttpClient> {
  const lotl = join(corpus, 'lotl/eu-lotl-390.xml')
  const given = { listOfLists: { bytes: await readFile(lotl) }, pivots: [], notice: NOTICE_2026 }
  const { listOfLists } = await authenticateListOfLists({ ...given, crypto, at: AT })
  if (listOfLists.outcome !== 'authentic') throw new Error('the list of lists is refused')
  const announced = await announcedLists(listOfLists.list.content, crypto)
  const paths = new Map([[LOTL, lotl]])
  for (const { territory, locations } of announced.values())
    for (const location of locations) paths.set(location, join(corpus, 'lists', `${territory}.xml`))
  return {
    request: async ({ url }) => {
      const body = await readFile(paths.get(url) ?? '').catch(() => undefined)
      const status = body === undefined ? 404 : 200
      return { ok: true, value: { status, headers: new Map(), body: body ?? new Uint8Array(), url } }
    },
  }
}

function validationOf(keeper: ListKeeper, corpus: string): () => Promise<unknown> {
  const certificate = firstCertificate(readFileSync(join(corpus, CERTIFICATE), 'utf8'))
  const caches = createCaches()
  return async () => {
    const lists = keeper.current()
    if (!lists.ok) throw new Error(`there are no lists: ${lists.reason}`)
    return validate({ certificate, at: AT, caches }, { lists: lists.value, crypto })
  }
}
