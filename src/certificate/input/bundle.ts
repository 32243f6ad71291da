import { byteAt } from '../../core/bytes.ts'
import { ok, type Result, refused } from '../../core/result.ts'
import { exceedsBudget } from '../../encoding/der/ber-values.ts'
import { DerContext, isSchemaReason } from '../../encoding/der/context.ts'
import { SHAPE_LIMITS } from '../../encoding/der/shape.ts'
import { TAG } from '../../encoding/der/tag.ts'
import { parseCertificate } from '../parse.ts'
import { type InputReason, tooMany } from './form.ts'
import { readSignedData } from './signed-data.ts'

/**
 * Takes the certificates out of a PKCS #7 bundle: SignedData, with or without contents and signers. No
 * signature in it is verified, and nothing is trusted because it stands in there. A container in DER, as
 * nearly all are, is read by this library's own reader. One in BER is read by `pkijs`, which is loaded when
 * the first of them comes. Every certificate in either must be DER, and is read as such before it is handed
 * out.
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
  const members = readSignedData(bytes)
  const isBer = !members.ok && !isSchemaReason(members.reason)
  const read = isBer ? await readBer(bytes) : members
  if (!read.ok) return refused(reasonOf(read.reason), read.offset)
  const certificates = read.value.filter(each => byteAt(each, 0) === TAG.sequence)
  if (certificates.length === 0) return refused('empty-bundle')
  return certificates.length > most ? refused(tooMany(most)) : readAll(bytes, certificates)
}

/**
 * A length that is told must be that of the input; of a container of indefinite length the end is seen later.
 */
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

function reasonOf(reason: string): InputReason {
  return reason === 'too-large' || reason === 'trailing-bytes' ? reason : 'malformed-bundle'
}

function readAll(
  bytes: Uint8Array,
  certificates: readonly Uint8Array[],
): Result<readonly Uint8Array[], InputReason> {
  for (const certificate of certificates) {
    const parsed = parseCertificate(certificate)
    const start = certificate.byteOffset - bytes.byteOffset
    if (!parsed.ok) return refused('malformed-bundle', start + (parsed.offset ?? 0))
  }
  return ok(certificates)
}

/**
 * Ten certificates of the field have about two thousand values, which `pkijs` takes some twenty milliseconds
 * to read.
 */
const MOST_VALUES = 2_500

/**
 * An octet of a certificate stands in six values on the average, in eleven with the container; `pkijs` copies
 * each value whole.
 */
const MOST_DEEP = 20

/** The members of `certificates`, as slices of the input. `pkijs` throws for whatever does not fit. */
async function readBer(
  bytes: Uint8Array,
): Promise<Result<readonly Uint8Array[], 'too-large' | 'malformed' | 'trailing-bytes'>> {
  const budget = { values: MOST_VALUES, octets: MOST_DEEP * bytes.length }
  if (exceedsBudget(bytes, budget)) return refused('too-large')
  const { ContentInfo } = await import('pkijs')
  try {
    // A copy of its own, so that offsets in its memory are offsets in the input.
    const { contentType, content }: Container = ContentInfo.fromBER(bytes.slice())
    const end = content.valueBeforeDecodeView.byteOffset + content.valueBeforeDecodeView.length
    if (contentType !== SIGNED_DATA || !OUTLINE.test(outlineOf(content))) return refused('malformed')
    if (!isEnd(bytes.subarray(end))) return refused('trailing-bytes', end)
    return ok(
      membersOf(content).map(({ byteOffset, length }) => bytes.subarray(byteOffset, byteOffset + length)),
    )
  } catch {
    return refused('malformed')
  }
}

const SIGNED_DATA = '1.2.840.113549.1.7.2'

/** What is needed of values that were read as BER. */
interface Container {
  readonly contentType: string
  readonly content: BerValue
}

interface BerValue {
  readonly idBlock: { readonly tagClass: number; readonly tagNumber: number }
  readonly valueBlock: { readonly value: readonly BerValue[] }
  /** The whole value as it was written. */
  readonly valueBeforeDecodeView: Uint8Array
}

/**
 * Version, digestAlgorithms, encapContentInfo, certificates, crls and signerInfos, by class and number of
 * their tags.
 */
const OUTLINE = /^1\.2 1\.17 1\.16 (?:3\.0 )?(?:3\.1 )?1\.17 $/

function outlineOf({ valueBlock }: BerValue): string {
  return valueBlock.value.map(({ idBlock }) => `${idBlock.tagClass}.${idBlock.tagNumber} `).join('')
}

const CONTEXT_SPECIFIC = 3

/** What stands in `certificates`, which has the implicit tag 0. */
function membersOf({ valueBlock }: BerValue): readonly Uint8Array[] {
  return valueBlock.value
    .filter(({ idBlock }) => idBlock.tagClass === CONTEXT_SPECIFIC && idBlock.tagNumber === 0)
    .flatMap(set => set.valueBlock.value)
    .map(({ valueBeforeDecodeView }) => valueBeforeDecodeView)
}
