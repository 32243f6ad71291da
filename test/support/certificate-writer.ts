import {
  bits,
  boolean,
  hex,
  integer,
  nothing,
  octets,
  oid,
  rdn,
  sequence,
  tlv,
  utcTime,
  utf8,
} from './der-writer.ts'

/** The fields of a certificate as DER values. What is left out is that of a plain, sound certificate. */
export interface CertificateParts {
  readonly version?: Uint8Array
  readonly serialNumber?: Uint8Array
  readonly signatureAlgorithm?: Uint8Array
  readonly outerAlgorithm?: Uint8Array
  readonly issuer?: Uint8Array
  readonly validity?: Uint8Array
  readonly subject?: Uint8Array
  readonly publicKey?: Uint8Array
  /** What stands behind the public key, the extensions' explicit tag included. */
  readonly rest?: readonly Uint8Array[]
  /** The extensions; instead of `rest`. */
  readonly extensions?: readonly Uint8Array[]
  readonly signature?: Uint8Array
  /** What stands behind the signature. */
  readonly after?: readonly Uint8Array[]
}

export const SHA256_WITH_RSA = sequence(oid('1.2.840.113549.1.1.11'), nothing())
export const NAME = sequence(rdn('2.5.4.6', tlv(0x13, hex('4c55'))), rdn('2.5.4.3', utf8('Example')))
const KEY = sequence(sequence(oid('1.2.840.113549.1.1.1'), nothing()), bits(0, '3006020101020103'))
const VALIDITY = sequence(utcTime('260101000000Z'), utcTime('270101000000Z'))
const V3 = tlv(0xa0, integer(2))

export function extension(id: string, value: Uint8Array, critical = false): Uint8Array {
  return sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value))
}

export function certificate(parts: CertificateParts = {}): Uint8Array {
  const algorithm = parts.signatureAlgorithm ?? SHA256_WITH_RSA
  const extensions = parts.extensions === undefined ? [] : [tlv(0xa3, sequence(...parts.extensions))]
  const tbs = sequence(
    parts.version ?? V3,
    parts.serialNumber ?? integer(7),
    algorithm,
    parts.issuer ?? NAME,
    parts.validity ?? VALIDITY,
    parts.subject ?? NAME,
    parts.publicKey ?? KEY,
    ...(parts.rest ?? extensions),
  )
  return sequence(
    tbs,
    parts.outerAlgorithm ?? algorithm,
    parts.signature ?? bits(0, 'c0ffee'),
    ...(parts.after ?? []),
  )
}
