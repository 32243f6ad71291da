import { expect, test } from 'vitest'
import { qwac } from './support.ts'

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
