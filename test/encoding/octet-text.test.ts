import { describe, expect, test } from 'vitest'
import { readBase64, readHex } from '../../src/encoding/octet-text.ts'
import { percentDecode, withoutWrittenBreaks } from '../../src/encoding/text-escapes.ts'
import { isText, utf16From } from '../../src/encoding/text-octets.ts'

const octets = (...values: readonly number[]): Uint8Array => Uint8Array.from(values)

describe('base64 without armour', () => {
  test.each<[string, readonly number[], string]>([
    ['AQID', [1, 2, 3], 'base64'],
    [' AQ\r\nID\t', [1, 2, 3], 'base64'],
    ['AQI=', [1, 2], 'base64'],
    ['AQI', [1, 2], 'base64'],
    ['AQ', [1], 'base64'],
    ['+/8=', [0xfb, 0xff], 'base64'],
    ['-_8', [0xfb, 0xff], 'base64url'],
    ['-_8=', [0xfb, 0xff], 'base64url'],
  ])('%j is read', (text, values, alphabet) => {
    expect(readBase64(text)).toEqual({ ok: true, value: { octets: octets(...values), alphabet } })
  })

  test.each([
    ['AQI*', 'malformed', 3],
    ['A', 'truncated', 1],
    ['AQIDA', 'truncated', 5],
    ['AQJ', 'truncated', 3],
    ['AQJ=', 'malformed', 3],
    ['AQI==', 'malformed', 3],
    ['+_8=', 'malformed', 0],
    ['-/8=', 'malformed', 1],
  ])('%j is refused', (text, reason, offset) => {
    expect(readBase64(text)).toEqual({ ok: false, reason, offset })
  })
})

describe('hexadecimal', () => {
  test.each<[string, readonly number[]]>([
    ['', []],
    ['3082', [0x30, 0x82]],
    ['30:82:aB', [0x30, 0x82, 0xab]],
    ['30 82\r\n\tAb:\n', [0x30, 0x82, 0xab]],
  ])('%j is read', (text, values) => {
    expect(readHex(text)).toEqual({ ok: true, value: octets(...values) })
  })

  test.each([
    ['308', 3],
    ['3 0', 1],
    ['30-82', 2],
    ['0x30', 1],
    ['30g0', 2],
    ['300g', 3],
    ['30é0', 2],
  ])('%j is refused at %i', (text, offset) => {
    expect(readHex(text)).toEqual({ ok: false, reason: 'malformed', offset })
  })
})

describe('percent-encoding', () => {
  test.each([
    ['a%20b', 'a b'],
    ['a+b', 'a+b'],
    ['%2B%2b', '++'],
    ['%2541', '%41'],
    ['%C3%A9', '\u00c3\u00a9'],
    ['', ''],
  ])('%j is %j', (text, value) => {
    expect(percentDecode(text)).toEqual({ ok: true, value })
  })

  test.each([
    ['%', 0],
    ['a%2', 1],
    ['%41%4g', 3],
    ['% 1', 0],
    ['%+1', 0],
  ])('%j is refused at %i', (text, offset) => {
    expect(percentDecode(text)).toEqual({ ok: false, reason: 'malformed', offset })
  })
})

test.each([
  ['a\\nb\\r\\n\\tc', 'a  b      c'],
  ['a\\xb\\', 'a\\xb\\'],
  ['a\nb', 'a\nb'],
])('line breaks written out in %j become spaces', (text, expected) => {
  expect(withoutWrittenBreaks(text)).toBe(expected)
})

test.each<[readonly number[], boolean]>([
  [[], true],
  [[0x09, 0x0a, 0x0d, 0x20, 0x7e, 0xff], true],
  [[0x08], false],
  [[0x0e], false],
  [[0x41, 0x1f], false],
  [[0x41, 0x00], false],
])('octets %o are text: %s', (values, expected) => {
  expect(isText(octets(...values))).toBe(expected)
})

test.each<[readonly number[], string | undefined]>([
  [[0xff, 0xfe, 0x41, 0x00], 'A'],
  [[0xfe, 0xff, 0x00, 0x41], 'A'],
  [[0x41, 0x00], undefined],
  [[0xff], undefined],
  [[], undefined],
])('octets %o are UTF-16 of %j', (values, expected) => {
  expect(utf16From(octets(...values))).toBe(expected)
})
