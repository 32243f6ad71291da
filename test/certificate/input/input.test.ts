import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import 'reflect-metadata'
import { X509Certificate as PeculiarCertificate } from '@peculiar/x509'
import { Certificate as PkijsCertificate } from 'pkijs'
import { describe, expect, test } from 'vitest'
import { INPUT_LIMITS } from '../../../src/certificate/input/form.ts'
import { readCertificateInput, recogniseInput } from '../../../src/certificate/input/input.ts'
import { concatBytes, toHex } from '../../../src/core/bytes.ts'
import { NAME, SHA256_WITH_RSA, certificate as write } from '../../support/certificate-writer.ts'
import { bits, hex, integer, nothing, octets, oid, sequence, tlv, utcTime } from '../../support/der-writer.ts'
import { base64url, FORMS, pem, pemBlock } from '../../support/input-forms.ts'
import { legacyObject } from '../../support/legacy-object.ts'

const text = (value: string): Uint8Array => new TextEncoder().encode(value)
const fixture = (name: string): Uint8Array =>
  new Uint8Array(new X509Certificate(readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url))).raw)
const LEAF = fixture('qwac.pem')
const ISSUER = fixture('ca.pem')

/** Certificates in outline of about so many octets. */
const sized = (length: number): Uint8Array => write({ signature: octets(new Uint8Array(length)) })

function givenAway(): Uint8Array {
  const octets = new Uint8Array(LEAF)
  structuredClone(octets.buffer, { transfer: [octets.buffer] })
  return octets
}

describe('every form gives the same octets back', () => {
  test.each(FORMS)('$name: one', async ({ form, notes, write: written }) => {
    const read = await readCertificateInput(written([LEAF]))
    expect(read).toEqual({ ok: true, value: { certificates: [LEAF], form, notes } })
  })

  test.each(FORMS)('$name: several, in their order', async ({ form, notes, write: written }) => {
    const read = await readCertificateInput(written([ISSUER, LEAF, ISSUER]))
    expect(read).toEqual({ ok: true, value: { certificates: [ISSUER, LEAF, ISSUER], form, notes } })
  })

  test.each(['-', '_'])('base64url, where %s shows it', async character => {
    const der = [...Array(64).keys()].map(n => write({ serialNumber: integer(n * 257 + 5) }))
    const found = der.find(each => base64url(each).includes(character))!
    expect(await readCertificateInput(base64url(found))).toMatchObject({
      value: { certificates: [found], form: 'base64url' },
    })
  })

  test.each([0, 1, 2])('base64 without its padding, %i octets beyond a group of three', async beyond => {
    const der = [...Array(9).keys()].map(n => write({ signature: bits(0, 'aa'.repeat(n + 1)) }))
    const found = der.find(({ length }) => length % 3 === beyond)!
    const read = await readCertificateInput(Buffer.from(found).toString('base64').replaceAll('=', ''))
    expect(read).toMatchObject({ ok: true, value: { certificates: [found] } })
  })

  test('DER is handed out as a slice of the input, whatever view it is', async () => {
    const within = concatBytes(Uint8Array.of(1, 2, 3), LEAF)
    const view = new DataView(within.buffer, 3)
    const read = await readCertificateInput(view)
    if (!read.ok) throw new Error(read.reason)
    const [slice] = read.value.certificates
    expect(slice).toEqual(LEAF)
    expect(slice?.buffer).toBe(within.buffer)
    expect(slice?.byteOffset).toBe(3)
  })

  test('what stands before a block may be escaped with it', async () => {
    const written = encodeURIComponent(`\ufefffriendlyName: a\n${pem([LEAF])}`)
    const notes = ['percent-encoded', 'text-outside']
    expect(await readCertificateInput(written)).toMatchObject({ value: { certificates: [LEAF], notes } })
  })

  test('a slash, a plus sign and an equals sign stay what they are where nothing is escaped', async () => {
    const oneLine = pem([LEAF], ' ')
    expect(oneLine).toContain('+')
    expect(await readCertificateInput(oneLine)).toMatchObject({ value: { certificates: [LEAF] } })
    const url = encodeURI(pem([LEAF]))
    expect(url).toContain('+')
    expect(await readCertificateInput(url)).toMatchObject({ value: { certificates: [LEAF] } })
  })
})

