import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

/** The fixtures before other people's tools, where these are installed. `fixtures.test.ts` ties them to the sandbox. */

const FOLDER = resolve(import.meta.dirname, '../../fixtures')
const run = (tool: string, ...options: readonly string[]) =>
  spawnSync(tool, options, { cwd: FOLDER, encoding: 'utf8' })
const missing = (tool: string, option: string) => run(tool, option).status !== 0

describe.skipIf(missing('xmlsec1', '--version'))('xmlsec1 --verify', () => {
  test.each([
    ['lotl.xml', true],
    ['lists/LU.xml', true],
    ['lists-defect/service-withdrawn.xml', true],
    ['lists-defect/service-granted-then-withdrawn.xml', true],
    ['lists-defect/service-withdrawn-then-granted.xml', true],
    ['lists-defect/service-not-for-websites.xml', true],
    ['lists-defect/criteria-not-qualified.xml', true],
    ['lists-defect/criteria-of-others.xml', true],
    ['lists-defect/expired.xml', true],
    ['lists-defect/lotl-expired.xml', true],
    ['lists-defect/signer-not-announced.xml', true],
    ['lists-defect/lotl-signer-not-announced.xml', true],
    ['lists-defect/digest-broken.xml', false],
    ['lists-defect/lotl-digest-broken.xml', false],
  ])('%s: %s', (path, good) => {
    const { status } = run('xmlsec1', '--verify', '--insecure', '--id-attr:Id', 'SignedProperties', path)
    expect(status === 0).toBe(good)
  })
})

describe.skipIf(missing('openssl', 'version'))('openssl verify', () => {
  test.each([
    ['qwac.pem', 'OK'],
    ['certificates/through-intermediate.pem', 'OK'],
    ['certificates/unknown-role.pem', 'OK'],
    ['certificates/no-psd2-statement.pem', 'OK'],
    ['certificates/esign-type.pem', 'OK'],
    ['certificates/no-qc-compliance.pem', 'OK'],
    ['certificates/expired.pem', 'certificate has expired'],
    ['certificates/wrong-signature.pem', 'certificate signature failure'],
    ['certificates/issuer-not-listed.pem', 'self-signed certificate in certificate chain'],
  ])('%s: %s', (path, says) => {
    const at = String(Date.parse('2026-06-01T12:00:00Z') / 1000)
    const options = ['-x509_strict', '-attime', at, '-no-CApath', '-no-CAstore', '-partial_chain']
    const { stdout, stderr } = run(
      'openssl',
      'verify',
      ...options,
      '-CAfile',
      'ca.pem',
      '-untrusted',
      path,
      path,
    )
    expect(stdout + stderr).toContain(says)
  })
})
