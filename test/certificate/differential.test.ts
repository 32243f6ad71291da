import 'reflect-metadata'
import { X509Certificate } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { X509Certificate as PeculiarCertificate } from '@peculiar/x509'
import { Certificate as PkijsCertificate } from 'pkijs'
import { describe, expect, test } from 'vitest'
import type { Certificate } from '../../src/certificate/certificate.ts'
import { parseCertificate } from '../../src/certificate/parse.ts'
import { byteAt, toHex } from '../../src/core/bytes.ts'
import { oidText } from '../../src/core/oid.ts'
import { readCertificates } from '../../src/encoding/pem.ts'
import { certificate, extension } from '../support/certificate-writer.ts'
import { boolean, hex, octets, sequence, tlv } from '../support/der-writer.ts'

const FIXTURES = new URL('../../fixtures/', import.meta.url)

function certificatesOf(folder: string): readonly (readonly [string, Uint8Array<ArrayBuffer>])[] {
  const files = readdirSync(new URL(folder, FIXTURES)).filter(file => file.endsWith('.pem'))
  return files.flatMap(file => {
    const read = readCertificates(readFileSync(new URL(folder + file, FIXTURES)))
    return (read.ok ? read.value : []).map(
      (der, i) => [`${folder}${file} ${i + 1}`, Uint8Array.from(der)] as const,
    )
  })
}

const minted = [...certificatesOf('./'), ...certificatesOf('certificates/')]

function parse(der: Uint8Array): Certificate {
  const parsed = parseCertificate(der)
  if (!parsed.ok) throw new Error(parsed.reason)
  return parsed.value
}

const buffer = (bytes: ArrayBuffer | Uint8Array): string => toHex(new Uint8Array(bytes))
/** A serial number as others write it: without the zero octet that only keeps it positive. */
const plain = (serial: Uint8Array): string =>
  toHex(byteAt(serial, 0) === 0 && serial.length > 1 ? serial.subarray(1) : serial)
const attributes = ({ subject }: Certificate) =>
  subject.rdns.flat().map(({ type, text }) => [oidText(type), text] as const)

describe('three other readers and ours agree on', () => {
  test('something', () => {
    expect(minted.length).toBeGreaterThan(5)
  })

  test.each(minted)('%s, read by OpenSSL', (_, der) => {
    const [ours, theirs] = [parse(der), new X509Certificate(der)]
    expect(plain(ours.serialNumber)).toBe(theirs.serialNumber.toLowerCase())
    expect(ours.validity).toEqual({
      notBefore: Date.parse(theirs.validFrom),
      notAfter: Date.parse(theirs.validTo),
    })
    expect(toHex(ours.publicKey.bytes)).toBe(buffer(theirs.publicKey.export({ type: 'spki', format: 'der' })))
    expect(ours.extensions.basicConstraints?.ca ?? false).toBe(theirs.ca)
    const names = (ours.extensions.subjectAltName ?? []).flatMap(name =>
      name.form === 'dNSName' ? [`DNS:${name.text}`] : [],
    )
    expect(names.join(', ')).toBe(theirs.subjectAltName ?? '')
  })

  test.each(minted)('%s, read by @peculiar/x509', (_, der) => {
    const [ours, theirs] = [parse(der), new PeculiarCertificate(der)]
    expect(toHex(ours.serialNumber)).toBe(theirs.serialNumber)
    expect(ours.validity).toEqual({
      notBefore: theirs.notBefore.getTime(),
      notAfter: theirs.notAfter.getTime(),
    })
    expect(toHex(ours.publicKey.bytes)).toBe(buffer(theirs.publicKey.rawData))
    expect(toHex(ours.signature)).toBe(buffer(theirs.signature))
    expect(toHex(ours.subject.bytes)).toBe(buffer(theirs.subjectName.toArrayBuffer()))
    expect(toHex(ours.issuer.bytes)).toBe(buffer(theirs.issuerName.toArrayBuffer()))
    const extensions = ours.extensions.all.map(({ id, critical, value }) => [
      oidText(id),
      critical,
      toHex(value),
    ])
    expect(extensions).toEqual(
      theirs.extensions.map(({ type, critical, value }) => [type, critical, buffer(value)]),
    )
  })

  test.each(minted)('%s, read by pkijs', (_, der) => {
    const [ours, theirs] = [parse(der), PkijsCertificate.fromBER(der)]
    expect(toHex(ours.serialNumber)).toBe(buffer(theirs.serialNumber.valueBlock.valueHexView))
    expect(toHex(ours.tbs)).toBe(buffer(theirs.tbsView))
    expect(oidText(ours.signatureAlgorithm.algorithm)).toBe(theirs.signatureAlgorithm.algorithmId)
    expect(attributes(ours)).toEqual(
      theirs.subject.typesAndValues.map(({ type, value }) => [type, value.valueBlock.value]),
    )
  })
})

/**
 * Certificates that a reader of BER may take. X.690 and RFC 5280 say that they are none, so ours does not.
 */
describe('where readers that tolerate BER go on, ours stops:', () => {
  const sound = minted[0]?.[1] ?? new Uint8Array(0)
  const basic = (value: Uint8Array) => certificate({ extensions: [extension('2.5.29.19', value, true)] })

  test.each([
    [
      'octets behind the certificate would be seen by some and not by others',
      Uint8Array.from([...sound, 0]),
      'trailing-bytes',
    ],
    [
      'a length has one form (X.690, 10.1)',
      Uint8Array.from([0x30, 0x83, 0, ...sound.subarray(2)]),
      'length-not-minimal',
    ],
    [
      'a length is definite (X.690, 10.1)',
      Uint8Array.from([0x30, 0x80, ...sound.subarray(4), 0, 0]),
      'length-indefinite',
    ],
    ['TRUE is FF (X.690, 11.1)', basic(sequence(hex('010101'))), 'boolean-value'],
    ['a default is left out (X.690, 11.5)', basic(sequence(boolean(false))), 'default-encoded'],
    [
      'an extension stands once (RFC 5280, 4.2)',
      certificate({ extensions: [extension('1.2.3', octets()), extension('1.2.3', octets())] }),
      'value-repeated',
    ],
    [
      'versions end at 3 (RFC 5280, 4.1.2.1)',
      certificate({ version: tlv(0xa0, hex('020109')) }),
      'value-out-of-range',
    ],
  ])('%s', (_, der, reason) => {
    expect(parseCertificate(der)).toMatchObject({ ok: false, reason })
  })
})
