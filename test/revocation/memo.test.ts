import { isDeepStrictEqual } from 'node:util'
import { expect, test } from 'vitest'
import { signatureAlgorithmOf } from '../../src/certificate/signature-algorithm.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { createStatusMemo } from '../../src/revocation/memo.ts'
import { checkOcsp } from '../../src/revocation/ocsp/check.ts'
import { extension } from '../support/certificate-writer.ts'
import { octets } from '../support/der-writer.ts'
import {
  AT,
  anchor,
  CA,
  type Certified,
  certified,
  NO_CHECK,
  OCSP_SIGNING,
  type Party,
  party,
  response,
} from './by-hand.ts'

/** What is shared by judgements says of nothing but what was read and computed that it was. */

const { subject: name, publicKey } = anchor.certificate
const [one, other] = [certified(party('One'), { by: CA }), certified(party('Other'), { by: CA })]
const delegate = certified(party('Responder'), { by: CA, extensions: [OCSP_SIGNING, NO_CHECK] })
const large = certified(party('Responder'), {
  by: CA,
  extensions: [OCSP_SIGNING, NO_CHECK, extension('2.999.1', octets(new Uint8Array(4096)))],
})

/** Writes the number of another certificate into a response. */
function renamed(bytes: Uint8Array, from: Certified, to: Certified): Uint8Array {
  const at = Buffer.from(bytes).indexOf(Buffer.from(from.certificate.serialNumber))
  const changed = bytes.slice()
  changed.set(to.certificate.serialNumber, at)
  return changed
}

test.each([
  ['the authority', response({ by: CA }, { about: one, says: 'good' })],
  ['a delegate', response({ by: delegate, certificates: [delegate] }, { about: one, says: 'good' })],
])(
  'an array in which a response of %s was verified, and another one is written, is judged anew',
  async (_, sound) => {
    const crypto = nodeCrypto()
    const memo = createStatusMemo()
    const array = sound.slice()
    const judged = async ({ certificate }: Certified) => {
      const evidence = await checkOcsp(array, {
        certificate,
        issuer: { name, publicKey },
        at: AT,
        crypto: memo.crypto(crypto),
        memo,
      })
      return evidence.outcome === 'verified' ? evidence.status.status : evidence.reason
    }
    expect([await judged(one), await judged(one), await judged(other)]).toEqual([
      'good',
      'good',
      'not-about-certificate',
    ])
    array.set(renamed(sound, one, other))
    expect(await judged(other)).toBe('signature-wrong')
    expect(await judged(one)).toBe('not-about-certificate')
    array.set(sound)
    expect([await judged(one), await judged(one)]).toEqual(['good', 'good'])
  },
)

test('a signature is computed once for each of a few keys, and not taken for that of another', async () => {
  const counted = nodeCrypto()
  let count = 0
  const memo = createStatusMemo()
  const crypto = memo.crypto({
    digest: counted.digest,
    verify: request => {
      count += 1
      return counted.verify(request)
    },
  })
  const { tbs: data, signature, signatureAlgorithm } = one.certificate
  const algorithm = signatureAlgorithmOf(signatureAlgorithm)
  if (!algorithm.ok) throw new Error(algorithm.reason)
  const by = ({ key }: Party) =>
    crypto.verify({ algorithm: algorithm.value, publicKey: key.spki, signature, ecdsaForm: 'der', data })
  const others = [party('CA'), party('CA'), party('CA')]
  for (let i = 0; i < 3; i++) {
    expect(await Promise.all([CA, ...others].map(by))).toEqual(['valid', 'invalid', 'invalid', 'invalid'])
    expect(count).toBe(4)
  }
})

test('a responder that was read stays as it was, whatever is written into the array that it came in', () => {
  const memo = createStatusMemo()
  const array = delegate.bytes.slice()
  memo.readDelegate(array, name)
  array.fill(0)
  expect(memo.readDelegate(delegate.bytes, name)?.certificate).toEqual(delegate.certificate)
})

test('a responder is kept unless its certificate is larger than those of responders are', () => {
  const memo = createStatusMemo()
  const twice = ({ bytes }: Certified) => [memo.readDelegate(bytes, name), memo.readDelegate(bytes, name)]
  const [first, again] = twice(delegate)
  expect(again).toBe(first)
  const [read, readAgain] = twice(large)
  expect(readAgain).not.toBe(read)
  expect(readAgain?.certificate).toEqual(large.certificate)
})

test('a responder that ends as another one does is another', () => {
  const memo = createStatusMemo()
  const twin = delegate.bytes.slice()
  const at = Buffer.from(twin).indexOf('Responder')
  twin.set(Buffer.from('Presenter'), at)
  const [first, second] = [delegate.bytes, twin].map(bytes => memo.readDelegate(bytes, name)?.certificate)
  expect(first).toEqual(delegate.certificate)
  expect(second?.bytes).toEqual(twin)
  expect(memo.readDelegate(delegate.bytes, name)?.certificate).toEqual(delegate.certificate)
})

test('responses that are read one after the other stay as they were, small ones and large ones', () => {
  const memo = createStatusMemo()
  const crypto = nodeCrypto()
  const sound = response({ by: delegate, certificates: [delegate] }, { about: one, says: 'good' })
  const certificates = Array.from({ length: 9 }, () => large)
  const long = response(
    { by: delegate, certificates: [delegate, ...certificates] },
    { about: one, says: 'good' },
  )
  const written = Array.from({ length: 60 }, (_, i) => (i % 7 === 6 ? long : sound))
  const arrays = written.map(bytes => bytes.slice())
  const read = arrays.map(bytes => memo.readResponse(bytes, crypto, name).parsed)
  for (const array of arrays) array.fill(0)
  for (const [i, parsed] of read.entries()) {
    const anew = createStatusMemo().readResponse(written[i] ?? delegate.bytes, crypto, name).parsed
    // `toEqual` goes through hundreds of thousands of octets one by one.
    expect(isDeepStrictEqual(parsed.ok && parsed.value.bytes, written[i])).toBe(true)
    expect(isDeepStrictEqual(parsed, anew)).toBe(true)
  }
})