describe('objects of other libraries, by structure', () => {
  const node = new X509Certificate(LEAF)
  const arrayBuffer = LEAF.slice().buffer

  test.each<[string, unknown]>([
    ['node:crypto', node],
    ['a legacy peer certificate', { ...legacyObject(node) }],
    ['@peculiar/x509', new PeculiarCertificate(arrayBuffer)],
    ['pkijs', PkijsCertificate.fromBER(arrayBuffer)],
    ['anything with raw', { raw: LEAF }],
  ])('%s', async (_, object) => {
    const read = await readCertificateInput(object)
    expect(read).toMatchObject({ ok: true, value: { form: 'object', notes: [] } })
    expect(read.ok && toHex(read.value.certificates[0]!)).toBe(toHex(LEAF))
  })

  test.each<[string, unknown]>([
    ['an ArrayBuffer', arrayBuffer],
    ['octets of another realm', runInNewContext('Uint8Array.from(given)', { given: [...LEAF] })],
    [
      'an ArrayBuffer of another realm',
      runInNewContext('Uint8Array.from(given).buffer', { given: [...LEAF] }),
    ],
  ])('%s is octets', async (_, given) => {
    expect(await readCertificateInput(given)).toMatchObject({ ok: true, value: { form: 'der' } })
  })

  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'unsupported-object'],
    ['null', null, 'unsupported-object'],
    ['a number', 42, 'unsupported-object'],
    ['an empty object', {}, 'unsupported-object'],
    ['an array', [LEAF], 'unsupported-object'],
    ['one with text where octets belong', { raw: 'MII' }, 'unsupported-object'],
    [
      'one that throws',
      {
        get raw() {
          throw new Error('no')
        },
      },
      'unsupported-object',
    ],
    [
      'one that throws when it writes',
      {
        toSchema: () => {
          throw new Error('no')
        },
      },
      'unsupported-object',
    ],
    [
      'one that only calls itself an ArrayBuffer',
      { [Symbol.toStringTag]: 'ArrayBuffer', length: 9 },
      'unsupported-object',
    ],
    ['a revoked proxy', revoked(), 'unsupported-object'],
    ['octets whose memory was given away', givenAway(), 'empty'],
    ['memory that was given away', givenAway().buffer, 'empty'],
    ['an object of octets whose memory was given away', { raw: givenAway() }, 'empty'],
    ['one with two certificates', { raw: concatBytes(LEAF, ISSUER) }, 'second-certificate'],
    [
      'one with a key',
      { raw: generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' }) },
      'private-key',
    ],
    ['one with no octet', { raw: new Uint8Array() }, 'empty'],
  ])('%s is refused', async (_, object, reason) => {
    expect(await readCertificateInput(object)).toMatchObject({ ok: false, reason })
  })

  function revoked(): unknown {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    return proxy
  }
})

