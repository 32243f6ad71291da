import { describe, expect, test } from 'vitest'
import { rememberCertificates } from '../../src/certificate/memory.ts'
import { toHex } from '../../src/core/bytes.ts'
import { nodeCrypto } from '../../src/crypto/node.ts'
import { mint } from '../support/profile-certificate.ts'

const crypto = nodeCrypto()
const certificate = mint({})
const digestOf = async (bytes: Uint8Array) => toHex(await crypto.digest('SHA-256', bytes))

/** Counts what is digested; answers later, as implementations of a browser do, where that is asked for. */
function counting(later: boolean) {
  const digested: Uint8Array[] = []
  const digest = (...asked: Parameters<typeof crypto.digest>) => {
    digested.push(asked[1])
    const answer = crypto.digest(...asked)
    return later ? Promise.resolve(answer) : answer
  }
  return { digest, digested }
}

describe.each([false, true])('with digests that come later: %s', later => {
  test('the fingerprint of a certificate that was read is that of its octets, and is not computed again', async () => {
    const [memory, by] = [rememberCertificates(10), counting(later)]
    const { sha256, parsed } = await memory.read(certificate.bytes, by)
    if (!parsed.ok) throw new Error(parsed.reason)
    expect(sha256).toBe(await digestOf(certificate.bytes))
    expect(await memory.fingerprint(parsed.value, by)).toBe(sha256)
    expect(by.digested).toEqual([certificate.bytes])
  })

  test('that of one read elsewhere is computed once', async () => {
    const [memory, by] = [rememberCertificates(10), counting(later)]
    expect(await memory.fingerprint(certificate, by)).toBe(await digestOf(certificate.bytes))
    expect(await memory.fingerprint(certificate, by)).toBe(await digestOf(certificate.bytes))
    expect(by.digested).toHaveLength(1)
  })

  test('octets are digested each time that they come, and the same ones give the same record', async () => {
    const [memory, by] = [rememberCertificates(10), counting(later)]
    const [one, two] = [
      await memory.read(certificate.bytes, by),
      await memory.read(certificate.bytes.slice(), by),
    ]
    expect(by.digested).toHaveLength(2)
    expect(one.parsed.ok && two.parsed.ok && one.parsed.value === two.parsed.value).toBe(true)
  })
})

test('a record with other octets has another fingerprint, though all else be the same', async () => {
  const memory = rememberCertificates(10)
  const bytes = certificate.bytes.with(certificate.bytes.length - 1, 0)
  await memory.fingerprint(certificate, crypto)
  expect(await memory.fingerprint({ ...certificate, bytes }, crypto)).toBe(await digestOf(bytes))
})

test('nothing is found by a digest that is none, such as the ArrayBuffer of a browser', async () => {
  const memory = rememberCertificates(10)
  const digest = () => new ArrayBuffer(32) as never
  expect(() => memory.read(certificate.bytes, { digest })).toThrow(TypeError)
  expect(() => memory.fingerprint(certificate, { digest })).toThrow(TypeError)
})
