import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { concatBytes } from '../../src/core/bytes.ts'
import { rsaPublicKeyIn } from '../../src/crypto/rsa-key.ts'

const rsa = (modulusLength: number): KeyObject => generateKeyPairSync('rsa', { modulusLength }).publicKey
const spkiOf = (key: KeyObject): Uint8Array => new Uint8Array(key.export({ type: 'spki', format: 'der' }))

const KEY = rsa(2048)
const SPKI = spkiOf(KEY)

describe('the RSAPublicKey in a SubjectPublicKeyInfo', () => {
  test.each([2032, 2048, 3072])('is what OpenSSL writes for %d bits', bits => {
    const key = rsa(bits)
    const found = rsaPublicKeyIn(spkiOf(key))
    expect(found && Buffer.from(found)).toEqual(key.export({ type: 'pkcs1', format: 'der' }))
  })

  test('is the same key when it is imported alone', () => {
    const found = Buffer.from(rsaPublicKeyIn(SPKI) ?? [])
    expect(createPublicKey({ key: found, format: 'der', type: 'pkcs1' }).equals(KEY)).toBe(true)
  })

  test.each([
    ['a short key, whose lengths have another form', spkiOf(rsa(1024))],
    ['a key for RSASSA-PSS alone', spkiOf(generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).publicKey)],
    ['a key on a curve', spkiOf(generateKeyPairSync('ec', { namedCurve: 'P-521' }).publicKey)],
    ['an Edwards key', spkiOf(generateKeyPairSync('ed25519').publicKey)],
    ['an octet too many', concatBytes(SPKI, Uint8Array.of(0))],
    ['an octet too few', SPKI.subarray(0, -1)],
    ['a header alone', SPKI.subarray(0, 28)],
    ['nothing', new Uint8Array()],
  ])('is left to others for %s', (_, spki) => {
    expect(rsaPublicKeyIn(spki)).toBeUndefined()
  })

  test('is left to others when any octet of what stands around it is another', () => {
    for (let index = 0; index < 28; index++) {
      const changed = Uint8Array.from(SPKI)
      changed[index] = (changed[index] ?? 0) ^ 1
      expect(rsaPublicKeyIn(changed), `octet ${index}`).toBeUndefined()
    }
  })
})
