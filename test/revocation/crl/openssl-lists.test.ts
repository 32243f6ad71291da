import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Instant, instant } from '../../../src/core/time.ts'
import { pointName } from '../../support/crl-writer.ts'
import { sequence } from '../../support/der-writer.ts'
import { installed } from '../../support/installed.ts'
import { AT, AUTHORITY, CA, type Certified, certified, party, pointsAt, status } from '../by-hand.ts'

/** Lists that `openssl ca` writes, judged here and by `openssl verify`: neither was written by us. */

const A = sequence(pointName('http://crl.example/a'))
const there = (name: string, until = 1000): Certified =>
  certified(party(name), { by: CA, until, extensions: [pointsAt(A)] })
/** Hours, until the end of November 2049. */
const LONG = 206_000
const leaves = { clear: there('Clear', LONG), held: there('Held', LONG), stolen: there('Stolen', LONG) }
const longAnchor = certified(CA, { by: CA, until: LONG, extensions: [AUTHORITY] })

const folder = mkdtempSync(join(tmpdir(), 'qwac-lists-'))
afterAll(() => rmSync(folder, { recursive: true }))

function pem(name: string, bytes: Uint8Array): void {
  const lines = Buffer.from(bytes)
    .toString('base64')
    .replace(/(.{64})(?=.)/g, '$1\n')
  writeFileSync(join(folder, name), `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`)
}

beforeAll(() => {
  pem('ca.pem', longAnchor.bytes)
  writeFileSync(join(folder, 'ca.key'), CA.key.privateKey.export({ type: 'pkcs8', format: 'pem' }))
  for (const [name, { bytes }] of Object.entries(leaves)) pem(name, bytes)
})

const CONFIGURATION = `
[ca]
default_ca = it
[it]
database = index.txt
crlnumber = number
certificate = ca.pem
private_key = ca.key
default_md = sha256
crl_extensions = extensions
[extensions]
`

/** What the index says of each: openssl writes its entries from it. */
interface Written {
  /** The section of extensions, and sections that it names. */
  readonly extensions?: string
  readonly from?: string
  readonly until?: string
  /** In hexadecimal. */
  readonly number?: string
  readonly held?: 'holdInstruction,holdInstructionReject' | 'removeFromCRL' | 'none'
  readonly stolen?: 'keyTime,20260101000000Z' | 'CAkeyTime,20260101000000Z' | 'none'
}

function written(file: string, options: Written): Uint8Array {
  const { extensions = '', from = '260601000000Z', until = '260608000000Z', number = '07' } = options
  const { held = 'holdInstruction,holdInstructionReject', stolen = 'keyTime,20260101000000Z' } = options
  const line = (about: Certified, reason: string): string => {
    const serial = Buffer.from(about.certificate.serialNumber).toString('hex').toUpperCase()
    return reason === 'none' ? '' : `R\t480101000000Z\t260520000000Z,${reason}\t${serial}\tunknown\t/CN=x\n`
  }
  writeFileSync(join(folder, 'index.txt'), line(leaves.held, held) + line(leaves.stolen, stolen))
  writeFileSync(join(folder, 'number'), `${number}\n`)
  writeFileSync(join(folder, 'ca.cnf'), `${CONFIGURATION}${extensions}\n`)
  const times = ['-crl_lastupdate', from, '-crl_nextupdate', until]
  openssl('ca', '-config', 'ca.cnf', '-gencrl', ...times, '-out', file)
  openssl('crl', '-in', file, '-outform', 'DER', '-out', `${file}.der`)
  return new Uint8Array(readFileSync(join(folder, `${file}.der`)))
}

function openssl(...words: readonly string[]): string {
  const { status: code, stdout, stderr } = spawnSync('openssl', words, { cwd: folder, encoding: 'utf8' })
  if (code !== 0 && words[0] !== 'verify') throw new Error(stderr)
  return `${stdout}${stderr}`
}

/** Whether openssl accepts each certificate by the lists. */
function accepted(files: readonly string[], at: Instant): readonly boolean[] {
  writeFileSync(join(folder, 'all.crl'), files.map(file => readFileSync(join(folder, file), 'utf8')).join(''))
  const rules = ['-crl_check', '-extended_crl', '-use_deltas', '-attime', `${at / 1000}`]
  const names = Object.keys(leaves)
  const told = openssl('verify', ...rules, '-CAfile', 'ca.pem', '-CRLfile', 'all.crl', ...names)
  return names.map(name => told.includes(`${name}: OK`))
}

const judged = (crls: readonly Uint8Array[], at: Instant): Promise<readonly string[]> =>
  Promise.all(Object.values(leaves).map(leaf => status(leaf, { anchor: longAnchor, crls, at })))

const idp = (...fields: readonly string[]): string =>
  `issuingDistributionPoint = critical,@idp\n[idp]\n${fields.join('\n')}`
const HERE = 'fullname = URI:http://crl.example/a'
const ALL = ['satisfied', 'on-hold', 'revoked']
const NONE = ['no-usable-evidence', 'no-usable-evidence', 'no-usable-evidence']
const ELSEWHERE = ['not-checked', 'not-checked', 'not-checked']
const STALE = ['stale', 'on-hold', 'revoked']

