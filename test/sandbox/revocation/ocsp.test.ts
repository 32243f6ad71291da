import { createHash, X509Certificate } from 'node:crypto'
import * as pkijs from 'pkijs'
import { describe, expect, test } from 'vitest'
import { toHex } from '../../../src/core/bytes.ts'
import { type Instant, instant, instantFromMilliseconds } from '../../../src/core/time.ts'
import { KEY_KINDS } from '../../../src/sandbox/mint-options.ts'
import type { OcspOptions } from '../../../src/sandbox/revocation/options.ts'
import { integer, octets, oid, sequence, tlv } from '../../support/der-writer.ts'
import { installed } from '../../support/installed.ts'
import { openssl } from '../openssl.ts'
import { revocationWorld } from '../revocation-world.ts'

const world = await revocationWorld()
const good = await world.mint({ subject: 'Good' })
const revoked = await world.mint({ subject: 'Revoked' })
const long = await world.mint({ subject: 'Long Revoked' })
world.revoke(revoked, { reason: 'keyCompromise' })
world.revoke(long, { at: instant('2026-05-10T08:00:00Z') })

const hexOf = (octets: ArrayBuffer | Uint8Array) => toHex(new Uint8Array(octets))

/** Read by pkijs, which wrote nothing of it. */
function read(der: Uint8Array) {
  const response = pkijs.OCSPResponse.fromBER(new Uint8Array(der))
  const status = response.responseStatus.valueBlock.valueDec
  if (!response.responseBytes) return { status }
  const basic = pkijs.BasicOCSPResponse.fromBER(
    new Uint8Array(response.responseBytes.response.valueBlock.valueHexView),
  )
  const { tbsResponseData: data } = basic
  return {
    status,
    tbs: hexOf(data.tbs),
    responderId: hexOf(data.responderID.toSchema?.().toBER() ?? data.responderID.toBER()),
    producedAt: data.producedAt.toISOString(),
    certificates: basic.certs?.length ?? 0,
    extensions: data.responseExtensions?.map(extension),
    responses: data.responses.map(single => ({
      hash: single.certID.hashAlgorithm.algorithmId,
      serial: hexOf(single.certID.serialNumber.valueBlock.valueHexView),
      certStatus: hexOf(single.certStatus.toBER()),
      thisUpdate: single.thisUpdate.toISOString(),
      nextUpdate: single.nextUpdate?.toISOString(),
      extensions: single.singleExtensions?.map(extension),
    })),
  }
}

function extension({ extnID, critical, extnValue }: pkijs.Extension): string {
  return `${extnID}${critical ? ' critical' : ''} ${toHex(extnValue.valueBlock.valueHexView)}`
}

const statusOf = (der: Uint8Array) => read(der).responses?.[0]?.certStatus
/** `revoked`, at a time written `YYYYMMDDHHMMSSZ`. */
const revokedAt = (time: string, reason = '') => {
  const body = `180f${Buffer.from(time).toString('hex')}${reason}`
  return `a1${(body.length / 2).toString(16)}${body}`
}

const GOOD = '8000'
const UNKNOWN = '8200'

