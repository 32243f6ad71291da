import { createHash, X509Certificate } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fixtureFiles } from '../../src/sandbox/fixtures.ts'
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
const cases = onDisk.filter(path => path.endsWith('.json') && path !== 'notice.json')

test('what stands in fixtures/ is what the sandbox writes, but for signatures', async () => {
  const files = await fixtureFiles()
  expect([...onDisk].sort()).toEqual(files.map(file => file.path).sort())
  for (const { path, content } of files) {
    const bytes = Buffer.from(content)
    if (path === 'notice.json') continue
    if (path.endsWith('.xml')) expect(withoutSignatures(read(path)), path).toBe(withoutSignatures(bytes))
    if (path.endsWith('.json')) expect(read(path).toString(), path).toBe(bytes.toString())
    if (path.endsWith('.pem')) {
      const [a, b] = [read(path), bytes].map(pem => certificates(pem.toString()).map(x => toBeSigned(x.raw)))
      expect(a, path).toEqual(b)
    }
  }
})

test.each(onDisk)('%s holds no private key', path => {
  expect(read(path).includes('PRIVATE KEY')).toBe(false)
  if (path.endsWith('.pem'))
    expect(read(path).toString()).toMatch(/^(-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n)+$/)
})

test('the notice pins the signer of the list of lists', () => {
  const { certificates } = JSON.parse(read('notice.json').toString())
  expect(certificates).toEqual([
    createHash('sha256')
      .update(readSignature(read('lotl.xml')).signer.raw)
      .digest('hex'),
  ])
})

test('the certificate is issued by the listed authority', () => {
  const [authority] = certificates(read('ca.pem').toString())
  const [leaf, ...chain] = certificates(read('qwac.pem').toString())
  expect(leaf!.verify(authority!.publicKey)).toBe(true)
  expect(chain).toEqual([])
  expect(read('lists/LU.xml').includes(authority!.raw.toString('base64'))).toBe(true)
})

describe.each(cases)('%s', path => {
  const expectation = JSON.parse(read(path).toString())

  test('names files that are there, and the one that it stands beside', () => {
    const named: readonly string[] = [expectation.certificate, expectation.lotl, expectation.list]
    expect(named.filter(name => !existsSync(join(FOLDER, name)))).toEqual([])
    expect(named.map(name => name.replace(/\.[a-z]+$/, '.json'))).toContain(path)
  })

  test('departs in one file at most from what is sound', () => {
    const sound = ['qwac.pem', 'lotl.xml', 'lists/LU.xml']
    const named = [expectation.certificate, expectation.lotl, expectation.list]
    expect(named.filter(name => !sound.includes(name)).length).toBeLessThanOrEqual(1)
  })
})
