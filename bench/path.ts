import 'reflect-metadata'
import { createPublicKey, verify } from 'node:crypto'
import { X509Certificate as PeculiarCertificate, X509ChainBuilder } from '@peculiar/x509'
import { measure } from 'mitata'
import { CertificateChainValidationEngine, Certificate as PkijsCertificate } from 'pkijs'
import type { Certificate } from '../src/certificate/certificate.ts'
import { parseCertificate } from '../src/certificate/parse.ts'
import { instant } from '../src/core/time.ts'
import { nodeCrypto } from '../src/crypto/node.ts'
import { buildPaths } from '../src/path/building/build.ts'
import { type Anchor, indexAnchors } from '../src/path/building/candidates.ts'
import { checkPath } from '../src/path/validation/check-path.ts'
import { validatePath } from '../src/path/validation/validate.ts'
import { type Key, newKey, signedCertificate } from '../test/support/signed-certificate.ts'
import { printTable, type Row } from './table.ts'

const AT = instant('2026-06-01T00:00:00Z')
const crypto = nodeCrypto()

/**
 * Paths: what is added to the signature that a path cannot be proven without, and what many certificates
 * cost.
 */
export async function benchPath(): Promise<void> {
  for (const type of ['RSA-2048', 'P-256'] as const) {
    const rows = await twoCertificates(type)
    printTable(`A path of two certificates, ${type}, parsed, with the issuer's key imported`, 'µs', rows)
  }
  printTable('The same path among anchors', 'µs', await amongAnchors())
  printTable('25 authorities of P-256 that all certify each other', 'ms', await mesh())
}

async function twoCertificates(type: 'RSA-2048' | 'P-256'): Promise<readonly Row[]> {
  const root = newKey(type)
  const rootBytes = certify(root, 'Root', root, 'Root')
  const leafBytes = certify(root, 'Root', newKey(type), 'Leaf', false)
  const [issuer, leaf] = [read(rootBytes), read(leafBytes)]
  const anchors = indexAnchors([anchorOf(issuer)])
  const [bare = 0, given = 0, searched = 0] = await sideBySide([
    bareSignature(leaf, root),
    () => validateGiven(leaf, issuer),
    () => validate(leaf, [], anchors),
  ])
  return [
    { name: 'the bare signature (node:crypto)', cost: bare },
    { name: 'qwac: validatePath', cost: given, note: 'at most 1.3 ×' },
    { name: 'qwac: buildPaths and validation', cost: searched },
    await row('qwac: reading both certificates', () => [read(rootBytes), read(leafBytes)]),
    await row('pkijs: chain engine', () => withPkijs(rootBytes, leafBytes), 'reading included'),
    await row(
      '@peculiar/x509: chain builder',
      () => withPeculiar(rootBytes, leafBytes),
      'reading included; no validation',
    ),
  ]
}

const BATCHES = 300
const RUNS = 30

/**
 * Microseconds of each work in its best batch. The batches take turns, so that what else the machine does
 * meets all alike.
 */
async function sideBySide(works: readonly (() => unknown)[]): Promise<readonly number[]> {
  const best = works.map(() => Number.POSITIVE_INFINITY)
  for (let batch = 0; batch < BATCHES; batch++) {
    for (const [i, work] of works.entries()) {
      const begun = performance.now()
      for (let run = 0; run < RUNS; run++) await work()
      const cost = ((performance.now() - begun) * 1000) / RUNS
      best[i] = Math.min(best[i] ?? cost, cost)
    }
  }
  return best
}

async function amongAnchors(): Promise<readonly Row[]> {
  const root = newKey()
  const leaf = read(certify(root, 'Root', newKey(), 'Leaf', false))
  const own = anchorOf(read(certify(root, 'Root', root, 'Root')))
  const rows: Row[] = []
  for (const count of [10, 10_000]) {
    const others = Array.from({ length: count - 1 }, (_, i) =>
      anchorOf(read(certify(root, `Root ${i}`, root, `Root ${i}`))),
    )
    const anchors = indexAnchors([...others, own])
    rows.push(await row(`${count} anchors`, () => validate(leaf, [], anchors)))
  }
  return rows
}

