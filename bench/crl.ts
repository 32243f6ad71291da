import { spawnSync } from 'node:child_process'
import { createHash, createPublicKey, sign, verify } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseCertificate } from '../src/certificate/parse.ts'
import { concatBytes, fromHex } from '../src/core/bytes.ts'
import { instant } from '../src/core/time.ts'
import { nodeCrypto } from '../src/crypto/node.ts'
import { checkCrls } from '../src/revocation/crl/check.ts'
import { parseCrl } from '../src/revocation/crl/crl.ts'
import { readCrl } from '../src/revocation/crl/question.ts'
import { reason } from '../test/support/crl-writer.ts'
import { bits, integer, oid, sequence, tlv, utcTime } from '../test/support/der-writer.ts'
import { type Key, newKey, signedCertificate, writtenNameOf } from '../test/support/signed-certificate.ts'
import { median, printTable, type Row } from './table.ts'

const AT = instant('2026-06-01T00:00:00Z')
const SHA256_WITH_RSA = sequence(oid('1.2.840.113549.1.1.11'), tlv(0x05))

/**
 * A revocation list of many entries: reading, verifying and asking once, against the hash and the signature
 * that nobody can do without, and against openssl. `QWAC_CRL_ENTRIES` makes it smaller.
 */
export async function benchCrl(): Promise<void> {
  const count = Number(process.env['QWAC_CRL_ENTRIES'] ?? 1_000_000)
  const key = newKey('RSA-2048')
  const bytes = listOf(count, key)
  const size = `${count} entries, ${(bytes.length / 1e6).toFixed(1)} MB`
  printTable(`A revocation list of ${size}: from octets to an answer`, 'ms', await wholeWay(bytes, key))
  printTable('The same list, read before', 'µs', lookups(bytes))
}

/** Serial numbers of sixteen octets, in no order; every third entry has a reason. */
function listOf(count: number, key: Key): Uint8Array {
  const date = utcTime('260501000000Z')
  const because = sequence(reason(1))
  const entries: Uint8Array[] = []
  for (let i = 0; i < count; i++) {
    entries.push(sequence(tlv(0x02, serialNumber(i)), date, ...(i % 3 === 0 ? [because] : [])))
  }
  const name = writtenNameOf('/CN=CA')
  const times = [utcTime('260531000000Z'), utcTime('260607000000Z')]
  const tbs = sequence(integer(1), SHA256_WITH_RSA, name, ...times, tlv(0x30, Buffer.concat(entries)))
  const signature = bits(0, sign('sha256', tbs, key.privateKey).toString('hex'))
  return concatBytes(sequence(tbs, SHA256_WITH_RSA, signature))
}

function serialNumber(i: number): Uint8Array {
  const octets = new Uint8Array(createHash('md5').update(String(i)).digest())
  octets[0] = 0x40 | ((octets[0] ?? 0) & 0x3f)
  return octets
}

async function wholeWay(bytes: Uint8Array, key: Key): Promise<readonly Row[]> {
  const publicKey = createPublicKey({ key: Buffer.from(key.spki), format: 'der', type: 'spki' })
  const parsed = parseCrl(bytes)
  if (!parsed.ok) throw new Error(`the list to measure with is refused: ${parsed.reason}`)
  const { tbs, signature } = parsed.value
  const crypto = nodeCrypto()
  const question = questionOf(key)
  await settled()
  const before = memory()
  const kept = await readAndAsk()
  await settled()
  const beside = (memory() - before) / 1_048_576
  if (kept.list.bytes !== bytes) throw new Error('the list was copied')
  return [
    await row('hash and bare signature (node:crypto)', () => [
      createHash('sha256').update(bytes).digest(),
      verify('sha256', tbs, publicKey, signature),
    ]),
    await row(
      'qwac: hashed, read, verified, asked',
      readAndAsk,
      `at most 3 ×; ${beside.toFixed(1)} MiB beside the file`,
    ),
    await row('qwac: reading alone', () => parseCrl(bytes)),
    opensslRow(bytes, key),
  ]

  async function readAndAsk() {
    const given = await readCrl(bytes, crypto)
    if (!('list' in given)) throw new Error('the list is refused')
    const evidence = await checkCrls({ ...question, lists: [given], at: AT, crypto })
    if (evidence[0]?.outcome !== 'verified') throw new Error('the list gives no answer')
    return given
  }
}

