import type { Draft } from '../../core/draft.ts'
import { OCSP } from '../../core/object-identifiers.ts'
import type { Oid } from '../../core/oid.ts'
import type { Instant } from '../../core/time.ts'
import type { DerReader } from '../../encoding/der/der.ts'
import { TAG } from '../../encoding/der/tag.ts'
import type { CertHash, CrlReference, OcspExtensions } from './ocsp.ts'

type Records = Draft<OcspExtensions>

/** An identifier that is not here has no meaning here. */
const READERS: ReadonlyMap<Oid, (value: DerReader, records: Records) => void> = new Map([
  [OCSP.nonce, into('nonce', readNonce)],
  [OCSP.crlReference, into('crlReference', readCrlReference)],
  [OCSP.archiveCutoff, into('archiveCutoff', value => value.generalizedTime())],
  [OCSP.extendedRevoke, into('extendedRevoke', readPresence)],
  [OCSP.certHash, into('certHash', readCertHash)],
])

function into<Field extends keyof OcspExtensions>(
  field: Field,
  read: (value: DerReader) => Records[Field],
): (value: DerReader, records: Records) => void {
  return (value, records) => {
    records[field] = read(value)
  }
}

export const NO_EXTENSIONS: OcspExtensions = { unknownCritical: [] }

const MAX_EXTENSIONS = 64

/**
 * Reads Extensions. The reader stands inside of the explicit tag. A known extension of another type than its
 * identifier promises refuses the response: it is signed by somebody who meant something by it.
 */
export function readOcspExtensions(explicit: DerReader): OcspExtensions {
  const sequence = explicit.sequence()
  explicit.finish()
  if (!sequence.more) sequence.fail('value-missing')
  const ids = new Set<Oid>()
  const unknownCritical: Oid[] = []
  const records: Records = { unknownCritical }
  while (sequence.more) {
    const start = sequence.offset
    const { id, isUnknown } = readExtension(sequence.sequence(), records)
    if (ids.has(id)) sequence.fail('value-repeated', start)
    if (ids.size >= MAX_EXTENSIONS) sequence.fail('too-many-elements', start)
    ids.add(id)
    if (isUnknown) unknownCritical.push(id)
  }
  return records
}

function readExtension(extension: DerReader, records: Records) {
  const id = extension.oid()
  const critical = extension.flag()
  const read = READERS.get(id)
  if (read === undefined) {
    extension.octetString()
  } else {
    const value = extension.encapsulated()
    read(value, records)
    value.finish()
  }
  extension.finish()
  return { id, isUnknown: critical && read === undefined }
}

const MAX_NONCE = 128

/** @standard RFC 9654, section 2.1 */
function readNonce(value: DerReader): Uint8Array {
  const start = value.offset
  const nonce = value.octetString()
  if (nonce.length === 0 || nonce.length > MAX_NONCE) value.fail('value-out-of-range', start)
  return nonce
}

function readPresence(value: DerReader): boolean {
  value.null()
  return true
}

function readCertHash(value: DerReader): CertHash {
  const sequence = value.sequence()
  const identifier = sequence.sequence()
  const algorithm = identifier.oid()
  if (identifier.more) identifier.null()
  identifier.finish()
  const hash = sequence.octetString()
  sequence.finish()
  return { algorithm, hash }
}

function readCrlReference(value: DerReader): CrlReference {
  const sequence = value.sequence()
  const reference: Draft<CrlReference> = {}
  if (sequence.peek() === 0xa0)
    reference.url = explicit(sequence.constructed(0xa0), inner => inner.text(TAG.ia5String))
  if (sequence.peek() === 0xa1)
    reference.number = explicit(sequence.constructed(0xa1), inner => inner.integer())
  if (sequence.peek() === 0xa2)
    reference.issuedAt = explicit<Instant>(sequence.constructed(0xa2), inner => inner.generalizedTime())
  sequence.finish()
  return reference
}

function explicit<T>(inner: DerReader, read: (inner: DerReader) => T): T {
  const value = read(inner)
  inner.finish()
  return value
}
