import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ok, refused } from '../../../src/core/result.ts'
import { crlFolder } from '../../../src/sources/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'qwac-crl-'))
mkdirSync(join(folder, 'inside', 'crl.example', 'a'), { recursive: true })
writeFileSync(join(folder, 'inside', 'crl.example', 'a', 'ca.crl'), Uint8Array.of(1, 2, 3))
writeFileSync(join(folder, 'secret.crl'), Uint8Array.of(4))
afterAll(() => rmSync(folder, { recursive: true }))

const source = crlFolder(join(folder, 'inside'))
const list = ok(Uint8Array.of(1, 2, 3))

test.each([
  ['http://crl.example/a/ca.crl', list],
  ['https://CRL.example//a/ca.crl', list],
  ['http://crl.example:8080/a/ca.crl?x=1#y', list],
  ['http://crl.example/a/./b/../ca.crl', list],
  ['http://crl.example/a/other.crl', refused('not-found')],
  ['http://other.example/a/ca.crl', refused('not-found')],
  ['http://crl.example/../../secret.crl', refused('not-found')],
  ['http://crl.example/%2e%2e/%2e%2e/secret.crl', refused('not-found')],
  ['http://crl.example/..%2f..%2fsecret.crl', refused('not-allowed')],
  ['http://crl.example/a/.hidden', refused('not-allowed')],
  ['http://crl.example/a%00', refused('not-found')],
  ['http://../secret.crl', refused('not-allowed')],
  ['no address', refused('not-allowed')],
])('%s', async (url, expected) => {
  expect(await source.crl(url, new AbortController().signal)).toEqual(expected)
})
