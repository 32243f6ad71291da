import { ok, type Result, refused } from '../../core/result.ts'
import { isText, textFrom, utf16From } from '../../encoding/text-octets.ts'
import { readBundle } from './bundle.ts'
import {
  type CertificateInput,
  type InputLimits,
  type InputReason,
  limitsOf,
  longestInput,
  type PackedInput,
  type Recognised,
  withinLimits,
} from './form.ts'
import { octetsOf, octetsOfObject } from './object.ts'
import { oneCertificate, recogniseOctets } from './octets.ts'
import { recogniseText } from './text.ts'

/**
 * Reads certificates in whatever form they arrive: DER, one or several; PEM with anything around it, on one
 * line, with line breaks written out, percent-encoded; base64 of DER or of PEM, hexadecimal; PKCS #7 bundles;
 * and the objects in which other libraries hold a certificate. One input has one reading: no form is tried
 * after another failed.
 *
 * The certificates are certificates in outline; {@link parseCertificate} says whether they are in full,
 * except for those of a bundle, which were read whole. What is refused is named by a reason of the
 * requirement `input.certificates`; the input itself is never part of an answer, because it may hold a
 * private key.
 *
 * @param input Octets, text, or an object by structure: Node's `X509Certificate`, `@peculiar/x509`, `pkijs`.
 *   Octets must not change afterwards, since DER is handed out as slices of them.
 * @param limits Lower limits than `INPUT_LIMITS`; `certificates: 1` where one certificate is meant.
 * @returns The certificates in the order of the input, with the form; or the reason, with the offset in
 *   octets or characters where it is one of the input itself.
 * @throws RangeError for a limit that is no positive whole number, or is higher than the default.
 */
export async function readCertificateInput(
  input: unknown,
  limits: Partial<InputLimits> = {},
): Promise<Result<CertificateInput, InputReason>> {
  const all = limitsOf(limits)
  const recognised = recogniseInput(input, all)
  if (!recognised.ok) return recognised
  const { value } = recognised
  return 'bundle' in value ? unpack(value, all) : ok(value)
}

/**
 * The same at once, for whoever cannot wait: of a bundle only that it is one is said.
 *
 * @param limits As they are; {@link limitsOf} checks them.
 */
export function recogniseInput(input: unknown, limits: InputLimits): Result<Recognised, InputReason> {
  if (typeof input === 'string') return recogniseString(input, limits)
  const octets = octetsOf(input)
  if (octets !== undefined) return recogniseBytes(octets, limits)
  const held = typeof input === 'object' && input !== null ? octetsOfObject(input) : undefined
  return held === undefined ? refused('unsupported-object') : recogniseHeld(held, limits)
}

function recogniseString(text: string, limits: InputLimits): Result<Recognised, InputReason> {
  if (text.length > longestInput(limits)) return refused('too-large', longestInput(limits))
  return recogniseText(text, { form: 'pem', notes: [], limits })
}

function recogniseBytes(bytes: Uint8Array, limits: InputLimits): Result<Recognised, InputReason> {
  if (bytes.length > longestInput(limits)) return refused('too-large', longestInput(limits))
  const wide = utf16From(bytes)
  if (wide !== undefined) {
    const found = recogniseText(wide, { form: 'pem', notes: ['utf-16'], limits })
    return found.ok ? found : refused(found.reason)
  }
  if (!isText(bytes)) return recogniseOctets(bytes, { form: 'der', notes: [], limits })
  return recogniseText(textFrom(bytes), { form: 'pem', notes: [], limits })
}

/** An object stands for one certificate. */
function recogniseHeld(octets: Uint8Array, limits: InputLimits): Result<Recognised, InputReason> {
  const certificate = oneCertificate(octets)
  if (!certificate.ok) return certificate
  const certificates = withinLimits([certificate.value], limits)
  return certificates.ok ? ok({ certificates: certificates.value, form: 'object', notes: [] }) : certificates
}

async function unpack(
  { bundle, form, notes }: PackedInput,
  limits: InputLimits,
): Promise<Result<CertificateInput, InputReason>> {
  if (bundle.length > limits.totalBytes) return refused('too-large')
  const read = await readBundle(bundle, limits.certificates)
  if (!read.ok) return form === 'der' ? read : refused(read.reason)
  const within = withinLimits(read.value, limits)
  return within.ok ? ok({ certificates: within.value, form: `pkcs7-${form}`, notes }) : within
}
