import { describe, expect, test } from 'vitest'
import { readCertificates, readPemBlocks, writePem } from '../../src/encoding/pem.ts'

const text = (value: string): Uint8Array => new TextEncoder().encode(value)
const block = (contents: string): string =>
  `-----BEGIN CERTIFICATE-----\n${contents}\n-----END CERTIFICATE-----\n`
const DER = Uint8Array.of(0x30, 0x81, 0x80, ...new Uint8Array(128))

describe('a file of certificates', () => {
  test.each([
    ['one block', block('AQID'), [[1, 2, 3]]],
    [
      'two blocks with text between them',
      `first\n${block('AQID')}second\n${block('BAU=')}`,
      [
        [1, 2, 3],
        [4, 5],
      ],
    ],
    ['lines ended as on Windows', block('AQ\r\nID').replaceAll('\n', '\r\n'), [[1, 2, 3]]],
    ['text that begins with the character of a SEQUENCE', `0 is a number\n${block('AQID')}`, [[1, 2, 3]]],
    [
      'another kind of block before it',
      `-----BEGIN PRIVATE KEY-----\nAQID\n-----END PRIVATE KEY-----\n${block('BAU=')}`,
      [[4, 5]],
    ],
  ])('with %s is read', (_, file, certificates) => {
    expect(readCertificates(text(file))).toEqual({
      ok: true,
      value: certificates.map(each => Uint8Array.from(each)),
    })
  })

  test('in DER is handed on as it is', () => {
    expect(readCertificates(DER)).toEqual({ ok: true, value: [DER] })
  })

  test.each([
    ['nothing', '', 'empty', 0],
    ['text alone', 'hello', 'no-certificate', 0],
    [
      'another kind of block',
      '-----BEGIN PRIVATE KEY-----\nAQID\n-----END PRIVATE KEY-----',
      'no-certificate',
      0,
    ],
    ['a block that does not end', '-----BEGIN CERTIFICATE-----\nAQID', 'malformed', 0],
    ['a character that is not base64', block('A*ID'), 'malformed', 29],
    ['padding that is missing', block('BAU'), 'malformed', 32],
  ])('with %s is refused', (_, file, reason, offset) => {
    expect(readCertificates(text(file))).toEqual({ ok: false, reason, offset })
  })

  test.each([
    [4_194_304, 'no-certificate'],
    [4_194_305, 'too-large'],
  ])('of %i octets is refused as %s', (length, reason) => {
    expect(readCertificates(new Uint8Array(length).fill(0x20))).toMatchObject({ ok: false, reason })
  })
})

test.each([
  [1, 1],
  [48, 1],
  [49, 2],
  [96, 2],
])('a block of %i octets is written in lines of at most 64 characters: %i', (length, lines) => {
  const octets = new Uint8Array(length).fill(7)
  const written = writePem('CERTIFICATE', octets)
  expect(written.split('\n').length).toBe(lines + 3)
  const blocks = readPemBlocks(written)
  const [only] = blocks.ok ? blocks.value : []
  expect(Buffer.from(only?.text ?? '', 'base64')).toEqual(Buffer.from(octets))
  expect(only?.label).toBe('CERTIFICATE')
})
