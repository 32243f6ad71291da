import 'reflect-metadata'
import { createPublicKey, verify } from 'node:crypto'
import { BasicOCSPResponse, OCSPResponse, Certificate as PkijsCertificate } from 'pkijs'
import type { Certificate } from '../src/certificate/certificate.ts'
import { parseCertificate } from '../src/certificate/parse.ts'
import { instantFromMilliseconds } from '../src/core/time.ts'
import { nodeCrypto } from '../src/crypto/node.ts'
import { createStatusMemo, type StatusMemo } from '../src/revocation/memo.ts'
import { checkOcsp } from '../src/revocation/ocsp/check.ts'
import type { OcspResponse } from '../src/revocation/ocsp/ocsp.ts'
import { parseOcspResponse } from '../src/revocation/ocsp/parse.ts'
import { readDelegate } from '../src/revocation/ocsp/signer.ts'
import { revocationWorld } from '../test/sandbox/revocation-world.ts'
import { type Contender, measureInTurn } from './in-turn.ts'
import { rsaWorld } from './rsa-world.ts'
import { printTable, type Row } from './table.ts'

/** One response read, judged and verified: ours, the signatures alone as the limit, and the usual library. */
export async function benchOcsp(): Promise<void> {
  // The usual library judges by the clock of the machine.
  const now = instantFromMilliseconds(Math.floor(Date.now() / 1000) * 1000)
  const worlds = {
    'P-256': await revocationWorld({ seed: 'bench', key: 'P-256', now }),
    'RSA-2048, exponent 65537': await rsaWorld(now),
  }
  for (const [key, world] of Object.entries(worlds)) {
    const leaf = await world.mint()
    for (const signer of ['issuer', 'delegated'] as const) {
      const bytes = new Uint8Array(await world.ocsp(leaf, { signer }))
      const rows = await rowsOf({ bytes, leaf, ca: world.ca, now })
      printTable(`One OCSP response signed by the ${signer}, ${key} (${bytes.length} octets)`, 'µs', rows)
    }
  }
}

interface Setting {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly leaf: Uint8Array
  readonly ca: Uint8Array
  readonly now: ReturnType<typeof instantFromMilliseconds>
}

async function rowsOf({ bytes, leaf, ca, now }: Setting): Promise<readonly Row[]> {
  const memo = createStatusMemo()
  const { subject: name, publicKey } = read(ca)
  const question = { certificate: read(leaf), issuer: { name, publicKey }, at: now, crypto: nodeCrypto() }
  const cold = { ...question, memo: withoutDelegates(memo) }
  const met = { ...question, memo }
  const answer = await checkOcsp(bytes, met)
  if (answer.outcome !== 'verified')
    throw new Error(`the response to measure with is refused: ${answer.reason}`)
  const response = parsed(bytes)
  const isDelegated = response.certificates.length > 0
  const { prepare, arrived } = arrivalsOf(bytes)
  const contenders: Contender[] = [
    { name: 'its signatures alone (the limit)', work: bareSignatures(response, publicKey.bytes) },
    {
      name: isDelegated ? 'qwac, by a responder never met before' : 'qwac',
      prepare,
      work: () => checkOcsp(arrived(), cold),
      note: 'to be below 1.3 ×',
    },
    ...(isDelegated
      ? [{ name: 'qwac, by a responder met before', prepare, work: () => checkOcsp(arrived(), met) }]
      : []),
    { name: 'qwac, read only', work: () => parseOcspResponse(bytes) },
  ]
  const rows = await measureInTurn(contenders, { batch: BATCH, rounds: 100 })
  if (!isDelegated) return rows
  const pkijs = { name: 'pkijs', work: withPkijs(bytes, leaf, ca) }
  const theirs = await measureInTurn([pkijs], { batch: 1, rounds: 30 })
  const [, ours] = rows
  const times = (cost: number): string => (cost / (ours?.cost ?? Number.NaN)).toFixed(0)
  return [
    ...rows,
    ...theirs.map(row => ({
      ...row,
      note: `${times(row.cost)} × qwac, by a responder never met before; to be beyond 50`,
    })),
  ]
}

/**
 * The memo knows responses by their arrays, so each is met in an array of its own, as one that comes over the
 * network is. To copy it is no part of reading it, nor is to give its memory back, so that all of a batch
 * share theirs.
 */
function arrivalsOf(bytes: Uint8Array<ArrayBuffer>) {
  let copies: Uint8Array<ArrayBuffer>[] = []
  return {
    prepare: () => {
      const { buffer } = new Uint8Array(BATCH * bytes.length)
      copies = Array.from({ length: BATCH }, (_, i) => new Uint8Array(buffer, i * bytes.length, bytes.length))
      for (const copy of copies) copy.set(bytes)
    },
    arrived: () => copies.pop() ?? bytes.slice(),
  }
}

const BATCH = 50

/** What is known of an issuer by its earlier responses, and nothing of who signs for it. */
function withoutDelegates(memo: StatusMemo): StatusMemo {
  return { ...memo, readDelegate }
}

/**
 * As anybody would write it. Keys are imported beforehand, as ours are after their first use. With RSA ours
 * can be below: it opens a signature and compares the block itself, which OpenSSL does faster than a
 * verification.
 */
function bareSignatures(response: OcspResponse, issuerKey: Uint8Array): () => boolean {
  const issuer = imported(issuerKey)
  const [bytes] = response.certificates
  if (bytes === undefined) return () => verify('sha256', response.tbs, issuer, response.signature)
  const delegate = read(bytes)
  const key = imported(delegate.publicKey.bytes)
  return () =>
    verify('sha256', delegate.tbs, issuer, delegate.signature) &&
    verify('sha256', response.tbs, key, response.signature)
}

function imported(spki: Uint8Array) {
  return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
}

function withPkijs(bytes: Uint8Array<ArrayBuffer>, leaf: Uint8Array, ca: Uint8Array): () => Promise<number> {
  const certificate = PkijsCertificate.fromBER(new Uint8Array(leaf))
  const issuer = PkijsCertificate.fromBER(new Uint8Array(ca))
  return async () => {
    const { responseBytes } = OCSPResponse.fromBER(bytes)
    const basic = BasicOCSPResponse.fromBER(
      new Uint8Array(responseBytes?.response.valueBlock.valueHexView ?? []),
    )
    await basic.verify({ trustedCerts: [issuer] })
    return (await basic.getCertificateStatus(certificate, issuer)).status
  }
}

function read(bytes: Uint8Array): Certificate {
  const certificate = parseCertificate(bytes)
  if (!certificate.ok) throw new Error(certificate.reason)
  return certificate.value
}

function parsed(bytes: Uint8Array): OcspResponse {
  const response = parseOcspResponse(bytes)
  if (!response.ok) throw new Error(response.reason)
  return response.value
}
