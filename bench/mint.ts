import { instant } from '../src/core/time.ts'
import {
  type Authorities,
  createAnchor,
  createAuthorities,
  createMint,
  createSubordinate,
  planAuthority,
  providersOf,
} from '../src/sandbox/certificates/authorities.ts'
import { mintLeaf } from '../src/sandbox/certificates/leaf-certificate.ts'
import { createTestWorld } from '../src/sandbox/index.ts'
import type { KeyKind } from '../src/sandbox/mint-options.ts'
import { median, printTable, type Row } from './table.ts'

export const ROUNDS = 9
export const NOW = instant('2026-06-01T12:00:00Z')
const KINDS: readonly KeyKind[] = ['P-256', 'P-384', 'brainpoolP256r1', 'Ed25519', 'rsa-2048', 'rsa-4096']

/**
 * What the sandbox needs for certificates: chains from nothing, all authorities of a territory, and a whole
 * world.
 */
export async function benchMint(): Promise<void> {
  const { authorities } = await authoritiesOf('the others')
  const chains: Row[] = []
  for (const kind of KINDS) {
    chains.push(await row(`a chain of three, ${kind}`, seed => chainOfThree(seed, kind, authorities)))
  }
  printTable(`Keys and certificates from nothing (median of ${ROUNDS} rounds)`, 'ms', [
    ...chains,
    await row('all authorities of a territory, P-256', authoritiesOf),
    await row('all authorities of a territory and a QWAC, P-256', async seed => {
      const { mint, authorities } = await authoritiesOf(seed)
      await mintLeaf(mint, authorities, {})
    }),
    await row('a whole world of two territories, P-256', seed => createTestWorld({ seed, now: NOW })),
  ])
}

/** The listed authority, one that it certified, and a holder: three keys and three certificates. */
async function chainOfThree(seed: string, kind: KeyKind, others: Authorities): Promise<void> {
  const mint = createMint(seed, NOW, { authorityKey: kind })
  const { current } = providersOf('LU')
  const listed = await createAnchor(mint, planAuthority('listed', current, 'Issuing CA'))
  const intermediate = await createSubordinate(mint, listed, planAuthority('intermediate', current, 'CA'))
  await mintLeaf(mint, { ...others, intermediate }, { key: kind, issuer: 'intermediate' })
}

async function authoritiesOf(seed: string) {
  const mint = createMint(seed, NOW)
  return { mint, authorities: await createAuthorities(mint, providersOf('LU')) }
}

/** Each round has a seed of its own, so that nothing is remembered. */
export async function row(name: string, work: (seed: string) => Promise<unknown>): Promise<Row> {
  const costs: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const begun = performance.now()
    await work(`round ${round}`)
    costs.push(performance.now() - begun)
  }
  return { name, cost: median(costs), note: `slowest ${Math.max(...costs).toFixed(0)} ms` }
}
