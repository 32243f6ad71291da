import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Caches, createCaches } from '../src/caches.ts'
import { parseCertificate } from '../src/certificate/parse.ts'
import { type Instant, instant } from '../src/core/time.ts'
import { nodeCrypto } from '../src/crypto/node.ts'
import { readCertificates } from '../src/encoding/pem.ts'
import { chooseLists } from '../src/qualification/choose-lists.ts'
import type { QualificationInput } from '../src/qualification/evidence.ts'
import { findLinks } from '../src/qualification/find-links.ts'
import { qualify } from '../src/qualification/qualify.ts'
import type { TrustListSet } from '../src/trust-list/trust-list-set.ts'
import { measureInTurn } from './in-turn.ts'
import { rsaVerification } from './rsa.ts'
import { median, printTable } from './table.ts'

const AT = instant('2026-08-03T14:00:00Z')
const TURNS = { batch: 20, rounds: 60 }
const crypto = nodeCrypto()

interface Subject {
  readonly name: string
  readonly bytes: Uint8Array
  readonly at: Instant
}

interface Given {
  readonly name: string
  readonly input: QualificationInput
}

/**
 * What one qualification costs by lists that were read before, its path verified before: at issuance and at
 * use, with the words of the text and all findings. Of services that are listed below others the certificates
 * are taken too. All of them are measured in turn with one signature, because machines change their speed.
 */
export async function benchQualification(lists: TrustListSet, corpus: string): Promise<void> {
  const caches = createCaches()
  const leaves = await givenOf(leavesIn(corpus), lists, caches)
  const listed = await givenOf(listedIn(lists), lists, caches)
  const all = [...leaves, ...listed]
  const [signature, ...rows] = await measureInTurn(
    [
      { name: 'one RSA-2048 verification (to compare with)', work: rsaVerification() },
      ...all.map(({ name, input }) => ({ name, work: () => qualify(input, caches.facts) })),
    ],
    TURNS,
  )
  const sorted = rows.toSorted((a, b) => a.cost - b.cost)
  const territories = new Set(all.map(({ input }) => input.territory.list?.territory))
  printTable('A qualification, its path given, the findings told', 'µs', [
    ...(signature ? [signature] : []),
    {
      name: 'the median certificate',
      cost: median(sorted.map(({ cost }) => cost)),
      note: `to be below 20 µs; ${all.length} certificates, ${territories.size} territories`,
    },
    ...sorted.slice(-1).map(({ name, cost }) => ({ name: 'the slowest', cost, note: name })),
    ...sorted.filter(({ name }) => leaves.some(leaf => leaf.name === name)),
  ])
}

/** Those of them that lead to a listed service by a verified path of at least one signature. */
async function givenOf(
  subjects: readonly Subject[],
  lists: TrustListSet,
  caches: Caches,
): Promise<readonly Given[]> {
  const all = await Promise.all(subjects.map(subject => given(subject, lists, caches)))
  return all.flatMap(each => each ?? [])
}

async function given(
  { name, bytes, at }: Subject,
  lists: TrustListSet,
  caches: Caches,
): Promise<Given | undefined> {
  const parsed = parseCertificate(bytes)
  if (!parsed.ok) return undefined
  const certificate = parsed.value
  const { territory, list, others } = chooseLists(lists, certificate, { at, listsAt: AT })
  if (list === undefined) return undefined
  const request = { certificate, given: [], list, others, caches, crypto, at }
  const { links, elsewhere, verified } = await findLinks(request)
  if (verified === undefined || verified.certificates.length === 0) return undefined
  return { name: `${list.territory} ${name}`, input: { certificate, at, territory, links, elsewhere } }
}

/** Certificates of payment service providers that were found in public, within their validity. */
function leavesIn(corpus: string): readonly Subject[] {
  const folder = join(corpus, 'certificates')
  return readdirSync(folder)
    .filter(file => file.endsWith('.pem'))
    .flatMap(file => {
      const read = readCertificates(readFileSync(join(folder, file)))
      const bytes = read.ok ? read.value[0] : undefined
      const parsed = bytes && parseCertificate(bytes)
      if (!bytes || !parsed?.ok) return []
      return [{ name: file.slice(0, file.indexOf('_')), bytes, at: parsed.value.validity.notAfter }]
    })
}

function listedIn({ territories }: TrustListSet): readonly Subject[] {
  return territories.flatMap(({ file }) => {
    const providers = file?.outcome === 'authentic' ? file.list.content.providers : []
    return providers
      .flatMap(({ services }) => services.flatMap(({ certificates }) => certificates))
      .map(({ bytes }, i) => ({ name: `listed certificate ${i + 1}`, bytes, at: AT }))
  })
}
