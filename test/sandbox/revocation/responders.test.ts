import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, type IncomingMessage, request as send } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { toHex } from '../../../src/core/bytes.ts'
import { type Instant, instantFromMilliseconds } from '../../../src/core/time.ts'
import { revocationContents } from '../../../src/sandbox/revocation/contents.ts'
import { startResponders } from '../../../src/sandbox/revocation/responders.ts'
import type { Outage, Service } from '../../../src/sandbox/test-world.ts'
import { integer, octets, oid, sequence, tlv } from '../../support/der-writer.ts'
import { installed } from '../../support/installed.ts'
import { openssl } from '../openssl.ts'
import { revocationWorld } from '../revocation-world.ts'

/** OpenSSL judges by the clock of the machine, so this world stands at its present. */
const now: Instant = instantFromMilliseconds(Math.floor(Date.now() / 1000) * 1000)
const world = await revocationWorld({ now })
const { listed, intermediate } = world.authorities
const REGISTER = new TextEncoder().encode('[[],[]]')
const LIST = new TextEncoder().encode('<a/>')
const responders = await startResponders({
  ...revocationContents(world.revocations, [listed, intermediate]),
  lists: async path => (path === 'LU.xml' ? LIST : undefined),
  register: async path => {
    if (path === 'broken') throw new Error('a defect of the world')
    return path === '' ? REGISTER : undefined
  },
})
const { addresses } = responders

afterEach(() => {
  for (const service of ['ocsp', 'crl', 'issuer', 'lists', 'register'] as const) responders.restore(service)
})
afterAll(() => responders.close())