type Row = [string, Written, readonly string[], string?]

describe.skipIf(!installed('openssl'))('a list by openssl', () => {
  test.each<Row>([
    ['that has a hold with an instruction, and a key with the date of its loss', {}, ALL],
    ['of an authority whose key was lost', { stolen: 'CAkeyTime,20260101000000Z' }, ALL],
    ['of the distribution point', { extensions: idp(HERE) }, ALL],
    ['of another one', { extensions: idp('fullname = URI:http://crl.example/b') }, NONE],
    ['of holders', { extensions: idp(HERE, 'onlyuser = TRUE') }, ALL],
    ['of authorities', { extensions: idp(HERE, 'onlyCA = TRUE') }, ELSEWHERE],
    ['of attributes', { extensions: idp(HERE, 'onlyAA = TRUE') }, ELSEWHERE],
    ['that is indirect, by the issuer itself', { extensions: idp(HERE, 'indirectCRL = TRUE') }, ALL],
    [
      'for some reasons',
      { extensions: idp(HERE, 'onlysomereasons = keyCompromise,CACompromise') },
      ['no-usable-evidence', 'on-hold', 'revoked'],
    ],
    [
      'that names its key, itself and its changes',
      {
        extensions:
          'authorityKeyIdentifier = keyid:always\nissuerAltName = URI:http://ca.example\nfreshestCRL = URI:http://crl.example/d',
      },
      ALL,
    ],
    ['with what nobody knows', { extensions: '2.999.1 = ASN1:NULL' }, ALL],
    ['with what nobody knows and everybody must', { extensions: '2.999.1 = critical,ASN1:NULL' }, NONE],
    ['with a number of twenty octets', { number: `7F${'ff'.repeat(19)}` }, ALL],
    ['that ended a second ago', { until: '260601115959Z' }, STALE],
    ['that ends a second later', { until: '260601120001Z' }, ALL],
    ['that ends in the year 2050', { until: '20500101000000Z' }, ALL],
    ['that ends before the year 2050', { until: '491231235959Z' }, ALL],
    ['made at the moment', { from: '260601120000Z' }, ALL],
  ])('%s', async (_, options, expected) => {
    const list = written('one.crl', options)
    expect(await judged([list], AT)).toEqual(expected)
    expect(accepted(['one.crl'], AT)).toEqual(expected.map(each => each === 'satisfied'))
  })

  test.each<Row>([
    ['that ends at the moment, which is its last', { until: '260601120000Z' }, ALL],
    ['made five minutes later, which a clock may differ by', { from: '260601120500Z' }, ALL],
    ['made later than that', { from: '260601120501Z' }, NONE],
  ])('%s, where openssl is stricter', async (_, options, expected) => {
    const list = written('one.crl', options)
    expect(await judged([list], AT)).toEqual(expected)
    expect(accepted(['one.crl'], AT)).toEqual([false, false, false])
  })

  test('with a number of more than twenty octets is none (RFC 5280, 5.2.3), whoever accepts it', async () => {
    const list = written('one.crl', { number: `7F${'ff'.repeat(20)}` })
    expect(await judged([list], AT)).toEqual(NONE)
    expect(accepted(['one.crl'], AT)).toEqual([true, false, false])
  })

  test.each<[string, Written, readonly string[]]>([
    ['end a hold', { held: 'removeFromCRL', stolen: 'none' }, ['satisfied', 'satisfied', 'revoked']],
    ['are silent', { held: 'none', stolen: 'none' }, ALL],
    [
      'do not continue it',
      { number: '09', extensions: 'deltaCRL = critical,ASN1:INTEGER:8', held: 'removeFromCRL' },
      ALL,
    ],
    [
      'are about holders only',
      { extensions: `deltaCRL = critical,ASN1:INTEGER:7\n${idp('onlyuser = TRUE')}`, held: 'removeFromCRL' },
      ALL,
    ],
  ])('and changes that %s', async (_, options, expected) => {
    // Without the pointer openssl looks for no changes.
    const base = written('base.crl', { extensions: 'freshestCRL = URI:http://crl.example/d' })
    const changes = written('delta.crl', {
      from: '260601060000Z',
      number: '08',
      extensions: 'deltaCRL = critical,ASN1:INTEGER:7',
      ...options,
    })
    expect(await judged([base, changes], AT)).toEqual(expected)
    expect(await judged([changes, base], AT)).toEqual(expected)
    expect(accepted(['base.crl', 'delta.crl'], AT)).toEqual(expected.map(each => each === 'satisfied'))
  })

  test('made in the year 2049 that ends in 2050 has a date of either type', async () => {
    const list = written('one.crl', { from: '491101000000Z', until: '20500101000000Z' })
    const at = instant('2049-11-02T00:00:00Z')
    expect(await judged([list], at)).toEqual(ALL)
    expect(accepted(['one.crl'], at)).toEqual([true, false, false])
  })
})