describe('a response', () => {
  test('says what the world knows', async () => {
    expect(statusOf(await world.ocsp(good))).toBe(GOOD)
    expect(statusOf(await world.ocsp(revoked))).toBe(revokedAt('20260601120000Z', 'a0030a0101'))
    expect(statusOf(await world.ocsp(long))).toBe(revokedAt('20260510080000Z'))
  })

  test.each([
    [{ status: 'good' }, good, GOOD],
    [{ status: 'good' }, revoked, GOOD],
    [{ status: 'unknown' }, good, UNKNOWN],
    [{ status: 'revoked' }, good, revokedAt('20260601110000Z')],
    [{ status: 'revoked' }, long, revokedAt('20260510080000Z')],
  ] as const)('says %o where it is asked for', async (options, certificate, status) => {
    expect(statusOf(await world.ocsp(certificate, options))).toBe(status)
  })

  test.each([
    ['fresh', '2026-06-01T11:00:00.000Z', '2026-06-08T11:00:00.000Z'],
    ['stale', '2026-05-24T12:00:00.000Z', '2026-05-31T12:00:00.000Z'],
    ['future', '2026-06-01T13:00:00.000Z', '2026-06-08T13:00:00.000Z'],
  ] as const)('that is %s was made at %s and ends at %s', async (freshness, thisUpdate, nextUpdate) => {
    const { producedAt, responses } = read(await world.ocsp(good, { freshness }))
    expect(producedAt).toBe(thisUpdate)
    expect(responses).toMatchObject([{ thisUpdate, nextUpdate }])
  })

  test('that is stale knows nothing of what was revoked since', async () => {
    expect(statusOf(await world.ocsp(revoked, { freshness: 'stale' }))).toBe(GOOD)
    expect(statusOf(await world.ocsp(long, { freshness: 'stale' }))).toBe(revokedAt('20260510080000Z'))
  })

  test('is never older than the revocation that it tells', async () => {
    expect(read(await world.ocsp(revoked)).responses).toMatchObject([
      { thisUpdate: '2026-06-01T12:00:00.000Z' },
    ])
  })

  test('says good again when a hold has ended', async () => {
    const { mint, ocsp, revoke } = await revocationWorld()
    const held = await mint()
    revoke(held, { reason: 'certificateHold' })
    expect(statusOf(await ocsp(held))).toBe(revokedAt('20260601120000Z', 'a0030a0106'))
    revoke(held, { reason: 'removeFromCRL' })
    expect(statusOf(await ocsp(held))).toBe(GOOD)
  })

  test('repeats the octets of a nonce', async () => {
    const nonce = Uint8Array.from({ length: 32 }, (_, index) => index)
    expect(read(await world.ocsp(good, { nonce })).extensions).toEqual([
      `1.3.6.1.5.5.7.48.1.2 0420${toHex(nonce)}`,
    ])
    expect(read(await world.ocsp(good)).extensions).toBeUndefined()
  })

  test('names the certificate by either hash', async () => {
    const hashes = [undefined, 'SHA-1', 'SHA-256'] as const
    const ids = await Promise.all(
      hashes.map(async hash => read(await world.ocsp(good, hash && { hash })).responses?.[0]?.hash),
    )
    expect(ids).toEqual(['1.3.14.3.2.26', '1.3.14.3.2.26', '2.16.840.1.101.3.4.2.1'])
  })

  test('tells the hash of the certificate where asked to, and in Germany', async () => {
    const germany = await revocationWorld({ country: 'DE' })
    const german = await germany.mint()
    const told = (certificate: Uint8Array) =>
      `1.3.36.8.3.13 3031300d06096086480165030402010500` +
      `0420${createHash('sha256').update(certificate).digest('hex')}`
    const extensions = async (response: Promise<Uint8Array>) =>
      read(await response).responses?.[0]?.extensions
    expect(await extensions(world.ocsp(good))).toBeUndefined()
    expect(await extensions(world.ocsp(good, { certHash: true }))).toEqual([told(good)])
    expect(await extensions(germany.ocsp(german))).toEqual([told(german)])
    expect(await extensions(germany.ocsp(german, { certHash: false }))).toBeUndefined()
  })

  test.each([
    ['malformedRequest', '30030a0101'],
    ['internalError', '30030a0102'],
    ['tryLater', '30030a0103'],
    ['sigRequired', '30030a0105'],
    ['unauthorized', '30030a0106'],
  ] as const)('that is the error %s has no bytes', async (error, octets) => {
    expect(toHex(await world.ocsp(good, { error }))).toBe(octets)
  })

  test.each([
    [{}],
    [{ signer: 'issuer' }],
    [{ status: 'revoked', hash: 'SHA-256', certHash: true }],
    [{ freshness: 'stale', nonce: Uint8Array.of(1) }],
  ] as const satisfies readonly (readonly [OcspOptions])[])(
    'to %o has the same octets to be signed in two worlds of one seed',
    async options => {
      const same = await revocationWorld()
      const certificate = await same.mint({ subject: 'Good' })
      // Signatures are random, so what covers them (CertHash) is told of the same certificate.
      same.add(good, same.ca)
      expect(read(await same.ocsp(good, options)).tbs).toBe(read(await world.ocsp(good, options)).tbs)
      expect(toHex(certificate)).not.toBe(toHex(good))
    },
  )

  test('cannot be about a certificate of another world', async () => {
    const other = await revocationWorld({ seed: 'another' })
    await expect(world.ocsp(await other.mint())).rejects.toThrow(RangeError)
  })
})