describe('what is no certificate has a reason of its own', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const KEY = sequence(SHA256_WITH_RSA, bits(0, '3006020101020103'))
  const signed = (body: Uint8Array): Uint8Array =>
    sequence(body, SHA256_WITH_RSA, bits(0, 'c0ffee'.repeat(40)))
  const request = signed(sequence(integer(0), NAME, KEY, tlv(0xa0)))
  const crl = signed(sequence(integer(1), SHA256_WITH_RSA, NAME, utcTime('260101000000Z')))
  const attributes = signed(sequence(integer(1), sequence(NAME), tlv(0xa0, NAME), SHA256_WITH_RSA))
  const data = oid('1.2.840.113549.1.7.1')
  const padding = octets(new Uint8Array(130))
  const pkcs12 = sequence(integer(3), sequence(data, tlv(0xa0, padding)), sequence(nothing()))

  const cipher = { cipher: 'aes-256-cbc', passphrase: 'secret' } as const
  const objects: readonly (readonly [string, Uint8Array, string])[] = [
    ['a PKCS #8 RSA key', rsa.privateKey.export({ type: 'pkcs8', format: 'der' }), 'private-key'],
    ['a PKCS #1 key', rsa.privateKey.export({ type: 'pkcs1', format: 'der' }), 'private-key'],
    ['a PKCS #8 EC key', ec.privateKey.export({ type: 'pkcs8', format: 'der' }), 'private-key'],
    ['a SEC 1 key', ec.privateKey.export({ type: 'sec1', format: 'der' }), 'private-key'],
    [
      'an Ed25519 key',
      generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' }),
      'private-key',
    ],
    ['an encrypted key', ec.privateKey.export({ type: 'pkcs8', format: 'der', ...cipher }), 'private-key'],
    ['a public key', ec.publicKey.export({ type: 'spki', format: 'der' }), 'public-key'],
    ['a PKCS #1 public key', rsa.publicKey.export({ type: 'pkcs1', format: 'der' }), 'public-key'],
    ['a request', request, 'certificate-request'],
    ['a request without attributes', signed(sequence(integer(0), NAME, KEY)), 'certificate-request'],
    ['a revocation list', crl, 'revocation-list'],
    [
      'a revocation list of version 1',
      signed(sequence(SHA256_WITH_RSA, NAME, utcTime('260101000000Z'))),
      'revocation-list',
    ],
    ['an attribute certificate', attributes, 'attribute-certificate'],
    ['PKCS #12', pkcs12, 'pkcs12'],
    ['PKCS #12 in BER', hex('3080 020103 3080 0609 2a864886f70d010701'), 'pkcs12'],
    ['enveloped data', sequence(oid('1.2.840.113549.1.7.3'), tlv(0xa0, padding)), 'other-bundle'],
    ['an OCTET STRING', padding, 'not-a-certificate'],
    ['an empty SEQUENCE', sequence(), 'not-a-certificate'],
    ['a sequence of numbers', sequence(integer(1), integer(2), integer(3)), 'not-a-certificate'],
  ]

  test.each(objects)('%s in DER', async (_, der, reason) => {
    expect(await readCertificateInput(new Uint8Array(der))).toEqual({ ok: false, reason, offset: 0 })
  })

  test.each(objects.filter(([, der]) => der[1]! >= 0x81))(
    '%s in base64 and hexadecimal',
    async (_, der, reason) => {
      const base64 = Buffer.from(der).toString('base64')
      expect(await readCertificateInput(base64)).toEqual({ ok: false, reason })
      if (der[0] === 0x30) expect(await readCertificateInput(toHex(der))).toEqual({ ok: false, reason })
    },
  )

  test.each(objects)('%s under the label of a certificate', async (_, der, reason) => {
    expect(await readCertificateInput(pemBlock(der))).toEqual({ ok: false, reason, offset: 0 })
  })

  test.each([
    ['CERTIFICATE REQUEST', request, 'certificate-request'],
    ['NEW CERTIFICATE REQUEST', request, 'certificate-request'],
    ['X509 CRL', crl, 'revocation-list'],
    ['PUBLIC KEY', KEY, 'public-key'],
    ['RSA PUBLIC KEY', KEY, 'public-key'],
    ['ATTRIBUTE CERTIFICATE', attributes, 'attribute-certificate'],
    ['PKCS12', pkcs12, 'pkcs12'],
    ['TRUSTED CERTIFICATE', concatBytes(LEAF, sequence()), 'trusted-certificate'],
    ['TRUSTED CERTIFICATE', LEAF, 'trusted-certificate'],
    ['DH PARAMETERS', sequence(integer(2), integer(2)), 'other-label'],
    ['SOMETHING ELSE', sequence(integer(2)), 'other-label'],
    ['CERTIFICATE REQUEST', LEAF, 'wrong-label'],
    ['X509 CRL', LEAF, 'wrong-label'],
    ['PUBLIC KEY', LEAF, 'wrong-label'],
    ['SOMETHING ELSE', LEAF, 'wrong-label'],
    ['PKCS7', LEAF, 'wrong-label'],
    ['CMS', sequence(integer(2)), 'malformed-bundle'],
  ])('a block labelled %s', async (label, der, reason) => {
    expect(await readCertificateInput(pemBlock(der, label))).toEqual({ ok: false, reason, offset: 0 })
  })

  test.each([
    'PRIVATE KEY',
    'ENCRYPTED PRIVATE KEY',
    'RSA PRIVATE KEY',
    'EC PRIVATE KEY',
    'DSA PRIVATE KEY',
    'OPENSSH PRIVATE KEY',
    'PGP PRIVATE KEY BLOCK',
  ])('%s, before, behind and inside of certificates, whole or cut', async label => {
    const key = pemBlock(text('a secret that nobody may see'), label)
    const inputs = [
      key,
      key + pem([LEAF]),
      pem([LEAF]) + key,
      key.slice(0, -20) + pem([LEAF]),
      pem([LEAF]).slice(0, 200) + key,
      encodeURIComponent(key + pem([LEAF])),
      Buffer.from(key + pem([LEAF])).toString('base64'),
      pem([LEAF], ' ') + key.replaceAll('\n', '\\n'),
    ]
    for (const input of inputs) {
      const read = await readCertificateInput(input)
      expect(read).toMatchObject({ ok: false, reason: 'private-key' })
      expect(Object.keys(read).filter(name => !['ok', 'reason', 'offset'].includes(name))).toEqual([])
    }
  })

  test.each<[string, Uint8Array | string, string, number?]>([
    ['nothing', '', 'empty', 0],
    ['no octet', new Uint8Array(), 'empty', 0],
    ['white space', ' \r\n\t', 'empty', 0],
    ['a mark alone', '\ufeff', 'empty', 0],
    ['a word', 'hello', 'unknown-form'],
    ['a sentence', 'This is not a certificate.', 'unknown-form'],
    ['a picture', hex('89504e470d0a1a0a'), 'unknown-form', 0],
    ['zero octets', new Uint8Array(64), 'unknown-form', 0],
    ['JSON', '{"certificate": "MIIB"}', 'unknown-form'],
    ['DER without its last octet', LEAF.subarray(0, -1), 'truncated', 0],
    ['DER without its second half', LEAF.subarray(0, LEAF.length / 2), 'truncated', 0],
    ['the header of DER alone', LEAF.subarray(0, 4), 'truncated', 0],
    ['base64 cut within a group', Buffer.from(LEAF).toString('base64').slice(0, 401), 'truncated', 401],
    ['base64 cut behind a group', Buffer.from(LEAF).toString('base64').slice(0, 400), 'truncated'],
    ['hexadecimal cut behind an octet', toHex(LEAF).slice(0, 400), 'truncated'],
    ['hexadecimal cut within an octet', toHex(LEAF).slice(0, 401), 'malformed-hex', 401],
    ['hexadecimal with another letter', `${toHex(LEAF).slice(0, 40)}g0`, 'malformed-hex', 40],
    ['a block without an end', pem([LEAF]).slice(0, 300), 'truncated', 0],
    ['a block whose label is cut', '-----BEGIN CERTIF', 'truncated', 0],
    ['a block whose end line is cut', pem([LEAF]).slice(0, -5), 'truncated', 0],
    ['a block that begins within another', pem([LEAF]).slice(0, 300) + pem([LEAF]), 'truncated', 0],
    [
      'a block cut within a group of base64',
      pem([LEAF]).replace(/.\n-----END/, '\n-----END'),
      'malformed-base64',
    ],
    ['a block that holds half a certificate', pemBlock(LEAF.subarray(0, 400)), 'truncated', 0],
    ['an end without a beginning', pem([LEAF]).slice(100), 'malformed-armour'],
    ['four hyphens', pem([LEAF]).replaceAll('-----', '----'), 'malformed-armour'],
    ['dashes of a word processor', pem([LEAF]).replaceAll('-----', '–––––'), 'malformed-armour'],
    ['an end of another label', pem([LEAF]).replace('END CERTIFICATE', 'END CERT'), 'malformed-armour', 0],
    ['a label in lower case', pem([LEAF]).replaceAll('CERTIFICATE', 'certificate'), 'malformed-armour', 0],
    ['a star within base64', pem([LEAF]).replace('\nMII', '\nM*I'), 'malformed-base64', 29],
    ['the same behind a mark', `\ufeff${pem([LEAF]).replace('\nMII', '\nM*I')}`, 'malformed-base64', 30],
    ['a star within base64 without armour', `MIIB${'A'.repeat(60)}*`, 'malformed-base64', 64],
    ['both alphabets in one text', `MIIB${'A'.repeat(60)}+-AA`, 'malformed-base64', 64],
    [
      'an escape that is none',
      encodeURIComponent(pem([LEAF])).replace('%0A', '%0'),
      'malformed-percent-encoding',
    ],
    ['an escape that is cut', `${encodeURIComponent(pem([LEAF]))}%`, 'malformed-percent-encoding'],
    ['the encoding of forms', String(new URLSearchParams({ c: pem([LEAF]) })).slice(2), 'form-encoded'],
    ['an escaped block within a header', `Hash=00;Cert="${encodeURIComponent(pem([LEAF]))}"`, 'unknown-form'],
    ['percent-encoding twice', encodeURIComponent(encodeURIComponent(pem([LEAF]))), 'unknown-form'],
    [
      'base64 of base64',
      Buffer.from(Buffer.from(LEAF).toString('base64')).toString('base64'),
      'unknown-form',
    ],
    ['DER of indefinite length', concatBytes(hex('3080'), LEAF.subarray(4), hex('0000')), 'not-der', 0],
    ['a length that is not minimal', concatBytes(hex('308300'), LEAF.subarray(2)), 'not-der', 0],
    ['a line break behind DER', concatBytes(LEAF, text('\n')), 'trailing-bytes', LEAF.length],
    ['a zero behind DER', concatBytes(LEAF, hex('00')), 'trailing-bytes', LEAF.length],
    [
      'half a certificate behind DER',
      concatBytes(LEAF, ISSUER.subarray(0, 99)),
      'trailing-bytes',
      LEAF.length,
    ],
    [
      'trust settings behind DER',
      concatBytes(LEAF, sequence(sequence(oid('1.2.3')))),
      'trailing-bytes',
      LEAF.length,
    ],
    [
      'a key behind DER',
      concatBytes(LEAF, ec.privateKey.export({ type: 'sec1', format: 'der' })),
      'private-key',
      LEAF.length,
    ],
    ['two certificates in one block', pemBlock(concatBytes(LEAF, ISSUER)), 'second-certificate', 0],
    [
      'an octet behind the certificate of a block',
      pemBlock(concatBytes(LEAF, hex('00'))),
      'trailing-bytes',
      0,
    ],
    [
      'a request behind certificates',
      pem([LEAF]) + pemBlock(request, 'CERTIFICATE REQUEST'),
      'certificate-request',
      pem([LEAF]).length,
    ],
    [
      'a bundle beside certificates',
      pem([LEAF]) + pemBlock(request, 'PKCS7'),
      'mixed-forms',
      pem([LEAF]).length,
    ],
  ])('%s is refused', async (_, input, reason, offset) => {
    const read = await readCertificateInput(input)
    expect(read).toMatchObject({ ok: false, reason })
    if (offset !== undefined) expect(read).toEqual({ ok: false, reason, offset })
  })

  test('where the input was decoded first, no offset is told', async () => {
    const broken = pem([LEAF]).replace('\nMII', '\nM*I')
    for (const input of [
      encodeURIComponent(broken),
      Buffer.from(broken).toString('base64'),
      Buffer.from(`\ufeff${broken}`, 'utf16le'),
    ]) {
      expect(await readCertificateInput(input)).toEqual({ ok: false, reason: 'malformed-base64' })
    }
  })
})

