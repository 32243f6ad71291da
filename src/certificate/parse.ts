import type { Result } from '../core/result.ts'
import { type Instant, instant } from '../core/time.ts'
import type { DerLimits, DerReason } from '../encoding/der/context.ts'
import { type DerReader, readDer } from '../encoding/der/der.ts'
import { TAG } from '../encoding/der/tag.ts'
import type { AlgorithmIdentifier, Certificate, PublicKeyInfo, ValidityPeriod } from './certificate.ts'
import type { Extensions } from './extensions.ts'
import { type Name, readName } from './name/name.ts'
import { readOuterSignature } from './outer-signature.ts'
import { readPublicKey } from './public-key.ts'
import { readExtensions } from './read-extensions.ts'

/**
 * What one certificate may cost. The largest qualified certificates of the field have four kilobytes and a
 * few hundred values; depth 32 is three times what any extension needs.
 */
export const CERTIFICATE_LIMITS: DerLimits = { bytes: 65_536, depth: 32, elements: 20_000 }

/**
 * Reads a certificate strictly: the whole input must be one certificate, in DER. An extension that is DER but
 * not of its type is kept and named in `extensions.malformed`.
 *
 * @param bytes DER. The record holds slices of it, so it must not change afterwards.
 * @returns The record; or the first thing that does not fit, with its offset.
 * @standard RFC 5280, section 4.1; X.690
 */
export function parseCertificate(bytes: Uint8Array): Result<Certificate, DerReason> {
  return readDer(bytes, CERTIFICATE_LIMITS, reader => readCertificate(reader, bytes))
}

/**
 * Reads a certificate as {@link parseCertificate} does, of an issuer whose name was read before: where it
 * stands in the certificate, it is handed out and not read again.
 */
export function parseIssuedCertificate(bytes: Uint8Array, issuer: Name): Result<Certificate, DerReason> {
  return readDer(bytes, CERTIFICATE_LIMITS, reader => readCertificate(reader, bytes, issuer))
}

function readCertificate(reader: DerReader, bytes: Uint8Array, knownIssuer?: Name): Certificate {
  const certificate = reader.sequence()
  const start = certificate.offset
  const body = certificate.sequence()
  const tbs = certificate.since(start)
  const version = readVersion(body)
  const serialNumber = readSerialNumber(body)
  const signatureAlgorithm = readAlgorithm(body)
  const issuer = readName(body, knownIssuer)
  const validity = readValidity(body.sequence())
  const subject = readName(body)
  const publicKey = readPublicKeyInfo(body)
  const uniqueIds = readUniqueIds(body, version)
  const extensions = readExplicitExtensions(body, version)
  body.finish()
  const signature = readOuterSignature(certificate, signatureAlgorithm)
  const record = {
    bytes,
    tbs,
    version,
    serialNumber,
    signatureAlgorithm,
    issuer,
    validity,
    subject,
    publicKey,
    extensions,
    signature,
  }
  return uniqueIds === undefined ? record : { ...record, ...uniqueIds }
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

const MAX_SERIAL_OCTETS = 64

function readSerialNumber(body: DerReader): Uint8Array {
  const start = body.offset
  const serialNumber = body.integer()
  if (serialNumber.length > MAX_SERIAL_OCTETS) body.fail('value-out-of-range', start)
  return serialNumber
}

/** Reads an AlgorithmIdentifier. @standard RFC 5280, section 4.1.1.2 */
export function readAlgorithm(reader: DerReader): AlgorithmIdentifier {
  const start = reader.offset
  const sequence = reader.sequence()
  const algorithm = sequence.oid()
  const parameters = sequence.more ? sequence.any() : undefined
  sequence.finish()
  const bytes = reader.since(start)
  return parameters === undefined ? { bytes, algorithm } : { bytes, algorithm, parameters }
}

const YEAR_2050 = instant('2050-01-01T00:00:00Z')

function readValidity(validity: DerReader): ValidityPeriod {
  const isEarlyTyped = validity.peek() === TAG.generalizedTime
  const notBefore = validity.time()
  const isLateTyped = validity.peek() === TAG.generalizedTime
  const notAfter = validity.time()
  validity.finish()
  const mistyped = isMistyped(isEarlyTyped, notBefore) || isMistyped(isLateTyped, notAfter)
  return mistyped ? { notBefore, notAfter, mistyped } : { notBefore, notAfter }
}

function isMistyped(isGeneralized: boolean, moment: Instant): boolean {
  return isGeneralized && moment < YEAR_2050
}

function readPublicKeyInfo(body: DerReader): PublicKeyInfo {
  const start = body.offset
  const info = body.sequence()
  const algorithm = readAlgorithm(info)
  const key = info.bitStringOctets()
  info.finish()
  const bytes = body.since(start)
  return { bytes, algorithm, key, facts: frozen(readPublicKey({ bytes, algorithm, key })) }
}

/** Reports show what a key is, and every signature below the certificate is judged by it. */
function frozen<T, Reason extends string>(read: Result<T, Reason>): Result<T, Reason> {
  if (read.ok) Object.freeze(read.value)
  return read
}

/** They came with version 2 (4.1.2.8); undefined where there are none, as nearly always. */
function readUniqueIds(
  body: DerReader,
  version: 1 | 2 | 3,
): Pick<Certificate, 'issuerUniqueId' | 'subjectUniqueId'> | undefined {
  const tag = body.peek()
  if (tag !== 0x81 && tag !== 0x82) return undefined
  if (version === 1) body.fail('value-inconsistent')
  const issuerUniqueId = tag === 0x81 ? body.bitString(0x81).octets : undefined
  const subjectUniqueId = body.peek() === 0x82 ? body.bitString(0x82).octets : undefined
  return { ...(issuerUniqueId && { issuerUniqueId }), ...(subjectUniqueId && { subjectUniqueId }) }
}

const NO_EXTENSIONS: Extensions = { all: [], malformed: [] }

/** They came with version 3 (4.1.2.9). */
function readExplicitExtensions(body: DerReader, version: 1 | 2 | 3): Extensions {
  if (body.peek() !== 0xa3) return NO_EXTENSIONS
  if (version !== 3) body.fail('value-inconsistent')
  const explicit = body.constructed(0xa3)
  const extensions = readExtensions(explicit)
  explicit.finish()
  return extensions
}
