import { expect, test } from 'vitest'
import { installed, type Program } from './support/installed.ts'

const NOWHERE = { PATH: '/nowhere' }

test.each(['openssl', 'xmlsec1', 'xmllint', 'redis-server', 'nginx', 'haproxy'] satisfies Program[])(
  'where %s is missing, its tests are skipped, and fail in continuous integration',
  program => {
    expect(installed(program, NOWHERE)).toBe(false)
    expect(installed(program, { ...NOWHERE, CI: '' })).toBe(false)
    expect(() => installed(program, { ...NOWHERE, CI: '1' })).toThrow(program)
  },
)
