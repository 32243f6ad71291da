import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { instantFromMilliseconds } from '../../src/core/time.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { checkOcsp } from '../../src/revocation/ocsp/check.ts'
import { ocspRequest } from '../../src/revocation/ocsp/request.ts'
import { httpClient, httpOcsp } from '../../src/sources/index.ts'
import { installed } from '../support/installed.ts'
import { HOLDER, INDEX, OpensslAuthority, RESPONDER } from '../support/openssl-authority.ts'

/** `openssl ocsp` as a server: somebody else's responder, whose answers we did not write. */

const authority = new OpensslAuthority()
const crypto = nodeCrypto()
let server: ChildProcess | undefined
let url = ''
let port = 0

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
    authority.create()
    authority.issue('responder', { serial: '0x10', extensions: RESPONDER })
    for (const [name, serial] of [
      ['good', '0x1001'],
      ['revoked', '0x1002'],
      ['unheard', '0x1003'],
    ] as const)
      authority.issue(name, { serial, extensions: HOLDER })
    authority.write('index.txt', INDEX)
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
      cwd: authority.folder,
      stdio: 'ignore',
    })
    for (let tries = 0; tries < 100 && (await ask('good', {})) === 'unreachable'; tries++)
      await new Promise(resolve => setTimeout(resolve, 50))
  }, 60_000)

  afterAll(async () => {
    server?.kill('SIGKILL')
    if (server && server.exitCode === null && server.signalCode === null) await once(server, 'exit')
    authority.remove()
  })

  interface Way {
    readonly hash?: 'SHA-1' | 'SHA-256'
    readonly nonce?: Uint8Array
    readonly path?: string
  }

  /** The status, or why there is none. A long address is asked by POST. */
  async function ask(name: string, { hash = 'SHA-1', nonce, path = '' }: Way): Promise<string> {
    const issuer = authority.certificate('ca')
    const subject = authority.certificate(name)
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
