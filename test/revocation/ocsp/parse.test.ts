import { createHash, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { parseCertificate } from '../../../src/certificate/parse.ts'
import { instant } from '../../../src/core/time.ts'
import { nodeCrypto } from '../../../src/crypto/node.ts'
import { checkOcsp } from '../../../src/revocation/ocsp/check.ts'
import { parseOcspResponse } from '../../../src/revocation/ocsp/parse.ts'
import { ocspRequest } from '../../../src/revocation/ocsp/request.ts'
import { extension } from '../../support/certificate-writer.ts'
import {
  bits,
  boolean,
  generalizedTime,
  hex,
  ia5,
  integer,
  nothing,
  octets,
  oid,
  sequence,
  tlv,
} from '../../support/der-writer.ts'
import { newKey, type Says, signedCertificate, writtenNameOf } from '../../support/signed-certificate.ts'
import { signerName } from '../by-hand.ts'

/** Responses written field by field, each wrong in one, and signed by the issuer all the same. */

const crypto = nodeCrypto()
const at = instant('2026-06-01T12:00:00Z')
const key = newKey()
const delegateKey = newKey()
const NAME = '/O=Test/CN=Issuer'
const PERIOD = { notBefore: '260101000000Z', notAfter: '271231000000Z' }

function written(says: Partial<Says> & Pick<Says, 'subject'>, signer = key): Uint8Array {
  return signedCertificate({ issuer: NAME, key, serial: 7, ...PERIOD, ...says }, signer)
}

function read(bytes: Uint8Array) {
  const parsed = parseCertificate(bytes)
  if (!parsed.ok) throw new Error(parsed.reason)
  return parsed.value
}

const issuer = read(written({ subject: NAME }))
const certificate = read(written({ subject: '/O=Test/CN=Leaf', serial: 9 }))
const question = {
  certificate,
  issuer: { name: issuer.subject, publicKey: issuer.publicKey },
  ...{ at, crypto },
}

/** CertID, as a request writes it: inside of four sequences. */
const request = await ocspRequest({ certificate, issuerKey: issuer.publicKey }, crypto)
const CERT_ID = request.subarray(8)

const NOON = generalizedTime('20260601110000Z')
const NEXT = tlv(0xa0, generalizedTime('20260608110000Z'))
const GOOD = tlv(0x80)
const BY_NAME = tlv(0xa1, writtenNameOf(NAME))
const single = (...parts: readonly Uint8Array[]): Uint8Array => sequence(CERT_ID, ...parts)
const SOUND = single(GOOD, NOON, NEXT)
const extensions = (...all: readonly Uint8Array[]): Uint8Array => tlv(0xa1, sequence(...all))
const repeated = (times: number, item: Uint8Array): readonly Uint8Array[] =>
  Array.from({ length: times }, () => item)

interface Parts {
  readonly before?: readonly Uint8Array[]
  readonly responder?: Uint8Array
  readonly producedAt?: Uint8Array
  readonly singles?: readonly Uint8Array[]
  readonly after?: readonly Uint8Array[]
  readonly certificates?: readonly Uint8Array[]
  readonly signer?: typeof key
  readonly type?: string
  readonly status?: number
  /** Of an octet 00 behind the signature, where there are any. */
  readonly unusedBits?: number
}

function response(parts: Parts = {}): Uint8Array {
  const { before = [], responder = BY_NAME, producedAt = NOON, singles = [SOUND], after = [] } = parts
  const { certificates, signer = key, type = '1.3.6.1.5.5.7.48.1.1', status = 0, unusedBits = 0 } = parts
  const data = sequence(...before, responder, producedAt, sequence(...singles), ...after)
  const basic = sequence(
    data,
    sequence(oid('1.2.840.10045.4.3.2')),
    bits(unusedBits, sign('sha256', data, signer.privateKey).toString('hex') + (unusedBits > 0 ? '00' : '')),
    ...(certificates ? [tlv(0xa0, sequence(...certificates))] : []),
  )
  const body = tlv(0xa0, sequence(oid(type), octets(basic)))
  return sequence(tlv(0x0a, Uint8Array.of(status)), body)
}

const NONCE = '1.3.6.1.5.5.7.48.1.2'
const CUTOFF = '1.3.6.1.5.5.7.48.1.6'
const EXTENDED = '1.3.6.1.5.5.7.48.1.9'
const CRL = '1.3.6.1.5.5.7.48.1.3'
const HASH = '1.3.36.8.3.13'
const revokedAt = (...rest: readonly Uint8Array[]) =>
  single(tlv(0xa1, generalizedTime('20260501000000Z'), ...rest), NOON, NEXT)

describe('a response that is written by hand', () => {
  test.each([
    ['sound', {}],
    ['with a hundred answers', { singles: repeated(100, SOUND) }],
    ['with ten certificates', { certificates: repeated(10, written({ subject: '/CN=Else' })) }],
    ['with a list of certificates that has none', { certificates: [] }],
    ['with a CertID whose algorithm has no NULL', { singles: [answerAbout(withoutNull())] }],
    ['with a CertID by SHA-384', { singles: [answerAbout(certIdBy('sha384', '2.16.840.1.101.3.4.2.2'))] }],
    ['with a CertID by SHA-512', { singles: [answerAbout(certIdBy('sha512', '2.16.840.1.101.3.4.2.3'))] }],
    ['with a certificate that is none', { certificates: [sequence(integer(1))] }],
    ['with a nonce of 128 octets', { after: [extensions(extension(NONCE, octets(new Uint8Array(128))))] }],
    ['with an unknown extension', { after: [extensions(extension('2.999.1', nothing()))] }],
    ['with a critical one that is known', { after: [extensions(extension(EXTENDED, nothing(), true))] }],
    [
      'with an unknown critical extension about another',
      {
        singles: [
          SOUND,
          sequence(certIdOf(8), GOOD, NOON, extensions(extension('2.999.1', nothing(), true))),
        ],
      },
    ],
  ] as const satisfies readonly (readonly [string, Parts])[])('%s', async (_, parts) => {
    expect(await checkOcsp(response(parts), question)).toMatchObject({
      outcome: 'verified',
      status: { status: 'good' },
      signer: { role: 'issuer' },
    })
  })

  function answerAbout(certId: Uint8Array): Uint8Array {
    return sequence(certId, GOOD, NOON, NEXT)
  }

  /** OID in seven octets, NULL, and what stands behind the algorithm. */
  function withoutNull(): Uint8Array {
    return sequence(sequence(CERT_ID.subarray(4, 11)), CERT_ID.subarray(13))
  }

  function certIdBy(hash: string, identifier: string): Uint8Array {
    const hashed = (data: Uint8Array) => octets(new Uint8Array(createHash(hash).update(data).digest()))
    return sequence(
      sequence(oid(identifier), nothing()),
      hashed(issuer.subject.bytes),
      hashed(issuer.publicKey.key),
      integer(9),
    )
  }

  function certIdOf(serial: number): Uint8Array {
    return sequence(CERT_ID.subarray(2, CERT_ID.length - 3), integer(serial))
  }

  test.each([
    ['version 1, written out', { before: [tlv(0xa0, integer(0))] }, 'default-encoded'],
    ['version 2', { before: [tlv(0xa0, integer(1))] }, 'default-encoded'],
    ['no responder', { responder: new Uint8Array(0) }, 'tag-unexpected'],
    ['two responders', { responder: Uint8Array.of(...BY_NAME, ...BY_NAME) }, 'tag-unexpected'],
    ['UTCTime', { producedAt: tlv(0x17, new TextEncoder().encode('260601110000Z')) }, 'tag-unexpected'],
    ['a fraction of a second', { producedAt: generalizedTime('20260601110000.5Z') }, 'time-value'],
    ['101 answers', { singles: repeated(101, SOUND) }, 'too-many-elements'],
    ['eleven certificates', { certificates: repeated(11, sequence()) }, 'too-many-elements'],
    ['good with contents', { singles: [single(tlv(0x80, hex('00')), NOON)] }, 'null-not-empty'],
    ['no status', { singles: [single(NOON)] }, 'tag-unexpected'],
    ['reason 7', { singles: [revokedAt(tlv(0xa0, tlv(0x0a, hex('07'))))] }, 'value-out-of-range'],
    ['reason 11', { singles: [revokedAt(tlv(0xa0, tlv(0x0a, hex('0b'))))] }, 'value-out-of-range'],
    [
      'something behind the reason',
      { singles: [revokedAt(tlv(0xa0, tlv(0x0a, hex('01'))), integer(1))] },
      'value-unexpected',
    ],
    ['something behind an answer', { singles: [single(GOOD, NOON, NEXT, integer(1))] }, 'value-unexpected'],
    [
      'something behind the extensions',
      { after: [extensions(extension('2.999.1', nothing())), integer(1)] },
      'value-unexpected',
    ],
    ['no extension', { after: [extensions()] }, 'value-missing'],
    [
      'an extension twice',
      { after: [extensions(...repeated(2, extension(CUTOFF, NOON)))] },
      'value-repeated',
    ],
    ['an empty nonce', { after: [extensions(extension(NONCE, octets()))] }, 'value-out-of-range'],
    [
      'a nonce of 129 octets',
      { after: [extensions(extension(NONCE, octets(new Uint8Array(129))))] },
      'value-out-of-range',
    ],
    ['a nonce of another type', { after: [extensions(extension(NONCE, integer(1)))] }, 'tag-unexpected'],
    [
      'a false that is written out',
      { after: [extensions(sequence(oid(CUTOFF), boolean(false), octets(NOON)))] },
      'default-encoded',
    ],
    ['a signature of which a bit is unused', { unusedBits: 1 }, 'value-out-of-range'],
    ['an error with a body', { status: 3 }, 'value-unexpected'],
  ] as const satisfies readonly (readonly [string, Parts, string])[])(
    'with %s is refused',
    (_, parts, reason) => {
      expect(parseOcspResponse(response(parts))).toMatchObject({ ok: false, reason })
    },
  )

  test.each([
    ['of another type', { type: '2.999.1' }, 'other-response-type'],
    ['without an answer', { singles: [] }, 'not-about-certificate'],
    [
      'with an unknown critical extension',
      { after: [extensions(extension('2.999.1', nothing(), true))] },
      'unknown-critical-extension',
    ],
    [
      'with one in its answer',
      { singles: [single(GOOD, NOON, extensions(extension('2.999.1', nothing(), true)))] },
      'unknown-critical-extension',
    ],
    [
      'that ends before it begins',
      { singles: [single(GOOD, NOON, tlv(0xa0, generalizedTime('20260601105959Z')))] },
      'inconsistent-times',
    ],
    [
      'that is signed six minutes later',
      { producedAt: generalizedTime('20260601120600Z') },
      'produced-in-future',
    ],
    [
      'of a responder under another name',
      { responder: tlv(0xa1, writtenNameOf('/CN=Else')) },
      'signer-not-found',
    ],
    ['of a key without octets', { responder: tlv(0xa2, octets()) }, 'signer-not-found'],
    ['that another key signed', { signer: delegateKey }, 'signature-wrong'],
    [
      'with a hash of an unknown kind',
      {
        singles: [
          single(
            GOOD,
            NOON,
            extensions(extension(HASH, sequence(sequence(oid('1.2.840.113549.2.5')), octets(hex('00'))))),
          ),
        ],
      },
      'cert-hash-unsupported',
    ],
  ] as const satisfies readonly (readonly [string, Parts, string])[])(
    '%s is of no use: %s',
    async (_, parts, reason) => {
      expect(await checkOcsp(response(parts), question)).toMatchObject({ outcome: 'unusable', reason })
    },
  )

  test('tells what its responder says of its records', async () => {
    const reference = sequence(tlv(0xa0, ia5('http://crl.example')), tlv(0xa1, integer(5)), tlv(0xa2, NOON))
    const after = [
      extensions(extension(CUTOFF, NOON), extension(CRL, reference), extension(EXTENDED, nothing())),
    ]
    const never = single(
      tlv(0xa1, generalizedTime('19700101000000Z'), tlv(0xa0, tlv(0x0a, hex('06')))),
      NOON,
      NEXT,
    )
    expect(await checkOcsp(response({ after, singles: [never] }), question)).toMatchObject({
      status: { status: 'revoked', reason: 'certificateHold' },
      facts: {
        archiveCutoff: '2026-06-01T11:00:00Z',
        crl: 'http://crl.example',
        extendedRevoke: true,
        neverIssued: true,
      },
    })
  })

  test.each([
    ['the freshest', [SOUND, single(tlv(0x82), generalizedTime('20260601110001Z'))], 'unknown'],
    ['the worst of two as fresh', [SOUND, revokedAt()], 'revoked'],
    [
      'the one that revokes for good, though a fresher one does not',
      [single(GOOD, generalizedTime('20260601110001Z')), revokedAt()],
      'revoked',
    ],
    [
      'the freshest, though it was on hold before',
      [single(GOOD, generalizedTime('20260601110001Z')), revokedAt(tlv(0xa0, tlv(0x0a, hex('06'))))],
      'good',
    ],
  ] as const)('of several answers gives %s', async (_, singles, status) => {
    expect(await checkOcsp(response({ singles }), question)).toMatchObject({ status: { status } })
  })
})

describe('answers about others', () => {
  const asking = async (of: Parameters<typeof ocspRequest>[0]) => (await ocspRequest(of, crypto)).subarray(8)
  const neighbour = read(written({ subject: '/O=Test/CN=Neighbour', serial: 10 }))
  const elsewhere = read(written({ subject: NAME, key: delegateKey }))
  /** A bit of the hash of the name: behind two lengths, and the algorithm in eleven octets. */
  const otherName = CERT_ID.with(15, (CERT_ID[15] ?? 0) ^ 1)

  test.each([
    ['the certificate beside it', () => asking({ certificate: neighbour, issuerKey: issuer.publicKey })],
    ['the same number, of another key', () => asking({ certificate, issuerKey: elsewhere.publicKey })],
    ['the same number and key, under another name', async () => otherName],
  ])('%s: they say nothing, and hide nothing', async (_, make) => {
    const other = (...parts: readonly Uint8Array[]) => make().then(id => sequence(id, ...parts))
    const revoked = tlv(0xa1, generalizedTime('20260501000000Z'))
    const [good, bad] = [await other(GOOD, NOON, NEXT), await other(revoked, NOON, NEXT)]
    const said = async (...singles: readonly Uint8Array[]) => {
      const evidence = await checkOcsp(response({ singles }), question)
      return evidence.outcome === 'unusable' ? evidence.reason : evidence.status.status
    }
    expect(await said(good)).toBe('not-about-certificate')
    expect(await said(bad, SOUND)).toBe('good')
    expect(await said(SOUND, bad)).toBe('good')
    expect(await said(good, revokedAt())).toBe('revoked')
    expect(await said(revokedAt(), good)).toBe('revoked')
  })
})

describe('a nonce', () => {
  test.each([
    [1, 'verified'],
    [32, 'verified'],
    [33, 'verified'],
    [128, 'verified'],
    [129, 'unusable'],
  ])('of %i octets that is repeated: %s', async (length, outcome) => {
    const nonce = new Uint8Array(length).fill(5)
    const after = [extensions(extension(NONCE, octets(nonce)))]
    expect(await checkOcsp(response({ after }), { ...question, nonce })).toMatchObject({ outcome })
  })

  test('that begins like the one that was asked for is another one', async () => {
    const nonce = new Uint8Array(32).fill(5)
    const after = [extensions(extension(NONCE, octets(nonce.subarray(0, 31))))]
    expect(await checkOcsp(response({ after }), { ...question, nonce })).toMatchObject({
      reason: 'nonce-mismatch',
    })
  })
})

describe('a delegate', () => {
  const DELEGATE = '/O=Test/CN=Responder'
  const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9'
  const sound = { subject: DELEGATE, key: delegateKey, purposes: [OCSP_SIGNING], serial: 11 }
  const policy = {
    acceptsUncheckedDelegates: true,
    maximumAge: 1e12,
    maximumAgeWithoutNextUpdate: 1e12,
    certHashCountries: [],
    requiresNonce: false,
  }
  const signed = (says: Partial<Says>, by = key) => {
    const delegate = written({ ...sound, ...says }, by)
    return response({
      responder: tlv(0xa1, writtenNameOf(DELEGATE)),
      certificates: [delegate],
      signer: delegateKey,
    })
  }

  test.each([
    ['sound', {}],
    ['with another purpose too', { purposes: ['1.3.6.1.5.5.7.3.1', OCSP_SIGNING] }],
    ['for digital signatures', { keyUsage: [7, '80'] }],
    ['for nonRepudiation', { keyUsage: [6, '40'] }],
  ] as const satisfies readonly (readonly [string, Partial<Says>])[])('%s may sign', async (_, says) => {
    expect(await checkOcsp(signed(says), { ...question, policy })).toMatchObject({
      outcome: 'verified',
      signer: { role: 'delegate' },
    })
  })

  test.each([
    ['without a purpose', { purposes: ['1.3.6.1.5.5.7.3.1'] }, 'signer-without-purpose'],
    ['for any purpose', { purposes: ['2.5.29.37.0'] }, 'signer-without-purpose'],
    ['for certificates', { keyUsage: [2, '04'] }, 'signer-key-usage'],
    ['with a key usage that is none', { keyUsage: [0, ''] }, 'signer-key-usage'],
    ['with an unknown critical extension', { unknown: true }, 'signer-extensions'],
    ['that has expired', { notAfter: '260601105959Z' }, 'signer-not-valid'],
    ['that expired since', { notAfter: '260601115958Z' }, 'signer-not-valid'],
    ['that began since', { notBefore: '260601113000Z' }, 'signer-not-valid'],
    ['of another authority', { issuer: '/CN=Else' }, 'signer-not-authorised'],
    ['that signed itself', { issuer: DELEGATE }, 'signer-not-authorised'],
  ] as const satisfies readonly (readonly [string, Partial<Says>, string])[])(
    '%s may not: %s',
    async (_, says, reason) => {
      expect(await checkOcsp(signed(says), { ...question, policy })).toMatchObject({ reason })
    },
  )

  test('may be named by its key, and by no other', async () => {
    const delegate = written(sound)
    const named = (by: typeof issuer, signer = delegateKey) => {
      const hash = createHash('sha1').update(by.publicKey.key).digest()
      return response({ responder: tlv(0xa2, octets(hash)), certificates: [delegate], signer })
    }
    const evidence = await checkOcsp(named(read(delegate)), { ...question, policy })
    expect(evidence).toMatchObject({ outcome: 'verified', signer: { role: 'delegate' } })
    expect(signerName(evidence)).toBe('CN=Responder,O=Test,C=LU')
    expect(await checkOcsp(named(read(delegate), key), { ...question, policy })).toMatchObject({
      reason: 'signature-wrong',
    })
    expect(await checkOcsp(named(issuer), { ...question, policy })).toMatchObject({
      reason: 'signature-wrong',
    })
  })

  test('of another key under the name of the issuer may not', async () => {
    expect(await checkOcsp(signed({}, delegateKey), { ...question, policy })).toMatchObject({
      reason: 'signer-not-authorised',
    })
  })

  test('whose own revocation is open may not, unless the policy accepts it', async () => {
    expect(await checkOcsp(signed({}), question)).toMatchObject({ reason: 'signer-revocation-open' })
  })
})
