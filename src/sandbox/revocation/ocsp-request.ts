import { type Oid, oid } from '../../core/oid.ts'
import type { Result } from '../../core/result.ts'
import type { DerLimits, DerReason } from '../../encoding/der/context.ts'
import { type DerReader, readDer } from '../../encoding/der/der.ts'
import { TAG } from '../../encoding/der/tag.ts'

/** What a client asks. @standard RFC 6960, section 4.1.1 */
export interface OcspRequest {
  /** At least one. */
  readonly asked: readonly CertIdFields[]
  readonly nonce?: Uint8Array
}

export interface CertIdFields {
  /** The whole CertID, DER: what the response repeats. */
  readonly bytes: Uint8Array
  readonly hash: Oid
  readonly nameHash: Uint8Array
  readonly keyHash: Uint8Array
  /** Contents of the INTEGER. */
  readonly serialNumber: Uint8Array
}

const LIMITS: DerLimits = { bytes: 65_536, depth: 16, elements: 5_000 }

/**
 * Reads a request strictly. A signature on it is not looked at. A nonce of no octets or of more than 128 is
 * refused.
 *
 * @standard RFC 6960, section 4.1.1; RFC 9654, section 2.1
 */
export function parseOcspRequest(bytes: Uint8Array): Result<OcspRequest, DerReason> {
  return readDer(bytes, LIMITS, reader => {
    const whole = reader.sequence()
    const request = readTbsRequest(whole.sequence())
    if (whole.peek() === 0xa0) whole.any()
    whole.finish()
    return request
  })
}

function readTbsRequest(body: DerReader): OcspRequest {
  // Version 1 is the default and must be absent; there is no other.
  if (body.peek() === 0xa0) body.fail('default-encoded')
  if (body.peek() === 0xa1) body.any()
  const list = body.sequence()
  const asked = [readRequest(list.sequence())]
  while (list.more) asked.push(readRequest(list.sequence()))
  const nonce = body.peek() === 0xa2 ? readNonce(body.constructed(0xa2)) : undefined
  body.finish()
  return nonce === undefined ? { asked } : { asked, nonce }
}

/** Extensions of a single request are none that would change the answer. */
function readRequest(request: DerReader): CertIdFields {
  const start = request.offset
  const fields = readCertId(request.sequence())
  const bytes = request.since(start)
  if (request.peek() === 0xa0) request.any()
  request.finish()
  return { bytes, ...fields }
}

function readCertId(reader: DerReader): Omit<CertIdFields, 'bytes'> {
  const algorithm = reader.sequence()
  const hash = algorithm.oid()
  if (algorithm.more) algorithm.any()
  algorithm.finish()
  const nameHash = reader.octetString()
  const keyHash = reader.octetString()
  const serialNumber = reader.integer()
  reader.finish()
  return { hash, nameHash, keyHash, serialNumber }
}

const NONCE = oid('1.3.6.1.5.5.7.48.1.2')
const MAX_NONCE = 128

function readNonce(explicit: DerReader): Uint8Array | undefined {
  const extensions = explicit.sequence()
  explicit.finish()
  let nonce: Uint8Array | undefined
  while (extensions.more) {
    const extension = extensions.sequence()
    const id = extension.oid()
    if (extension.peek() === TAG.boolean) extension.flag()
    if (id === NONCE) nonce = readNonceValue(extension)
    else extension.octetString()
    extension.finish()
  }
  return nonce
}

function readNonceValue(extension: DerReader): Uint8Array {
  const value = extension.encapsulated()
  const nonce = value.octetString()
  if (nonce.length === 0 || nonce.length > MAX_NONCE) value.fail('value-out-of-range')
  value.finish()
  return nonce
}
