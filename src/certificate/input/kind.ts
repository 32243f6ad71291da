import { byteAt, equalBytes, fromHex } from '../../core/bytes.ts'
import { type Extent, tagsInside } from '../../encoding/der/shape.ts'
import { TAG } from '../../encoding/der/tag.ts'

/** What an object of DER is by its structure; the words are also the reasons for which one is refused. */
export type Kind =
  | 'certificate'
  | 'certificate-request'
  | 'revocation-list'
  | 'attribute-certificate'
  | 'private-key'
  | 'public-key'
  | 'pkcs12'
  | 'not-a-certificate'

/**
 * Tells the kind of a SEQUENCE by the identifier octets of its members, two levels deep. What has the outline
 * of something signed and is none of the others counts as a certificate: whether it is one is for its own
 * reader to say, with the place.
 */
export function kindOf(bytes: Uint8Array, value: Extent): Kind {
  if (byteAt(bytes, value.start) !== TAG.sequence) return 'not-a-certificate'
  const outer = tagsInside(bytes, value, 10)
  const plain = PLAIN.find(([shape]) => shape.test(outer))
  if (plain !== undefined) return plain[1]
  if (!outer.startsWith('3030')) return 'not-a-certificate'
  const signed = tagsInside(bytes, bodyOf(bytes, value.content, value.end), 4)
  return SIGNED.find(([shape]) => shape.test(signed))?.[1] ?? 'certificate'
}

/** The members of the outermost SEQUENCE, for what is not signed. */
const PLAIN: readonly (readonly [RegExp, Kind])[] = [
  [/^023004/, 'private-key'], // RFC 5958: version, algorithm, key
  [/^3004$/, 'private-key'], // RFC 5958: algorithm, encrypted key
  [/^0204(?:a0)?(?:a1)?$/, 'private-key'], // RFC 5915: version, key, curve, public key
  [/^(?:02){9}(?:30)?$/, 'private-key'], // RFC 8017: version and the eight numbers of an RSA key
  [/^(?:02){6}$/, 'private-key'], // the numbers of a DSA key, as OpenSSL writes them
  [/^3003$/, 'public-key'], // RFC 5280: algorithm, key
  [/^0202$/, 'public-key'], // RFC 8017: modulus, exponent
  [/^0230(?:30)?$/, 'pkcs12'], // RFC 7292: version, contents, integrity
]

/** The members of what is signed. */
const SIGNED: readonly (readonly [RegExp, Kind])[] = [
  [/^023030(?:a0)?$/, 'certificate-request'], // RFC 2986: version, subject, key, attributes
  [/^(?:02)?3030(?:17|18)/, 'revocation-list'], // RFC 5280: version, algorithm, issuer, thisUpdate
  [/^0230a0/, 'attribute-certificate'], // RFC 5755: version, holder, issuer
]

/**
 * The contents of the value that begins at an offset. Its header is DER wherever {@link tagsInside} has named
 * it.
 */
function bodyOf(bytes: Uint8Array, start: number, limit: number): Extent {
  const content = contentsAt(bytes, start)
  let length = byteAt(bytes, start + 1)
  if (length >= 0x80) {
    length = 0
    for (let at = start + 2; at < content; at++) length = length * 256 + byteAt(bytes, at)
  }
  return { start, content, end: Math.min(content + length, limit) }
}

/** Where contents begin behind a header of whatever form, DER or not. */
function contentsAt(bytes: Uint8Array, start: number): number {
  const length = byteAt(bytes, start + 1)
  return start + 2 + (length > 0x80 ? length & 0x7f : 0)
}

/** `pkcs7`: signed data. `other-bundle`: another content type of PKCS #7. */
export type Container = 'pkcs7' | 'other-bundle' | 'pkcs12'

/**
 * Recognises the containers that are written in BER as well as in DER, by their first octets: what begins
 * with an identifier of PKCS #7, and PKCS #12 of indefinite length.
 */
export function containerOf(bytes: Uint8Array): Container | undefined {
  if (byteAt(bytes, 0) !== TAG.sequence) return undefined
  const content = contentsAt(bytes, 0)
  if (startsAt(bytes, content, PKCS12_VERSION) && byteAt(bytes, 1) === 0x80) return 'pkcs12'
  if (!startsAt(bytes, content, PKCS7)) return undefined
  return byteAt(bytes, content + PKCS7.length) === SIGNED_DATA ? 'pkcs7' : 'other-bundle'
}

function startsAt(bytes: Uint8Array, at: number, prefix: Uint8Array): boolean {
  return equalBytes(bytes.subarray(at, at + prefix.length), prefix)
}

/** OBJECT IDENTIFIER 1.2.840.113549.1.7, of which the last arc is still to come. */
const PKCS7 = fromHex('06092a864886f70d0107')
const SIGNED_DATA = 2
const PKCS12_VERSION = fromHex('020103')
