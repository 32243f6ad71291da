import 'reflect-metadata'
import { createPublicKey, verify } from 'node:crypto'
import { measure } from 'mitata'
import { BasicOCSPResponse, OCSPResponse, Certificate as PkijsCertificate } from 'pkijs'
import type { Certificate } from '../src/certificate/certificate.ts'
import { parseCertificate } from '../src/certificate/parse.ts'
import { instantFromMilliseconds } from '../src/core/time.ts'
import { nodeCrypto } from '../src/crypto/node.ts'
import { createStatusMemo } from '../src/revocation/memo.ts'
import { checkOcsp } from '../src/revocation/ocsp/check.ts'
import type { OcspResponse } from '../src/revocation/ocsp/ocsp.ts'
import { parseOcspResponse } from '../src/revocation/ocsp/parse.ts'
import { createTestWorld } from '../src/sandbox/index.ts'
import { printTable, type Row } from './table.ts'

/** One response read, judged and verified: ours, the signatures alone as the limit, and the usual library. */
export async function benchOcsp(): Promise<void> {
  // The usual library judges by the clock of the machine.
  const now = instantFromMilliseconds(Math.floor(Date.now() / 1000) * 1000)
  await using world = await createTestWorld({ seed: 'bench', now })
  const minted = await world.mint()
  for (const signer of ['issuer', 'delegated'] as const) {
    const bytes = new Uint8Array(await world.ocsp(minted, { signer }))
    const rows = await rowsOf({ bytes, leaf: minted.certificate, ca: world.caCertificate, now })
    printTable(`One OCSP response signed by the ${signer} (${bytes.length} octets)`, 'µs', rows)
  }
}

interface Setting {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly leaf: Uint8Array
  readonly ca: Uint8Array
  readonly now: ReturnType<typeof instantFromMilliseconds>
}

async function rowsOf({ bytes, leaf, ca, now }: Setting): Promise<readonly Row[]> {
  const crypto = nodeCrypto()
  const { subject: name, publicKey } = read(ca)
  const question = { certificate: read(leaf), issuer: { name, publicKey }, at: now, crypto }
  const answer = await checkOcsp(bytes, question)
  if (answer.outcome !== 'verified')
    throw new Error(`the response to measure with is refused: ${answer.reason}`)
  const response = parsed(bytes)
  const memo = createStatusMemo()
  return [
    await row('its signatures alone (the limit)', bareSignatures(response, publicKey.bytes)),
    await row('qwac, read and judged', () => checkOcsp(bytes, question), 'to be below 1.3 ×'),
    // As the next response of the same responder is met: in an array of its own.
    await row(
      'qwac, by a responder that was met before',
      () => checkOcsp(bytes.slice(), { ...question, memo }),
      'the delegate is read and verified once',
    ),
    await row('qwac, read only', () => parseOcspResponse(bytes)),
    ...(response.certificates.length > 0 ? [await row('pkijs', withPkijs(bytes, leaf, ca), 'no times')] : []),
  ]
}

/** Keys are imported beforehand, as ours are after their first use. */
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

async function row(name: string, work: () => unknown, note?: string): Promise<Row> {
  const { p50 } = await measure(async () => await work())
  return { name, cost: p50 / 1000, ...(note === undefined ? {} : { note }) }
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
