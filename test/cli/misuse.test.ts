import { join } from 'node:path'
import { expect, test } from 'vitest'
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

test.each([
  [['--timeout', '5000'], '--timeout says nothing without --online'],
  [['--timeout', '3000'], '--timeout says nothing without --online'],
  [['--unsafe-allow', '127.0.0.1:8080'], '--unsafe-allow says nothing without --online'],
  [['--purpose', 'client'], '--purpose says nothing without --anchors'],
])('%j, which would decide nothing, is a mistake', async (words, told) => {
  const ended = await qwac('validate', join(FIXTURES, 'qwac.pem'), ...LISTS, ...words)
  expect(ended).toEqual({ code: 64, result: '', notes: `qwac: ${told}` })
})
