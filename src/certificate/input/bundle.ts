import { byteAt, equalBytes } from '../../core/bytes.ts'
import { ok, type Result, refused } from '../../core/result.ts'
import { holdsMoreValues } from '../../encoding/der/ber-values.ts'
import { DerContext } from '../../encoding/der/context.ts'
import { SHAPE_LIMITS } from '../../encoding/der/shape.ts'
import { TAG } from '../../encoding/der/tag.ts'
import { parseCertificate } from '../parse.ts'
import { type InputReason, tooMany } from './form.ts'

/**
 * Takes the certificates out of a PKCS #7 bundle: SignedData in DER or BER, with or without contents and signers. No
 * signature in it is verified, and nothing is trusted because it stands in there. The container may be BER, as many
 * are; every certificate in it must be DER, and is read by this library's own reader before it is handed out.
 *
 * `pkijs` is loaded when the first bundle comes, so whoever reads none never loads it.
 *
 * @param bytes One ContentInfo of the type signedData.
 * @param most Where the bundle holds more certificates, none of them is read.
 * @returns Slices of the input, in its order, at least one.
 * @standard RFC 5652, sections 3 and 5.1
 */
export async function readBundle(
  bytes: Uint8Array,
  most: number,
): Promise<Result<readonly Uint8Array[], InputReason>> {
  const defect = outerDefect(bytes)
  if (defect !== undefined) return refused(defect)
  if (holdsMoreValues(bytes, MOST_VALUES)) return refused('too-large')
  const signedData = await parseSignedData(bytes)
  if (signedData === undefined) return refused('malformed-bundle')
  if (!isEnd(bytes.subarray(signedData.end))) return refused('trailing-bytes', signedData.end)
  const { extents } = signedData
  if (extents.length === 0) return refused('empty-bundle')
  return extents.length > most ? refused(tooMany(most)) : sliceAll(bytes, extents)
}

/** Ten certificates of the field have three thousand; a reader of BER takes five to ten microseconds for each. */
const MOST_VALUES = 4_000

/** A length that is told must be that of the input; of a container of indefinite length the end is seen later. */
function outerDefect(bytes: Uint8Array): InputReason | undefined {
  if (byteAt(bytes, 1) === INDEFINITE) return undefined
  const context = new DerContext(bytes, SHAPE_LIMITS)
  const end = context.header(0, bytes.length)
  if (end === undefined) return context.failure?.reason === 'truncated' ? 'truncated' : 'not-der'
  return end < bytes.length ? 'trailing-bytes' : undefined
}

const INDEFINITE = 0x80

/** Behind the contents stand at most the ends of two values of indefinite length, two zero octets each. */
function isEnd(rest: Uint8Array): boolean {
  return rest.length <= 4 && rest.length % 2 === 0 && rest.every(octet => octet === 0)
}

function sliceAll(bytes: Uint8Array, extents: readonly Span[]): Result<readonly Uint8Array[], InputReason> {
  const certificates: Uint8Array[] = []
  for (const { start, octets } of extents) {
    const certificate = bytes.subarray(start, start + octets.length)
    if (!equalBytes(certificate, octets)) return refused('malformed-bundle', start)
    const parsed = parseCertificate(certificate)
    if (!parsed.ok) return refused('malformed-bundle', start + (parsed.offset ?? 0))
    certificates.push(certificate)
  }
  return ok(certificates)
}

interface Span {
  readonly start: number
  readonly octets: Uint8Array
}

/** Undefined where `pkijs` does not find a SignedData: it throws, as it does for whatever does not fit. */
async function parseSignedData(
  bytes: Uint8Array,
): Promise<{ readonly end: number; readonly extents: readonly Span[] } | undefined> {
  const { ContentInfo, SignedData } = await import('pkijs')
  try {
    // A copy of its own, so that offsets in its memory are offsets in the input.
    const { content }: { readonly content: BerValue } = ContentInfo.fromBER(bytes.slice())
    new SignedData({ schema: content })
    const { byteOffset, length } = content.valueBeforeDecodeView
    return { end: byteOffset + length, extents: certificatesOf(content) }
  } catch {
    return undefined
  }
}

/** What is needed of a value that was read as BER. */
interface BerValue {
  readonly idBlock: { readonly tagClass: number; readonly tagNumber: number }
  readonly valueBlock: { readonly value: readonly BerValue[] }
  /** The whole value as it was written. */
  readonly valueBeforeDecodeView: Uint8Array
}

const CONTEXT_SPECIFIC = 3

/** The members of `certificates`, which has the implicit tag 0, that are certificates and no other format. */
function certificatesOf({ valueBlock }: BerValue): readonly Span[] {
  return valueBlock.value
    .filter(({ idBlock }) => idBlock.tagClass === CONTEXT_SPECIFIC && idBlock.tagNumber === 0)
    .flatMap(set => set.valueBlock.value)
    .map(({ valueBeforeDecodeView: octets }) => ({ start: octets.byteOffset, octets }))
    .filter(({ octets }) => byteAt(octets, 0) === TAG.sequence)
}
