import { generateKeyPairSync, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { SignatureRequest } from '../../src/crypto/crypto.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'

const data = Uint8Array.of(1, 2, 3)

/** A request with a signature that is right. */
function request(): SignatureRequest {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return {
    algorithm: { scheme: 'ecdsa', hash: 'SHA-256' },
    publicKey: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })),
    signature: new Uint8Array(sign('sha256', data, privateKey)),
    ecdsaForm: 'der',
    data,
  }
}

describe('keys that were imported before', () => {
  test('change no answer', () => {
    const { verify } = nodeCrypto()
    const [a, b] = [request(), request()]
    for (let round = 0; round < 2; round++) {
      expect(verify(a)).toBe('valid')
      expect(verify({ ...a, publicKey: b.publicKey })).toBe('invalid')
      expect(verify({ ...a, data: Uint8Array.of(1, 2) })).toBe('invalid')
    }
  })

  test('are known by their octets at the time, not by the array that held them', () => {
    const { verify } = nodeCrypto()
    const [a, b] = [request(), request()]
    const shared = Uint8Array.from(a.publicKey)
    expect(verify({ ...a, publicKey: shared })).toBe('valid')
    shared.set(b.publicKey)
    expect(verify({ ...a, publicKey: shared })).toBe('invalid')
    expect(verify({ ...b, publicKey: shared })).toBe('valid')
  })

  test('are read where they stand in a larger buffer', () => {
    const { verify } = nodeCrypto()
    const given = request()
    const buffer = new Uint8Array(given.publicKey.length + 20).fill(7)
    buffer.set(given.publicKey, 10)
    expect(verify({ ...given, publicKey: buffer.subarray(10, 10 + given.publicKey.length) })).toBe('valid')
  })

  test('are a thousand at most, and one that was dropped is imported again', () => {
    const { verify } = nodeCrypto()
    const first = request()
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
    const other = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }))
    expect(verify(first)).toBe('valid')
    for (let i = 0; i < 1100; i++) {
      other[40] = i & 0xff
      other[41] = i >> 8
      verify({
        ...first,
        algorithm: { scheme: 'rsa-pkcs1', hash: 'SHA-256' },
        publicKey: Uint8Array.from(other),
      })
    }
    expect(verify(first)).toBe('valid')
  })

  test('what is no key is unsupported each time', () => {
    const { verify } = nodeCrypto()
    const broken = { ...request(), publicKey: Uint8Array.of(0x30, 0x00) }
    expect([verify(broken), verify(broken)]).toEqual(['unsupported', 'unsupported'])
  })
})
