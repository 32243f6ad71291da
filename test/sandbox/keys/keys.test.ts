import { checkPrimeSync, createPrivateKey, createPublicKey, verify } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { readPublicKey } from '../../../src/certificate/public-key.ts'
import { signatureAlgorithmOf } from '../../../src/certificate/signature-algorithm.ts'
import { nodeCrypto } from '../../../src/crypto/node.ts'
import { Provider } from '../../../src/sandbox/certificates/peculiar.ts'
import { keyPair } from '../../../src/sandbox/keys/keys.ts'
import { RSA_POOL } from '../../../src/sandbox/keys/rsa-pool.ts'
import { sign } from '../../../src/sandbox/keys/signing.ts'
import type { KeyKind } from '../../../src/sandbox/mint-options.ts'
import { mintedIn, parsed, territory } from '../minted.ts'

const source = { provider: new Provider(), seed: { text: 'a seed' } }
const plan = (kind: KeyKind, label = 'a label') => ({ kind, label, use: 'holder' }) as const

const KINDS: readonly [KeyKind, object, object][] = [
  ['P-256', { type: 'ec', curve: 'P-256' }, { scheme: 'ecdsa', hash: 'SHA-256' }],
  ['P-384', { type: 'ec', curve: 'P-384' }, { scheme: 'ecdsa', hash: 'SHA-384' }],
  ['P-521', { type: 'ec', curve: 'P-521' }, { scheme: 'ecdsa', hash: 'SHA-512' }],
  ['brainpoolP256r1', { type: 'ec', curve: 'brainpoolP256r1' }, { scheme: 'ecdsa', hash: 'SHA-256' }],
  ['brainpoolP384r1', { type: 'ec', curve: 'brainpoolP384r1' }, { scheme: 'ecdsa', hash: 'SHA-384' }],
  ['Ed25519', { type: 'ed25519' }, { scheme: 'ed25519' }],
  ['rsa-2048', { type: 'rsa', bits: 2048 }, { scheme: 'rsa-pkcs1', hash: 'SHA-256' }],
  ['rsa-3072', { type: 'rsa', bits: 3072 }, { scheme: 'rsa-pkcs1', hash: 'SHA-256' }],
  ['rsa-4096', { type: 'rsa', bits: 4096 }, { scheme: 'rsa-pkcs1', hash: 'SHA-256' }],
  ['rsa-2048-pss', { type: 'rsa', bits: 2048 }, { scheme: 'rsa-pss', hash: 'SHA-256', saltLength: 32 }],
  ['rsa-3072-pss', { type: 'rsa', bits: 3072 }, { scheme: 'rsa-pss', hash: 'SHA-256', saltLength: 32 }],
  ['rsa-4096-pss', { type: 'rsa', bits: 4096 }, { scheme: 'rsa-pss', hash: 'SHA-256', saltLength: 32 }],
]

