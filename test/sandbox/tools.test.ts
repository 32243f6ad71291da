import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { instant } from '../../src/core/time.ts'
import { createTestWorld, type KeyKind, type TestWorld } from '../../src/sandbox/index.ts'
import { installed } from '../support/installed.ts'

/**
 * What the sandbox makes, and the fixtures, before other people's tools, where these are installed.
 * `fixtures.test.ts` ties the fixtures to the sandbox.
 */

const FOLDER = resolve(import.meta.dirname, '../../fixtures')
const now = instant('2026-06-01T12:00:00Z')
const run = (tool: string, ...options: readonly string[]) =>
  spawnSync(tool, options, { cwd: FOLDER, encoding: 'utf8' })
const verifies = (path: string) =>
  run('xmlsec1', '--verify', '--insecure', '--id-attr:Id', 'SignedProperties', path).status === 0

describe.skipIf(!installed('xmlsec1'))('xmlsec1 --verify', () => {
  const BROKEN = ['lists-defect/digest-broken.xml', 'lists-defect/lotl-digest-broken.xml']
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .map(path => path.replaceAll('\\', '/'))
    .filter(path => path.endsWith('.xml'))

  test('has lists, pivots and defects to look at', () => {
    expect(files).toEqual(
      expect.arrayContaining([...BROKEN, 'lotl.xml', 'lists/LU.xml', 'lists/AT.xml', 'earlier/pivots/1.xml']),
    )
  })

  test.each(files.filter(path => !BROKEN.includes(path)))('%s: good', path => {
    expect(verifies(path)).toBe(true)
  })

  test.each(BROKEN)('%s: not good', path => {
    expect(verifies(path)).toBe(false)
  })
})

const SIGNERS = [
  'P-256',
  'P-384',
  'P-521',
  'brainpoolP256r1',
  'brainpoolP384r1',
  'rsa-2048',
  'rsa-3072',
  'rsa-4096',
] as const satisfies readonly KeyKind[]

/** Not every release of xmlsec1 knows RSASSA-PSS; in `lists.test.ts` Node verifies it everywhere. */
const PSS_SIGNERS = run('xmlsec1', '--list-transforms').stdout?.match(/rsa-pss-sha256|sha256-rsa-MGF1/)
  ? (['rsa-2048-pss', 'rsa-3072-pss', 'rsa-4096-pss'] as const)
  : []

describe.skipIf(!installed('xmlsec1')).each([...SIGNERS, ...PSS_SIGNERS])(
  'xmlsec1 --verify, signers of %s',
  signer => {
    let folder: string
    let world: TestWorld

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'qwac-lists-'))
      world = await createTestWorld({ seed: 'tools', now, listSignerKey: signer })
      return () => rmSync(folder, { recursive: true })
    })

    test.each([
      ['the list of lists', ({ lotl }: TestWorld) => lotl],
      ['the first pivot', ({ pivots }: TestWorld) => pivots[0]],
      ['the second pivot', ({ pivots }: TestWorld) => pivots[1]],
      ['a national list of version 6', ({ lists }: TestWorld) => lists[0]?.bytes],
      ['a national list of version 5', ({ lists }: TestWorld) => lists[1]?.bytes],
    ])('%s: good', (_, list) => {
      const path = join(folder, 'list.xml')
      writeFileSync(path, list(world)!)
      expect(verifies(path)).toBe(true)
    })
  },
)

/** Everything else that stands in the folder of certificates is `OK`. */
const SAYS: Readonly<Record<string, string>> = {
  expired: 'certificate has expired',
  'not-yet-valid': 'certificate is not yet valid',
  'wrong-signature': 'certificate signature failure',
  'issuer-not-listed': 'self-signed certificate in certificate chain',
  'issuer-withdrawn': 'unable to get local issuer certificate',
  'issuer-withdrawn-since': 'unable to get local issuer certificate',
  'issuer-taken-over': 'unable to get local issuer certificate',
  'from-another-territory': 'unable to get local issuer certificate',
}

describe.skipIf(!installed('openssl'))('openssl verify, from the listed authority of LU', () => {
  const names = readdirSync(join(FOLDER, 'certificates'))
    .filter(name => name.endsWith('.pem'))
    .map(name => name.replace('.pem', ''))
  const verify = (path: string): string => {
    const options = ['-x509_strict', '-attime', String(now / 1000), '-no-CApath', '-no-CAstore']
    const trust = ['-partial_chain', '-CAfile', 'ca.pem', '-untrusted', path]
    const { stdout, stderr } = run('openssl', 'verify', ...options, ...trust, path)
    return stdout + stderr
  }

  test('qwac.pem: OK', () => {
    expect(verify('qwac.pem')).toContain(': OK')
  })

  test.each(names.map(name => [name, SAYS[name] ?? ': OK'] as const))('%s: %s', (name, says) => {
    expect(verify(`certificates/${name}.pem`)).toContain(says)
  })
})