/** No anchor is above them; and one is, so that paths are as many as the budget allows. */
async function mesh(): Promise<readonly Row[]> {
  const pairs = Array.from({ length: 25 }, () => newKey())
  const root = newKey()
  const crossed = pairs.flatMap((key, i) =>
    pairs.flatMap((signer, j) => (i === j ? [] : [read(certify(signer, `CA ${j}`, key, `CA ${i}`))])),
  )
  const certified = pairs.map((key, i) => read(certify(root, 'Root', key, `CA ${i}`)))
  const [first = root] = pairs
  const leaf = read(certify(first, 'CA 0', newKey(), 'Leaf', false))
  const anchors = indexAnchors([anchorOf(read(certify(root, 'Root', root, 'Root')))])
  return [
    await milliseconds('no anchor above them', () => search(leaf, crossed, anchors)),
    await milliseconds('an anchor above each', () => search(leaf, [...crossed, ...certified], anchors)),
  ]
}

function search(
  leaf: Certificate,
  intermediates: readonly Certificate[],
  anchors: ReturnType<typeof indexAnchors>,
) {
  return buildPaths({ certificate: leaf, intermediates, anchors, crypto, at: AT })
}

/** @throws Error when there is no valid path, because then nothing was measured. */
async function validate(
  leaf: Certificate,
  intermediates: readonly Certificate[],
  anchors: ReturnType<typeof indexAnchors>,
): Promise<void> {
  const { paths } = await search(leaf, intermediates, anchors)
  const [path] = paths
  if (path === undefined || checkPath(path, { at: AT }).outcome !== 'valid')
    throw new Error('the path is not valid')
}

/**
 * The path of a leaf and the authority that is its anchor: nothing to search, one signature, all steps of RFC
 * 5280.
 */
async function validateGiven(leaf: Certificate, issuer: Certificate): Promise<void> {
  const anchor = anchorOf(issuer)
  const { outcome } = await validatePath({ certificates: [leaf], anchor, crypto, at: AT })
  if (outcome !== 'valid') throw new Error('the path is not valid')
}

function bareSignature({ tbs, signature }: Certificate, { spki }: Key): () => boolean {
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
  return () => verify('sha256', tbs, key, signature)
}

async function withPkijs(root: Uint8Array<ArrayBuffer>, leaf: Uint8Array<ArrayBuffer>): Promise<void> {
  const engine = new CertificateChainValidationEngine({
    trustedCerts: [PkijsCertificate.fromBER(root)],
    certs: [PkijsCertificate.fromBER(leaf)],
    checkDate: new Date(AT),
  })
  const { result, resultMessage } = await engine.verify()
  if (!result) throw new Error(`pkijs: ${resultMessage}`)
}

async function withPeculiar(root: Uint8Array<ArrayBuffer>, leaf: Uint8Array<ArrayBuffer>): Promise<void> {
  const chain = await new X509ChainBuilder({ certificates: [new PeculiarCertificate(root)] }).build(
    new PeculiarCertificate(leaf),
  )
  if (chain.length !== 2) throw new Error('@peculiar/x509 found no chain')
}

/** A sound certificate of an authority, or of a website below one. */
function certify(issuer: Key, from: string, subject: Key, to: string, ca = true): Uint8Array<ArrayBuffer> {
  const says = {
    ...{ subject: `/CN=${to}`, issuer: `/CN=${from}`, key: subject, serial: 1 },
    ...{ notBefore: '260101000000Z', notAfter: '270101000000Z', basicConstraints: { ca } },
    ...(subject === issuer ? {} : { authorityKey: issuer }),
    ...(ca ? { keyUsage: [1, '06'] as const } : { keyUsage: [7, '80'] as const }),
    ...(ca ? {} : { names: [['dns', 'host.example']] as const }),
  }
  return new Uint8Array(signedCertificate(says, issuer))
}

function read(bytes: Uint8Array): Certificate {
  const parsed = parseCertificate(bytes)
  if (!parsed.ok) throw new Error(`the certificate to measure with is refused: ${parsed.reason}`)
  return parsed.value
}

function anchorOf({ subject, publicKey }: Certificate): Anchor {
  return { name: subject, publicKey }
}

async function row(name: string, work: () => unknown, note?: string): Promise<Row> {
  const { p50 } = await measure(async () => await work())
  return { name, cost: p50 / 1000, ...(note === undefined ? {} : { note }) }
}

async function milliseconds(name: string, work: () => ReturnType<typeof search>): Promise<Row> {
  const { paths, exhausted } = await work()
  const { p50 } = await measure(work)
  return { name, cost: p50 / 1e6, note: `${paths.length} paths; ${exhausted ?? 'no'} budget spent` }
}
