import { nodeCrypto } from '../src/crypto/node.ts'
import { createTestWorld, type TestWorldOptions } from '../src/sandbox/index.ts'
import { authenticate } from '../src/validate.ts'
import { NOW, ROUNDS, row } from './mint.ts'
import { printTable, type Row } from './table.ts'

/** The member states. */
const UNION = 'AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'
  .split(' ')
  .map(territory => ({ territory }))

const KINDS: readonly (readonly [string, Partial<TestWorldOptions>])[] = [
  ['two territories, P-256', {}],
  ['two territories, P-256, with responders', { responders: true }],
  ['two territories, RSA-2048', { authorityKey: 'rsa-2048', listSignerKey: 'rsa-2048' }],
  ['two territories, RSA-4096', { authorityKey: 'rsa-4096', listSignerKey: 'rsa-4096' }],
  ['twenty-seven territories, P-256', { territories: UNION }],
]

/** Whole worlds: every key, certificate, list, pivot and signature. */
export async function benchWorld(): Promise<void> {
  const rows: Row[] = []
  for (const [name, options] of KINDS) rows.push(await row(name, seed => made(seed, options)))
  const { source, earlierNotice: notice } = await createTestWorld({ seed: 'bench', now: NOW })
  const overPivots = () => authenticate(source, { notice, crypto: nodeCrypto(), at: NOW })
  printTable(`A test world (median of ${ROUNDS} rounds)`, 'ms', [
    ...rows,
    await row('its lists authenticated over both pivots', overPivots),
  ])
}

async function made(seed: string, options: Partial<TestWorldOptions>): Promise<void> {
  const world = await createTestWorld({ ...options, seed, now: NOW })
  await world.close()
}
