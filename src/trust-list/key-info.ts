import type { Certificate } from '../certificate/certificate.ts'
import { byteAt, concatBytes, equalBytes, fromBase64 } from '../core/bytes.ts'
import { ok, type Result, refused } from '../core/result.ts'
import { children, textOf, type XmlElement } from '../encoding/xml/tree.ts'
import { NAMESPACE } from './names.ts'
import { type FormReason, isSignatureElement, octetsOf, onlyElements } from './signature-fields.ts'

/** What a signature says about the key that made it. */
export interface KeyInfo {
  /** The signer's certificate, DER. */
  readonly certificate: Uint8Array
  /** Modulus and exponent, where they are repeated beside the certificate. */
  readonly rsaKey?: { readonly modulus: Uint8Array; readonly exponent: Uint8Array }
}

const KINDS: ReadonlySet<string> = new Set(['KeyName', 'KeyValue', 'X509Data'])

/**
 * Reads a KeyInfo that holds exactly one certificate. A certificate that is to be fetched, and every kind of key that is not
 * known here, is refused.
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
  const keys = parts.filter(part => isSignatureElement(part, 'KeyValue')).flatMap(children)
  const [key, otherKey] = keys.filter(each => isSignatureElement(each, 'RSAKeyValue'))
  if (!key || otherKey) return otherKey ? refused('key-info') : ok({ certificate: octets })
  const rsaKey = readRsaKey(key)
  return rsaKey ? ok({ certificate: octets, rsaKey }) : refused('base64-malformed')
}

function readRsaKey(element: XmlElement): KeyInfo['rsaKey'] {
  const [modulus, exponent] = children(element).map(number => fromBase64(textOf(number) ?? ''))
  return modulus?.ok && exponent?.ok ? { modulus: modulus.value, exponent: exponent.value } : undefined
}

/**
 * Whether a key that is repeated beside the certificate is the certificate's own. It is not needed; one that differs shows
 * that the signature was tampered with where nothing signs it.
 */
export function repeatsKey({ rsaKey }: KeyInfo, { publicKey }: Certificate): boolean {
  if (!rsaKey) return true
  const numbers = concatBytes(unsignedInteger(rsaKey.modulus), unsignedInteger(rsaKey.exponent))
  return equalBytes(concatBytes(header(0x30, numbers.length), numbers), publicKey.key)
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
