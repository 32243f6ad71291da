import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { FIXTURES, LISTS, qwac } from './support.ts'

/** Escapes of a terminal, a mark that turns text round, and a byte that some terminals take for an escape. */
const HOSTILE = 'x\u001b[31m\u202e\u0085\u009b'

test.each<[string, readonly string[]]>([
  ['a command', [HOSTILE]],
  ['an option', ['lint', `--${HOSTILE}`]],
  ['a value', ['validate', 'x', '--revocation', HOSTILE]],
  ['a moment', ['validate', 'x', '--at', HOSTILE]],
  ['a requirement', ['explain', HOSTILE]],
  ['a profile', ['lint', 'x', '--profile', HOSTILE]],
])('%s that nobody knows is told without writing on the terminal', async (_, words) => {
  const { code, result, notes } = await qwac(...words)
  expect([code, result]).toEqual([64, ''])
  expect(notes).toContain('x\\u{1b}[31m\\u{202e}\\u{85}\\u{9b}')
  expect(notes).not.toMatch(/[^\P{Cc}\n]/u)
})

const CERT = join(FIXTURES, 'qwac.pem')
const NOTICE = ['--anchor', join(FIXTURES, 'notice.json')]
const SNAPSHOT = ['--snapshot', 'x.snap', '--unvouched']

describe('an option that would decide nothing is a mistake', () => {
  const validate = ['validate', CERT, ...LISTS]
  const ocsp = ['ocsp', CERT, CERT, '--response', CERT]
  const build = ['snapshot', 'build', '--out', '/dev/full']
  const mint = ['mint', 'x', '--out', '/dev/full']
  test.each<[readonly string[], readonly string[], string]>([
    [validate, ['--timeout', '5000'], '--timeout says nothing without --online'],
    [validate, ['--timeout', '3000'], '--timeout says nothing without --online'],
    [validate, ['--unsafe-allow', '127.0.0.1:8080'], '--unsafe-allow says nothing without --online'],
    [validate, ['--purpose', 'client'], '--purpose says nothing without --anchors'],
    [validate, ['--revocation', 'none', '--online'], '--online says nothing with --revocation none'],
    [validate, ['--revocation', 'none', '--ocsp', CERT], '--ocsp says nothing with --revocation none'],
    [validate, ['--revocation', 'none', '--crl', CERT], '--crl says nothing with --revocation none'],
    [['validate', CERT, ...SNAPSHOT], NOTICE, '--anchor says nothing with --snapshot'],
    [['validate', CERT, ...SNAPSHOT], ['--anchor', '2026'], '--anchor says nothing with --snapshot'],
    [['lists', 'verify', ...SNAPSHOT], ['--threads', '1'], '--threads says nothing with --snapshot'],
    [['lists', 'export', '--store', 'x'], ['--threads', '2'], '--threads says nothing with --store'],
    [
      [...build, ...SNAPSHOT],
      ['--at', '2026-06-01T12:00:00Z'],
      '--at says nothing with --snapshot, whose signatures are gone',
    ],
    [ocsp, ['--url', 'http://127.0.0.1/'], '--url says nothing with --response'],
    [ocsp, ['--hash', 'SHA-1'], '--hash says nothing with --response'],
    [ocsp, ['--nonce'], '--nonce says nothing with --response'],
    [ocsp, ['--timeout', '3000'], '--timeout says nothing with --response'],
    [ocsp, ['--unsafe-allow', '127.0.0.1:80'], '--unsafe-allow says nothing with --response'],
    [['crl', CERT, '--cert', CERT], ['--serial', '01'], '--serial says nothing with --cert'],
    [['inspect', CERT, '--json'], ['--short'], '--short says nothing with --json'],
    [[...mint, '--lists-url', 'http://127.0.0.1/'], ['--lists'], '--lists says nothing with --lists-url'],
    [mint, ['--authority-name', 'X'], '--authority-name says nothing without --authority'],
    [
      [...mint, '--organization-identifier', 'VATLU-1'],
      ['--number', '1'],
      '--number says nothing with --organization-identifier',
    ],
    [[...mint, '--kind', 'seal'], ['--dns-name', 'a.example'], '--dns-name says nothing with --kind seal'],
  ])('%j %j', async (words, idle, told) => {
    expect(await qwac(...words, ...idle)).toEqual({ code: 64, result: '', notes: `qwac: ${told}` })
    // It is the option that is wrong, and not what stands before it.
    expect((await qwac(...words)).code).not.toBe(64)
  })

  test('and one that a command does not have is unknown to it', async () => {
    const { code, notes } = await qwac(...build, ...SNAPSHOT, '--json')
    expect([code, notes]).toEqual([64, "error: unknown option '--json'"])
  })
})
