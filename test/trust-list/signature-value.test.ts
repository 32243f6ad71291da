import { constants, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { listSigner, listText } from './list-writer.ts'
import { content, verdict } from './verdict.ts'

const VALUE = /(?<=<ds:SignatureValue>)[^<]+/
const INVALID = 'trust-list.signature invalid'

const octetsOf = (text: string) => Buffer.from(VALUE.exec(text)?.[0] ?? '', 'base64')
const signedInfoOf = (text: string) => Buffer.from(/<ds:SignedInfo .*<\/ds:SignedInfo>/.exec(text)?.[0] ?? '')
const withValue = (text: string, value: Uint8Array) =>
  text.replace(VALUE, Buffer.from(value).toString('base64'))

describe('a value by ECDSA', () => {
  const signer = listSigner('P-256')
  const text = listText({ content, signer })
  const value = octetsOf(text)
  const [r, s] = [value.subarray(0, 32), value.subarray(32)]
  const der = sign('sha256', signedInfoOf(text), { key: signer.privateKey, dsaEncoding: 'der' })
  const order = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex')
  const zero = (length: number) => Buffer.alloc(length)

  test.each([
    ['two numbers side by side', value, 'authentic'],
    ['the form of certificates', der, INVALID],
    ['that form, cut', der.subarray(0, 64), INVALID],
    ['a zero before each number', Buffer.concat([zero(1), r, zero(1), s]), INVALID],
    ['a zero behind', Buffer.concat([value, zero(1)]), INVALID],
    ['zeros before', Buffer.concat([zero(2), value]), INVALID],
    ['one octet less', value.subarray(1), INVALID],
    ['one octet', value.subarray(0, 1), INVALID],
    ['one number', r, INVALID],
    ['the numbers exchanged', Buffer.concat([s, r]), INVALID],
    ['r of zero', Buffer.concat([zero(32), s]), INVALID],
    ['s of zero', Buffer.concat([r, zero(32)]), INVALID],
    ['both of zero', zero(64), INVALID],
    ['r of the order', Buffer.concat([order, s]), INVALID],
    ['s of the order', Buffer.concat([r, order]), INVALID],
    ['both of the order', Buffer.concat([order, order]), INVALID],
    ['numbers beyond the order', Buffer.alloc(64, 0xff), INVALID],
  ])('%s', async (_, octets, expected) => {
    expect(await verdict(withValue(text, octets), [signer.sha256])).toBe(expected)
  })

  test('a twisted curve of Brainpool is no curve that is known', async () => {
    const twisted = listSigner('brainpoolP256t1')
    const file = listText({ content, signer: twisted })
    expect(await verdict(file, [twisted.sha256])).toBe('trust-list.signer certificate-unreadable')
  })
})

describe('a value by RSA', () => {
  const signer = listSigner('rsa-2048')
  const text = listText({ content, signer, method: 'rsa-sha256' })
  const value = octetsOf(text)
  const probabilistic = listText({ content, signer, method: 'sha256-rsa-MGF1' })
  const salted = (saltLength: number) =>
    sign('sha256', signedInfoOf(probabilistic), {
      key: signer.privateKey,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength,
    })

  test.each([
    ['as many octets as the modulus', text, value, 'authentic'],
    ['a zero before', text, Buffer.concat([Buffer.alloc(1), value]), INVALID],
    ['a zero behind', text, Buffer.concat([value, Buffer.alloc(1)]), INVALID],
    ['one octet less', text, value.subarray(0, 255), INVALID],
    ['zero', text, Buffer.alloc(256), INVALID],
    ['one', text, Buffer.alloc(256).fill(1, 255), INVALID],
    ['more than the modulus', text, Buffer.alloc(256, 0xff), INVALID],
    ['that of RSASSA-PSS by another method', text, salted(32), INVALID],
    ['a salt as long as the digest', probabilistic, salted(32), 'authentic'],
    ['no salt', probabilistic, salted(0), INVALID],
    ['a salt that is shorter', probabilistic, salted(31), INVALID],
    ['a salt that is longer', probabilistic, salted(33), INVALID],
    ['the longest salt', probabilistic, salted(222), INVALID],
    ['that of PKCS #1 v1.5 by another method', probabilistic, value, INVALID],
  ])('%s', async (_, file, octets, expected) => {
    expect(await verdict(withValue(file, octets), [signer.sha256])).toBe(expected)
  })
})
