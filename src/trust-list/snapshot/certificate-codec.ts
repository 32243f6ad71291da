import { parseCertificate } from '../../certificate/parse.ts'
import type { ListedCertificate } from '../trust-list.ts'
import { type BlockReader, readOptional, readUint } from './block-reader.ts'
import { type BlockWriter, writeOptional, writeUint } from './block-writer.ts'

/**
 * A certificate by its octets, which say themselves whether they can be read, and why not; where there are
 * none, because the list has no base64, the reason stands in their place.
 */
export function writeCertificate(writer: BlockWriter, listed: ListedCertificate): void {
  writer.octets(listed.bytes)
  if (listed.ok || listed.bytes.length > 0) return
  writer.text(listed.reason)
  writeOptional(writer, listed.offset, writeUint)
}

/** Where a certificate stands: its octets and their number; and why there are none, where there are none. */
export interface StoredCertificate {
  readonly bytes: Uint8Array
  readonly number: number
  readonly reason: string | undefined
  readonly offset: number | undefined
}

export function readCertificate(reader: BlockReader): StoredCertificate {
  const number = reader.stringNumber()
  const bytes = reader.string(number)
  if (bytes.length > 0) return { bytes, number, reason: undefined, offset: undefined }
  return { bytes, number, reason: reader.text(), offset: readOptional(reader, readUint) }
}

/**
 * The certificate as a record. One that stands in several services is one record.
 *
 * @param read Those that were read before, by their number.
 */
export function listedCertificate(
  { bytes, number, reason, offset }: StoredCertificate,
  read: Map<number, ListedCertificate>,
): ListedCertificate {
  if (reason !== undefined) return { ok: false, bytes, reason, ...(offset !== undefined && { offset }) }
  const known = read.get(number) ?? parse(bytes)
  read.set(number, known)
  return known
}

function parse(bytes: Uint8Array): ListedCertificate {
  const certificate = parseCertificate(bytes)
  return certificate.ok ? { ok: true, bytes, certificate: certificate.value } : { ...certificate, bytes }
}
