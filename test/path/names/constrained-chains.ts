import { extension } from '../../support/certificate-writer.ts'
import {
  bits,
  boolean,
  hex,
  ia5,
  integer,
  octets,
  oid,
  rdn,
  sequence,
  tlv,
  utcTime,
  utf8,
} from '../../support/der-writer.ts'
import type { Chain } from '../../support/openssl.ts'
import { ECDSA_WITH_SHA256, identifierOf, newKey, signed } from '../../support/signed-certificate.ts'

/** Writers of names and constraints, and of chains of three whose authority constrains names. */
export const O = (value: Uint8Array) => rdn('2.5.4.10', value)
export const CN = (text: string) => rdn('2.5.4.3', utf8(text))
export const dns = (text: string) => ia5(text, 0x82)
export const email = (text: string) => ia5(text, 0x81)
export const uri = (text: string) => ia5(text, 0x86)
export const ip = (digits: string) => tlv(0x87, hex(digits))
export const directory = (...rdns: readonly Uint8Array[]) => tlv(0xa4, sequence(...rdns))
export const registered = (id: string) => tlv(0x88, oid(id).subarray(2))
export const other = (type: string, value: Uint8Array) => tlv(0xa0, oid(type), tlv(0xa0, value))
export const smtpUtf8 = (text: string) => other('1.3.6.1.5.5.7.8.9', utf8(text))
export const permitted = (...bases: readonly Uint8Array[]) => tlv(0xa0, ...bases.map(base => sequence(base)))
export const excluded = (...bases: readonly Uint8Array[]) => tlv(0xa1, ...bases.map(base => sequence(base)))

export interface Named {
  /** What stands in the extension of the authority. */
  readonly constraint: readonly Uint8Array[]
  /** Of the leaf. A holder of a common name unless told. */
  readonly subject?: readonly Uint8Array[]
  readonly names?: readonly Uint8Array[]
}

const [rootKey, key, leafKey] = [newKey(), newKey(), newKey()]
const VALIDITY = sequence(utcTime('260101000000Z'), utcTime('270101000000Z'))

/** @param number Makes the names of the authorities, so that chains can be judged together. */
export function chainOf({ constraint, subject = [CN('Holder')], names }: Named, number: number): Chain {
  const [rootName, name] = [sequence(CN(`Root ${number}`)), sequence(CN(`Authority ${number}`))]
  const shared = { signatureAlgorithm: ECDSA_WITH_SHA256, serialNumber: integer(number), validity: VALIDITY }
  const own = (of: typeof key) => extension('2.5.29.14', octets(identifierOf(of)))
  const above = (of: typeof key) => extension('2.5.29.35', sequence(tlv(0x80, identifierOf(of))))
  const ca = [
    extension('2.5.29.15', bits(1, '06'), true),
    extension('2.5.29.19', sequence(boolean(true)), true),
  ]
  const root = { ...shared, issuer: rootName, subject: rootName, publicKey: rootKey.spki }
  const limits = extension('2.5.29.30', sequence(...constraint), true)
  const authority = { ...shared, issuer: rootName, subject: name, publicKey: key.spki }
  const critical = subject.length === 0
  const alternatives = names === undefined ? [] : [extension('2.5.29.17', sequence(...names), critical)]
  const holder = { ...shared, issuer: name, subject: sequence(...subject), publicKey: leafKey.spki }
  return [
    signed({ ...root, extensions: [own(rootKey), ...ca] }, rootKey),
    signed({ ...authority, extensions: [above(rootKey), own(key), ...ca, limits] }, rootKey),
    signed({ ...holder, extensions: [above(key), own(leafKey), ...alternatives] }, key),
  ].map(each => new Uint8Array(each))
}
