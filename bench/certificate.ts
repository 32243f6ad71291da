import 'reflect-metadata'
import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { X509Certificate as PeculiarCertificate } from '@peculiar/x509'
import { fromBER } from 'asn1js'
import { Certificate as PkijsCertificate } from 'pkijs'
import { parseCertificate } from '../src/certificate/parse.ts'
import { checkProfile } from '../src/certificate/profile/profile.ts'
import { QWAC } from '../src/certificate/profile/profiles.ts'
import { type Contender, measureInTurn } from './in-turn.ts'
import { firstCertificate } from './pem.ts'
import { rsaVerification } from './rsa.ts'
import { printTable, type Row } from './table.ts'

const FIXTURE = new URL('../../fixtures/qwac.pem', import.meta.url)
const REAL = 'certificates/quovadis-trustlink-b-v_psdnl-dnb-r161162_web_f1e0ff0c.pem'

/** Reading one certificate, everything in it: ours, the usual libraries, and one signature as the limit. */
export async function benchCertificate(corpus: string | undefined): Promise<void> {
  const real = corpus === undefined ? undefined : join(corpus, REAL)
  const files = [FIXTURE, ...(real === undefined ? [] : [real])].filter(path => existsSync(path))
  if (files.length === 0)
    console.log('\nParsing was skipped: there is no fixture (npm run fixtures) and no corpus.')
  for (const file of files) {
    const pem = readFileSync(file, 'utf8')
    const der = firstCertificate(pem)
    const title = `One QWAC read whole (${der.length} octets, ${pem.length} as PEM): ${String(file).split('/').at(-1)}`
    printTable(title, 'µs', await readers(der))
  }
}

async function readers(der: Uint8Array<ArrayBuffer>): Promise<readonly Row[]> {
  const ours = parseCertificate(der)
  if (!ours.ok) throw new Error(`the certificate to measure with is refused: ${ours.reason}`)
  const quick: readonly Contender[] = [
    { name: 'qwac', work: () => parseCertificate(der) },
    {
      name: 'qwac, read and judged by its whole profile',
      work: () => readAndJudge(der),
      note: 'to be below 60 µs',
    },
    { name: 'one RSA-2048 verification (the limit)', work: rsaVerification() },
  ]
  const slow: readonly Contender[] = [
    {
      name: 'node:crypto X509Certificate',
      work: () => readWithNode(der),
      note: 'no statements, no policies',
    },
    { name: 'asn1js fromBER', work: () => fromBER(der), note: 'values only, no certificate' },
    { name: 'pkijs', work: () => readWithPkijs(der), note: 'statements undecoded' },
    {
      name: '@peculiar/x509',
      work: () => new PeculiarCertificate(der).extensions.length,
      note: 'statements undecoded',
    },
  ]
  for (const { work } of quick) warmUp(work)
  return [
    ...(await measureInTurn(quick, { batch: 50, rounds: 200 })),
    ...(await measureInTurn(slow, { batch: 5, rounds: 50 })),
  ]
}

function readAndJudge(der: Uint8Array): number {
  const parsed = parseCertificate(der)
  return parsed.ok ? checkProfile(parsed.value, QWAC).length : 0
}

/** Until the engine has compiled it, which takes a while on a machine that has other work. */
function warmUp(work: () => unknown): void {
  for (const end = performance.now() + WARM_UP; performance.now() < end; ) work()
}

/** Milliseconds. */
const WARM_UP = 1500

/** What Node computes on access has to be accessed. */
function readWithNode(der: Uint8Array): number {
  const { subject, issuer, subjectAltName, keyUsage, validFrom, validTo, serialNumber, infoAccess } =
    new X509Certificate(der)
  return [subject, issuer, subjectAltName, keyUsage, validFrom, validTo, serialNumber, infoAccess].length
}

/** pkijs decodes an extension when its value is asked for. */
function readWithPkijs(der: Uint8Array<ArrayBuffer>): number {
  return (PkijsCertificate.fromBER(der).extensions ?? []).filter(
    ({ parsedValue }) => parsedValue !== undefined,
  ).length
}