describe.each(KINDS)('a key of the kind %s', (kind, key, algorithm) => {
  test('is one, in the certificate and beside it, and its authority signs as the kind says', async () => {
    const { certificate, privateKey } = await mintedIn(await territory({ authorityKey: kind }), { key: kind })
    const { publicKey, signatureAlgorithm } = parsed(certificate)
    expect(readPublicKey(publicKey)).toEqual({ ok: true, value: key })
    expect(signatureAlgorithmOf(signatureAlgorithm)).toEqual({ ok: true, value: algorithm })
    const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' })
    expect(spki.equals(publicKey.bytes)).toBe(true)
  })

  test('of an authority signs what the library verifies', async () => {
    const { mint, authorities } = await territory({ authorityKey: kind })
    const { certificate } = await mintedIn({ mint, authorities })
    const { tbs, signature, signatureAlgorithm } = parsed(certificate)
    const read = signatureAlgorithmOf(signatureAlgorithm)
    if (!read.ok) throw new Error(read.reason)
    const { publicKeyInfo: publicKey } = authorities.listed.keys
    const request = { algorithm: read.value, publicKey, signature, ecdsaForm: 'der', data: tbs } as const
    expect(await nodeCrypto().verify(request)).toBe('valid')
    expect(await nodeCrypto().verify({ ...request, data: tbs.subarray(1) })).toBe('invalid')
  })

  test('follows from seed and label', async () => {
    const { privateKey } = await keyPair(source, plan(kind))
    expect((await keyPair(source, plan(kind))).privateKey).toBe(privateKey)
    expect((await keyPair(source, plan(kind, 'another'))).privateKey).not.toBe(privateKey)
    const other = { ...source, seed: { text: 'another seed' } }
    expect((await keyPair(other, plan(kind))).privateKey).not.toBe(privateKey)
  })

  test('signs what another implementation verifies', async () => {
    const keys = await keyPair(source, plan(kind))
    const octets = Buffer.from('any octets')
    const hash = 'hash' in algorithm ? String(algorithm.hash) : null
    const padding = kind.endsWith('-pss') ? { padding: 6, saltLength: 32 } : {}
    const publicKey = { key: createPublicKey(keys.privateKey), ...padding }
    const signature = await sign(source.provider, keys, octets)
    expect(verify(hash, octets, publicKey, signature)).toBe(true)
    expect(verify(hash, Buffer.from('other octets'), publicKey, signature)).toBe(false)
  })
})

describe('the pool', () => {
  const moduli = Object.entries(RSA_POOL).flatMap(([bits, all]) =>
    all.map((text, index) => ({ bits, index, text })),
  )

  test('has at least six moduli of 2048 bits, four of 3072 and two of 4096, all different', () => {
    expect(Object.values(RSA_POOL).map(all => all.length)).toEqual([8, 4, 2])
    expect(new Set(moduli.map(({ text }) => text)).size).toBe(moduli.length)
  })

  test.each(moduli)('$bits bits, number $index: from two primes', ({ bits, text }) => {
    const octets = Buffer.from(text, 'base64')
    const [p, q] = [octets.subarray(0, octets.length / 2), octets.subarray(octets.length / 2)].map(half =>
      BigInt(`0x${half.toString('hex')}`),
    )
    expect((p! * q!).toString(2)).toHaveLength(Number(bits))
    expect(p).not.toBe(q)
    expect([p!, q!].map(factor => checkPrimeSync(factor, { checks: 8 }))).toEqual([true, true])
  })
})

describe('RSA keys', () => {
  test('are as many as there are labels, though the pool is small, and whatever was asked before', async () => {
    const labels = Array.from({ length: 20 }, (_, index) => `label ${index}`)
    const keys = await Promise.all(labels.map(label => keyPair(source, plan('rsa-4096', label))))
    expect(new Set(keys.map(({ identifier }) => identifier)).size).toBe(labels.length)
    expect((await keyPair(source, plan('rsa-4096', 'label 7'))).privateKey).toBe(keys[7]!.privateKey)
  })

  test('have odd public exponents of 31 bits', async () => {
    const { privateKey } = await keyPair(source, plan('rsa-2048'))
    const { publicExponent = 0n } = createPrivateKey(privateKey).asymmetricKeyDetails ?? {}
    expect(publicExponent & 1n).toBe(1n)
    expect(publicExponent.toString(2)).toHaveLength(31)
  })

  test.each(['rsa-2048', 'rsa-3072', 'rsa-4096'] as const)(
    'of %s: authorities and holders never have the same modulus',
    async kind => {
      const modulus = async (use: 'authority' | 'holder', label: string) => {
        const { privateKey } = await keyPair(source, { kind, label, use })
        return createPrivateKey(privateKey).export({ format: 'jwk' }).n
      }
      const labels = Array.from({ length: 12 }, (_, index) => `label ${index}`)
      const authorities = await Promise.all(labels.map(label => modulus('authority', label)))
      const holders = await Promise.all(labels.map(label => modulus('holder', label)))
      expect(authorities.filter(n => holders.includes(n))).toEqual([])
    },
  )
})
