import { generateKeyPairSync, sign } from 'node:crypto'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import type { Crypto, SignatureRequest } from '../../src/crypto/crypto.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { rememberSignatures } from '../../src/crypto/verified-signatures.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const other = generateKeyPairSync('rsa', { modulusLength: 2048 })
const spki = (key: typeof publicKey) => new Uint8Array(key.export({ type: 'spki', format: 'der' }))
const data = new TextEncoder().encode('what was signed')

const genuine: SignatureRequest = {
  algorithm: { scheme: 'rsa-pkcs1', hash: 'SHA-256' },
  publicKey: spki(publicKey),
  signature: new Uint8Array(sign('sha256', data, privateKey)),
  ecdsaForm: 'der',
  data,
}

function flipped(octets: Uint8Array, at: number): Uint8Array {
  return octets.with(at, (octets[at] ?? 0) ^ 1)
}

/** Computes with OpenSSL, and counts how often. */
function counting(inner: Pick<Crypto, 'verify'> = nodeCrypto()): Crypto & { times: number } {
  const counted = {
    times: 0,
    verify(request: SignatureRequest) {
      counted.times++
      return inner.verify(request)
    },
    digest: nodeCrypto().digest,
  }
  return counted
}

describe('a signature that was found valid', () => {
  test('is computed once', () => {
    const crypto = counting()
    const memory = rememberSignatures(10)
    expect(memory.crypto(crypto).verify(genuine)).toBe('valid')
    expect(memory.crypto(crypto).verify({ ...genuine, data: data.slice() })).toBe('valid')
    expect(crypto.times).toBe(1)
  })

  test('is computed by an implementation that has not computed it', () => {
    const memory = rememberSignatures(10)
    expect(memory.crypto(nodeCrypto()).verify(genuine)).toBe('valid')
    expect(memory.crypto(counting({ verify: () => 'unsupported' })).verify(genuine)).toBe('unsupported')
    expect(memory.crypto(counting({ verify: () => 'invalid' })).verify(genuine)).toBe('invalid')
  })

  test.each<readonly [string, Partial<SignatureRequest>]>([
    ['signature', { signature: flipped(genuine.signature, 0) }],
    ['signature at its end', { signature: flipped(genuine.signature, genuine.signature.length - 1) }],
    ['signed octets', { data: flipped(data, 0) }],
    ['key', { publicKey: spki(other.publicKey) }],
    ['hash', { algorithm: { scheme: 'rsa-pkcs1', hash: 'SHA-384' } }],
    ['scheme', { algorithm: { scheme: 'rsa-pss', hash: 'SHA-256', saltLength: 32 } }],
    [
      'border between data and signature',
      {
        data: Uint8Array.of(...data, genuine.signature[0] ?? 0),
        signature: genuine.signature.subarray(1),
      },
    ],
    [
      'border between key and data',
      {
        publicKey: genuine.publicKey.subarray(0, -1),
        data: Uint8Array.of(genuine.publicKey.at(-1) ?? 0, ...data),
      },
    ],
  ])('says nothing of one with another %s', (_, change) => {
    const forged = { ...genuine, ...change }
    const crypto = counting()
    const cold = rememberSignatures(10).crypto(nodeCrypto()).verify(forged)
    const warm = rememberSignatures(10).crypto(crypto)
    expect(warm.verify(genuine)).toBe('valid')
    expect(warm.verify(forged)).toBe(cold)
    expect(cold).not.toBe('valid')
    expect(crypto.times).toBe(2)
  })

  test('is told apart by the length of the salt and by the form of an ECDSA signature', () => {
    const crypto = counting({ verify: () => 'valid' })
    const memory = rememberSignatures(10).crypto(crypto)
    for (const saltLength of [20, 32]) {
      memory.verify({ ...genuine, algorithm: { scheme: 'rsa-pss', hash: 'SHA-256', saltLength } })
    }
    for (const ecdsaForm of ['der', 'raw'] as const) memory.verify({ ...genuine, ecdsaForm })
    expect(crypto.times).toBe(4)
  })

  test('is forgotten when as many others as are kept were used since', () => {
    const crypto = counting({ verify: () => 'valid' })
    const memory = rememberSignatures(2).crypto(crypto)
    const ask = (octet: number) => memory.verify({ ...genuine, data: Uint8Array.of(octet) })
    for (const octet of [1, 2, 1, 3]) ask(octet)
    expect(crypto.times).toBe(3)
    ask(1)
    expect(crypto.times).toBe(3)
    ask(2)
    expect(crypto.times).toBe(4)
  })
})

test.each(['invalid', 'unsupported', 'valid-without-null'] as const)('%s is never remembered', outcome => {
  const crypto = counting({ verify: () => outcome })
  const memory = rememberSignatures(10).crypto(crypto)
  expect([memory.verify(genuine), memory.verify(genuine)]).toEqual([outcome, outcome])
  expect(crypto.times).toBe(2)
})

test.each([
  ['digests', false, true],
  ['signatures', true, false],
  ['both', true, true],
] as const)(
  'answers with a promise where %s are computed elsewhere',
  async (_, verifiesLater, digestsLater) => {
    const { verify, digest } = nodeCrypto()
    const elsewhere = counting({
      verify: request => (verifiesLater ? Promise.resolve(verify(request)) : verify(request)),
    })
    const crypto = {
      verify: elsewhere.verify,
      digest: (...asked: Parameters<Crypto['digest']>) =>
        digestsLater ? Promise.resolve(digest(...asked)) : digest(...asked),
    }
    const memory = rememberSignatures(10).crypto(crypto)
    const forged = { ...genuine, signature: flipped(genuine.signature, 5) }
    expect(await memory.verify(genuine)).toBe('valid')
    expect(await memory.verify(genuine)).toBe('valid')
    expect(elsewhere.times).toBe(1)
    expect(await memory.verify(forged)).toBe('invalid')
  },
)

describe('digests that an implementation gives', () => {
  const node = nodeCrypto()
  const forged = { ...genuine, signature: flipped(genuine.signature, 0) }
  /**
   * Promises as they come from outside of the contexts in which some test runners and sandboxes run modules.
   */
  const Elsewhere: PromiseConstructor = runInNewContext('Promise')

  test('may come by promises of another realm', async () => {
    expect(Elsewhere).not.toBe(Promise)
    const digest = (...asked: Parameters<typeof node.digest>) => Elsewhere.resolve(node.digest(...asked))
    const by = rememberSignatures(10).crypto({ ...node, digest })
    expect(await by.verify(genuine)).toBe('valid')
    expect(await by.verify(forged)).toBe('invalid')
    expect(await by.verify(genuine)).toBe('valid')
  })

  test.each([
    ['no octets', new ArrayBuffer(32)],
    ['too few', new Uint8Array(20)],
    ['a text', 'sha256'],
  ])('are refused where they are %s: nothing is found by them', async (_, answer) => {
    const digest = () => answer as never
    const by = rememberSignatures(10).crypto({ ...node, digest })
    expect(() => by.verify(genuine)).toThrow(TypeError)
    const later = rememberSignatures(10).crypto({ ...node, digest: async () => answer as never })
    await expect(later.verify(genuine)).rejects.toThrow(TypeError)
  })
})
