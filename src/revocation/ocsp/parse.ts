import { type Name, readName } from '../../certificate/name/name.ts'
import { readAlgorithm } from '../../certificate/parse.ts'
import { OCSP } from '../../core/object-identifiers.ts'
import { ok, type Result, refused } from '../../core/result.ts'
import type { Instant } from '../../core/time.ts'
import type { DerLimits, DerReason } from '../../encoding/der/context.ts'
import { type DerReader, readDer } from '../../encoding/der/der.ts'
import { TAG } from '../../encoding/der/tag.ts'
import { type CertificateStatus, REVOCATION_REASONS, type Revocation } from '../status.ts'
import { readCertId } from './cert-id.ts'
import { NO_EXTENSIONS, readOcspExtensions } from './extensions.ts'
import type { OcspResponse, ResponderId, SingleResponse } from './ocsp.ts'

/**
 * The answers that are none: not signed, so they say nothing about any certificate. @standard RFC 6960,
 * section 2.3
 */
export type OcspErrorStatus =
  | 'malformed-request'
  | 'internal-error'
  | 'try-later'
  | 'signature-required'
  | 'unauthorized'

/** `other-response-type`: not a basic response, the only type that there is a definition of. */
export type OcspFormReason = DerReason | OcspErrorStatus | 'other-response-type'

/** Responses of the field have one to eleven kilobytes. */
export const OCSP_LIMITS: DerLimits = { bytes: 65_536, depth: 32, elements: 20_000 }

const MAX_RESPONSES = 100
const MAX_CERTIFICATES = 10

/**
 * Reads a response strictly: the whole input must be one OCSPResponse, in DER, of version 1.
 *
 * @param bytes DER. The record holds slices of it, so it must not change afterwards.
 * @param issuer Who may have signed it: where the responder has the same name, this is handed out and not
 *   read again.
 * @returns The record; or the error that the responder answered with; or the first thing that does not fit.
 * @standard RFC 6960, section 4.2.1; X.690
 */
export function parseOcspResponse(bytes: Uint8Array, issuer?: Name): Result<OcspResponse, OcspFormReason> {
  const read = readDer(bytes, OCSP_LIMITS, reader => readResponse(reader.sequence(), { bytes, issuer }))
  return read.ok ? read.value : read
}

interface Source {
  readonly bytes: Uint8Array
  readonly issuer: Name | undefined
}

type Answer = Result<OcspResponse, OcspErrorStatus | 'other-response-type'>

/** By the number of OCSPResponseStatus; 4 is not used. */
const ERRORS: readonly (OcspErrorStatus | undefined)[] = [
  undefined,
  'malformed-request',
  'internal-error',
  'try-later',
  undefined,
  'signature-required',
  'unauthorized',
]

/** An error has no body, and a success has one. */
function readResponse(response: DerReader, source: Source): Answer {
  const start = response.offset
  const status = response.smallInteger(TAG.enumerated)
  const error = ERRORS[status]
  if (status !== 0 && error === undefined) response.fail('value-out-of-range', start)
  const answer = error === undefined ? readBody(response.constructed(0xa0), source) : refused(error)
  response.finish()
  return answer
}

function readBody(explicit: DerReader, source: Source): Answer {
  const body = explicit.sequence()
  explicit.finish()
  const isBasic = body.oid() === OCSP.basicResponse
  if (!isBasic) body.octetString()
  const answer = isBasic ? readEncapsulated(body.encapsulated(), source) : refused('other-response-type')
  body.finish()
  return answer
}

function readEncapsulated(content: DerReader, source: Source): Answer {
  const response = readBasicResponse(content.sequence(), source)
  content.finish()
  return ok(response)
}

function readBasicResponse(basic: DerReader, { bytes, issuer }: Source): OcspResponse {
  const start = basic.offset
  const { responderId, producedAt, responses, extensions } = readResponseData(basic.sequence(), issuer)
  const tbs = basic.since(start)
  const signatureAlgorithm = readAlgorithm(basic)
  const signature = basic.bitStringOctets()
  const certificates = basic.peek() === 0xa0 ? readCertificates(basic.constructed(0xa0)) : []
  basic.finish()
  return {
    bytes,
    tbs,
    responderId,
    producedAt,
    responses,
    extensions,
    signatureAlgorithm,
    signature,
    certificates,
  }
}

type ResponseData = Pick<OcspResponse, 'responderId' | 'producedAt' | 'responses' | 'extensions'>

/** Version 1 is the default and must be absent, and there is no other. */
function readResponseData(data: DerReader, issuer: Name | undefined): ResponseData {
  if (data.peek() === 0xa0) data.fail('default-encoded')
  const responderId = readResponderId(data, issuer)
  const producedAt = data.generalizedTime()
  const responses = readAtMost(data.sequence(), MAX_RESPONSES, list => readSingleResponse(list.sequence()))
  const extensions = data.peek() === 0xa1 ? readOcspExtensions(data.constructed(0xa1)) : NO_EXTENSIONS
  data.finish()
  return { responderId, producedAt, responses, extensions }
}

function readAtMost<T>(list: DerReader, most: number, read: (list: DerReader) => T): readonly T[] {
  const items: T[] = []
  while (list.more) {
    if (items.length >= most) list.fail('too-many-elements')
    else items.push(read(list))
  }
  return items
}

function readResponderId(data: DerReader, issuer: Name | undefined): ResponderId {
  if (data.peek() === 0xa1) {
    const name = data.constructed(0xa1)
    const responderId = { form: 'name', name: readName(name, issuer) } as const
    name.finish()
    return responderId
  }
  const key = data.constructed(0xa2)
  const keyHash = key.octetString()
  key.finish()
  return { form: 'key', keyHash }
}

function readSingleResponse(single: DerReader): SingleResponse {
  const certId = readCertId(single.sequence())
  const status = readStatus(single)
  const thisUpdate = single.generalizedTime()
  const nextUpdate = single.peek() === 0xa0 ? readExplicitTime(single.constructed(0xa0)) : undefined
  const extensions = single.peek() === 0xa1 ? readOcspExtensions(single.constructed(0xa1)) : NO_EXTENSIONS
  single.finish()
  if (nextUpdate === undefined) return { certId, status, thisUpdate, extensions }
  return { certId, status, thisUpdate, nextUpdate, extensions }
}

function readExplicitTime(explicit: DerReader): Instant {
  const moment = explicit.generalizedTime()
  explicit.finish()
  return moment
}

const GOOD = 0x80
const REVOKED = 0xa1
const UNKNOWN = 0x82

function readStatus(single: DerReader): CertificateStatus {
  const tag = single.peek()
  if (tag === REVOKED) return readRevocation(single.constructed(REVOKED))
  if (single.octetString(tag === GOOD ? GOOD : UNKNOWN).length > 0) single.fail('null-not-empty')
  return { status: tag === GOOD ? 'good' : 'unknown' }
}

function readRevocation(info: DerReader): Revocation {
  const at = info.generalizedTime()
  if (!info.more) return { status: 'revoked', at }
  const explicit = info.constructed(0xa0)
  const start = explicit.offset
  const reason = REVOCATION_REASONS[explicit.smallInteger(TAG.enumerated)]
  if (reason === undefined) explicit.fail('value-out-of-range', start)
  explicit.finish()
  info.finish()
  return { status: 'revoked', at, ...(reason !== undefined && { reason }) }
}

function readCertificates(explicit: DerReader): readonly Uint8Array[] {
  const list = explicit.sequence()
  explicit.finish()
  return readAtMost(list, MAX_CERTIFICATES, each => each.any())
}
