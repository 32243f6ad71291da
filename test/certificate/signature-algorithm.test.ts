import { describe, expect, test } from 'vitest'
import { signatureAlgorithmOf } from '../../src/certificate/signature-algorithm.ts'
import { oid as oidOf } from '../../src/core/oid.ts'
import { hex, integer, nothing, oid, sequence, tlv } from '../support/der-writer.ts'

function answer(algorithm: string, parameters?: Uint8Array) {
  const identifier = { bytes: new Uint8Array(0), algorithm: oidOf(algorithm) }
  const read = signatureAlgorithmOf(parameters === undefined ? identifier : { ...identifier, parameters })
  return read.ok ? read.value : read.reason
}

const SHA256 = oid('2.16.840.1.101.3.4.2.1')
const SHA512 = oid('2.16.840.1.101.3.4.2.3')
const MGF1 = oid('1.2.840.113549.1.1.8')
const PSS = '1.2.840.113549.1.1.10'
const hashField = (...hash: readonly Uint8Array[]) => tlv(0xa0, sequence(...hash))
const maskField = (...hash: readonly Uint8Array[]) => tlv(0xa1, sequence(MGF1, sequence(...hash)))
const saltField = (value: number) => tlv(0xa2, integer(value))
const trailerField = (value: number) => tlv(0xa3, integer(value))

describe('a signature algorithm', () => {
  test.each([
    ['1.2.840.113549.1.1.5', 'rsa-pkcs1', 'SHA-1'],
    ['1.2.840.113549.1.1.14', 'rsa-pkcs1', 'SHA-224'],
    ['1.2.840.113549.1.1.11', 'rsa-pkcs1', 'SHA-256'],
    ['1.2.840.113549.1.1.12', 'rsa-pkcs1', 'SHA-384'],
    ['1.2.840.113549.1.1.13', 'rsa-pkcs1', 'SHA-512'],
  ])('%s, %s with %s, has NULL or no parameters', (algorithm, scheme, hash) => {
    expect(answer(algorithm, nothing())).toEqual({ scheme, hash })
    expect(answer(algorithm)).toEqual({ scheme, hash })
    expect(answer(algorithm, hex('050100'))).toBe('malformed')
    expect(answer(algorithm, sequence())).toBe('malformed')
  })

  test.each([
    ['1.2.840.10045.4.1', { scheme: 'ecdsa', hash: 'SHA-1' }],
    ['1.2.840.10045.4.3.1', { scheme: 'ecdsa', hash: 'SHA-224' }],
    ['1.2.840.10045.4.3.2', { scheme: 'ecdsa', hash: 'SHA-256' }],
    ['1.2.840.10045.4.3.3', { scheme: 'ecdsa', hash: 'SHA-384' }],
    ['1.2.840.10045.4.3.4', { scheme: 'ecdsa', hash: 'SHA-512' }],
    ['1.3.101.112', { scheme: 'ed25519' }],
    ['1.3.101.113', { scheme: 'ed448' }],
  ])('%s has no parameters', (algorithm, meaning) => {
    expect(answer(algorithm)).toEqual(meaning)
    expect(answer(algorithm, nothing())).toBe('malformed')
  })

  test.each(['1.2.840.113549.1.1.4', '1.2.840.10040.4.3', '1.2.840.113549.1.1.1', '1.2.3'])(
    '%s is not known',
    algorithm => {
      expect(answer(algorithm, nothing())).toBe('unsupported')
    },
  )
})

describe('RSASSA-PSS', () => {
  const sound = [hashField(SHA256, nothing()), maskField(SHA256, nothing()), saltField(32)]

  test.each([
    ['all said', sequence(...sound), 'SHA-256', 32],
    ['the trailer said too', sequence(...sound, trailerField(1)), 'SHA-256', 32],
    ['hashes without NULL', sequence(hashField(SHA256), maskField(SHA256), saltField(32)), 'SHA-256', 32],
    ['no salt', sequence(hashField(SHA512), maskField(SHA512), saltField(0)), 'SHA-512', 0],
    ['a salt of 64', sequence(hashField(SHA512), maskField(SHA512), saltField(64)), 'SHA-512', 64],
    [
      'a salt of all that 2,048 bits have room for',
      sequence(...sound.slice(0, 2), saltField(222)),
      'SHA-256',
      222,
    ],
    ['a salt of 1,024', sequence(...sound.slice(0, 2), saltField(1024)), 'SHA-256', 1024],
    ['the default salt', sequence(hashField(SHA256), maskField(SHA256)), 'SHA-256', 20],
    ['nothing said, which means SHA-1', sequence(), 'SHA-1', 20],
  ])('with %s', (_, parameters, hash, saltLength) => {
    expect(answer(PSS, parameters)).toEqual({ scheme: 'rsa-pss', hash, saltLength })
  })

  test.each([
    ['no parameters', undefined, 'malformed'],
    ['NULL', nothing(), 'malformed'],
    ['no DER', hex('3080'), 'malformed'],
    ['something behind', new Uint8Array([...sequence(...sound), 5, 0]), 'malformed'],
    ['fields out of order', sequence(saltField(32), hashField(SHA256)), 'malformed'],
    ['a salt of 1,025', sequence(...sound.slice(0, 2), saltField(1025)), 'malformed'],
    ['a negative salt', sequence(...sound.slice(0, 2), tlv(0xa2, hex('0201ff'))), 'malformed'],
    ['trailer 2', sequence(...sound, trailerField(2)), 'malformed'],
    ['trailer 0', sequence(...sound, trailerField(0)), 'malformed'],
    [
      'another mask',
      sequence(sound[0] ?? nothing(), tlv(0xa1, sequence(oid('1.2.3'), sequence(SHA256)))),
      'malformed',
    ],
    [
      'another hash in the mask',
      sequence(hashField(SHA256), maskField(SHA512), saltField(32)),
      'unsupported',
    ],
    ['SHA-256 with the mask of SHA-1', sequence(hashField(SHA256), saltField(32)), 'unsupported'],
    ['a hash that nobody knows', sequence(hashField(oid('1.2.3')), maskField(oid('1.2.3'))), 'unsupported'],
    ['a hash with parameters', sequence(hashField(SHA256, integer(1)), maskField(SHA256)), 'malformed'],
    [
      'parameters inside other parameters',
      sequence(tlv(0xa0, sequence(SHA256), sequence(SHA256))),
      'malformed',
    ],
  ])('with %s is refused: %#', (_, parameters, reason) => {
    expect(answer(PSS, parameters)).toBe(reason)
  })
})
