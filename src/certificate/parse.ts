import { equalBytes } from '../core/bytes.ts'
import type { Result } from '../core/result.ts'
import { type DerReader, readDer } from '../encoding/der.ts'
import type { DerLimits, DerReason } from '../encoding/der-context.ts'
import type { AlgorithmIdentifier, Certificate, PublicKeyInfo, ValidityPeriod } from './certificate.ts'
import type { Extensions } from './extensions.ts'
import { readName } from './name.ts'
import { readExtensions } from './read-extensions.ts'

/**
 * What one certificate may cost. The largest qualified certificates of the field have four kilobytes and a few hundred
 * values; depth 32 is three times what any extension needs.
 */
export const CERTIFICATE_LIMITS: DerLimits = { bytes: 65_536, depth: 32, elements: 20_000 }

/**
 * Reads a certificate strictly: the whole input must be one certificate, in DER. An extension that is DER but not of
 * its type is kept and named in `extensions.malformed`.
 *
 * @param bytes DER. The record holds slices of it, so it must not change afterwards.
 * @returns The record; or the first thing that does not fit, with its offset.
 * @standard RFC 5280, section 4.1; X.690
 */
export function parseCertificate(bytes: Uint8Array): Result<Certificate, DerReason> {
  return readDer(bytes, CERTIFICATE_LIMITS, reader => readCertificate(reader, bytes))
}

function readCertificate(reader: DerReader, bytes: Uint8Array): Certificate {
  const certificate = reader.sequence()
  const start = certificate.offset
  const body = certificate.sequence()
  const tbs = bytes.subarray(start, certificate.offset)
  const contents = readBody(body, bytes)
  const end = certificate.offset
  const outer = readAlgorithm(certificate, bytes)
  if (!equalBytes(outer.bytes, contents.signatureAlgorithm.bytes)) certificate.fail('value-inconsistent', end)
  const signature = certificate.bitStringOctets()
  certificate.finish()
  return { bytes, tbs, ...contents, signature }
}

type Body = Omit<Certificate, 'bytes' | 'tbs' | 'signature'>

const NO_EXTENSIONS: Extensions = { all: [], malformed: [] }
const MAX_SERIAL_OCTETS = 64

function readBody(body: DerReader, bytes: Uint8Array): Body {
  const version = readVersion(body)
  const serialStart = body.offset
  const serialNumber = body.integer()
  if (serialNumber.length > MAX_SERIAL_OCTETS) body.fail('value-out-of-range', serialStart)
  const signatureAlgorithm = readAlgorithm(body, bytes)
  const issuer = readName(body, bytes)
  const validity = readValidity(body.sequence())
  const subject = readName(body, bytes)
  const publicKey = readPublicKeyInfo(body, bytes)
  const optional = readOptional(body, bytes, version)
  body.finish()
  return { version, serialNumber, signatureAlgorithm, issuer, validity, subject, publicKey, ...optional }
}

/** Version 1 is the default and must be absent (4.1.2.1; X.690, 11.5). */
function readVersion(body: DerReader): 1 | 2 | 3 {
  if (body.peek() !== 0xa0) return 1
  const start = body.offset
  const explicit = body.constructed(0xa0)
  const value = explicit.smallInteger()
  explicit.finish()
  if (value === 1) return 2
  if (value === 2) return 3
  body.fail(value === 0 ? 'default-encoded' : 'value-out-of-range', start)
  return 1
}

/** Unique identifiers came with version 2, extensions with version 3 (4.1.2.8, 4.1.2.9). */
function readOptional(
  body: DerReader,
  bytes: Uint8Array,
  version: 1 | 2 | 3,
): Pick<Certificate, 'issuerUniqueId' | 'subjectUniqueId' | 'extensions'> {
  if (body.more && (version === 1 || (version === 2 && body.peek() === 0xa3))) body.fail('value-inconsistent')
  const issuerUniqueId = body.peek() === 0x81 ? body.bitString(0x81).octets : undefined
  const subjectUniqueId = body.peek() === 0x82 ? body.bitString(0x82).octets : undefined
  const extensions = body.peek() === 0xa3 ? readExplicitExtensions(body, bytes) : NO_EXTENSIONS
  return {
    ...(issuerUniqueId && { issuerUniqueId }),
    ...(subjectUniqueId && { subjectUniqueId }),
    extensions,
  }
}

function readExplicitExtensions(body: DerReader, bytes: Uint8Array): Extensions {
  const explicit = body.constructed(0xa3)
  const extensions = readExtensions(explicit, { bytes, limits: CERTIFICATE_LIMITS })
  explicit.finish()
  return extensions
}

/** Reads an AlgorithmIdentifier. @standard RFC 5280, section 4.1.1.2 */
export function readAlgorithm(reader: DerReader, bytes: Uint8Array): AlgorithmIdentifier {
  const start = reader.offset
  const sequence = reader.sequence()
  const algorithm = sequence.oid()
  const parameters = sequence.more ? sequence.any() : undefined
  sequence.finish()
  const whole = bytes.subarray(start, reader.offset)
  return parameters === undefined ? { bytes: whole, algorithm } : { bytes: whole, algorithm, parameters }
}

function readValidity(validity: DerReader): ValidityPeriod {
  const notBefore = validity.time()
  const notAfter = validity.time()
  validity.finish()
  return { notBefore, notAfter }
}

function readPublicKeyInfo(body: DerReader, bytes: Uint8Array): PublicKeyInfo {
  const start = body.offset
  const info = body.sequence()
  const algorithm = readAlgorithm(info, bytes)
  const key = info.bitStringOctets()
  info.finish()
  return { bytes: bytes.subarray(start, body.offset), algorithm, key }
}
