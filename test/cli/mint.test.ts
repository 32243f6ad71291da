import { createPrivateKey, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { instant } from '../../src/core/time.ts'
import {
  AUTHORITY_KINDS,
  CERTIFICATE_DEFECT_NAMES,
  createTestWorld,
  KEY_KINDS,
  MARKER,
} from '../../src/sandbox/index.ts'
import { qwac } from './support.ts'

const folder = mkdtempSync(join(tmpdir(), 'qwac-mint-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const AT = '2026-06-01T12:00:00Z'
const mint = (name: string, ...words: readonly string[]) =>
  qwac('mint', name, '--out', join(folder, name), '--now', AT, ...words)

const pemsIn = (name: string): readonly X509Certificate[] =>
  readFileSync(join(folder, name, `${name}.pem`), 'utf8')
    .split(/(?<=END CERTIFICATE-----\n)/)
    .filter(pem => pem !== '')
    .map(pem => new X509Certificate(pem))
const keyIn = (name: string) => createPrivateKey(readFileSync(join(folder, name, `${name}.key.pem`)))
const modeOf = (name: string) => statSync(join(folder, name, `${name}.key.pem`)).mode & 0o777

describe('qwac mint', () => {
  test('writes the certificate and its key, and says where', async () => {
    const { code, result, notes } = await mint('tpp')
    expect([code, notes]).toEqual([0, ''])
    const paths = ['tpp.pem', 'tpp.key.pem'].map(name => join(folder, 'tpp', name))
    expect(result.split('\n')).toEqual(paths)
    expect(readdirSync(join(folder, 'tpp')).sort()).toEqual(['tpp.key.pem', 'tpp.pem'])
    const [leaf, ...chain] = pemsIn('tpp')
    expect(chain).toEqual([])
    expect(leaf?.subject).toContain(MARKER)
    expect(leaf?.checkPrivateKey(keyIn('tpp'))).toBe(true)
  })

  test('writes what stands above the certificate behind it', async () => {
    await mint('below', '--issuer', 'intermediate')
    const [leaf, issuer, ...others] = pemsIn('below')
    expect(others).toEqual([])
    expect(leaf?.checkIssued(issuer!) && leaf.verify(issuer!.publicKey)).toBe(true)
  })

  test('mints what a world of the same seed mints', async () => {
    const words = ['--seed', 'mine', '--role', 'PSP_AI', 'PSP_IC', '--authority', 'FI-FINFSA']
    await mint('same', ...words, '--authority-name', 'Finanssivalvonta', '--number', '1', '--subject', 'S')
    const world = await createTestWorld({ seed: 'mine', now: instant(AT) })
    const { privateKey } = await world.mint({
      roles: ['PSP_AI', 'PSP_IC'],
      authority: { id: 'FI-FINFSA', name: 'Finanssivalvonta' },
      authorizationNumber: '1',
      subject: 'S',
    })
    expect(readFileSync(join(folder, 'same', 'same.key.pem'), 'utf8')).toBe(privateKey)
    expect(pemsIn('same')[0]?.subject).toContain('PSDFI-FINFSA-1')
  })

  test.each([
    ['--dns-name', ['--dns-name', 'pay.example'], 'subjectAltName', 'DNS:pay.example'],
    ['--not-before', ['--not-before', '2026-05-01T00:00:00Z'], 'validFrom', 'May  1 00:00:00 2026 GMT'],
    ['--not-after', ['--not-after', '2026-07-01T00:00:00Z'], 'validTo', 'Jul  1 00:00:00 2026 GMT'],
    ['--organization-identifier', ['--organization-identifier', 'VATLU-1'], 'subject', 'VATLU-1'],
    ['--country', ['--country', 'IE'], 'subject', 'C=IE\n'],
    ['--territory', ['--territory', 'AT'], 'issuer', 'C=AT\n'],
    ['--issuer', ['--issuer', 'withdrawn'], 'issuer', 'Withdrawn CA'],
  ] as const)('%s changes what it names', async (option, words, field, expected) => {
    const name = option.slice(2)
    expect((await mint(name, ...words)).code).toBe(0)
    expect(pemsIn(name)[0]?.[field]).toContain(expected)
  })

  test('mints a key of the kind that is asked for', async () => {
    await mint('edwards', '--key', 'Ed25519')
    expect(keyIn('edwards').asymmetricKeyType).toBe('ed25519')
  })

  test('offers every defect, key and authority of the sandbox by its name', async () => {
    const { code, result } = await qwac('mint', '--help')
    expect(code).toBe(0)
    for (const name of [...CERTIFICATE_DEFECT_NAMES, ...KEY_KINDS, ...AUTHORITY_KINDS])
      expect(result).toContain(`"${name}"`)
  })

  test('lets nobody else read the key, not even where a file stood that others could read', async () => {
    await mint('secret')
    expect(modeOf('secret')).toBe(0o600)
    const path = join(folder, 'secret', 'secret.key.pem')
    writeFileSync(path, 'old')
    chmodSync(path, 0o644)
    expect((await mint('secret')).code).toBe(0)
    expect(modeOf('secret')).toBe(0o600)
    expect(keyIn('secret').type).toBe('private')
  })

  test.each([
    ['a name that leads out of the folder', ['mint', '../out']],
    ['a name with a folder', ['mint', 'a/b']],
    ['a name that is hidden', ['mint', '.hidden']],
    ['no name', ['mint']],
    ['a territory that the world does not have', ['mint', 'a', '--territory', 'XX']],
    [
      'a country for which no three letters are known',
      ['mint', 'a', '--defect', 'three-letter-country', '--authority', 'XX-ABC'],
    ],
    ['an empty seed', ['mint', 'a', '--seed', '']],
    ['a role that is none', ['mint', 'a', '--role', 'PSP_XX']],
    ['a key that is none', ['mint', 'a', '--key', 'rsa-1024']],
    ['an authority that is none', ['mint', 'a', '--issuer', 'nobody']],
    ['a defect that is none', ['mint', 'a', '--defect', 'constructor']],
    ['an address of lists that is none', ['mint', 'a', '--lists-url', 'localhost:8080']],
    ['an address of lists of another scheme', ['mint', 'a', '--lists-url', 'file:///tmp']],
    ['a moment without a zone', ['mint', 'a', '--now', '2026-06-01T12:00:00']],
  ])('ends with 64 for %s, and writes nothing', async (_, words) => {
    const out = mkdtempSync(join(folder, 'nothing-'))
    const { code, result, notes } = await qwac(...words, '--out', out)
    expect([code, result]).toEqual([64, ''])
    expect(notes).not.toBe('')
    expect(readdirSync(out)).toEqual([])
  })

  test('ends with 73 where nothing can be written', async () => {
    const path = join(folder, 'a-file')
    writeFileSync(path, '')
    const { code, notes } = await qwac('mint', 'a', '--out', join(path, 'below'), '--now', AT)
    expect(code).toBe(73)
    expect(notes).toMatch(/a-file.below.a\.pem: cannot be written: there is a file where a folder should be$/)
  })
})

describe('qwac mint --lists', () => {
  const judge = (name: string) => {
    const out = join(folder, name)
    const lists = ['--lotl', join(out, 'lotl.xml'), '--lists', join(out, 'lists')]
    const words = [...lists, '--anchor', join(out, 'notice.json'), '--at', AT, '--json']
    return qwac('validate', join(out, `${name}.pem`), ...words)
  }

  test.each([
    ['listed', [], 'QWAC'],
    ['intermediate', ['--issuer', 'intermediate'], 'QWAC'],
    ['version-5', ['--territory', 'AT'], 'QWAC'],
    ['unlisted', ['--issuer', 'unlisted'], 'Not_QWAC'],
    ['seal', ['--kind', 'seal'], 'Not_QWAC'],
    ['no-qc-type', ['--defect', 'no-qc-type'], 'Not_QWAC'],
  ] as const)('by them, %s with %o is %s', async (name, words, result) => {
    expect((await mint(name, '--lists', ...words)).code).toBe(0)
    const { result: report, notes } = await judge(name)
    expect(notes).toBe('')
    expect(JSON.parse(report).qualification.website.result).toBe(result)
  })
})

describe('qwac mint --lists-url', () => {
  /** Serves the lists of a folder, on a port of its own. */
  async function serve(out: string) {
    const server = createServer((request, response) => {
      const name = request.url?.slice(1) ?? ''
      const found = /^[\w-]+\.xml$/.test(name) && existsSync(join(out, name))
      response.writeHead(found ? 200 : 404).end(found ? readFileSync(join(out, name)) : '')
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    return { server, base: `http://127.0.0.1:${port}` }
  }

  test.each(['', '/'])(
    'writes lists that a server of files serves and the keeper fetches (%j)',
    async slash => {
      const out = join(folder, `served${slash.length}`)
      const { server, base } = await serve(out)
      try {
        const minted = await qwac('mint', 'tpp', '--out', out, '--lists-url', `${base}${slash}`)
        expect([minted.code, minted.notes]).toEqual([0, ''])
        expect(readdirSync(out).toSorted()).toEqual([
          ...['AT.xml', 'LU.xml', 'eu-lotl.xml', 'notice.json', 'tpp.key.pem', 'tpp.pem'],
        ])
        const kept = ['--store', join(out, 'store'), '--anchor', join(out, 'notice.json')]
        const words = ['--lotl-url', `${base}/eu-lotl.xml`, '--unsafe-loopback']
        const refreshed = await qwac('lists', 'refresh', ...kept, ...words)
        expect([refreshed.code, refreshed.result.split('\n').at(-1)]).toEqual([
          0,
          '2/2 fresh or closed, 6 services',
        ])
        const judged = await qwac('validate', join(out, 'tpp.pem'), ...kept, '--json')
        expect(JSON.parse(judged.result).qualification.website.result).toBe('QWAC')
      } finally {
        server.close()
      }
    },
  )

  test('names the addresses in the lists, and leaves those of the authorities alone', async () => {
    await mint('named', '--lists-url', 'https://lists.test/a')
    const out = join(folder, 'named')
    const lotl = readFileSync(join(out, 'eu-lotl.xml'), 'utf8')
    for (const name of ['eu-lotl', 'LU', 'AT'])
      expect(lotl).toContain(`<TSLLocation>https://lists.test/a/${name}.xml</TSLLocation>`)
    expect(readFileSync(join(out, 'LU.xml'), 'utf8')).toContain('https://lists.test/a/eu-lotl.xml')
    expect(pemsIn('named')[0]?.infoAccess).toContain('http://qtsp.example/')
  })
})
