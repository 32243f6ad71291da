import { parseCertificate } from '../../certificate/parse.ts'
import type { ListedCertificate } from '../trust-list.ts'
import { type BlockReader, readOptional, readUint } from './block-reader.ts'
import { type BlockWriter, writeOptional, writeUint } from './block-writer.ts'

/** A certificate by its octets; of one that could not be read also why, since its octets need not tell. */
export function writeCertificate(writer: BlockWriter, listed: ListedCertificate): void {
  writer.octets(listed.bytes)
  writer.flag(listed.ok)
  if (listed.ok) return
  writer.text(listed.reason)
  writeOptional(writer, listed.offset, writeUint)
}

/**
 * Reads where a certificate stands. It becomes a record when somebody first asks: of the hundreds in a list a verdict asks
 * for a few. One that stands in several services is one record.
 */
export function readCertificate(reader: BlockReader): () => ListedCertificate {
  const number = reader.stringNumber()
  const bytes = reader.string(number)
  if (!reader.flag()) {
    const reason = reader.text()
    const offset = readOptional(reader, readUint)
    return () => ({ ok: false, bytes, reason, ...(offset !== undefined && { offset }) })
  }
  const { certificates } = reader
  return () => {
    const known = certificates.get(number) ?? parse(bytes)
    certificates.set(number, known)
    return known
  }
}

function parse(bytes: Uint8Array): ListedCertificate {
  const certificate = parseCertificate(bytes)
  return certificate.ok ? { ok: true, bytes, certificate: certificate.value } : { ...certificate, bytes }
}
