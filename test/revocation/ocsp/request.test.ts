import { describe, expect, test } from 'vitest'
import type { Certificate } from '../../../src/certificate/certificate.ts'
import { parseCertificate } from '../../../src/certificate/parse.ts'
import { toHex } from '../../../src/core/bytes.ts'
import { nodeCrypto } from '../../../src/crypto/node.ts'
import { checkOcsp } from '../../../src/revocation/ocsp/check.ts'
import { ocspRequest } from '../../../src/revocation/ocsp/request.ts'
import { parseOcspRequest } from '../../../src/sandbox/revocation/ocsp-request.ts'
import { openssl } from '../../sandbox/openssl.ts'
import { NOW, revocationWorld } from '../../sandbox/revocation-world.ts'
import { installed } from '../../support/installed.ts'

const crypto = nodeCrypto()
const world = await revocationWorld()
const certificate = read(await world.mint())
const { subject: name, publicKey: issuerKey } = read(world.ca)

function read(bytes: Uint8Array): Certificate {
  const parsed = parseCertificate(bytes)
  if (!parsed.ok) throw new Error(parsed.reason)
  return parsed.value
}

describe('a request', () => {
  test.each([
    ['SHA-1', undefined],
    ['SHA-256', undefined],
    ['SHA-1', 1],
    ['SHA-256', 32],
    ['SHA-1', 128],
  ] as const)('by %s with a nonce of %o octets is answered about the certificate', async (hash, length) => {
    const nonce = length === undefined ? {} : { nonce: new Uint8Array(length).fill(0xa5) }
    const request = await ocspRequest({ certificate, issuerKey, hash, ...nonce }, crypto)
    const answer = await checkOcsp(await world.respond(request), {
      certificate,
      issuer: { name, publicKey: issuerKey },
      ...{ at: NOW, crypto },
      ...nonce,
    })
    expect(answer).toMatchObject({ outcome: 'verified', status: { status: 'good' } })
  })

  test('names the certificate and holds no more than was asked', async () => {
    const parsed = parseOcspRequest(await ocspRequest({ certificate, issuerKey }, crypto))
    expect(parsed).toMatchObject({ ok: true, value: { asked: [{ serialNumber: certificate.serialNumber }] } })
    expect(parsed.ok && parsed.value.nonce).toBeUndefined()
  })

  test.each([[0], [129]])('with a nonce of %i octets is a mistake of the caller', async length => {
    const query = { certificate, issuerKey, nonce: new Uint8Array(length) }
    await expect(ocspRequest(query, crypto)).rejects.toThrow(RangeError)
  })

  test.skipIf(!installed('openssl'))(
    'reads in OpenSSL as one about that number, with that nonce',
    async () => {
      const nonce = new Uint8Array(32).fill(0x5a)
      const request = await ocspRequest({ certificate, issuerKey, hash: 'SHA-256', nonce }, crypto)
      const { says } = await openssl(['ocsp', '-reqin', 'request.der', '-req_text', '-noverify'], {
        'request.der': request,
      })
      expect(says).toContain(`Serial Number: ${toHex(certificate.serialNumber).toUpperCase()}`)
      expect(says).toContain('Hash Algorithm: sha256')
      expect(says).toContain('OCSP Nonce')
    },
  )
})
