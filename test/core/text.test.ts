import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { capText, escapeComment, escapeJson, escapeText } from '../../src/core/text.ts'

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
    ['\u0378', '\\u{378}'],
    ['\u{10ffff}', '\\u{10ffff}'],
    ['\u2067abc\u2069', '\\u{2067}abc\\u{2069}'],
    ['Bank\u3164', 'Bank\\u{3164}'],
    ['Bank\ufe0f', 'Bank\\u{fe0f}'],
    ['Ba\u034fnk', 'Ba\\u{34f}nk'],
    ['Cre\u0301dit', 'Cre\u0301dit'],
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

  test.each([
    ['a😀', 2, 'a… (3 characters)'],
    ['a😀', 3, 'a😀'],
    ['😀😀', 2, '😀… (4 characters)'],
    ['\n\n', 1, '\\u{a}… (2 characters)'],
    ['a', 0, '… (1 characters)'],
  ])('%j of at most %i units as %s', (text, limit, shown) => {
    expect(escapeText(text, limit)).toBe(shown)
  })

  test('no longer than ten times its limit and the mark', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), text => {
        expect(escapeText(text).length).toBeLessThanOrEqual(256 * 10 + 40)
      }),
    )
  })
})

test.each([
  ['a'.repeat(256), 'a'.repeat(256)],
  ['a'.repeat(257), `${'a'.repeat(256)}… (257 characters)`],
  [`${'a'.repeat(255)}\u{1f600}`, `${'a'.repeat(255)}… (257 characters)`],
  ['O=a\\,b', 'O=a\\,b'],
])('text that is safe is only cut: %#', (text, expected) => {
  expect(capText(text)).toBe(expected)
})

describe('text from outside in a comment', () => {
  test.each([
    ['A-Trust GmbH', 'A-Trust GmbH'],
    ['a\nb', 'a\\u{a}b'],
    ['a\u0085b', 'a\\u{85}b'],
    ['-----BEGIN CERTIFICATE-----', `${'\\u{2d}'.repeat(5)}BEGIN CERTIFICATE${'\\u{2d}'.repeat(5)}`],
    ['a--b-c', 'a\\u{2d}\\u{2d}b-c'],
    ['Österreich – Wien', 'Österreich – Wien'],
  ])('%j as %s', (text, shown) => {
    expect(escapeComment(text)).toBe(shown)
  })

  test('stays on its line and begins no block of PEM, wherever a reader cuts it', () => {
    const unit = fc.constantFrom('-', '-----BEGIN ', '\n', '\r', '\u2028', '\\', 'a', '#')
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 60 }), parts => {
        const shown = escapeComment(parts.join(''), 1000)
        expect(shown).not.toMatch(/--|[\p{C}\p{Zl}\p{Zp}]/u)
      }),
    )
  })
})

describe('JSON is shown', () => {
  const written = (text: string) => escapeJson(JSON.stringify({ text }, undefined, 2))

  test.each([
    ['a delete', '\u007f', '\\u007f'],
    ['a control beyond ASCII, which begins a sequence', '\u009b31m', '\\u009b31m'],
    ['a mark that turns the direction', 'a\u202eb', 'a\\u202eb'],
    ['a separator of lines', '\u2028', '\\u2028'],
    ['a character beyond the basic plane that is not seen', '\u{e0041}', '\\udb40\\udc41'],
    ['an escape that was one', '\u001b[0m', '\\u001b[0m'],
    ['a line feed', 'a\nb', 'a\\nb'],
    ['a backslash', '\\u0041', '\\\\u0041'],
    ['letters and signs', 'Žluťoučký 😀 "', 'Žluťoučký 😀 \\"'],
  ])('without %s, and says the same', (_, text, shown) => {
    expect(written(text)).toBe(`{\n  "text": "${shown}"\n}`)
    expect(JSON.parse(written(text))).toEqual({ text })
  })

  test('in ASCII controls, marks and all, as what it was', () => {
    const every = Array.from({ length: 0x3000 }, (_, point) => String.fromCodePoint(point)).join('')
    expect(JSON.parse(written(every))).toEqual({ text: every })
    expect(written(every).replaceAll('\n', '')).not.toMatch(/\p{C}/u)
  })
})