describe('a request', () => {
  const SHA_1 = '1.3.14.3.2.26'
  const { subject, keyBits } = issuerOf(world.ca)

  function issuerOf(der: Uint8Array) {
    const certificate = pkijs.Certificate.fromBER(new Uint8Array(der))
    return {
      subject: new Uint8Array(certificate.subject.toSchema().toBER()),
      keyBits: new Uint8Array(certificate.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView),
    }
  }

  function certId(
    serial: Uint8Array,
    name = subject,
    key = keyBits,
    hash: 'sha1' | 'sha256' | 'md5' = 'sha1',
  ) {
    const algorithm = { sha1: SHA_1, sha256: '2.16.840.1.101.3.4.2.1', md5: '1.2.840.113549.2.5' }[hash]
    const digest = (content: Uint8Array) => octets(createHash(hash).update(content).digest())
    return sequence(sequence(oid(algorithm), tlv(5)), digest(name), digest(key), tlv(2, serial))
  }

  const serialOf = (certificate: Uint8Array) =>
    Uint8Array.from(Buffer.from(new X509Certificate(certificate).serialNumber, 'hex'))
  const request = (ids: readonly Uint8Array[], ...rest: readonly Uint8Array[]) =>
    sequence(sequence(sequence(...ids.map(id => sequence(id))), ...rest))
  const nonce = (content: Uint8Array) =>
    tlv(0xa2, sequence(sequence(oid('1.3.6.1.5.5.7.48.1.2'), octets(content))))
  const answer = async (octets: Uint8Array) => read(await world.respond(octets))

  test('gets an answer for every certificate that it names, in its order', async () => {
    const { responses } = await answer(
      request([
        certId(serialOf(revoked)),
        certId(Uint8Array.of(9)),
        certId(serialOf(good), subject, keyBits, 'sha256'),
      ]),
    )
    expect(responses?.map(({ certStatus }) => certStatus)).toEqual([
      revokedAt('20260601120000Z', 'a0030a0101'),
      UNKNOWN,
      GOOD,
    ])
  })

  test.each([[1], [16], [32], [128]])('gets its nonce of %i octets back', async length => {
    const content = octets(new Uint8Array(length).fill(0xab))
    const { extensions } = await answer(request([certId(serialOf(good))], nonce(content)))
    expect(extensions).toEqual([`1.3.6.1.5.5.7.48.1.2 ${toHex(content)}`])
  })

  test.each([
    ['nothing', new Uint8Array(0)],
    ['no DER', Uint8Array.of(1, 2, 3)],
    ['a request for nothing', request([])],
    ['octets behind a request', Uint8Array.of(...request([certId(serialOf(good))]), 0)],
    ['a cut request', request([certId(serialOf(good))]).subarray(0, -1)],
    ['a nonce of no octets', request([certId(serialOf(good))], nonce(octets()))],
    ['a nonce of 129 octets', request([certId(serialOf(good))], nonce(octets(new Uint8Array(129))))],
    ['a nonce that is no OCTET STRING', request([certId(serialOf(good))], nonce(integer(1)))],
    [
      'an unknown version',
      sequence(sequence(tlv(0xa0, integer(1)), sequence(sequence(certId(serialOf(good)))))),
    ],
  ])('with %s is malformed', async (_, octets) => {
    expect(await answer(octets)).toEqual({ status: 1 })
  })

  test.each([
    ['another name', certId(serialOf(good), keyBits)],
    ['another key', certId(serialOf(good), subject, subject)],
    ['a hash that nobody uses', certId(serialOf(good), subject, keyBits, 'md5')],
  ])('for an issuer with %s is not answered', async (_, id) => {
    expect(await answer(request([id]))).toEqual({ status: 6 })
  })

  test('for two issuers at once is not answered', async () => {
    const other = issuerOf(world.authorities.intermediate.certificate)
    const below = certId(Uint8Array.of(9), other.subject, other.keyBits)
    expect(await answer(request([below]))).toMatchObject({ status: 0 })
    expect(await answer(request([certId(serialOf(good)), below]))).toEqual({ status: 6 })
  })
})

