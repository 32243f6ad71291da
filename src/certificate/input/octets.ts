import { ok, type Result, refused } from '../../core/result.ts'
import { DerContext } from '../../encoding/der/context.ts'
import { extentAt, SHAPE_LIMITS } from '../../encoding/der/shape.ts'
import {
  type Armour,
  type InputLimits,
  type InputNote,
  type InputReason,
  type Recognised,
  withinLimits,
} from './form.ts'
import { containerOf, kindOf } from './kind.ts'

/** How octets were found, and what they may cost. */
export interface Wrapping {
  readonly form: Armour
  readonly notes: readonly InputNote[]
  readonly limits: InputLimits
}

/** Reads octets that are a bundle, or one certificate after the other. */
export function recogniseOctets(bytes: Uint8Array, wrapping: Wrapping): Result<Recognised, InputReason> {
  const { form, notes, limits } = wrapping
  const container = containerOf(bytes)
  if (container === 'pkcs7') return ok({ bundle: bytes, form, notes })
  if (container !== undefined) return refused(container, 0)
  const certificates = splitCertificates(bytes, limits.certificates)
  if (!certificates.ok) return certificates
  const within = withinLimits(certificates.value, limits)
  return within.ok ? ok({ certificates: within.value, form, notes }) : within
}

/** Reads octets that must be one certificate, as those of a PEM block and of an object must. */
export function oneCertificate(bytes: Uint8Array): Result<Uint8Array, InputReason> {
  const container = containerOf(bytes)
  if (container !== undefined) return refused(container === 'pkcs7' ? 'not-a-certificate' : container, 0)
  const certificates = splitCertificates(bytes, 1)
  if (!certificates.ok) return certificates
  const [first = bytes, second] = certificates.value
  return second === undefined ? ok(first) : refused('second-certificate', first.length)
}

/**
 * Splits octets into certificates by their outermost lengths.
 *
 * @param most Where more follow, one more is given, so that the caller sees it.
 * @returns Slices of the input, at least one; they are certificates in outline only.
 */
function splitCertificates(bytes: Uint8Array, most: number): Result<readonly Uint8Array[], InputReason> {
  if (bytes.length === 0) return refused('empty', 0)
  const context = new DerContext(bytes, SHAPE_LIMITS)
  const certificates: Uint8Array[] = []
  for (let at = 0; at < bytes.length && certificates.length <= most; ) {
    const extent = extentAt(context, at, bytes.length)
    if (extent === undefined)
      return refused(at === 0 ? outermostDefect(bytes, context) : 'trailing-bytes', at)
    const kind = kindOf(bytes, extent)
    if (kind !== 'certificate')
      return refused(kind === 'not-a-certificate' && at > 0 ? 'trailing-bytes' : kind, at)
    certificates.push(context.slice(extent.start, extent.end))
    at = extent.end
  }
  return ok(certificates)
}

function outermostDefect(bytes: Uint8Array, { failure }: DerContext): InputReason {
  if (bytes[0] !== 0x30) return 'unknown-form'
  return failure?.reason === 'truncated' ? 'truncated' : 'not-der'
}
