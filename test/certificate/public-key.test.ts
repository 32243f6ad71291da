import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { PublicKeyInfo } from '../../src/certificate/certificate.ts'
import { parseCertificate } from '../../src/certificate/parse.ts'
import { readPublicKey } from '../../src/certificate/public-key.ts'
import { oid as oidOf } from '../../src/core/oid.ts'
import { certificate } from '../support/certificate-writer.ts'
import { hex, integer, nothing, oid, sequence, tlv } from '../support/der-writer.ts'

function info(algorithm: string, key: Uint8Array, parameters?: Uint8Array): PublicKeyInfo {
  const identifier = { bytes: new Uint8Array(0), algorithm: oidOf(algorithm) }
  return {
    bytes: new Uint8Array(0),
    algorithm: parameters === undefined ? identifier : { ...identifier, parameters },
    key,
  }
}

const RSA = '1.2.840.113549.1.1.1'
const EC = '1.2.840.10045.2.1'
const P256 = '1.2.840.10045.3.1.7'
const odd = (octets: number, first = 'ff') => tlv(2, hex(`00${first}${'00'.repeat(octets - 2)}01`))
const rsa = (modulus: Uint8Array, exponent: Uint8Array) => info(RSA, sequence(modulus, exponent), nothing())
const F4 = integer(65_537)
const point = (curve: string, first: string, octets: number) =>
  info(EC, hex(first + '11'.repeat(octets)), oid(curve))
const answer = (key: PublicKeyInfo) => {
  const read = readPublicKey(key)
  return read.ok ? read.value : read.reason
}

