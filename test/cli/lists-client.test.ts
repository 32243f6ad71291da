import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { listsClient } from '../../src/cli/lists-client.ts'

const servers: Server[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map(server => new Promise(done => server.close(done))))
})

interface Here {
  readonly port: number
  /** Paths that were asked. */
  readonly asked: string[]
}

/** A server on loopback, whose `/leads` redirects to an address. */
async function serve(leads: (own: number) => string = () => ''): Promise<Here> {
  const asked: string[] = []
  const server = createServer(({ url = '' }, response) => {
    asked.push(url)
    if (url === '/leads') response.writeHead(302, { location: leads(port) }).end()
    else response.end('list')
  })
  servers.push(server)
  await new Promise<void>((done, failed) => server.on('error', failed).listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return { port, asked }
}

async function ask(url: string, lotlUrl: string | undefined, unsafeLoopback: boolean): Promise<string> {
  const client = listsClient(lotlUrl, unsafeLoopback)
  const signal = new AbortController().signal
  const outcome = await client.request({ url, maxOctets: 1_000, timeout: 5_000 }, signal)
  return outcome.ok ? new TextDecoder().decode(outcome.value.body) : `${outcome.reason}: ${outcome.detail}`
}

describe('without --unsafe-loopback', () => {
  test.each([
    ['http://127.0.0.1/', 'the address 127.0.0.1'],
    ['http://[::1]/', 'the address ::1'],
    ['http://localhost/', 'the local name localhost'],
    ['http://10.0.0.1/', 'the address 10.0.0.1'],
    ['http://127.0.0.1:8080/', 'port 8080'],
  ])('%s is not asked', async (url, detail) => {
    expect(await ask(url, 'http://127.0.0.1:8080/lotl.xml', false)).toBe(`not-allowed: ${detail}`)
  })

  test('no connection comes to a server of this machine', async () => {
    const { port, asked } = await serve()
    const url = `http://127.0.0.1:${port}/`
    expect(await ask(url, url, false)).toBe(`not-allowed: port ${port}`)
    expect(asked).toEqual([])
  })
})

describe('with --unsafe-loopback', () => {
  test.each(['127.0.0.1', 'localhost'])('%s is asked at the port of --lotl-url', async host => {
    const { port, asked } = await serve()
    expect(await ask(`http://${host}:${port}/XX.xml`, `http://127.0.0.1:${port}/lotl.xml`, true)).toBe('list')
    expect(asked).toEqual(['/XX.xml'])
  })

  test('no other port of this machine is asked', async () => {
    const [own, other] = [await serve(), await serve()]
    const url = `http://127.0.0.1:${other.port}/`
    expect(await ask(url, `http://127.0.0.1:${own.port}/lotl.xml`, true)).toBe(
      `not-allowed: port ${other.port}`,
    )
    expect(await ask('http://127.0.0.1/', `http://127.0.0.1:${own.port}/`, true)).toBe('not-allowed: port 80')
    expect(other.asked).toEqual([])
  })

  test.each([
    ['another address of loopback', 'http://127.0.0.2/', 'the address 127.0.0.2'],
    [
      'one written in another way',
      'http://2130706433:8080/',
      'a host that is written in another way than 127.0.0.1',
    ],
    ['a private address', 'http://10.0.0.1/', 'the address 10.0.0.1'],
    ['the address of metadata', 'http://169.254.169.254/', 'the address 169.254.169.254'],
    ['a mapped address', 'http://[::ffff:7f00:1]/', 'the address ::ffff:7f00:1'],
    ['a local name', 'http://intranet/', 'the local name intranet'],
    ['a name under that of this machine', 'http://x.localhost:8080/', 'port 8080'],
    ['the port of --lotl-url elsewhere', 'http://lists.example:8080/', 'port 8080'],
    ['another scheme', 'file:///etc/passwd', 'an address that is not one of http or https'],
    ['a user name', 'http://user@127.0.0.1:8080/', 'an address with a user name'],
  ])('nothing else is loosened: %s', async (_, url, detail) => {
    expect(await ask(url, 'http://127.0.0.1:8080/lotl.xml', true)).toBe(`not-allowed: ${detail}`)
  })

  test('a redirect is followed to the same host and port', async () => {
    const { port, asked } = await serve(() => '/XX.xml')
    const base = `http://127.0.0.1:${port}`
    expect(await ask(`${base}/leads`, `${base}/lotl.xml`, true)).toBe('list')
    expect(asked).toEqual(['/leads', '/XX.xml'])
  })

  test.each([
    ['another port', (_: number, other: number) => `http://127.0.0.1:${other}/`, /^not-allowed: port/],
    [
      'another name of this machine',
      (own: number) => `http://localhost:${own}/`,
      /a redirect to http:\/\/localhost/,
    ],
    [
      'the other address of this machine',
      (own: number) => `http://[::1]:${own}/`,
      /a redirect to http:\/\/\[::1\]/,
    ],
    ['a private address', (own: number) => `http://10.0.0.1:${own}/`, /^not-allowed: the host 10/],
    ['a public host', () => 'http://lists.example/', /^not-allowed: port 80/],
    [
      'a public host at the same port',
      (own: number) => `http://lists.example:${own}/`,
      /the host lists\.example/,
    ],
  ])('a redirect to %s is not followed', async (_, to, detail) => {
    const other = await serve()
    const leading = await serve(own => to(own, other.port))
    const base = `http://127.0.0.1:${leading.port}`
    expect(await ask(`${base}/leads`, `${base}/lotl.xml`, true)).toMatch(detail)
    expect([leading.asked, other.asked]).toEqual([['/leads'], []])
  })

  test('without --lotl-url the ports are those of every host', async () => {
    expect(await ask('http://127.0.0.1:8080/', undefined, true)).toBe('not-allowed: port 8080')
    const { port } = await serve()
    expect(await ask(`http://127.0.0.1:${port}/`, undefined, true)).toBe(`not-allowed: port ${port}`)
  })
})
