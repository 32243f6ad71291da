import { oid } from '../../core/oid.ts'
import type { Result } from '../../core/result.ts'
import type { DerLimits, DerReason } from '../../encoding/der/context.ts'
import { type DerReader, readDer } from '../../encoding/der/der.ts'
import { TAG } from '../../encoding/der/tag.ts'

const SIGNED_DATA = oid('1.2.840.113549.1.7.2')

/** Ten of the largest certificates of the field have ten thousand values. */
const LIMITS: DerLimits = { bytes: 524_288, depth: 32, elements: 50_000 }

/**
 * Reads a ContentInfo in DER that holds SignedData, for the sake of its certificates. What else is in it must
 * be DER and stand in its place, and is passed over.
 *
 * @returns The members of `certificates`, slices of the input in its order; none where there are none.
 * @standard RFC 5652, sections 3 and 5.1
 */
export function readSignedData(bytes: Uint8Array): Result<readonly Uint8Array[], DerReason> {
  return readDer(bytes, LIMITS, reader => {
    const info = reader.sequence()
    if (info.oid() !== SIGNED_DATA) info.fail('value-out-of-range')
    const content = info.constructed(EXPLICIT)
    const certificates = readMembers(content.sequence())
    content.finish()
    info.finish()
    return certificates
  })
}

const EXPLICIT = 0xa0
const CERTIFICATES = 0xa0
const CRLS = 0xa1

function readMembers(signedData: DerReader): readonly Uint8Array[] {
  signedData.integer()
  passOver(signedData, TAG.set)
  passOver(signedData, TAG.sequence)
  const members: Uint8Array[] = []
  if (signedData.peek() === CERTIFICATES) {
    const set = signedData.constructed(CERTIFICATES)
    while (set.more) members.push(set.any())
  }
  if (signedData.peek() === CRLS) passOver(signedData, CRLS)
  passOver(signedData, TAG.set)
  signedData.finish()
  return members
}

/** Demands a value of a type, whatever is inside. */
function passOver(reader: DerReader, tag: number): void {
  if (reader.peek() !== tag) reader.fail('tag-unexpected')
  reader.any()
}
