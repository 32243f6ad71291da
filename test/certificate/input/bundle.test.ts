import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { ContentInfo, EncapsulatedContentInfo, Certificate as PkijsCertificate, SignedData } from 'pkijs'
import { describe, expect, test } from 'vitest'
import { readCertificateInput } from '../../../src/certificate/input/input.ts'
import { concatBytes, toHex } from '../../../src/core/bytes.ts'
import { certificate as write } from '../../support/certificate-writer.ts'
import { hex, integer, octets, oid, sequence, set, tlv } from '../../support/der-writer.ts'
import { pemBlock } from '../../support/input-forms.ts'

const fixture = (name: string): Uint8Array =>
  new Uint8Array(new X509Certificate(readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url))).raw)
const LEAF = fixture('qwac.pem')
const ISSUER = fixture('ca.pem')

const SIGNED_DATA = oid('1.2.840.113549.1.7.2')
const DATA = sequence(oid('1.2.840.113549.1.7.1'))
const indefinite = (tag: number, ...contents: readonly Uint8Array[]): Uint8Array =>
  concatBytes(Uint8Array.of(tag, 0x80), ...contents, hex('0000'))
const primitive = (tag: number, ...contents: readonly Uint8Array[]): Uint8Array => tlv(tag, ...contents)

/** Certificates alone, as a bundle is in the field: no contents, no digests, no signers. */
function bundle(certificates: readonly Uint8Array[], constructed = primitive): Uint8Array {
  const members = certificates.length === 0 ? [] : [constructed(0xa0, ...certificates)]
  const signedData = constructed(0x30, integer(1), set(), DATA, ...members, set())
  return constructed(0x30, SIGNED_DATA, constructed(0xa0, signedData))
}

const BOTH = [LEAF, ISSUER]
const inside = (levels: number, value: Uint8Array): Uint8Array =>
  levels === 0 ? value : inside(levels - 1, sequence(value))
const numbers = (count: number): readonly Uint8Array[] => Array.from({ length: count }, () => integer(0))

