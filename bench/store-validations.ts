import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import KeyvRedis from '@keyv/redis'
import Keyv from 'keyv'
import {
  authenticate,
  type Caches,
  createCaches,
  type ListSource,
  nodeCrypto,
  type StatusSources,
  validate,
} from '../src/index.ts'
import { httpClient, revocationMemory, revocationSources } from '../src/sources/index.ts'
import { atPace, p99, type Timed } from '../test/support/at-pace.ts'
import { type Redis, startRedis } from '../test/support/redis.ts'
import { NOW, type ToldWorld } from './store-world.ts'
import { printTable, type Row } from './table.ts'

/** Milliseconds between two validations: 200 in a second. */
const PACE = 5

const WARM_UP = 3_000

/**
 * Which certificate is one that the process has not seen: the tenth, as a bank meets the same providers again
 * and again, and each of them, as after every start.
 */
const NEW = { 'a tenth of the certificates new': 10, 'every certificate new': 1 } as const

/**
 * Whole validations while the store of the revocation memory dies or freezes. What the process has seen it
 * knows itself; about a certificate that is new to it, it reads the store, which another process has filled,
 * and asks a responder where that gives nothing.
 */
export async function benchStoreValidations(): Promise<void> {
  const child = fork(fileURLToPath(new URL('./store-world.js', import.meta.url)), {
    serialization: 'advanced',
  })
  const [world]: readonly ToldWorld[] = await once(child, 'message')
  if (world === undefined) throw new Error('no responders')
  for (const [share, every] of Object.entries(NEW))
    for (const fault of ['killed', 'frozen'] as const)
      printTable(
        `Redis ${fault} under 200 validations a second, ${share}: the time in which 99 % of them end`,
        'ms',
        await run(fault, world, every),
      )
  child.disconnect()
}

interface Outcome {
  /** `undetermined`: nobody said anything in time. */
  readonly verdict: 'right' | 'undetermined' | 'wrong'
  /** Whether the certificate was new to the process. */
  readonly isNew: boolean
}

async function run(fault: 'killed' | 'frozen', world: ToldWorld, every: number): Promise<readonly Row[]> {
  const redis = await startRedis()
  const keyv = new Keyv({ store: new KeyvRedis({ socket: { path: redis.socket, tls: false } }) })
  keyv.on('error', () => undefined)
  const judge = await judgeOf(world, keyv, every)
  // One after the other, until the engine has compiled what it is to measure; then at the pace. What is new
  // was met by then.
  if (every > 1) for (let made = 1; made < WARM_UP; made++) await judge(made % every === 0 ? 1 : made)
  await (await atPace(PACE, sleep(1_000), judge)).ended
  const before = await (await atPace(PACE, sleep(3_000), judge)).ended
  await (fault === 'killed' ? redis.kill() : redis.freeze())
  // Phases follow each other at once: what is still under way belongs to the phase in which it began.
  const first = await atPace(PACE, sleep(1_000), judge)
  const second = await atPace(PACE, sleep(4_000), judge)
  await repair(redis, fault)
  const recovering = await atPace(PACE, sleep(2_000), judge)
  const after = await atPace(PACE, sleep(2_000), judge)
  const phases = [before, await first.ended, await second.ended, await recovering.ended, await after.ended]
  const rows = phases.flatMap((timed, index) => rowsOf(PHASES[index] ?? '', timed, every))
  await keyv.disconnect()
  await redis.close()
  return rows
}

const PHASES = [
  'before',
  'first second of the fault (asked: 200)',
  'four seconds after that (asked: 20)',
  'two seconds from repair',
  'after',
]

async function repair(redis: Redis, fault: 'killed' | 'frozen'): Promise<void> {
  if (fault === 'killed') return redis.restart()
  redis.thaw()
}

/** Good and revoked certificates in turn, and whether what is said of their revocation is right. */
async function judgeOf(
  world: ToldWorld,
  store: Keyv,
  every: number,
): Promise<(number: number) => Promise<Outcome>> {
  const { good, revoked, ports } = world
  const crypto = nodeCrypto()
  const lists = await authenticate(sourceOf(world), { notice: world.notice, crypto, at: NOW })
  const client = httpClient({ hosts: new Set(['127.0.0.1']), ports, unsafeAddresses: ['127.0.0.1'] })
  const judgeBy = (sources: StatusSources, caches: Caches) => async (index: number) => {
    const kind = index % 2 === 0 ? good : revoked
    const certificate = kind[index >> 1]
    if (certificate === undefined) throw new RangeError('no certificate is left that is new')
    const report = await validate({ certificate, at: NOW, caches }, { lists, crypto, ...sources })
    const status = report.findings.find(({ code }) => code === 'revocation.status')
    if (status?.outcome === 'undetermined') return 'undetermined'
    return (status?.reason ?? status?.outcome) === (kind === good ? 'satisfied' : 'revoked')
      ? 'right'
      : 'wrong'
  }
  // The time of the world goes on, because what is kept grows old.
  const clock = () => NOW + Math.floor(performance.now())
  const process = () => revocationSources({ client, memory: revocationMemory({ store, clock }) })
  const elsewhere = judgeBy(process(), createCaches())
  for (const index of [...good, ...revoked].keys()) await elsewhere(index)
  const judge = judgeBy(process(), createCaches())
  let seen = 0
  return async number => {
    const isNew = number % every === 0 || seen < every
    const index = isNew ? seen++ : (number * 7) % seen
    return { verdict: await judge(index), isNew }
  }
}

function sourceOf({ lotl, pivots, lists }: ToldWorld): ListSource {
  async function* nationals() {
    for (const bytes of lists) yield { bytes }
  }
  return { files: async () => ({ listOfLists: { bytes: lotl }, pivots, lists: nationals() }) }
}

function rowsOf(phase: string, timed: readonly Timed<Outcome>[], every: number): readonly Row[] {
  if (every === 1) return [rowOf(phase, timed)]
  const fresh = timed.filter(({ outcome }) => outcome.isNew)
  return [rowOf(phase, timed), rowOf('  of these, new to the process', fresh)]
}

function rowOf(name: string, timed: readonly Timed<Outcome>[]): Row {
  const of = (verdict: Outcome['verdict']) =>
    timed.filter(({ outcome }) => outcome.verdict === verdict).length
  const slowest = Math.max(...timed.map(({ milliseconds }) => milliseconds))
  const note = `${of('right')} right, ${of('undetermined')} undetermined, ${of('wrong')} wrong; slowest ${slowest.toFixed(0)} ms`
  return { name, cost: p99(timed), note }
}
