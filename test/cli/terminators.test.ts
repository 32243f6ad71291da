import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { installed } from '../support/installed.ts'
import {
  ask,
  type Client,
  haproxyFile,
  portOf,
  startHaproxy,
  startNginx,
  type Terminator,
} from '../support/terminators.ts'
import { authority, holder, provider, websiteService, writeLists } from '../support/website-lists.ts'
import { qwac } from './support.ts'

// What docs/terminators.md says of nginx, HAProxy and Node, tried: the rows of its tables that it calls
// tests.

const folder = mkdtempSync(join(tmpdir(), 'qwac-terminators-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const path = (...names: readonly string[]) => join(folder, ...names)

/** Who comes to the door. `undefined` has no certificate. */
let clients: Readonly<Record<string, Client | undefined>>
/** The certificate and key of the servers. */
let own: Client

const LISTED = ['below a listed authority', 'which sends it too', 'one further down', 'below a listed root']
const OTHERS = [
  'below the root above, which is not listed',
  'of a forger with the name of a listed authority',
  'of a forger who sends the real one',
  'of a forger without key identifiers',
  'nobody',
]

beforeAll(async () => {
  const root = await authority('root')
  const listed = await authority('listed', root)
  const further = await authority('further', listed)
  const self = await authority('self')
  const forger = await authority('listed', await authority('root'))
  clients = {
    'below a listed authority': await holder(listed),
    'which sends it too': await holder(listed, [listed.certificate]),
    'one further down': await holder(further, [further.certificate]),
    'below a listed root': await holder(self),
    'below the root above, which is not listed': await holder(root),
    'of a forger with the name of a listed authority': await holder(
      forger,
      [forger.certificate],
      'issuer-key',
    ),
    'of a forger who sends the real one': await holder(forger, [listed.certificate], 'issuer-key'),
    'of a forger without key identifiers': await holder(forger),
    nobody: undefined,
  }
  own = await holder(self)
  writeFileSync(path('server.crt'), own.cert)
  writeFileSync(path('server.key'), own.key)
  writeFileSync(path('SERVER.pem'), own.cert + own.key)
  const lists = writeLists(folder, {
    XX: { providers: [provider('P', websiteService([listed.certificate.bytes, self.certificate.bytes]))] },
    YY: {},
  })
  for (const format of ['pem', 'nginx', 'haproxy', 'node']) {
    const out = path(format === 'node' ? 'anchors.mjs' : format)
    const { code, notes } = await qwac(
      'lists',
      'export',
      ...lists,
      '--at',
      '2026-08-20T12:00:00Z',
      '--format',
      format,
      '--out',
      out,
    )
    expect([code, notes]).toEqual([0, 'qwac: 2 lists, 2 used, 2 certificates'])
  }
})

/** What everybody is answered at a door, which is closed in the end. */
async function answers(door: Terminator, who: readonly string[]): Promise<readonly string[]> {
  try {
    const told: string[] = []
    for (const name of who) told.push(await ask(door.port, clients[name]))
    return told
  } finally {
    await door.close()
  }
}

const place = (name: string) => {
  mkdirSync(path(name), { recursive: true })
  return path(name)
}

describe.skipIf(!installed('nginx'))('nginx', () => {
  const settings = () => readFileSync(path('nginx', 'qwac-client.conf'), 'utf8')
  const serve = (name: string, lines: string) =>
    startNginx(
      place(name),
      `ssl_certificate ${path('server.crt')}; ssl_certificate_key ${path('server.key')};
${lines}
location / { return 200 "$ssl_client_verify"; }`,
    )

  test('admits by the settings who is below an anchor', async () => {
    const door = await serve('nginx-in', settings())
    expect(await answers(door, LISTED)).toEqual(LISTED.map(() => '200 SUCCESS'))
  })

  test('turns away by the settings everybody else', async () => {
    const door = await serve('nginx-out', settings())
    for (const answer of await answers(door, OTHERS)) expect(answer).toMatch(/^40[03] /)
  })

  test('tells, where everybody is let in and no anchor is named, that nobody was verified', async () => {
    const door = await serve('nginx-all', 'ssl_verify_client optional_no_ca;')
    const told = await answers(door, [...LISTED, 'of a forger with the name of a listed authority', 'nobody'])
    expect(told.map(answer => answer.split(':')[0])).toEqual([
      ...[...LISTED, ''].map(() => '200 FAILED'),
      '200 NONE',
    ])
  })

  test('refuses the settings outside of a server', () => {
    const at = place('nginx-outside')
    writeFileSync(join(at, 'x.conf'), `error_log ${at}/e; pid ${at}/p; events {}\nhttp { ${settings()} }`)
    const { status, stderr } = spawnSync('nginx', ['-t', '-e', join(at, 'e'), '-c', join(at, 'x.conf')], {
      encoding: 'utf8',
    })
    expect([status, stderr.includes('"if" directive is not allowed here')]).toEqual([1, true])
  })
})

describe.skipIf(!installed('haproxy'))('HAProxy', () => {
  const settings = () =>
    readFileSync(path('haproxy', 'qwac-bind.cfg'), 'utf8').replace('SERVER.pem', path('SERVER.pem'))
  const FACTS = '%[ssl_c_used] %[ssl_c_verify]'

  test('finds nothing wrong with the settings', () => {
    const file = path('checked.cfg')
    writeFileSync(file, haproxyFile(settings(), FACTS))
    expect(spawnSync('haproxy', ['-c', '-f', file]).status).toBe(0)
  })

  test('admits by the settings who is below an anchor', async () => {
    const door = await startHaproxy(place('haproxy-in'), settings(), FACTS)
    expect(await answers(door, LISTED)).toEqual(LISTED.map(() => '200 1 0'))
  })

  test('turns away by the settings everybody else', async () => {
    const door = await startHaproxy(place('haproxy-out'), settings(), FACTS)
    expect(await answers(door, OTHERS)).toEqual(OTHERS.map(() => 'refused'))
  })

  test('tells, where everybody is let in, what was wrong with whom', async () => {
    const all = settings().replace('verify required', 'verify optional ca-ignore-err all crt-ignore-err all')
    const door = await startHaproxy(place('haproxy-all'), all, FACTS)
    const told = await answers(door, [...LISTED, ...OTHERS])
    expect(told.slice(0, LISTED.length)).toEqual(LISTED.map(() => '200 1 0'))
    for (const answer of told.slice(LISTED.length, -1)) expect(answer).toMatch(/^200 1 [1-9]/)
    expect(told.at(-1)).toBe('200 0 0')
  })
})

describe('Node', () => {
  async function serve(options: object): Promise<Terminator> {
    const server = createServer({ cert: own.cert, key: own.key, ...options }, ({ socket }, response) => {
      response.end(String((socket as TLSSocket).authorized))
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const close = async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    }
    return { port: portOf(server.address()), close }
  }

  const load = async (): Promise<{ readonly options: object }> =>
    import(pathToFileURL(path('anchors.mjs')).href)

  test('admits by the options who is below an anchor', async () => {
    const door = await serve((await load()).options)
    expect(await answers(door, LISTED)).toEqual(LISTED.map(() => '200 true'))
  })

  test('turns away by the options everybody else', async () => {
    const door = await serve((await load()).options)
    expect(await answers(door, OTHERS)).toEqual(OTHERS.map(() => 'refused'))
  })

  test('tells, where everybody is let in, who was verified', async () => {
    const door = await serve({ ...(await load()).options, rejectUnauthorized: false })
    expect(await answers(door, [...LISTED, ...OTHERS])).toEqual([
      ...LISTED.map(() => '200 true'),
      ...OTHERS.map(() => '200 false'),
    ])
  })

  test('does not take a plain certificate that is not self-signed for the end of a path', async () => {
    const ca = readFileSync(path('pem'), 'utf8')
    const door = await serve({ ca, requestCert: true, rejectUnauthorized: true })
    expect(await answers(door, LISTED)).toEqual(['refused', 'refused', 'refused', '200 true'])
  })
})

describe.skipIf(!installed('openssl'))('openssl verify', () => {
  const verify = (bundle: string, client: Client | undefined, words: readonly string[]) => {
    writeFileSync(path('client.pem'), client?.cert ?? '')
    const trust = ['-no-CApath', '-no-CAstore', '-purpose', 'sslclient', '-CAfile', bundle]
    return spawnSync('openssl', ['verify', ...trust, ...words, path('client.pem')]).status
  }

  test.each([
    ['pem', ['-partial_chain'], 0],
    ['pem', [], 2],
    [join('nginx', 'qwac-anchors.pem'), [], 0],
  ])('by %s with %j ends with %i', (bundle, words, status) => {
    expect(verify(path(bundle), clients['below a listed authority'], words)).toBe(status)
  })

  test.each([
    ['self-signed', 2],
    ['signed by another', 0],
  ])('by an anchor of the bundle that has ended and is %s ends with %i', async (how, status) => {
    const root = await authority('root')
    const period = { notBefore: '2020-01-01', notAfter: '2021-01-01' }
    const ended = await authority('ended', how === 'self-signed' ? undefined : root, period)
    const lists = writeLists(place('ended'), {
      XX: { providers: [provider('P', websiteService([ended.certificate.bytes]))] },
      YY: {},
    })
    const words = ['--at', '2026-08-20T12:00:00Z', '--format', 'haproxy', '--out', path('ended', 'out')]
    expect((await qwac('lists', 'export', ...lists, ...words)).code).toBe(0)
    expect(verify(path('ended', 'out', 'qwac-anchors.pem'), await holder(ended), [])).toBe(status)
  })
})
