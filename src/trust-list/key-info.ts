import type { Certificate } from '../certificate/certificate.ts'
import { byteAt, concatBytes, equalBytes, toHex } from '../core/bytes.ts'
import { type Oid, parseOid } from '../core/oid.ts'
import { ok, type Result, refused } from '../core/result.ts'
import { attributeOf, children, isNamed, onlyChild, type XmlElement } from '../encoding/xml/tree.ts'
import { NAMESPACE } from './names.ts'
import { type FormReason, isSignatureElement, octetsOf, onlyElements } from './signature-fields.ts'

/** What a signature says about the key that made it. */
export interface KeyInfo {
  /** The signer's certificate, DER. */
  readonly certificate: Uint8Array
  /** The key, where it is repeated beside the certificate. */
  readonly repeated?: RepeatedKey
}

type RepeatedKey =
  | { readonly type: 'rsa'; readonly modulus: Uint8Array; readonly exponent: Uint8Array }
  | { readonly type: 'ec'; readonly curve: Oid; readonly point: Uint8Array }

const KINDS: ReadonlySet<string> = new Set(['KeyName', 'KeyValue', 'X509Data'])

/**
 * Reads a KeyInfo that holds exactly one certificate, and at most one key beside it. A certificate that is to
 * be fetched, and every kind of key that is not known here, is refused.
 *
 * @standard XML Signature Syntax and Processing, KeyInfo
 */
export function readKeyInfo(element: XmlElement): Result<KeyInfo, FormReason> {
  const parts = onlyElements(element) ?? []
  if (!parts.every(({ tag }) => tag.namespace === NAMESPACE.signature && KINDS.has(tag.local)))
    return refused('key-info')
  const data = parts.filter(part => isSignatureElement(part, 'X509Data')).flatMap(children)
  const [certificate, second] = data.filter(each => isSignatureElement(each, 'X509Certificate'))
  if (!certificate || second) return refused('key-info')
  const octets = octetsOf(certificate)
  if (!octets) return refused('base64-malformed')
  const [value, otherValue] = parts.filter(part => isSignatureElement(part, 'KeyValue'))
  if (!value || otherValue) return otherValue ? refused('key-info') : ok({ certificate: octets })
  const repeated = readKeyValue(value)
  return repeated.ok ? ok({ certificate: octets, repeated: repeated.value }) : repeated
}

function readKeyValue(element: XmlElement): Result<RepeatedKey, FormReason> {
  const [key, other] = onlyElements(element) ?? []
  if (!key || other) return refused('key-info')
  if (isSignatureElement(key, 'RSAKeyValue')) return readRsaKey(key)
  return isNamed(key, NAMESPACE.signature11, 'ECKeyValue') ? readEcKey(key) : refused('key-info')
}

function readRsaKey(element: XmlElement): Result<RepeatedKey, FormReason> {
  const [modulus, exponent] = children(element).map(octetsOf)
  return modulus && exponent ? ok({ type: 'rsa', modulus, exponent }) : refused('base64-malformed')
}

/** By the name of its curve; with parameters in its place every signature could be made to fit. */
function readEcKey(element: XmlElement): Result<RepeatedKey, FormReason> {
  const name = onlyChild(element, NAMESPACE.signature11, 'NamedCurve')
  const uri = (name && attributeOf(name.tag, 'URI')) ?? ''
  const curve = uri.startsWith(OID) ? parseOid(uri.slice(OID.length)) : undefined
  if (curve === undefined) return refused('key-info')
  const point = octetsOf(onlyChild(element, NAMESPACE.signature11, 'PublicKey'))
  return point ? ok({ type: 'ec', curve, point }) : refused('base64-malformed')
}

const OID = 'urn:oid:'

/**
 * Whether a key that is repeated beside the certificate is the certificate's own. It is not needed; one that
 * differs shows that the signature was tampered with where nothing signs it.
 */
export function repeatsKey({ repeated }: KeyInfo, { publicKey }: Certificate): boolean {
  if (!repeated) return true
  if (repeated.type === 'rsa') return equalBytes(rsaPublicKey(repeated), publicKey.key)
  const { parameters } = publicKey.algorithm
  // The name of a curve is an OBJECT IDENTIFIER whose length takes one octet.
  const curve = parameters?.[0] === 0x06 ? toHex(parameters, 2) : undefined
  return curve === repeated.curve && equalBytes(repeated.point, publicKey.key)
}

/** @standard RFC 8017, appendix A.1.1 */
function rsaPublicKey({ modulus, exponent }: Extract<RepeatedKey, { readonly type: 'rsa' }>): Uint8Array {
  const numbers = concatBytes(unsignedInteger(modulus), unsignedInteger(exponent))
  return concatBytes(header(0x30, numbers.length), numbers)
}

/** A CryptoBinary as a DER INTEGER: without leading zeros, but for the one that keeps it positive. */
function unsignedInteger(octets: Uint8Array): Uint8Array {
  const first = octets.findIndex(octet => octet !== 0)
  const digits = octets.subarray(Math.max(first, 0))
  const contents = byteAt(digits, 0) >= 0x80 ? concatBytes(Uint8Array.of(0), digits) : digits
  return concatBytes(header(0x02, contents.length), contents)
}

function header(tag: number, length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(tag, length)
  return length < 0x100
    ? Uint8Array.of(tag, 0x81, length)
    : Uint8Array.of(tag, 0x82, length >> 8, length & 0xff)
}
