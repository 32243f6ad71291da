import { type CertificateParts, extension } from './certificate-writer.ts'
import { bits, boolean, hex, ia5, octets, oid, rdn, sequence, tlv, utcTime, utf8 } from './der-writer.ts'
import { ECDSA_WITH_SHA256, identifierOf, type Key, newKey, signed } from './signed-certificate.ts'

/** Someone with a name and a key. */
export interface Someone {
  /** A Name, DER. */
  readonly name: Uint8Array
  readonly key: Key
}

export function someone(commonName: string, key: Key = newKey()): Someone {
  return { name: named(commonName), key }
}

export const named = (commonName: string): Uint8Array => sequence(rdn('2.5.4.3', utf8(commonName)))

export const ID = {
  subjectKey: '2.5.29.14',
  keyUsage: '2.5.29.15',
  names: '2.5.29.17',
  basic: '2.5.29.19',
  constraints: '2.5.29.30',
  authorityKey: '2.5.29.35',
  purposes: '2.5.29.37',
  access: '1.3.6.1.5.5.7.1.1',
} as const

export const SERVER = '1.3.6.1.5.5.7.3.1'
export const CLIENT = '1.3.6.1.5.5.7.3.2'
export const MAIL = '1.3.6.1.5.5.7.3.4'

/** The value of an extension, or that with its mark; undefined where it is left out. */
type Written = Uint8Array | readonly [Uint8Array, 'critical' | 'not critical'] | undefined

export interface Certified {
  /** By identifier; beside or instead of those of a certificate that keeps every profile. */
  readonly extensions?: Readonly<Record<string, Written>>
  readonly parts?: CertificateParts
  /** Of the signature, where it is not SHA-256. */
  readonly sha1?: boolean
}

const CRITICAL: ReadonlySet<string> = new Set([ID.keyUsage, ID.basic, ID.constraints])
const ECDSA_WITH_SHA1 = sequence(oid('1.2.840.10045.4.1'))

export const dns = (text: string): Uint8Array => ia5(text, 0x82)
export const mail = (text: string): Uint8Array => ia5(text, 0x81)
export const ip = (digits: string): Uint8Array => tlv(0x87, hex(digits))
export const names = (...all: readonly Uint8Array[]): Uint8Array => sequence(...all)
export const purposes = (...ids: readonly string[]): Uint8Array => sequence(...ids.map(oid))
export const permitted = (...bases: readonly Uint8Array[]): Uint8Array => sequence(subtrees(0xa0, bases))
export const excluded = (...bases: readonly Uint8Array[]): Uint8Array => sequence(subtrees(0xa1, bases))
const subtrees = (tag: number, bases: readonly Uint8Array[]): Uint8Array =>
  tlv(tag, ...bases.map(base => sequence(base)))

let serial = 1

/** A certificate of an authority, signed by another or by itself. */
export function authority(issuer: Someone, subject: Someone, said: Certified = {}): Uint8Array {
  return written(issuer, subject, said, { [ID.basic]: sequence(boolean(true)), [ID.keyUsage]: bits(1, '06') })
}

/** The certificate of a host, `www.example.com` unless told. */
export function leaf(issuer: Someone, subject: Someone, said: Certified = {}): Uint8Array {
  return written(issuer, subject, said, {
    [ID.keyUsage]: bits(7, '80'),
    [ID.purposes]: purposes(SERVER),
    [ID.names]: names(dns('www.example.com')),
  })
}

function written(
  issuer: Someone,
  subject: Someone,
  { extensions, parts, sha1 = false }: Certified,
  own: Readonly<Record<string, Written>>,
): Uint8Array {
  const all: Readonly<Record<string, Written>> = {
    ...(issuer !== subject && { [ID.authorityKey]: sequence(tlv(0x80, identifierOf(issuer.key))) }),
    [ID.subjectKey]: octets(identifierOf(subject.key)),
    ...own,
    ...extensions,
  }
  const body: CertificateParts = {
    serialNumber: tlv(0x02, hex(`01${(serial++).toString(16).padStart(8, '0')}`)),
    signatureAlgorithm: sha1 ? ECDSA_WITH_SHA1 : ECDSA_WITH_SHA256,
    issuer: issuer.name,
    validity: sequence(utcTime('260101000000Z'), utcTime('270101000000Z')),
    subject: subject.name,
    publicKey: subject.key.spki,
    extensions: Object.entries(all).flatMap(([id, value]) =>
      value === undefined ? [] : [marked(id, value)],
    ),
    ...parts,
  }
  return signed(body, issuer.key, sha1 ? 'sha1' : 'sha256')
}

function marked(id: string, value: Exclude<Written, undefined>): Uint8Array {
  if (value instanceof Uint8Array) return extension(id, value, CRITICAL.has(id))
  const [octetsOf, mark] = value
  return extension(id, octetsOf, mark === 'critical')
}
