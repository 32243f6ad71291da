import { byteAt, equalBytes, fromHex } from '../core/bytes.ts'

/**
 * The RSAPublicKey inside a SubjectPublicKeyInfo of rsaEncryption, where everything around it has the one
 * form that keys of 2,000 bits and more have in DER. OpenSSL imports it some fifty times faster than the
 * whole, for which it tries all of its decoders in turn.
 *
 * @returns A view; undefined for every other form and every other key, which says nothing against them.
 * @standard RFC 8017, appendix A.1.1; RFC 3279, section 2.3.1
 */
export function rsaPublicKeyIn(spki: Uint8Array): Uint8Array | undefined {
  if (!hasLongHeader(spki, 0, 0x30)) return undefined
  if (!equalBytes(spki.subarray(LONG_HEADER, BIT_STRING), RSA_ENCRYPTION)) return undefined
  if (!hasLongHeader(spki, BIT_STRING, 0x03) || byteAt(spki, KEY - 1) !== 0) return undefined
  return hasLongHeader(spki, KEY, 0x30) ? spki.subarray(KEY) : undefined
}

/** AlgorithmIdentifier of rsaEncryption with its NULL. */
const RSA_ENCRYPTION = fromHex('300d06092a864886f70d0101010500')

/** Octets of a tag and a length in the form 82 xx xx. */
const LONG_HEADER = 4
const BIT_STRING = LONG_HEADER + RSA_ENCRYPTION.length
/** Behind the header of the BIT STRING and its count of unused bits. */
const KEY = BIT_STRING + LONG_HEADER + 1

/** Whether a value of this tag begins there and ends with the octets. */
function hasLongHeader(octets: Uint8Array, offset: number, tag: number): boolean {
  if (octets.length < offset + LONG_HEADER || octets[offset] !== tag || octets[offset + 1] !== 0x82)
    return false
  const length = byteAt(octets, offset + 2) * 256 + byteAt(octets, offset + 3)
  return offset + LONG_HEADER + length === octets.length
}