/** OpenSSL judges responses by the clock of the machine, so this world stands at its present. */
describe.skipIf(!installed('openssl'))('openssl ocsp -respin', () => {
  const now: Instant = instantFromMilliseconds(Math.floor(Date.now() / 1000) * 1000)

  async function judge(
    setting: { readonly ca: Uint8Array; readonly certificate: Uint8Array; readonly response: Uint8Array },
    options: readonly string[] = [],
  ) {
    const { ca, certificate, response } = setting
    const given = [
      '-respin',
      'response.der',
      '-issuer',
      'ca.pem',
      '-CAfile',
      'ca.pem',
      '-no-CApath',
      '-no-CAstore',
    ]
    const { says, status } = await openssl(['ocsp', ...given, ...options, '-cert', 'leaf.pem'], {
      'ca.pem': [ca],
      'leaf.pem': [certificate],
      'response.der': response,
    })
    return { says, status }
  }

  test.each([
    [{}, ['Response verify OK', 'leaf.pem: good']],
    [{ signer: 'issuer' }, ['Response verify OK', 'leaf.pem: good']],
    [{ status: 'revoked' }, ['Response verify OK', 'leaf.pem: revoked']],
    [{ status: 'unknown' }, ['Response verify OK', 'leaf.pem: unknown']],
    [{ signer: 'delegated-without-purpose' }, ['Response Verify Failure', 'missing ocspsigning usage']],
    [{ signer: 'stranger' }, ['Response Verify Failure', 'unable to get local issuer certificate']],
    [{ signer: 'wrong-key' }, ['Response Verify Failure', 'signature failure']],
    [{ freshness: 'stale' }, ['Response verify OK', 'Status times invalid', 'status expired']],
    [{ freshness: 'future' }, ['Response verify OK', 'Status times invalid', 'status not yet valid']],
    [{ error: 'tryLater' }, ['Responder Error: trylater (3)']],
    [{ error: 'unauthorized' }, ['Responder Error: unauthorized (6)']],
  ] as const satisfies readonly (readonly [OcspOptions, readonly string[]])[])(
    '%o: %o',
    async (options, words) => {
      const { ca, mint, ocsp } = await revocationWorld({ now })
      const certificate = await mint()
      const { says } = await judge({ ca, certificate, response: await ocsp(certificate, options) })
      for (const word of words) expect(says).toContain(word)
      if (!words.some(word => word.includes('times invalid'))) expect(says).not.toContain('times invalid')
    },
  )

  test('tells when and why, by either hash, and that a response is for another certificate', async () => {
    const { ca, mint, ocsp, revoke } = await revocationWorld({ now })
    const [certificate, other] = [await mint({ subject: 'A' }), await mint({ subject: 'B' })]
    revoke(certificate, { reason: 'cessationOfOperation', at: instant('2026-01-02T03:04:05Z') })
    for (const [hash, option] of [
      ['SHA-1', '-sha1'],
      ['SHA-256', '-sha256'],
    ] as const) {
      const response = await ocsp(certificate, { hash, certHash: true })
      const { says } = await judge({ ca, certificate, response }, [option])
      expect(says).toContain('leaf.pem: revoked')
      expect(says).toContain('Reason: cessationOfOperation')
      expect(says).toContain('Revocation Time: Jan  2 03:04:05 2026 GMT')
    }
    const { says } = await judge({ ca, certificate: other, response: await ocsp(certificate) })
    expect(says).toContain('No Status found')
  })

  test.each(KEY_KINDS)('%s: the signatures verify, and no longer after a change', async key => {
    const { ca, mint, ocsp } = await revocationWorld({ now, key })
    const certificate = await mint()
    for (const signer of ['issuer', 'delegated'] as const) {
      const response = await ocsp(certificate, { signer })
      const { says } = await judge({ ca, certificate, response })
      expect(says).toContain('Response verify OK')
      expect(says).toContain('leaf.pem: good')
      const status = Buffer.from(response).indexOf(Buffer.from(`${GOOD}180f`, 'hex'))
      const changed = await judge({ ca, certificate, response: response.with(status, 0x82) })
      expect(changed.says).toContain('Response Verify Failure')
    }
  })
})
