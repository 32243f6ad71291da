import {
  constants,
  createHash,
  generateKeyPairSync,
  type KeyObject,
  privateEncrypt,
  sign,
  verify,
} from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { concatBytes, fromHex } from '../../src/core/bytes.ts'
import type { Hash } from '../../src/crypto/algorithms.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'

interface Pair {
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
}

const rsa = (modulusLength: number): Pair => generateKeyPairSync('rsa', { modulusLength })
/**
 * 2047 bits and their like: the block begins with an octet that holds fewer than eight bits of the modulus.
 */
const PAIRS = new Map([1024, 2032, 2041, 2047, 2048].map(bits => [bits, rsa(bits)]))
const DATA = Uint8Array.from({ length: 300 }, (_, i) => i)
const { verify: verifies } = nodeCrypto()

function pairOf(bits: number): Pair {
  const pair = PAIRS.get(bits)
  if (pair === undefined) throw new RangeError(`no key of ${bits} bits`)
  return pair
}

function outcomeOf(publicKey: KeyObject, signature: Uint8Array, hash: Hash = 'SHA-256', data = DATA) {
  const spki = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }))
  const algorithm = { scheme: 'rsa-pkcs1', hash } as const
  return verifies({ algorithm, publicKey: spki, signature, ecdsaForm: 'der', data })
}

/** Octets of a modulus. */
const octetsOf = (bits: number): number => Math.ceil(bits / 8)

/** The signature that opens to a block, whatever the block is. */
function signatureOf({ privateKey }: Pair, block: Uint8Array): Uint8Array {
  return new Uint8Array(privateEncrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, block))
}

const HASHES = [
  ['SHA-1', 'sha1'],
  ['SHA-224', 'sha224'],
  ['SHA-256', 'sha256'],
  ['SHA-384', 'sha384'],
  ['SHA-512', 'sha512'],
] as const

