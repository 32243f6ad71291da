import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FIXTURES, LISTS, qwac } from './support.ts'

const fixture = (name: string): string => join(FIXTURES, name)

const validated = (...options: readonly string[]) =>
  qwac('validate', fixture('qwac.pem'), ...LISTS, ...options)

test.each([
  [[], 'revocation.status not-checked'],
  [['--ocsp', fixture('notice.json')], 'OCSP          not used: malformed'],
  [['--crl', fixture('notice.json')], 'CRL           not used: malformed'],
  [['--crl', fixture('notice.json')], 'revocation.status no-usable-evidence'],
  [['--revocation', 'soft'], 'revocation.evidence missing-accepted'],
  [['--revocation', 'none'], 'revocation.evidence not-asked-for'],
])('qwac validate %o says %s', async (options, words) => {
  const { code, result } = await validated(...options)
  expect(code).toBe(2)
  expect(result).toContain(words)
})

test.each([
  [['--ocsp', fixture('no-such-file')], 66],
  [['--crl', fixture('no-such-file')], 66],
  [['--revocation', 'lenient'], 64],
])('qwac validate %o ends with %i', async (options, code) => {
  expect((await validated(...options)).code).toBe(code)
})