describe('limits, on both sides', () => {
  const chain = (count: number): readonly Uint8Array[] => Array.from({ length: count }, () => LEAF)

  test.each([
    [10, true],
    [11, false],
  ])('%i certificates', async (count, ok) => {
    expect((await readCertificateInput(concatBytes(...chain(count)))).ok).toBe(ok)
    expect((await readCertificateInput(pem(chain(count)))).ok).toBe(ok)
  })

  test('more than one where one is meant', async () => {
    const reading = (count: number, written: typeof pem | typeof concatBytes) =>
      readCertificateInput(written === pem ? pem(chain(count)) : concatBytes(...chain(count)), {
        certificates: 1,
      })
    for (const written of [pem, concatBytes]) {
      expect(await reading(1, written)).toMatchObject({ ok: true })
      expect(await reading(2, written)).toMatchObject({ ok: false, reason: 'second-certificate' })
    }
  })

  const overhead = sized(65_000).length - 65_000

  test.each([
    [65_536, true],
    [65_537, false],
  ])('a certificate of %i octets', async (length, ok) => {
    const certificate = sized(length - overhead)
    expect(certificate.length).toBe(length)
    const expected = ok ? { ok } : { ok, reason: 'certificate-too-large' }
    expect(await readCertificateInput(certificate)).toMatchObject(expected)
    expect(await readCertificateInput(pem([certificate]))).toMatchObject(expected)
    expect(await readCertificateInput({ raw: certificate })).toMatchObject(expected)
  })

  test.each([
    [262_144, true],
    [262_145, false],
  ])('certificates of %i octets together', async (total, ok) => {
    const four = [sized(65_536 - overhead), sized(65_536 - overhead), sized(65_536 - overhead)]
    const last = total - 3 * 65_536
    const fifth = sized(300)
    const all = [...four, sized(last - fifth.length - (sized(60_000).length - 60_000)), fifth]
    expect(concatBytes(...all).length).toBe(total)
    const expected = ok ? { ok } : { ok, reason: 'too-large' }
    expect(await readCertificateInput(concatBytes(...all))).toMatchObject(expected)
    expect(await readCertificateInput(pem(all))).toMatchObject(expected)
  })

  test.each([
    [524_288, 'empty'],
    [524_289, 'too-large'],
  ])('%i octets or characters of white space', async (length, reason) => {
    expect(await readCertificateInput(new Uint8Array(length).fill(0x20))).toMatchObject({ reason })
    expect(await readCertificateInput(' '.repeat(length))).toMatchObject({ reason })
  })

  test.each([
    { certificates: 0 },
    { certificates: 11 },
    { certificates: 1.5 },
    { totalBytes: 262_145 },
    { certificateBytes: Number.NaN },
  ])('%o is a mistake of the caller', async limits => {
    await expect(readCertificateInput(LEAF, limits)).rejects.toThrow(RangeError)
  })
})

test('whoever cannot wait learns that a bundle is one', () => {
  const bundle = sequence(oid('1.2.840.113549.1.7.2'), tlv(0xa0, sequence(integer(1))))
  expect(recogniseInput(bundle, INPUT_LIMITS)).toEqual({
    ok: true,
    value: { bundle, form: 'der', notes: [] },
  })
  expect(recogniseInput(pemBlock(bundle, 'PKCS7'), INPUT_LIMITS)).toMatchObject({
    value: { bundle, form: 'pem' },
  })
})
