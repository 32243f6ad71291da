import KeyvRedis from '@keyv/redis'
import Keyv from 'keyv'
import { type GuardedStore, guardedStore } from '../src/sources/stores/store-guard.ts'
import { installed } from '../test/support/installed.ts'
import { type Redis, startRedis } from '../test/support/redis.ts'
import { benchStoreValidations } from './store-validations.ts'
import { printTable, type Row } from './table.ts'

/** Milliseconds between two calls: 200 in a second. */
const PACE = 5

/** A store that dies or freezes under load, with the guard before it and without. */
export async function benchStore(): Promise<void> {
  if (!installed('redis-server')) return console.log('\nA store under load: redis-server is not installed')
  for (const fault of ['killed', 'frozen'] as const) {
    const title = `Redis ${fault} under 200 calls a second: the time in which 99 % of calls are answered`
    printTable(title, 'ms', [...(await run(fault, true)), ...(await run(fault, false))])
  }
  await benchStoreValidations()
}

interface Call {
  readonly milliseconds: number
  readonly outcome: 'value' | 'miss' | 'wrong'
}

async function run(fault: 'killed' | 'frozen', isGuarded: boolean): Promise<readonly Row[]> {
  const redis = await startRedis()
  const keyv = new Keyv({ store: new KeyvRedis({ socket: { path: redis.socket, tls: false } }) })
  keyv.on('error', () => undefined)
  const guarded = guardedStore(keyv)
  const ask = () => asked(isGuarded ? guarded : keyv)
  await keyv.set('key', 'text')
  await load(ask, 500)
  const before = await load(ask, 3_000)
  await (fault === 'killed' ? redis.kill() : redis.freeze())
  // What is asked now may be answered after the repair only, so nobody waits for it before.
  const phases = [await load(ask, 1_000), await load(ask, 3_000)]
  await repair(redis, fault)
  await keyv.set('key', 'text')
  const recovering = await load(ask, 3_000)
  const after = await load(ask, 3_000)
  const calls = await Promise.all([before, ...phases, recovering, after].map(each => Promise.all(each.calls)))
  await keyv.disconnect()
  await redis.close()
  const prefix = isGuarded ? 'guarded' : 'bare'
  return PHASES.map((name, index) => rowOf(`${prefix}: ${name}`, calls[index] ?? []))
}

const PHASES = [
  'before',
  'first second of the fault',
  'three seconds after that',
  'three seconds from repair',
  'after',
]

async function repair(redis: Redis, fault: 'killed' | 'frozen'): Promise<void> {
  if (fault === 'killed') return redis.restart()
  redis.thaw()
}

async function asked(store: GuardedStore | Keyv): Promise<Call> {
  const start = performance.now()
  const answer: unknown = await store.get('key').catch(() => undefined)
  const milliseconds = performance.now() - start
  const value = typeof answer === 'object' && answer !== null && 'value' in answer ? answer.value : answer
  const isMiss = value === undefined || (typeof value === 'object' && value !== null)
  return { milliseconds, outcome: value === 'text' ? 'value' : isMiss ? 'miss' : 'wrong' }
}

/**
 * Asks at a steady pace, whether there were answers or not. Wrapped, so that the pace alone is waited for.
 */
async function load(
  ask: () => Promise<Call>,
  milliseconds: number,
): Promise<{ readonly calls: Promise<Call>[] }> {
  const start = performance.now()
  const calls: Promise<Call>[] = []
  while (performance.now() - start < milliseconds) {
    const due = Math.floor((performance.now() - start) / PACE)
    while (calls.length <= due) calls.push(ask())
    await new Promise(resolve => setTimeout(resolve, 1))
  }
  return { calls }
}

function rowOf(name: string, calls: readonly Call[]): Row {
  const sorted = calls.map(({ milliseconds }) => milliseconds).toSorted((a, b) => a - b)
  const of = (outcome: Call['outcome']) => calls.filter(call => call.outcome === outcome).length
  const cost = sorted[Math.ceil(sorted.length * 0.99) - 1] ?? Number.NaN
  const slowest = `slowest ${(sorted.at(-1) ?? Number.NaN).toFixed(0)} ms`
  return { name, cost, note: `${of('value')} values, ${of('miss')} misses, ${of('wrong')} wrong; ${slowest}` }
}
