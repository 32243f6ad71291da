import type { AlgorithmIdentifier } from '../../certificate/certificate.ts'
import { type Name, readName } from '../../certificate/name/name.ts'
import { readOuterSignature } from '../../certificate/outer-signature.ts'
import { readAlgorithm } from '../../certificate/parse.ts'
import { ok, type Result } from '../../core/result.ts'
import type { Instant } from '../../core/time.ts'
import type { DerReason } from '../../encoding/der/context.ts'
import { type DerReader, readDer } from '../../encoding/der/der.ts'
import { TAG } from '../../encoding/der/tag.ts'
import { RevokedEntries } from './entries.ts'
import { type CrlExtensions, readCrlExtensions } from './extensions.ts'
import { CRL_LIMITS } from './limits.ts'
import { scanEntries } from './scan.ts'

/**
 * A certificate revocation list as it was written. Every `Uint8Array` is a slice of the input, never a copy:
 * what is verified is what was read.
 *
 * @standard RFC 5280, section 5.1
 */
export interface RevocationList {
  /** The whole list, DER. */
  readonly bytes: Uint8Array
  /** TBSCertList, the octets that the signature covers. */
  readonly tbs: Uint8Array
  readonly version: 1 | 2
  /** The same inside and outside of what is signed; anything else is refused. */
  readonly signatureAlgorithm: AlgorithmIdentifier
  readonly issuer: Name
  /** Where the first date stands, in octets from the start of the list. */
  readonly dates: number
  readonly thisUpdate: Instant
  /** RFC 5280 demands it; X.509 does not. */
  readonly nextUpdate?: Instant
  readonly entries: RevokedEntries
  readonly extensions: CrlExtensions
  /** Contents of the signature BIT STRING. */
  readonly signature: Uint8Array
}

/**
 * Reads a revocation list strictly: the whole input must be one list, in DER, every entry included. Entries
 * stay where they are; nothing is made of them until one is asked for.
 *
 * @param bytes DER. The record holds slices of it, so it must not change afterwards.
 * @returns The record; or the first thing that does not fit, with its offset.
 * @standard RFC 5280, sections 5.1 to 5.3; X.690
 */
export function parseCrl(bytes: Uint8Array): Result<RevocationList, DerReason> {
  const frame = readDer(bytes, CRL_LIMITS, readFrame)
  if (!frame.ok) return frame
  const { version, extensions, revoked, ...rest } = frame.value
  const indirect = extensions.issuingDistributionPoint?.indirectCrl === true
  const delta = extensions.deltaCrlIndicator !== undefined
  const scan = scanEntries(bytes, revoked, { version, indirect, delta })
  if (!scan.ok) return scan
  return ok({ bytes, version, extensions, ...rest, entries: new RevokedEntries(bytes, scan.value) })
}

type Frame = Omit<RevocationList, 'bytes' | 'entries'> & {
  /** Where the entries stand. */
  readonly revoked: { readonly start: number; readonly end: number }
}

function readFrame(reader: DerReader): Frame {
  const list = reader.sequence()
  const start = list.offset
  const body = list.sequence()
  const tbs = list.since(start)
  const version = readVersion(body)
  const signatureAlgorithm = readAlgorithm(body)
  const issuer = readName(body)
  const dates = body.offset
  const thisUpdate = body.time()
  const nextUpdate = isTime(body.peek()) ? body.time() : undefined
  const revoked = readRevoked(body)
  const extensions = readExplicitExtensions(body, version)
  body.finish()
  const signature = readOuterSignature(list, signatureAlgorithm)
  const signed = { tbs, version, signatureAlgorithm, issuer, dates, thisUpdate, revoked, extensions }
  const record = { ...signed, signature }
  return nextUpdate === undefined ? record : { ...record, nextUpdate }
}

/** Absent it is 1; where it is present it must be 2 (5.1.2.1). */
function readVersion(body: DerReader): 1 | 2 {
  if (body.peek() !== TAG.integer) return 1
  const start = body.offset
  if (body.smallInteger() !== 1) body.fail('value-out-of-range', start)
  return 2
}

function isTime(tag: number): boolean {
  return tag === TAG.utcTime || tag === TAG.generalizedTime
}

/** An empty sequence of entries, which RFC 5280 wants absent (5.1.2.6), means what an absent one does. */
function readRevoked(body: DerReader): Frame['revoked'] {
  if (body.peek() !== TAG.sequence) return { start: body.offset, end: body.offset }
  const { offset: start } = body.sequence()
  return { start, end: body.offset }
}

const NO_EXTENSIONS: CrlExtensions = { critical: [], unrecognised: [] }

/** They came with version 2 (5.1.2.7). */
function readExplicitExtensions(body: DerReader, version: 1 | 2): CrlExtensions {
  if (body.peek() !== 0xa0) return NO_EXTENSIONS
  if (version !== 2) body.fail('value-inconsistent')
  const explicit = body.constructed(0xa0)
  const extensions = readCrlExtensions(explicit)
  explicit.finish()
  return extensions
}