interface Answer {
  readonly status: number | undefined
  readonly type: string | undefined
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

interface Question {
  readonly method?: string
  readonly body?: Uint8Array
  readonly type?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly agent?: Agent
}

/** A client that waits for the whole answer; it rejects with what the system says. */
function ask(url: string, question: Question = {}): Promise<Answer> {
  const { method = question.body ? 'POST' : 'GET', body, type = 'application/ocsp-request' } = question
  return new Promise((resolve, reject) => {
    const headers = { ...(body && { 'content-type': type }), ...question.headers }
    const call = send(url, { method, headers, agent: question.agent ?? false }, response => {
      const parts: Buffer[] = []
      response.on('data', part => parts.push(part))
      response.once('error', reject)
      response.once('end', () =>
        resolve({
          status: response.statusCode,
          type: response.headers['content-type'],
          headers: response.headers,
          body: Buffer.concat(parts),
        }),
      )
    })
    call.once('error', reject)
    call.end(body)
  })
}

/** A request for a number that nobody has, of an issuer that nobody knows. */
const UNKNOWN_ISSUER = sequence(
  sequence(
    sequence(
      sequence(
        sequence(
          sequence(oid('1.3.14.3.2.26'), tlv(5)),
          octets(new Uint8Array(20)),
          octets(new Uint8Array(20)),
          integer(1),
        ),
      ),
    ),
  ),
)
const UNAUTHORIZED = '30030a0106'
const MALFORMED = '30030a0101'

describe('every service', () => {
  test('listens on loopback, on a port of its own', () => {
    const urls = Object.values(addresses).map(address => new URL(address))
    expect(urls.map(url => url.hostname)).toEqual(Array(5).fill('127.0.0.1'))
    expect(new Set(urls.map(url => url.port)).size).toBe(5)
    expect(urls.map(url => url.pathname)).toEqual(['/ocsp', '/crl', '/issuer', '/lists', '/register'])
  })

  test.each([
    ['crl', '/LU-listed.crl', 'application/pkix-crl'],
    ['issuer', '/LU-listed.cer', 'application/pkix-cert'],
    ['lists', '/LU.xml', 'application/vnd.etsi.tsl+xml'],
    ['register', '', 'application/json'],
  ] as const)('%s at %s answers with %s and counts', async (service, path, type) => {
    const before = responders.calls(service)
    const answer = await ask(`${addresses[service]}${path}`)
    expect(answer).toMatchObject({ status: 200, type })
    expect(answer.headers['content-length']).toBe(String(answer.body.length))
    // Nothing here reads the clock of the machine.
    expect(answer.headers.date).toBeUndefined()
    expect(responders.calls(service)).toBe(before + 1)
  })

  test('serves what the world says at the time', async () => {
    expect((await ask(`${addresses.issuer}/LU-listed.cer`)).body.equals(world.ca)).toBe(true)
    expect((await ask(`${addresses.issuer}/LU-intermediate.cer`)).body.equals(intermediate.certificate)).toBe(
      true,
    )
    expect((await ask(addresses.register)).body.equals(REGISTER)).toBe(true)
    const certificate = await world.mint({ subject: 'Revoked Later' })
    const serial = Buffer.from(serialOf(certificate), 'hex')
    const served = async (path: string) => (await ask(`${addresses.crl}/${path}`)).body
    expect((await served('LU-listed.crl')).includes(serial)).toBe(false)
    world.revoke(certificate)
    for (const path of ['LU-listed.crl', 'LU-listed-delta.crl', 'LU-listed-indirect.crl'])
      expect((await served(path)).includes(serial)).toBe(true)
    expect((await served('LU-intermediate.crl')).includes(serial)).toBe(false)
  })

  test.each([
    ['crl', '/LU-nobody.crl', 404],
    ['crl', '', 404],
    ['crl', '/%', 404],
    ['issuer', '/LU-listed', 404],
    ['issuer', '/LU-listed.crl', 404],
    ['lists', '/../LU.xml', 404],
    ['register', '/broken', 500],
  ] as const)('%s at %s has nothing: %i', async (service, path, status) => {
    expect(await ask(`${addresses[service]}${path}`)).toMatchObject({ status })
  })

  test.each(['crl', 'issuer', 'lists', 'register'] as const)('%s takes no POST', async service => {
    expect(await ask(addresses[service], { body: UNKNOWN_ISSUER })).toMatchObject({ status: 405 })
  })
})

function serialOf(certificate: Uint8Array): string {
  // The first INTEGER after the version: 02 10 and sixteen octets.
  const octets = Buffer.from(certificate)
  const at = octets.indexOf(Buffer.from('a0030201020210', 'hex')) + 7
  return toHex(octets, at, at + 16)
}

describe('the OCSP responder', () => {
  const base64 = (der: Uint8Array) => Buffer.from(der).toString('base64')
  /** Three octets that become slashes and pluses. */
  const awkward = Uint8Array.of(0xff, 0xff, 0xfe, 0xfb, 0xef, 0xbe)

  test.each([
    ['POST', () => ask(addresses.ocsp, { body: UNKNOWN_ISSUER }), UNAUTHORIZED],
    ['POST of no request', () => ask(addresses.ocsp, { body: awkward }), MALFORMED],
    ['POST of nothing', () => ask(addresses.ocsp, { body: new Uint8Array(0) }), MALFORMED],
    ['GET', () => ask(`${addresses.ocsp}/${encodeURIComponent(base64(UNKNOWN_ISSUER))}`), UNAUTHORIZED],
    ['GET with its slashes', () => ask(`${addresses.ocsp}/${base64(UNKNOWN_ISSUER)}`), UNAUTHORIZED],
    ['GET of no request', () => ask(`${addresses.ocsp}/${encodeURIComponent(base64(awkward))}`), MALFORMED],
    ['GET of no base64', () => ask(`${addresses.ocsp}/%ff!`), MALFORMED],
    ['GET of nothing', () => ask(addresses.ocsp), MALFORMED],
  ])('answers a %s in its protocol', async (_, call, response) => {
    const answer = await call()
    expect(answer).toMatchObject({ status: 200, type: 'application/ocsp-response' })
    expect(toHex(answer.body)).toBe(response)
  })

  test('takes a body of 64 KiB, and none above', async () => {
    expect(await ask(addresses.ocsp, { body: new Uint8Array(65_536) })).toMatchObject({ status: 200 })
    expect(await ask(addresses.ocsp, { body: new Uint8Array(65_537) })).toMatchObject({ status: 413 })
    const chunked = { 'transfer-encoding': 'chunked' }
    const body = new Uint8Array(65_537)
    await expect(
      ask(addresses.ocsp, { body, headers: chunked }).then(({ status }) => {
        if (status !== 200) throw new Error('refused')
      }),
    ).rejects.toThrow()
  })

  test.each([
    ['PUT', { method: 'PUT', body: UNKNOWN_ISSUER }, 405],
    ['text', { body: UNKNOWN_ISSUER, type: 'text/plain' }, 415],
  ])('refuses a %s', async (_, question, status) => {
    expect(await ask(addresses.ocsp, question)).toMatchObject({ status })
  })

  test('survives what is no HTTP', async () => {
    const { port } = new URL(addresses.ocsp)
    const said = await new Promise<string>(resolve => {
      let text = ''
      const socket = connect(Number(port), '127.0.0.1', () => socket.end('\0\0\0\r\n\r\n'))
      socket.on('data', part => {
        text += part
      })
      socket.once('close', () => resolve(text))
    })
    expect(said).toContain('400')
    expect(await ask(addresses.ocsp, { body: UNKNOWN_ISSUER })).toMatchObject({ status: 200 })
  })
})

describe.skipIf(!installed('openssl'))('openssl ocsp as a client', () => {
  async function judge(certificate: Uint8Array, options: readonly string[] = []) {
    const files = { 'ca.pem': [world.ca], 'leaf.pem': [certificate] }
    const given = ['-url', addresses.ocsp, '-issuer', 'ca.pem', '-CAfile', 'ca.pem', '-no-CApath']
    return (await openssl(['ocsp', '-timeout', '20', ...given, ...options, '-cert', 'leaf.pem'], files)).says
  }

  test('gets what the world says, with its nonce', async () => {
    const certificate = await world.mint({ subject: 'Asked' })
    const good = await judge(certificate)
    expect(good).toContain('Response verify OK')
    expect(good).toContain('leaf.pem: good')
    expect(good).not.toContain('nonce')
    world.revoke(certificate, { reason: 'cessationOfOperation' })
    for (const hash of ['-sha1', '-sha256']) {
      const revoked = await judge(certificate, [hash])
      expect(revoked).toContain('Response verify OK')
      expect(revoked).toContain('leaf.pem: revoked')
      expect(revoked).toContain('cessationOfOperation')
    }
  })

  test('hears that a certificate of the authority is unknown that this world did not enter', async () => {
    const twin = await revocationWorld({ now })
    expect(await judge(await twin.mint({ subject: 'Never Entered' }))).toContain('leaf.pem: unknown')
  })

  test('hears that others are not its business', async () => {
    const other = await revocationWorld({ now, seed: 'another' })
    const files = { 'ca.pem': [other.ca], 'leaf.pem': [await other.mint()] }
    const options = ['ocsp', '-url', addresses.ocsp, '-issuer', 'ca.pem', '-cert', 'leaf.pem']
    expect((await openssl(options, files)).says).toContain('unauthorized (6)')
  })
})

describe('an outage', () => {
  const url = (service: Service) => (service === 'ocsp' ? addresses.ocsp : `${addresses.crl}/LU-listed.crl`)

  test('does not happen to other services, and ends', async () => {
    responders.outage('crl', 'broken')
    expect(await ask(url('crl'))).toMatchObject({ status: 500 })
    expect(await ask(`${addresses.issuer}/LU-listed.cer`)).toMatchObject({ status: 200 })
    responders.restore('crl')
    expect(await ask(url('crl'))).toMatchObject({ status: 200 })
  })

  test.each([
    ['broken', { status: 500, type: 'text/plain' }],
    ['html', { status: 200, type: 'text/html' }],
  ] as const)('%s answers %o, and counts', async (kind, answer) => {
    for (const service of ['ocsp', 'crl'] as const) {
      responders.outage(service, kind)
      const before = responders.calls(service)
      const question = service === 'ocsp' ? { body: UNKNOWN_ISSUER } : {}
      expect(await ask(url(service), question)).toMatchObject(answer)
      expect(responders.calls(service)).toBe(before + 1)
    }
  })

  test('refused resets a new connection, and one that stood before', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    expect(await ask(url('crl'), { agent })).toMatchObject({ status: 200 })
    const before = responders.calls('crl')
    responders.outage('crl', 'refused')
    await expect(ask(url('crl'), { agent })).rejects.toMatchObject({ code: 'ECONNRESET' })
    await expect(ask(url('crl'))).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(responders.calls('crl')).toBe(before + 2)
    agent.destroy()
  })

  test('truncated promises more than it sends', async () => {
    responders.outage('issuer', 'truncated')
    const [head, parts, error] = await begin(`${addresses.issuer}/LU-listed.cer`)
    expect(head.headers['content-length']).toBe(String(world.ca.length))
    expect(Buffer.concat(parts).equals(world.ca.subarray(0, Math.floor(world.ca.length / 2)))).toBe(true)
    expect(error).toMatchObject({ code: 'ECONNRESET' })
  })

  test('slow sends one octet at a time', async () => {
    responders.outage('crl', 'slow')
    const [head, parts] = await begin(url('crl'), 3)
    expect(head.statusCode).toBe(200)
    expect(parts.map(part => part.length)).toEqual([1, 1, 1])
    expect(Buffer.concat(parts)[0]).toBe(0x30)
  })

  test('slow sends all of it in the end', async () => {
    responders.outage('lists', 'slow')
    const answer = await ask(`${addresses.lists}/LU.xml`)
    expect(answer).toMatchObject({ status: 200, type: 'application/vnd.etsi.tsl+xml' })
    expect(answer.body.equals(LIST)).toBe(true)
  })

  test('silent, the default, takes the connection and says nothing', async () => {
    responders.outage('ocsp')
    const before = responders.calls('ocsp')
    const call = send(addresses.ocsp, { method: 'POST', agent: false })
    const heard: string[] = []
    call.once('response', () => heard.push('response'))
    call.once('error', () => heard.push('error'))
    call.end(UNKNOWN_ISSUER)
    // Everybody else is answered meanwhile, and the call was counted.
    await expect.poll(() => responders.calls('ocsp')).toBe(before + 1)
    for (let i = 0; i < 5; i++) await ask(url('crl'))
    expect(heard).toEqual([])
    call.destroy()
  })

  /** The head, the parts of the body as they came, up to a number of them, and how it ended otherwise. */
  function begin(address: string, enough = Number.POSITIVE_INFINITY) {
    return new Promise<[IncomingMessage, readonly Buffer[], unknown?]>((resolve, reject) => {
      const call = send(address, { agent: false }, response => {
        const parts: Buffer[] = []
        response.on('data', part => {
          parts.push(part)
          if (parts.length < enough) return
          resolve([response, parts])
          call.destroy()
        })
        response.once('error', error => resolve([response, parts, error]))
        response.once('end', () => resolve([response, parts]))
      })
      call.once('error', reject)
      call.end()
    })
  }
})