describe('a signature of PKCS #1 v1.5', () => {
  test.each([...PAIRS.keys()].flatMap(bits => HASHES.map(hash => [bits, ...hash] as const)))(
    'of a key of %d bits, by %s, is valid, and for other octets or another hash it is not',
    (bits, hash, name) => {
      const { privateKey, publicKey } = pairOf(bits)
      const signature = new Uint8Array(sign(name, DATA, privateKey))
      const other = hash === 'SHA-256' ? 'SHA-512' : 'SHA-256'
      expect(outcomeOf(publicKey, signature, hash)).toBe('valid')
      expect(outcomeOf(publicKey, signature, hash, DATA.subarray(1))).toBe('invalid')
      expect(outcomeOf(publicKey, signature, other)).toBe('invalid')
    },
  )

  test.each([...PAIRS.keys()])('of %d bits is what OpenSSL says, whichever octet of it is another', bits => {
    const { privateKey, publicKey } = pairOf(bits)
    const signature = new Uint8Array(sign('sha256', DATA, privateKey))
    for (let index = 0; index < signature.length; index++) {
      const corrupted = Uint8Array.from(signature)
      corrupted[index] = (corrupted[index] ?? 0) ^ (1 << (index % 8))
      expect(verify('sha256', DATA, publicKey, corrupted), `octet ${index}`).toBe(false)
      expect(outcomeOf(publicKey, corrupted), `octet ${index}`).toBe('invalid')
    }
  })

  test.each([...PAIRS.keys()])('of %d bits has as many octets as the modulus', bits => {
    const { privateKey, publicKey } = pairOf(bits)
    const signature = new Uint8Array(sign('sha256', DATA, privateKey))
    const zero = Uint8Array.of(0)
    const lengths = [signature.subarray(1), signature.subarray(0, -1), new Uint8Array(), Uint8Array.of(1)]
    const longer = [concatBytes(zero, signature), concatBytes(signature, zero)]
    for (const wrong of [...lengths, ...longer]) expect(outcomeOf(publicKey, wrong)).toBe('invalid')
  })

  test('keeps an octet of zero at its beginning', () => {
    const pair = pairOf(1024)
    for (let i = 0; i < 5000; i++) {
      const data = Uint8Array.of(i >> 8, i)
      const signature = new Uint8Array(sign('sha256', data, pair.privateKey))
      if (signature[0] !== 0) continue
      expect(outcomeOf(pair.publicKey, signature, 'SHA-256', data)).toBe('valid')
      expect(outcomeOf(pair.publicKey, signature.subarray(1), 'SHA-256', data)).toBe('invalid')
      return
    }
    expect.unreachable('one of 256 begins with zero')
  })

  test.each([...PAIRS.keys()])('of %d bits is a smaller number than the modulus', bits => {
    const { privateKey, publicKey } = pairOf(bits)
    const modulus = BigInt(
      `0x${Buffer.from(publicKey.export({ format: 'jwk' }).n ?? '', 'base64url').toString('hex')}`,
    )
    const written = (value: bigint): Uint8Array =>
      fromHex(value.toString(16).padStart(octetsOf(bits) * 2, '0'))
    const number = BigInt(`0x${sign('sha256', DATA, privateKey).toString('hex')}`)
    expect(outcomeOf(publicKey, written(number))).toBe('valid')
    expect(outcomeOf(publicKey, written(modulus))).toBe('invalid')
    expect(outcomeOf(publicKey, written(modulus - 1n))).toBe('invalid')
    expect(outcomeOf(publicKey, written(0n))).toBe('invalid')
    // Congruent to the right one, where it can be written in as many octets.
    if ((number + modulus).toString(16).length <= octetsOf(bits) * 2)
      expect(outcomeOf(publicKey, written(number + modulus))).toBe('invalid')
  })

  test('is not looked at for a key that is for RSASSA-PSS alone, or none of RSA', () => {
    const signature = new Uint8Array(sign('sha256', DATA, pairOf(2048).privateKey))
    const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2048 })
    expect(outcomeOf(pss.publicKey, signature)).toBe('unsupported')
    const opens = new Uint8Array(
      sign('sha256', DATA, { key: pss.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING }),
    )
    expect(outcomeOf(pss.publicKey, opens)).toBe('unsupported')
    const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    expect(outcomeOf(curve.publicKey, signature)).not.toBe('valid')
  })

  test('needs room for eight octets of padding', () => {
    const info = concatBytes(
      fromHex('3051300d060960864801650304020305000440'),
      createHash('sha512').update(DATA).digest(),
    )
    const padded = (octets: number): Uint8Array =>
      concatBytes(Uint8Array.of(0, 1), new Uint8Array(octets).fill(0xff), Uint8Array.of(0), info)
    for (const [bits, octets, outcome] of [
      [760, 9, 'valid'],
      [752, 8, 'valid'],
      [744, 7, 'invalid'],
    ] as const) {
      const pair = rsa(bits)
      const signature = signatureOf(pair, padded(octets))
      expect(outcomeOf(pair.publicKey, signature, 'SHA-512'), `${bits} bits`).toBe(outcome)
      expect(verify('sha512', DATA, pair.publicKey, signature), `${bits} bits`).toBe(outcome === 'valid')
    }
  })
})

const DIGEST = new Uint8Array(createHash('sha256').update(DATA).digest())
const INFO = concatBytes(fromHex('3031300d060960864801650304020105000420'), DIGEST)

/** A block of 256 octets that ends with these. */
function block(end: Uint8Array, { head = [0, 1], fill = 0xff, separator = [0] } = {}): Uint8Array {
  const padding = new Uint8Array(256 - head.length - separator.length - end.length).fill(fill)
  return concatBytes(Uint8Array.from(head), padding, Uint8Array.from(separator), end)
}

/** The one block with some octets of it replaced. */
function blockWith(at: number, ...octets: readonly number[]): Uint8Array {
  const changed = block(INFO)
  changed.set(octets, at < 0 ? changed.length + at : at)
  return changed
}

