import { sign } from 'node:crypto'
import { bits, boolean, hex, integer, octets, oid, sequence, tlv, utcTime } from './der-writer.ts'
import { type Key, writtenNameOf } from './signed-certificate.ts'

/** The fields of a list as DER values. What is left out is that of a plain, sound list. */
export interface CrlParts {
  readonly version?: Uint8Array
  readonly algorithm?: Uint8Array
  readonly outerAlgorithm?: Uint8Array
  readonly issuer?: string
  readonly thisUpdate?: Uint8Array
  /** What stands behind thisUpdate, in place of nextUpdate. */
  readonly nextUpdate?: Uint8Array
  readonly entries?: readonly Uint8Array[]
  /** In place of the sequence of entries. */
  readonly revoked?: Uint8Array
  readonly extensions?: readonly Uint8Array[]
  /** What stands behind the signature. */
  readonly after?: readonly Uint8Array[]
}

export const ECDSA_WITH_SHA256 = sequence(oid('1.2.840.10045.4.3.2'))
const NOTHING = new Uint8Array(0)

export function crlExtension(id: string, value: Uint8Array, critical = false): Uint8Array {
  return sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value))
}

export function crlNumber(value: number): Uint8Array {
  return crlExtension('2.5.29.20', integer(value))
}

export function deltaOf(base: number): Uint8Array {
  return crlExtension('2.5.29.27', integer(base), true)
}

export function issuingDistributionPoint(...fields: readonly Uint8Array[]): Uint8Array {
  return crlExtension('2.5.29.28', sequence(...fields), true)
}

/** A distribution point's name by an address, as both the certificate and the list write it. */
export function pointName(uri: string): Uint8Array {
  return tlv(0xa0, tlv(0xa0, tlv(0x86, new TextEncoder().encode(uri))))
}

/** An entry: serial number as octets in hexadecimal, date as UTCTime, extensions. */
export function entry(
  serial: string,
  date = '260501000000Z',
  ...extensions: readonly Uint8Array[]
): Uint8Array {
  const parts = [tlv(0x02, hex(serial)), utcTime(date)]
  return sequence(...parts, ...(extensions.length > 0 ? [sequence(...extensions)] : []))
}

export function reason(code: number): Uint8Array {
  return crlExtension('2.5.29.21', tlv(0x0a, Uint8Array.of(code)))
}

/** The issuer that this entry and those after it belong to. */
export function certificateIssuer(name: string): Uint8Array {
  return crlExtension('2.5.29.29', sequence(tlv(0xa4, writtenNameOf(name))), true)
}

/** A list; without a key its signature is no signature. */
export function crl(parts: CrlParts = {}, key?: Key): Uint8Array {
  const { entries = [], extensions = [crlNumber(7)], algorithm = ECDSA_WITH_SHA256 } = parts
  const tbs = sequence(
    parts.version ?? integer(1),
    algorithm,
    writtenNameOf(parts.issuer ?? '/CN=CA'),
    parts.thisUpdate ?? utcTime('260531000000Z'),
    parts.nextUpdate ?? utcTime('260607000000Z'),
    parts.revoked ?? (entries.length > 0 ? sequence(...entries) : NOTHING),
    extensions.length > 0 ? tlv(0xa0, sequence(...extensions)) : NOTHING,
  )
  const signature = key === undefined ? 'c0ffee' : sign('sha256', tbs, key.privateKey).toString('hex')
  return sequence(tbs, parts.outerAlgorithm ?? algorithm, bits(0, signature), ...(parts.after ?? []))
}
