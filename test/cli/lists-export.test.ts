import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer } from 'node:tls'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readPemBlocks } from '../../src/encoding/pem.ts'
import { installed } from '../support/installed.ts'
import {
  authority,
  type ExportAuthority,
  provider,
  signers,
  type WorldPlan,
  websiteService,
  writeLists,
} from '../support/website-lists.ts'
import { type Ended, LISTS, qwac } from './support.ts'

const folder = mkdtempSync(join(tmpdir(), 'qwac-export-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const path = (...names: readonly string[]) => join(folder, ...names)
const AT = ['--at', '2026-08-20T12:00:00Z'] as const
const FORMATS = ['pem', 'nginx', 'haproxy', 'envoy', 'node'] as const

let root: ExportAuthority
let listed: ExportAuthority
let self: ExportAuthority
beforeAll(async () => {
  root = await authority('root')
  listed = await authority('listed', root)
  self = await authority('self')
})

const sha256 = ({ certificate }: ExportAuthority) =>
  createHash('sha256').update(certificate.bytes).digest('hex')

/** Two lists with a certificate each; `name` is the provider's in the first. */
const sound = (name = 'Provider'): WorldPlan => ({
  XX: { providers: [provider(name, websiteService([listed.certificate.bytes]))] },
  YY: { providers: [provider('Other', websiteService([self.certificate.bytes]))] },
})

let out: string
beforeEach(() => {
  out = path('out')
  rmSync(out, { recursive: true, force: true })
})

function exported(plan: WorldPlan, ...words: readonly string[]): Promise<Ended> {
  return qwac('lists', 'export', ...writeLists(folder, plan), ...AT, ...words)
}

/** The file with the certificates, whatever the format. */
const bundleOf = (format: string) =>
  readFileSync(format === 'nginx' || format === 'haproxy' ? join(out, 'qwac-anchors.pem') : out, 'utf8')

/** The certificates of a text that may be indented or stand in a string, by their digests. */
function certificatesIn(text: string): readonly string[] {
  const blocks = readPemBlocks(text.replaceAll('\\n', '\n'))
  if (!blocks.ok) throw new Error(blocks.reason)
  return blocks.value.map(({ label, text: contents }) => {
    const octets = Buffer.from(contents, 'base64')
    // What OpenSSL puts behind a certificate is fourteen octets long.
    const der = label === 'TRUSTED CERTIFICATE' ? octets.subarray(0, -14) : octets
    return createHash('sha256').update(der).digest('hex')
  })
}

describe.each(FORMATS)('qwac lists export --format %s', format => {
  test('writes each anchor once, in an order of its own, with a note', async () => {
    const twice: WorldPlan = {
      ...sound(),
      YY: {
        providers: [
          provider('Other', websiteService([self.certificate.bytes, listed.certificate.bytes])),
          provider('Third', websiteService([self.certificate.bytes])),
        ],
      },
    }
    const { code, notes } = await exported(twice, '--format', format, '--out', out)
    expect([code, notes]).toEqual([0, 'qwac: 2 lists, 2 used, 2 certificates'])
    const text = bundleOf(format)
    expect(certificatesIn(text)).toEqual([sha256(listed), sha256(self)])
    for (const fact of [
      'territory: XX',
      'provider: Provider',
      'service: Service',
      'type: http://uri.etsi.org/TrstSvc/Svctype/CA/QC ForWebSiteAuthentication',
      'status: granted since 2020-01-01T00:00:00Z',
      'list: number 7, SHA-256 ',
      `certificate: SHA-256 ${sha256(listed)}`,
      'provider: Third',
    ])
      expect(text).toContain(fact)
  })

  test('names what has changed, and touches nothing else', async () => {
    const words = ['--format', format, '--out', out]
    const first = await exported(sound(), ...words)
    expect(first.result.split('\n').every(name => name.startsWith(out))).toBe(true)
    const before = statSync(out).mtimeMs
    // The same lists, some time later.
    const again = await qwac('lists', 'export', ...KEPT(), '--at', '2026-08-21T12:00:00Z', ...words)
    expect([again.code, again.result, again.notes.includes('unchanged')]).toEqual([0, '', true])
    expect(statSync(out).mtimeMs).toBe(before)
    const { result } = await exported(sound('Another'), ...words)
    expect(result).toBe(first.result.split('\n')[0])
  })

  test('leaves out a list that is overdue, says so, and ends with 2', async () => {
    const overdue = '<NextUpdate><dateTime>2026-08-20T11:59:59Z</dateTime></NextUpdate>'
    const { XX, YY } = sound()
    const { code, notes } = await exported(
      { ...(XX && { XX: { ...XX, nextUpdate: overdue } }), ...(YY && { YY }) },
      '--format',
      format,
      '--out',
      out,
    )
    expect(code).toBe(2)
    expect(notes.split('\n')).toEqual([
      'qwac: 2 lists, 1 used, 1 certificates',
      'qwac: XX: expired since 2026-08-20T11:59:59Z',
    ])
    expect(certificatesIn(bundleOf(format))).toEqual([sha256(self)])
    expect(bundleOf(format)).toContain('not used: XX: expired since 2026-08-20T11:59:59Z')
  })

  test('writes nothing where there is nothing, and leaves alone what is there', async () => {
    await exported(sound(), '--format', format, '--out', out)
    const before = bundleOf(format)
    const { code, result, notes } = await exported({}, '--format', format, '--out', out)
    expect([code, result]).toEqual([1, ''])
    expect(notes.split('\n')).toEqual([
      'qwac: 2 lists, 0 used, 0 certificates',
      'qwac: XX: absent',
      'qwac: YY: absent',
      'qwac: no anchors: nothing is written',
    ])
    expect(bundleOf(format)).toBe(before)
  })

  test.each([
    ['a line break', 'Evil\n-----BEGIN CERTIFICATE-----\nMIIB'],
    ['another line break', 'Evil\u2028ssl_verify_client off;\u0085x'],
    ['a block', '-----BEGIN CERTIFICATE-----'],
    ['a block after what OpenSSL reads at once', `${'x'.repeat(242)}-----BEGIN CERTIFICATE-----`],
    ['the end of a comment', '*/ ]; process.exit(1) /*'],
    ['a document', '--- \n...'],
    ['a text without end', '-----BEGIN X-----'.repeat(500)],
    ['what turns the reading', '\u202egnp.\u2066'],
  ])('a provider whose name holds %s adds nothing', async (_, name) => {
    const { code } = await exported(sound(name), '--format', format, '--out', out)
    const text = bundleOf(format)
    expect(code).toBe(0)
    expect(certificatesIn(text)).toEqual([sha256(listed), sha256(self)])
    expect(text.split('\n').filter(line => line.includes('provider: ')).length).toBe(2)
    expect(text).not.toMatch(/[\u0085\u2028\u202e\u2066]/)
  })
})

/** The lists that were written last. */
const KEPT = () => ['--lotl', path('lotl.xml'), '--lists', path('lists'), '--anchor', path('notice.json')]

describe('qwac lists export', () => {
  test('writes PEM to the standard output unless told otherwise', async () => {
    const { code, result } = await exported(sound())
    expect([code, certificatesIn(result)]).toEqual([0, [sha256(listed), sha256(self)]])
  })

  test('says what the list of lists lacks, where that is the reason', async () => {
    const overdue = '<NextUpdate><dateTime>2026-08-01T00:00:00Z</dateTime></NextUpdate>'
    const { code, notes } = await exported({ ...sound(), lotl: { nextUpdate: overdue } })
    expect([code, notes.split('\n')[1]]).toEqual([
      1,
      'qwac: the list of trusted lists is expired since 2026-08-01T00:00:00Z',
    ])
  })

  test('says that a list is refused', async () => {
    const { XX, YY } = sound()
    const plan = { ...(XX && { XX }), ...(YY && { YY: { ...YY, signer: signers.stranger } }) }
    const { code, notes } = await exported(plan)
    expect([code, notes.split('\n').at(-1)]).toEqual([2, 'qwac: YY: refused, not-announced'])
  })

  test('is content where a list is closed, and says that it is', async () => {
    const { XX, YY } = sound()
    const closed = { ...YY, nextUpdate: '<NextUpdate></NextUpdate>' }
    const { code, notes } = await exported({ ...(XX && { XX }), YY: closed })
    expect([code, notes.split('\n').at(-1)]).toEqual([0, 'qwac: YY: closed since 2026-06-01T00:00:00Z'])
  })

  test('counts what cannot be read, and ends with 2', async () => {
    const broken = websiteService([listed.certificate.bytes, Uint8Array.of(0x30, 0)])
    const { YY } = sound()
    const { code, notes } = await exported({ XX: { providers: [provider('P', broken)] }, ...(YY && { YY }) })
    expect([code, notes]).toEqual([2, 'qwac: 2 lists, 2 used, 2 certificates, 1 more cannot be read'])
  })

  test('writes the same from files and from a snapshot of them', async () => {
    const files = await exported(sound())
    const build = ['snapshot', 'build', ...KEPT(), ...AT, '--website', '--out', path('snap')]
    const digest = (await qwac(...build)).result.slice(0, 64)
    const words = ['--snapshot', path('snap'), '--digest', digest, ...AT]
    expect(await qwac('lists', 'export', ...words)).toEqual(files)
    expect((await qwac('lists', 'export', '--snapshot', path('snap'), ...AT)).code).toBe(64)
  })

  test('of a folder of refresh that is empty says that there are no lists', async () => {
    const { code, notes } = await qwac('lists', 'export', '--store', path('empty'), ...AT)
    expect([code, notes.includes('not-loaded')]).toEqual([66, true])
  })

  test('takes of the sandbox the services that are granted', async () => {
    const { code, result } = await qwac('lists', 'export', ...LISTS)
    expect(code).toBe(0)
    // Each of both lists has one that is listed, one that was taken over, and one that was withdrawn.
    expect(certificatesIn(result).length).toBe(4)
    expect(result).not.toContain('withdrawn')
  })

  test.each([
    ['no such format', ['--format', 'apache']],
    ['two files and no folder', ['--format', 'nginx']],
    ['a folder that settings cannot name', ['--format', 'haproxy', '--out', 'a b']],
    ['a folder that would end a directive', ['--format', 'nginx', '--out', 'a;b']],
    ['a store beside files', ['--store', 'x']],
  ])('%s is a mistake of the caller', async (_, words) => {
    expect((await exported(sound(), ...words)).code).toBe(64)
  })
})

describe('what is written', () => {
  test('leaves no draft behind, and a link stays one', async () => {
    mkdirSync(out)
    writeFileSync(join(out, 'real.pem'), 'old')
    symlinkSync('real.pem', join(out, 'link.pem'))
    const { code } = await exported(sound(), '--out', join(out, 'link.pem'))
    expect([code, readdirSync(out).toSorted()]).toEqual([0, ['link.pem', 'real.pem']])
    expect(lstatSync(join(out, 'link.pem')).isSymbolicLink()).toBe(true)
    expect(certificatesIn(readFileSync(join(out, 'real.pem'), 'utf8')).length).toBe(2)
  })

  test('is another file than before, so that who reads the old one reads it to its end', async () => {
    await exported(sound(), '--out', out)
    const before = statSync(out).ino
    await exported(sound('Another'), '--out', out)
    expect(statSync(out).ino).not.toBe(before)
  })

  test('where a folder stands in the way is told, and nothing is left', async () => {
    mkdirSync(out)
    const { code, notes } = await exported(sound(), '--out', out)
    expect([code, notes.endsWith('cannot be written: it is a folder')]).toEqual([73, true])
    expect(readdirSync(folder).filter(name => name.startsWith('.'))).toEqual([])
  })

  test.skipIf(process.getuid?.() === 0)('where nothing may be written is told', async () => {
    mkdirSync(out)
    chmodSync(out, 0o500)
    expect((await exported(sound(), '--out', join(out, 'x.pem'))).code).toBe(73)
    chmodSync(out, 0o700)
  })
})

describe('what others read of it', () => {
  test.skipIf(!installed('openssl')).each(['pem', 'nginx', 'haproxy'])(
    'openssl finds two certificates: %s',
    async format => {
      await exported(sound(`${'x'.repeat(242)}-----BEGIN CERTIFICATE-----`), '--format', format, '--out', out)
      const file = format === 'pem' ? out : join(out, 'qwac-anchors.pem')
      const { stdout, status } = spawnSync('openssl', ['storeutl', '-noout', '-certs', file], {
        encoding: 'utf8',
      })
      expect([status, stdout.trim().split('\n').at(-1)]).toEqual([0, 'Total found: 2'])
    },
  )

  test.skipIf(!installed('openssl'))('openssl knows what the certificates are trusted for', async () => {
    await exported(sound(), '--format', 'haproxy', '--out', out)
    const words = ['x509', '-in', join(out, 'qwac-anchors.pem'), '-noout', '-text']
    const { stdout } = spawnSync('openssl', words, { encoding: 'utf8' })
    expect(stdout).toMatch(/Trusted Uses:\s+TLS Web Client Authentication\s+No Rejected Uses/)
  })

  test('Node loads the module, and a server takes its options', async () => {
    const file = path('anchors.mjs')
    await exported(sound(), '--format', 'node', '--out', file)
    const module: { options: object; ca: readonly string[] } = await import(pathToFileURL(file).href)
    expect([Object.keys(module).toSorted(), module.ca.length]).toEqual([['ca', 'options'], 2])
    expect(module.options).toEqual({ ca: module.ca, requestCert: true, rejectUnauthorized: true })
    expect(() => createServer(module.options).close()).not.toThrow()
  })

  test('the settings for Envoy are the tree that its interface asks for', async () => {
    await exported(sound('Evil: {a: b} # & *'), '--format', 'envoy', '--out', out)
    const tree = new Map(yamlOf(readFileSync(out, 'utf8')))
    const context = 'common_tls_context.validation_context'
    const bundle = tree.get(`${context}.trusted_ca.inline_string`) ?? ''
    expect([...tree]).toEqual([
      ['require_client_certificate', 'true'],
      [`${context}.trust_chain_verification`, 'VERIFY_TRUST_CHAIN'],
      [`${context}.trusted_ca.inline_string`, bundle],
    ])
    expect(certificatesIn(bundle)).toEqual([sha256(listed), sha256(self)])
    expect(bundle).toMatch(/^# territory: XX\n# provider: Evil: {a: b} # & \*\n.*CERTIFICATE-----\n$/s)
  })
})

/**
 * The leaves of block mappings with plain and literal scalars, which is as much of YAML 1.2 as is written;
 * all else throws.
 */
function* yamlOf(text: string): Generator<readonly [path: string, value: string]> {
  const lines = text.split('\n')
  const parents: { readonly indent: number; readonly key: string }[] = []
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (line === '' || line.startsWith('#')) continue
    const [, space = '', key = '', value = ''] = /^( *)([a-z_]+):(?: (\w+|\|))?$/.exec(line) ?? []
    if (key === '') throw new Error(`not of this YAML: ${line}`)
    while ((parents.at(-1)?.indent ?? -1) >= space.length) parents.pop()
    const path = [...parents.map(parent => parent.key), key].join('.')
    if (value === '') parents.push({ indent: space.length, key })
    if (value !== '' && value !== '|') yield [path, value]
    if (value !== '|') continue
    const [indent = ''] = /^ */.exec(lines[at + 1] ?? '') ?? []
    const literal: string[] = []
    const isInside = (next: string | undefined) => next === '' || next?.startsWith(indent)
    for (; isInside(lines[at + 1]); at++) literal.push((lines[at + 1] ?? '').slice(indent.length))
    yield [path, `${literal.join('\n').trimEnd()}\n`]
  }
}
