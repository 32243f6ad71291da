import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { toHex } from '../../src/core/bytes.ts'
import { type CertificateParts, certificate, extension, SHA256_WITH_RSA } from './certificate-writer.ts'
import {
  bits,
  boolean,
  hex,
  ia5,
  integer,
  octets,
  oid,
  printable,
  rdn,
  sequence,
  tlv,
  utcTime,
  utf8,
} from './der-writer.ts'

/** A key pair for tests of signatures that are made and broken by the thousand. */
export interface Key {
  readonly privateKey: KeyObject
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array
}

export function newKey(type: 'P-256' | 'RSA-2048' = 'P-256'): Key {
  const { privateKey, publicKey } =
    type === 'P-256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { privateKey, spki: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })) }
}

/** A GeneralSubtree's base, or a name: the tag of its form and its text or octets. */
export type WrittenName = readonly [form: 'dns' | 'email' | 'uri' | 'ip' | 'directory', value: string]

/** What a certificate says; what is left out is not in it. Every field may be wrong. */
export interface Says {
  readonly subject: string
  readonly issuer: string
  readonly key: Key
  readonly serial: number
  /** UTCTime. */
  readonly notBefore: string
  readonly notAfter: string
  readonly version1?: boolean
  readonly basicConstraints?: { readonly ca: boolean; readonly pathLength?: number }
  /** Contents of the BIT STRING with the number of unused bits in front: `[1, '06']`. */
  readonly keyUsage?: readonly [number, string]
  readonly purposes?: readonly string[]
  readonly policies?: readonly string[]
  readonly mappings?: readonly (readonly [string, string])[]
  readonly policyConstraints?: { readonly explicit?: number; readonly mapping?: number }
  readonly inhibitAnyPolicy?: number
  readonly names?: readonly WrittenName[]
  readonly permitted?: readonly WrittenName[]
  readonly excluded?: readonly WrittenName[]
  readonly authorityKey?: Key
  readonly withoutSubjectKey?: boolean
  /** A critical extension that nobody knows. */
  readonly unknown?: boolean
}

export const ECDSA_WITH_SHA256 = sequence(oid('1.2.840.10045.4.3.2'))

/** `TEST/O=…/CN=…` as three attributes, each `TYPE=VALUE`, behind a country. A second country is one of them. */
export function writtenNameOf(text: string): Uint8Array {
  const parts = text.split('/').filter(part => part !== '')
  const types: Readonly<Record<string, string>> = {
    C: '2.5.4.6',
    O: '2.5.4.10',
    OU: '2.5.4.11',
    CN: '2.5.4.3',
  }
  const attributes = parts.map(part =>
    rdn(types[part.split('=')[0] ?? ''] ?? '2.5.4.3', utf8(part.slice(part.indexOf('=') + 1))),
  )
  return sequence(rdn('2.5.4.6', printable('LU')), ...attributes)
}

function generalName([form, value]: WrittenName): Uint8Array {
  if (form === 'dns') return ia5(value, 0x82)
  if (form === 'email') return ia5(value, 0x81)
  if (form === 'uri') return ia5(value, 0x86)
  if (form === 'ip') return tlv(0x87, hex(value))
  return tlv(0xa4, writtenNameOf(value))
}

export const identifierOf = ({ spki }: Key): Uint8Array => hex(toHex(spki.subarray(spki.length - 20)))

function subtrees(tag: number, names: readonly WrittenName[] | undefined): readonly Uint8Array[] {
  return names === undefined ? [] : [tlv(tag, ...names.map(name => sequence(generalName(name))))]
}

const count = (tag: number, value: number | undefined): readonly Uint8Array[] =>
  value === undefined ? [] : [tlv(tag, integer(value).subarray(2))]

/** The extensions, in the order of RFC 5280. */
function extensionsOf(says: Says): readonly Uint8Array[] {
  const { basicConstraints: basic, policyConstraints: limits, permitted, excluded } = says
  const one = <T>(value: T | undefined, write: (value: T) => Uint8Array): readonly Uint8Array[] =>
    value === undefined ? [] : [write(value)]
  return [
    ...one(says.authorityKey, key => extension('2.5.29.35', sequence(tlv(0x80, identifierOf(key))))),
    ...(says.withoutSubjectKey ? [] : [extension('2.5.29.14', octets(identifierOf(says.key)))]),
    ...one(says.keyUsage, ([unused, digits]) => extension('2.5.29.15', bits(unused, digits), true)),
    ...one(says.policies, ids => extension('2.5.29.32', sequence(...ids.map(id => sequence(oid(id)))))),
    ...one(says.mappings, pairs =>
      extension('2.5.29.33', sequence(...pairs.map(([a, b]) => sequence(oid(a), oid(b)))), true),
    ),
    ...one(says.names, names => extension('2.5.29.17', sequence(...names.map(generalName)))),
    ...one(basic, ({ ca, pathLength }) =>
      extension(
        '2.5.29.19',
        sequence(...(ca ? [boolean(true)] : []), ...(pathLength === undefined ? [] : [integer(pathLength)])),
        true,
      ),
    ),
    ...(permitted || excluded
      ? [extension('2.5.29.30', sequence(...subtrees(0xa0, permitted), ...subtrees(0xa1, excluded)), true)]
      : []),
    ...one(limits, ({ explicit, mapping }) =>
      extension('2.5.29.36', sequence(...count(0x80, explicit), ...count(0x81, mapping)), true),
    ),
    ...one(says.purposes, ids => extension('2.5.29.37', sequence(...ids.map(oid)))),
    ...one(says.inhibitAnyPolicy, skip => extension('2.5.29.54', integer(skip), true)),
    ...(says.unknown ? [extension('2.999.1', tlv(0x05), true)] : []),
  ]
}

/** Writes a certificate and signs it, whatever it says. */
export function signedCertificate(says: Says, signer: Key): Uint8Array {
  const extensions = extensionsOf(says)
  const parts = {
    ...(says.version1 ? { version: new Uint8Array(0), rest: [] } : { extensions }),
    serialNumber: integer(says.serial),
    signatureAlgorithm: signer.privateKey.asymmetricKeyType === 'rsa' ? SHA256_WITH_RSA : ECDSA_WITH_SHA256,
    issuer: writtenNameOf(says.issuer),
    validity: sequence(utcTime(says.notBefore), utcTime(says.notAfter)),
    subject: writtenNameOf(says.subject),
    publicKey: says.key.spki,
  }
  return signed(parts, signer)
}

/** Signs a certificate that is written by its parts. The algorithm that it names is the caller's affair. */
export function signed(parts: CertificateParts, { privateKey }: Key, hash = 'sha256'): Uint8Array {
  const tbs = firstOf(certificate(parts))
  return certificate({ ...parts, signature: bits(0, sign(hash, tbs, privateKey).toString('hex')) })
}

/** The first value inside of a sequence: the octets that are signed. */
function firstOf(outer: Uint8Array): Uint8Array {
  const inner = outer.subarray(headerOf(outer).header)
  const { header, contents } = headerOf(inner)
  return inner.subarray(0, header + contents)
}

function headerOf(bytes: Uint8Array): { readonly header: number; readonly contents: number } {
  const first = bytes[1] ?? 0
  if (first < 0x80) return { header: 2, contents: first }
  const digits = bytes.subarray(2, 2 + (first & 0x7f))
  return { header: 2 + digits.length, contents: digits.reduce((sum, octet) => sum * 256 + octet, 0) }
}