describe('a PKCS #7 bundle', () => {
  test.each<[string, Uint8Array | string, string]>([
    ['in DER', bundle(BOTH), 'pkcs7-der'],
    ['in BER, every length indefinite', bundle(BOTH, indefinite), 'pkcs7-der'],
    ['in PEM', pemBlock(bundle(BOTH), 'PKCS7'), 'pkcs7-pem'],
    ['in PEM of the newer label', pemBlock(bundle(BOTH), 'CMS'), 'pkcs7-pem'],
    ['in PEM of an old label', pemBlock(bundle(BOTH), 'PKCS #7 SIGNED DATA'), 'pkcs7-pem'],
    ['in PEM on one line, BER', pemBlock(bundle(BOTH, indefinite), 'PKCS7', ' '), 'pkcs7-pem'],
    ['in base64', Buffer.from(bundle(BOTH)).toString('base64'), 'pkcs7-base64'],
    ['in base64 of BER', Buffer.from(bundle(BOTH, indefinite)).toString('base64'), 'pkcs7-base64'],
    ['in base64 of PEM', Buffer.from(pemBlock(bundle(BOTH), 'PKCS7')).toString('base64'), 'pkcs7-base64-pem'],
    ['in hexadecimal', toHex(bundle(BOTH)), 'pkcs7-hex'],
    ['in hexadecimal of BER', toHex(bundle(BOTH, indefinite)), 'pkcs7-hex'],
  ])('%s gives the certificates octet by octet', async (_, input, form) => {
    expect(await readCertificateInput(input)).toMatchObject({ ok: true, value: { certificates: BOTH, form } })
  })

  test('in DER is sliced, not copied, wherever it stands in memory', async () => {
    const whole = concatBytes(hex('aabbcc'), bundle(BOTH))
    const read = await readCertificateInput(whole.subarray(3))
    if (!read.ok) throw new Error(read.reason)
    expect(read.value.certificates.map(({ buffer }) => buffer === whole.buffer)).toEqual([true, true])
    expect(read.value.certificates.map(bytes => toHex(bytes))).toEqual(BOTH.map(bytes => toHex(bytes)))
  })

  test('that another library wrote', async () => {
    const written = new SignedData({
      version: 1,
      encapContentInfo: new EncapsulatedContentInfo({ eContentType: '1.2.840.113549.1.7.1' }),
      certificates: BOTH.map(each => PkijsCertificate.fromBER(each.slice().buffer)),
    })
    const info = new ContentInfo({ contentType: '1.2.840.113549.1.7.2', content: written.toSchema(true) })
    const der = new Uint8Array(info.toSchema().toBER())
    expect(await readCertificateInput(der)).toMatchObject({ ok: true, value: { certificates: BOTH } })
  })

  test.each<[string, Uint8Array, string]>([
    ['without certificates', bundle([]), 'empty-bundle'],
    ['cut', bundle(BOTH).subarray(0, -9), 'truncated'],
    ['of indefinite length, cut', bundle(BOTH, indefinite).subarray(0, -9), 'malformed-bundle'],
    ['with an octet behind it', concatBytes(bundle(BOTH), hex('00')), 'trailing-bytes'],
    [
      'of indefinite length, with octets behind it',
      concatBytes(bundle(BOTH, indefinite), hex('0000')),
      'trailing-bytes',
    ],
    ['whose contents are a number', sequence(SIGNED_DATA, tlv(0xa0, integer(1))), 'malformed-bundle'],
    ['without contents', sequence(SIGNED_DATA, octets(new Uint8Array(130))), 'malformed-bundle'],
    [
      'with a certificate that is not DER',
      bundle([LEAF, write({ signatureAlgorithm: hex('3081020500') })]),
      'malformed-bundle',
    ],
    [
      'with a certificate of indefinite length',
      bundle([concatBytes(hex('3080'), ISSUER.subarray(4), hex('0000'))]),
      'malformed-bundle',
    ],
    ['with something that is none', bundle([LEAF, sequence(integer(1))]), 'malformed-bundle'],
    ['with eleven certificates', bundle(Array.from({ length: 11 }, () => LEAF)), 'too-many-certificates'],
    [
      'longer than all certificates may be',
      bundle([write({ signature: octets(new Uint8Array(262_144)) })]),
      'too-large',
    ],
    ['of many values, in DER', bundle([sequence(...numbers(4_000))]), 'malformed-bundle'],
    [
      'with an identifier of more than 64 octets, in BER',
      bundle([sequence(tlv(0x06, new Uint8Array(65)))], indefinite),
      'too-large',
    ],
    [
      'whose octets stand in one another more than twenty times, in BER',
      bundle([inside(30, octets(new Uint8Array(2_000)))], indefinite),
      'too-large',
    ],
    // What reads BER would need a quarter of a second for it.
    [
      'of more values than ten certificates have, in BER',
      bundle([sequence(...numbers(2_500))], indefinite),
      'too-large',
    ],
    [
      'of another type, in BER',
      indefinite(0x30, oid('1.2.840.113549.1.7.6'), indefinite(0xa0, indefinite(0x30, integer(1)))),
      'other-bundle',
    ],
    [
      'without signers',
      sequence(SIGNED_DATA, tlv(0xa0, sequence(integer(1), set(), DATA, tlv(0xa0, LEAF)))),
      'malformed-bundle',
    ],
    [
      'without signers, in BER',
      indefinite(
        0x30,
        SIGNED_DATA,
        indefinite(0xa0, indefinite(0x30, integer(1), set(), DATA, tlv(0xa0, LEAF))),
      ),
      'malformed-bundle',
    ],
    [
      'whose certificates stand behind its signers',
      sequence(SIGNED_DATA, tlv(0xa0, sequence(integer(1), set(), DATA, set(), tlv(0xa0, LEAF)))),
      'malformed-bundle',
    ],
  ])('%s is refused', async (_, input, reason) => {
    expect(await readCertificateInput(input)).toMatchObject({ ok: false, reason })
  })

  test('may hold certificates of another format, which are passed over', async () => {
    const other = tlv(0xa3, oid('1.3.6.1.5.5.7.16.1'), octets(hex('00')))
    const read = await readCertificateInput(bundle([LEAF, other]))
    expect(read).toMatchObject({ ok: true, value: { certificates: [LEAF] } })
  })

  test.each([
    ['DER', primitive],
    ['BER', indefinite],
  ])('of ten certificates is read, in %s', async (_, constructed) => {
    const ten = Array.from({ length: 10 }, () => ISSUER)
    expect(await readCertificateInput(bundle(ten, constructed))).toMatchObject({
      ok: true,
      value: { certificates: ten },
    })
  })

  test('may hold revocation lists and signers, which are passed over', async () => {
    const members = [tlv(0xa0, LEAF), tlv(0xa1, sequence()), set(sequence(integer(1)))]
    const signedData = sequence(integer(1), set(), DATA, ...members)
    const read = await readCertificateInput(sequence(SIGNED_DATA, tlv(0xa0, signedData)))
    expect(read).toMatchObject({ ok: true, value: { certificates: [LEAF] } })
  })

  test('with two where one is meant is refused', async () => {
    expect(await readCertificateInput(bundle(BOTH), { certificates: 1 })).toEqual({
      ok: false,
      reason: 'second-certificate',
    })
    expect(await readCertificateInput(bundle([LEAF]), { certificates: 1 })).toMatchObject({ ok: true })
  })
})
