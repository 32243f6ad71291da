import { join } from 'node:path'
import { createCaches } from '../src/caches.ts'
import { parseCertificate } from '../src/certificate/parse.ts'
import { instant } from '../src/core/time.ts'
import { nodeCrypto } from '../src/crypto/node.ts'
import { chooseLists } from '../src/qualification/choose-lists.ts'
import { findLinks } from '../src/qualification/find-links.ts'
import { qualify } from '../src/qualification/qualify.ts'
import { listFolder } from '../src/sources/index.ts'
import { decodeSnapshot, encodeSnapshot, websitePart } from '../src/trust-list/snapshot/snapshot.ts'
import type { TrustListSet } from '../src/trust-list/trust-list-set.ts'
import { authenticate } from '../src/validate.ts'
import { median, printTable } from './table.ts'

const AT = instant('2026-08-03T14:00:00Z')
const ROUNDS = 21
const CALLS = 2000
const crypto = nodeCrypto()

/** Writing and reading snapshots of the real lists, and what one qualification costs where its path is verified. */
export async function benchSnapshot(corpus: string | undefined): Promise<void> {
  if (corpus === undefined) {
    console.log('\nSnapshots were skipped: QWAC_CORPUS is not set.')
    return
  }
  const source = listFolder({ lotl: join(corpus, 'lotl/eu-lotl-390.xml'), lists: join(corpus, 'lists') })
  const set = await authenticate(source, { crypto, at: AT })
  const [whole, part] = [encodeSnapshot(set), websitePart(set)]
  const first = await milliseconds(() => read(whole))
  printTable(`Snapshots of the lists (the first reading, then the median of ${ROUNDS})`, 'ms', [
    { name: 'read, for the first time in this process', cost: first, note: `${whole.length} octets` },
    { name: 'read', cost: await timed(() => read(whole)), note: `${whole.length} octets` },
    {
      name: 'read the part for websites',
      cost: await timed(() => read(part)),
      note: `${part.length} octets`,
    },
    { name: 'SHA-256 of the whole', cost: await timed(() => crypto.digest('SHA-256', whole)) },
  ])
  await benchQualify(await read(whole))
}

async function read(octets: Uint8Array): Promise<TrustListSet> {
  const snapshot = await decodeSnapshot(octets, { crypto, unsafeUnvouched: true })
  if (!snapshot.ok) throw new Error(snapshot.reason)
  return snapshot.value.lists
}

/** A certificate that a listed service issued: one that is listed itself below another listed one. */
async function benchQualify(lists: TrustListSet): Promise<void> {
  const caches = createCaches()
  for (const { file } of lists.territories) {
    const providers = file?.outcome === 'authentic' ? file.list.content.providers : []
    for (const { certificates } of providers.flatMap(({ services }) => services)) {
      const parsed = parseCertificate(certificates[0]?.bytes ?? new Uint8Array())
      if (!parsed.ok) continue
      const certificate = parsed.value
      const moments = { at: AT, listsAt: AT }
      const { territory, list, others } = chooseLists(lists, certificate, moments)
      if (list === undefined) continue
      const { links, elsewhere, verified } = await findLinks({
        ...{ certificate, given: [], list, others, caches, crypto, at: AT },
      })
      if (verified === undefined || verified.certificates.length === 0) continue
      const input = { certificate, at: AT, territory, links, elsewhere }
      const costs = Array.from({ length: ROUNDS }, () => microseconds(() => qualify(input)))
      printTable(`A qualification, its path given (median of ${ROUNDS} times ${CALLS})`, 'µs', [
        {
          name: 'at issuance and at use, with the words of the text',
          cost: median(costs),
          note: list.territory,
        },
      ])
      return
    }
  }
}

function microseconds(call: () => unknown): number {
  const start = performance.now()
  for (let i = 0; i < CALLS; i++) call()
  return ((performance.now() - start) * 1000) / CALLS
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