describe('a block that somebody made by hand', () => {
  const pair = pairOf(2048)
  const outcome = (forged: Uint8Array) => outcomeOf(pair.publicKey, signatureOf(pair, forged))

  test('is valid where it is the one of the digest', () => {
    expect(outcome(block(INFO))).toBe('valid')
  })

  const info = (hex: string) => concatBytes(fromHex(hex), DIGEST)
  const garbage = new Uint8Array(64).fill(0x5a)

  test.each([
    ['octets behind the digest', block(concatBytes(INFO, garbage))],
    [
      'short padding and octets behind the digest',
      concatBytes(
        Uint8Array.of(0, 1),
        new Uint8Array(8).fill(0xff),
        Uint8Array.of(0),
        INFO,
        new Uint8Array(194),
      ),
    ],
    [
      'short padding and octets before the DigestInfo',
      concatBytes(
        Uint8Array.of(0, 1),
        new Uint8Array(8).fill(0xff),
        Uint8Array.of(0),
        new Uint8Array(194),
        INFO,
      ),
    ],
    ['no padding', concatBytes(Uint8Array.of(0, 1, 0), INFO, new Uint8Array(202))],
    ['an octet of the padding that is another', blockWith(100, 0xfe)],
    ['a zero in the padding', blockWith(100, 0)],
    ['a zero as the first octet of the padding', blockWith(2, 0)],
    ['a last octet of the padding that is another', blockWith(-53, 0x7f)],
    ['no separator', blockWith(-52, 0xff)],
    ['another separator', blockWith(-52, 1)],
    ['block type 0', block(INFO, { head: [0, 0], fill: 0 })],
    ['block type 2', block(INFO, { head: [0, 2] })],
    ['a first octet that is not zero', block(INFO, { head: [1, 1] })],
    ['the digest alone', block(DIGEST)],
    ['octets inside of the parameters', block(info('3033300f0609608648016503040201050201000420'))],
    ['an empty OCTET STRING before the digest', block(info('3033300d0609608648016503040201050004000420'))],
    ['a long length around the whole', block(info('308131300d060960864801650304020105000420'))],
    ['a long length around the algorithm', block(info('303230810d060960864801650304020105000420'))],
    ['a long length around the digest', block(info('3032300d06096086480165030402010500048120'))],
    [
      'an indefinite length',
      block(concatBytes(info('3080300d060960864801650304020105000420'), Uint8Array.of(0, 0))),
    ],
    ['a NULL of two octets', block(info('3032300e0609608648016503040201050200000420'))],
    ['the identifier of another hash', block(info('3031300d060960864801650304020305000420'))],
    ['a digest that is another in its first bit', blockWith(-32, (DIGEST[0] ?? 0) ^ 0x80)],
    ['a digest that is another in its last bit', blockWith(-1, (DIGEST[31] ?? 0) ^ 1)],
    ['a digest of all zeros', blockWith(-32, ...new Uint8Array(32))],
    ['octets that are all zero', new Uint8Array(256)],
    ['the number one', concatBytes(new Uint8Array(255), Uint8Array.of(1))],
  ])('is invalid with %s', (_, forged) => {
    expect(forged.length).toBe(256)
    expect(outcome(forged)).toBe('invalid')
    expect(verify('sha256', DATA, pair.publicKey, signatureOf(pair, forged))).toBe(false)
  })

  test('is invalid where any of its octets is another', () => {
    for (let index = 1; index < 256; index++) {
      const octet = block(INFO)[index] ?? 0
      expect(outcome(blockWith(index, octet ^ 0x01)), `octet ${index}`).toBe('invalid')
    }
  })

  test('without the NULL is told from others', () => {
    const without = info('302f300b06096086480165030402010420')
    expect(outcome(block(without))).toBe('valid-without-null')
    expect(outcome(block(concatBytes(without, Uint8Array.of(0))))).toBe('invalid')
    expect(outcome(block(info('302f300d06096086480165030402010420')))).toBe('invalid')
  })

  test('without the NULL is of no use with hashes that count nowhere', () => {
    const sha1 = createHash('sha1').update(DATA).digest()
    const forged = block(concatBytes(fromHex('301f300706052b0e03021a0414'), sha1))
    expect(outcomeOf(pair.publicKey, signatureOf(pair, forged), 'SHA-1')).toBe('invalid')
  })
})
