import type { Instant } from '../../core/time.ts'
import type { ListClaims } from '../parse-claims.ts'
import type { TrustList } from '../trust-list.ts'
import type { AuthenticFile, ListFile, RejectedFile } from '../trust-list-set.ts'
import { vouchedList } from '../verify.ts'
import { type BlockReader, readAll, readOptional, readText, readTime, readUint } from './block-reader.ts'
import { type BlockWriter, writeAll, writeOptional, writeText, writeTime, writeUint } from './block-writer.ts'
import { readCheck, writeCheck } from './check-codec.ts'

/** How the list of an authentic file is written: in place, or in a block of its own. */
export type WriteList = (writer: BlockWriter, list: TrustList) => void
export type ReadList = (reader: BlockReader) => TrustList

/** All that is known of a file, and of an authentic one the list. */
export function writeFile(writer: BlockWriter, file: ListFile, list: WriteList): void {
  writer.uint(OUTCOMES.indexOf(file.outcome))
  writer.hex(file.sha256)
  writeOptional(writer, file.obtainedAt, writeTime)
  writeOptional(writer, file.claims, writeClaims)
  writeAll(writer, file.checks, writeCheck)
  if (file.outcome === 'authentic') {
    writer.hex(file.list.signer)
    writer.hex(file.list.digest)
    list(writer, file.list.content)
  } else writer.text(file.reason)
}

export function readFile(reader: BlockReader, list: ReadList): ListFile {
  const outcome = OUTCOMES[reader.uint()] ?? reader.nothing('unreadable')
  const facts = readFacts(reader)
  return outcome === 'authentic'
    ? readAuthentic(reader, facts, list)
    : { ...facts, outcome, reason: reader.text() }
}

const OUTCOMES = ['authentic', 'refused', 'unreadable'] as const

type FileFacts = Omit<RejectedFile, 'outcome' | 'reason'>

function readFacts(reader: BlockReader): FileFacts {
  const sha256 = reader.sha256()
  const obtainedAt = readOptional<Instant>(reader, readTime)
  const claims = readOptional(reader, readClaims)
  const checks = readAll(reader, readCheck)
  return { sha256, ...(obtainedAt !== undefined && { obtainedAt }), ...(claims && { claims }), checks }
}

function readAuthentic(reader: BlockReader, facts: FileFacts, list: ReadList): AuthenticFile {
  const signer = reader.sha256()
  const digest = reader.hex()
  return { ...facts, outcome: 'authentic', list: vouchedList(list(reader), { signer, digest }) }
}

function writeClaims(writer: BlockWriter, claims: ListClaims): void {
  writeOptional(writer, claims.territory, writeText)
  writeOptional(writer, claims.version, writeUint)
  writeOptional(writer, claims.sequenceNumber, writeUint)
  writeOptional(writer, claims.issued, writeTime)
  writeOptional(writer, claims.nextUpdate, writeTime)
}

function readClaims(reader: BlockReader): ListClaims {
  return {
    territory: readOptional(reader, readText) ?? null,
    version: readOptional(reader, readUint) ?? null,
    sequenceNumber: readOptional(reader, readUint) ?? null,
    issued: readOptional(reader, readTime) ?? null,
    nextUpdate: readOptional(reader, readTime) ?? null,
  }
}
