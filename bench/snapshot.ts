import { join } from 'node:path'
import { toHex } from '../src/core/bytes.ts'
import { instant } from '../src/core/time.ts'
import { nodeCrypto } from '../src/crypto/node.ts'
import { listFolder } from '../src/sources/index.ts'
import { decodeSnapshot, encodeSnapshot, websitePart } from '../src/trust-list/snapshot/snapshot.ts'
import type { TrustListSet } from '../src/trust-list/trust-list-set.ts'
import { authenticate } from '../src/validate.ts'
import { benchQualification } from './qualification.ts'
import { median, printTable } from './table.ts'

const AT = instant('2026-08-03T14:00:00Z')
const ROUNDS = 21
const crypto = nodeCrypto()

/**
 * Writing and reading snapshots of the real lists, and what one qualification costs where its path is
 * verified.
 */
export async function benchSnapshot(corpus: string | undefined): Promise<void> {
  if (corpus === undefined) {
    console.log('\nSnapshots were skipped: QWAC_CORPUS is not set.')
    return
  }
  const source = listFolder({ lotl: join(corpus, 'lotl/eu-lotl-390.xml'), lists: join(corpus, 'lists') })
  const set = await authenticate(source, { crypto, at: AT })
  const [whole, part] = [await vouchedFor(encodeSnapshot(set)), await vouchedFor(websitePart(set))]
  const first = await milliseconds(() => read(whole))
  printTable(`Snapshots of the lists (the first reading, then the median of ${ROUNDS})`, 'ms', [
    { name: 'read, for the first time in this process', cost: first, note: `${whole.octets.length} octets` },
    { name: 'read', cost: await timed(() => read(whole)), note: `${whole.octets.length} octets` },
    {
      name: 'read the part for websites',
      cost: await timed(() => read(part)),
      note: `${part.octets.length} octets`,
    },
    { name: 'SHA-256 of the whole', cost: await timed(() => crypto.digest('SHA-256', whole.octets)) },
  ])
  await benchQualification(await read(whole), corpus)
}

interface Vouched {
  readonly octets: Uint8Array
  readonly expected: string
}

async function vouchedFor(octets: Uint8Array): Promise<Vouched> {
  return { octets, expected: toHex(await crypto.digest('SHA-256', octets)) }
}

/** As an operator reads what he has signed. */
async function read({ octets, expected }: Vouched): Promise<TrustListSet> {
  const snapshot = await decodeSnapshot(octets, { crypto, expected })
  if (!snapshot.ok) throw new Error(snapshot.reason)
  return snapshot.value.lists
}

async function timed(call: () => unknown): Promise<number> {
  const costs: number[] = []
  for (let round = 0; round < ROUNDS; round++) costs.push(await milliseconds(call))
  return median(costs)
}

async function milliseconds(call: () => unknown): Promise<number> {
  const start = performance.now()
  await call()
  return performance.now() - start
}