describe('a public key', () => {
  test.each([
    ['RSA of 2,048 bits', rsa(odd(256), F4), { type: 'rsa', bits: 2048 }],
    ['RSA of 2,047 bits', rsa(tlv(2, hex(`7f${'00'.repeat(254)}01`)), F4), { type: 'rsa', bits: 2047 }],
    ['RSA of 2,032 bits', rsa(odd(254), F4), { type: 'rsa', bits: 2032 }],
    ['RSA of 65,536 bits', rsa(odd(8192), F4), { type: 'rsa', bits: 65_536 }],
    ['RSA for PSS only', info('1.2.840.113549.1.1.10', sequence(odd(256), F4)), { type: 'rsa', bits: 2048 }],
    ['RSA with exponent 3', rsa(odd(256), integer(3)), { type: 'rsa', bits: 2048 }],
    ['RSA with an exponent of 32 bits', rsa(odd(256), hex('020500ffffffff')), { type: 'rsa', bits: 2048 }],
    ['P-256', point(P256, '04', 64), { type: 'ec', curve: 'P-256' }],
    ['P-256, compressed, even', point(P256, '02', 32), { type: 'ec', curve: 'P-256' }],
    ['P-256, compressed, odd', point(P256, '03', 32), { type: 'ec', curve: 'P-256' }],
    ['P-384', point('1.3.132.0.34', '04', 96), { type: 'ec', curve: 'P-384' }],
    ['P-521', point('1.3.132.0.35', '04', 132), { type: 'ec', curve: 'P-521' }],
    ['brainpoolP256r1', point('1.3.36.3.3.2.8.1.1.7', '04', 64), { type: 'ec', curve: 'brainpoolP256r1' }],
    ['brainpoolP384r1', point('1.3.36.3.3.2.8.1.1.11', '04', 96), { type: 'ec', curve: 'brainpoolP384r1' }],
    ['brainpoolP512r1', point('1.3.36.3.3.2.8.1.1.13', '04', 128), { type: 'ec', curve: 'brainpoolP512r1' }],
    ['Ed25519', info('1.3.101.112', new Uint8Array(32)), { type: 'ed25519' }],
    ['Ed448', info('1.3.101.113', new Uint8Array(57)), { type: 'ed448' }],
  ])('%s is known', (_, key, facts) => {
    expect(answer(key)).toEqual(facts)
  })

  test.each([
    ['RSA with exponent 1', rsa(odd(256), integer(1)), 'malformed'],
    ['RSA with an even exponent', rsa(odd(256), integer(65_536)), 'malformed'],
    ['RSA with exponent 0', rsa(odd(256), integer(0)), 'malformed'],
    ['RSA with a negative exponent', rsa(odd(256), hex('0201ff')), 'malformed'],
    ['RSA with an exponent of 40 bits', rsa(odd(256), hex('0206 010000000101')), 'malformed'],
    ['RSA with an even modulus', rsa(tlv(2, hex(`00${'ff'.repeat(255)}fe`)), F4), 'malformed'],
    ['RSA with modulus 0', rsa(integer(0), F4), 'malformed'],
    ['RSA with a negative modulus', rsa(tlv(2, hex(`ff${'00'.repeat(254)}01`)), F4), 'malformed'],
    ['RSA with a third number', info(RSA, sequence(odd(256), F4, F4), nothing()), 'malformed'],
    [
      'RSA with something behind',
      info(RSA, new Uint8Array([...sequence(odd(256), F4), 5, 0]), nothing()),
      'malformed',
    ],
    ['RSA that is no DER', info(RSA, hex('3080'), nothing()), 'malformed'],
    ['RSA of nothing', info(RSA, hex(''), nothing()), 'malformed'],
    ['RSA with parameters that are not NULL', info(RSA, sequence(odd(256), F4), integer(1)), 'malformed'],
    ['P-256 without a curve', info(EC, new Uint8Array(65)), 'malformed'],
    ['P-256 with curve NULL', info(EC, new Uint8Array(65), nothing()), 'malformed'],
    ['P-256 with an explicit curve', info(EC, new Uint8Array(65), sequence(integer(1))), 'explicit-curve'],
    ['a curve that nobody knows', point('1.2.3', '04', 64), 'unsupported'],
    ['secp256k1', point('1.3.132.0.10', '04', 64), 'unsupported'],
    ['the point at infinity', info(EC, hex('00'), oid(P256)), 'malformed'],
    ['no point', info(EC, hex(''), oid(P256)), 'malformed'],
    ['a point of 64 octets', point(P256, '04', 63), 'malformed'],
    ['a point of 66 octets', point(P256, '04', 65), 'malformed'],
    ['a point of another curve', point(P256, '04', 96), 'malformed'],
    ['a compressed point of full length', point(P256, '02', 64), 'malformed'],
    ['a hybrid point', point(P256, '06', 64), 'malformed'],
    ['Ed25519 of 31 octets', info('1.3.101.112', new Uint8Array(31)), 'malformed'],
    ['Ed25519 with parameters', info('1.3.101.112', new Uint8Array(32), nothing()), 'malformed'],
    ['Ed448 of 56 octets', info('1.3.101.113', new Uint8Array(56)), 'malformed'],
    ['DSA', info('1.2.840.10040.4.1', integer(5)), 'unsupported'],
  ])('%s is not: %#', (_, key, reason) => {
    expect(answer(key)).toBe(reason)
  })

  test.each([
    ['rsa', { modulusLength: 1024 }, { type: 'rsa', bits: 1024 }],
    ['ec', { namedCurve: 'P-384' }, { type: 'ec', curve: 'P-384' }],
  ])('that the platform makes is known: %s', (type, options, facts) => {
    const { publicKey } = generateKeyPairSync(type as 'rsa', options as { modulusLength: number })
    const spki = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }))
    expect(readSpki(spki)).toEqual(facts)
  })
})

/** Through a whole certificate, so that the SubjectPublicKeyInfo is read as it is in the field. */
function readSpki(spki: Uint8Array) {
  const parsed = parseCertificate(certificate({ publicKey: spki }))
  if (!parsed.ok) return parsed.reason
  return answer(parsed.value.publicKey)
}