function questionOf(key: Key) {
  const plain = { notBefore: '260101000000Z', notAfter: '270101000000Z', issuer: '/CN=CA' }
  const leaf = parseCertificate(signedCertificate({ ...plain, subject: '/CN=Leaf', key, serial: 7 }, key))
  if (!leaf.ok) throw new Error(`the certificate is refused: ${leaf.reason}`)
  const issuer = { name: leaf.value.issuer, publicKey: leaf.value.publicKey }
  return { certificate: leaf.value, issuer, anchor: issuer, intermediates: [] }
}

function lookups(bytes: Uint8Array): readonly Row[] {
  const parsed = parseCrl(bytes)
  if (!parsed.ok) throw new Error(`the list is refused: ${parsed.reason}`)
  const { entries } = parsed.value
  const before = memory()
  const first = timed(() => entries.find(fromHex('7f'), always))
  const second = timed(() => entries.find(fromHex('7f'), always))
  const beside = (memory() - before) / 1_048_576
  const serials = Array.from({ length: 20_000 }, (_, i) => serialNumber(i * 7))
  const many = timed(() => {
    for (const serial of serials) entries.find(serial, always)
  })
  return [
    { name: 'asked again', cost: (many * 1000) / serials.length, note: 'at most 5 µs' },
    { name: 'asked for the first time: gone through', cost: first * 1000 },
    {
      name: 'asked for the second time: indexed',
      cost: second * 1000,
      note: `at most 250,000 µs; ${beside.toFixed(1)} MiB`,
    },
  ]
}

const always = (): boolean => true

/** Start-up of the process included, as whoever calls it pays for it. */
function opensslRow(bytes: Uint8Array, key: Key): Row {
  const folder = mkdtempSync(join(tmpdir(), 'qwac-bench-'))
  try {
    const issuer = signedCertificate(
      {
        ...{ subject: '/CN=CA', issuer: '/CN=CA', key, serial: 1 },
        ...{ notBefore: '260101000000Z', notAfter: '270101000000Z', basicConstraints: { ca: true } },
      },
      key,
    )
    const pem = `-----BEGIN CERTIFICATE-----\n${Buffer.from(issuer).toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`
    writeFileSync(join(folder, 'ca.pem'), pem)
    writeFileSync(join(folder, 'list.crl'), bytes)
    const parameters = ['crl', '-inform', 'DER', '-in', 'list.crl', '-CAfile', 'ca.pem', '-noout']
    let output = ''
    const cost = timed(() => {
      const { stderr } = spawnSync('openssl', parameters, { cwd: folder, encoding: 'utf8' })
      output = stderr.trim()
    })
    return { name: 'openssl crl -CAfile', cost, note: `${output}; qwac at most a tenth` }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Buffers are given back between two turns of the event loop. */
async function settled(): Promise<void> {
  globalThis.gc?.()
  await new Promise(resolve => setTimeout(resolve, 50))
}

/** Octets of the heap and of buffers, after a collection. */
function memory(): number {
  globalThis.gc?.()
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

function timed(work: () => unknown): number {
  const begun = performance.now()
  work()
  return performance.now() - begun
}

async function row(name: string, work: () => unknown, note?: string): Promise<Row> {
  const costs: number[] = []
  for (let round = 0; round < 7; round++) {
    const begun = performance.now()
    await work()
    costs.push(performance.now() - begun)
  }
  return { name, cost: median(costs), ...(note === undefined ? {} : { note }) }
}
