import { createHash, X509Certificate } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { BY_ISSUER } from '../../src/sandbox/expectations.ts'
import { fixtureFiles } from '../../src/sandbox/fixtures.ts'
import { CERTIFICATE_DEFECT_NAMES } from '../../src/sandbox/mint-options.ts'
import { readSignature, toBeSigned, withoutSignatures } from './independent.ts'

const FOLDER = resolve(import.meta.dirname, '../../fixtures')
const onDisk = readdirSync(FOLDER, { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile())
  .map(entry =>
    join(entry.parentPath, entry.name)
      .slice(FOLDER.length + 1)
      .replaceAll('\\', '/'),
  )
const read = (path: string) => readFileSync(join(FOLDER, path))
const certificates = (pem: string) =>
  pem
    .match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n/g)
    ?.map(x => new X509Certificate(x)) ?? []
const cases = onDisk.filter(path => path.endsWith('.json') && !path.endsWith('notice.json'))

test('what stands in fixtures/ is what the sandbox writes, but for signatures', async () => {
  const files = await fixtureFiles()
  expect([...onDisk].sort()).toEqual(files.map(file => file.path).sort())
  for (const { path, content } of files)
    expect(comparable(path, read(path)), path).toEqual(comparable(path, Buffer.from(content)))
})

/** A file without what signatures make random: themselves, and digests of what holds one. */
function comparable(path: string, bytes: Buffer) {
  if (path.endsWith('.xml')) return withoutSignatures(bytes)
  if (path.endsWith('.pem')) return certificates(bytes.toString()).map(x => toBeSigned(x.raw))
  return path.endsWith('notice.json') ? bytes.toString().replace(/"[0-9a-f]{64}"/g, '') : bytes.toString()
}

test.each(onDisk)('%s holds no private key', path => {
  expect(read(path).includes('PRIVATE KEY')).toBe(false)
  if (path.endsWith('.pem'))
    expect(read(path).toString()).toMatch(/^(-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n)+$/)
})

test.each([
  ['notice.json', 'lotl.xml'],
  ['earlier/notice.json', 'earlier/pivots/1.xml'],
])('%s pins the signer of %s', (notice, list) => {
  const { certificates } = JSON.parse(read(notice).toString())
  const { signer } = readSignature(read(list))
  expect(certificates).toEqual([createHash('sha256').update(signer.raw).digest('hex')])
})

test('the certificate is issued by the listed authority', () => {
  const [authority] = certificates(read('ca.pem').toString())
  const [leaf, ...chain] = certificates(read('qwac.pem').toString())
  expect(leaf!.verify(authority!.publicKey)).toBe(true)
  expect(chain).toEqual([])
  expect(read('lists/LU.xml').includes(authority!.raw.toString('base64'))).toBe(true)
})

test('there is one case for every defect, and one for every authority that passes', () => {
  const named = [...CERTIFICATE_DEFECT_NAMES, ...Object.keys(BY_ISSUER)]
  expect(cases.filter(path => path.startsWith('certificates/')).sort()).toEqual(
    named.map(name => `certificates/${name}.json`).sort(),
  )
})

describe.each(cases)('%s', path => {
  const expectation = JSON.parse(read(path).toString())

  test('names files that are there, and the one that it stands beside', () => {
    const named: readonly string[] = [expectation.certificate, expectation.lotl, expectation.list]
    expect(named.filter(name => !existsSync(join(FOLDER, name)))).toEqual([])
    expect(named.map(name => name.replace(/\.[a-z]+$/, '.json'))).toContain(path)
  })

  test('departs in one file at most from what is sound', () => {
    const sound = ['qwac.pem', 'lotl.xml', 'lists/LU.xml', 'lists/AT.xml']
    const named = [expectation.certificate, expectation.lotl, expectation.list]
    expect(named.filter(name => !sound.includes(name)).length).toBeLessThanOrEqual(1)
  })
})
