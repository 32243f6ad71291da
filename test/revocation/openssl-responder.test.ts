import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Certificate } from '../../src/certificate/certificate.ts'
import { parseCertificate } from '../../src/certificate/parse.ts'
import { instantFromMilliseconds } from '../../src/core/time.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { readCertificates } from '../../src/encoding/pem.ts'
import { checkOcsp } from '../../src/revocation/ocsp/check.ts'
import { ocspRequest } from '../../src/revocation/ocsp/request.ts'
import { httpClient, httpOcsp } from '../../src/sources/index.ts'
import { installed } from '../support/installed.ts'

/** `openssl ocsp` as a server: somebody else's responder, whose answers we did not write. */

const folder = mkdtempSync(join(tmpdir(), 'qwac-responder-'))
const file = (name: string): string => join(folder, name)
const crypto = nodeCrypto()
let server: ChildProcess | undefined
let url = ''
let port = 0

function openssl(...words: readonly string[]): void {
  const { status, stderr } = spawnSync('openssl', words, { cwd: folder, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
}

function certificate(name: string): Certificate {
  const pem = readCertificates(new Uint8Array(readFileSync(file(`${name}.pem`))))
  const parsed = parseCertificate(pem.ok ? (pem.value[0] ?? new Uint8Array()) : new Uint8Array())
  if (!parsed.ok) throw new Error(`${name}: ${parsed.reason}`)
  return parsed.value
}

function issue(name: string, serial: string, extensions: string): void {
  writeFileSync(file(`${name}.cnf`), extensions)
  openssl(
    ...['req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
    ...['-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.csr`],
  )
  openssl(
    ...['x509', '-req', '-in', `${name}.csr`, '-CA', 'ca.pem', '-CAkey', 'ca.key', '-set_serial', serial],
    ...['-days', '30', '-extfile', `${name}.cnf`, '-out', `${name}.pem`],
  )
}

/** A port that nobody has at the moment. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  return address !== null && typeof address === 'object' ? address.port : 0
}

describe.skipIf(!installed('openssl'))('a responder of openssl', () => {
  beforeAll(async () => {
    openssl(
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30'],
      ...['-subj', '/CN=CA', '-keyout', 'ca.key', '-out', 'ca.pem'],
    )
    issue(
      'responder',
      '0x10',
      'extendedKeyUsage=OCSPSigning\nkeyUsage=digitalSignature\n1.3.6.1.5.5.7.48.1.5=ASN1:NULL\n',
    )
    for (const [name, serial] of [
      ['good', '0x1001'],
      ['revoked', '0x1002'],
      ['unheard', '0x1003'],
    ] as const)
      issue(name, serial, 'keyUsage=digitalSignature\n')
    const until = '351231235959Z'
    writeFileSync(
      file('index.txt'),
      `V\t${until}\t\t1001\tunknown\t/CN=good\nR\t${until}\t250101000000Z,keyCompromise\t1002\tunknown\t/CN=revoked\n`,
    )
    port = await freePort()
    url = `http://127.0.0.1:${port}`
    const words = [
      '-index',
      'index.txt',
      '-port',
      String(port),
      '-rsigner',
      'responder.pem',
      '-rkey',
      'responder.key',
    ]
    server = spawn('openssl', ['ocsp', ...words, '-CA', 'ca.pem', '-nmin', '60', '-ignore_err'], {
      cwd: folder,
      stdio: 'ignore',
    })
    for (let tries = 0; tries < 100 && (await ask('good', {})) === 'unreachable'; tries++)
      await new Promise(resolve => setTimeout(resolve, 50))
  }, 60_000)

  afterAll(async () => {
    server?.kill('SIGKILL')
    if (server && server.exitCode === null && server.signalCode === null) await once(server, 'exit')
    rmSync(folder, { recursive: true })
  })

  interface Way {
    readonly hash?: 'SHA-1' | 'SHA-256'
    readonly nonce?: Uint8Array
    readonly path?: string
  }

  /** The status, or why there is none. A long address is asked by POST. */
  async function ask(name: string, { hash = 'SHA-1', nonce, path = '' }: Way): Promise<string> {
    const issuer = certificate('ca')
    const subject = certificate(name)
    const query = { certificate: subject, issuerKey: issuer.publicKey, hash, ...(nonce && { nonce }) }
    const client = httpClient({
      hosts: new Set(['127.0.0.1']),
      ports: [port],
      unsafeAddresses: ['127.0.0.1'],
    })
    const request = await ocspRequest(query, crypto)
    const came = await httpOcsp(client, { timeout: 5000 }).ocsp(
      `${url}${path}`,
      request,
      new AbortController().signal,
    )
    if (!came.ok) return came.reason
    const at = instantFromMilliseconds(Date.now())
    const question = {
      certificate: subject,
      issuer: { name: issuer.subject, publicKey: issuer.publicKey },
      at,
      crypto,
    }
    const judged = await checkOcsp(came.value, { ...question, ...(nonce && { nonce }) })
    if (judged.outcome === 'unusable') return judged.reason
    return at <= judged.freshUntil ? judged.status.status : 'stale'
  }

  const nonce = new Uint8Array(16).fill(7)
  const ways: readonly (readonly [string, Way])[] = [
    ['by GET', {}],
    ['by GET, with SHA-256', { hash: 'SHA-256' }],
    ['by POST', { path: `/${'x'.repeat(255)}` }],
    ['by POST, with a nonce', { nonce, path: `/${'x'.repeat(255)}` }],
  ]

  test.each(ways)('is understood %s', async (_, way) => {
    expect([await ask('good', way), await ask('revoked', way), await ask('unheard', way)]).toEqual([
      'good',
      'revoked',
      'unknown',
    ])
  })
})
