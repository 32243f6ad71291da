import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { escapeText } from '../../src/core/text.ts'

describe('text from outside is shown', () => {
  test.each([
    ['plain ASCII: a=b, "c"', 'plain ASCII: a=b, "c"'],
    ['Crédit Ελλάς Београд', 'Crédit Ελλάς Београд'],
    ['\u001b[31m', '\\u{1b}[31m'],
    ['a\0b', 'a\\u{0}b'],
    ['a\r\nb', 'a\\u{d}\\u{a}b'],
    ['\u202egnp.exe', '\\u{202e}gnp.exe'],
    ['\ufeffBank', '\\u{feff}Bank'],
    ['\u2028', '\\u{2028}'],
    ['\ue000', '\\u{e000}'],
    ['\ud800', '\\u{d800}'],
    ['\u{e0041}', '\\u{e0041}'],
    ['\\u{41}', '\\\\u{41}'],
    ['😀', '😀'],
  ])('%j as %s', (text, shown) => {
    expect(escapeText(text)).toBe(shown)
  })

  test('without characters that act on what shows them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), text => {
        expect(escapeText(text)).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u)
      }),
    )
  })

  test.each([
    [256, 256, ''],
    [257, 256, '… (257 characters)'],
  ])('%i characters cut at %i', (length, limit, mark) => {
    expect(escapeText('a'.repeat(length))).toBe('a'.repeat(limit) + mark)
  })
})