describe('the end', () => {
  const nothing = async () => undefined
  const contents = {
    ocsp: async () => new Uint8Array(0),
    crl: nothing,
    issuer: nothing,
    lists: nothing,
    register: nothing,
  }

  test.each(['silent', 'slow'] as const satisfies readonly Outage[])(
    'closes connections at once, %s ones too, and twice is once',
    async kind => {
      const own = await startResponders({ ...contents, crl: async () => LIST })
      own.outage('crl', kind)
      const call = ask(`${own.addresses.crl}/any`)
      const ended = expect(call).rejects.toMatchObject({ code: 'ECONNRESET' })
      await expect.poll(() => own.calls('crl')).toBe(1)
      await own.close()
      await ended
      await own.close()
      await expect(ask(own.addresses.crl)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    },
  )

  test('a process that forgets it ends all the same', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'qwac-responders-'))
    compileTo(folder, [
      'core/result.ts',
      'core/bytes.ts',
      'sandbox/revocation/outages.ts',
      'sandbox/revocation/responders.ts',
    ])
    const script = `
      import { startResponders } from './sandbox/revocation/responders.js'
      const none = async () => undefined
      const { addresses } = await startResponders({ ocsp: none, crl: none, issuer: none, lists: none, register: none })
      console.log((await fetch(addresses.crl)).status)`
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { cwd: folder })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', text => {
        said += text
      })
    const stop = setTimeout(() => child.kill(), 20_000)
    const [status] = await once(child, 'close')
    clearTimeout(stop)
    rmSync(folder, { recursive: true })
    expect({ said, status }).toEqual({ said: '404\n', status: 0 })
  })

  function compileTo(folder: string, paths: readonly string[]): void {
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
    for (const path of paths) {
      const source = readFileSync(join(import.meta.dirname, '../../../src', path), 'utf8')
      const { outputText } = ts.transpileModule(source, { compilerOptions: COMPILER })
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path.replace(/ts$/, 'js')), outputText)
    }
  }

  const COMPILER: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
    rewriteRelativeImportExtensions: true,
  }
})
