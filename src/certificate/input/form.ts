import { ok, type Result, refused } from '../../core/result.ts'
import type { ReasonOf } from '../../requirements/catalogue.ts'

/** In what certificates were written, when everything around it is undone. */
export type Armour = 'der' | 'pem' | 'base64' | 'base64url' | 'base64-pem' | 'hex' | 'object'

/** The form that was found; with `pkcs7-` in front, the octets were a PKCS #7 bundle. */
export type InputForm = Armour | `pkcs7-${Armour}`

/**
 * What was undone or passed over on the way, none of which changes an octet of the certificates.
 *
 * `text-outside`: text before, between or behind blocks. `one-line`: a block without line breaks.
 * `written-breaks`: line breaks written as a backslash and a letter. `legacy-label`: `X509 CERTIFICATE`.
 * `other-blocks`: parameters or revocation lists beside the certificates, which were not read.
 */
export type InputNote =
  | 'byte-order-mark'
  | 'utf-16'
  | 'percent-encoded'
  | 'written-breaks'
  | 'one-line'
  | 'text-outside'
  | 'legacy-label'
  | 'other-blocks'

export type InputReason = ReasonOf<'input.certificates'>

/** The certificates of an input, in its order. */
export interface CertificateInput {
  /** At least one, DER: slices of the input where it is DER, else decoded. */
  readonly certificates: readonly Uint8Array[]
  readonly form: InputForm
  readonly notes: readonly InputNote[]
}

/** Octets that are still to be read as a PKCS #7 bundle. */
export interface PackedInput {
  readonly bundle: Uint8Array
  readonly form: Armour
  readonly notes: readonly InputNote[]
}

export type Recognised = CertificateInput | PackedInput

/** What an input may cost: octets of one certificate, octets of all of them, and how many. */
export interface InputLimits {
  readonly certificateBytes: number
  readonly totalBytes: number
  readonly certificates: number
}

/**
 * The largest qualified certificates of the field have eleven kilobytes, and chains four members. Callers may
 * lower these limits, not raise them.
 */
export const INPUT_LIMITS: InputLimits = { certificateBytes: 65_536, totalBytes: 262_144, certificates: 10 }

/** Hexadecimal is twice as long as the octets in it, base64 of PEM a little less. */
const EXPANSION = 2

/** The longest input that is looked at, octets or characters. */
export function longestInput({ totalBytes }: InputLimits): number {
  return totalBytes * EXPANSION
}

/**
 * The limits in force.
 *
 * @throws RangeError for a limit that is no positive whole number, or is higher than the default.
 */
export function limitsOf(chosen: Partial<InputLimits>): InputLimits {
  const limits = { ...INPUT_LIMITS, ...chosen }
  checkLimit(limits.certificateBytes, INPUT_LIMITS.certificateBytes)
  checkLimit(limits.totalBytes, INPUT_LIMITS.totalBytes)
  checkLimit(limits.certificates, INPUT_LIMITS.certificates)
  return limits
}

function checkLimit(value: number, highest: number): void {
  if (!Number.isInteger(value) || value < 1 || value > highest) {
    throw new RangeError(`a limit of input must be a whole number from 1 to ${highest}`)
  }
}

/** Holds certificates that were read one by one against the limits. */
export function withinLimits(
  certificates: readonly Uint8Array[],
  limits: InputLimits,
): Result<readonly Uint8Array[], InputReason> {
  if (certificates.length > limits.certificates) {
    return refused(tooMany(limits.certificates))
  }
  if (certificates.some(({ length }) => length > limits.certificateBytes))
    return refused('certificate-too-large')
  const total = certificates.reduce((sum, { length }) => sum + length, 0)
  return total > limits.totalBytes ? refused('too-large') : ok(certificates)
}

/** Why more than so many certificates are refused. */
export function tooMany(most: number): InputReason {
  return most === 1 ? 'second-certificate' : 'too-many-certificates'
}
